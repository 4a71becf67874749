-- Purpose:    move linked dossiers into their common case.
-- Grain:      one dossier.
-- Reads:      kin.
-- Writes:     core.dossier.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
UPDATE core.dossier SET case_id = kin.case_id
FROM kin
WHERE
    dossier.source_id = kin.source_id
    AND dossier.dossier_code = kin.dossier_code
    AND dossier.case_id <> kin.case_id
