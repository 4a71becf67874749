-- Purpose:    forget what the touched cases no longer count as.
-- Grain:      one row of core.contribution_applied.
-- Reads:      gone.
-- Writes:     core.contribution_applied.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM core.contribution_applied AS applied
USING gone
WHERE
    applied.case_id = gone.case_id
    AND applied.basis = gone.basis
    AND applied.unit_id = gone.unit_id
    AND applied.day = gone.day
    AND applied.sector_code = gone.sector_code
