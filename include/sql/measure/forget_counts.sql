-- Purpose:    forget what every case was counted as.
-- Grain:      every row.
-- Reads:      nothing.
-- Writes:     core.contribution_applied.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM core.contribution_applied
