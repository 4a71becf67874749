-- Purpose:    what a publication ranks, by which scheme, in which state and as of when.
-- Grain:      no row or one.
-- Reads:      mart.publication_head.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT publication_head.*
FROM mart.publication_head
WHERE publication_head.publication_id = %(publication_id)s
