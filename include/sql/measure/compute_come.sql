-- Purpose:    what the touched cases count as now and were not counted as.
-- Grain:      one row of core.contribution_applied.
-- Reads:      core.contribution_applied, touched_case, fresh.
-- Writes:     temporary table come.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE come ON COMMIT DROP AS
SELECT fresh.* FROM fresh
EXCEPT
SELECT applied.*
FROM core.contribution_applied AS applied
INNER JOIN touched_case ON applied.case_id = touched_case.case_id
