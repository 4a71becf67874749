-- Purpose:    record what a file creates, and the digest of its text.
-- Grain:      one row of audit.object_file.
-- Reads:      nothing.
-- Writes:     audit.object_file.
-- Parameters: file, digest, views, functions, triggers.
-- Rerun:      the same values change nothing.
INSERT INTO audit.object_file (file, digest, views, functions, triggers)
VALUES (%(file)s, %(digest)s, %(views)s::text[], %(functions)s::text[], %(triggers)s::text[])
ON CONFLICT (file) DO UPDATE SET
    digest = excluded.digest, views = excluded.views, functions = excluded.functions, triggers = excluded.triggers
