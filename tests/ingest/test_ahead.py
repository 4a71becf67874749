"""The pages of the next batch are fetched while one is settled: one request at a time, and one batch ahead at most."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from onestop.contract.feeds import FEEDS
from onestop.ingest.client import SourceError
from onestop.ingest.steps import Step
from tests.support.scripted import Answer, Record, Script, dossier, script_of, scripted_source
from tests.support.warehouse import Warehouse

LEDGER = "SELECT status, received, inserted FROM audit.batch WHERE feed = 'dossiers' ORDER BY batch_id"
POSITION = "SELECT generation, cursor FROM audit.position WHERE feed = 'dossiers'"
SECONDS = 200


def pages(number: int) -> list[list[Record]]:
    """Return pages of one dossier each."""
    return [[dossier(f"A-{which}")] for which in range(number)]


def read(warehouse: Warehouse, script: Script, observe: Any, batch_records: int = 1) -> None:
    """Read units, procedures and dossiers, of these a page a batch."""
    with scripted_source(script) as connection:
        warehouse.register(connection)
        warehouse.read(connection, observe, FEEDS[:3], batch_records=batch_records)


def requests_of(script: Script) -> list[str | None]:
    """Return the cursors with which dossiers were asked for."""
    return [cursor for feed, cursor in script.requests if feed == "dossiers"]


class Fetches:
    """Notes the pages of dossiers that landed, and lets somebody wait for one."""

    def __init__(self) -> None:
        self.landed = 0
        self._changed = threading.Condition()

    def __call__(self, step: Step, what: str) -> None:
        if step == "pages in place" and what.startswith("dossiers"):
            with self._changed:
                self.landed += 1
                self._changed.notify_all()

    def wait_for(self, number: int) -> bool:
        """Tell whether so many batches were fetched in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self.landed >= number, SECONDS)


def test_the_next_batch_is_fetched_while_one_is_settled_and_no_further(warehouse: Warehouse) -> None:
    script, fetches, seen = script_of(*pages(4)), Fetches(), []

    def observe(step: Step, what: str) -> None:
        fetches(step, what)
        if step == "rows copied" and what.startswith("dossiers"):
            seen.append((fetches.wait_for(min(4, len(seen) + 2)), fetches.landed))

    read(warehouse, script, observe)
    assert seen == [(True, 2), (True, 3), (True, 4), (True, 4)]
    assert requests_of(script) == [None, "1", "2", "3"]
    assert [tuple(row) for row in warehouse.query(LEDGER)] == [("published", 1, 1)] * 4


def test_an_error_of_the_next_batch_comes_out_once_this_one_is_published(warehouse: Warehouse) -> None:
    script, fetches = script_of(*pages(2)), Fetches()

    def observe(step: Step, what: str) -> None:
        fetches(step, what)
        if step == "page landed" and what.startswith("dossiers"):
            script.answers = [Answer(401, b"")]

    with pytest.raises(SourceError, match=r"/v1/dossiers answered 401"):
        read(warehouse, script, observe)
    assert [tuple(row) for row in warehouse.query(LEDGER)] == [("published", 1, 1)]
    assert tuple(warehouse.query(POSITION)[0]) == (1, "1")


def test_what_was_fetched_ahead_is_thrown_away_if_somebody_else_moved_the_position(warehouse: Warehouse) -> None:
    """The observer stands for another run that reads to the end while this one settles its first batch."""
    script, fetches, moved = script_of(*pages(3)), Fetches(), []

    def observe(step: Step, what: str) -> None:
        fetches(step, what)
        if step == "batch staged" and what.startswith("dossiers") and not moved:
            assert fetches.wait_for(2)
            moved.append(what)
            read(warehouse, script, lambda *_: None, batch_records=2)

    read(warehouse, script, observe)
    ledger = [tuple(row) for row in warehouse.query(LEDGER)]
    assert sum(row[2] for row in ledger) == 3
    assert {row[0] for row in ledger} == {"published"}
    assert warehouse.query("SELECT count(*) AS n FROM core.dossier")[0].n == 3


def test_an_error_of_a_batch_stops_the_fetch_of_the_next_one(warehouse: Warehouse) -> None:
    script, fetches = script_of(*pages(6)), Fetches()

    def observe(step: Step, what: str) -> None:
        fetches(step, what)
        if step == "batch staged" and what.startswith("dossiers"):
            assert fetches.wait_for(2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(warehouse, script, observe)
    assert requests_of(script) == [None, "1"]
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith(("fetch", "ask"))] == []
    read(warehouse, script, lambda *_: None)
    assert warehouse.query("SELECT count(*) AS n FROM core.dossier")[0].n == 6


def test_one_request_at_a_time(warehouse: Warehouse) -> None:
    """Each answer waits until all pages before are landed: time enough to ask for more than one."""
    landed = threading.Semaphore(0)
    asked: list[int] = []

    class Slow(Script):
        def answer(self, feed: str, cursor: str | None) -> Answer:
            answer = super().answer(feed, cursor)
            if feed == "dossiers" and cursor is not None:
                assert landed.acquire(timeout=SECONDS)
                asked.append(len(requests_of(self)))
            return answer

    def observe(step: Step, what: str) -> None:
        if step == "page landed" and what.startswith("dossiers"):
            landed.release()

    script = Slow(script_of(*pages(9)).feeds)
    read(warehouse, script, observe, batch_records=3)
    assert asked == list(range(2, 10))
    assert requests_of(script) == [None, *(str(number) for number in range(1, 9))]


def test_the_next_page_is_asked_for_while_one_is_read(warehouse: Warehouse) -> None:
    script = script_of(*pages(3))
    asked = []

    def observe(step: Step, what: str) -> None:
        if step == "page landed" and what.startswith("dossiers"):
            wanted, until = min(3, len(asked) + 2), time.monotonic() + SECONDS
            while len(requests_of(script)) < wanted and time.monotonic() < until:
                pass
            asked.append(len(requests_of(script)))

    read(warehouse, script, observe, batch_records=50)
    assert asked == [2, 3, 3]


def test_the_next_feed_is_fetched_while_one_is_settled_and_no_further(warehouse: Warehouse) -> None:
    placed, changed, seen = [], threading.Condition(), []

    def observe(step: Step, what: str) -> None:
        with changed:
            if step == "pages in place":
                placed.append(what)
                changed.notify_all()
            if step == "rows copied":
                changed.wait_for(lambda: len(placed) > len(seen) + 1, SECONDS if len(seen) < 2 else 0)
                seen.append(list(placed))

    read(warehouse, script_of(*pages(1)), observe)
    names = [feed.name for feed in FEEDS[:3]]
    assert seen == [names[:2], names, names]


def test_an_error_of_the_next_feed_comes_out_once_this_one_is_published(warehouse: Warehouse) -> None:
    class Closed(Script):
        def answer(self, feed: str, cursor: str | None) -> Answer:
            return Answer(401, b"") if feed == "dossiers" else super().answer(feed, cursor)

    with pytest.raises(SourceError, match=r"/v1/dossiers answered 401"):
        read(warehouse, Closed(script_of(*pages(1)).feeds), lambda *_: None)
    published = warehouse.query("SELECT feed FROM audit.batch WHERE status = 'published' ORDER BY batch_id")
    assert [row.feed for row in published] == ["units", "procedures"]
