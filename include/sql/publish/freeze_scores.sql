-- Purpose:    freeze the points of every unit of the area, indicator by indicator.
-- Grain:      one unit and indicator.
-- Reads:      mart.publication, mart.published_value, mart.scheme, mart.scheme_item, core.area_member, mart.period.
-- Writes:     mart.published_score.
-- Parameters: publication_id.
-- Rerun:      in the publication's transaction, so once.
-- Points are the maximum times numerator over denominator, rounded half up to two decimals as the portal shows them.
INSERT INTO mart.published_score (
    publication_id, subject_kind, subject_id, period_id, scheme_code, scheme_version, indicator_code, max_points,
    points, points_lost, lost_kind
)
SELECT
    publication.publication_id,
    'unit',
    area_member.unit_id,
    publication.period_id,
    publication.scheme_code,
    publication.scheme_version,
    scheme_item.indicator_code,
    scheme_item.max_points,
    scored.points,
    scheme_item.max_points - scored.points,
    NULL
FROM mart.publication
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
INNER JOIN mart.scheme_item
    ON publication.scheme_code = scheme_item.scheme_code AND publication.scheme_version = scheme_item.scheme_version
INNER JOIN core.area_member
    ON publication.area_id = area_member.area_id AND area_member.valid @> period.period_end
LEFT JOIN mart.published_value AS figure
    ON
        publication.publication_id = figure.publication_id
        AND figure.subject_kind = 'unit'
        AND area_member.unit_id = figure.subject_id
        AND scheme.basis = figure.basis
        AND figure.sector_code = '*'
        AND scheme_item.indicator_code = figure.indicator_code
        AND scheme_item.indicator_version = figure.indicator_version
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN figure.null_reason = 'zero_denominator' THEN scheme_item.zero_denominator_points
            WHEN figure.null_reason IS NULL THEN round(scheme_item.max_points * figure.numerator / figure.denominator, 2)
        END AS points
) AS scored
WHERE publication.publication_id = %(publication_id)s
