-- Purpose:    rank, unit and score of a publication, best first.
-- Grain:      one ranked unit.
-- Reads:      mart.ranking, mart.unit.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    ranking.rank,
    ranking.unit_code,
    unit.name,
    round(ranking.score, 2)::text AS score
FROM mart.ranking
INNER JOIN mart.unit ON ranking.unit_id = unit.unit_id
WHERE ranking.publication_id = %(publication_id)s AND ranking.is_ranked
ORDER BY ranking.rank, unit.name_sort
