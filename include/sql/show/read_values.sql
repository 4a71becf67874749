-- Purpose:    the values behind a publication's scores, of each unit, and of the area last.
-- Grain:      one unit, or the area, and one indicator of the scheme.
-- Reads:      mart.published_figure, mart.unit.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    unit.unit_code,
    coalesce(unit.name, 'Toàn địa bàn') AS unit_name,
    figure.indicator_code,
    figure.name_vi AS indicator_vi,
    figure.unit_vi,
    figure.value_kind,
    figure.numerator,
    figure.denominator,
    figure.value,
    figure.null_reason
FROM mart.published_figure AS figure
LEFT JOIN mart.unit ON figure.subject_kind = 'unit' AND figure.subject_id = unit.unit_id
WHERE figure.publication_id = %(publication_id)s
ORDER BY unit.name_sort NULLS LAST, unit.unit_code, figure.ordinal, figure.indicator_code
