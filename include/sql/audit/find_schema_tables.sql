-- Purpose:    tell whether this is a warehouse, and whether it records which objects are its own.
-- Grain:      one row.
-- Reads:      the catalogue of the database: whether there is audit.object_file.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    to_regclass('public.alembic_version') IS NOT NULL AS has_revision,
    to_regclass('audit.object_file') IS NOT NULL AS has_object_files
