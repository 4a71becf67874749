"""Ten working days with a weekend and two holidays: exactly what is told, to whom, at which hour.

20 to 24 April, 28 and 29 April, 4 to 6 May 2026; 27 April, 30 April and 1 May are holidays.
"""

from __future__ import annotations

import datetime as dt

import pytest

from tests.alert.days import (
    BY_HOUR,
    FAR,
    OFFICE,
    A,
    B,
    apology,
    event,
    everything_told,
    look,
    online,
    rounds,
    sent,
    tell,
    told,
)
from tests.support.scripted import Record
from tests.support.warehouse import Warehouse

SLOTS = {"07:00": "morning", "14:00": "early_afternoon", "16:00": "late_afternoon"}
FIRST, LAST = dt.date(2026, 4, 20), dt.date(2026, 5, 6)
DAYS_OFF = {"2026-04-25", "2026-04-26", "2026-04-27", "2026-04-30", "2026-05-01", "2026-05-02", "2026-05-03"}

DAYS = told("DAYS", A, "2026-04-14 08:00", "2026-04-24 16:00")
WAITS = told("WAITS", A, "2026-04-14 08:00", "2026-04-24 16:00")
HOUR = told("HOUR", A, "2026-04-21 08:00", "2026-04-21 16:00", MaTTHC=BY_HOUR)
LONG = told("LONG", A, "2026-04-01 08:00", "2026-04-10 16:00")
OLD = told("OLD", B, "2026-03-02 08:00", "2026-03-05 08:00")
HELD = told("HELD", B, "2026-04-15 08:00", "2026-04-29 16:00")
EXTENDED = told("EXTENDED", B, "2026-04-13 08:00", "2026-04-22 16:00")
SIGNED = told("SIGNED", B, "2026-04-16 08:00", "2026-04-28 16:00")
MOVED = told("MOVED", B, "2026-04-20 08:00", "2026-04-23 16:00")
LATE = told("LATE", B, "2026-04-13 08:00", "2026-04-22 16:00")
ONLINE = online("ONLINE", A, "2026-04-21 16:00")
MISSED = online("MISSED", A, "2026-04-22 08:00")
TWO = (("2026-04-13 08:00", "2026-04-14 08:00"), ("2026-04-15 08:00", "2026-04-16 08:00"))
ASKED = told("ASKED", A, "2026-04-10 08:00", FAR, DanhSachHoSoBoSung=rounds(*TWO))


def ended(record: Record, at: str) -> Record:
    """Return a dossier that was handed over at a moment."""
    return {**record, "TrangThaiHoSo": "10", "NgayKetThucXuLy": sent(at)}


EXTENSION = {
    "NgayHenTra": sent("2026-04-29 16:00"),
    "DanhSachGiaHan": apology("2026-04-21 10:00", "2026-04-22 16:00", "2026-04-29 16:00"),
}
HAS_RESULT = {"NgayKetThucXuLy": sent("2026-04-22 10:00")}
ACCEPTED = {"TrangThaiHoSo": "4"}
THIRD = rounds(*TWO, ("2026-04-27 08:00", ""))

