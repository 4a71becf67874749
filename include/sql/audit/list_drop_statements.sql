-- Purpose:    statements that drop views, functions and triggers of the named ones that exist.
-- Grain:      one row a statement, in the order in which they run.
-- Reads:      the catalogue of the database.
-- Writes:     nothing.
-- Parameters: views, functions (arrays of schema.name), triggers (array of schema.table.trigger).
-- Rerun:      reads only.
SELECT dropped.statement
FROM (
    SELECT 1 AS place, format('DROP VIEW IF EXISTS %%I.%%I CASCADE', views.schemaname, views.viewname) AS statement
    FROM pg_catalog.pg_views AS views
    WHERE concat_ws('.', views.schemaname, views.viewname) = ANY(%(views)s)
    UNION ALL
    SELECT 2, format('DROP FUNCTION IF EXISTS %%s CASCADE', routine.oid::regprocedure)
    FROM pg_catalog.pg_proc AS routine
    INNER JOIN pg_catalog.pg_namespace AS space ON routine.pronamespace = space.oid
    WHERE concat_ws('.', space.nspname, routine.proname) = ANY(%(functions)s)
    UNION ALL
    SELECT 3, format('DROP TRIGGER IF EXISTS %%I ON %%I.%%I', armed.tgname, space.nspname, relation.relname)
    FROM pg_catalog.pg_trigger AS armed
    INNER JOIN pg_catalog.pg_class AS relation ON armed.tgrelid = relation.oid
    INNER JOIN pg_catalog.pg_namespace AS space ON relation.relnamespace = space.oid
    WHERE concat_ws('.', space.nspname, relation.relname, armed.tgname) = ANY(%(triggers)s)
) AS dropped
ORDER BY dropped.place, dropped.statement
