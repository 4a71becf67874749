-- Purpose:    touch the cases that the changed entries may let count as something else, as one change.
-- Grain:      one case.
-- Reads:      affected_case.
-- Writes:     audit.change, audit.touched.
-- Parameters: recorded_at.
-- Rerun:      under the publish lock and in its transaction, so once; without cases nothing is numbered.
WITH change AS (
    INSERT INTO audit.change (publish_seq, kind, batch_id, recorded_at)
    SELECT coalesce(max(known.publish_seq), 0) + 1, 'catalogue', NULL, %(recorded_at)s
    FROM audit.change AS known
    HAVING EXISTS (SELECT 1 FROM affected_case)
    RETURNING publish_seq
)

INSERT INTO audit.touched (publish_seq, case_id)
SELECT DISTINCT
    change.publish_seq,
    affected_case.case_id
FROM change
CROSS JOIN affected_case