# What the source tells, half an hour before the look of that hour.
TOLD: dict[str, tuple[Record, ...]] = {
    "2026-04-20 07:00": (DAYS, WAITS, LONG, OLD, HELD, EXTENDED, SIGNED, ASKED),
    "2026-04-21 07:00": (MOVED,),
    "2026-04-21 14:00": (HOUR, {**EXTENDED, **EXTENSION}, {**MOVED, "NgayHenTra": sent("2026-04-21 16:00")}),
    "2026-04-21 16:00": (ended(MOVED, "2026-04-21 15:00"),),
    "2026-04-22 07:00": (ONLINE,),
    "2026-04-22 14:00": (
        ended(HOUR, "2026-04-22 09:00"),
        {**SIGNED, **HAS_RESULT},
        {**WAITS, "TrangThaiHoSo": "5", "DanhSachHoSoBoSung": rounds(("2026-04-22 10:00", ""))},
    ),
    "2026-04-23 07:00": (LATE,),
    "2026-04-23 14:00": (MISSED, {**LATE, "NgayHenTra": sent("2026-04-28 16:00")}),
    "2026-04-23 16:00": ({**MISSED, **ACCEPTED, "NgayTiepNhan": sent("2026-04-23 15:00"), "NgayHenTra": sent(FAR)},),
    "2026-04-24 07:00": (ended(SIGNED, "2026-04-22 10:00"),),
    "2026-04-28 07:00": ({**ASKED, "TrangThaiHoSo": "5", "DanhSachHoSoBoSung": THIRD},),
    "2026-04-28 14:00": (
        {
            **ONLINE,
            **ACCEPTED,
            "NgayTiepNhan": sent("2026-04-28 10:00"),
            "NgayHenTra": sent("2026-05-08 16:00"),
        },
        ended(LATE, "2026-04-28 10:00"),
    ),
    "2026-04-29 14:00": (ASKED, HELD),
    "2026-04-29 16:00": (
        ended({**EXTENDED, **EXTENSION}, "2026-04-29 15:00"),
        ended(HELD, "2026-04-29 15:00"),
    ),
    "2026-05-04 07:00": (
        {
            **WAITS,
            "NgayHenTra": sent("2026-05-12 16:00"),
            "DanhSachHoSoBoSung": rounds(("2026-04-22 10:00", "2026-04-29 16:30")),
        },
    ),
    "2026-05-06 14:00": (ended(DAYS, "2026-05-06 10:00"),),
}
STEPS = {
    "2026-04-20 07:00": (event("HELD", "2026-04-16 08:00", holder=OFFICE),),
    "2026-04-29 14:00": (event("HELD", "2026-04-29 11:00", holder=B),),
}

EXPECTED = """
04-20 morning          19753   morning  new        overdue                   LONG
04-20 morning          19753   morning  new        second_supplement         ASKED
04-20 morning          19774   morning  new        overdue_long              OLD
04-20 morning          19774   morning  new        due_soon                  EXTENDED
04-20 morning          H57     digest   worst      overdue_long              OLD
04-20 morning          H57     digest   worst      overdue                   LONG
04-21 morning          19774   morning  new        last_moment_to_apologise  EXTENDED
04-21 morning          19774   morning  new        due_soon                  MOVED
04-21 morning          H57     digest   worst      overdue_long              OLD
04-21 morning          H57     digest   worst      overdue                   LONG
04-21 early_afternoon  19753   update   new        due_soon                  HOUR
04-21 early_afternoon  19774   update   resolved   last_moment_to_apologise  EXTENDED
04-21 early_afternoon  19774   update   new        due_today                 MOVED
04-21 late_afternoon   19753   update   new        due_today                 HOUR
04-21 late_afternoon   19774   update   resolved   due_today                 MOVED
04-22 morning          19753   morning  new        overdue                   HOUR
04-22 morning          19753   morning  new        not_yet_accepted          ONLINE
04-22 morning          19753   morning  new        due_soon                  DAYS
04-22 morning          19753   morning  new        due_soon                  WAITS
04-22 morning          H57     digest   worst      overdue_long              OLD
04-22 morning          H57     digest   worst      overdue                   LONG
04-22 morning          H57     digest   worst      overdue                   HOUR
04-22 early_afternoon  19753   update   resolved   overdue                   HOUR
04-22 early_afternoon  19753   update   still_open not_yet_accepted        ONLINE
04-23 morning          19753   morning  new        last_moment_to_apologise  DAYS
04-23 morning          19774   morning  new        held_elsewhere            HELD
04-23 morning          H57.10  morning  new        held_elsewhere            HELD
04-23 morning          19774   morning  new        signed_not_closed         SIGNED
04-23 morning          19774   morning  new        overdue                   LATE
04-23 morning          H57     digest   escalated  overdue_long              OLD
04-23 morning          H57     digest   escalated  overdue                   LONG
04-23 morning          H57     digest   worst      overdue_long              OLD
04-23 morning          H57     digest   worst      overdue                   LONG
04-23 morning          H57     digest   worst      overdue                   LATE
04-23 early_afternoon  19753   update   new        not_yet_accepted          MISSED
04-23 late_afternoon   19753   update   resolved   not_yet_accepted          MISSED
04-24 morning          19753   morning  new        due_today                 DAYS
04-24 morning          19753   morning  new        overdue_long              LONG
04-24 morning          19774   morning  new        due_soon                  HELD
04-24 morning          19774   morning  new        due_soon                  EXTENDED
04-24 morning          19774   morning  new        last_moment_to_apologise  LATE
04-24 morning          19774   morning  resolved   signed_not_closed         SIGNED
04-24 morning          H57     digest   worst      overdue_long              OLD
04-24 morning          H57     digest   worst      overdue_long              LONG
04-28 morning          19753   morning  new        overdue                   DAYS
04-28 morning          19774   morning  new        last_moment_to_apologise  HELD
04-28 morning          19774   morning  new        due_today                 LATE
04-28 morning          H57     digest   escalated  not_yet_accepted          ONLINE
04-28 morning          H57     digest   worst      overdue_long              OLD
04-28 morning          H57     digest   worst      overdue_long              LONG
04-28 morning          H57     digest   worst      overdue                   DAYS
04-28 early_afternoon  19753   update   resolved   not_yet_accepted          ONLINE
04-28 early_afternoon  19774   update   resolved   due_today                 LATE
04-29 morning          19774   morning  still_open held_elsewhere           HELD
04-29 morning          H57.10  morning  still_open held_elsewhere           HELD
04-29 morning          19774   morning  new        due_today                 HELD
04-29 morning          19774   morning  new        due_today                 EXTENDED
04-29 morning          H57     digest   escalated  held_elsewhere            HELD
04-29 morning          H57     digest   worst      overdue_long              OLD
04-29 morning          H57     digest   worst      overdue_long              LONG
04-29 morning          H57     digest   worst      overdue                   DAYS
04-29 early_afternoon  H57.10  update   resolved   held_elsewhere            HELD
04-29 late_afternoon   19774   update   resolved   due_today                 HELD
04-29 late_afternoon   19774   update   resolved   due_today                 EXTENDED
05-04 morning          19753   morning  new        second_supplement         ASKED
05-04 morning          H57     digest   worst      overdue_long              OLD
05-04 morning          H57     digest   worst      overdue_long              LONG
05-04 morning          H57     digest   worst      overdue                   DAYS
05-05 morning          H57     digest   escalated  overdue                   DAYS
05-05 morning          H57     digest   worst      overdue_long              OLD
05-05 morning          H57     digest   worst      overdue_long              LONG
05-05 morning          H57     digest   worst      overdue                   DAYS
05-06 morning          19753   morning  new        due_soon                  ONLINE
05-06 morning          H57     digest   worst      overdue_long              OLD
05-06 morning          H57     digest   worst      overdue_long              LONG
05-06 morning          H57     digest   worst      overdue                   DAYS
05-06 early_afternoon  19753   update   resolved   overdue                   DAYS
"""


