-- Purpose:    what a message says of a publication as a whole.
-- Grain:      one publication with its page.
-- Reads:      mart.publication_head, audit.rendered_page.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    publication_head.*,
    rendered_page.path
FROM mart.publication_head
INNER JOIN audit.rendered_page ON publication_head.publication_id = rendered_page.publication_id
WHERE publication_head.publication_id = %(publication_id)s
