-- Purpose:    give every column that has no COMMENT of its own the one that holds for its name.
-- Grain:      one comment a column.
-- Reads:      the catalogue of the database, audit.column_meaning.
-- Writes:     comments of columns.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
DO $$
DECLARE
    bare record;
BEGIN
    FOR bare IN
        SELECT
            format('%I.%I.%I', space.nspname, relation.relname, field.attname) AS name,
            coalesce(exact.meaning, general.meaning) AS meaning
        FROM pg_catalog.pg_attribute AS field
        INNER JOIN pg_catalog.pg_class AS relation ON field.attrelid = relation.oid AND relation.relkind IN ('r', 'v')
        INNER JOIN pg_catalog.pg_namespace AS space ON relation.relnamespace = space.oid
        LEFT JOIN audit.column_meaning AS exact
            ON concat_ws('.', space.nspname, relation.relname, field.attname) = exact.name
        LEFT JOIN audit.column_meaning AS general ON field.attname = general.name
        WHERE
            space.nspname IN ('staging', 'quarantine', 'core', 'mart', 'audit')
            AND field.attnum > 0
            AND NOT field.attisdropped
            AND col_description(field.attrelid, field.attnum) IS NULL
            AND coalesce(exact.meaning, general.meaning) IS NOT NULL
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s IS %L', bare.name, bare.meaning);
    END LOOP;
END $$;
