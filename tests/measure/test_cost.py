"""What a refresh reads follows what changed, not what is stored: rows are counted, no clock is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from onestop.contract.feeds import FEEDS
from onestop.stack.embedded.postgres import EmbeddedPostgres
from onestop.stack.settings import SourceConnection
from simulator.testing import running_source
from simulator.world import Scale, build_world
from tests.conftest import make_warehouse
from tests.support.warehouse import Warehouse

FEW, MANY = 200, 2000
CHANGED = 10
READ = ("units", "procedures", "dossiers", "events", "payments")
COMMUNE = "(SELECT min(receiving_unit_id) FROM core.dossier)"
"""The unit whose dossiers change."""
CASES = f"SELECT case_id FROM core.dossier WHERE receiving_unit_id = {COMMUNE} ORDER BY dossier_code LIMIT {CHANGED}"
VISITED = """
    SELECT schemaname || '.' || relname AS name, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS n
    FROM pg_catalog.pg_stat_xact_user_tables WHERE schemaname IN ('core', 'mart', 'audit')
"""
FLUSH = "SELECT pg_catalog.pg_stat_force_next_flush()"


def stored(server: EmbeddedPostgres, folder: Path, dossiers: int) -> Iterator[Warehouse]:
    """Return a warehouse with the figures of this many dossiers, as the planner knows it after a while."""
    made = make_warehouse(server, folder)
    warehouse = next(made)
    warehouse.keep_periods("month")
    with running_source(build_world(Scale(dossiers=dossiers, communes=12, rich_histories=True))) as running:
        connection = SourceConnection("hue", running.url, running.token)
        warehouse.register(connection)
        warehouse.read(connection, feeds=[feed for feed in FEEDS if feed.name in READ])
    warehouse.execute("ANALYZE")
    warehouse.refresh()
    warehouse.execute("ANALYZE")
    yield warehouse
    next(made, None)


@pytest.fixture(scope="module")
def few(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse of 400 dossiers."""
    yield from stored(server, tmp_path_factory.mktemp("few"), FEW)


@pytest.fixture(scope="module")
def many(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse of ten times as many."""
    yield from stored(server, tmp_path_factory.mktemp("many"), MANY)


def visits(warehouse: Warehouse) -> Counter[str]:
    """Refresh, and return how many rows of each table its transactions read."""
    counted: Counter[str] = Counter()

    def count(connection: sa.engine.Connection) -> None:
        counted.update({row.name: row.n for row in connection.exec_driver_sql(VISITED)})
        connection.exec_driver_sql(FLUSH)

    # What the server has not yet written down of earlier transactions would be counted again.
    warehouse.query(FLUSH)
    sa.event.listen(warehouse.engine, "commit", count)
    warehouse.refresh()
    sa.event.remove(warehouse.engine, "commit", count)
    return counted


def figures(warehouse: Warehouse) -> dict[tuple[object, ...], object]:
    """Return every stored figure by its key."""
    return {
        tuple(row)[:5]: row.figures
        for row in warehouse.query(
            "SELECT subject_kind, subject_id, basis, period_id, sector_code, figures FROM mart.period_figure"
        )
    }


def rows(warehouse: Warehouse, table: str, condition: str = "TRUE") -> int:
    """Return how many rows a table has."""
    return int(warehouse.query(f"SELECT count(*) AS n FROM {table} WHERE {condition}")[0].n)


def test_ten_changed_cases_read_about_as_many_facts_among_ten_times_as_many(few: Warehouse, many: Warehouse) -> None:
    read = {}
    for warehouse in (few, many):
        warehouse.change_channels(CASES)
        read[warehouse] = visits(warehouse)
        moved = warehouse.query("SELECT applied_seq FROM audit.measure_state")[0].applied_seq
        assert moved == warehouse.query("SELECT max(publish_seq) AS seq FROM audit.change")[0].seq
    for table in ("core.case", "core.dossier", "core.event", "core.payment", "core.case_fact"):
        assert read[many][table] <= 2 * read[few][table] + 20 * CHANGED, table
        assert read[many][table] < rows(many, table.replace(".case", '."case"')) / 4, f"all of {table} was read"


def test_ten_receptions_that_changed_move_the_figures_of_their_commune_and_months_only(many: Warehouse) -> None:
    before = figures(many)
    many.change_channels(CASES)
    read = visits(many)
    after = figures(many)
    moved = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    months = many.query(
        "SELECT DISTINCT 'month:' || to_char(received_on, 'YYYY-MM') AS name "
        f"FROM core.dossier WHERE case_id IN ({CASES})"
    )
    assert {period_id[:13] for _, _, _, period_id, _ in moved} == {month.name for month in months}
    commune = many.query(f"SELECT {COMMUNE} AS unit_id")[0].unit_id
    assert {subject_id for kind, subject_id, *_ in moved if kind == "unit"} == {commune}
    assert read["mart.measure_day"] < rows(many, "mart.measure_day"), "measures of units that did not move were read"
    assert read["mart.form_ii06a"] < rows(many, "mart.form_ii06a") / 4, "forms of units that did not move were read"


def test_nothing_to_do_reads_no_fact(many: Warehouse) -> None:
    many.refresh()
    read = visits(many)
    read_of_core = {table for table, n in read.items() if n and table.startswith("core.")}
    assert read_of_core <= {"core.area_member", "core.unit_succession"}, "a fact was read"
