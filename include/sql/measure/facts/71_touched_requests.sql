-- Purpose:    which interlinked requests were touched: mostly none, and then nothing of their steps has to be looked at.
-- Grain:      one request.
-- Reads:      touched_case, core.interlinked.
-- Writes:     temporary table touched_request.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE touched_request ON COMMIT DROP AS
SELECT touched_case.case_id AS counted_as
FROM touched_case
-- One by one, by index: joined, the planner may read all requests that there are.
WHERE EXISTS (
    SELECT 1
    FROM core.interlinked
    WHERE interlinked.counted_as = touched_case.case_id
    OFFSET 0
)
