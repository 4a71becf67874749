-- Purpose:    which of the touched cases count as something else than they were counted as; most were touched for nothing.
-- Grain:      one case.
-- Reads:      core.contribution_applied, audit.measure_state, touched_case, fresh.
-- Writes:     temporary table changed.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE changed ON COMMIT DROP AS
SELECT
    touched_case.case_id,
    counted.counts AS gone,
    fresh.counts AS come
FROM touched_case
CROSS JOIN audit.measure_state
LEFT JOIN core.contribution_applied AS applied ON touched_case.case_id = applied.case_id
LEFT JOIN fresh ON touched_case.case_id = fresh.case_id
-- What an earlier build counted is in no measure of this one.
CROSS JOIN LATERAL (
    SELECT CASE WHEN applied.build = measure_state.build THEN applied.counts END AS counts
) AS counted
WHERE counted.counts IS DISTINCT FROM fresh.counts OR applied.build <> measure_state.build
