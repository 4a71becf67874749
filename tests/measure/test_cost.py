"""What a refresh reads follows what changed, not what is stored: rows are counted, no clock is looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.contract.feeds import FEEDS
from simulator.world import Scale, build_world
from tests.conftest import make_warehouse
from tests.support.visits import WRITTEN, visits
from tests.support.warehouse import Warehouse

FEW = 500
MANY = 4 * FEW
CHANGED = 10
READ = ("units", "procedures", "dossiers", "events", "payments")
COMMUNE = "(SELECT min(receiving_unit_id) FROM core.dossier)"
"""The unit whose dossiers change."""
CASES = f"SELECT case_id FROM core.dossier WHERE receiving_unit_id = {COMMUNE} ORDER BY dossier_code LIMIT {CHANGED}"


def stored(server: EmbeddedPostgres, folder: Path, dossiers: int) -> Iterator[Warehouse]:
    """Return a warehouse with the figures of this many dossiers in all kinds of periods, as the planner knows it."""
    made = make_warehouse(server, folder)
    warehouse = next(made)
    world = build_world(Scale(dossiers=dossiers, communes=12, rich_histories=True))
    warehouse.read_world(world, feeds=[feed for feed in FEEDS if feed.name in READ])
    warehouse.execute("ANALYZE")
    warehouse.refresh()
    warehouse.execute("ANALYZE")
    yield warehouse
    next(made, None)


@pytest.fixture(scope="module")
def few(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse of few dossiers."""
    yield from stored(server, tmp_path_factory.mktemp("few"), FEW)


