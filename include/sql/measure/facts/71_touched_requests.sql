-- Purpose:    which interlinked requests were touched: mostly none, and then nothing of their steps has to be looked at.
-- Grain:      one request.
-- Reads:      touched_case, core.interlinked.
-- Writes:     temporary table touched_request.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE touched_request ON COMMIT DROP AS
SELECT interlinked.counted_as
FROM touched_case
INNER JOIN core.interlinked ON touched_case.case_id = interlinked.counted_as
