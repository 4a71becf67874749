-- Purpose:    what the touched cases were counted as and no longer are.
-- Grain:      one row of core.contribution_applied.
-- Reads:      core.contribution_applied, touched_case, fresh.
-- Writes:     temporary table gone.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE gone ON COMMIT DROP AS
SELECT applied.*
FROM core.contribution_applied AS applied
INNER JOIN touched_case ON applied.case_id = touched_case.case_id
EXCEPT
SELECT fresh.* FROM fresh
