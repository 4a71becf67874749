-- Purpose:    the dossiers that the figures of a preliminary ranking count against a unit, for it to object.
-- Grain:      one indicator and dossier; dates and procedure as they are now.
-- Reads:      mart.ranking, mart.published_figure, mart.published_score, mart.scheme_indicator, core.unit, core.dossier,
--             core.procedure, mart.explain.
-- Writes:     nothing.
-- Parameters: publication_id, unit_code.
-- Rerun:      reads only.
SELECT
    ranking.publication_id,
    ranking.unit_code,
    unit.name AS unit_name,
    published_score.indicator_code,
    explained.record_key AS dossier_code,
    listed.name AS procedure_name,
    dossier.received_at,
    dossier.due_at,
    dossier.finished_at,
    figure.name_vi AS indicator_name,
    item.direction
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
INNER JOIN mart.published_figure AS figure
    ON
        published_score.publication_id = figure.publication_id
        AND figure.subject_kind = 'unit'
        AND published_score.subject_id = figure.subject_id
        AND published_score.indicator_code = figure.indicator_code
CROSS JOIN LATERAL mart.explain(
    ranking.publication_id, ranking.unit_code, published_score.indicator_code
) AS explained
LEFT JOIN core.dossier
    ON explained.source_id = dossier.source_id AND explained.record_key = dossier.dossier_code
LEFT JOIN LATERAL (
    SELECT procedure.name
    FROM core.procedure
    WHERE procedure.source_id = dossier.source_id AND procedure.procedure_code = dossier.procedure_code
    ORDER BY procedure.valid_from DESC
    LIMIT 1
) AS listed ON TRUE
WHERE
    ranking.publication_id = %(publication_id)s
    AND ranking.unit_code = %(unit_code)s
    AND explained.record_kind = 'dossier'
    AND CASE item.direction
        WHEN 'lower_is_better' THEN explained.numerator > 0
        ELSE explained.denominator > explained.numerator
    END
ORDER BY item.ordinal, published_score.indicator_code, explained.source_id, explained.record_key
