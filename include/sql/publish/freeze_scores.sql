-- Purpose:    freeze the points of every unit of each area, indicator by indicator.
-- Grain:      one publication, unit and indicator of the scheme.
-- Reads:      mart.publication, mart.score, mart.scheme_item, core.area_member, mart.period.
-- Writes:     mart.published_score.
-- Parameters: publication_ids (array of publications of one period), period_id (theirs).
-- Rerun:      in the publications' transaction, so once.
-- Points are computed when they are read, so they are read once for all publications, and only those of their period. A
-- unit without any figure has no points either.
INSERT INTO mart.published_score (
    publication_id, subject_kind, subject_id, period_id, scheme_code, scheme_version, indicator_code, max_points,
    points, points_cut, points_lost, points_recoverable, points_gone, points_not_ours, lost_kind
)
WITH publication AS MATERIALIZED (
    SELECT * FROM mart.publication WHERE publication.publication_id = ANY(%(publication_ids)s)
),

score AS MATERIALIZED (
    SELECT *
    FROM mart.score
    WHERE
        score.subject_kind = 'unit'
        AND score.period_id = %(period_id)s
        AND score.scheme_code = ANY((SELECT array_agg(publication.scheme_code) FROM publication)::text[])
        -- Said of the indicators too, or the values of all others would be computed first.
        AND score.indicator_code = ANY(
            (
                SELECT array_agg(scheme_item.indicator_code)
                FROM mart.scheme_item
                INNER JOIN publication
                    ON
                        scheme_item.scheme_code = publication.scheme_code
                        AND scheme_item.scheme_version = publication.scheme_version
            )::text[]
        )
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
    score.points,
    coalesce(score.points_cut, 0),
    score.points_lost,
    coalesce(score.points_recoverable, 0),
    coalesce(score.points_gone, 0),
    coalesce(score.points_not_ours, 0),
    score.lost_kind
FROM publication
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.scheme_item
    ON publication.scheme_code = scheme_item.scheme_code AND publication.scheme_version = scheme_item.scheme_version
INNER JOIN core.area_member
    ON publication.area_id = area_member.area_id AND area_member.valid @> period.period_end
LEFT JOIN score
    ON
        publication.scheme_code = score.scheme_code
        AND publication.scheme_version = score.scheme_version
        AND area_member.unit_id = score.subject_id
        AND scheme_item.indicator_code = score.indicator_code
