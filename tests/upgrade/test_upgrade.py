"""From the warehouse that version 1.0.0 left to this version: what was published stays, and everything goes on.

``warehouse-1.0.0.sql.xz`` was made by the code of 1.0.0 from the records of ``told.py``:
``leave_warehouse.py`` says how. The upgrade runs whatever migrations, catalogue and reference files this version has.
"""

from __future__ import annotations

import datetime as dt
import lzma
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.config.settings import as_sqlalchemy
from onestop.contract.feed import Feed
from onestop.contract.feeds import FEEDS
from onestop.contract.feeds.units import UNITS
from onestop.ingest.reading import log_step
from onestop.ingest.steps import Context
from onestop.publish.rankings import publish_pending
from onestop.quarantine.actions import Request, act
from onestop.quarantine.records import Selection, Signature
from onestop.reference import install
from onestop.show.form_workbook import form_workbook
from onestop.warehouse.migrate import migrate
from tests.conftest import make_warehouse
from tests.support.scripted import Script, scripted_source
from tests.support.warehouse import Warehouse, migrate_warehouse, open_warehouse
from tests.upgrade.told import ZONE, told_by
from tests.warehouse.catalogue import catalogue

DUMP = Path(__file__).with_name("warehouse-1.0.0.sql.xz")
LAST_READ = dt.datetime(2026, 10, 1, 6, tzinfo=ZONE)
AUGUST = "month:2026-08-01:2026-08-31"
PUBLISHED = (
    "mart.publication",
    "mart.ranking",
    "mart.published_value",
    "mart.published_score",
    "mart.published_form",
    "mart.form_confirmation",
    "mart.confirmed_form",
    "mart.form_signature",
    "core.objection",
    "core.objection_decision",
    "audit.sheet",
)

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Before:
    """What the warehouse of 1.0.0 said before the upgrade.

    Attributes:
        published: the rows of each table of what was published or handed in, by the columns that it had then.
        columns: these columns.
        units: code and name of each unit that a source feeds.
        explained: the records behind each published figure of each unit.
        ranks: publication, unit, rank and score of every ranking.
        counted: what each case counted as while something was published.
    """

    published: dict[str, Rows]
    columns: dict[str, str]
    units: Rows
    explained: Rows
    ranks: Rows
    counted: Rows


@dataclass(frozen=True)
class Upgraded:
    """The warehouse after the upgrade, and what it said before."""

    warehouse: Warehouse
    before: Before


def rows_of(warehouse: Warehouse, query: str) -> Rows:
    return sorted(tuple(map(str, row)) for row in warehouse.query(query))


def columns_of(warehouse: Warehouse, table: str) -> str:
    schema, name = table.split(".")
    rows = warehouse.query(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = %(schema)s AND table_name = %(name)s "
        "ORDER BY ordinal_position",
        {"schema": schema, "name": name},
    )
    return ", ".join(row.column_name for row in rows)


FED_UNITS = "SELECT unit_code, valid::text, name FROM core.unit WHERE kind = 'commune' AND is_fed"
COUNTED_IN_JSON = """
SELECT
    former.case_id, former.publish_seq, one.counts ->> 'day', one.counts ->> 'receiving', one.counts ->> 'responsible',
    one.counts ->> 'holding', one.counts ->> 'sector_code', one.counts ->> 'procedure_code', named.measure, named.n
FROM (
    SELECT case_id, publish_seq, counts FROM core.contribution_applied
    UNION ALL
    SELECT case_id, publish_seq, counts FROM core.contribution_history
) AS former
CROSS JOIN jsonb_array_elements(former.counts) AS one (counts)
CROSS JOIN jsonb_each_text(
    one.counts - ARRAY['day', 'receiving', 'responsible', 'holding', 'sector_code', 'procedure_code']
) AS named (measure, n)
WHERE former.publish_seq <= (SELECT max(publication.publish_seq) FROM mart.publication)
"""
COUNTED_BY_FACTS = """
SELECT
    former.case_id, former.publish_seq, one.day, one.receiving_unit_id, one.responsible_unit_id, one.holding_unit_id,
    (former.fact).sector_code, (former.fact).procedure_code, one.measure, one.n
FROM (
    SELECT case_id, publish_seq, case_fact AS fact FROM core.case_fact
    UNION ALL
    SELECT case_id, publish_seq, fact FROM core.case_fact_history
) AS former
CROSS JOIN core.counts_of(former.fact) AS one
WHERE former.publish_seq <= (SELECT max(publication.publish_seq) FROM mart.publication)
"""
EXPLAINED = """
SELECT publication.publication_id, ranking.unit_code, explained.*
FROM mart.publication
INNER JOIN mart.ranking ON publication.publication_id = ranking.publication_id
CROSS JOIN LATERAL mart.explain(publication.publication_id, ranking.unit_code, 'on_time_rate_06a') AS explained
WHERE publication.publication_id <= {latest}
"""


