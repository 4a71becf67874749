-- Purpose:    how a ranking differs from an earlier version of it.
-- Grain:      one row.
-- Reads:      mart.ranking.
-- Writes:     nothing.
-- Parameters: publication_id, latest_publication_id.
-- Rerun:      reads only.
-- A unit that came or went counts as one whose rank changed.
SELECT
    count(*) FILTER (WHERE now.rank IS DISTINCT FROM before.rank)::integer AS ranks_changed,
    coalesce(max(abs(now.score - before.score)), 0) AS points_changed
FROM (SELECT ranking.* FROM mart.ranking WHERE ranking.publication_id = %(publication_id)s) AS now
FULL JOIN (SELECT ranking.* FROM mart.ranking WHERE ranking.publication_id = %(latest_publication_id)s) AS before
    ON now.unit_id = before.unit_id
