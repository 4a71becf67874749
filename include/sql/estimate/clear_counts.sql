-- Purpose:    delete the counts, before those of another day are inserted.
-- Grain:      all of them.
-- Reads:      nothing.
-- Writes:     core.late_count.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM core.late_count
