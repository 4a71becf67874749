-- Purpose:    touch the interlinked records about the new and changed dossiers: their waits come from there.
-- Grain:      one record.
-- Reads:      staging.resolved_dossier, core.interlinked, core.interlinked_dossier, decision.
-- Writes:     audit.touched.
-- Parameters: batch_id, source_id, publish_seq.
-- Rerun:      adds nothing the second time.
-- OFFSET 0 makes it a look-up for each dossier: few have a record. Whether one is about the dossier, the view says.
WITH named AS (
    SELECT
        decision.record_key AS dossier_code,
        request.source_id,
        request.record_key
    FROM decision
    INNER JOIN staging.resolved_dossier AS staged
        ON decision.page_no = staged.page_no AND decision.ordinal = staged.ordinal
    CROSS JOIN LATERAL (
        SELECT known.source_id, known.record_key
        FROM core.interlinked AS known
        WHERE known.dossier_code = decision.record_key
        UNION ALL
        SELECT known.source_id, known.record_key
        FROM core.interlinked AS known
        WHERE known.request_code = decision.record_key
        UNION ALL
        SELECT known.source_id, known.record_key
        FROM core.interlinked AS known
        WHERE known.request_code = staged.other_code
        LIMIT ALL OFFSET 0
    ) AS request
    WHERE staged.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated')
)

INSERT INTO audit.touched (publish_seq, case_id)
SELECT DISTINCT
    %(publish_seq)s::bigint,
    about.counted_as
FROM named
CROSS JOIN LATERAL (
    SELECT pair.counted_as
    FROM core.interlinked_dossier AS pair
    WHERE
        pair.source_id = named.source_id
        AND pair.record_key = named.record_key
        AND pair.dossier_source_id = %(source_id)s
        AND pair.dossier_code = named.dossier_code
    OFFSET 0
) AS about
ON CONFLICT (publish_seq, case_id) DO NOTHING
