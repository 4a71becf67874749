-- Purpose:    ranks and scores that units had in some publications.
-- Grain:      one publication and unit.
-- Reads:      mart.ranking.
-- Writes:     nothing.
-- Parameters: publication_ids (array of publications).
-- Rerun:      reads only.
SELECT
    ranking.publication_id,
    ranking.unit_id,
    ranking.rank,
    ranking.score,
    ranking.max_points,
    ranking.groups_left_out
FROM mart.ranking
WHERE ranking.publication_id = ANY(%(publication_ids)s::bigint[])
