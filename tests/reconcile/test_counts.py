"""What a source counts beside what the warehouse holds: which differences there are, their names, their life."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from onestop.config.settings import SourceConnection
from onestop.ingest.client import SourceClient
from onestop.reconcile.context import Context
from onestop.reconcile.counts import COUNTED_FEEDS, compare_counts
from simulator.defects import Defects
from simulator.feeds import COUNTED_FEEDS as FEEDS
from simulator.lifecycle import Dossier, Happening
from simulator.localtime import SECONDS_PER_DAY, date_of, moment_of
from simulator.planted import list_planted, quarantined_codes
from simulator.source import Source
from simulator.testing import RunningSource, running_source
from simulator.world import Scale, World, build_world
from tests.reconcile.conftest import CLOCK, LOCAL, compare, connection_to, open_on
from tests.support.scripted import FORMER_COMMUNE, dossier, script_of, scripted_source
from tests.support.warehouse import Warehouse

Key = tuple[str, str, dt.date]
"""Feed, our code of the unit, day."""

OPEN = "SELECT * FROM audit.count_difference WHERE status = 'open'"


def differences(warehouse: Warehouse, where: str = OPEN) -> dict[Key, Any]:
    """Return rows of audit.count_difference by what they are about."""
    return {(row.feed, row.unit_code, row.day): row for row in warehouse.query(where)}


def figures(warehouse: Warehouse) -> dict[Key, tuple[int, int, str]]:
    """Return what is here and there, and the name, of the open differences."""
    return {key: (row.here, row.there, row.name) for key, row in differences(warehouse).items()}


def told(world: World, clock: dt.datetime, last: dt.date) -> dict[Key, int]:
    """Return what the source counts at a clock, by feed, statistical code of the commune and day."""
    source = Source(replace(world, as_of=moment_of(clock)), "truth")
    codes = {commune.agency_code: commune.statistical_code for commune in world.communes}
    return {
        (feed, codes[row["MaDonVi"]], dt.datetime.strptime(row["Ngay"], "%Y%m%d").replace(tzinfo=LOCAL).date()): int(
            row["SoLuong"]
        )
        for feed in FEEDS
        for row in source.counts(feed, dt.date(2025, 10, 1), last)["data"]
    }


def key_of(one: Dossier, moment: int) -> Key:
    """Return where a dossier counts that is received at a moment."""
    return "dossiers", one.commune.statistical_code, date_of(moment // SECONDS_PER_DAY)


def unusable(world: World) -> Counter[Key]:
    """Return how many dossiers that were received before the clock's day are not used."""
    codes, today = quarantined_codes(world), world.as_of // SECONDS_PER_DAY
    return Counter(
        key_of(one, moment.at)
        for one in world.dossiers
        for moment in one.known_at(world.as_of)
        if one.code in codes and moment.what is Happening.RECEIVED and moment.at // SECONDS_PER_DAY < today
    )


def test_all_feeds_that_a_source_counts_are_compared() -> None:
    assert COUNTED_FEEDS == FEEDS


