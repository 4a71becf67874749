-- Purpose:    statements that give again what somebody granted to roles of its own on relations and functions of the warehouse.
-- Grain:      one row a statement.
-- Reads:      the catalogue of the database.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
WITH granted AS (
    SELECT
        format('TABLE %I.%I', space.nspname, relation.relname) AS object, '' AS columns, given.*
    FROM pg_catalog.pg_class AS relation
    INNER JOIN pg_catalog.pg_namespace AS space ON relation.relnamespace = space.oid
    CROSS JOIN LATERAL aclexplode(relation.relacl) AS given
    WHERE relation.relkind IN ('r', 'v', 'm', 'p', 'f') AND given.grantee <> relation.relowner
    UNION ALL
    SELECT format('TABLE %I.%I', space.nspname, relation.relname), format(' (%I)', field.attname), given.*
    FROM pg_catalog.pg_attribute AS field
    INNER JOIN pg_catalog.pg_class AS relation ON field.attrelid = relation.oid
    INNER JOIN pg_catalog.pg_namespace AS space ON relation.relnamespace = space.oid
    CROSS JOIN LATERAL aclexplode(field.attacl) AS given
    WHERE NOT field.attisdropped
    UNION ALL
    SELECT format('FUNCTION %I.%I', space.nspname, routine.proname), '', given.*
    FROM pg_catalog.pg_proc AS routine
    INNER JOIN pg_catalog.pg_namespace AS space ON routine.pronamespace = space.oid
    CROSS JOIN LATERAL aclexplode(routine.proacl) AS given
    WHERE given.grantee <> 0 AND given.grantee <> routine.proowner
)

SELECT
    format(
        'GRANT %s%s ON %s TO %s%s', granted.privilege_type, granted.columns, granted.object,
        coalesce(quote_ident(role.rolname), 'PUBLIC'), CASE WHEN granted.is_grantable THEN ' WITH GRANT OPTION' END
    ) AS statement
FROM granted
LEFT JOIN pg_catalog.pg_roles AS role ON granted.grantee = role.oid
WHERE
    split_part(split_part(granted.object, ' ', 2), '.', 1) IN ('staging', 'quarantine', 'core', 'mart', 'audit')
    AND coalesce(role.rolname, '') NOT IN ('onestop_owner', 'onestop_pipeline', 'onestop_reader')
ORDER BY statement
