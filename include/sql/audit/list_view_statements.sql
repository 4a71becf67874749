-- Purpose:    statements that drop a view and that create it again, as its owner, with comments, grants and indexes.
-- Grain:      one row a statement, in the order in which they run.
-- Reads:      the catalogue of the database.
-- Writes:     nothing.
-- Parameters: view_id (its number in the catalogue, also of a materialized view).
-- Rerun:      reads only.
WITH kept AS (
    SELECT
        relation.oid AS view_id,
        relation.oid::regclass AS name,
        relation.relowner AS owner_id,
        relation.relacl AS acl,
        CASE WHEN relation.relkind = 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END AS kind,
        ' WITH (' || array_to_string(relation.reloptions, ', ') || ')' AS options
    FROM pg_catalog.pg_class AS relation
    WHERE relation.oid = %(view_id)s
),

-- What the owner gave to others, on the view and on its columns.
granted AS (
    SELECT kept.owner_id, kept.name, '' AS columns, given.*
    FROM kept
    CROSS JOIN LATERAL aclexplode(kept.acl) AS given
    UNION ALL
    SELECT kept.owner_id, kept.name, format(' (%%I)', field.attname), given.*
    FROM kept
    INNER JOIN pg_catalog.pg_attribute AS field ON kept.view_id = field.attrelid
    CROSS JOIN LATERAL aclexplode(field.attacl) AS given
)

SELECT
    statements.is_of_creation,
    statements.statement
FROM (
    SELECT 1 AS place, FALSE AS is_of_creation, format('DROP %%s %%s', kept.kind, kept.name) AS statement
    FROM kept
    UNION ALL
    SELECT 2, TRUE, format('CREATE %%s %%s%%s AS %%s', kept.kind, kept.name, kept.options, pg_get_viewdef(kept.view_id))
    FROM kept
    UNION ALL
    SELECT 3, TRUE, pg_get_indexdef(index.indexrelid)
    FROM kept
    INNER JOIN pg_catalog.pg_index AS index ON kept.view_id = index.indrelid
    UNION ALL
    SELECT 4, TRUE, format('COMMENT ON %%s %%s IS %%L', kept.kind, kept.name, described.description)
    FROM kept
    INNER JOIN pg_catalog.pg_description AS described
        ON kept.view_id = described.objoid AND described.classoid = 'pg_class'::regclass AND described.objsubid = 0
    UNION ALL
    SELECT 4, TRUE, format('COMMENT ON COLUMN %%s.%%I IS %%L', kept.name, field.attname, described.description)
    FROM kept
    INNER JOIN pg_catalog.pg_description AS described
        ON kept.view_id = described.objoid AND described.classoid = 'pg_class'::regclass
    INNER JOIN pg_catalog.pg_attribute AS field ON described.objoid = field.attrelid AND described.objsubid = field.attnum
    WHERE described.objsubid > 0
    UNION ALL
    SELECT
        5,
        TRUE,
        format(
            'GRANT %%s%%s ON %%s TO %%s%%s', granted.privilege_type, granted.columns, granted.name,
            coalesce(quote_ident(role.rolname), 'PUBLIC'), CASE WHEN granted.is_grantable THEN ' WITH GRANT OPTION' END
        )
    FROM granted
    LEFT JOIN pg_catalog.pg_roles AS role ON granted.grantee = role.oid
    WHERE granted.grantee <> granted.owner_id
) AS statements
ORDER BY statements.place, statements.statement
