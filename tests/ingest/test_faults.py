"""Every fault that the simulated source knows: absorbed, or told with a message and made good by the next reading.

Whatever went wrong on the way, what is known in the end is what a reading knows that nothing disturbed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any, NamedTuple

import msgspec
import pytest

from onestop.config.settings import SourceConnection
from onestop.ingest.client import SourceError
from onestop.ingest.reading import read_source
from simulator.defects import Defects
from simulator.faults import (
    ChangeWhilePaged,
    Drip,
    DuplicatePage,
    ExpiredCursor,
    ExpiredToken,
    Fault,
    Html,
    IgnoreSince,
    NewerSchema,
    NoObject,
    Refuse,
    RemoveField,
    Reset,
    RetypeField,
    SameTimestamps,
    ShiftClock,
    ShufflePage,
    Truncate,
)
from simulator.testing import RunningSource, running_source
from simulator.world import Scale, World, build_world
from tests.ingest.test_client import StoppedClock
from tests.support.connections import connection_to
from tests.support.warehouse import EXCLUDED_COLUMNS, Warehouse

# Four pages of dossiers, more of events, some of payments and surveys. Four of the dossiers are for quarantine.
SIZES = {"page_limit": 12, "batch_records": 96}
PAGED = ("dossiers", "events", "payments", "surveys")
AS_OF = dt.datetime.fromisoformat("2026-10-01T06:00:00+07:00")


class Content(NamedTuple):
    """What a warehouse holds: row by row; apart from the pages on which it came; and whatever the clock said then."""

    rows: dict[str, Any]
    facts: dict[str, Any]
    timeless: dict[str, Any]


@pytest.fixture(scope="module")
def small_world() -> World:
    """Forty dossiers of two communes."""
    return build_world(Scale(dossiers=40, communes=2, seed=6, defects=Defects(unknown_status=0.04, future_update=0.04)))


@pytest.fixture(scope="module")
def undisturbed(small_world: World, module_warehouse: Warehouse) -> Content:
    """What a reading knows that nothing disturbed."""
    with running_source(small_world) as source:
        read(module_warehouse, connection_to(source))
    content = Content(
        module_warehouse.content("core", "quarantine"), facts(module_warehouse), timeless(module_warehouse)
    )
    assert [len(content.rows[table]) for table in ("core.dossier", "quarantine.record")] == [36, 4]
    check_ledger(module_warehouse)
    return content


def read(warehouse: Warehouse, connection: SourceConnection, **changed: Any) -> None:
    """Read a source to its end in small pages, without waiting between tries."""
    warehouse.register(connection)
    settings = replace(warehouse.settings, **{**SIZES, **changed})
    read_source(warehouse.engine, connection, settings, timing=StoppedClock().timing)


def fail(warehouse: Warehouse, connection: SourceConnection, **changed: Any) -> str:
    """Read a source that fails and return what it is said to have done, to whoever ran it and to whoever asks later."""
    with pytest.raises(SourceError) as raised:
        read(warehouse, connection, **changed)
    assert warehouse.query("SELECT last_error FROM audit.source")[0].last_error == str(raised.value)
    return str(raised.value)


def facts(warehouse: Warehouse, excluded: Collection[str] = EXCLUDED_COLUMNS) -> dict[str, Any]:
    """Return what is known, and which records could not be used.

    On which page a refused record came, at which place and how often (page_hash, ordinal, times_seen) is left out: a
    fault that cuts the pages in another way changes it.
    """
    refused = warehouse.query(
        "SELECT DISTINCT feed, record_key FROM quarantine.record WHERE status = 'open' ORDER BY 1, 2"
    )
    return {**warehouse.content("core", excluded=excluded), "refused": [tuple(row) for row in refused]}


def timeless(warehouse: Warehouse) -> dict[str, Any]:
    """Return the facts without read_as_of: it is what the source's clock said on the page, be it right or wrong.

    No other column may differ. CapNhatLuc (source_updated_at) stands in the record long before it is read.
    """
    return facts(warehouse, {*EXCLUDED_COLUMNS, "read_as_of"})


def ledger(warehouse: Warehouse, feed: str) -> tuple[int, ...]:
    """Return received, inserted, updated, unchanged, stale and quarantined records of a feed, each time it was read."""
    return tuple(
        warehouse.query(
            "SELECT sum(received * (1 + repeats)), sum(inserted), sum(updated), "
            "sum(unchanged + repeats * (inserted + updated + unchanged)), sum(stale * (1 + repeats)), sum(quarantined) "
            "FROM audit.batch WHERE feed = %(feed)s",
            {"feed": feed},
        )[0]
    )


def check_ledger(warehouse: Warehouse) -> None:
    """Every record that was landed is in exactly one term of the ledger, and what was inserted is known."""
    assert warehouse.query("SELECT * FROM audit.batch WHERE status <> 'published'") == []
    landed = warehouse.query(
        "SELECT feed, sum(records * (1 + repeats)) FROM audit.page INNER JOIN audit.batch USING (batch_id) GROUP BY 1"
    )
    known = dict(map(tuple, warehouse.query("SELECT feed, count(*) FROM core.known_version GROUP BY 1")))
    assert len(landed) == 8
    for feed, records in landed:
        received, inserted, *others = ledger(warehouse, feed)
        assert received == records == inserted + sum(others), feed
        assert inserted == known[feed], feed


def on_a_later_page(make: Callable[..., Fault]) -> tuple[Fault, ...]:
    """The fault in the middle of every feed that has several pages."""
    return tuple(make(feed=feed, after=1) for feed in PAGED)


def on_every_page(make: Callable[..., Fault]) -> tuple[Fault, ...]:
    """The fault on every page of every feed."""
    return (make(times=None),)


PASSING = {
    "refusals": (
        *on_a_later_page(partial(Refuse, 429)),
        *on_a_later_page(partial(Refuse, 429, 30)),
        *on_a_later_page(partial(Refuse, 429, "Thu, 01 Oct 2026 07:00:20 GMT")),
        *(Refuse(status, feed=feed) for status, feed in zip((500, 502, 503, 504), PAGED, strict=True)),
    ),
    "broken answers": (
        *on_a_later_page(Reset),
        *on_a_later_page(Truncate),
        *on_a_later_page(Html),
        *on_a_later_page(partial(Drip, pause=0.001, chunk=4096)),
    ),
    "the page before once more": on_a_later_page(DuplicatePage),
}


@pytest.mark.parametrize("faults", PASSING.values(), ids=PASSING.keys())
def test_what_passes_is_absorbed(
    warehouse: Warehouse, source: RunningSource, undisturbed: Content, faults: tuple[Fault, ...]
) -> None:
    source.fault(*faults)
    read(warehouse, connection_to(source))
    assert set(source.faults.met) == set(faults)
    assert warehouse.content("core", "quarantine") == undisturbed.rows
    check_ledger(warehouse)
    kept = warehouse.query("SELECT feed FROM audit.undecodable_page ORDER BY feed")
    assert [row.feed for row in kept] == [fault.feed for fault in faults if isinstance(fault, Html)]


IN_ANOTHER_WAY = {
    # Quarantine tells in which version a record came.
    "a newer version": (on_every_page(NewerSchema), False),
    "shuffled pages": (on_every_page(ShufflePage), False),
    "an expired cursor": (on_a_later_page(ExpiredCursor), True),
    # Each page leads further than the overlap, so each may begin a walk of its own.
    "cursors that never live": ((ExpiredCursor(feed="dossiers", times=None),), True),
}


@pytest.mark.parametrize(("faults", "repeats"), IN_ANOTHER_WAY.values(), ids=IN_ANOTHER_WAY.keys())
def test_records_that_come_in_another_way_are_the_same(
    warehouse: Warehouse, source: RunningSource, undisturbed: Content, faults: tuple[Fault, ...], repeats: bool
) -> None:
    source.fault(*faults)
    read(warehouse, connection_to(source))
    assert set(source.faults.met) == set(faults)
    assert facts(warehouse) == undisturbed.facts
    check_ledger(warehouse)
    _, _, _, unchanged, stale, _ = ledger(warehouse, "dossiers")
    assert (unchanged + stale > 0) is repeats


def test_a_feed_that_begins_at_its_beginning_is_found_unchanged(
    warehouse: Warehouse, source: RunningSource, undisturbed: Content
) -> None:
    read(warehouse, connection_to(source))
    first = {feed: ledger(warehouse, feed) for feed in PAGED}
    source.fault(*on_every_page(IgnoreSince))
    read(warehouse, connection_to(source))
    assert facts(warehouse) == undisturbed.facts
    check_ledger(warehouse)
    for feed, (received, inserted, *_, quarantined) in first.items():
        assert ledger(warehouse, feed) == (2 * received, inserted, 0, inserted, 0, 2 * quarantined)


def test_one_update_time_on_many_pages_loses_and_repeats_nothing(
    warehouse: Warehouse, another_warehouse: Warehouse, source: RunningSource
) -> None:
    # A dossier that was received more than a day after its CapNhatLuc would be refused.
    source.fault(SameTimestamps(feed="dossiers", seconds=86_400))
    source.fault(*(SameTimestamps(feed=feed, seconds=200 * 86_400) for feed in PAGED[1:]))
    read(another_warehouse, connection_to(source), page_limit=1000)
    read(warehouse, connection_to(source), page_limit=7)
    assert facts(warehouse) == facts(another_warehouse)
    check_ledger(warehouse)
    for feed, table in zip(PAGED[1:], ("core.event", "core.payment", "core.survey"), strict=True):
        received, inserted, *others = ledger(warehouse, feed)
        assert (received, others) == (inserted, [0, 0, 0, 0])
        together = warehouse.query(f"SELECT count(*) AS n FROM {table} GROUP BY source_updated_at ORDER BY n DESC")
        assert together[0].n > 14, f"{feed}: more records share an update time than two pages hold"


class Written(list[tuple[str, str]]):
    """The records that a source wrote again: feed and key."""

    def watch(self, source: RunningSource, monkeypatch: pytest.MonkeyPatch) -> None:
        write = source.source.write_again
        monkeypatch.setattr(source.source, "write_again", lambda *what: (self.append(what), write(*what)))


@pytest.mark.parametrize("batch_records", [24, 10_000], ids=["further batches", "one batch"])
def test_records_that_change_while_they_are_paged(
    warehouse: Warehouse,
    another_warehouse: Warehouse,
    source: RunningSource,
    small_world: World,
    monkeypatch: pytest.MonkeyPatch,
    batch_records: int,
) -> None:
    written = Written()
    written.watch(source, monkeypatch)
    source.fault(*(ChangeWhilePaged(feed=feed) for feed in PAGED))
    read(warehouse, connection_to(source), batch_records=batch_records)
    assert [feed for feed, _ in written] == list(PAGED)
    check_ledger(warehouse)

    with running_source(small_world) as quiet:
        # Who meets both versions in different batches knows both, as if the change came between two readings. Of two in
        # one batch the earlier one is stale, as if it had never been.
        if batch_records == 24:
            read(another_warehouse, connection_to(quiet))
        for feed, key in written:
            quiet.source.write_again(feed, key)
        read(another_warehouse, connection_to(quiet))
    assert facts(warehouse) == facts(another_warehouse)
    changed = warehouse.query("SELECT feed FROM core.known_version WHERE source_updated_at = %(at)s", {"at": AS_OF})
    assert sorted(row.feed for row in changed) == sorted(PAGED)


AGAIN = "it will be asked again at the next run (tried 5 times in "
LASTING: dict[str, list[tuple[Callable[..., Fault], str]]] = {
    "refusals": [
        (partial(Refuse, 429), f" answered 429; {AGAIN}"),
        (
            partial(Refuse, 429, 3600),
            " answered 429 with Retry-After 3600 s; it will be asked again at the next run (tried once in 0 s)",
        ),
        (partial(Refuse, 503), f" answered 503; {AGAIN}"),
        (
            ExpiredToken,
            " answered 401; the token is missing, wrong or expired: renew the password of the connection (tried once ",
        ),
    ],
    "broken answers": [
        (Reset, f" bytes (ReadError); {AGAIN}"),
        (Truncate, f" bytes (RemoteProtocolError); {AGAIN}"),
        (
            Html,
            " answered 200 with what is no page of the contract (it begins like HTML or XML, DecodeError, 117 bytes), "
            "nothing of it was used; " + AGAIN,
        ),
        (
            partial(Drip, pause=0.25, chunk=600),
            " needed more than 1 s for one page; it will be asked again at the next run (tried once in 0 s)",
        ),
    ],
    "pages that lead nowhere": [
        (DuplicatePage, f" answered with the cursor that it was asked for, so the feed would never end; {AGAIN}"),
        (
            partial(NewerSchema, "2.0"),
            " bytes), nothing of it was used; " + AGAIN,
        ),
    ],
}


@pytest.mark.parametrize("faults", LASTING.values(), ids=LASTING.keys())
def test_what_lasts_stops_the_reading_with_a_message_and_the_next_one_reads_on(
    warehouse: Warehouse,
    source: RunningSource,
    undisturbed: Content,
    faults: list[tuple[Callable[..., Fault], str]],
) -> None:
    stopped = PAGED[: len(faults)]
    for feed, (make, told) in zip(stopped, faults, strict=True):
        source.fault(make(feed=feed, after=1, times=None))
        message = fail(warehouse, connection_to(source), page_seconds=1 if "1 s" in told else 120)
        assert message.startswith(f"source hue: /v1/{feed} ")
        assert told in message
        assert ledger(warehouse, feed) == (None,) * 6
        source.clear_faults()
    read(warehouse, connection_to(source))
    assert facts(warehouse) == undisturbed.facts
    check_ledger(warehouse)
    assert warehouse.query("SELECT last_error FROM audit.source")[0].last_error is None


def test_cursors_that_never_live_stop_a_feed_that_one_page_does_not_lead_through(
    warehouse: Warehouse, source: RunningSource, undisturbed: Content
) -> None:
    """All procedures share an update time, so each new walk ends at the page at which it began."""
    source.fault(ExpiredCursor(feed="procedures", times=None))
    message = fail(warehouse, connection_to(source), batch_records=1)
    assert message == (
        "source hue: /v1/procedures answered 410, its cursor expired, as it did when the reading was here before; "
        "ask the source to keep cursors for longer, or ask for larger pages (ONESTOP_PAGE_LIMIT)"
    )
    read(warehouse, connection_to(source), page_limit=40)
    assert len(source.faults.met) == 4, "the larger page needs no cursor"
    source.clear_faults()
    assert facts(warehouse) == undisturbed.facts
    check_ledger(warehouse)


def test_a_clock_that_is_fast_or_a_little_slow_on_some_pages(
    warehouse: Warehouse, source: RunningSource, undisturbed: Content
) -> None:
    source.fault(*on_a_later_page(partial(ShiftClock, 3600)), *on_a_later_page(partial(ShiftClock, -300)))
    read(warehouse, connection_to(source))
    assert timeless(warehouse) == undisturbed.timeless
    check_ledger(warehouse)
    clocks = warehouse.query("SELECT DISTINCT read_as_of FROM core.dossier")
    assert {row.read_as_of for row in clocks} == {AS_OF + dt.timedelta(seconds=off) for off in (3600, 0, -300)}


def dossiers_of(source: RunningSource) -> list[tuple[str, dt.datetime]]:
    """Return code and CapNhatLuc of every dossier, in the order in which they are paged."""
    records = map(msgspec.json.decode, source.source.page("dossiers", None, None, 1000, None)["data"])
    return [(record["MaHoSo"], dt.datetime.fromisoformat(record["CapNhatLuc"])) for record in records]


SLOW = {
    "on the last page of a batch": (24, slice(23, 24), {"after": 1, "times": 1}),
    "to the end": (1000, slice(37, 39), {"times": None}),
}


@pytest.mark.parametrize(("batch_records", "places", "when"), SLOW.values(), ids=SLOW.keys())
def test_what_a_slow_clock_made_look_like_the_future_is_read_again(
    warehouse: Warehouse,
    source: RunningSource,
    undisturbed: Content,
    batch_records: int,
    places: slice,
    when: dict[str, Any],
) -> None:
    dossiers = dossiers_of(source)
    late = [("dossiers", code) for code, _ in dossiers[places]]
    _, told = dossiers[places.start - 1]
    source.fault(ShiftClock(int((told - AS_OF).total_seconds()), feed="dossiers", **when))
    read(warehouse, connection_to(source), batch_records=batch_records)
    assert facts(warehouse)["refused"] == sorted(undisturbed.facts["refused"] + late)

    source.clear_faults()
    read(warehouse, connection_to(source))
    assert timeless(warehouse) == undisturbed.timeless
    check_ledger(warehouse)
    superseded = warehouse.query("SELECT feed, record_key FROM quarantine.record WHERE status = 'superseded'")
    assert sorted(map(tuple, superseded)) == sorted(late)


def test_a_clock_that_goes_back_stops_the_reading_until_it_is_right(
    warehouse: Warehouse, source: RunningSource, undisturbed: Content
) -> None:
    read(warehouse, connection_to(source))
    source.fault(ShiftClock(-30 * 86_400, feed="dossiers", times=None))
    seen = max(at for _, at in dossiers_of(source) if at < AS_OF)
    assert fail(warehouse, connection_to(source)).startswith(
        "source hue: /v1/dossiers says that its clock stands at 2026-09-01T06:00:00+07:00, but was to be read from "
        f"{(seen - dt.timedelta(minutes=30)).isoformat()} on; its clock went back: have it set right (tried 5 times"
    )
    source.clear_faults()
    source.fault(ShiftClock(-30 * 86_400, feed="dossiers"))
    read(warehouse, connection_to(source))
    assert len(source.faults.met) == 6, "the last of them passed"
    assert facts(warehouse) == undisturbed.facts
    check_ledger(warehouse)


def test_a_damaged_record_is_set_aside_until_it_comes_whole(
    warehouse: Warehouse, source: RunningSource, undisturbed: Content
) -> None:
    codes = [code for code, _ in dossiers_of(source)]
    refused = {key for feed, key in undisturbed.facts["refused"] if feed == "dossiers"}
    source.fault(
        NoObject(places=(1,), feed="dossiers"),
        RemoveField("MaHoSo", places=(1,), feed="dossiers"),
        RetypeField("TrangThaiHoSo", places=(1,), feed="dossiers"),
    )
    read(warehouse, connection_to(source))
    check_ledger(warehouse)
    used = warehouse.query("SELECT dossier_code FROM core.dossier")
    assert set(codes) - {row.dossier_code for row in used} == refused | {codes[1], codes[13], codes[25]}

    source.fault(*on_every_page(IgnoreSince))
    read(warehouse, connection_to(source))
    # What nobody can name stays in quarantine: of no later record it can be said that it is the same.
    unnamed = ("dossiers", None)
    assert facts(warehouse) == {**undisturbed.facts, "refused": [*undisturbed.facts["refused"], unnamed]}
    check_ledger(warehouse)


def test_a_window_of_the_past_is_read_again_to_its_end_though_no_cursor_lives(
    warehouse: Warehouse, another_warehouse: Warehouse, source: RunningSource, small_world: World
) -> None:
    source.fault(RetypeField("TrangThaiHoSo", places=(1,), feed="dossiers", after=3))
    read(warehouse, connection_to(source))
    damaged = ("dossiers", dossiers_of(source)[37][0])
    assert damaged in facts(warehouse)["refused"]

    source.set_clock(AS_OF + dt.timedelta(days=7))
    source.fault(ExpiredCursor(feed="dossiers", times=None))
    read(warehouse, connection_to(source), page_limit=2)
    assert len(source.faults.met) >= 3
    with running_source(small_world) as quiet:
        read(another_warehouse, connection_to(quiet))
        quiet.set_clock(AS_OF + dt.timedelta(days=7))
        read(another_warehouse, connection_to(quiet))
    assert timeless(warehouse) == timeless(another_warehouse)
    check_ledger(warehouse)


def test_a_record_that_was_used_in_spite_of_its_damage_is_a_silent_edit_when_it_comes_whole(
    warehouse: Warehouse, source: RunningSource, undisturbed: Content
) -> None:
    code = dossiers_of(source)[12 + 3][0]
    source.fault(RetypeField("HinhThuc", places=(3,), feed="dossiers", after=1))
    read(warehouse, connection_to(source))
    assert warehouse.query("SELECT * FROM core.dossier WHERE return_method IS NULL")[0].dossier_code == code

    source.fault(ShiftClock(60, times=None), *on_every_page(IgnoreSince))
    read(warehouse, connection_to(source))
    found = timeless(warehouse)
    others = {table for table, rows in undisturbed.timeless.items() if found[table] != rows}
    assert others == {"core.superseded_dossier", "core.flag"}
    flags = warehouse.query("SELECT record_key, rule_id FROM core.flag WHERE record_key = %(code)s", {"code": code})
    assert [(row.record_key, row.rule_id.removeprefix("dossier_")) for row in flags] == [(code, "silent_edit")]


PASSING_KINDS: tuple[Callable[..., Fault], ...] = (
    partial(Refuse, 429),
    partial(Refuse, 503, 20),
    partial(Refuse, 500, times=3),
    ExpiredCursor,
    Reset,
    partial(Truncate, times=2),
    Html,
    partial(Drip, pause=0.001, chunk=4096),
    DuplicatePage,
    partial(ShufflePage, times=3),
    ChangeWhilePaged,
    partial(ShiftClock, 3600),
    partial(ShiftClock, -3600),
    IgnoreSince,
    NewerSchema,
)
LASTING_KINDS: tuple[Callable[..., Fault], ...] = (
    ExpiredToken,
    partial(Refuse, 503, 3600),
    partial(Refuse, 502),
    Reset,
    DuplicatePage,
)


@pytest.mark.parametrize("seed", range(3))
def test_faults_at_random(warehouse: Warehouse, another_warehouse: Warehouse, source: RunningSource, seed: int) -> None:
    chance = Random(seed)
    for feed in ("dossiers", "events", "payments"):
        source.fault(*(kind(feed=feed, after=chance.randrange(2)) for kind in chance.sample(PASSING_KINDS, 6)))
        source.fault(chance.choice(LASTING_KINDS)(feed=feed, after=chance.randrange(4, 8), times=None))
        fail(warehouse, connection_to(source), page_limit=4)
        source.clear_faults()
    read(warehouse, connection_to(source))
    read(another_warehouse, connection_to(source))

    found, wanted = timeless(warehouse), timeless(another_warehouse)
    # Records that were written again in between are known in both versions here, and only as they are now there.
    versions = found.pop("core.superseded_dossier")
    assert [version for version in wanted.pop("core.superseded_dossier") if version not in versions] == []
    assert found == wanted
    check_ledger(warehouse)
    assert len({type(fault) for fault in source.faults.met}) >= 8
