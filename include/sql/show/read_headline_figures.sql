-- Purpose:    values and points of the scored indicators of some publications, of the area with its value before.
-- Grain:      one publication, indicator, and unit or area.
-- Reads:      mart.published_figure, mart.publication, mart.scheme, mart.scheme_item, mart.scheme_group,
--             mart.published_score, mart.published_value.
-- Writes:     nothing.
-- Parameters: publication_ids (array of publications).
-- Rerun:      reads only.
SELECT
    figure.publication_id,
    figure.subject_kind,
    figure.subject_id,
    figure.indicator_code,
    figure.name_vi,
    figure.unit_vi,
    figure.value_kind,
    figure.direction,
    figure.value,
    figure.null_reason,
    item.max_points,
    score.points,
    before.value AS value_before
FROM mart.published_figure AS figure
INNER JOIN mart.publication ON figure.publication_id = publication.publication_id
INNER JOIN mart.scheme
    ON figure.scheme_code = scheme.scheme_code AND figure.scheme_version = scheme.scheme_version
INNER JOIN mart.scheme_item AS item
    ON
        figure.scheme_code = item.scheme_code
        AND figure.scheme_version = item.scheme_version
        AND figure.indicator_code = item.indicator_code
INNER JOIN mart.scheme_group
    ON
        item.scheme_code = scheme_group.scheme_code
        AND item.scheme_version = scheme_group.scheme_version
        AND item.group_code = scheme_group.group_code
LEFT JOIN mart.published_score AS score
    ON
        figure.publication_id = score.publication_id
        AND figure.subject_kind = score.subject_kind
        AND figure.subject_id = score.subject_id
        AND figure.indicator_code = score.indicator_code
LEFT JOIN mart.published_value AS before
    ON
        figure.subject_kind = 'area'
        AND publication.previous_publication_id = before.publication_id
        AND before.subject_kind = 'area'
        AND figure.subject_id = before.subject_id
        AND scheme.basis = before.basis
        AND before.sector_code = '*'
        AND figure.indicator_code = before.indicator_code
        AND figure.indicator_version = before.indicator_version
WHERE figure.publication_id = ANY(%(publication_ids)s::bigint[])
ORDER BY figure.publication_id, scheme_group.ordinal, item.ordinal, figure.indicator_code, figure.subject_kind, figure.subject_id
