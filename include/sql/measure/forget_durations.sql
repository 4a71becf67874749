-- Purpose:    throw the durations away, before those of all facts take their place.
-- Grain:      every row.
-- Reads:      nothing.
-- Writes:     core.duration_count.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM core.duration_count
