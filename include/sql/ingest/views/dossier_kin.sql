-- Purpose:    which dossiers are about one request: one names the other's code, or two sources know the same code.
-- Grain:      one ordered pair of dossiers.
-- Reads:      core.dossier.
-- Writes:     view core.dossier_kin.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE VIEW core.dossier_kin AS
SELECT
    dossier.source_id, dossier.dossier_code, kin.source_id AS kin_source_id, kin.dossier_code AS kin_code
FROM core.dossier
INNER JOIN core.dossier AS kin ON dossier.other_code = kin.dossier_code
UNION ALL
SELECT
    dossier.source_id, dossier.dossier_code, kin.source_id AS kin_source_id, kin.dossier_code AS kin_code
FROM core.dossier
INNER JOIN core.dossier AS kin ON dossier.dossier_code = kin.other_code
UNION ALL
-- The same code for another procedure and another reception day is another dossier: codes are given twice, too.
SELECT
    dossier.source_id, dossier.dossier_code, kin.source_id AS kin_source_id, kin.dossier_code AS kin_code
FROM core.dossier
INNER JOIN core.dossier AS kin
    ON dossier.dossier_code = kin.dossier_code AND dossier.source_id <> kin.source_id
WHERE
    (dossier.procedure_code <> kin.procedure_code AND dossier.received_on <> kin.received_on) IS NOT TRUE;
COMMENT ON VIEW core.dossier_kin IS 'Pairs of dossiers about one request: interlinked and national twins, and one dossier known to two sources.';
