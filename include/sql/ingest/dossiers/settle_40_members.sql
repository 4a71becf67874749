-- Purpose:    move linked dossiers into their common case.
-- Grain:      one dossier.
-- Reads:      related.
-- Writes:     core.dossier.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
UPDATE core.dossier SET case_id = related.case_id
FROM related
WHERE
    dossier.source_id = related.source_id
    AND dossier.dossier_code = related.dossier_code
    AND dossier.case_id <> related.case_id
