"""Everything that the catalogue of a warehouse says, to compare one with another."""

from __future__ import annotations

from tests.support.warehouse import Warehouse

# By name, never by number: an object that is made anew has another number.
CATALOGUE = """
WITH ours AS (
    SELECT oid FROM pg_namespace WHERE nspname = ANY(%(schemas)s)
)

SELECT 'relation' AS kind, oid::regclass::text AS name, concat_ws(
    ' ', relkind, relpersistence, reloptions, ARRAY(SELECT unnest(relacl)::text ORDER BY 1),
    CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) WHEN relkind = 'i' THEN pg_get_indexdef(oid) END
) AS definition
FROM pg_class
WHERE relnamespace IN (SELECT oid FROM ours)
UNION ALL
SELECT 'column', concat(attrelid::regclass, '.', attname), concat_ws(
    ' ', row_number() OVER (PARTITION BY attrelid ORDER BY attnum), format_type(atttypid, atttypmod), attnotnull,
    attidentity, attgenerated, attacl, attstattarget, attstorage, pg_get_expr(adbin, adrelid)
)
FROM pg_attribute
INNER JOIN pg_class ON attrelid = pg_class.oid
LEFT JOIN pg_attrdef ON attrelid = adrelid AND attnum = adnum
WHERE relnamespace IN (SELECT oid FROM ours) AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'constraint', concat(conrelid::regclass, '.', conname), pg_get_constraintdef(oid)
FROM pg_constraint
WHERE connamespace IN (SELECT oid FROM ours)
UNION ALL
SELECT 'function', oid::regprocedure::text, concat_ws(
    ' ', ARRAY(SELECT unnest(proacl)::text ORDER BY 1), pg_get_functiondef(oid)
)
FROM pg_proc
WHERE pronamespace IN (SELECT oid FROM ours)
UNION ALL
SELECT 'trigger', concat(tgrelid::regclass, '.', tgname), concat_ws(' ', tgenabled, pg_get_triggerdef(pg_trigger.oid))
FROM pg_trigger
INNER JOIN pg_class ON tgrelid = pg_class.oid
WHERE relnamespace IN (SELECT oid FROM ours) AND NOT tgisinternal
UNION ALL
SELECT 'comment', pg_describe_object(classoid, objoid, objsubid), description
FROM pg_description
CROSS JOIN LATERAL pg_identify_object(classoid, objoid, objsubid) AS described
WHERE described.schema IN (SELECT nspname FROM pg_namespace WHERE oid IN (SELECT oid FROM ours))
UNION ALL
SELECT 'schema', nspname, nspacl::text FROM pg_namespace WHERE oid IN (SELECT oid FROM ours)
UNION ALL
SELECT 'default', concat_ws(' ', defaclnamespace::regnamespace, defaclrole::regrole, defaclobjtype), defaclacl::text
FROM pg_default_acl
"""


SCHEMAS = ("staging", "quarantine", "core", "mart", "audit")


def catalogue(warehouse: Warehouse, *others: str) -> set[tuple[str, str, str]]:
    """Return kind, name and definition of everything in the schemas of the warehouse, and in others."""
    return {tuple(row) for row in warehouse.query(CATALOGUE, {"schemas": [*SCHEMAS, *others]})}
