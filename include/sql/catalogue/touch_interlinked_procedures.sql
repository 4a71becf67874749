-- Purpose:    touch the cases of procedures that came to a group, left it, or are of it on other days.
-- Grain:      one case or record.
-- Reads:      core.dossier.
-- Writes:     audit.change, audit.touched.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out), recorded_at.
-- Rerun:      under the publish lock and in its transaction, so once a change; without cases nothing is numbered.
WITH reached AS (
    SELECT dossier.case_id
    FROM core.dossier
    WHERE dossier.procedure_code IN (
        SELECT changed.entry ->> 'procedure_code'
        FROM jsonb_array_elements(%(entries)s::jsonb || %(gone)s::jsonb) AS changed (entry)
    )
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
