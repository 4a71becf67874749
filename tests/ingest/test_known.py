"""Records that are known as they came leave before they are staged, and everything comes out as if they had not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from onestop.contract.feeds import DOSSIERS, FEEDS
from onestop.ingest import kept_rows
from onestop.ingest.client import SourceClient
from onestop.ingest.decision import Decision, decide
from onestop.ingest.fetch import fetch, register
from onestop.ingest.kept_rows import KeptRows
from onestop.ingest.reading import log_step
from onestop.ingest.settle import settle
from onestop.ingest.steps import Context, Observer, Step
from simulator.defects import Defects
from simulator.faults import ChangeWhilePaged, IgnoreSince, NoObject, RemoveField, RetypeField, ShiftClock, ShufflePage
from simulator.localtime import VIETNAM
from simulator.testing import RunningSource, running_source
from simulator.world import Scale, build_world
from tests.support.connections import connection_to
from tests.support.scripted import Record, dossier, dossiers, script_of, scripted_source
from tests.support.warehouse import Warehouse

START = dt.datetime(2026, 6, 3, 18, tzinfo=VIETNAM)
LEDGER = (
    "SELECT feed, status, received, inserted, updated, unchanged, stale, quarantined, repaired, flagged, repeats, "
    "held_reason FROM audit.batch ORDER BY batch_id"
)
OF_DOSSIERS = LEDGER.replace("ORDER", "WHERE feed = 'dossiers' ORDER")
CHANNEL_2 = {"CapNhatLuc": "2026-03-02T09:00:00+07:00", "KenhThucHien": "2"}


class Staged:
    """Notes how many rows were staged of each batch of a feed."""

    def __init__(self, warehouse: Warehouse, feed: str = "dossiers") -> None:
        self._warehouse = warehouse
        self._feed = feed
        self.rows: list[int] = []

    def __call__(self, step: Step, what: str) -> None:
        if step == "batch staged" and what.startswith(self._feed):
            counted = self._warehouse.query(
                "SELECT count(*) AS n FROM staging.record WHERE batch_id = %(batch_id)s",
                {"batch_id": int(what.rpartition(" ")[2])},
            )
            self.rows.append(counted[0].n)


def ledger(warehouse: Warehouse, statement: str = OF_DOSSIERS) -> list[tuple[Any, ...]]:
    """Return what the ledger says of each batch."""
    return [tuple(row) for row in warehouse.query(statement)]


def counts(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    """Return received, inserted, updated, unchanged, stale and quarantined of each batch of dossiers."""
    return [row[2:8] for row in ledger(warehouse)]


def read(warehouse: Warehouse, *pages: list[Record], as_of: str = "2026-10-01T06:00:00+07:00") -> list[int]:
    """Read pages of dossiers; return how many rows were staged of each batch of them."""
    staged = Staged(warehouse)
    with scripted_source(script_of(*pages, as_of=as_of)) as connection:
        warehouse.register(connection)
        warehouse.read(connection, staged, FEEDS[:3])
    return staged.rows


def both(one: Observer, other: Observer) -> Observer:
    """Return an observer that tells two."""

    def observe(step: Step, what: str) -> None:
        one(step, what)
        other(step, what)

    return observe


def test_a_window_that_is_read_again_stages_no_row(warehouse: Warehouse) -> None:
    warehouse.execute("DELETE FROM audit.clock")
    with running_source(build_world(Scale(dossiers=300, communes=2, as_of=START))) as running:
        # Nothing happens any more in this world.
        running.set_clock(START + dt.timedelta(days=200))
        connection = connection_to(running)
        warehouse.register(connection)
        warehouse.read(connection)
        first = warehouse.query("SELECT max(batch_id) AS batch_id FROM audit.batch")[0].batch_id
        before = warehouse.content("core", "quarantine")
        running.set_clock(START + dt.timedelta(days=230))
        observers = [Staged(warehouse, feed.name) for feed in FEEDS[2:]]

        def observe(step: Step, what: str) -> None:
            for observer in observers:
                observer(step, what)

        warehouse.read(connection, observe)
    again = warehouse.query(
        "SELECT feed, sum(received) AS received, sum(unchanged) AS unchanged FROM audit.batch "
        "WHERE batch_id > %(first)s AND feed NOT IN ('units', 'procedures') GROUP BY feed",
        {"first": first},
    )
    assert [row for row in again if row.received != row.unchanged] == []
    assert len(again) == len(observers)
    assert {row.feed: row.received for row in again}["dossiers"] > 100
    # Rules have something to say of some; those are judged each time.
    flagged = warehouse.query("SELECT feed, count(DISTINCT record_key) AS n FROM core.flag GROUP BY feed")
    assert [tuple(row) for row in flagged] == [("dossiers", 7)]
    assert [sorted(observer.rows)[-1] for observer in observers] == [7, 0, 0, 0, 0, 0]
    assert warehouse.content("core", "quarantine") == before


def test_what_is_known_is_counted_and_not_staged(warehouse: Warehouse) -> None:
    assert read(warehouse, dossiers(30)) == [30]
    changed = dossier("A-3", **CHANNEL_2)
    records = [changed if record["MaHoSo"] == "A-3" else record for record in dossiers(30)]
    assert read(warehouse, [*records, dossier("B-1")]) == [2]
    assert counts(warehouse) == [(30, 30, 0, 0, 0, 0), (31, 1, 1, 29, 0, 0)]


def test_all_of_a_page_may_be_known(warehouse: Warehouse) -> None:
    pages = [dossiers(20), [dossier("B-1"), dossier("B-2")]]
    read(warehouse, *pages)
    assert read(warehouse, pages[0], [dossier("B-1"), dossier("B-2", **CHANNEL_2)]) == [1]
    assert counts(warehouse)[-1] == (22, 0, 1, 21, 0, 0)
    assert warehouse.query("SELECT channel FROM core.dossier WHERE dossier_code = 'B-2'")[0].channel == 2
    manifest = (
        "SELECT page_no, records, field_counts ->> 'MaHoSo' FROM audit.page INNER JOIN audit.batch USING (batch_id)"
    )
    pages_of_last = warehouse.query(f"{manifest} WHERE batch_id = (SELECT max(batch_id) FROM audit.batch) ORDER BY 1")
    assert [tuple(page) for page in pages_of_last] == [(1, 20, "20"), (2, 2, "2")]


def test_what_is_read_back_may_be_known_too(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    read(warehouse, dossiers(30))
    monkeypatch.setattr(kept_rows, "MOST_BYTES", 0)
    assert read(warehouse, [*dossiers(30), dossier("B-1")]) == [1]
    assert counts(warehouse)[-1] == (31, 1, 0, 30, 0, 0)


def test_what_broke_a_rule_is_judged_again(warehouse: Warehouse) -> None:
    records = [*dossiers(3), dossier("B-1", NgayHenTra=""), dossier("C-1", TrangThaiHoSo="0")]
    read(warehouse, records)
    assert read(warehouse, [*records, dossier("D-1")]) == [3]
    assert [row[2:10] for row in ledger(warehouse)] == [(5, 4, 0, 0, 0, 1, 0, 1), (6, 1, 0, 4, 0, 1, 0, 1)]


def test_what_reading_notices_is_staged_though_no_rule_told_of_it_before(warehouse: Warehouse) -> None:
    odd = [dossier("A-1", NgayHenTra="20/03/2026"), dossier("A-2", NgayHenTra="mai"), dossier("A-3")]
    read(warehouse, odd)
    warehouse.execute("DELETE FROM core.flag")
    assert read(warehouse, [*odd, dossier("B-1")]) == [3]
    assert counts(warehouse)[-1] == (4, 1, 0, 3, 0, 0)


def test_what_the_units_of_today_say_otherwise_is_judged_again(warehouse: Warehouse) -> None:
    """The second reading brings the unit under another name; that says nothing of a dossier, but it might have."""
    script = script_of(dossiers(3))
    warehouse.read_script(script)
    later = "2026-10-01T06:15:00+07:00"
    script = script_of([*dossiers(3), dossier("B-1")], as_of=later)
    script.feeds["units"][0][1].update(TenDonVi="Phường Thuận Hóa mới", CapNhatLuc="2026-03-02T09:00:00+07:00")
    staged = Staged(warehouse)
    with scripted_source(script) as connection:
        warehouse.register(connection)
        warehouse.read(connection, staged, FEEDS[:3])
    assert staged.rows == [4]
    assert counts(warehouse)[-1] == (4, 1, 0, 3, 0, 0)


def test_a_feed_that_is_read_from_its_beginning_is_staged_whole(warehouse: Warehouse) -> None:
    read(warehouse, dossiers(3))
    warehouse.execute("UPDATE audit.position SET updated_since = NULL, high_water = NULL, generation = generation + 1")
    assert read(warehouse, dossiers(3)) == [3]


def test_two_versions_in_a_batch_are_decided_between(warehouse: Warehouse) -> None:
    read(warehouse, dossiers(2))
    assert read(warehouse, dossiers(2), [dossier("A-1", **CHANNEL_2)]) == [2]
    assert counts(warehouse)[-1] == (3, 0, 1, 1, 1, 0)


def test_what_is_published_meanwhile_lets_all_be_staged_again(warehouse: Warehouse) -> None:
    """The observer stands for another run that publishes between the look at a record and its publication."""
    read(warehouse, dossiers(3))

    def overtake(step: Step, what: str) -> None:
        if step == "batch judged" and what.startswith("dossiers") and not overtaken:
            overtaken.append(what)
            context = Context(warehouse.engine, warehouse.settings, log_step)
            with (
                scripted_source(script_of([dossier("A-0", **CHANNEL_2)])) as other,
                SourceClient(other, warehouse.settings) as client,
            ):
                registered = register(context, fetch(context, client, "scripted", DOSSIERS))
            settle(context, registered.batch_id, DOSSIERS)

    overtaken: list[str] = []
    staged = Staged(warehouse)
    with scripted_source(script_of([*dossiers(3), dossier("B-1")])) as connection:
        warehouse.register(connection)
        warehouse.read(connection, both(staged, overtake), FEEDS[:3])
    assert len(overtaken) == 1
    assert staged.rows == [1, 4]
    assert counts(warehouse)[1:] == [(4, 1, 0, 2, 1, 0), (1, 0, 1, 0, 0, 0)], "A-0 of the first is stale by now"


def test_another_run_that_goes_on_with_a_batch_stages_all_of_it(warehouse: Warehouse) -> None:
    read(warehouse, dossiers(3))

    def stop(step: Step, what: str) -> None:
        if step == "batch judged" and what.startswith("dossiers"):
            raise KeyboardInterrupt

    staged = Staged(warehouse)
    with scripted_source(script_of([*dossiers(3), dossier("B-1")])) as connection:
        warehouse.register(connection)
        with pytest.raises(KeyboardInterrupt):
            warehouse.read(connection, both(staged, stop), FEEDS[:3])
        assert ledger(warehouse)[-1][1:6] == ("passed", 4, None, None, 3)
        warehouse.read(connection, staged, FEEDS[:3])
    assert staged.rows == [1, 4]
    assert counts(warehouse)[-1] == (4, 1, 0, 3, 0, 0)


def test_what_is_held_is_staged_whole_and_left_out_whole(warehouse: Warehouse) -> None:
    read(warehouse, dossiers(30))
    bad = [dossier(f"B-{which}", TrangThaiHoSo="0") for which in range(10)]
    assert read(warehouse, [*dossiers(30), *bad]) == [10]
    assert ledger(warehouse)[-1][1:8] == ("held", 40, None, None, None, None, None)
    assert warehouse.query("SELECT count(*) AS n FROM audit.held_record")[0].n == 40
    # All of it was in the held batch, so it is stale; B-99 is good, and new.
    assert read(warehouse, [*dossiers(30), *bad, dossier("B-99")]) == [41]
    assert counts(warehouse)[-1] == (41, 1, 0, 0, 40, 0)
    (held,) = warehouse.query("SELECT batch_id FROM audit.batch WHERE status = 'held'")
    context = Context(warehouse.engine, warehouse.settings, log_step)
    decide(context, Decision(held.batch_id, "release", "Đã kiểm tra.", "Chánh Văn phòng"))
    assert counts(warehouse)[-2] == (40, 0, 0, 30, 0, 10)


def test_the_gate_counts_what_is_known(warehouse: Warehouse) -> None:
    """Ten bad ones among forty are too many, nine are not: the thirty that are not staged count."""
    read(warehouse, dossiers(36))
    bad = [dossier(f"B-{which}", TrangThaiHoSo="0") for which in range(10)]
    assert read(warehouse, [*dossiers(36), *bad[:9]]) == [9]
    assert ledger(warehouse)[-1][1] == "published"
    read(warehouse, [*dossiers(31), *bad])
    assert ledger(warehouse)[-1][1] == "held"
    assert ledger(warehouse)[-1][-1].startswith("10 trong 41 bản ghi mới (24,4%) không dùng được")


def nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every record be staged, as if nothing were known."""
    monkeypatch.setattr(KeptRows, "may_be_known", property(lambda _: False, lambda _, __: None), raising=False)


