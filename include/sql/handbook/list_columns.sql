-- Purpose:    the columns of a relation, for the reference pages.
-- Grain:      one column.
-- Reads:      the catalogue of the database.
-- Writes:     nothing.
-- Parameters: schema_name, relation_name.
-- Rerun:      returns the same.
SELECT
    field.attname AS name,
    format_type(field.atttypid, field.atttypmod) AS type,
    relation.relkind = 'r' AND NOT field.attnotnull AS is_nullable,
    col_description(field.attrelid, field.attnum) AS comment
FROM pg_catalog.pg_attribute AS field
INNER JOIN pg_catalog.pg_class AS relation ON field.attrelid = relation.oid
WHERE
    relation.relnamespace = to_regnamespace(%(schema_name)s)
    AND relation.relname = %(relation_name)s
    AND field.attnum > 0
    AND NOT field.attisdropped
ORDER BY field.attnum
