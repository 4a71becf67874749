-- Purpose:    the values behind a publication's scores, of each unit, and of the area last.
-- Grain:      one unit, or the area, and one indicator of the scheme.
-- Reads:      mart.publication, mart.ranking, mart.unit, mart.scheme, mart.scheme_item, mart.indicator,
--             mart.published_value.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    subject.unit_code,
    coalesce(subject.unit_name, 'Toàn địa bàn') AS unit_name,
    indicator.indicator_code,
    indicator.name_vi AS indicator_vi,
    indicator.unit_vi,
    indicator.value_kind,
    figure.value,
    figure.null_reason
FROM mart.publication
CROSS JOIN LATERAL (
    SELECT
        'unit' AS subject_kind,
        ranking.unit_id AS subject_id,
        unit.unit_code,
        unit.name AS unit_name,
        unit.name_sort
    FROM mart.ranking
    INNER JOIN mart.unit ON ranking.unit_id = unit.unit_id
    WHERE ranking.publication_id = publication.publication_id
    UNION ALL
    SELECT 'area', publication.area_id, NULL, NULL, NULL
) AS subject
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
INNER JOIN mart.scheme_item
    ON scheme.scheme_code = scheme_item.scheme_code AND scheme.scheme_version = scheme_item.scheme_version
INNER JOIN mart.indicator
    ON
        scheme_item.indicator_code = indicator.indicator_code
        AND scheme_item.indicator_version = indicator.indicator_version
LEFT JOIN mart.published_value AS figure
    ON
        publication.publication_id = figure.publication_id
        AND subject.subject_kind = figure.subject_kind
        AND subject.subject_id = figure.subject_id
        AND scheme.basis = figure.basis
        AND figure.sector_code = '*'
        AND scheme_item.indicator_code = figure.indicator_code
        AND scheme_item.indicator_version = figure.indicator_version
WHERE publication.publication_id = %(publication_id)s
ORDER BY subject.name_sort NULLS LAST, subject.unit_code, scheme_item.ordinal, indicator.indicator_code
