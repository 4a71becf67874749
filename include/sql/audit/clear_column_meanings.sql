-- Purpose:    remove the comments that columns have from the list of meanings, before it changes; each keeps one of its own.
-- Grain:      one comment a column.
-- Reads:      the catalogue of the database, audit.column_meaning.
-- Writes:     comments of columns.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
DO $$
DECLARE
    found record;
BEGIN
    IF to_regclass('audit.column_meaning') IS NULL THEN
        RETURN;
    END IF;
    FOR found IN
        SELECT format('%I.%I.%I', space.nspname, relation.relname, field.attname) AS name
        FROM pg_catalog.pg_attribute AS field
        INNER JOIN pg_catalog.pg_class AS relation ON field.attrelid = relation.oid AND relation.relkind IN ('r', 'v')
        INNER JOIN pg_catalog.pg_namespace AS space ON relation.relnamespace = space.oid
        INNER JOIN audit.column_meaning AS described
            ON described.name IN (field.attname, concat_ws('.', space.nspname, relation.relname, field.attname))
        WHERE
            space.nspname IN ('staging', 'quarantine', 'core', 'mart', 'audit')
            AND col_description(field.attrelid, field.attnum) = described.meaning
    LOOP
        EXECUTE 'COMMENT ON COLUMN ' || found.name || ' IS NULL';
    END LOOP;
END $$;
