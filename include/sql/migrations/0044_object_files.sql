-- Purpose:    record which file created which view, function and trigger; give constraints the names that a new warehouse has.
-- Grain:      one row a file; one constraint.
-- Reads:      the catalogue of the database.
-- Writes:     audit.object_file, names of constraints; drops audit.objects_digest.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

DROP TABLE audit.objects_digest;

CREATE TABLE audit.object_file (
    file text PRIMARY KEY,
    digest text NOT NULL,
    views text[] NOT NULL,
    functions text[] NOT NULL,
    triggers text[] NOT NULL
);
COMMENT ON TABLE audit.object_file IS 'What the latest migration created from files: views, functions and triggers. What is not listed here belongs to somebody else.';
COMMENT ON COLUMN audit.object_file.file IS 'The file below include/sql.';
COMMENT ON COLUMN audit.object_file.digest IS 'SHA-256 of its text when it was run.';
COMMENT ON COLUMN audit.object_file.views IS 'The views that it creates.';
COMMENT ON COLUMN audit.object_file.functions IS 'The functions that it creates.';
COMMENT ON COLUMN audit.object_file.triggers IS 'The triggers that it creates, each as schema.table.trigger.';

-- Tables and columns were renamed, or copied from others, and their constraints kept the former names.
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT
            format('%I.%I', space.nspname, relation.relname) AS name,
            former.conname AS former_name,
            format('%s_%s_not_null', relation.relname, field.attname) AS new_name
        FROM pg_catalog.pg_constraint AS former
        INNER JOIN pg_catalog.pg_class AS relation ON former.conrelid = relation.oid
        INNER JOIN pg_catalog.pg_namespace AS space ON relation.relnamespace = space.oid
        INNER JOIN pg_catalog.pg_attribute AS field
            ON relation.oid = field.attrelid AND former.conkey[1] = field.attnum
        WHERE
            former.contype = 'n'
            AND space.nspname IN ('quarantine', 'core', 'mart', 'audit')
            AND former.conname <> format('%s_%s_not_null', relation.relname, field.attname)
            AND length(relation.relname || field.attname) < 54
    LOOP
        EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', found.name, found.former_name, found.new_name);
    END LOOP;
END $$;

COMMENT ON TABLE public.alembic_version IS 'Number of the latest migration of the warehouse. The name is that of the tool which ran the migrations of 1.0.0.';
COMMENT ON TABLE audit.trouble IS 'Each trouble from the moment at which it was seen first until it was gone; audit.troubles tells what there is now.';
