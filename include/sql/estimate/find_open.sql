-- Purpose:    dossiers that are at work now and not overdue.
-- Grain:      one main dossier with a due date, neither signed nor waiting for the citizen.
-- Reads:      core.dossier, core.case, core.case_fact.
-- Writes:     temporary table open_case.
-- Parameters: as_of.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE open_case ON COMMIT DROP AS
SELECT
    dossier.case_id,
    dossier.receiving_unit_id,
    fact.last_holder_id AS holding_unit_id,
    fact.sector_code,
    fact.procedure_code,
    dossier.received_at,
    dossier.due_at,
    dossier.supplements
FROM core.dossier
INNER JOIN core."case"
    ON
        dossier.case_id = "case".case_id
        AND dossier.source_id = "case".source_id
        AND dossier.dossier_code = "case".dossier_code
INNER JOIN core.case_fact AS fact ON dossier.case_id = fact.case_id
WHERE
    dossier.status NOT IN (3, 7, 8, 9, 10)
    AND dossier.status NOT IN (5, 6)
    AND dossier.finished_at IS NULL
    AND dossier.received_at < %(as_of)s::timestamptz
    AND dossier.due_at >= (%(as_of)s::timestamptz)::date
    AND NOT dossier.is_deleted
    AND NOT dossier.is_test
