-- Purpose:    views of others that go when objects are dropped or tables change; functions of others that would go, too.
-- Grain:      one row a view or function, in the order in which they can be created again.
-- Reads:      the catalogue of the database.
-- Writes:     nothing.
-- Parameters: views, functions (arrays of schema.name: what is dropped), with_tables (also views on our tables).
-- Rerun:      reads only.
WITH RECURSIVE root AS (
    SELECT 'pg_class'::regclass::oid AS class_id, relation.oid AS object_id, relation.relkind = 'v' AS is_dropped
    FROM pg_catalog.pg_class AS relation
    INNER JOIN pg_catalog.pg_namespace AS space ON relation.relnamespace = space.oid
    WHERE
        (relation.relkind = 'v' AND concat_ws('.', space.nspname, relation.relname) = ANY(%(views)s))
        OR (
            relation.relkind IN ('r', 'p')
            AND space.nspname IN ('staging', 'quarantine', 'core', 'mart', 'audit')
            AND %(with_tables)s
        )
    UNION ALL
    SELECT 'pg_proc'::regclass, routine.oid, TRUE
    FROM pg_catalog.pg_proc AS routine
    INNER JOIN pg_catalog.pg_namespace AS space ON routine.pronamespace = space.oid
    WHERE concat_ws('.', space.nspname, routine.proname) = ANY(%(functions)s)
),

-- A view depends by its rule, a function by the type of a row: both are followed.
reached AS (
    SELECT root.class_id, root.object_id, root.is_dropped, 0 AS depth FROM root
    UNION
    SELECT further.class_id, further.object_id, reached.is_dropped, reached.depth + 1
    FROM reached
    INNER JOIN pg_catalog.pg_depend AS link
        ON reached.class_id = link.refclassid AND reached.object_id = link.refobjid AND link.deptype IN ('n', 'a', 'i')
    LEFT JOIN pg_catalog.pg_rewrite AS rule ON link.classid = 'pg_rewrite'::regclass AND link.objid = rule.oid
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN rule.oid IS NULL THEN link.classid ELSE 'pg_class'::regclass END AS class_id,
            coalesce(rule.ev_class, link.objid) AS object_id
    ) AS further
    LEFT JOIN pg_catalog.pg_class AS relation
        ON further.class_id = 'pg_class'::regclass AND further.object_id = relation.oid
    WHERE
        further.object_id <> reached.object_id
        AND further.class_id IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass)
        AND (relation.oid IS NULL OR relation.relkind IN ('v', 'm'))
),

foreign_object AS (
    SELECT reached.class_id, reached.object_id, bool_or(reached.is_dropped) AS is_dropped, max(reached.depth) AS depth
    FROM reached
    WHERE
        reached.class_id <> 'pg_type'::regclass
        AND NOT EXISTS (
            SELECT 1 FROM root WHERE root.class_id = reached.class_id AND root.object_id = reached.object_id
        )
    GROUP BY reached.class_id, reached.object_id
)

SELECT
    coalesce(relation.oid, routine.oid) AS object_id,
    pg_describe_object(gone.class_id, gone.object_id, 0) AS name,
    pg_get_userbyid(coalesce(relation.relowner, routine.proowner)) AS owner,
    relation.oid IS NOT NULL AND pg_has_role(relation.relowner, 'SET') AS is_restorable
FROM foreign_object AS gone
LEFT JOIN pg_catalog.pg_class AS relation ON gone.class_id = 'pg_class'::regclass AND gone.object_id = relation.oid
LEFT JOIN pg_catalog.pg_proc AS routine ON gone.class_id = 'pg_proc'::regclass AND gone.object_id = routine.oid
WHERE relation.oid IS NOT NULL OR gone.is_dropped
ORDER BY gone.depth, name
