-- Purpose:    throw the measures away, to be made anew.
-- Grain:      every row.
-- Reads:      nothing.
-- Writes:     mart.measure_day.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM mart.measure_day
