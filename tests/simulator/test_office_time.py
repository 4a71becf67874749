from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.catalogue import LimitUnit, Procedure
from simulator.journeys import due_after
from simulator.localtime import VIETNAM, compact, day_number, moment_of, parse_rfc3339, rfc3339
from simulator.office_time import HOUR, WORKING_DAY, is_working_day, to_moment, to_office


def at(text: str) -> int:
    return moment_of(datetime.fromisoformat(text).replace(tzinfo=VIETNAM))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
        (date(2026, 2, 13), True),
        (date(2026, 2, 16), False),
        (date(2026, 2, 20), False),
        (date(2026, 2, 22), False),
        (date(2026, 2, 23), True),
        (date(2026, 4, 27), False),
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2026, 9, 3), True),
    ],
)
def test_holidays_and_worked_saturdays(day: date, works: bool) -> None:
    assert is_working_day(day_number(day)) is works


@pytest.mark.parametrize(
    ("start", "office_seconds", "end"),
    [
        ("2026-03-02 11:00", HOUR, "2026-03-02 14:00"),
        ("2026-03-02 12:00", 1, "2026-03-02 13:30:01"),
        ("2026-03-02 07:00", WORKING_DAY, "2026-03-02 17:00"),
        ("2026-03-02 09:30", WORKING_DAY, "2026-03-03 09:30"),
        ("2026-03-06 16:00", 2 * HOUR, "2026-03-09 08:00"),
        ("2026-02-13 16:00", 2 * HOUR, "2026-02-23 08:00"),
        ("2026-03-02 02:00", WORKING_DAY, "2026-03-02 17:00"),
        ("2026-03-02 22:00", HOUR, "2026-03-03 08:00"),
    ],
)
def test_office_time_passes_only_while_offices_are_open(start: str, office_seconds: int, end: str) -> None:
    assert to_moment(to_office(at(start)) + office_seconds) == at(end)


@given(st.integers(min_value=at("2025-10-01"), max_value=at("2026-12-31")), st.integers(1, 40 * WORKING_DAY))
def test_office_time_is_exact_and_never_goes_back(start: int, office_seconds: int) -> None:
    end = to_moment(to_office(start) + office_seconds)
    assert end > start
    assert to_office(end) == to_office(start) + office_seconds


@pytest.mark.parametrize(
    ("limit", "unit", "start", "due"),
    [
        (3, LimitUnit.WORKING_DAYS, "2026-03-05 09:30:45", "2026-03-10 09:30"),
        (8, LimitUnit.HOURS, "2026-03-05 09:30:45", "2026-03-06 09:30"),
        (8, LimitUnit.HOURS, "2026-03-05 02:00:00", "2026-03-05 17:00"),
        (30, LimitUnit.CALENDAR_DAYS, "2026-03-05 09:30:45", "2026-04-06 09:30"),
        (30, LimitUnit.CALENDAR_DAYS, "2026-03-05 20:00:00", "2026-04-06 17:00"),
    ],
)
def test_due_dates(limit: int, unit: LimitUnit, start: str, due: str) -> None:
    procedure = Procedure("1.000000", "Thủ tục", "HT", "Hộ tịch", limit, unit)
    assert compact(due_after(at(start), procedure)) == compact(at(due))


def test_the_promised_limit_goes_before_the_statutory_one() -> None:
    procedure = Procedure("1.000000", "Thủ tục", "HT", "Hộ tịch", 3, LimitUnit.WORKING_DAYS, promised=2)
    assert due_after(at("2026-03-02 08:00"), procedure) == at("2026-03-04 08:00")


def test_timestamps_keep_their_zone() -> None:
    assert rfc3339(at("2026-03-05 00:30:01")) == "2026-03-05T00:30:01+07:00"
    assert parse_rfc3339("2026-03-04T17:30:01Z") == at("2026-03-05 00:30:01")


@pytest.mark.parametrize("text", ["2026-03-05T00:30:01", "2026-03-05", "yesterday", ""])
def test_timestamps_without_an_offset_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_rfc3339(text)
