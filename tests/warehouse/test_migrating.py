"""Migrating what is migrated changes nothing, and replacing every object leaves what was there."""

from __future__ import annotations

import pytest

from onestop.warehouse.migrate import MigrationError, migrate
from tests.support.warehouse import Warehouse
from tests.warehouse.catalogue import catalogue


def test_migrating_again_changes_nothing(warehouse: Warehouse) -> None:
    before = catalogue(warehouse)
    migrate(warehouse.owner_url)
    assert catalogue(warehouse) ^ before == set()


def test_objects_that_are_replaced_are_the_same(warehouse: Warehouse) -> None:
    before = catalogue(warehouse)
    rows = warehouse.query("SELECT * FROM audit.object_file ORDER BY file")
    assert len(rows) > 40
    warehouse.execute("UPDATE audit.object_file SET digest = ''")
    migrate(warehouse.owner_url)
    assert catalogue(warehouse) ^ before == set()
    assert warehouse.query("SELECT * FROM audit.object_file ORDER BY file") == rows


def test_what_a_file_creates_no_longer_is_dropped(warehouse: Warehouse) -> None:
    before = catalogue(warehouse)
    warehouse.execute(
        "CREATE VIEW mart.former AS SELECT 1 AS n; "
        "CREATE FUNCTION core.former(n integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'; "
        "CREATE TRIGGER former BEFORE TRUNCATE ON core.unit EXECUTE FUNCTION mart.refuse_change(); "
        "INSERT INTO audit.object_file (file, digest, views, functions, triggers) "
        "VALUES ('x.sql', '', '{mart.former}', '{core.former}', '{core.unit.former}')"
    )
    assert len(catalogue(warehouse) ^ before) == 4
    migrate(warehouse.owner_url)
    assert catalogue(warehouse) ^ before == set()


@pytest.mark.parametrize(
    ("revision", "told"),
    [
        ("0030", r"0030, which is older than version 1.0.0 \(0031\). Bring it to version 1.0.0"),
        ("0999", r"0999, which this version does not know; its latest is \d{4}. Run the version that migrated it last"),
        ("003x", r"003x, which this version does not know"),
    ],
)
def test_a_schema_that_is_not_known_is_refused(warehouse: Warehouse, revision: str, told: str) -> None:
    warehouse.execute("UPDATE public.alembic_version SET version_num = %(revision)s", {"revision": revision})
    with pytest.raises(MigrationError, match=told):
        migrate(warehouse.owner_url)


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
