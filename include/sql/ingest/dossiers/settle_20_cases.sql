-- Purpose:    open a case for each new dossier.
-- Grain:      one case.
-- Reads:      core.dossier, decision.
-- Writes:     core.case.
-- Parameters: source_id.
-- Rerun:      adds nothing the second time.
INSERT INTO core."case" (case_id, source_id, dossier_code)
SELECT
    dossier.case_id,
    dossier.source_id,
    dossier.dossier_code
FROM core.dossier
INNER JOIN decision ON dossier.dossier_code = decision.record_key
WHERE dossier.source_id = %(source_id)s AND decision.outcome = 'inserted'
ON CONFLICT (case_id) DO NOTHING
