-- Purpose:    clear the way: a view cannot be replaced by one with other columns, nor a function by one with another result.
-- Grain:      every view and function of our schemas; triggers go with their functions. Tables lose the comments that
--             their columns have from audit.column_meaning, and keep their own.
-- Reads:      the catalogue of the database, audit.column_meaning.
-- Writes:     drops views, functions and comments, in the transaction that makes them anew.
-- Parameters: none.
-- Rerun:      run before the other objects, whenever one of them differs.
DO $$
DECLARE
    found record;
BEGIN
    IF to_regclass('audit.column_meaning') IS NOT NULL THEN
        FOR found IN
            SELECT format('%I.%I.%I', space.nspname, relation.relname, field.attname) AS name
            FROM pg_catalog.pg_attribute AS field
            INNER JOIN pg_catalog.pg_class AS relation ON field.attrelid = relation.oid AND relation.relkind = 'r'
            INNER JOIN pg_catalog.pg_namespace AS space ON relation.relnamespace = space.oid
            INNER JOIN audit.column_meaning AS told
                ON told.name IN (field.attname, concat_ws('.', space.nspname, relation.relname, field.attname))
            WHERE
                space.nspname IN ('staging', 'quarantine', 'core', 'mart', 'audit')
                AND col_description(field.attrelid, field.attnum) = told.meaning
        LOOP
            EXECUTE 'COMMENT ON COLUMN ' || found.name || ' IS NULL';
        END LOOP;
    END IF;
    FOR found IN
        SELECT format('%I.%I', views.schemaname, views.viewname) AS name
        FROM pg_catalog.pg_views AS views
        WHERE views.schemaname IN ('staging', 'quarantine', 'core', 'mart', 'audit')
    LOOP
        EXECUTE 'DROP VIEW IF EXISTS ' || found.name || ' CASCADE';
    END LOOP;
    FOR found IN
        SELECT routine.oid::regprocedure::text AS name
        FROM pg_catalog.pg_proc AS routine
        WHERE routine.pronamespace::regnamespace::text IN ('staging', 'quarantine', 'core', 'mart', 'audit')
    LOOP
        EXECUTE 'DROP FUNCTION IF EXISTS ' || found.name || ' CASCADE';
    END LOOP;
END $$;
