-- Purpose:    delete the cases whose last dossier moved to another case.
-- Grain:      one case.
-- Reads:      kin, core.dossier.
-- Writes:     core.case.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
DELETE FROM core."case"
WHERE
    "case".case_id IN (SELECT kin.former_case_id FROM kin)
    AND NOT EXISTS (SELECT 1 FROM core.dossier WHERE dossier.case_id = "case".case_id)
