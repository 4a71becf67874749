"""Migrating what is migrated changes nothing, and replacing every object leaves what was there."""

from __future__ import annotations

from onestop.warehouse.migrate import migrate
from tests.support.warehouse import Warehouse

# By name, never by number: an object that is made anew has another number.
CATALOGUE = """
WITH ours AS (
    SELECT oid FROM pg_namespace WHERE nspname IN ('staging', 'quarantine', 'core', 'mart', 'audit')
)

SELECT 'relation' AS kind, oid::regclass::text AS name, concat_ws(
    ' ', relkind, relpersistence, relacl,
    CASE relkind WHEN 'v' THEN pg_get_viewdef(oid) WHEN 'i' THEN pg_get_indexdef(oid) END
) AS definition
FROM pg_class
WHERE relnamespace IN (SELECT oid FROM ours)
UNION ALL
SELECT 'column', concat(attrelid::regclass, '.', attname), concat_ws(
    ' ', attnum, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attacl,
    pg_get_expr(adbin, adrelid)
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
SELECT 'function', oid::regprocedure::text, concat_ws(' ', proacl, pg_get_functiondef(oid))
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


def catalogue(warehouse: Warehouse) -> set[tuple[str, str, str]]:
    return {tuple(row) for row in warehouse.query(CATALOGUE)}


def test_migrating_again_changes_nothing(warehouse: Warehouse) -> None:
    before = catalogue(warehouse)
    migrate(warehouse.owner_url)
    assert catalogue(warehouse) ^ before == set()


def test_objects_that_are_made_anew_are_the_same(warehouse: Warehouse) -> None:
    before = catalogue(warehouse)
    warehouse.execute("DELETE FROM audit.objects_digest")
    migrate(warehouse.owner_url)
    assert catalogue(warehouse) ^ before == set()
    assert len(warehouse.query("SELECT * FROM audit.objects_digest")) == 1


CHANGES = {
    "COMMENT ON TABLE core.unit IS 'Đơn vị'": {"comment"},
    "COMMENT ON COLUMN core.unit.name IS 'Tên'": {"comment"},
    "GRANT SELECT ON core.dossier TO onestop_reader": {"relation"},
    "GRANT SELECT (name) ON core.unit TO onestop_reader": {"column"},
    "GRANT USAGE ON SCHEMA quarantine TO onestop_reader": {"schema"},
    "REVOKE EXECUTE ON FUNCTION core.mirrored_code FROM PUBLIC": {"function"},
    "ALTER TABLE core.unit ALTER COLUMN name SET DEFAULT ''": {"column"},
    "ALTER TABLE core.flag ADD COLUMN note text": {"column"},
    "ALTER TABLE core.flag ADD CHECK (record_key <> '')": {"constraint"},
    "CREATE INDEX unit_by_name ON core.unit (name)": {"relation", "column"},
    "ALTER VIEW mart.sector RENAME TO field": {"relation", "column", "comment"},
    "ALTER FUNCTION core.mirrored_code VOLATILE": {"function"},
    "DROP TRIGGER clock_forward ON audit.clock": {"trigger"},
    "ALTER TABLE mart.ranking DISABLE TRIGGER ranking_immutable": {"trigger"},
    "ALTER DEFAULT PRIVILEGES IN SCHEMA core GRANT SELECT ON TABLES TO onestop_reader": {"default"},
}


def test_the_catalogue_tells_of_every_change(warehouse: Warehouse) -> None:
    before, told = catalogue(warehouse), {}
    for change in CHANGES:
        warehouse.execute(change)
        after = catalogue(warehouse)
        told[change], before = {kind for kind, _, _ in before ^ after}, after
    assert told == CHANGES
