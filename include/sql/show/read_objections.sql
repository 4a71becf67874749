-- Purpose:    the objections to the rankings of an area and period, with their decisions and the points after explanation.
-- Grain:      one objection.
-- Reads:      mart.objection, mart.unit, mart.publication_head, mart.scheme_indicator, mart.explained_score.
-- Writes:     nothing.
-- Parameters: area_code, period_id.
-- Rerun:      reads only.
SELECT
    objection.publication_id,
    objection.unit_code,
    objection.unit_name,
    item.name_vi AS indicator_vi,
    objection.dossier_code,
    objection.cause_vi,
    objection.evidence,
    objection.is_accepted,
    objection.reason,
    explained_score.points,
    explained_score.points_after
FROM mart.objection
INNER JOIN mart.unit ON objection.unit_id = unit.unit_id
INNER JOIN mart.publication_head AS head ON objection.publication_id = head.publication_id
INNER JOIN mart.scheme_indicator AS item
    ON
        head.scheme_code = item.scheme_code
        AND head.scheme_version = item.scheme_version
        AND objection.indicator_code = item.indicator_code
LEFT JOIN mart.explained_score
    ON
        objection.publication_id = explained_score.publication_id
        AND objection.unit_id = explained_score.unit_id
        AND objection.indicator_code = explained_score.indicator_code
WHERE head.area_code = %(area_code)s AND head.period_id = %(period_id)s
ORDER BY objection.publication_id, unit.name_sort, item.name_vi, objection.dossier_code
