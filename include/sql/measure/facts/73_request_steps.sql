-- Purpose:    each step of the touched interlinked requests as its limit judges it.
-- Grain:      one step of a request.
-- Reads:      touched_request, core.interlinked_step.
-- Writes:     temporary table request_step.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE request_step ON COMMIT DROP AS
SELECT step.*
FROM touched_request
INNER JOIN core.interlinked_step AS step ON touched_request.counted_as = step.counted_as
