-- Purpose:    touch the cases of the changed dossiers.
-- Grain:      one case.
-- Reads:      core.dossier, decision.
-- Writes:     audit.touched.
-- Parameters: source_id, publish_seq.
-- Rerun:      in the publish transaction, so once.
INSERT INTO audit.touched (publish_seq, case_id)
SELECT DISTINCT %(publish_seq)s::bigint, dossier.case_id
FROM core.dossier
INNER JOIN decision ON dossier.dossier_code = decision.record_key
WHERE dossier.source_id = %(source_id)s AND decision.outcome IN ('inserted', 'updated')
