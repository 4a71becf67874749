-- Purpose:    list the sheets of a kind that were seen before, among some contents.
-- Grain:      one content.
-- Reads:      audit.sheet.
-- Writes:     nothing.
-- Parameters: kind, content_hashes.
-- Rerun:      reads only.
SELECT
    sheet.content_hash,
    sheet.status,
    sheet.error_text
FROM audit.sheet
WHERE sheet.kind = %(kind)s AND sheet.content_hash = ANY(%(content_hashes)s::text[])
