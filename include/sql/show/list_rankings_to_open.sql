-- Purpose:    the rankings whose figures offices can follow to their dossiers: of each area, scheme and kind of period the
--             latest overview, in the version that stands.
-- Grain:      one ranking.
-- Reads:      mart.publication_head, audit.rendered_page.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    latest.*,
    rendered_page.path AS public_path
FROM (
    SELECT DISTINCT ON (head.area_id, head.scheme_code, head.period_kind) head.*
    FROM mart.publication_head AS head
    WHERE head.is_standing AND head.is_overview
    ORDER BY head.area_id, head.scheme_code, head.period_kind, head.period_end DESC, head.period_start
) AS latest
LEFT JOIN audit.rendered_page ON latest.publication_id = rendered_page.publication_id
ORDER BY
    latest.area_kind <> 'province', latest.area_code, latest.period_end DESC, latest.period_start, latest.scheme_code
