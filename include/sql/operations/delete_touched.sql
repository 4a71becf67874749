-- Purpose:    delete which cases were touched once the figures follow them; those of the last change that they follow stay.
-- Grain:      one case of a change.
-- Reads:      audit.touched, audit.measure_state.
-- Writes:     audit.touched.
-- Parameters: portion.
-- Rerun:      removes the next portion; nothing once all are removed.
DELETE FROM audit.touched
USING (
    SELECT
        old.publish_seq,
        old.case_id
    FROM audit.touched AS old
    WHERE old.publish_seq < (SELECT measure_state.applied_seq FROM audit.measure_state)
    ORDER BY old.publish_seq, old.case_id
    LIMIT %(portion)s
) AS counted
WHERE touched.publish_seq = counted.publish_seq AND touched.case_id = counted.case_id
