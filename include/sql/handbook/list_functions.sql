-- Purpose:    the functions of a schema that people may call, for the reference pages; those of triggers are not.
-- Grain:      one function.
-- Reads:      the catalogue of the database.
-- Writes:     nothing.
-- Parameters: schema_name.
-- Rerun:      returns the same.
SELECT
    routine.proname AS name,
    pg_get_function_arguments(routine.oid) AS arguments,
    pg_get_function_result(routine.oid) AS result,
    obj_description(routine.oid, 'pg_proc') AS comment
FROM pg_catalog.pg_proc AS routine
WHERE routine.pronamespace = to_regnamespace(%(schema_name)s) AND routine.prorettype <> 'trigger'::regtype
ORDER BY routine.proname, arguments
