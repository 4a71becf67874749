"""A run killed between any two steps, two runs at once, a crashed server: the content ends the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from typing import Any

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.config.settings import Settings, SourceConnection
from onestop.contract.feeds import FEEDS
from onestop.ingest.reading import read_source
from onestop.ingest.steps import Step
from onestop.measure.writer import refresh
from onestop.warehouse.database import connect
from simulator.testing import RunningSource, running_source
from simulator.world import Scale, build_world
from tests.conftest import make_warehouse
from tests.support.connections import connection_to
from tests.support.scripted import dossier, script_of, scripted_source
from tests.support.warehouse import Warehouse

PROTOCOL: tuple[Step, ...] = (
    "pages in place",
    "batch registered",
    "rows copied",
    "batch staged",
    "batch inspected",
    "batch judged",
    "own facts written",
    "change numbered",
    "facts merged",
    "ledger written",
    "batch published",
    "staging cleared",
)
# Small enough that the dossiers make two batches of two pages each. The first batch of the events stands for the feeds
# that follow, which all go the same way and are not read here; the third page of events lands while that is settled.
SIZES = {"page_limit": 40, "batch_records": 80}
BATCHES = {"units": 1, "procedures": 1, "dossiers": 2, "events": 1}
READ = FEEDS[:4]
PAGES = {"units": 1, "procedures": 1, "dossiers": 4, "events": 3}
Place = tuple[str, Step, int]
"""A feed, a step, and the how manieth time that the feed comes to it."""
KILLS: list[Place] = [
    *((feed, "page landed", time) for feed, pages in PAGES.items() for time in range(1, pages + 1)),
    *((feed, step, time) for feed, batches in BATCHES.items() for step in PROTOCOL for time in range(1, batches + 1)),
]


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes forked from a clean one that has our modules loaded, so that a kill costs little."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with pytest.MonkeyPatch.context() as patched:
        # The fork server of Python 3.11 knows no path of ours otherwise, and loads nothing, without a word.
        patched.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()
    return context


@pytest.fixture(scope="module")
def tiny_source() -> Iterator[RunningSource]:
    """A hundred and forty dossiers of three communes."""
    with running_source(build_world(Scale(dossiers=140, communes=3))) as running:
        yield running


@pytest.fixture(scope="module")
def undisturbed(
    server: EmbeddedPostgres, tiny_source: RunningSource, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """The content of a warehouse that was read without a disturbance."""
    warehouses = make_warehouse(server, tmp_path_factory.mktemp("undisturbed"))
    warehouse = next(warehouses)
    warehouse.keep_periods("month")
    steps: list[tuple[Step, str]] = []
    connection = connection_to(tiny_source)
    warehouse.register(connection)
    warehouse.read(connection, lambda *step: steps.append(step), READ, **SIZES)
    assert [feed.name for feed in READ] == list(BATCHES)
    times = Counter((what.split(maxsplit=1)[0], step) for step, what in steps)
    complete = {place for place in times if place[0] != "events"}
    made = {(feed, step): times[feed, step] for feed, step in complete}
    wanted = {(feed, step): max(n for *at, n in KILLS if at == [feed, step]) for feed, step in complete}
    assert made == wanted, "the sizes above must make these batches and pages"
    assert times["events", "page landed"] > PAGES["events"]
    warehouse.refresh()
    content = warehouse.content("core", "mart", "quarantine")
    assert len(content["core.dossier"]) == 140
    next(warehouses, None)
    return content


def read_and_die(settings: Settings, connection: SourceConnection, place: Place) -> None:
    """Read a source; kill the process with SIGKILL right after a step."""
    times: Counter[tuple[str, Step]] = Counter()

    def die_after(step: Step, what: str) -> None:
        at = (what.split(maxsplit=1)[0], step)
        times[at] += 1
        if (*at, times[at]) == place:
            os.kill(os.getpid(), signal.SIGKILL)

    read_source(connect(settings.sqlalchemy_url), connection, settings, die_after, feeds=READ)


def read_and_refresh(settings: Settings, connection: SourceConnection) -> None:
    """Read a source and let the figures follow, as two runs of the DAGs do."""
    engine = connect(settings.sqlalchemy_url)
    read_source(engine, connection, settings, feeds=READ)
    refresh(engine)


@pytest.mark.parametrize("place", KILLS, ids=str)
def test_a_run_killed_after_any_step_is_made_good_by_the_next(
    warehouse: Warehouse,
    tiny_source: RunningSource,
    undisturbed: dict[str, Any],
    processes: ForkServerContext,
    place: Place,
) -> None:
    connection = connection_to(tiny_source)
    warehouse.register(connection)
    settings = resized(warehouse.settings)
    process = processes.Process(target=read_and_die, args=(settings, connection, place))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL

    # The next run reads what is left in usual sizes: the content does not depend on how it was cut.
    warehouse.read(connection, feeds=READ)
    warehouse.refresh()
    assert warehouse.content("core", "mart", "quarantine") == undisturbed
    assert warehouse.query("SELECT * FROM audit.batch WHERE status <> 'published'") == []
    for table in ("record", "resolved_record", "mark"):
        assert warehouse.query(f"SELECT * FROM staging.{table}") == [], "rows that the killed run left are swept"


@pytest.mark.parametrize("attempt", range(3))
def test_two_runs_at_once_lose_nothing_and_double_nothing(
    warehouse: Warehouse,
    tiny_source: RunningSource,
    undisturbed: dict[str, Any],
    processes: ForkServerContext,
    attempt: int,  # noqa: ARG001 - a race is tried more than once
) -> None:
    connection = connection_to(tiny_source)
    warehouse.register(connection)
    settings = resized(warehouse.settings)
    runs = [processes.Process(target=read_and_refresh, args=(settings, connection)) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]

    warehouse.refresh()
    assert warehouse.content("core", "mart", "quarantine") == undisturbed
    inserted = warehouse.query("SELECT sum(inserted) AS n FROM audit.batch WHERE feed = 'dossiers'")[0].n
    assert inserted == 140


def test_staged_rows_lost_before_publish_are_staged_again(warehouse: Warehouse) -> None:
    def lose(step: Step, what: str) -> None:
        if step == "batch judged" and what.startswith("dossiers") and not lost:
            lost.append(what)
            warehouse.execute("TRUNCATE staging.dossier, staging.mark")

    lost: list[str] = []
    warehouse.read_script(script_of([dossier("A-1"), dossier("A-2", TrangThaiHoSo="0")]), observe=lose)
    assert len(lost) == 1
    batch = warehouse.query("SELECT inserted, quarantined FROM audit.batch WHERE feed = 'dossiers'")[0]
    assert tuple(batch) == (1, 1)


@pytest.mark.parametrize("lost_after", ["batch staged", "batch inspected"])
def test_staged_rows_lost_before_the_gate_are_staged_again_and_judged(warehouse: Warehouse, lost_after: Step) -> None:
    """The gate never judges rows that are not there: nothing of them would be wrong."""

    def lose(step: Step, what: str) -> None:
        if step == lost_after and what.startswith("dossiers") and not lost:
            lost.append(what)
            warehouse.execute("TRUNCATE staging.dossier, staging.mark")

    lost: list[str] = []
    warehouse.execute("UPDATE audit.gate_limit SET min_records = 1 WHERE check_code = 'quarantined_share'")
    warehouse.read_script(script_of([dossier("A-1"), dossier("A-2", TrangThaiHoSo="0")]), observe=lose)
    assert len(lost) == 1
    batch = warehouse.query("SELECT status, held_reason FROM audit.batch WHERE feed = 'dossiers'")[0]
    assert batch.status == "held"
    assert batch.held_reason.startswith("1 trong 2 bản ghi mới (50,0%) không dùng được")


def test_a_batch_that_a_zombie_finds_published_is_not_published_again(warehouse: Warehouse) -> None:
    """The observer stands for another run that overtakes this one between staging and publishing."""
    with scripted_source(script_of([dossier("A-1")])) as connection:
        warehouse.register(connection)

        def overtake(step: Step, what: str) -> None:
            if step == "batch staged" and what.startswith("dossiers") and not overtaken:
                overtaken.append(what)
                warehouse.read(connection)

        overtaken: list[str] = []
        warehouse.read(connection, overtake)
    batches = warehouse.query("SELECT inserted, unchanged FROM audit.batch WHERE feed = 'dossiers' ORDER BY batch_id")
    assert tuple(batches[0]) == (1, 0)
    assert sum(batch.inserted for batch in batches) == 1


def resized(settings: Settings) -> Settings:
    """Return the settings with the sizes of this module."""
    return replace(settings, **SIZES)
