"""What the gate holds and what it lets pass, at its limits; what a person's decision does with a held batch."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from embedded.postgres import EmbeddedPostgres
from onestop import tasks
from onestop.contract.feeds import DOSSIERS, PROCEDURES, UNITS
from onestop.ingest import reading
from onestop.ingest.decision import Decision, DecisionError, Verdict, decide
from onestop.ingest.reading import log_step
from onestop.ingest.settle import settle
from onestop.ingest.stage import stage
from onestop.ingest.steps import Context, Inspection, Observer, Step
from onestop.warehouse.database import run_text, transaction
from simulator.faults import IgnoreSince, NewerSchema, RemoveField, RetypeField
from simulator.testing import running_source
from simulator.world import Scale, build_world
from tests.conftest import make_warehouse
from tests.support.connections import connection_to
from tests.support.scripted import Record, Script, dossier, dossiers, script_of, scripted_source
from tests.support.warehouse import Warehouse

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def shared(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """One warehouse for the cases that have a source of their own."""
    yield from make_warehouse(server, tmp_path_factory.mktemp("gate"))


@pytest.fixture
def source_id(monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of a source that nobody has read before; its other feeds are not asked for, which saves half the time."""
    monkeypatch.setattr(reading, "FEEDS", (UNITS, PROCEDURES, DOSSIERS))
    return f"source-{next(_numbers)}"


def read(warehouse: Warehouse, script: Script, source_id: str = "scripted", **changed: Any) -> None:
    """Read a script as the source of this id, with some settings changed."""
    script.source_system = source_id
    with scripted_source(script, source_id.replace("-", "_")) as connection:
        warehouse.register(connection)
        warehouse.read(connection, **changed)


def batches(warehouse: Warehouse, source_id: str = "scripted", feed: str = "dossiers") -> list[tuple[str, str | None]]:
    """Return status and reason of the source's batches."""
    rows = warehouse.query(
        "SELECT status, held_reason FROM audit.batch WHERE source_id = %(source_id)s AND feed = %(feed)s "
        "ORDER BY batch_id",
        {"source_id": source_id, "feed": feed},
    )
    return [(row.status, row.held_reason) for row in rows]


def limit(warehouse: Warehouse, source_id: str, check: str, min_records: int, max_value: float | None) -> None:
    """Give a source a limit of its own."""
    warehouse.execute(
        "INSERT INTO audit.gate_limit (source_id, feed, check_code, min_records, max_value) "
        "VALUES (%(source_id)s, '*', %(check)s, %(min_records)s, %(max_value)s)",
        {"source_id": source_id, "check": check, "min_records": min_records, "max_value": max_value},
    )


def mixed(changed: int, total: int, prefix: str = "A", **change: Any) -> list[Record]:
    """Return dossiers of which the first ones are changed."""
    return [*dossiers(changed, prefix, **change), *dossiers(total - changed, prefix, changed)]


