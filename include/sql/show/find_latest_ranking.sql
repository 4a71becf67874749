-- Purpose:    of the rankings for the latest period the one with the most units, with where its page stands.
-- Grain:      no row or one.
-- Reads:      mart.publication, mart.area, mart.period, mart.ranking, audit.rendered_page.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    publication.publication_id,
    format(
        '%s, %s %s to %s, %s, version %s',
        area.name, period.kind, period.period_start, period.period_end, publication.status, publication.version
    ) AS title,
    max(rendered_page.path) AS path
FROM mart.publication
INNER JOIN mart.area ON publication.area_id = area.area_id
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.ranking ON publication.publication_id = ranking.publication_id
LEFT JOIN audit.rendered_page ON publication.publication_id = rendered_page.publication_id
WHERE ranking.is_ranked
GROUP BY publication.publication_id, area.name, period.period_id
ORDER BY period.period_end DESC, count(*) DESC, publication.publication_id DESC
LIMIT 1
