"""Two sources at once: neither waits for more than the numbering of the other, and common requests are found."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.contract.feed import Feed
from onestop.contract.feeds import DOSSIERS, FEEDS, INTERLINKED, PROCEDURES, UNITS
from onestop.ingest.client import SourceClient
from onestop.ingest.fetch import fetch, register
from onestop.ingest.gate import judge
from onestop.ingest.publish import publish
from onestop.ingest.reading import log_step
from onestop.ingest.stage import stage
from onestop.ingest.steps import Context, Step
from simulator.testing import running_source
from simulator.world import Scale, build_world
from tests.conftest import copy_warehouse
from tests.support.connections import connection_to
from tests.support.locks import wait_for_a_waiting_lock
from tests.support.scripted import Record, Script, catalogue, dossier, scripted_source
from tests.support.warehouse import Warehouse

HUE, OTHER = "hue", "quang-dien"
BEFORE_THE_LOCK: tuple[Step, ...] = ("own facts written",)
UNDER_THE_LOCK: tuple[Step, ...] = ("change numbered", "facts merged", "ledger written")

CODE = "H57.31.01-260302-0001"
OTHER_CODE = "H57.31.01-260302-0002"
NEW = dossier(CODE)
NAMED = dossier(OTHER_CODE)
NAMES = dossier(OTHER_CODE, MaHoSoKhac=CODE)
LATER = "2026-03-03T09:00:00+07:00"

# What each source tells first, and what both tell at the same moment. In the end all of it is one case of two dossiers.
TWINS: dict[str, tuple[list[Record], list[Record], Record, Record]] = {
    "one code, new in both": ([], [], NEW, NEW),
    "a new one names a new one": ([], [], NEW, NAMES),
    "a new one is named by a new one": ([], [], dossier(CODE, MaHoSoKhac=OTHER_CODE), NAMED),
    "a known one is changed while a new one names it": (
        [NEW],
        [],
        {**NEW, "KenhThucHien": "2", "CapNhatLuc": LATER},
        NAMES,
    ),
    "a known one begins to name a known one that changes": (
        [NEW],
        [NAMED],
        {**NEW, "MaHoSoKhac": OTHER_CODE, "CapNhatLuc": LATER},
        {**NAMED, "KenhThucHien": "2", "CapNhatLuc": LATER},
    ),
    "both begin to name each other": (
        [NEW],
        [NAMED],
        {**NEW, "MaHoSoKhac": OTHER_CODE, "CapNhatLuc": LATER},
        {**NAMED, "MaHoSoKhac": CODE, "CapNhatLuc": LATER},
    ),
    "one code, changed in both": (
        [NEW],
        [dossier(CODE, MaTTHC="2.000815", NgayTiepNhan="20260303080000")],
        {**NEW, "KenhThucHien": "2", "CapNhatLuc": LATER},
        dossier(CODE, MaTTHC="2.000815", CapNhatLuc=LATER),
    ),
}


@dataclass
class Teller:
    """A source whose records a test changes, with a connection to it."""

    script: Script
    warehouse: Warehouse
    client: SourceClient
    steps: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.script.source_system

    def tell(self, feed: Feed, *records: Record) -> None:
        """Let it have these records of a feed."""
        self.script.feeds[feed.name] = [list(records)]

    def ready(self, feed: Feed) -> int:
        """Bring the feed's next batch to where only publishing is left; return its id."""
        context = Context(self.warehouse.engine, self.warehouse.settings, log_step)
        register(context, fetch(context, self.client, self.name, feed))
        newest = "SELECT max(batch_id) AS batch_id FROM audit.batch WHERE source_id = %(source_id)s"
        batch_id: int = self.warehouse.query(newest, {"source_id": self.name})[0].batch_id
        stage(context, batch_id, feed)
        judge(context, batch_id, feed)
        return batch_id

    def publish(self, feed: Feed, hold: Callable[[Step], None] = lambda _: None) -> None:
        """Publish the feed's next batch."""
        self.begin(feed, self.ready(feed), hold).join()

    def begin(self, feed: Feed, batch_id: int, hold: Callable[[Step], None] = lambda _: None) -> threading.Thread:
        """Begin to publish a batch in a thread of its own."""

        def observe(step: Step, _: str) -> None:
            self.steps.append(step)
            hold(step)

        context = Context(self.warehouse.engine, self.warehouse.settings, observe)
        thread = threading.Thread(target=publish, args=(context, batch_id, feed))
        thread.start()
        return thread


