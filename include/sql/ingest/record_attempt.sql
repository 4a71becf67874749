-- Purpose:    remember how the last reading of a source ended; no error means success.
-- Grain:      one connection.
-- Reads:      nothing.
-- Writes:     audit.source.
-- Parameters: connection_name, at, error (null on success).
-- Rerun:      writes the same row.
UPDATE audit.source SET
    last_attempt_at = %(at)s,
    last_success_at = CASE WHEN %(error)s::text IS NULL THEN %(at)s ELSE source.last_success_at END,
    last_error = %(error)s
WHERE source.connection_name = %(connection_name)s
