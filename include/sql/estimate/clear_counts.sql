-- Purpose:    remove the counts of the day before, so that those of another day can be written.
-- Grain:      all of them.
-- Reads:      nothing.
-- Writes:     core.late_count.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM core.late_count
