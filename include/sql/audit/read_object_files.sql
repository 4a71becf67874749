-- Purpose:    what the latest migration created from which file, and the digest of the file's text.
-- Grain:      one row a file.
-- Reads:      audit.object_file.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT file, digest, views, functions, triggers FROM audit.object_file ORDER BY file
