-- Purpose:    forget the files that this version does not have.
-- Grain:      one row a file.
-- Reads:      nothing.
-- Writes:     audit.object_file.
-- Parameters: files (array of those that it has).
-- Rerun:      changes nothing the second time.
DELETE FROM audit.object_file WHERE file <> ALL(%(files)s)
