-- Purpose:    touch the cases whose sector or clock follows from the changed procedures.
-- Grain:      one case.
-- Reads:      staging.procedure, decision, core.dossier.
-- Writes:     audit.touched.
-- Parameters: batch_id, source_id, publish_seq.
-- Rerun:      in the publish transaction, so once.
INSERT INTO audit.touched (publish_seq, case_id)
SELECT DISTINCT
    %(publish_seq)s::bigint,
    dossier.case_id
FROM staging.procedure
INNER JOIN decision ON procedure.page_no = decision.page_no AND procedure.ordinal = decision.ordinal
INNER JOIN core.dossier
    ON dossier.source_id = %(source_id)s AND procedure.procedure_code = dossier.procedure_code
WHERE procedure.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated')
