-- Purpose:    touch the cases of the dossiers that the changed payment requests belong to; one that has not come yet touches itself.
-- Grain:      one case.
-- Reads:      core.payment, core.dossier, decision.
-- Writes:     audit.touched.
-- Parameters: source_id, publish_seq.
-- Rerun:      in the publish transaction, so once.
INSERT INTO audit.touched (publish_seq, case_id)
SELECT DISTINCT
    %(publish_seq)s::bigint,
    dossier.case_id
FROM decision
INNER JOIN core.payment ON payment.source_id = %(source_id)s AND decision.record_key = payment.record_key
INNER JOIN core.dossier ON payment.source_id = dossier.source_id AND payment.dossier_code = dossier.dossier_code
WHERE decision.outcome IN ('inserted', 'updated')