def test_all_that_differs_is_explained(reconciled: tuple[Warehouse, RunningSource], world: World) -> None:
    """Copies, tombstones, test dossiers, other codes of units, events that were undone: both sides count the same."""
    warehouse, _ = reconciled
    quarantined = unusable(world)
    without_reception = {one.record_key for one in list_planted(world) if one.name == "missing_reception"}
    missing: Counter[Key] = Counter()
    instead: Counter[Key] = Counter()
    for one in world.dossiers:
        for moment in one.known_at(world.as_of):
            if one.code in without_reception and moment.what is Happening.RECEIVED:
                missing[key_of(one, moment.at)] += 1
                instead[key_of(one, one.moments[0].at)] += 1
    true = Counter(quarantined)
    true.update(missing)
    true.subtract(instead)
    found = differences(warehouse)
    assert {key: row.there - row.here for key, row in found.items()} == {key: n for key, n in true.items() if n}
    # A dossier on another day than its own is missing on one and too many on the other, unless that day misses one.
    elsewhere, by_chance = (missing - instead).total(), (quarantined & (instead - missing)).total()
    named: Counter[tuple[str, bool]] = Counter()
    for row in found.values():
        named[row.name, row.there > row.here] += abs(row.there - row.here)
    assert named == {
        ("quarantined", True): quarantined.total() - by_chance,
        ("unplaced", True): elsewhere,
        ("unplaced", False): elsewhere - by_chance,
    }
    assert elsewhere > by_chance
    counted = told(world, CLOCK, CLOCK.date() - dt.timedelta(days=1))
    compared = warehouse.query("SELECT feed, compared, differing, unusable FROM audit.count_comparison")
    assert {row.feed: (row.compared, row.differing, row.unusable) for row in compared} == {
        feed: (
            len({key for key in (*counted, *found) if key[0] == feed}),
            sum(key[0] == feed for key in found),
            0,
        )
        for feed in FEEDS
    }


def test_a_second_night_on_the_same_day_changes_nothing(reconciled: tuple[Warehouse, RunningSource]) -> None:
    warehouse, source = reconciled
    before = warehouse.content("audit", "core")
    compare(warehouse, source)
    assert warehouse.content("audit", "core") == before


T1 = dt.datetime(2025, 12, 10, 6, tzinfo=LOCAL)
T2 = dt.datetime(2025, 12, 16, 20, tzinfo=LOCAL)


@pytest.fixture
def read(warehouse: Warehouse) -> Iterator[tuple[Warehouse, RunningSource]]:
    """A warehouse that has read a clean source up to 10 December."""
    world = build_world(Scale(dossiers=900, communes=2, as_of=T1))
    with running_source(replace(world, dossiers=world.dossiers[:260])) as source:
        open_on(warehouse, T1)
        warehouse.register(connection_to(source))
        warehouse.read(connection_to(source))
        yield warehouse, source


def compare_feeds(warehouse: Warehouse, connection: SourceConnection, day: int, days: int = 80) -> None:
    """Compare the counts of every feed at 6:00 of a day of December."""
    source_id = warehouse.query("SELECT source_id FROM audit.source")[0].source_id
    with SourceClient(connection, warehouse.settings) as client:
        context = Context(warehouse.engine, client, connection.name, source_id, T1.replace(day=day), days)
        for feed in COUNTED_FEEDS:
            compare_counts(context, feed)


def test_what_was_not_read_yet_differs_until_it_is_read(read: tuple[Warehouse, RunningSource]) -> None:
    warehouse, source = read
    hue = connection_to(source)
    compare_feeds(warehouse, hue, 10)
    assert differences(warehouse) == {}

    source.set_clock(T2)
    compare_feeds(warehouse, hue, 17)
    before, after = (told(source.world, clock, T2.date()) for clock in (T1, T2))
    changed = {key: (before.get(key, 0), number, "not_yet_read") for key, number in after.items()}
    assert figures(warehouse) == {key: one for key, one in changed.items() if one[0] != one[1]}
    assert {key[0] for key in figures(warehouse)} >= {"dossiers", "events", "payments", "surveys"}

    warehouse.read(hue)
    compare_feeds(warehouse, hue, 18)
    assert differences(warehouse) == {}
    closed = differences(warehouse, "SELECT * FROM audit.count_difference").values()
    assert {(one.status, one.closed_on.day, one.times_seen, one.last_seen_on.day) for one in closed} == {
        ("closed", 18, 1, 17)
    }
    assert [row.days_open for row in warehouse.query("SELECT DISTINCT days_open FROM mart.count_difference")] == [1]


