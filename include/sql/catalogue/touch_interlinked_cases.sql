-- Purpose:    touch every interlinked case after an entry that says how they are judged has changed.
-- Grain:      one case or record.
-- Reads:      core.interlinked_cases.
-- Writes:     audit.change, audit.touched.
-- Parameters: recorded_at.
-- Rerun:      under the publish lock and in its transaction, so once a change; without cases nothing is numbered.
WITH reached AS (
    SELECT known.case_id
    FROM core.interlinked_cases() AS known (case_id)
),

change AS (
    INSERT INTO audit.change (publish_seq, kind, batch_id, recorded_at)
    SELECT coalesce(max(known.publish_seq), 0) + 1, 'catalogue', NULL, %(recorded_at)s
    FROM audit.change AS known
    HAVING EXISTS (SELECT 1 FROM reached)
    RETURNING publish_seq
)

INSERT INTO audit.touched (publish_seq, case_id)
SELECT DISTINCT
    change.publish_seq,
    reached.case_id
FROM change
CROSS JOIN reached
