-- Purpose:    points of the units of a publication, what was lost of which kind, and how many dossiers the next point takes.
-- Grain:      one unit and indicator of the scheme.
-- Reads:      mart.publication, mart.scheme, mart.scheme_item, mart.indicator, mart.published_score,
--             mart.published_value, mart.dossiers_to.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
-- As mart.score_outlook says of one unit.
SELECT
    published_score.subject_id,
    published_score.indicator_code,
    published_score.max_points,
    published_score.points,
    published_score.points_lost,
    published_score.points_recoverable,
    published_score.points_gone,
    published_score.points_not_ours,
    CASE
        WHEN figure.null_reason IS NULL
            THEN mart.dossiers_to(
                least(published_score.max_points, floor(published_score.points) + 1),
                published_score.max_points,
                scheme_item.full_score_at,
                CASE
                    WHEN indicator.direction = 'lower_is_better' THEN figure.denominator - figure.numerator
                    ELSE figure.numerator
                END,
                CASE WHEN figure.value_kind = 'count' THEN 1 ELSE figure.denominator END,
                figure.value_kind = 'count'
            )
    END AS dossiers_to_next_point
FROM mart.publication
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
INNER JOIN mart.scheme_item
    ON publication.scheme_code = scheme_item.scheme_code AND publication.scheme_version = scheme_item.scheme_version
INNER JOIN mart.indicator
    ON
        scheme_item.indicator_code = indicator.indicator_code
        AND scheme_item.indicator_version = indicator.indicator_version
INNER JOIN mart.published_score
    ON
        publication.publication_id = published_score.publication_id
        AND published_score.subject_kind = 'unit'
        AND scheme_item.indicator_code = published_score.indicator_code
LEFT JOIN mart.published_value AS figure
    ON
        publication.publication_id = figure.publication_id
        AND figure.subject_kind = 'unit'
        AND published_score.subject_id = figure.subject_id
        AND scheme.basis = figure.basis
        AND publication.period_id = figure.period_id
        AND figure.sector_code = '*'
        AND scheme_item.indicator_code = figure.indicator_code
        AND scheme_item.indicator_version = figure.indicator_version
WHERE publication.publication_id = %(publication_id)s
ORDER BY published_score.subject_id, scheme_item.ordinal, scheme_item.indicator_code