def explained(warehouse: Warehouse, latest: int) -> Rows:
    """Return the records behind the published shares on time, by the columns that mart.explain had in 1.0.0."""
    rows = warehouse.query(EXPLAINED.format(latest=latest))
    return sorted((row.publication_id, row.unit_code, row.record_key, row.numerator, row.denominator) for row in rows)


def what_it_says(warehouse: Warehouse) -> Before:
    columns = {table: columns_of(warehouse, table) for table in PUBLISHED}
    published = {table: rows_of(warehouse, f"SELECT {columns[table]} FROM {table}") for table in PUBLISHED}
    latest = warehouse.query("SELECT max(publication_id) AS n FROM mart.publication")[0].n
    ranks = rows_of(warehouse, "SELECT publication_id, unit_code, rank, score FROM mart.ranking")
    units = rows_of(warehouse, FED_UNITS)
    return Before(published, columns, units, explained(warehouse, latest), ranks, rows_of(warehouse, COUNTED_IN_JSON))


# mart.form_ii06a was a table in 1.0.0 and is a view now; mart.unit has other columns; mart.ranking is a table still.
OF_AN_OFFICE = """
CREATE SCHEMA office;
CREATE VIEW office.received AS SELECT unit_code, period_id, received_total FROM mart.form_ii06a WHERE sector_code = '*';
CREATE VIEW office.received_of AS
SELECT unit.name, received.* FROM office.received INNER JOIN mart.unit ON received.unit_code = unit.unit_code;
CREATE VIEW office.place AS SELECT publication_id, unit_code, rank FROM mart.ranking;
COMMENT ON VIEW office.received IS 'Hồ sơ tiếp nhận';
GRANT SELECT ON office.received TO onestop_pipeline;
GRANT SELECT ON mart.unit, mart.form_ii06a, mart.ranking TO pg_monitor;
GRANT USAGE ON SCHEMA office TO onestop_pipeline;
"""
OFFICE_GRANTS = """
SELECT relation.oid::regclass::text AS name, given.privilege_type, role.rolname
FROM pg_class AS relation
CROSS JOIN LATERAL aclexplode(relation.relacl) AS given
INNER JOIN pg_roles AS role ON given.grantee = role.oid
WHERE role.rolname = 'pg_monitor' AND relation.relnamespace = 'mart'::regnamespace
   OR relation.relname = 'received' AND role.rolname = 'onestop_pipeline'
ORDER BY name
"""


def bring_up(warehouse: Warehouse) -> None:
    """Do what `make up` does with a warehouse: migrate, apply what lies in files."""
    migrate_warehouse(warehouse.owner_url)
    install(warehouse.engine)


def read_told(warehouse: Warehouse, as_of: dt.datetime, of: Sequence[Feed] = FEEDS) -> None:
    """Let a warehouse read what the source tells by a moment, and its figures follow."""
    feeds = {feed: [records] for feed, records in told_by(as_of).items()}
    with scripted_source(Script(feeds, as_of=as_of.isoformat(), source_system="hue-mot-cua"), "hue") as connection:
        warehouse.register(connection)
        warehouse.read(connection, feeds=of)
    warehouse.refresh()


def put_again(warehouse: Warehouse) -> None:
    """Put the records again that were refused as of an unknown unit."""
    selection = Selection(feed="dossiers", rule_id="dossier_unit_unknown")
    request = Request("replay", selection, Signature("Mã đơn vị đã rõ", "Trưởng phòng"), dry_run=False)
    context = Context(warehouse.engine, warehouse.settings, log_step)
    assert act(context, request)["records"] == 3