SHARES = {
    "quarantined": (
        {"TrangThaiHoSo": "0"}, 4, 20,
        "5 trong 20 bản ghi mới (25,0%) không dùng được và sẽ chờ xử lý; mức cho phép là 20,0%. "
        "Xem các quy tắc bị vi phạm và hỏi nguồn dữ liệu trước khi cho phát hành hoặc từ chối lô.",
    ),
    "unknown procedure": (
        {"MaTTHC": "9.999999"}, 5, 25,
        "6 trong 25 bản ghi mới (24,0%) ghi mã thủ tục không có trong danh mục; mức cho phép là 20,0%. "
        "Đề nghị nguồn gửi đủ danh mục thủ tục trước khi cho phát hành lô.",
    ),
    "no due date": (
        {"NgayHenTra": ""}, 10, 20,
        "11 trong 20 hồ sơ mới (55,0%) không có ngày hẹn trả; mức cho phép là 50,0%. "
        "Hỏi nguồn dữ liệu vì sao thiếu NgayHenTra trước khi cho phát hành lô.",
    ),
    "retyped field": (
        {"NgayTra": {"giaTri": ["1"]}}, 10, 20,
        "Trường NgayTra không đọc được ở 11 trong 20 bản ghi mới (55,0%); mức cho phép là 50,0%. "
        "Nguồn có thể đã đổi kiểu dữ liệu: hỏi nguồn dữ liệu trước khi cho phát hành hoặc từ chối lô.",
    ),
    "unreadable field": (
        {"NgayTra": "hôm qua"}, 11, 22,
        "Trường NgayTra không đọc được ở 12 trong 22 bản ghi mới (54,5%); mức cho phép là 50,0%. "
        "Nguồn có thể đã đổi kiểu dữ liệu: hỏi nguồn dữ liệu trước khi cho phát hành hoặc từ chối lô.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "at_limit", "total", "reason"), SHARES.values(), ids=SHARES.keys())
def test_a_share_passes_at_its_limit_and_is_held_above(
    shared: Warehouse, source_id: str, change: dict[str, Any], at_limit: int, total: int, reason: str
) -> None:
    read(shared, script_of(mixed(at_limit, total, "A", **change)), source_id)
    read(shared, script_of(mixed(at_limit + 1, total, "B", **change)), source_id)
    assert batches(shared, source_id) == [("published", None), ("held", reason)]


TAKEN = "SELECT feed FROM audit.batch WHERE batch_id = %(id)s FOR UPDATE NOWAIT"
ADVISORY_LOCKS = """
SELECT count(*) FROM pg_catalog.pg_locks
WHERE locktype = 'advisory'
    AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
"""
HOLD = "UPDATE audit.batch SET status = 'held', held_reason = 'x' WHERE batch_id = %(id)s AND status = 'staged'"


def inspected(warehouse: Warehouse, source_id: str, script: Script, inspect: Inspection) -> None:
    """Read a script with an inspection of its dossiers; it must find nobody's lock on the batch it looks at."""

    def look(engine: Engine, batch_id: int) -> str | None:
        with transaction(engine) as connection:
            found = run_text(connection, "the batch", TAKEN, {"id": batch_id}).scalar_one()
            held = run_text(connection, "locks", ADVISORY_LOCKS).scalar_one()
            assert held == 0, "a lock is held while the batch is inspected"
        return inspect(engine, batch_id) if found == "dossiers" else None

    script.source_system = source_id
    with scripted_source(script, source_id.replace("-", "_")) as connection:
        warehouse.register(connection)
        reading.read_source(warehouse.engine, connection, warehouse.settings, inspect=look)


def test_a_second_opinion_holds_a_batch_too(shared: Warehouse, source_id: str) -> None:
    for bad in (0, 5, 5):
        script = script_of(mixed(bad, 20, f"A{bad}", TrangThaiHoSo="0"))
        inspected(shared, source_id, script, lambda *_: "Hai cách đếm khác nhau.")
    assert batches(shared, source_id) == [
        ("held", "Hai cách đếm khác nhau."),
        ("held", f"{SHARES['quarantined'][-1]} Hai cách đếm khác nhau."),
        ("published", None),
    ]
    assert {status for status, _ in batches(shared, source_id, "units")} == {"published"}


def test_a_batch_is_marked_once_more_before_a_person_is_called(shared: Warehouse, source_id: str) -> None:
    """The unit of the record is published after the batch was marked, by somebody else."""
    marked = "SELECT count(*) AS n FROM staging.mark WHERE batch_id = %(id)s AND rule_id = 'dossier_unit_unknown'"
    seen: list[int] = []

    def inspect(_: Engine, batch_id: int) -> str | None:
        seen.append(shared.query(marked, {"id": batch_id})[0].n)
        if len(seen) == 1:
            read(shared, other_unit, f"other-of-{source_id}")
        return "Hai cách đếm khác nhau." if seen[-1] else None

    other_unit = script_of([])
    for unit in other_unit.feeds["units"][0]:
        unit["MaDonVi"] = unit["MaDonVi"].replace("H57", "H58")
    inspected(shared, source_id, script_of([dossier("A-1", MaDonVi="H58.31.01")]), inspect)
    assert seen == [1, 0]
    assert batches(shared, source_id) == [("published", None)]


def test_a_batch_that_is_staged_anew_or_published_while_it_is_inspected_is_judged_once(
    shared: Warehouse, source_id: str
) -> None:
    context = Context(shared.engine, shared.settings, log_step)

    def staged_anew(_: Engine, batch_id: int) -> None:
        shared.execute("DELETE FROM staging.record WHERE batch_id = %(id)s", {"id": batch_id})
        stage(context, batch_id, DOSSIERS)

    inspected(shared, source_id, script_of([dossier("A-1")]), staged_anew)

    def overtaken(_: Engine, batch_id: int) -> str:
        settle(context, batch_id, DOSSIERS)
        return "Hai cách đếm khác nhau."

    inspected(shared, source_id, script_of([dossier("A-2")]), overtaken)
    assert ledger(shared, source_id) == [("published", 1, 1, 0, 0, 0, 0)] * 2
    assert batches(shared, source_id) == [("published", None)] * 2


def test_what_a_person_released_while_it_was_inspected_again_stays_released(shared: Warehouse, source_id: str) -> None:
    """Another run held the batch, and a person released it, before this one's inspection ended."""

    def released(_: Engine, batch_id: int) -> str:
        shared.execute(HOLD, {"id": batch_id})
        decide_on(shared, batch_id, "release")
        return "Hai cách đếm khác nhau."

    inspected(shared, source_id, script_of([dossier("A-1")]), released)
    assert ledger(shared, source_id) == [("published", 1, 1, 0, 0, 0, 0)]


def test_a_batch_below_the_least_number_of_records_is_not_judged(shared: Warehouse, source_id: str) -> None:
    read(shared, script_of(mixed(19, 19, TrangThaiHoSo="0")), source_id)
    assert batches(shared, source_id) == [("published", None)]


def test_unknown_units_have_a_sentence_of_their_own_and_a_limit_may_be_switched_off(
    shared: Warehouse, source_id: str
) -> None:
    limit(shared, source_id, "quarantined_share", 20, None)
    read(shared, script_of(mixed(4, 20, "A", MaDonVi="H57.99.99")), source_id)
    read(shared, script_of(mixed(5, 20, "B", MaDonVi="H57.99.99")), source_id)
    assert batches(shared, source_id) == [
        ("published", None),
        (
            "held",
            "5 trong 20 bản ghi mới (25,0%) ghi mã đơn vị không có trong danh mục; mức cho phép là 20,0%. "
            "Đề nghị nguồn gửi đủ danh mục đơn vị trước khi cho phát hành lô.",
        ),
    ]


def test_the_limit_of_a_source_comes_before_that_of_a_feed(shared: Warehouse, source_id: str) -> None:
    limit(shared, source_id, "no_due_date_share", 2, 0.0)
    read(shared, script_of(mixed(1, 2, NgayHenTra="")), source_id)
    assert [status for status, _ in batches(shared, source_id)] == ["held"]


def without(records: list[Record], *names: str) -> list[Record]:
    """Return the records without some fields."""
    return [{name: value for name, value in record.items() if name not in names} for record in records]


REMOVED = (
    "Nguồn không còn gửi 1 trường: NgayNopHoSo. Không bản ghi nào trong 20 bản ghi mới có các trường này, "
    "trong khi 3 lô gần nhất đều có; mức cho phép là 0 trường. "
    "Hỏi nguồn dữ liệu có đổi cấu trúc không trước khi cho phát hành hoặc từ chối lô."
)
LESS = without(mixed(0, 20, "Z"), "NgayNopHoSo")
USUAL = [mixed(0, 20, prefix) for prefix in "ABC"]
# The batches that the source sent first, what it sends next, and why that is held.
FIELDS = {
    "in no record any more": (USUAL, LESS, REMOVED),
    "half of each batch had it": (
        [*USUAL[:2], [*mixed(0, 10, "C"), *without(mixed(0, 10, "D"), "NgayNopHoSo")]], LESS, REMOVED,
    ),
    "fewer than half of one batch had it": (
        [*USUAL[:2], [*mixed(0, 9, "C"), *without(mixed(0, 11, "D"), "NgayNopHoSo")]], LESS, None,
    ),
    "one record still has it": (USUAL, [*LESS, dossier("Y-1")], None),
    "too few records to tell": (USUAL, LESS[:19], None),
    "too few batches to compare with": (USUAL[:2], LESS, None),
    "too small batches to compare with": ([*USUAL[:2], mixed(0, 19, "C")], LESS, None),
    "present and empty": (USUAL, mixed(20, 20, "Z", NgayNopHoSo=None), None),
}  # fmt: skip


@pytest.mark.parametrize(("first", "then", "reason"), FIELDS.values(), ids=FIELDS.keys())
def test_a_removed_field_holds_a_batch(
    shared: Warehouse, source_id: str, first: list[list[Record]], then: list[Record], reason: str | None
) -> None:
    read(shared, script_of(*first, then), source_id, batch_records=1)
    expected = [("published", None)] * len(first) + [("held" if reason else "published", reason)]
    assert batches(shared, source_id) == expected


def test_a_removed_field_that_a_person_accepted_holds_nothing_more(shared: Warehouse, source_id: str) -> None:
    read(shared, script_of(*USUAL, LESS), source_id, batch_records=1)
    assert decide_on(shared, held_batch(shared, source_id), "release") == "published"
    read(shared, script_of(without(mixed(0, 20, "Y"), "NgayNopHoSo")), source_id)
    assert [status for status, _ in batches(shared, source_id)] == ["published"] * 5


def test_so_many_removed_fields_as_the_limit_says_pass(shared: Warehouse, source_id: str) -> None:
    limit(shared, source_id, "removed_fields", 20, 1)
    two_less = without(mixed(0, 20, "Y"), "NgayTiepNhan", "NgayHenTra")
    read(shared, script_of(*USUAL, LESS, two_less), source_id, batch_records=1)
    assert [status for status, _ in batches(shared, source_id)] == [*["published"] * 4, "held"]


def test_new_fields_pass_and_are_listed_changed_ones_are_held(warehouse: Warehouse) -> None:
    with running_source(build_world(Scale(dossiers=60, communes=2))) as source:
        hue = connection_to(source)
        warehouse.register(hue)
        source.fault(NewerSchema(times=None))
        warehouse.read(hue, page_limit=20, batch_records=20)
        assert warehouse.query("SELECT * FROM audit.batch WHERE status <> 'published'") == []
        listed = warehouse.query(
            "SELECT field, value_type, schema_versions FROM audit.unknown_field WHERE feed = 'dossiers' ORDER BY field"
        )
        assert [tuple(row) for row in listed] == [("KhoiMoi", "dict", ["1.1"]), ("TruongMoi", "str", ["1.1"])]
        source.clear_faults()
        for fault in (RemoveField("NgayNopHoSo", feed="dossiers"), RetypeField("NgayTra", feed="dossiers")):
            source.fault(IgnoreSince(feed="dossiers", times=None), fault)
            warehouse.read(hue)
            source.clear_faults()
    reasons = [reason or "" for _, reason in batches(warehouse, "hue-mot-cua")]
    assert [reason[:41] for reason in reasons] == [
        *["", "", ""],
        "Nguồn không còn gửi 1 trường: NgayNopHoSo",
        "Trường NgayTra không đọc được ở 60 trong ",
    ]


def on_day(day: dt.date, number: int) -> list[Record]:
    """Return dossiers updated at noon of a day."""
    return [dossier(f"D{day:%m%d}-{place}", CapNhatLuc=f"{day}T12:00:00+07:00") for place in range(number)]


def read_weeks(warehouse: Warehouse, source_id: str, day: dt.date, weekly: int, records: int, first: int = 28) -> None:
    """Read a feed as it was some days before a day, then the weekdays before it, then the day itself after midnight."""
    begin = day - dt.timedelta(days=first)
    weeks = [day - dt.timedelta(days=7 * week) for week in (3, 2, 1)]
    known = [record for week in weeks for record in on_day(week, weekly)]
    for as_of, sent in (
        (f"{begin}T20:00:00+07:00", on_day(day - dt.timedelta(days=28), weekly)),
        (f"{day - dt.timedelta(days=1)}T23:50:00+07:00", known),
        (f"{day + dt.timedelta(days=1)}T00:10:00+07:00", on_day(day, records)),
    ):
        read(warehouse, script_of(sent, as_of=as_of), source_id)


def not_published(warehouse: Warehouse, source_id: str) -> list[tuple[str, str | None]]:
    """Return the batches of the source that were not published, however often its past was read again."""
    return [batch for batch in batches(warehouse, source_id) if batch[0] != "published"]


WEDNESDAY = dt.date(2026, 9, 23)
NATIONAL_DAY = dt.date(2026, 9, 2)
FALLEN = (
    "Ngày 23/09/2026 chỉ có 9 bản ghi, giảm 55,0% so với mức thường 20 của cùng thứ trong 4 tuần trước; "
    "mức giảm cho phép là 50,0%. Hỏi nguồn dữ liệu đã gửi đủ chưa trước khi cho phát hành lô."
)
VOLUMES = {
    "half of the usual": (WEDNESDAY, 20, 10, 28, None),
    "less than half": (WEDNESDAY, 20, 9, 28, FALLEN),
    "a day that has few records anyway": (WEDNESDAY, 19, 0, 28, None),
    "not read for four weeks yet": (WEDNESDAY, 20, 0, 27, None),
    "a public holiday": (NATIONAL_DAY, 20, 0, 28, None),
}


@pytest.mark.parametrize(("day", "weekly", "records", "first", "reason"), VOLUMES.values(), ids=VOLUMES.keys())
def test_a_fall_in_volume_holds_the_reading_that_ends_the_day(
    shared: Warehouse, source_id: str, day: dt.date, weekly: int, records: int, first: int, reason: str | None
) -> None:
    read_weeks(shared, source_id, day, weekly, records, first)
    assert not_published(shared, source_id) == ([("held", reason)] if reason else [])


def test_a_day_is_judged_once(shared: Warehouse, source_id: str) -> None:
    read_weeks(shared, source_id, WEDNESDAY, 20, 9)
    read(shared, script_of([dossier("E-1")], as_of="2026-09-24T00:25:00+07:00"), source_id)
    assert not_published(shared, source_id) == [("held", FALLEN)]


def test_what_the_overlap_reads_again_counts_once_in_a_days_volume(shared: Warehouse, source_id: str) -> None:
    for _ in range(2):
        read(shared, script_of(on_day(WEDNESDAY, 3)), source_id)
    days = shared.query(
        "SELECT updated_on, records FROM audit.feed_day WHERE source_id = %(id)s AND feed = 'dossiers'",
        {"id": source_id},
    )
    assert [tuple(row) for row in days] == [(WEDNESDAY, 3)]


BAD_AND_GOOD = mixed(5, 21, TrangThaiHoSo="0")
LEDGER = (
    "SELECT status, received, inserted, updated, unchanged, stale, quarantined FROM audit.batch "
    "WHERE feed = 'dossiers' AND source_id = %(id)s ORDER BY batch_id"
)


def held_batch(warehouse: Warehouse, source_id: str = "scripted") -> int:
    """Return the one held batch of a source."""
    rows = warehouse.query(
        "SELECT batch_id FROM audit.batch WHERE status = 'held' AND source_id = %(id)s", {"id": source_id}
    )
    assert len(rows) == 1
    return int(rows[0].batch_id)


def decide_on(
    warehouse: Warehouse, batch_id: int, verdict: Verdict, *, dry_run: bool = False, observe: Observer = log_step
) -> str:
    """Decide on a batch as the head of an office."""
    decision = Decision(batch_id, verdict, "Đã hỏi nguồn dữ liệu.", "Chánh Văn phòng")
    return decide(Context(warehouse.engine, warehouse.settings, observe), decision, dry_run=dry_run)


def ledger(warehouse: Warehouse, source_id: str = "scripted") -> list[tuple[Any, ...]]:
    """Return the ledger of the dossiers of a source."""
    return [tuple(row) for row in warehouse.query(LEDGER, {"id": source_id})]


HELD = ("held", 21, None, None, None, None, None)


def test_a_released_batch_is_published_as_if_it_had_never_been_held(
    warehouse: Warehouse, another_warehouse: Warehouse
) -> None:
    another_warehouse.hold_nothing()
    read(another_warehouse, script_of(BAD_AND_GOOD))
    read(warehouse, script_of(BAD_AND_GOOD))
    # What is held is neither held again nor slips in when the overlap reads it again, alone or among others.
    read(warehouse, script_of(BAD_AND_GOOD))
    read(warehouse, script_of([*BAD_AND_GOOD[:7]], [*BAD_AND_GOOD[7:]]))
    assert ledger(warehouse) == [HELD, *[("published", 21, 0, 0, 0, 21, 0)] * 2]
    assert warehouse.query("SELECT * FROM core.dossier") == []

    assert decide_on(warehouse, held_batch(warehouse), "release") == "published"
    for holder in (warehouse, another_warehouse):
        holder.refresh()
    content = warehouse.content("core", "mart", "quarantine")
    assert content == another_warehouse.content("core", "mart", "quarantine")
    assert (len(content["core.dossier"]), len(content["quarantine.record"])) == (16, 5)

    read(warehouse, script_of(BAD_AND_GOOD))
    assert ledger(warehouse)[0] == ("published", 21, 16, 0, 0, 0, 5)
    assert ledger(warehouse)[-1] == ("published", 21, 0, 0, 16, 0, 5), "nor is it held when it is known"
    decisions = warehouse.query("SELECT decision, reason, decided_by_post FROM audit.batch_decision")
    assert [tuple(row) for row in decisions] == [("release", "Đã hỏi nguồn dữ liệu.", "Chánh Văn phòng")]


def test_a_rejected_batch_leaves_no_trace_in_the_facts_and_publication_goes_on(warehouse: Warehouse) -> None:
    read(warehouse, script_of([dossier("Z-1")]))
    warehouse.refresh()
    before = warehouse.content("core", "mart", "quarantine")
    read(warehouse, script_of(BAD_AND_GOOD))
    blocked = "SELECT DISTINCT feed, blocker FROM audit.publication_blocker"
    assert [tuple(row) for row in warehouse.query(blocked)] == [("dossiers", "held_batch")]

    batch_id = held_batch(warehouse)
    assert decide_on(warehouse, batch_id, "reject") == "rejected"
    # One record of them is new: only that one counts.
    read(warehouse, script_of([*BAD_AND_GOOD, dossier("Z-2")]))
    assert ledger(warehouse)[-2:] == [("rejected", *HELD[1:]), ("published", 22, 1, 0, 0, 21, 0)]
    assert warehouse.query(blocked) == []
    warehouse.execute("DELETE FROM core.dossier WHERE dossier_code = 'Z-2'")
    assert warehouse.content("quarantine") == {name: rows for name, rows in before.items() if "quarantine" in name}
    assert warehouse.content("core")["core.dossier"] == before["core.dossier"]
    pages = warehouse.query("SELECT path FROM audit.page WHERE batch_id = %(id)s", {"id": batch_id})
    assert [(warehouse.settings.landing_dir / page.path).is_file() for page in pages] == [True]


def test_fresh_records_beside_held_ones_are_judged_by_themselves(shared: Warehouse, source_id: str) -> None:
    read(shared, script_of(BAD_AND_GOOD), source_id)
    read(shared, script_of(BAD_AND_GOOD + mixed(4, 20, "N", TrangThaiHoSo="0")), source_id)
    read(shared, script_of(BAD_AND_GOOD + mixed(5, 20, "M", TrangThaiHoSo="0")), source_id)
    assert ledger(shared, source_id) == [
        HELD,
        ("published", 41, 16, 0, 0, 21, 4),
        ("held", 41, None, None, None, None, None),
    ]


def test_a_release_that_broke_off_goes_on(shared: Warehouse, source_id: str) -> None:
    read(shared, script_of(BAD_AND_GOOD), source_id)
    batch_id = held_batch(shared, source_id)

    def break_off(step: Step, _: str) -> None:
        if step == "facts merged":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        decide_on(shared, batch_id, "release", observe=break_off)
    assert [row[0] for row in ledger(shared, source_id)] == ["passed"]
    assert decide_on(shared, batch_id, "release") == "published"
    assert decide_on(shared, batch_id, "release") == "published"
    assert ledger(shared, source_id) == [("published", 21, 16, 0, 0, 0, 5)]


def test_a_dry_run_decides_nothing(shared: Warehouse, source_id: str) -> None:
    read(shared, script_of(BAD_AND_GOOD), source_id)
    batch_id = held_batch(shared, source_id)
    for verdict in ("release", "reject"):
        assert decide_on(shared, batch_id, verdict, dry_run=True) == "held"
    assert ledger(shared, source_id) == [HELD]
    assert shared.query("SELECT * FROM audit.batch_decision WHERE batch_id = %(id)s", {"id": batch_id}) == []


def test_a_task_does_what_its_parameters_say(
    shared: Warehouse, source_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", shared.settings.warehouse_url or "")
    monkeypatch.setenv("ONESTOP_VAR", str(shared.settings.var_dir))
    read(shared, script_of(BAD_AND_GOOD), source_id)
    word = (held_batch(shared, source_id), "release", "Đã hỏi nguồn dữ liệu.", "Chánh Văn phòng")
    assert tasks.decide_batch(*word, dry_run=True) == "held"
    assert tasks.decide_batch(*word, dry_run=False) == "published"


def test_one_decides_on_held_batches_only_and_once(shared: Warehouse, source_id: str) -> None:
    read(shared, script_of(BAD_AND_GOOD), source_id)
    batch_id = held_batch(shared, source_id)
    decide_on(shared, batch_id, "reject")
    with pytest.raises(DecisionError, match=rf"batch {batch_id} is rejected, not held: somebody chose to reject it"):
        decide_on(shared, batch_id, "release")
    with pytest.raises(DecisionError, match="is published, not held; only held batches wait for a decision"):
        decide_on(shared, batch_id - 1, "release")
    with pytest.raises(DecisionError, match="there is no batch 999999"):
        decide_on(shared, 999999, "reject")
