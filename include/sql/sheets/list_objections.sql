-- Purpose:    the objections to a preliminary ranking, for the division to decide.
-- Grain:      one objection.
-- Reads:      mart.objection.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    objection.publication_id,
    objection.unit_code,
    objection.unit_name,
    objection.indicator_code,
    objection.dossier_code,
    objection.cause_vi,
    objection.evidence
FROM mart.objection
WHERE objection.publication_id = %(publication_id)s
ORDER BY objection.unit_code, objection.indicator_code, objection.dossier_code
