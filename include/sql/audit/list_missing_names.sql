-- Purpose:    names that stand for no relation and no function.
-- Grain:      one row a name.
-- Reads:      the catalogue of the database.
-- Writes:     nothing.
-- Parameters: names (array of schema.name).
-- Rerun:      reads only.
SELECT asked.name
FROM unnest(%(names)s::text[]) AS asked (name)
WHERE
    NOT EXISTS (
        SELECT 1
        FROM pg_catalog.pg_class AS relation
        INNER JOIN pg_catalog.pg_namespace AS space ON relation.relnamespace = space.oid
        WHERE concat_ws('.', space.nspname, relation.relname) = asked.name
    )
    AND NOT EXISTS (
        SELECT 1
        FROM pg_catalog.pg_proc AS routine
        INNER JOIN pg_catalog.pg_namespace AS space ON routine.pronamespace = space.oid
        WHERE concat_ws('.', space.nspname, routine.proname) = asked.name
    )
ORDER BY asked.name
