-- Purpose:    touch the cases whose sector or clock follows from the changed procedures.
-- Grain:      one case.
-- Reads:      decision, core.dossier.
-- Writes:     audit.touched.
-- Parameters: source_id, publish_seq.
-- Rerun:      in the publish transaction, so once.
INSERT INTO audit.touched (publish_seq, case_id)
SELECT DISTINCT %(publish_seq)s::bigint, dossier.case_id
FROM decision
INNER JOIN core.dossier
    ON dossier.source_id = %(source_id)s AND decision.record_key = dossier.procedure_code
WHERE decision.outcome IN ('inserted', 'updated')
