-- Purpose:    write down a sheet that was checked; one that was refused before may be accepted now.
-- Grain:      one kind and content.
-- Reads:      nothing.
-- Writes:     audit.sheet.
-- Parameters: kind, file_name, content_hash, received_at, row_count, error_text.
-- Rerun:      returns no row for a content that was accepted before; then nothing is to be done.
INSERT INTO audit.sheet (kind, file_name, content_hash, received_at, status, row_count, error_text)
VALUES (
    %(kind)s,
    %(file_name)s,
    %(content_hash)s,
    %(received_at)s,
    CASE WHEN %(error_text)s::text IS NULL THEN 'accepted' ELSE 'refused' END,
    %(row_count)s,
    %(error_text)s
)
ON CONFLICT (kind, content_hash) DO UPDATE SET
    status = excluded.status,
    row_count = excluded.row_count,
    error_text = excluded.error_text
WHERE sheet.status = 'refused'
RETURNING sheet_id
