"""Each level where it holds and, a moment or a fact beside it, where it does not."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from onestop.reference.calendar import CALENDAR_FOLDER, install_calendar
from tests.alert.days import (
    BY_HOUR,
    FAR,
    OFFICE,
    A,
    B,
    apology,
    event,
    levels_at,
    look,
    moment,
    online,
    rounds,
    sent,
    tell,
    told,
)
from tests.alert.test_interlinked import LEVELS as INTERLINKED_EXAMPLES
from tests.support.scripted import Record
from tests.support.warehouse import Warehouse

INTERLINKED_LEVELS = {
    level
    for _, _, moments in INTERLINKED_EXAMPLES.values()
    for levels in moments.values()
    for level in levels
    if level.startswith("interlinked_")
}


class Example(NamedTuple):
    """A dossier, and its levels at some moments.

    Attributes:
        record: what the source tells of it.
        steps: its events.
        at: levels by moment, comma-separated; empty for none.
    """

    record: Record
    steps: tuple[Record, ...]
    at: dict[str, str]


def example(record: Record, at: dict[str, str], *steps: Record) -> Example:
    """Return an example."""
    return Example(record, steps, at)


WEEK = ("2026-04-13 08:00", "2026-04-22 16:00")
"""Received on a Monday, due on the Wednesday of the week after."""
TWO = (("2026-04-13 09:00", "2026-04-13 10:00"), ("2026-04-13 11:00", "2026-04-13 14:00"))
RESULT = {"NgayKetThucXuLy": sent("2026-04-13 15:00")}
HOURS = {"MaTTHC": BY_HOUR}

EXAMPLES = {
    "STEPS": example(
        told("STEPS", A, *WEEK),
        {
            "2026-04-17 23:59:59": "",
            "2026-04-18 00:00": "",
            "2026-04-20 00:00": "due_soon",
            "2026-04-21 00:00": "last_moment_to_apologise",
            "2026-04-21 23:59:59": "last_moment_to_apologise",
            "2026-04-22 00:00": "due_today",
            "2026-04-22 16:00": "due_today",
            "2026-04-22 23:59:59": "due_today",
            "2026-04-23 00:00": "overdue",
            # Ten working days later: 25 to 27 April and 30 April to 3 May are off.
            "2026-05-08 23:59:59": "overdue",
            "2026-05-11 00:00": "overdue_long",
        },
    ),
    # 127 of 158 working hours at the opening of the 23rd, with three working days left.
    "SHARE": example(
        told("SHARE", A, "2026-04-01 08:00", "2026-04-29 16:00"),
        {"2026-04-22 13:30": "", "2026-04-23 07:00": "due_soon"},
    ),
    "MIDNIGHT": example(
        told("MIDNIGHT", A, "2026-04-13 08:00", "2026-04-22 00:00"),
        {"2026-04-22 23:59:59": "due_today", "2026-04-23 00:00": "overdue"},
    ),
    "ON_SATURDAY": example(
        told("ON_SATURDAY", A, "2026-04-13 08:00", "2026-04-18 10:00"),
        {
            "2026-04-17 07:00": "last_moment_to_apologise",
            "2026-04-18 07:00": "due_today",
            "2026-04-19 07:00": "overdue",
        },
    ),
    # Six hours of work: half of it at 11:00, eight tenths at 14:18.
    "HOURS": example(
        told("HOURS", A, "2026-04-21 08:00", "2026-04-21 16:00", **HOURS),
        {
            "2026-04-21 10:59:59": "",
            "2026-04-21 11:00": "due_soon",
            "2026-04-21 14:47:59": "due_soon",
            "2026-04-21 14:48": "due_today",
            "2026-04-21 16:00": "due_today",
            "2026-04-21 16:00:59": "due_today",
            "2026-04-21 16:01": "overdue",
            "2026-04-22 07:00": "overdue",
        },
    ),
    # By hour it is not due on the day, but at the minute; half of eight hours has passed when the office closes.
    "NEXT_DAY": example(
        told("NEXT_DAY", A, "2026-04-21 13:30", "2026-04-22 13:30", **HOURS),
        {
            "2026-04-21 15:00": "",
            "2026-04-22 07:29:59": "",
            "2026-04-22 07:30": "due_soon",
            "2026-04-22 13:30": "due_today",
            "2026-04-22 13:31": "overdue",
        },
    ),
    # Of a procedure in days, but due on the day of its reception.
    "SAME_DAY": example(
        told("SAME_DAY", A, "2026-04-21 08:00", "2026-04-21 16:00"),
        {"2026-04-21 10:00": "", "2026-04-21 16:00": "due_today", "2026-04-21 16:01": "overdue"},
    ),
    "FIRST_ROUND": example(
        told("FIRST_ROUND", A, "2026-04-13 08:00", FAR, DanhSachHoSoBoSung=rounds(TWO[0])),
        {"2026-04-20 07:00": ""},
    ),
    "SECOND_ROUND": example(
        told("SECOND_ROUND", A, "2026-04-13 08:00", FAR, DanhSachHoSoBoSung=rounds(*TWO)),
        {"2026-04-20 07:00": "second_supplement"},
    ),
    "WAITS": example(
        told("WAITS", A, *WEEK, status="5", DanhSachHoSoBoSung=rounds(*TWO)),
        {"2026-04-22 07:00": "", "2026-05-29 07:00": ""},
        event("WAITS", "2026-04-13 09:00", "5", OFFICE),
    ),
    "PAYS": example(told("PAYS", A, *WEEK, status="6"), {"2026-04-22 07:00": "", "2026-05-29 07:00": ""}),
    "ELSEWHERE": example(
        told("ELSEWHERE", A, *WEEK),
        {
            "2026-04-16 07:00": "",
            "2026-04-17 07:00": "held_elsewhere",
            "2026-04-22 07:00": "due_today,held_elsewhere",
            "2026-04-23 07:00": "held_elsewhere,overdue",
        },
        event("ELSEWHERE", "2026-04-13 09:00", holder=OFFICE),
    ),
    "CAME_BACK": example(
        told("CAME_BACK", A, *WEEK),
        {"2026-04-22 07:00": "due_today"},
        event("CAME_BACK", "2026-04-13 09:00", holder=OFFICE),
        event("CAME_BACK", "2026-04-13 10:00", holder=A),
    ),
    # No steps were told: the record says who has it.
    "SENT_ON": example(
        told("SENT_ON", A, *WEEK, MaDonViXuLy=OFFICE, GiuTu=sent("2026-04-13 12:00")),
        {"2026-04-22 07:00": "due_today,held_elsewhere"},
    ),
    "SIGNED": example(
        told("SIGNED", A, *WEEK, **RESULT),
        {"2026-04-14 07:00": "signed_not_closed", "2026-05-29 07:00": "signed_not_closed"},
    ),
    "RESULT_STEP": example(
        told("RESULT_STEP", A, *WEEK),
        {"2026-04-22 07:00": "signed_not_closed"},
        event("RESULT_STEP", "2026-04-13 09:00", "9"),
    ),
    "SIGNED_AND_KEPT": example(
        told("SIGNED_AND_KEPT", A, *WEEK, BuocXuLy="da_ky_chua_tra"),
        {
            "2026-04-17 07:00": "signed_not_closed",
            "2026-04-22 07:00": "due_today,signed_not_closed",
            "2026-04-23 07:00": "signed_not_closed,overdue",
        },
    ),
    "TAKEN_BACK": example(
        told("TAKEN_BACK", A, *WEEK),
        {"2026-04-22 07:00": "due_today"},
        event("TAKEN_BACK", "2026-04-13 09:00", "9"),
        event("TAKEN_BACK", "2026-04-13 10:00", "4"),
    ),
    "NO_DUE_DATE": example(told("NO_DUE_DATE", A, "2026-04-13 08:00", ""), {"2026-05-29 07:00": ""}),
    "EXTENDED": example(
        told(
            "EXTENDED", A, "2026-04-13 08:00", "2026-04-29 16:00",
            DanhSachGiaHan=apology("2026-04-13 10:00", "2026-04-22 16:00", "2026-04-29 16:00"),
        ),
        {
            "2026-04-21 07:00": "",
            "2026-04-23 07:00": "",
            "2026-04-28 07:00": "due_soon",
            "2026-04-29 07:00": "due_today",
        },
    ),
    # One hour on Friday, seven on Tuesday: Monday is a holiday.
    "ONLINE": example(
        online("ONLINE", A, "2026-04-24 16:00"),
        {"2026-04-27 23:59:59": "", "2026-04-28 00:00": "not_yet_accepted", "2026-05-29 07:00": "not_yet_accepted"},
    ),
    "AT_NIGHT": example(
        online("AT_NIGHT", A, "2026-04-24 22:00"),
        {"2026-04-27 23:59:59": "", "2026-04-28 00:00": "not_yet_accepted"},
    ),
    "AT_COUNTER": example(online("AT_COUNTER", A, "2026-04-13 08:00", KenhThucHien="1"), {"2026-05-29 07:00": ""}),
    "CLOSED": example(told("CLOSED", A, *WEEK, status="10", **RESULT), {"2026-05-29 07:00": ""}),
    "REFUSED": example(told("REFUSED", A, *WEEK, status="3"), {"2026-05-29 07:00": ""}),
    "TEST": example(told("TEST", A, *WEEK, TrichYeuHoSo="test"), {"2026-05-29 07:00": ""}),
    "TOMBSTONE": example(told("TOMBSTONE", A, *WEEK, DaXoa="1"), {"2026-05-29 07:00": ""}),
}  # fmt: skip


@pytest.fixture
def told_of(office: Warehouse) -> Warehouse:
    """A warehouse in which all examples are known."""
    records = [each.record for each in EXAMPLES.values()]
    tell(office, "2026-04-24 23:00", *records, events=[step for each in EXAMPLES.values() for step in each.steps])
    return office


def test_every_level_holds_where_it_should_and_nowhere_else(told_of: Warehouse) -> None:
    found = {at: levels_at(told_of, at) for each in EXAMPLES.values() for at in each.at}
    wrong = {
        (code, at): (found[at].get(code, []), levels)
        for code, each in EXAMPLES.items()
        for at, levels in each.at.items()
        if found[at].get(code, []) != [level for level in levels.split(",") if level]
    }
    assert wrong == {}
    seen = {level for each in EXAMPLES.values() for levels in each.at.values() for level in levels.split(",") if level}
    # Those of interlinked cases are shown in test_interlinked.py.
    assert seen | INTERLINKED_LEVELS == {row.level for row in told_of.query("SELECT level FROM mart.alert_level")}


def attention(warehouse: Warehouse, code: str, at: str) -> Any:
    """Return the row of a dossier at a moment."""
    return next(row for row in warehouse.attention(moment(at)) if row.dossier_code == code)


def test_what_is_said_beside_a_level(told_of: Warehouse) -> None:
    row = attention(told_of, "ELSEWHERE", "2026-04-22 07:00")
    assert (row.unit_code, row.holding_unit_code, row.holding_since) == ("19753", "H57.10", moment("2026-04-13 09:00"))
    assert (row.level, row.levels) == ("due_today", ["due_today", "held_elsewhere"])
    assert (row.working_days_left, row.working_days_overdue) == (0, None)
    # 55 of 62 hours: 7, six days, and nothing yet of the last day.
    assert float(row.share_of_time_used) == round(55 / 62, 4)
    assert (row.apology_deadline.isoformat(), row.extension_count, row.apology_issued_at) == ("2026-04-21", 0, None)
    assert (row.procedure_code, row.sector_code, row.is_same_day) == ("1.004194", "CTR", False)
    assert row.as_of == moment("2026-04-22 07:00")
    assert (row.due_original, row.due_at) == (moment("2026-04-22 16:00"), moment("2026-04-22 16:00"))


def test_what_is_said_of_an_extended_one(told_of: Warehouse) -> None:
    row = attention(told_of, "EXTENDED", "2026-05-05 07:00")
    assert (row.due_original, row.due_at) == (moment("2026-04-22 16:00"), moment("2026-04-29 16:00"))
    assert (row.extension_count, row.apology_issued_at) == (1, moment("2026-04-13 10:00"))
    assert (row.apology_deadline, row.working_days_left, row.working_days_overdue) == (None, None, 2)
    assert row.share_of_time_used > 1


def test_what_is_said_of_one_by_hour_and_of_one_that_nobody_accepted(told_of: Warehouse) -> None:
    row = attention(told_of, "HOURS", "2026-04-21 16:01")
    assert (row.is_same_day, row.apology_deadline, row.working_days_left, row.working_days_overdue) == (
        True, None, None, 0,
    )  # fmt: skip
    row = attention(told_of, "ONLINE", "2026-04-28 07:00")
    assert (row.accept_by, row.received_at, row.due_at) == (moment("2026-04-28 16:00"), None, None)
    assert (row.share_of_time_used, row.working_days_left, row.working_days_overdue) == (None, None, None)
    assert attention(told_of, "AT_NIGHT", "2026-04-28 07:00").accept_by == moment("2026-04-28 17:00")
    assert attention(told_of, "SECOND_ROUND", "2026-04-28 07:00").supplement_rounds == 2


def test_without_dossiers_nothing_needs_attention(office: Warehouse) -> None:
    tell(office, "2026-04-20 06:30")
    assert levels_at(office, "2026-04-20 07:00") == {}
    assert look(office, "2026-04-20 07:00") == []
    runs = office.query("SELECT slot, raised, resolved, escalated, lists FROM audit.alert_run")
    assert [tuple(row) for row in runs] == [("morning", 0, 0, 0, 0)]


def test_a_province_has_limits_of_its_own(told_of: Warehouse) -> None:
    at = "2026-04-17 07:00"
    assert "STEPS" not in levels_at(told_of, at)
    for province in ("H99", "H57"):
        told_of.execute(
            "INSERT INTO mart.alert_limit VALUES (%(province)s, 0.8, 3, 0.5, 0.8, 4, 3, 16, 3, 10)",
            {"province": province},
        )
        assert ("STEPS" in levels_at(told_of, at)) == (province == "H57")
    assert levels_at(told_of, at)["STEPS"] == ["due_soon"]
    assert levels_at(told_of, "2026-04-28 07:00")["STEPS"] == ["overdue_long"], "three working days are long there"
    assert "ONLINE" not in levels_at(told_of, "2026-04-28 07:00"), "sixteen hours there"
    assert levels_at(told_of, "2026-04-16 07:00")["ELSEWHERE"] == ["held_elsewhere"]


def test_the_limits_of_a_province_are_those_of_its_departments(office: Warehouse) -> None:
    tell(office, "2026-04-13 20:00", told("DEPARTMENT", OFFICE, *WEEK))
    office.execute("INSERT INTO mart.alert_limit VALUES ('H57', 0.8, 3, 0.5, 0.8, 4, 3, 16, 3, 10)")
    assert levels_at(office, "2026-04-17 07:00") == {"DEPARTMENT": ["due_soon"]}


@pytest.mark.parametrize(
    ("day", "is_working", "is_told"),
    [("2026-04-22", "false", False), ("2026-04-25", "true", True), ("2026-04-23", "false", True)],
    ids=["a day off of its own", "a Saturday on which it works", "another day is off"],
)
def test_a_province_is_told_on_its_own_working_days(
    told_of: Warehouse, tmp_path: Path, day: str, is_working: str, is_told: bool
) -> None:
    folder = Path(shutil.copytree(CALENDAR_FOLDER, tmp_path / "calendar"))
    changed = day if day != "2026-04-23" else "2026-04-24"
    (folder / "H57.csv").write_text(f"day,is_working,reason,document\n{changed},{is_working},Nghỉ riêng,Văn bản 1\n")
    told_of.execute("DELETE FROM audit.clock")
    told_of.set_clock(moment(f"{day} 06:00"))
    install_calendar(told_of.engine, folder)
    lists = look(told_of, f"{day} 07:00")
    assert bool(lists) == is_told
    assert bool(told_of.query("SELECT 1 AS told FROM core.alert LIMIT 1")) == is_told


def test_a_due_date_that_moves_moves_the_levels(office: Warehouse) -> None:
    tell(office, "2026-04-13 20:00", told("MOVES", B, *WEEK))
    assert levels_at(office, "2026-04-21 07:00") == {"MOVES": ["last_moment_to_apologise"]}
    moved = told(
        "MOVES", B, WEEK[0], "2026-05-08 16:00",
        DanhSachGiaHan=apology("2026-04-20 10:00", "2026-04-22 16:00", "2026-05-08 16:00"),
    )  # fmt: skip
    tell(office, "2026-04-20 20:00", moved)
    found = {
        at: levels_at(office, at).get("MOVES") for at in ("2026-04-22 07:00", "2026-05-07 07:00", "2026-05-08 07:00")
    }
    assert found == {"2026-04-22 07:00": None, "2026-05-07 07:00": ["due_soon"], "2026-05-08 07:00": ["due_today"]}


def test_the_counts_of_units_are_those_of_their_dossiers(told_of: Warehouse) -> None:
    tell(
        told_of,
        "2026-04-25 23:00",
        *(
            told(f"BY_{days}", B, "2026-01-05 08:00", f"2026-0{month}-{day:02} 08:00")
            for days, (month, day) in {"6": (5, 14), "11": (5, 7), "30": (4, 7), "31": (4, 6), "1": (5, 21)}.items()
        ),
    )
    look(told_of, "2026-05-22 07:00")
    ages = told_of.query(
        "SELECT overdue_total, overdue_to_5, overdue_6_to_10, overdue_11_to_30, overdue_over_30 "
        "FROM mart.overdue_by_unit WHERE unit_code = '19774'"
    )
    assert [tuple(row) for row in ages] == [(5, 1, 1, 2, 1)]
    levels = [row.level for row in told_of.query("SELECT level FROM mart.alert_level")]
    counts = ", ".join(f"sum({level})::int AS {level}" for level in levels)
    summed = told_of.query(f"SELECT {counts}, sum(dossiers)::int AS n FROM mart.overdue_by_unit")[0]._asdict()
    rows = told_of.query("SELECT levels, unit_code FROM mart.overdue_dossier")
    assert summed == {**{level: sum(level == row.levels[0] for row in rows) for level in levels}, "n": len(rows)}
    by_age = told_of.query(
        "SELECT sum(overdue_total) = sum(overdue_to_5 + overdue_6_to_10 + overdue_11_to_30 + overdue_over_30) "
        "AND sum(overdue_total) >= sum(overdue + overdue_long) AS fits FROM mart.overdue_by_unit"
    )
    assert by_age[0].fits
