-- Purpose:    the distinct cases touched since the applied sequence, up to the end of the slice.
-- Grain:      one case.
-- Reads:      audit.touched, audit.measure_state.
-- Writes:     temporary table touched_case.
-- Parameters: publish_seq (end of the slice, inclusive).
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE touched_case ON COMMIT DROP AS
SELECT DISTINCT touched.case_id
FROM audit.touched
WHERE
    touched.publish_seq > (SELECT measure_state.applied_seq FROM audit.measure_state)
    AND touched.publish_seq <= %(publish_seq)s
