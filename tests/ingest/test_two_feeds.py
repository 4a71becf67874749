"""Two feeds that meet in one dossier, published at the same moment in either order, give the same facts and figures."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from onestop.contract.feed import Feed
from onestop.contract.feeds import DOSSIERS, EVENTS, PROCEDURES, UNITS
from onestop.ingest.client import SourceClient
from onestop.ingest.fetch import fetch, register
from onestop.ingest.gate import judge
from onestop.ingest.publish import publish
from onestop.ingest.reading import log_step
from onestop.ingest.stage import stage
from onestop.ingest.steps import Context, Observer
from tests.support.locks import wait_for_a_waiting_lock
from tests.support.scripted import Script, catalogue, dossier, scripted_source
from tests.support.warehouse import Warehouse

DOSSIER = "H57.31.01-260302-0001"
# The end is told by the event alone, so neither feed can be counted without the other.
ENDED = dossier(DOSSIER, TrangThaiHoSo="9", CapNhatLuc="2026-03-04T09:01:00+07:00")
END = {
    "MaHoSo": DOSSIER,
    "ThoiDiemXuLy": "20260304090000",
    "TrangThai": "9",
    "CapNhatLuc": "2026-03-04T09:01:00+07:00",
}


def ready(warehouse: Warehouse, client: SourceClient, feed: Feed) -> int:
    """Bring the feed's batch to where only publishing is left; return its id."""
    context = Context(warehouse.engine, warehouse.settings, log_step)
    register(context, fetch(context, client, "scripted", feed))
    batch_id: int = warehouse.query("SELECT max(batch_id) AS batch_id FROM audit.batch")[0].batch_id
    stage(context, batch_id, feed)
    judge(context, batch_id, feed)
    return batch_id


def publish_together(warehouse: Warehouse, first: tuple[int, Feed], second: tuple[int, Feed]) -> None:
    """Publish two batches in two threads: the second begins while the first has its facts merged, not committed."""
    merged, begun = threading.Event(), threading.Event()

    def hold(step: str, _: str) -> None:
        if step == "facts merged":
            merged.set()
            assert begun.wait(10)

    def publisher(batch: tuple[int, Feed], observe: Observer) -> threading.Thread:
        context = Context(warehouse.engine, warehouse.settings, observe)
        thread = threading.Thread(target=publish, args=(context, *batch))
        thread.start()
        return thread

    one = publisher(first, hold)
    assert merged.wait(10)
    other = publisher(second, log_step)
    wait_for_a_waiting_lock(warehouse)
    begun.set()
    for thread in (one, other):
        thread.join(30)
        assert not thread.is_alive()


def content(warehouse: Warehouse) -> dict[str, Any]:
    """Return facts and figures."""
    warehouse.refresh()
    return warehouse.content("core", "mart", "quarantine")


@pytest.mark.timeout(60)
def test_either_order_gives_the_same_content(warehouse: Warehouse, another_warehouse: Warehouse) -> None:
    for place, order in ((warehouse, (DOSSIERS, EVENTS)), (another_warehouse, (EVENTS, DOSSIERS))):
        with (
            scripted_source(Script({**catalogue(), "dossiers": [[ENDED]], "events": [[END]]})) as connection,
            SourceClient(connection, place.settings) as client,
        ):
            place.register(connection)
            for feed in (UNITS, PROCEDURES):
                context = Context(place.engine, place.settings, log_step)
                publish(context, ready(place, client, feed), feed)
            first, second = ((ready(place, client, feed), feed) for feed in order)
            publish_together(place, first, second)
    assert content(warehouse) == content(another_warehouse)
    resolved = warehouse.query(
        "SELECT day, resolved_early AS n FROM mart.measure_day WHERE resolved_early <> 0 AND basis = 'receiving'"
    )
    assert [(row.day.isoformat(), row.n) for row in resolved] == [("2026-03-04", 1)]
