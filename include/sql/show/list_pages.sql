-- Purpose:    publications, newest period first, with whether their page was made.
-- Grain:      one publication.
-- Reads:      mart.publication_head, audit.rendered_page.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    head.*,
    rendered_page.path
FROM mart.publication_head AS head
LEFT JOIN audit.rendered_page ON head.publication_id = rendered_page.publication_id
ORDER BY head.area_code, head.period_end DESC, head.scheme_code, head.version DESC
