-- Purpose:    the points that the units of a publication lost, and whose they are.
-- Grain:      one unit and indicator that lost points.
-- Reads:      mart.published_score, mart.unit, mart.scheme_item, mart.indicator.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    unit.unit_code,
    unit.name AS unit_name,
    indicator.indicator_code,
    indicator.name_vi AS indicator_vi,
    published_score.max_points,
    published_score.points,
    published_score.points_lost,
    published_score.points_recoverable,
    published_score.points_gone,
    published_score.points_not_ours
FROM mart.published_score
INNER JOIN mart.unit ON published_score.subject_kind = 'unit' AND published_score.subject_id = unit.unit_id
INNER JOIN mart.scheme_item
    ON
        published_score.scheme_code = scheme_item.scheme_code
        AND published_score.scheme_version = scheme_item.scheme_version
        AND published_score.indicator_code = scheme_item.indicator_code
INNER JOIN mart.indicator
    ON
        scheme_item.indicator_code = indicator.indicator_code
        AND scheme_item.indicator_version = indicator.indicator_version
WHERE published_score.publication_id = %(publication_id)s AND published_score.points_lost > 0
ORDER BY unit.name_sort, unit.unit_code, scheme_item.ordinal, indicator.indicator_code
