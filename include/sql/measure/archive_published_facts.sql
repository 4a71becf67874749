-- Purpose:    archive the facts by which the changed cases counted in a publication, so that it can be explained.
-- Grain:      one case.
-- Reads:      core.case_fact, changed_case, audit.measure_state, mart.publication.
-- Writes:     core.case_fact_history.
-- Parameters: none.
-- Rerun:      refused, the row is there; it runs once in the transaction that replaces the fact.
INSERT INTO core.case_fact_history (case_id, publish_seq, before_seq, fact)
SELECT
    counted.case_id,
    counted.publish_seq,
    measure_state.draining_to,
    counted
FROM changed_case
INNER JOIN core.case_fact AS counted ON changed_case.case_id = counted.case_id
CROSS JOIN audit.measure_state
WHERE
    changed_case.is_other
    AND EXISTS (
        SELECT 1
        FROM mart.publication
        WHERE publication.publish_seq >= counted.publish_seq AND publication.publish_seq < measure_state.draining_to
    )
