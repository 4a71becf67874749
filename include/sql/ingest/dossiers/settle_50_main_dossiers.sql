-- Purpose:    choose the main dossier of each case of related dossiers: one that is not deleted, local before national copy, then
--             earliest reception.
-- Grain:      one case.
-- Reads:      related, core.dossier.
-- Writes:     core.case.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
WITH main AS (
    SELECT DISTINCT ON (dossier.case_id)
        dossier.case_id,
        dossier.source_id,
        dossier.dossier_code
    FROM core.dossier
    WHERE dossier.case_id IN (SELECT related.case_id FROM related)
    ORDER BY
        dossier.case_id,
        dossier.is_deleted,
        dossier.is_national_copy,
        dossier.received_at NULLS LAST,
        dossier.source_id,
        dossier.dossier_code
)

INSERT INTO core."case" (case_id, source_id, dossier_code)
SELECT
    main.case_id,
    main.source_id,
    main.dossier_code
FROM main
ON CONFLICT (case_id) DO UPDATE SET source_id = excluded.source_id, dossier_code = excluded.dossier_code
