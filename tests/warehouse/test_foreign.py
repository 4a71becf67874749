"""What an office made on the warehouse survives a migration: its views, with their comments, and its grants."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy.engine import Engine

from embedded.postgres import ADMIN, OWNER, EmbeddedPostgres
from onestop.config.settings import as_sqlalchemy
from onestop.warehouse import migrate as migrating
from onestop.warehouse.database import connect, run_text, transaction
from onestop.warehouse.migrate import MigrationError, migrate
from onestop.warehouse.objects import ObjectError, ObjectFile, in_order
from tests.support.warehouse import Warehouse
from tests.warehouse.catalogue import catalogue

DIMENSIONS = "reference/views/dimensions.sql"
SECTOR_COLUMNS = "    sector.sector_code,\n    sector.name\n"
SECTOR_VIEW = "CREATE OR REPLACE VIEW mart.sector AS\nSELECT\n"
COLUMN_ADDED = SECTOR_COLUMNS.replace("name\n", "name,\n    length(sector.name) AS name_length\n")
COLUMNS_TURNED = "    sector.name,\n    sector.sector_code\n"
COLUMN_GONE = "    sector.sector_code\n"
_numbers = itertools.count(1)
Change = Callable[[str, str, str], None]


@dataclass(frozen=True)
class Office:
    """A role of an office with a schema of its own name."""

    role: str
    admin: Engine

    def run(self, statements: str, *, role: str | None = None) -> None:
        """Run statements, as the office if no other role is said; OFFICE stands for its name."""
        with transaction(self.admin) as connection:
            run_text(connection, "office", f"SET LOCAL ROLE {role or self.role}")
            run_text(connection, "office", statements.replace("OFFICE", self.role))


@pytest.fixture
def change(monkeypatch: pytest.MonkeyPatch) -> Change:
    """Let the next migration find another text in a file."""

    def put(name: str, old: str, new: str) -> None:
        files = {file.name: file for file in migrating.object_files()}
        assert old in files[name].text
        files[name] = ObjectFile.parse(name, files[name].text.replace(old, new))
        changed = tuple(in_order(files.values()))
        monkeypatch.setattr(migrating, "object_files", lambda: changed)

    return put


@pytest.fixture
def office(server: EmbeddedPostgres, warehouse: Warehouse) -> Iterator[Office]:
    """An office whose views the owner of the warehouse may create again, with grants on the warehouse."""
    admin = connect(as_sqlalchemy(server.url(ADMIN, warehouse.engine.url.database or "")))
    office = Office(f"office_{next(_numbers)}", admin)
    office.run(
        f"CREATE ROLE OFFICE; GRANT OFFICE TO {OWNER}; CREATE SCHEMA OFFICE AUTHORIZATION OFFICE; "
        "GRANT USAGE ON SCHEMA mart TO OFFICE; GRANT USAGE ON SCHEMA OFFICE TO onestop_pipeline",
        role=ADMIN,
    )
    office.run(
        "CREATE VIEW mart.shown_sector AS SELECT sector_code FROM mart.sector; "
        "COMMENT ON COLUMN mart.shown_sector.sector_code IS 'Mã'",
        role=OWNER,
    )
    office.run(
        "GRANT SELECT ON mart.sector, mart.area TO OFFICE; GRANT SELECT (name) ON core.unit TO OFFICE; "
        "GRANT EXECUTE ON FUNCTION core.mirrored_code TO OFFICE WITH GRANT OPTION",
        role=OWNER,
    )
    office.run(
        "CREATE VIEW OFFICE.field WITH (security_barrier = true) AS SELECT name AS field_name FROM mart.sector; "
        "CREATE VIEW OFFICE.short_field AS SELECT left(field_name, 10) AS short_name FROM OFFICE.field; "
        "CREATE VIEW OFFICE.place AS SELECT name FROM mart.area; "
        "COMMENT ON VIEW OFFICE.field IS 'Lĩnh vực của tỉnh'; COMMENT ON COLUMN OFFICE.field.field_name IS 'Tên'; "
        "GRANT SELECT ON OFFICE.field TO onestop_reader; GRANT SELECT (short_name) ON OFFICE.short_field TO PUBLIC"
    )
    yield office
    office.run("DROP OWNED BY OFFICE CASCADE; DROP ROLE OFFICE", role=ADMIN)
    admin.dispose()


def everything(warehouse: Warehouse, office: Office) -> set[tuple[str, str, str]]:
    return catalogue(warehouse, office.role)


def number_of(warehouse: Warehouse, view: str) -> int:
    """Return by which number the catalogue knows a view: another one if it was dropped and created again."""
    return warehouse.query("SELECT to_regclass(%(view)s)::oid AS number", {"view": view})[0].number


def test_a_view_that_only_grows_is_replaced_where_it_is(warehouse: Warehouse, office: Office, change: Change) -> None:
    before, numbers = everything(warehouse, office), number_of(warehouse, "mart.sector")
    change(DIMENSIONS, SECTOR_COLUMNS, COLUMN_ADDED)
    change("audit/views/column_meaning.sql", "    ('name_sort'", "    ('name_length', 'Letters.'),\n    ('name_sort'")
    migrate(warehouse.owner_url)
    added = {name for kind, name, _ in everything(warehouse, office) - before if kind in {"column", "comment"}}
    assert added == {"mart.sector.name_length", "column name_length of view mart.sector"}
    assert number_of(warehouse, "mart.sector") == numbers


def test_views_and_grants_survive_where_a_view_must_be_dropped(
    warehouse: Warehouse, office: Office, change: Change
) -> None:
    before = everything(warehouse, office)
    views = ("mart.sector", f"{office.role}.field", f"{office.role}.place", "mart.publication_head")
    numbers = {view: number_of(warehouse, view) for view in views}
    change(DIMENSIONS, SECTOR_COLUMNS, COLUMNS_TURNED)
    migrate(warehouse.owner_url)
    differing = {name for _, name, _ in everything(warehouse, office) ^ before}
    assert differing == {"mart.sector", "mart.sector.sector_code", "mart.sector.name"}
    assert {view for view in views if number_of(warehouse, view) == numbers[view]} == set()
    change(DIMENSIONS, COLUMNS_TURNED, SECTOR_COLUMNS)
    migrate(warehouse.owner_url)
    assert everything(warehouse, office) ^ before == set()


def test_what_does_not_read_a_changed_view_is_left_alone(warehouse: Warehouse, office: Office, change: Change) -> None:
    views = (f"{office.role}.place", "mart.area", "core.dossier_version")
    numbers = {view: number_of(warehouse, view) for view in views}
    change("publish/views/scheme_indicators.sql", "CREATE OR REPLACE VIEW", "-- Another text.\nCREATE OR REPLACE VIEW")
    change("measure/views/surveys.sql", "CREATE OR REPLACE VIEW mart.survey_day", "CREATE OR REPLACE VIEW mart.answers")
    change("measure/views/surveys.sql", "mart.survey_day", "mart.answers")
    migrate(warehouse.owner_url)
    assert {view: number_of(warehouse, view) for view in views} == numbers
    assert number_of(warehouse, "mart.answers")
    assert number_of(warehouse, "mart.survey_day") is None


def test_a_view_that_no_longer_fits_is_named(warehouse: Warehouse, office: Office, change: Change) -> None:
    before = everything(warehouse, office)
    change(DIMENSIONS, SECTOR_COLUMNS, COLUMN_GONE)
    change("measure/views/indicator_names.sql", "sector.name", "sector.sector_code")
    change("publish/views/forms.sql", "sector.name", "sector.sector_code")
    with pytest.raises(MigrationError, match=rf"The view {office.role}.field of {office.role} does not fit"):
        migrate(warehouse.owner_url)
    assert everything(warehouse, office) ^ before == set()


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ("REVOKE OFFICE FROM onestop_owner", r"view (\w+).field of \1, view"),
        (
            "CREATE FUNCTION OFFICE.first_sector() RETURNS mart.sector LANGUAGE sql AS 'SELECT NULL::mart.sector'",
            r"function \w+.first_sector\(\) of onestop_admin\.",
        ),
    ],
    ids=["a view of somebody else", "a function"],
)
def test_what_cannot_be_created_again_is_named(
    warehouse: Warehouse, office: Office, change: Change, statements: str, told: str
) -> None:
    office.run(statements, role=ADMIN)
    before = everything(warehouse, office)
    change(DIMENSIONS, SECTOR_COLUMNS, COLUMNS_TURNED)
    with pytest.raises(MigrationError, match=told):
        migrate(warehouse.owner_url)
    assert everything(warehouse, office) ^ before == set()


def test_a_materialized_view_keeps_its_index(warehouse: Warehouse, office: Office, change: Change) -> None:
    office.run(
        "CREATE MATERIALIZED VIEW OFFICE.kept_sector AS SELECT sector_code FROM mart.sector; "
        "CREATE UNIQUE INDEX kept_sector_by_code ON OFFICE.kept_sector (sector_code)"
    )
    before = {row for row in everything(warehouse, office) if row[1].startswith(office.role)}
    change(DIMENSIONS, SECTOR_COLUMNS, COLUMNS_TURNED)
    migrate(warehouse.owner_url)
    assert {row for row in everything(warehouse, office) if row[1].startswith(office.role)} == before


def test_a_name_that_the_warehouse_lacks_is_told(warehouse: Warehouse, change: Change) -> None:
    change(DIMENSIONS, "-- Reads:      core.area,", "-- Reads:      core.region, core.area,")
    with pytest.raises(ObjectError, match=r"reference/views/dimensions.sql reads core.region\.$"):
        migrate(warehouse.owner_url)