@pytest.fixture(scope="module")
def upgraded(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    """The warehouse of 1.0.0, restored and brought to this version; its figures followed once."""
    owner_url = as_sqlalchemy(server.create_warehouse_database("left_by_1_0_0"))
    restore(server, "left_by_1_0_0")
    warehouse = open_warehouse(
        server.url("onestop_pipeline", "left_by_1_0_0"), owner_url, tmp_path_factory.mktemp("upgraded")
    )
    before = what_it_says(warehouse)
    warehouse.execute(OF_AN_OFFICE)
    bring_up(warehouse)
    # The first run after it reads units once more, and of the rest what is new, which is nothing.
    read_told(warehouse, LAST_READ, [UNITS])
    put_again(warehouse)
    warehouse.refresh()
    yield Upgraded(warehouse, before)
    warehouse.close()
    server.drop_database("left_by_1_0_0")


def restore(server: EmbeddedPostgres, database: str) -> None:
    command, environ = server.psql("onestop_owner", database)
    done = subprocess.run(
        [*command, "-v", "ON_ERROR_STOP=1", "-q"],
        env=environ,
        input=lzma.decompress(DUMP.read_bytes()),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_dump_holds_what_an_installation_has(upgraded: Upgraded) -> None:
    before = upgraded.before
    statuses = rows_of(upgraded.warehouse, "SELECT status, count(*) FROM mart.publication GROUP BY 1")
    assert statuses == [("official", "2"), ("preliminary", "4")]
    assert len(before.ranks) == 18
    assert len(before.explained) == 346
    for table in ("mart.confirmed_form", "mart.form_signature", "core.objection", "core.objection_decision"):
        assert before.published[table], table
    assert len(before.published["audit.sheet"]) == 6


def test_what_was_published_confirmed_and_handed_in_is_unchanged(upgraded: Upgraded) -> None:
    warehouse, before = upgraded.warehouse, upgraded.before
    for table, rows in before.published.items():
        assert rows_of(warehouse, f"SELECT {before.columns[table]} FROM {table}") == rows, table
    found = form_workbook(warehouse.engine, "19753", "receiving", AUGUST)
    assert found.startswith(b"PK")


def test_an_old_publication_is_explained_as_before(upgraded: Upgraded) -> None:
    latest = max(int(row[0]) for row in upgraded.before.ranks)
    assert explained(upgraded.warehouse, latest) == upgraded.before.explained


def test_what_was_counted_before_is_kept_and_every_case_is_counted_again(upgraded: Upgraded) -> None:
    warehouse = upgraded.warehouse
    assert rows_of(warehouse, COUNTED_BY_FACTS) == upgraded.before.counted
    builds = warehouse.query(
        "SELECT count(DISTINCT case_fact.build) AS n, min(case_fact.build) = min(measure_state.build) AS is_latest, "
        "count(*) FILTER (WHERE received_on IS NOT NULL) AS cases FROM core.case_fact CROSS JOIN audit.measure_state"
    )[0]
    assert tuple(builds)[:2] == (1, True)
    assert builds.cases == warehouse.query('SELECT count(*) AS n FROM core."case"')[0].n


def test_what_a_stale_row_did_is_made_good(upgraded: Upgraded) -> None:
    """1.0.0 renamed the commune of today, and refused what the commune of before had received."""
    now, then = ("19753", "[2025-07-01,)"), ("19753", "(,2025-07-01)")
    others = [("19774", "[2025-07-01,)", "Phường Kim Long"), ("19777", "[2025-07-01,)", "Phường Vỹ Dạ")]
    assert upgraded.before.units == [(*now, "UBND P. Phú Xuân"), *others]
    warehouse = upgraded.warehouse
    assert rows_of(warehouse, FED_UNITS) == [(*then, "Phường Thuận Lộc"), (*now, "Phường Phú Xuân"), *others]
    received = warehouse.query(
        "SELECT name, count(*) AS n FROM core.dossier INNER JOIN core.unit ON receiving_unit_id = unit_id "
        "WHERE received_on < '2025-07-01' GROUP BY name"
    )
    assert [tuple(row) for row in received] == [("Phường Thuận Lộc", 3)]
    statuses = warehouse.query("SELECT status, count(*) AS n FROM quarantine.record GROUP BY status")
    assert [tuple(row) for row in statuses] == [("replayed", 3)]


def test_what_an_office_made_of_the_mart_is_there(upgraded: Upgraded) -> None:
    warehouse = upgraded.warehouse
    received = "SELECT unit_code, received_total FROM office.received WHERE period_id = %(august)s ORDER BY unit_code"
    ours = received.replace("office.received", "mart.form_ii06a").replace("WHERE", "WHERE sector_code = '*' AND")
    assert len(warehouse.query(received, {"august": AUGUST})) > 3
    assert warehouse.query(received, {"august": AUGUST}) == warehouse.query(ours, {"august": AUGUST})
    views = warehouse.query("SELECT viewname FROM pg_views WHERE schemaname = 'office' ORDER BY 1")
    assert [row.viewname for row in views] == ["place", "received", "received_of"]
    assert [tuple(row) for row in warehouse.query(OFFICE_GRANTS)] == [
        ("mart.form_ii06a", "SELECT", "pg_monitor"),
        ("mart.ranking", "SELECT", "pg_monitor"),
        ("mart.unit", "SELECT", "pg_monitor"),
        ("office.received", "SELECT", "onestop_pipeline"),
    ]
    described = warehouse.query("SELECT obj_description('office.received'::regclass) AS comment")
    assert described[0].comment == "Hồ sơ tiếp nhận"


SEEDS = ("audit.feed", "audit.gate_limit", "audit.reread_window", "core.code_map")


def test_the_schema_is_that_of_a_new_warehouse(server: EmbeddedPostgres, tmp_path: Path) -> None:
    """Tables, views and the rest of the catalogue; the rows that a new warehouse begins with, too."""
    name = "of_1_0_0"
    owner_url = as_sqlalchemy(server.create_warehouse_database(name))
    restore(server, name)
    warehouse = open_warehouse(server.url("onestop_pipeline", name), owner_url, tmp_path)
    migrate(owner_url)
    for fresh in make_warehouse(server, tmp_path / "fresh"):
        assert catalogue(warehouse) ^ catalogue(fresh) == set()
        for table in SEEDS:
            assert rows_of(warehouse, f"SELECT * FROM {table}") == rows_of(fresh, f"SELECT * FROM {table}"), table
    warehouse.close()
    server.drop_database(name)


FIGURES = """
SELECT
    figure.subject_kind,
    coalesce(unit.unit_code || ' ' || unit.valid::text, area.area_code) AS subject,
    figure.basis, figure.period_id, figure.sector_code, figure.figures
FROM mart.period_figure AS figure
LEFT JOIN core.unit ON figure.subject_kind = 'unit' AND figure.subject_id = unit.unit_id
LEFT JOIN core.area ON figure.subject_kind = 'area' AND figure.subject_id = area.area_id
"""


def figures(warehouse: Warehouse) -> dict[tuple[str, ...], dict[str, Any]]:
    return {tuple(row)[:5]: row.figures for row in warehouse.query(FIGURES)}


def test_figures_of_now_are_those_of_a_fresh_warehouse(
    upgraded: Upgraded, server: EmbeddedPostgres, tmp_path: Path
) -> None:
    for fresh in make_warehouse(server, tmp_path):
        install(fresh.engine)
        read_told(fresh, LAST_READ)
        ours, theirs = figures(upgraded.warehouse), figures(fresh)
        kinds = {row.kind for row in upgraded.warehouse.query("SELECT kind FROM mart.period_kind")}
        theirs = {key: value for key, value in theirs.items() if key[3].split(":")[0] in kinds}
        assert len(ours) > 200
        assert ours.keys() ^ theirs.keys() == set()
        assert {key: (ours[key], theirs[key]) for key in ours if ours[key] != theirs[key]} == {}
        names = "SELECT unit_code, valid::text, name, parent_code, is_fed FROM core.unit ORDER BY 1, 2"
        assert rows_of(upgraded.warehouse, names) == rows_of(fresh, names)


def test_a_second_upgrade_finds_nothing_to_do(upgraded: Upgraded) -> None:
    warehouse = upgraded.warehouse
    schemas = ("core", "mart", "audit", "quarantine")
    before = warehouse.content(*schemas, excluded=())
    bring_up(warehouse)
    warehouse.refresh()
    after = warehouse.content(*schemas, excluded=())
    assert {table for table in after if after[table] != before[table]} == set()


def test_publications_go_on(upgraded: Upgraded) -> None:
    """It comes last: it moves the clock of the warehouse that the tests above look at."""
    warehouse, before = upgraded.warehouse, upgraded.before
    latest = max(int(row[0]) for row in before.ranks)
    warehouse.set_clock("2026-10-07T07:00:00+07:00")
    read_told(warehouse, dt.datetime(2026, 10, 7, 6, tzinfo=ZONE))
    published = publish_pending(warehouse.engine)
    rows = warehouse.query(
        "SELECT period_id, version, status FROM mart.publication WHERE publication_id = ANY(%(ids)s) "
        "AND scheme_code = 'on_time_simple' AND version > 1 ORDER BY period_id",
        {"ids": published},
    )
    assert [tuple(row) for row in rows] == [
        ("month:2026-09-01:2026-09-30", 2, "official"),
        ("report_quarter:2026-06-15:2026-09-14", 2, "official"),
    ]
    same_as_before = "SELECT publication_id, unit_code, rank, score FROM mart.ranking WHERE publication_id <= "
    assert rows_of(warehouse, f"{same_as_before}{latest}") == before.ranks
    assert explained(warehouse, latest) == before.explained
