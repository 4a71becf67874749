-- Purpose:    remember the page made of a publication.
-- Grain:      one publication.
-- Reads:      nothing.
-- Writes:     audit.rendered_page.
-- Parameters: publication_id, path, page_hash, rendered_at.
-- Rerun:      the same page changes nothing.
INSERT INTO audit.rendered_page (publication_id, path, page_hash, rendered_at)
VALUES (%(publication_id)s, %(path)s, %(page_hash)s, %(rendered_at)s)
ON CONFLICT (publication_id) DO UPDATE SET
    path = excluded.path,
    page_hash = excluded.page_hash,
    rendered_at = excluded.rendered_at
WHERE (rendered_page.path, rendered_page.page_hash) <> (excluded.path, excluded.page_hash)