@pytest.fixture
def passed(office: Warehouse) -> Warehouse:
    """The warehouse after the fortnight."""
    day = FIRST
    while day <= LAST:
        for hour in SLOTS:
            at = f"{day} {hour}"
            if at in TOLD:
                before = f"{dt.datetime.fromisoformat(at) - dt.timedelta(minutes=30):%Y-%m-%d %H:%M}"
                tell(office, before, *TOLD[at], events=STEPS.get(at, ()))
            lists = look(office, at)
            assert not (lists and str(day) in DAYS_OFF), f"told on {day}"
        day += dt.timedelta(days=1)
    return office


def test_everything_that_is_to_be_told_is_told_once_and_nothing_else(passed: Warehouse) -> None:
    expected = [tuple(line.split()) for line in EXPECTED.strip().splitlines()]
    found = everything_told(passed)
    assert sorted(found) == sorted(expected)
    assert len(found) == len(set(found))
    _lists_have_something_to_say(passed, expected)
    _runs_are_counted(passed, expected)
    _alerts_end_as_they_should(passed)
    _what_was_open_before_is_counted(passed)
    _lists_count_what_needs_attention(passed)
    _a_message_can_be_written_from_what_was_told(passed)


def _lists_have_something_to_say(warehouse: Warehouse, expected: list[tuple[str, ...]]) -> None:
    rows = warehouse.query(
        "SELECT to_char(run_on, 'MM-DD'), slot, coalesce(unit_code, area_code), alert_list.kind FROM audit.alert_list "
        "LEFT JOIN core.unit USING (unit_id) LEFT JOIN core.area USING (area_id)"
    )
    assert sorted(tuple(row) for row in rows) == sorted({row[:4] for row in expected})