FAULTS: tuple[Callable[..., Any], ...] = (
    ChangeWhilePaged,
    ShufflePage,
    lambda feed: ShiftClock(3600, feed=feed),
    lambda feed: ShiftClock(-3600, feed=feed),
    lambda feed: NoObject(places=(1,), feed=feed),
    lambda feed: RemoveField("CapNhatLuc", places=(2,), feed=feed),
    lambda feed: RetypeField("TrangThaiHoSo", places=(1, 2, 3), feed=feed),
)
DIRTY = Defects(
    duplicate_row=0.05,
    unknown_status=0.03,
    missing_due_date=0.05,
    typed_scalars=0.05,
    silent_edit=0.2,
    gso_unit_code=0.05,
)


def read_often(warehouse: Warehouse, running: RunningSource, seed: int) -> dict[str, Any]:
    """Read a source again and again while the days go by and things go wrong; return what is known then."""
    chance = Random(seed)
    warehouse.execute("DELETE FROM audit.clock")
    connection = connection_to(running)
    warehouse.register(connection)
    for day in (0, 1, 8, 9, 31, 31):
        running.set_clock(START + dt.timedelta(days=day))
        if day:
            running.fault(*(chance.choice(FAULTS)(feed=feed) for feed in ("dossiers", "events", "payments")))
        if chance.random() < 0.5:
            running.fault(IgnoreSince(times=None))
        warehouse.read(connection, page_limit=chance.choice((20, 1000)), batch_records=chance.choice((60, 50_000)))
        running.clear_faults()
    return {"ledger": ledger(warehouse, LEDGER), **warehouse.content("core", "quarantine")}


@pytest.mark.parametrize("seed", range(4))
def test_everything_comes_out_as_if_all_were_staged(
    warehouse: Warehouse, another_warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    world = build_world(Scale(dossiers=150, communes=2, as_of=START, seed=seed, defects=DIRTY))
    with running_source(world) as running:
        found = read_often(warehouse, running, seed)
    nobody_knows(monkeypatch)
    with running_source(world) as running:
        wanted = read_often(another_warehouse, running, seed)
    assert found == wanted
    assert sum(row[5] or 0 for row in found["ledger"]) > 100
