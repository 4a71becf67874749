-- Purpose:    what the touched cases count as now.
-- Grain:      one row of core.case_contribution.
-- Reads:      core.case_contribution, touched_case.
-- Writes:     temporary table fresh.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
SELECT contribution.*
FROM touched_case
INNER JOIN core.case_contribution AS contribution ON touched_case.case_id = contribution.case_id
