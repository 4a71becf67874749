-- Purpose:    the next touched cases of the drain, each once however many changes touched it.
-- Grain:      one case.
-- Reads:      audit.touched, audit.measure_state.
-- Writes:     temporary table touched_case.
-- Parameters: max_cases.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE touched_case ON COMMIT DROP AS
SELECT DISTINCT touched.case_id
FROM audit.touched
CROSS JOIN audit.measure_state
WHERE
    touched.publish_seq > measure_state.applied_seq
    AND touched.publish_seq <= measure_state.draining_to
    AND (measure_state.drained_case IS NULL OR touched.case_id > measure_state.drained_case)
ORDER BY touched.case_id
LIMIT %(max_cases)s
