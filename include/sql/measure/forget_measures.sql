-- Purpose:    throw the counts by day away, before those of all facts take their place.
-- Grain:      every row.
-- Reads:      nothing.
-- Writes:     core.day_count.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM core.day_count
