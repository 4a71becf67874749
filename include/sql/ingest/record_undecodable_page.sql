-- Purpose:    store what may be stored of an answer that was no page.
-- Grain:      one answer.
-- Reads:      nothing.
-- Writes:     audit.undecodable_page.
-- Parameters: connection_name, feed, fetched_at, http_status, bytes, page_hash, error_offset.
-- Rerun:      adds a row; each answer is an event.
INSERT INTO audit.undecodable_page (
    connection_name, feed, fetched_at, http_status, bytes, page_hash, error_offset
) VALUES (
    %(connection_name)s, %(feed)s, %(fetched_at)s, %(http_status)s, %(bytes)s, %(page_hash)s, %(error_offset)s
)
