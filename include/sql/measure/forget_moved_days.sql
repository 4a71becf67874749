-- Purpose:    forget on which days measures moved, now that the figures have followed.
-- Grain:      every row.
-- Reads:      nothing.
-- Writes:     audit.moved_days.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM audit.moved_days