def _runs_are_counted(warehouse: Warehouse, expected: list[tuple[str, ...]]) -> None:
    rows = warehouse.query("SELECT to_char(run_on, 'MM-DD') AS day, run.* FROM audit.alert_run AS run")
    assert len(rows) == 10 * len(SLOTS)
    assert {f"2026-{row.day}" for row in rows} & DAYS_OFF == set()
    for row in rows:
        told_then = [each for each in expected if each[:2] == (row.day, row.slot)]
        counts = [sum(each[4] == what for each in told_then) for what in ("new", "resolved", "escalated")]
        assert [row.raised, row.resolved, row.escalated] == counts, (row.day, row.slot)
        assert row.lists == len({each[2] for each in told_then}), (row.day, row.slot)


def _alerts_end_as_they_should(warehouse: Warehouse) -> None:
    rows = warehouse.query(
        "SELECT dossier_code, level, unit_code, to_char(ended_at, 'MM-DD HH24:MI') AS ended, ended_because "
        "FROM core.alert INNER JOIN core.unit USING (unit_id) WHERE dossier_code IN ('HELD', 'WAITS', 'LATE', 'LONG')"
    )
    assert sorted(tuple(row) for row in rows if row.ended) == [
        ("HELD", "due_soon", "19774", "04-28 07:00", "passed_on"),
        ("HELD", "due_today", "19774", "04-29 16:00", "resolved"),
        ("HELD", "held_elsewhere", "19774", "04-29 14:00", "passed_on"),
        ("HELD", "held_elsewhere", "H57.10", "04-29 14:00", "resolved"),
        ("HELD", "last_moment_to_apologise", "19774", "04-29 07:00", "passed_on"),
        ("LATE", "due_today", "19774", "04-28 14:00", "resolved"),
        ("LATE", "last_moment_to_apologise", "19774", "04-28 07:00", "passed_on"),
        # It was due soon again in the afternoon of the day before, which is only told in the morning.
        ("LATE", "overdue", "19774", "04-24 07:00", "passed_on"),
        ("LONG", "overdue", "19753", "04-24 07:00", "passed_on"),
        ("WAITS", "due_soon", "19753", "04-22 14:00", "waiting"),
    ]


def _what_was_open_before_is_counted(warehouse: Warehouse) -> None:
    rows = warehouse.query(
        "SELECT to_char(run_on, 'MM-DD'), slot, coalesce(unit_code, area_code), open_before FROM audit.alert_list "
        "LEFT JOIN core.unit USING (unit_id) LEFT JOIN core.area USING (area_id) "
        "WHERE run_on IN ('2026-04-20', '2026-04-23', '2026-05-06')"
    )
    assert sorted(tuple(row) for row in rows) == [
        ("04-20", "morning", "19753", 0),
        ("04-20", "morning", "19774", 0),
        ("04-20", "morning", "H57", 0),
        # ASKED, LONG, ONLINE; in the afternoon DAYS too.
        ("04-23", "early_afternoon", "19753", 4),
        ("04-23", "late_afternoon", "19753", 4),
        ("04-23", "morning", "19753", 3),
        ("04-23", "morning", "19774", 1),
        ("04-23", "morning", "H57", 4),
        ("04-23", "morning", "H57.10", 0),
        # LONG, ASKED, DAYS and ONLINE; in the afternoon without DAYS.
        ("05-06", "early_afternoon", "19753", 3),
        ("05-06", "morning", "19753", 3),
        ("05-06", "morning", "H57", 4),
    ]


