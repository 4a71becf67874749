-- Purpose:    the main dossier of each touched case that counts.
-- Grain:      one case whose main dossier was received, is no test and no tombstone.
-- Reads:      touched_case, core.case, core.dossier.
-- Writes:     temporary table main_dossier.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE main_dossier ON COMMIT DROP AS
SELECT touched_case.case_id AS counted_id, main.*
FROM touched_case
-- Case by case, by index: joined, the planner may read all cases that there are for some of them.
CROSS JOIN LATERAL (
    SELECT dossier.*
    FROM core."case"
    INNER JOIN core.dossier
        ON "case".source_id = dossier.source_id AND "case".dossier_code = dossier.dossier_code
    WHERE
        "case".case_id = touched_case.case_id
        AND dossier.received_on IS NOT NULL
        AND NOT dossier.is_deleted
        AND NOT dossier.is_test
    OFFSET 0
) AS main
