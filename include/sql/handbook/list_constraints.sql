-- Purpose:    what a table holds to: keys, references, checks, exclusions; for the reference pages.
-- Grain:      one constraint; that a column is not null is shown with the column.
-- Reads:      the catalogue of the database.
-- Writes:     nothing.
-- Parameters: schema_name, relation_name.
-- Rerun:      returns the same.
SELECT
    held.contype::text AS kind,
    pg_get_constraintdef(held.oid, TRUE) AS definition
FROM pg_catalog.pg_constraint AS held
INNER JOIN pg_catalog.pg_class AS relation ON held.conrelid = relation.oid
WHERE
    relation.relnamespace = to_regnamespace(%(schema_name)s)
    AND relation.relname = %(relation_name)s
    AND held.contype IN ('p', 'u', 'f', 'c', 'x')
ORDER BY array_position('{p,u,x,f,c}'::text[], held.contype::text), held.conname
