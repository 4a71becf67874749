-- Purpose:    enter figures that offices may enter, and take out those that are gone.
-- Grain:      one figure.
-- Reads:      nothing.
-- Writes:     core.figure.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM core.figure
    USING jsonb_populate_recordset(NULL::core.figure, %(gone)s::jsonb) AS gone_entry
    WHERE figure.figure_code = gone_entry.figure_code
)

INSERT INTO core.figure (
    figure_code, name_vi, value_unit, definition_vi, is_of_province, instead_of
)
SELECT
    entry.figure_code,
    entry.name_vi,
    entry.value_unit,
    entry.definition_vi,
    entry.is_of_province,
    entry.instead_of
FROM jsonb_populate_recordset(NULL::core.figure, %(entries)s::jsonb) AS entry
ON CONFLICT (figure_code) DO UPDATE SET
    name_vi = excluded.name_vi,
    value_unit = excluded.value_unit,
    definition_vi = excluded.definition_vi,
    is_of_province = excluded.is_of_province,
    instead_of = excluded.instead_of
