-- Purpose:    throw the durations away, to be made anew.
-- Grain:      every row.
-- Reads:      nothing.
-- Writes:     mart.duration_day.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM mart.duration_day
