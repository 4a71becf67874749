-- Purpose:    of the rankings for the latest period the overview with the most units, with where its page stands.
-- Grain:      no row or one.
-- Reads:      mart.publication_head, mart.ranking, audit.rendered_page.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    head.publication_id,
    format(
        '%s, %s %s to %s, %s, version %s',
        head.area_name, head.period_kind, head.period_start, head.period_end, head.status, head.version
    ) AS title,
    rendered_page.path
FROM mart.publication_head AS head
INNER JOIN LATERAL (
    SELECT count(*) AS n FROM mart.ranking WHERE ranking.publication_id = head.publication_id AND ranking.is_ranked
) AS ranked ON ranked.n > 0
LEFT JOIN audit.rendered_page ON head.publication_id = rendered_page.publication_id
ORDER BY head.period_end DESC, head.is_overview DESC, ranked.n DESC, head.publication_id DESC
LIMIT 1
