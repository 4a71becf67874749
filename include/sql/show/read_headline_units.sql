-- Purpose:    ranks and scores of the units of some publications, with their change.
-- Grain:      one publication and unit, in Vietnamese order of names.
-- Reads:      mart.ranking, mart.publication, mart.unit.
-- Writes:     nothing.
-- Parameters: publication_ids (array of publications).
-- Rerun:      reads only.
SELECT
    ranking.publication_id,
    ranking.unit_id,
    ranking.unit_code,
    unit.name AS unit_name,
    ranking.rank,
    ranking.previous_rank,
    ranking.score,
    ranking.max_points,
    ranking.score - before.score AS score_change
FROM mart.ranking
INNER JOIN mart.publication ON ranking.publication_id = publication.publication_id
INNER JOIN mart.unit ON ranking.unit_id = unit.unit_id
LEFT JOIN mart.ranking AS before
    ON
        publication.previous_publication_id = before.publication_id
        AND ranking.unit_id = before.unit_id
        AND ranking.groups_left_out = before.groups_left_out
WHERE ranking.publication_id = ANY(%(publication_ids)s::bigint[])
ORDER BY ranking.publication_id, unit.name_sort, ranking.unit_code
