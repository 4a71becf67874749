-- Purpose:    the objections to the rankings of an area and period, with their decisions and the points after explanation.
-- Grain:      one objection.
-- Reads:      mart.objection, mart.unit, mart.publication, mart.area, mart.indicator, mart.explained_score.
-- Writes:     nothing.
-- Parameters: area_code, period_id.
-- Rerun:      reads only.
SELECT
    objection.publication_id,
    objection.unit_code,
    objection.unit_name,
    named.name_vi AS indicator_vi,
    objection.dossier_code,
    objection.cause_vi,
    objection.evidence,
    objection.is_accepted,
    objection.reason,
    explained_score.points,
    explained_score.points_after
FROM mart.objection
INNER JOIN mart.unit ON objection.unit_id = unit.unit_id
INNER JOIN mart.publication ON objection.publication_id = publication.publication_id
INNER JOIN mart.area ON publication.area_id = area.area_id
INNER JOIN LATERAL (
    SELECT indicator.name_vi
    FROM mart.indicator
    WHERE indicator.indicator_code = objection.indicator_code
    ORDER BY indicator.indicator_version DESC
    LIMIT 1
) AS named ON TRUE
LEFT JOIN mart.explained_score
    ON
        objection.publication_id = explained_score.publication_id
        AND objection.unit_id = explained_score.unit_id
        AND objection.indicator_code = explained_score.indicator_code
WHERE area.area_code = %(area_code)s AND publication.period_id = %(period_id)s
ORDER BY objection.publication_id, unit.name_sort, named.name_vi, objection.dossier_code
