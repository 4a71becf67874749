-- Purpose:    touch the interlinked records about the changed dossiers as they were: their waits come from there.
-- Grain:      one record.
-- Reads:      core.interlinked_dossier, decision.
-- Writes:     audit.touched.
-- Parameters: source_id, publish_seq.
-- Rerun:      adds nothing the second time.
-- OFFSET 0 makes it a look-up for each dossier: few have a record.
INSERT INTO audit.touched (publish_seq, case_id)
SELECT DISTINCT
    %(publish_seq)s::bigint,
    named.counted_as
FROM decision
CROSS JOIN LATERAL (
    SELECT pair.counted_as
    FROM core.interlinked_dossier AS pair
    WHERE pair.dossier_source_id = %(source_id)s AND pair.dossier_code = decision.record_key
    LIMIT ALL OFFSET 0
) AS named
WHERE decision.outcome = 'updated'
ON CONFLICT (publish_seq, case_id) DO NOTHING
