-- Purpose:    clear the way: a view cannot be replaced by one with other columns, nor a function by one with another result.
-- Grain:      every view and function of our schemas; triggers go with their functions.
-- Reads:      the catalogue of the database.
-- Writes:     drops views and functions, in the transaction that makes them anew.
-- Parameters: none.
-- Rerun:      run before the other objects, whenever one of them differs.
DO $$
DECLARE
    found record;
BEGIN
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
