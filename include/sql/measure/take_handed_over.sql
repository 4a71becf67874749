-- Purpose:    the cases of a drain that were handed over to this session.
-- Grain:      one case.
-- Reads:      nothing.
-- Writes:     temporary table touched_case.
-- Parameters: case_ids.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE touched_case ON COMMIT DROP AS
SELECT unnest(%(case_ids)s::uuid[]) AS case_id
