-- Purpose:    throw the measures away, to be made anew.
-- Grain:      every row.
-- Reads:      nothing.
-- Writes:     core.day_count.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM core.day_count
