-- Purpose:    the dossiers that the figures of a preliminary ranking count against a unit, for it to object.
-- Grain:      one indicator and dossier.
-- Reads:      mart.ranking, mart.published_score, mart.scheme_indicator, core.unit, mart.explain.
-- Writes:     nothing.
-- Parameters: publication_id, unit_code.
-- Rerun:      reads only.
SELECT
    ranking.publication_id,
    ranking.unit_code,
    unit.name AS unit_name,
    published_score.indicator_code,
    explained.record_key AS dossier_code
FROM mart.ranking
INNER JOIN core.unit ON ranking.unit_id = unit.unit_id
INNER JOIN mart.published_score
    ON
        ranking.publication_id = published_score.publication_id
        AND published_score.subject_kind = 'unit'
        AND ranking.unit_id = published_score.subject_id
        AND published_score.points_lost > 0
INNER JOIN mart.scheme_indicator AS item
    ON
        published_score.scheme_code = item.scheme_code
        AND published_score.scheme_version = item.scheme_version
        AND published_score.indicator_code = item.indicator_code
CROSS JOIN LATERAL mart.explain(
    ranking.publication_id, ranking.unit_code, published_score.indicator_code
) AS explained
WHERE
    ranking.publication_id = %(publication_id)s
    AND ranking.unit_code = %(unit_code)s
    AND explained.record_kind = 'dossier'
    AND CASE item.direction
        WHEN 'lower_is_better' THEN explained.numerator > 0
        ELSE explained.denominator > explained.numerator
    END
ORDER BY item.ordinal, published_score.indicator_code, explained.source_id, explained.record_key