@pytest.fixture(scope="module")
def many(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse of four times as many."""
    yield from stored(server, tmp_path_factory.mktemp("many"), MANY)


def figures(warehouse: Warehouse) -> dict[tuple[object, ...], object]:
    """Return every stored figure by its key."""
    return {
        tuple(row)[:5]: row.figures
        for row in warehouse.query(
            "SELECT subject_kind, subject_id, basis, period_id, sector_code, mart.named_figures(figure) AS figures "
            "FROM mart.figure INNER JOIN mart.period USING (period_no)"
        )
    }


def rows(warehouse: Warehouse, table: str, condition: str = "TRUE") -> int:
    """Return how many rows a table has."""
    return int(warehouse.query(f"SELECT count(*) AS n FROM {table} WHERE {condition}")[0].n)


def test_ten_changed_cases_read_as_many_rows_among_four_times_as_many(few: Warehouse, many: Warehouse) -> None:
    read = {}
    for warehouse in (few, many):
        warehouse.change_channels(CASES)
        read[warehouse] = visits(warehouse, warehouse.refresh)
        moved = warehouse.query("SELECT applied_seq FROM audit.measure_state")[0].applied_seq
        assert moved == warehouse.query("SELECT max(publish_seq) AS seq FROM audit.change")[0].seq
    assert read[many].total() <= 1.2 * read[few].total(), (read[many] - read[few]).most_common(8)


def test_ten_receptions_that_changed_move_the_figures_of_their_commune_and_periods_only(many: Warehouse) -> None:
    before = figures(many)
    many.change_channels(CASES)
    read = visits(many, many.refresh)
    after = figures(many)
    moved = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    days = many.query(f"SELECT DISTINCT received_on FROM core.dossier WHERE case_id IN ({CASES})")
    periods = {
        row.period_id
        for row in many.query(
            "SELECT period_id FROM mart.period WHERE EXISTS ("
            "SELECT 1 FROM unnest(%(days)s::date[]) AS day WHERE day BETWEEN period_start AND counted_to)",
            {"days": [row.received_on for row in days]},
        )
    }
    assert {period_id for _, _, _, period_id, _ in moved} == periods
    commune = many.query(f"SELECT {COMMUNE} AS unit_id")[0].unit_id
    assert {subject_id for kind, subject_id, *_ in moved if kind == "unit"} == {commune}
    assert read["mart.figure"] <= len(moved) + CHANGED, "figures that did not move were read"


def test_nothing_to_do_reads_no_fact(many: Warehouse) -> None:
    many.refresh()
    read = visits(many, many.refresh)
    read_of_core = {table for table, n in read.items() if n and table.startswith("core.")}
    assert read_of_core <= {"core.day_count"}, "a fact was read, or what every figure depends on"
    assert read["core.day_count"] <= 3, "more than the first day was looked for"


def test_a_case_that_was_touched_for_nothing_writes_no_row(many: Warehouse) -> None:
    many.change_channels(CASES)
    many.change_channels(CASES)
    many.refresh()
    many.execute("INSERT INTO audit.change (publish_seq, kind, recorded_at) "
        "SELECT max(publish_seq) + 1, 'rebuild', '2026-10-01T07:00:00+07:00' FROM audit.change")  # fmt: skip
    many.execute(
        f"INSERT INTO audit.touched (publish_seq, case_id) SELECT publish_seq, case_id FROM ({CASES}) AS touched "
        "CROSS JOIN (SELECT max(publish_seq) AS publish_seq FROM audit.change) AS change"
    )
    written = visits(many, many.refresh, WRITTEN)
    assert {table: n for table, n in written.items() if n} == {}


def test_midnight_reads_the_days_that_periods_gained(many: Warehouse) -> None:
    many.refresh()
    clock = many.query("SELECT as_of FROM audit.clock")[0].as_of
    today = clock.astimezone(dt.timezone(dt.timedelta(hours=7))).date()
    gained = rows(many, "core.day_count", f"day = '{today + dt.timedelta(1)}'")
    many.set_clock(f"{today + dt.timedelta(1)}T07:00:00+07:00")
    opened = "SELECT 1 FROM mart.period WHERE period_start = counted_to"
    read = visits(many, many.refresh)
    assert many.query(opened), "the test needs a period that opened"
    # Once for periods that were advanced, once for those that opened; twice each, and some looks at the first day.
    assert read["core.day_count"] <= 4 * gained + 10
    turned = rows(many, "mart.figure INNER JOIN mart.period USING (period_no)", f"counted_to > '{today}'")
    assert read["mart.figure"] <= 2 * turned, "figures of periods that did not turn were read"


MONTH = "month:2026-08-01:2026-08-31"
IN_MONTH = "period_no = (SELECT period_no FROM mart.period WHERE period_id = %(month)s)"
OF_COMMUNE = "subject_kind = 'unit' AND subject_id = %(unit_id)s AND basis = 'receiving'"
ASKED = {
    "figures of a commune": (
        f"SELECT * FROM mart.period_figure WHERE period_id = %(month)s AND {OF_COMMUNE}",
        OF_COMMUNE,
    ),
    "figures in a role": (
        "SELECT * FROM mart.period_figure WHERE period_id = %(month)s AND basis = 'holding'",
        "basis = 'holding'",
    ),
    "forms": ("SELECT * FROM mart.form_ii06a WHERE period_id = %(month)s", "subject_kind = 'unit'"),
    "form of a commune": (
        "SELECT * FROM mart.form_ii06a WHERE period_id = %(month)s AND unit_id = %(unit_id)s AND basis = 'receiving'",
        OF_COMMUNE,
    ),
    "an indicator": (
        "SELECT * FROM mart.indicator_value WHERE period_id = %(month)s AND basis = 'receiving' AND sector_code = '*' "
        "AND indicator_code = 'on_time_rate_06a'",
        "basis = 'receiving' AND sector_code = '*'",
    ),
}
"""What people and BI ask for of a period, and which of its figures that takes."""


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_who_asks_for_a_period_reads_no_figures_of_others(many: Warehouse, asked: tuple[str, str]) -> None:
    statement, needed = asked
    of_month = {"month": MONTH, "unit_id": many.query(f"SELECT {COMMUNE} AS unit_id")[0].unit_id}
    n = many.query(f"SELECT count(*) AS n FROM mart.figure WHERE {IN_MONTH} AND {needed}", of_month)[0].n

    def ask() -> None:
        with many.engine.begin() as connection:
            assert connection.exec_driver_sql(statement, of_month).all()

    read = visits(many, ask)
    # Those of all sectors are found once more, for what does not add up.
    assert 0 < read["mart.figure"] <= 3 * n < rows(many, "mart.figure") / 10