def test_what_was_read_and_still_differs_is_missing(read: tuple[Warehouse, RunningSource]) -> None:
    """Though the source has moved on since, and so the feed was not read up to its last word."""
    warehouse, source = read
    source.set_clock(T2)
    compare_feeds(warehouse, connection_to(source), 17)
    waiting = {key for key in figures(warehouse) if key[0] == "surveys"}
    warehouse.read(connection_to(source))
    warehouse.execute("UPDATE core.survey SET is_deleted = TRUE WHERE rated_at >= %(since)s", {"since": T1.date()})
    source.set_clock(T2 + dt.timedelta(days=1))
    compare_feeds(warehouse, connection_to(source), 17)
    names = {key: name for key, (_, _, name) in figures(warehouse).items()}
    assert waiting
    assert {names[key] for key in waiting if key[2] < T2.date()} == {"missing_here"}


def test_lost_facts_are_missing_until_they_are_back(read: tuple[Warehouse, RunningSource]) -> None:
    warehouse, source = read
    lost = "SELECT rated_at::date AS day, unit_id, count(*) AS n FROM core.survey GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 1"
    place = dict(warehouse.query(lost)[0]._mapping)
    number = place.pop("n")
    change = "UPDATE core.survey SET is_deleted = %(gone)s WHERE rated_at::date = %(day)s AND unit_id = %(unit_id)s"

    def night(day: int, *, gone: bool, days: int = 80) -> tuple[Any, ...]:
        warehouse.execute(change, {**place, "gone": gone})
        compare_feeds(warehouse, connection_to(source), day, days)
        (row,) = warehouse.query("SELECT * FROM audit.count_difference")
        assert (row.name, row.there - row.here) == ("missing_here", number)
        closed_on = row.closed_on and row.closed_on.day
        return row.status, row.opened_on.day, closed_on, row.times_seen, row.times_opened

    assert night(11, gone=True) == ("open", 11, None, 1, 1)
    assert night(12, gone=True) == ("open", 11, None, 2, 1)
    # The window is shorter than the difference is old: it is compared all the same.
    assert night(13, gone=True, days=2) == ("open", 11, None, 3, 1)
    assert night(14, gone=False, days=2) == ("closed", 11, 14, 3, 1)
    assert night(15, gone=True, days=2) == ("closed", 11, 14, 3, 1)
    assert night(16, gone=True) == ("open", 16, None, 4, 2)


def test_other_names(read: tuple[Warehouse, RunningSource]) -> None:
    """An event without its dossier, a wrong day, another sum, and a batch that waits for a person."""
    warehouse, source = read
    for table, change in {
        "event": "dossier_code = 'X'",
        "feedback": "received_at = received_at - interval '40 days'",
        "payment": """fees = fees || '{"amount_vnd": "1000"}'""",
        "survey": "is_deleted = TRUE",
    }.items():
        least = f"(SELECT min(record_key) FROM core.{table})"
        warehouse.execute(f"UPDATE core.{table} SET {change} WHERE record_key = {least}")
    warehouse.execute(
        "INSERT INTO audit.batch (source_id, feed, status, as_of, ends_feed, started_at, received, held_reason) "
        "SELECT source_id, 'surveys', 'held', as_of, FALSE, as_of, 1, 'x' FROM audit.position WHERE feed = 'surveys'"
    )
    compare_feeds(warehouse, connection_to(source), 11)
    found = differences(warehouse)
    assert Counter((key[0], row.name, row.there - row.here) for key, row in found.items()) == {
        ("events", "unplaced", 1): 1,
        ("feedback", "missing_here", 1): 1,
        ("feedback", "missing_there", -1): 1,
        ("payments", "sum_differs", 0): 1,
        ("surveys", "held", 1): 1,
    }
    assert [row.here_vnd - row.there_vnd for key, row in found.items() if key[0] == "payments"] == [1000]


