"""A source that has nothing new costs next to nothing: hardly a row, and nobody is woken."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from onestop import tasks
from onestop.contract.feeds import FEEDS
from onestop.ingest.reading import has_unmeasured
from onestop.measure.progress import note_reading
from onestop.warehouse.database import transaction
from onestop.warehouse.locks import Lock, take_lock
from simulator.localtime import VIETNAM
from simulator.testing import running_source
from simulator.world import Scale, build_world
from tests.support.connections import connection_to
from tests.support.scripted import Record, commune, dossier, dossiers, script_of
from tests.support.warehouse import Warehouse

WORLD_ENDS = dt.datetime(2026, 6, 3, 18, tzinfo=VIETNAM)
BEGIN = dt.datetime(2026, 6, 5, 17, tzinfo=VIETNAM)
"""A Friday after office hours: the source has nothing new for a day."""
RUNS_OF_A_DAY = 96
STATEMENTS_OF_AN_IDLE_RUN = 1 + 10 * len(FEEDS)
STATEMENTS_OF_A_BATCH = 59


@contextlib.contextmanager
def statements(warehouse: Warehouse) -> Iterator[list[str]]:
    """Note every statement that the pipeline sends meanwhile."""
    sent: list[str] = []

    def note(*about: Any) -> None:
        sent.append(about[2])

    sa.event.listen(warehouse.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(warehouse.engine, "before_cursor_execute", note)


def rows_by_table(warehouse: Warehouse) -> dict[str, int]:
    """Count the rows of every table."""
    tables = warehouse.query(
        "SELECT schemaname || '.' || quote_ident(tablename) AS name FROM pg_catalog.pg_tables "
        "WHERE schemaname IN ('staging', 'quarantine', 'core', 'mart', 'audit')"
    )
    counts = (f"SELECT '{table.name}' AS name, count(*) AS rows FROM {table.name}" for table in tables)
    return {row.name: row.rows for row in warehouse.query(" UNION ALL ".join(counts))}


def landed_files(warehouse: Warehouse) -> int:
    """Count the landed files."""
    return sum(path.is_file() for path in warehouse.settings.landing_dir.rglob("*"))


def batches(warehouse: Warehouse, feed: str = "dossiers") -> list[tuple[Any, ...]]:
    """Return how each batch of a feed ended."""
    rows = warehouse.query(
        "SELECT publish_seq IS NOT NULL AS is_numbered, received, unchanged, quarantined, repeats FROM audit.batch "
        "WHERE feed = %(feed)s AND status = 'published' ORDER BY batch_id",
        {"feed": feed},
    )
    return [tuple(row) for row in rows]


def test_an_idle_day_leaves_a_batch_of_each_feed_and_wakes_nobody(warehouse: Warehouse) -> None:
    warehouse.execute("DELETE FROM audit.clock")
    with running_source(build_world(Scale(dossiers=300, communes=2, as_of=WORLD_ENDS))) as running:
        connection = connection_to(running)
        warehouse.register(connection)
        for number in (0, 1):  # all of it, then the overlap
            running.set_clock(BEGIN + dt.timedelta(minutes=15 * number))
            warehouse.read(connection)
        warehouse.refresh()
        before, files = rows_by_table(warehouse), landed_files(warehouse)
        cost = []
        for number in range(2, 2 + RUNS_OF_A_DAY):
            running.set_clock(BEGIN + dt.timedelta(minutes=15 * number))
            with statements(warehouse) as sent:
                warehouse.read(connection)
            cost.append(len(sent))
            assert not has_unmeasured(warehouse.engine), f"run {number} wakes the refresh"
    after = rows_by_table(warehouse)
    # The first reading after midnight has a batch of its own, by which the gate judges the day before.
    assert {table: after[table] - before[table] for table in after if after[table] != before[table]} == {
        "audit.batch": len(FEEDS),
        "audit.page": len(FEEDS),
    }
    assert landed_files(warehouse) == files
    last = BEGIN + dt.timedelta(minutes=15 * (1 + RUNS_OF_A_DAY))
    progress = warehouse.query("SELECT feed, read_to_end_as_of, pending, held FROM audit.feed_progress")
    assert {tuple(row)[1:] for row in progress} == {(last, 0, 0)}, "it is known how far each feed was read"
    lost = warehouse.query(
        "SELECT count(*) AS n FROM audit.batch WHERE received <> (SELECT sum(records) FROM audit.page "
        "WHERE page.batch_id = batch.batch_id) OR received <> inserted + updated + unchanged + stale + quarantined"
    )
    assert lost[0].n == 0, "the ledger proves that nothing was lost"
    assert cost[-1] == STATEMENTS_OF_AN_IDLE_RUN


def test_a_batch_takes_as_many_statements_however_many_records_it_has(warehouse: Warehouse) -> None:
    def cost(records: list[Record]) -> int:
        with statements(warehouse) as sent:
            warehouse.read_script(script_of(records))
        return len(sent)

    warehouse.read_script(script_of([dossier("Z-1")]))
    one = cost(dossiers(1))
    assert cost(dossiers(500, CapNhatLuc="2026-03-02T09:00:00+07:00")) == one
    idle = cost(dossiers(500, CapNhatLuc="2026-03-02T09:00:00+07:00"))
    assert one - idle == STATEMENTS_OF_A_BATCH


def test_what_was_known_takes_no_number_and_wakes_nobody(warehouse: Warehouse) -> None:
    warehouse.read_and_refresh(script_of(dossiers(3)))
    warehouse.read_script(script_of(dossiers(2)))
    assert batches(warehouse) == [(True, 3, 0, 0, 0), (False, 2, 2, 0, 0)]
    assert not has_unmeasured(warehouse.engine)
    warehouse.read_script(script_of(dossiers(2)))
    warehouse.read_script(script_of(dossiers(2)))
    assert batches(warehouse) == [(True, 3, 0, 0, 0), (False, 2, 2, 0, 2)]
    numbered = warehouse.query("SELECT count(*) AS n, max(publish_seq) AS last FROM audit.change")[0]
    assert (numbered.n, numbered.last) == (3, 3), "units, procedures, dossiers"


def test_what_cannot_be_used_takes_no_number_and_is_judged_each_time(warehouse: Warehouse) -> None:
    warehouse.read_and_refresh(script_of(dossiers(3)))
    bad = [*dossiers(1), dossier("B-1", TrangThaiHoSo="0")]
    for _ in range(2):
        warehouse.read_script(script_of(bad))
    assert batches(warehouse)[1:] == [(False, 2, 1, 1, 0), (False, 2, 1, 1, 0)]
    assert [row.times_seen for row in warehouse.query("SELECT times_seen FROM quarantine.record")] == [2]
    assert not has_unmeasured(warehouse.engine)


def test_a_change_after_quiet_readings_is_read_and_announced(warehouse: Warehouse) -> None:
    for _ in range(3):
        warehouse.read_script(script_of(dossiers(2)))
    warehouse.refresh()
    warehouse.read_script(
        script_of([*dossiers(1), dossier("A-1", CapNhatLuc="2026-03-02T09:00:00+07:00", KenhThucHien="2")])
    )
    assert has_unmeasured(warehouse.engine)
    assert batches(warehouse) == [(True, 2, 0, 0, 2), (True, 2, 1, 0, 0)]
    warehouse.refresh()
    assert not has_unmeasured(warehouse.engine)


def test_a_reading_that_goes_on_where_another_stopped_is_a_batch(warehouse: Warehouse) -> None:
    pages = [dossiers(2), [dossier("B-1")]]
    for _ in range(2):
        warehouse.read_script(script_of(*pages), batch_records=1)
    assert [row[1:3] for row in batches(warehouse)] == [(2, 0), (1, 0), (2, 2), (1, 1)]


def test_what_is_read_from_the_beginning_is_decided_once_more(warehouse: Warehouse) -> None:
    for _ in range(2):
        warehouse.read_script(script_of(dossiers(2)))
    warehouse.execute("UPDATE audit.position SET updated_since = NULL, high_water = NULL, generation = generation + 1")
    warehouse.read_script(script_of(dossiers(2)))
    assert batches(warehouse) == [(True, 2, 0, 0, 1), (False, 2, 2, 0, 0)]


def test_units_that_change_wake_the_refresh_although_they_touch_no_case(warehouse: Warehouse) -> None:
    warehouse.read_and_refresh(script_of(dossiers(1)))
    warehouse.read_script(script_of(dossiers(1), more_units=[commune("H57.31.02", "19774", "Phường Phú Xuân")]))
    assert warehouse.query("SELECT count(*) AS n FROM audit.touched WHERE publish_seq > 3")[0].n == 0
    assert has_unmeasured(warehouse.engine)
    assert [row.pending_kind for row in pending(warehouse)] == ["measure"]
    warehouse.refresh()
    assert pending(warehouse) == []


def pending(warehouse: Warehouse) -> list[Any]:
    """Return what of the measures is still to be done."""
    return list(warehouse.query("SELECT pending_kind FROM audit.pending_work WHERE pending_kind = 'measure'"))


@pytest.fixture
def office(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """A warehouse that the environment names, read at 6:00, whose figures follow."""
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", warehouse.settings.warehouse_url or "")
    warehouse.read_and_refresh(script_of(dossiers(2)))
    return warehouse


def holds_for(warehouse: Warehouse) -> dt.datetime | None:
    """Return up to when the sources had been read whose facts are all in the figures."""
    told: dt.datetime | None = warehouse.query("SELECT data_as_of FROM audit.measure_state")[0].data_as_of
    return told


def test_figures_hold_for_what_a_quiet_reading_read(office: Warehouse) -> None:
    office.execute("DELETE FROM mart.publication_plan")
    assert holds_for(office) == dt.datetime(2026, 10, 1, 6, tzinfo=VIETNAM)
    office.read_script(script_of(dossiers(2), as_of="2026-10-01T06:15:00+07:00"))
    assert not tasks.has_unmeasured_facts()
    assert holds_for(office) == dt.datetime(2026, 10, 1, 6, tzinfo=VIETNAM), "a question notes nothing"
    tasks.note_reading()
    assert holds_for(office) == dt.datetime(2026, 10, 1, 6, 15, tzinfo=VIETNAM)


def test_what_waits_is_not_promised(office: Warehouse) -> None:
    office.read_script(script_of([*dossiers(2), dossier("B-1")], as_of="2026-10-01T06:15:00+07:00"))
    note_reading(office.engine)
    assert holds_for(office) == dt.datetime(2026, 10, 1, 6, tzinfo=VIETNAM)
    assert tasks.has_unmeasured_facts()


def test_nobody_waits_for_a_writer_at_work(office: Warehouse) -> None:
    office.read_script(script_of(dossiers(2), as_of="2026-10-01T06:15:00+07:00"))
    with transaction(office.engine) as connection:
        take_lock(connection, Lock.WRITER)
        note_reading(office.engine)
    assert holds_for(office) == dt.datetime(2026, 10, 1, 6, tzinfo=VIETNAM)


def test_a_quiet_reading_wakes_who_publishes_what_has_become_due(office: Warehouse) -> None:
    assert not tasks.has_unmeasured_facts(), "not every feed was read past the end of a month"
    office.read_script(script_of(dossiers(2)), every_feed=True)
    assert not has_unmeasured(office.engine)
    tasks.note_reading()
    assert tasks.has_unmeasured_facts(), "rankings of the closed months are due"
