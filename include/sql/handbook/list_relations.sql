-- Purpose:    the tables and views of a schema, for the reference pages.
-- Grain:      one relation.
-- Reads:      the catalogue of the database.
-- Writes:     nothing.
-- Parameters: schema_name.
-- Rerun:      returns the same.
SELECT
    relation.relname AS name,
    CASE WHEN relation.relkind = 'v' THEN 'view' WHEN relation.relpersistence = 'u' THEN 'unlogged table' ELSE 'table' END
        AS kind,
    obj_description(relation.oid, 'pg_class') AS comment
FROM pg_catalog.pg_class AS relation
WHERE relation.relnamespace = to_regnamespace(%(schema_name)s) AND relation.relkind IN ('r', 'v')
ORDER BY relation.relname
