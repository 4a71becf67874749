-- Purpose:    each step of the touched interlinked requests as its limit judges it.
-- Grain:      one step of a request.
-- Reads:      touched_request, core.interlinked_step.
-- Writes:     temporary table request_step.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE request_step ON COMMIT DROP AS
SELECT step.*
FROM touched_request
CROSS JOIN LATERAL (
    SELECT of_request.*
    FROM core.interlinked_step AS of_request
    WHERE of_request.counted_as = touched_request.counted_as
    OFFSET 0
) AS step
