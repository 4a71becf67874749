-- Purpose:    the cases of procedures that came to a group, left it, or are of it on other days.
-- Grain:      one case.
-- Reads:      core.dossier.
-- Writes:     temporary table affected_case.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      adds the same again; they are touched once.
INSERT INTO affected_case (case_id)
SELECT dossier.case_id
FROM core.dossier
WHERE dossier.procedure_code IN (
    SELECT changed.entry ->> 'procedure_code'
    FROM jsonb_array_elements(%(entries)s::jsonb || %(gone)s::jsonb) AS changed (entry)
)