@contextlib.contextmanager
def tellers(warehouse: Warehouse) -> Iterator[tuple[Teller, Teller]]:
    """Two sources with the same units and procedures."""
    with contextlib.ExitStack() as stack:
        scripts = [Script(catalogue(), source_system=name) for name in (HUE, OTHER)]
        connections = [stack.enter_context(scripted_source(script, script.source_system)) for script in scripts]
        warehouse.register(*connections)
        clients = [stack.enter_context(SourceClient(each, warehouse.settings)) for each in connections]
        one, other = (Teller(script, warehouse, client) for script, client in zip(scripts, clients, strict=True))
        yield one, other


@pytest.fixture(scope="module")
def begun(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse in which the units and procedures of both sources are published, to copy."""
    module_warehouse.keep_periods("month")
    with tellers(module_warehouse) as both:
        for teller, feed in itertools.product(both, (UNITS, PROCEDURES)):
            teller.publish(feed)
    return module_warehouse


@pytest.fixture
def known(copied: Callable[[Warehouse], Warehouse], begun: Warehouse) -> Warehouse:
    """A copy of it."""
    return copied(begun)


def publish_together(first: tuple[Teller, Feed], second: tuple[Teller, Feed], held_at: Step) -> list[str]:
    """Publish a batch of each; the second begins while the first is held at a step, and goes as far as it can.

    Returns:
        The steps that the second took before the first went on.
    """
    (one, first_feed), (other, second_feed) = first, second
    one_batch, other_batch = one.ready(first_feed), other.ready(second_feed)
    other.steps.clear()
    reached, let_go = threading.Event(), threading.Event()

    def hold(step: Step) -> None:
        if step == held_at:
            reached.set()
            assert let_go.wait(30)

    one_thread = one.begin(first_feed, one_batch, hold)
    assert reached.wait(30)
    other_thread = other.begin(second_feed, other_batch)
    if held_at in UNDER_THE_LOCK:
        wait_for_a_waiting_lock(one.warehouse)
    else:
        other_thread.join(30)
    meanwhile = list(other.steps)
    let_go.set()
    for thread in (one_thread, other_thread):
        thread.join(30)
        assert not thread.is_alive()
    return meanwhile


def content(warehouse: Warehouse) -> dict[str, Any]:
    """Return facts and figures."""
    warehouse.refresh()
    return warehouse.content("core", "mart", "quarantine")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("held_at", [*BEFORE_THE_LOCK, *UNDER_THE_LOCK[:2]])
@pytest.mark.parametrize("is_swapped", [False, True], ids=["one first", "other first"])
@pytest.mark.parametrize("twins", TWINS.values(), ids=list(TWINS))
def test_twins_that_are_published_at_once_are_one_case(
    known: Warehouse, twins: tuple[list[Record], list[Record], Record, Record], held_at: Step, is_swapped: bool
) -> None:
    *before, one_record, other_record = twins
    with tellers(known) as (one, other):
        for teller, records in zip((one, other), before, strict=True):
            if records:
                teller.tell(DOSSIERS, *records)
                teller.publish(DOSSIERS)
        one.tell(DOSSIERS, one_record)
        other.tell(DOSSIERS, other_record)
        publish_together(
            *((teller, DOSSIERS) for teller in ((other, one) if is_swapped else (one, other))), held_at=held_at
        )
    members = known.query("SELECT source_id, case_id FROM core.dossier ORDER BY source_id")
    assert [row.source_id for row in members] == [HUE, OTHER]
    assert len({row.case_id for row in members}) == 1
    cases = known.query('SELECT case_id, source_id FROM core."case"')
    assert [(row.case_id, row.source_id) for row in cases] == [(members[0].case_id, HUE)]
    known.refresh()
    assert known.query("SELECT count(*) AS n FROM core.case_fact")[0].n == 1, "two dossiers of one request count once"


@pytest.mark.parametrize("held_at", UNDER_THE_LOCK)
def test_a_source_does_all_but_its_last_part_while_another_one_has_the_lock(known: Warehouse, held_at: Step) -> None:
    with tellers(known) as (one, other):
        one.tell(DOSSIERS, NEW)
        other.tell(DOSSIERS, NAMED)
        assert publish_together((one, DOSSIERS), (other, DOSSIERS), held_at) == ["own facts written"]


def test_a_source_is_published_whole_while_another_one_stands_before_the_lock(known: Warehouse) -> None:
    with tellers(known) as (one, other):
        one.tell(DOSSIERS, NEW)
        other.tell(DOSSIERS, NAMED)
        meanwhile = publish_together((one, DOSSIERS), (other, DOSSIERS), "own facts written")
        assert meanwhile[-1] == "staging cleared"
    order = "SELECT source_id FROM audit.batch WHERE feed = 'dossiers' ORDER BY publish_seq"
    assert [row.source_id for row in known.query(order)] == [OTHER, HUE], "numbers go by the order of commits"


REQUEST = {
    "MaHoSoLT": "LT-1",
    "MaHoSo": CODE,
    "Nhom": "khai_sinh",
    "MaDonVi": "H57.31.01",
    "NgayTiepNhan": "20260302080000",
    "CapNhatLuc": "2026-03-02T08:01:00+07:00",
}


@contextlib.contextmanager
def dossier_and_request(warehouse: Warehouse, *, is_swapped: bool) -> Iterator[list[tuple[Teller, Feed]]]:
    """The source of a dossier and that of an interlinked request that names it, in the order in which they publish."""
    with tellers(warehouse) as (one, other):
        one.tell(DOSSIERS, NEW)
        other.tell(INTERLINKED, REQUEST)
        pairs = [(one, DOSSIERS), (other, INTERLINKED)]
        yield pairs[::-1] if is_swapped else pairs


@pytest.fixture(scope="module")
def one_by_one(
    server: EmbeddedPostgres, begun: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> dict[bool, dict[str, Any]]:
    """What is known if one source is published after the other, by whether the request comes first."""
    found = {}
    for is_swapped in (False, True):
        for place in copy_warehouse(server, begun, tmp_path_factory.mktemp("one_by_one")):
            with dossier_and_request(place, is_swapped=is_swapped) as pairs:
                for teller, feed in pairs:
                    teller.publish(feed)
            found[is_swapped] = content(place)
    return found


@pytest.mark.timeout(60)
@pytest.mark.parametrize("held_at", [*BEFORE_THE_LOCK, *UNDER_THE_LOCK])
@pytest.mark.parametrize("is_swapped", [False, True], ids=["dossier first", "request first"])
def test_an_interlinked_request_finds_its_dossier_in_another_source(
    known: Warehouse, one_by_one: dict[bool, dict[str, Any]], held_at: Step, is_swapped: bool
) -> None:
    with dossier_and_request(known, is_swapped=is_swapped) as pairs:
        publish_together(*pairs, held_at=held_at)
    assert content(known) == one_by_one[is_swapped]
    # Whichever came first, what the other one counts by is counted again.
    moved = "SELECT count(*) AS n FROM audit.touched INNER JOIN audit.change USING (publish_seq) WHERE kind = 'batch'"
    assert known.query(moved)[0].n >= 3


@pytest.mark.timeout(120)
def test_one_world_told_by_two_sources_at_once_is_counted_once(
    warehouse: Warehouse, another_warehouse: Warehouse
) -> None:
    """Every dossier of the one has a twin in the other; small batches, so that they meet often."""
    world = build_world(Scale(dossiers=120, communes=3))
    with running_source(world, source_system=HUE) as one, running_source(world, source_system=OTHER) as other:
        connections = [connection_to(one, "one"), connection_to(other, "other")]
        warehouse.register(*connections)
        another_warehouse.register(*connections)
        threads = [
            threading.Thread(
                target=warehouse.read,
                args=(connection,),
                kwargs={"feeds": FEEDS, "page_limit": 20, "batch_records": 40},
            )
            for connection in connections
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(100)
            assert not thread.is_alive()
        for connection in connections:
            another_warehouse.read(connection)
    assert warehouse.query("SELECT count(*) AS n FROM audit.batch WHERE status <> 'published'")[0].n == 0
    assert warehouse.query("SELECT count(DISTINCT case_id) AS n FROM core.dossier")[0].n == 120
    assert content(warehouse) == content(another_warehouse)
    numbered = warehouse.query("SELECT count(*) AS n, max(publish_seq) AS last FROM audit.change")[0]
    assert numbered.n == numbered.last, "no number is left out"
