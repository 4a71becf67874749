-- Purpose:    which dossiers an interlinked record is about, and all that a change of its rules can move.
-- Grain:      see the comment of each object.
-- Reads:      core.interlinked, core.dossier, core.interlinked_procedure.
-- Writes:     view core.interlinked_dossier; function core.interlinked_cases.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE VIEW core.interlinked_dossier AS
SELECT
    request.source_id, request.record_key, request.counted_as, request.is_deleted,
    dossier.source_id AS dossier_source_id, dossier.dossier_code, dossier.case_id
FROM core.interlinked AS request
INNER JOIN core.dossier ON request.dossier_code = dossier.dossier_code
WHERE
    request.source_id = dossier.source_id
    OR request.unit_id IN (dossier.receiving_unit_id, dossier.responsible_unit_id)
UNION ALL
SELECT
    request.source_id, request.record_key, request.counted_as, request.is_deleted,
    dossier.source_id AS dossier_source_id, dossier.dossier_code, dossier.case_id
FROM core.interlinked AS request
INNER JOIN core.dossier ON request.request_code = dossier.dossier_code
WHERE
    request.source_id = dossier.source_id
    OR request.unit_id IN (dossier.receiving_unit_id, dossier.responsible_unit_id)
UNION ALL
SELECT
    request.source_id, request.record_key, request.counted_as, request.is_deleted,
    dossier.source_id AS dossier_source_id, dossier.dossier_code, dossier.case_id
FROM core.interlinked AS request
INNER JOIN core.dossier ON request.request_code = dossier.other_code
WHERE
    request.source_id = dossier.source_id
    OR request.unit_id IN (dossier.receiving_unit_id, dossier.responsible_unit_id);
COMMENT ON VIEW core.interlinked_dossier IS 'Which dossiers an interlinked record is about: it names the code, or they have the same code; of another source only where the unit is the same. A pair may be there more than once.';

CREATE FUNCTION core.interlinked_cases() RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
    SELECT request.counted_as
    FROM core.interlinked AS request
    UNION
    SELECT pair.case_id
    FROM core.interlinked_dossier AS pair
    UNION
    SELECT dossier.case_id
    FROM core.dossier
    WHERE
        dossier.procedure_code IN (
            SELECT interlinked_procedure.procedure_code FROM core.interlinked_procedure
        )
$$;
COMMENT ON FUNCTION core.interlinked_cases IS 'Every interlinked record and case: all that a change of the limits and rules of interlinked groups can move.';
