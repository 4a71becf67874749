-- Purpose:    delete the cases whose last dossier moved to another case.
-- Grain:      one case.
-- Reads:      related, core.dossier.
-- Writes:     core.case.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
DELETE FROM core."case"
WHERE
    "case".case_id IN (SELECT related.former_case_id FROM related)
    AND NOT EXISTS (SELECT 1 FROM core.dossier WHERE dossier.case_id = "case".case_id)
