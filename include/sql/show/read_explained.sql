-- Purpose:    figures after explanation beside those of the system, of the objections that were accepted before a version.
-- Grain:      one unit and indicator.
-- Reads:      mart.publication, mart.explained_score, mart.unit, mart.published_item.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    unit.name AS unit_name,
    item.name_vi AS indicator_vi,
    explained_score.dossiers,
    explained_score.numerator,
    explained_score.numerator_after,
    explained_score.denominator,
    explained_score.points,
    explained_score.points_after
FROM mart.publication
INNER JOIN mart.publication AS objected
    ON
        publication.kind = objected.kind
        AND publication.area_id = objected.area_id
        AND publication.period_id = objected.period_id
        AND publication.scheme_code = objected.scheme_code
        AND publication.version > objected.version
INNER JOIN mart.explained_score ON objected.publication_id = explained_score.publication_id
INNER JOIN mart.unit ON explained_score.unit_id = unit.unit_id
INNER JOIN mart.published_item AS item
    ON
        explained_score.publication_id = item.publication_id
        AND explained_score.unit_id = item.unit_id
        AND explained_score.indicator_code = item.indicator_code
WHERE publication.publication_id = %(publication_id)s
ORDER BY unit.name_sort, item.ordinal, item.indicator_code
