-- Purpose:    make room for the counts of another day.
-- Grain:      all of them.
-- Reads:      nothing.
-- Writes:     core.late_count.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM core.late_count
