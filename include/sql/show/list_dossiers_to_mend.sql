-- Purpose:    the dossiers by which units can still win back points of a publication, those worth most first.
-- Grain:      one unit, indicator and dossier.
-- Reads:      mart.dossiers_to_mend, core.procedure.
-- Writes:     nothing.
-- Parameters: publication_id, unit_codes (array).
-- Rerun:      reads only.
SELECT
    asked.unit_code,
    mended.indicator_code,
    mended.name_vi AS indicator_vi,
    mended.points_each,
    mended.record_key AS dossier_code,
    coalesce(listed.name, mended.procedure_code) AS procedure_vi
FROM unnest(%(unit_codes)s::text[]) AS asked (unit_code)
CROSS JOIN LATERAL mart.dossiers_to_mend(%(publication_id)s, asked.unit_code) AS mended
LEFT JOIN LATERAL (
    SELECT procedure.name
    FROM core.procedure
    WHERE procedure.source_id = mended.source_id AND procedure.procedure_code = mended.procedure_code
    ORDER BY procedure.valid_from DESC
    LIMIT 1
) AS listed ON TRUE
ORDER BY
    asked.unit_code, mended.points_each DESC, mended.indicator_code, mended.source_id, mended.record_key