def test_a_held_batch_is_what_differs_until_it_is_released(warehouse: Warehouse) -> None:
    world = build_world(Scale(dossiers=400, communes=2, as_of=T1, defects=Defects(unknown_status=0.4)))
    world = replace(world, dossiers=world.dossiers[:120])
    counted = told(world, T1, T1.date() - dt.timedelta(days=1))
    with running_source(world) as source:
        hue = connection_to(source)
        warehouse.register(hue)
        warehouse.read(hue)
        compare_feeds(warehouse, hue, 10)
        found = {key: one for key, one in figures(warehouse).items() if key[0] == "dossiers"}
        assert found == {key: (0, number, "held") for key, number in counted.items() if key[0] == "dossiers"}

        warehouse.execute("UPDATE audit.batch SET status = 'passed' WHERE status = 'held'")
        warehouse.read(hue)
        compare_feeds(warehouse, hue, 10)
    assert figures(warehouse) == {
        key: (counted[key] - number, counted[key], "quarantined") for key, number in unusable(world).items()
    }


def test_units_are_known_by_any_of_their_codes(warehouse: Warehouse) -> None:
    rows: list[Any] = [
        {"MaDonVi": "H57.31.01", "Ngay": "20260302", "SoLuong": "1", "TongTien": "8000"},
        {"MaDonVi": " 19753", "Ngay": "20260302", "SoLuong": 1, "NguoiLap": "Nguyễn Văn A"},
        {"MaDonVi": "H57.99.99", "Ngay": "20260302", "SoLuong": "3"},
        {"MaDonVi": "H57.31.01", "Ngay": "20260101", "SoLuong": "9"},
        {"MaDonVi": "", "Ngay": "20260302", "SoLuong": "1"},
        {"MaDonVi": "H57.31.01", "Ngay": "hôm qua", "SoLuong": "1"},
        "H57.31.01",
    ]
    later = [dossier(code, NgayTiepNhan="20260303080000") for code in ("A-3", "A-4")]
    with scripted_source(script_of([dossier("A-1"), dossier("A-2"), *later], counts=rows)) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
        # A code is given to another unit in the course of time.
        warehouse.execute(
            "INSERT INTO core.unit SELECT 99, kind, unit_code, name, name_sort, parent_code, valid FROM core.unit "
            "WHERE unit_code = '19753'; UPDATE core.dossier SET receiving_unit_id = 99 WHERE dossier_code = 'A-4'"
        )
        with SourceClient(connection, warehouse.settings) as client:
            clock = dt.datetime(2026, 3, 5, 2, 30, tzinfo=LOCAL)
            compare_counts(Context(warehouse.engine, client, "scripted", "scripted", clock, 35), "dossiers")
    assert figures(warehouse) == {
        ("dossiers", "H57.99.99", dt.date(2026, 3, 2)): (0, 3, "unit_unknown"),
        ("dossiers", "19753", dt.date(2026, 3, 3)): (2, 0, "missing_there"),
    }
    compared = warehouse.query("SELECT compared, differing, unusable FROM audit.count_comparison")
    assert [tuple(row) for row in compared] == [(3, 2, 3)]


def test_an_office_that_goes_on_with_its_old_code_counts_under_it(warehouse: Warehouse) -> None:
    rows: list[Any] = [
        {"MaDonVi": "H57.21.01", "Ngay": "20250703", "SoLuong": "1"},
        {"MaDonVi": "H57.21.01", "Ngay": "20250704", "SoLuong": "2"},
    ]
    days = {"NgayNopHoSo": "20250703080000", "NgayTiepNhan": "20250703080000", "NgayHenTra": "20250707080000"}
    received = dossier("A-1", MaDonVi="H57.21.01", CapNhatLuc="2025-07-03T08:00:00+07:00", **days)
    with scripted_source(script_of([received], more_units=[FORMER_COMMUNE], counts=rows)) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
        with SourceClient(connection, warehouse.settings) as client:
            clock = dt.datetime(2025, 7, 6, 2, 30, tzinfo=LOCAL)
            compare_counts(Context(warehouse.engine, client, "scripted", "scripted", clock, 35), "dossiers")
    assert figures(warehouse) == {("dossiers", "19750", dt.date(2025, 7, 4)): (0, 2, "missing_here")}