def _lists_count_what_needs_attention(warehouse: Warehouse) -> None:
    rows = warehouse.query(
        "SELECT to_char(run_on, 'MM-DD'), coalesce(area_code, ''), unit.unit_code, level, open, held "
        "FROM audit.alert_list_count AS counted INNER JOIN audit.alert_list USING (list_id) "
        "INNER JOIN core.unit ON counted.unit_id = unit.unit_id LEFT JOIN core.area USING (area_id) "
        "WHERE run_on IN ('2026-04-23', '2026-04-29') AND slot = 'morning'"
    )
    assert sorted(tuple(row) for row in rows) == [
        # The lists of units; what another agency has is counted there too, as held.
        ("04-23", "", "19753", "last_moment_to_apologise", 1, 0),
        ("04-23", "", "19753", "not_yet_accepted", 1, 0),
        ("04-23", "", "19753", "overdue", 1, 0),
        ("04-23", "", "19753", "second_supplement", 1, 0),
        ("04-23", "", "19774", "held_elsewhere", 1, 0),
        ("04-23", "", "19774", "overdue", 1, 0),
        ("04-23", "", "19774", "overdue_long", 1, 0),
        ("04-23", "", "19774", "signed_not_closed", 1, 0),
        ("04-23", "", "H57.10", "held_elsewhere", 0, 1),
        # The digest has the same figures.
        ("04-23", "H57", "19753", "last_moment_to_apologise", 1, 0),
        ("04-23", "H57", "19753", "not_yet_accepted", 1, 0),
        ("04-23", "H57", "19753", "overdue", 1, 0),
        ("04-23", "H57", "19753", "second_supplement", 1, 0),
        ("04-23", "H57", "19774", "held_elsewhere", 1, 0),
        ("04-23", "H57", "19774", "overdue", 1, 0),
        ("04-23", "H57", "19774", "overdue_long", 1, 0),
        ("04-23", "H57", "19774", "signed_not_closed", 1, 0),
        # HELD is due today and held elsewhere: one dossier.
        ("04-29", "", "19774", "due_today", 2, 0),
        ("04-29", "", "19774", "overdue_long", 1, 0),
        ("04-29", "", "H57.10", "due_today", 0, 1),
        ("04-29", "H57", "19753", "overdue", 1, 0),
        ("04-29", "H57", "19753", "overdue_long", 1, 0),
        ("04-29", "H57", "19774", "due_today", 2, 0),
        ("04-29", "H57", "19774", "overdue_long", 1, 0),
    ]


def _a_message_can_be_written_from_what_was_told(warehouse: Warehouse) -> None:
    rows = warehouse.query(
        "SELECT what, told FROM audit.alert_list_item INNER JOIN core.alert USING (alert_id) "
        "INNER JOIN core.unit USING (unit_id) WHERE dossier_code = 'HELD' AND unit_code = 'H57.10'"
    )
    found = {row.what: row.told for row in rows}
    names = {
        "unit_name": "Phường Phú Xuân",
        "procedure_name": "Đăng ký tạm trú",
        "dossier_code": "HELD",
        "unit_code": "19774",
    }
    assert (
        found["new"].items()
        >= {
            **names,
            "holding_unit_name": "Sở Tư pháp",
            "holding_unit_code": "H57.10",
            "holding_since": "2026-04-16T08:00:00+07:00",
            "due_at": "2026-04-29T16:00:00+07:00",
            "working_days_left": 3,
            "apology_deadline": "2026-04-28",
            "alert_level": "held_elsewhere",
            "name_vi": "Đang ở cơ quan khác xử lý",
            "action_vi": "Liên hệ cơ quan đang giữ hồ sơ",
        }.items()
    )
    assert found["resolved"] == {
        **names,
        "source_id": "scripted",
        "procedure_code": "1.004194",
        "ended_levels": ["held_elsewhere"],
        "ended_names_vi": ["Đang ở cơ quan khác xử lý"],
    }


def test_a_slot_is_told_once_and_a_later_look_only_brings_the_table_up_to_date(office: Warehouse) -> None:
    tell(office, "2026-04-20 06:30", OLD)
    assert len(look(office, "2026-04-20 07:00")) == 2
    before = everything_told(office)
    tell(office, "2026-04-20 07:30", LONG)
    assert look(office, "2026-04-20 08:00") == []
    assert everything_told(office) == before
    rows = office.query("SELECT dossier_code, to_char(as_of, 'HH24:MI') AS at FROM mart.overdue_dossier ORDER BY 1")
    assert [tuple(row) for row in rows] == [("LONG", "08:00"), ("OLD", "08:00")]
    assert look(office, "2026-04-20 14:00") == [], "no same-day procedure, no step further"


@pytest.mark.parametrize("day", ["2026-04-25", "2026-04-30"], ids=["weekend", "holiday"])
def test_on_a_day_off_nothing_is_told_and_the_table_is_up_to_date(office: Warehouse, day: str) -> None:
    tell(office, f"{day} 06:30", OLD)
    assert [look(office, f"{day} {hour}") for hour in SLOTS] == [[], [], []]
    assert office.query("SELECT * FROM audit.alert_run") == office.query("SELECT * FROM core.alert") == []
    assert [row.dossier_code for row in office.query("SELECT dossier_code FROM mart.overdue_dossier")] == ["OLD"]
