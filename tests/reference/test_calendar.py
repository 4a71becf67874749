"""The working calendar: as the simulated source's own office time has it, versioned, and felt by the right cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedded.postgres import EmbeddedPostgres
from onestop.reference.calendar import FIRST_DAY, LAST_DAY, install_calendar, read_calendars
from onestop.reference.tables import ReferenceFileError
from simulator import journeys, office_time
from simulator.catalogue import LimitUnit, Procedure
from simulator.localtime import VIETNAM, day_number, moment_of
from tests.conftest import make_warehouse
from tests.support.scripted import dossier, script_of
from tests.support.warehouse import Warehouse

# The simulation needs no days outside these two years.
FROM, TO = dt.date(2025, 1, 2), dt.date(2026, 12, 31)
VERSIONS = "SELECT calendar_code, version, reason FROM core.calendar_version ORDER BY calendar_code, version"


@pytest.fixture(scope="module")
def calendar(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """One warehouse for all that only looks."""
    yield from make_warehouse(server, tmp_path_factory.mktemp("calendar"))


def one(warehouse: Warehouse, expression: str, **values: Any) -> Any:
    """Return the value of one expression."""
    return warehouse.query(f"SELECT {expression} AS value", values)[0].value


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def test_every_day_is_worked_as_the_simulated_source_works() -> None:
    country = read_calendars()[0]
    worked = dict(
        zip((FIRST_DAY + dt.timedelta(days=n) for n in range(len(country.is_working))), country.is_working, strict=True)
    )
    assert max(worked) == LAST_DAY
    days = [day for day in worked if day.year in (2025, 2026)]
    assert [day for day in days if worked[day] != office_time.is_working_day(day_number(day))] == []


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2019-01-05", True),  # a Saturday, against Monday 31 December 2018
        ("2024-04-29", False),
        ("2024-05-04", True),
        ("2025-04-26", True),
        ("2025-05-02", False),
        ("2026-01-01", False),
        ("2026-01-02", False),
        ("2026-01-10", True),
        ("2026-01-11", False),
        ("2026-02-13", True),
        ("2026-02-16", False),
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-04-27", False),
        ("2026-08-22", True),
        ("2026-08-31", False),
        ("2026-11-24", False),
    ],
)
def test_holidays_and_swaps(calendar: Warehouse, day: str, works: bool) -> None:
    query = "SELECT is_working FROM mart.working_day WHERE calendar_code = 'VN' AND day = %(day)s"
    assert [row.is_working for row in calendar.query(query, {"day": day})] == [works]


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        ("2026-03-02 00:00", 0),
        ("2026-03-02 06:59:59", 0),
        ("2026-03-02 07:00", 0),
        ("2026-03-02 07:30", 0.5),
        ("2026-03-02 11:30", 4.5),
        ("2026-03-02 12:15", 4.5),
        ("2026-03-02 13:30", 4.5),
        ("2026-03-02 15:00", 6),
        ("2026-03-02 17:00", 8),
        ("2026-03-02 23:59:59", 8),
        ("2026-03-03 00:00", 8),
        ("2026-03-01 12:00", 0),  # Sunday
        ("2026-03-07 12:00", 40),  # Saturday
    ],
)
def test_offices_are_open(calendar: Warehouse, moment: str, hours: float) -> None:
    expression = "core.working_seconds_at('VN', %(moment)s) - core.working_seconds_at('VN', %(monday)s)"
    assert one(calendar, expression, monday=local("2026-03-02"), moment=local(moment)) == hours * 3600


def test_no_office_is_open_over_tet(calendar: Warehouse) -> None:
    expression = "core.working_seconds_at('VN', %(ended)s) - core.working_seconds_at('VN', %(begun)s)"
    assert one(calendar, expression, begun=local("2026-02-13 16:00"), ended=local("2026-02-23 08:00")) == 2 * 3600


@pytest.mark.parametrize("moment", ["2018-12-31 12:00", "2032-01-01 00:00"])
def test_beyond_the_calendar_nothing_is_known(calendar: Warehouse, moment: str) -> None:
    assert one(calendar, "core.working_seconds_at('VN', %(moment)s)", moment=local(moment)) is None
    assert one(calendar, "core.due_after('VN', %(moment)s, 3, 'working_day')", moment=local(moment)) is None
    assert one(calendar, "core.working_seconds_at('H99', %(moment)s)", moment=local("2026-03-02 09:00")) is None


def moments(until: dt.date) -> st.SearchStrategy[dt.datetime]:
    """Return full minutes: receipts print no seconds."""
    return st.builds(
        lambda day, minute: dt.datetime.combine(day, dt.time(minute // 60, minute % 60), VIETNAM),
        st.dates(FROM, until),
        st.integers(0, 24 * 60 - 1),
    )


UNITS = {
    "working_day": LimitUnit.WORKING_DAYS,
    "hour": LimitUnit.HOURS,
    "day": LimitUnit.CALENDAR_DAYS,
}


@given(begun=moments(TO), ended=moments(TO))
def test_durations_are_the_same(calendar: Warehouse, begun: dt.datetime, ended: dt.datetime) -> None:
    found = one(
        calendar,
        "core.working_seconds_at('VN', %(ended)s) - core.working_seconds_at('VN', %(begun)s)",
        begun=begun,
        ended=ended,
    )
    assert found == office_time.to_office(moment_of(ended)) - office_time.to_office(moment_of(begun))


@given(
    received=moments(dt.date(2026, 10, 1)),
    limit=st.integers(1, 30),
    unit=st.sampled_from(sorted(UNITS)),
)
def test_due_dates_are_the_same(calendar: Warehouse, received: dt.datetime, limit: int, unit: str) -> None:
    found = one(
        calendar,
        "core.due_after('VN', %(received)s, %(limit)s, %(unit)s)",
        received=received,
        limit=limit,
        unit=unit,
    )
    procedure = Procedure("1.000000", "Thủ tục", "HT", "Hộ tịch", limit, UNITS[unit])
    assert moment_of(found) // 60 * 60 == journeys.due_after(moment_of(received), procedure)


@given(begun=st.dates(dt.date(2025, 1, 2), dt.date(2026, 12, 1)), days=st.integers(0, 400))
def test_working_days_are_counted_one_by_one(calendar: Warehouse, begun: dt.date, days: int) -> None:
    ended = min(begun + dt.timedelta(days=days), dt.date(2026, 12, 31))
    later = [begun + dt.timedelta(days=n) for n in range(1, (ended - begun).days + 1)]
    counted = sum(office_time.is_working_day(day_number(day)) for day in later)
    values = {"begun": begun, "ended": ended}
    assert one(calendar, "core.working_days_between('VN', %(begun)s, %(ended)s)", **values) == counted
    assert one(calendar, "core.working_days_between('VN', %(ended)s, %(begun)s)", **values) == -counted


@given(day=st.dates(dt.date(2025, 2, 1), dt.date(2026, 10, 1)), n=st.integers(-15, 40))
def test_adding_working_days_is_counting_them(calendar: Warehouse, day: dt.date, n: int) -> None:
    found = one(calendar, "core.add_working_days('VN', %(day)s, %(n)s)", day=day, n=n)
    assert office_time.is_working_day(day_number(found))
    between = one(calendar, "core.working_days_between('VN', %(day)s, %(found)s)", day=day, found=found)
    works = office_time.is_working_day(day_number(day))
    if n == 0:
        assert found == day if works else between == 1
    else:
        assert between == (n if n > 0 or works else n + 1)


@pytest.mark.parametrize(
    ("received", "limit", "unit", "due"),
    [
        ("2025-12-31 09:30", 1, "working_day", "2026-01-05 09:30"),
        ("2026-01-09 09:30", 1, "working_day", "2026-01-10 09:30"),
        ("2026-03-05 09:30", 0.5, "working_day", "2026-03-05 15:30"),
        ("2026-03-05 18:00", 1, "working_day", "2026-03-06 17:00"),
        ("2026-03-05 09:30", 30, "day", "2026-04-06 09:30"),
        ("2026-03-05 02:00", 30, "day", "2026-04-06 07:00"),
        ("2026-03-05 12:00", 30, "day", "2026-04-06 11:30"),
        ("2026-03-05 16:00", 2, "hour", "2026-03-06 08:00"),
        ("2026-03-05 09:30", 0, "hour", "2026-03-05 09:30"),
    ],
)
def test_due_dates(calendar: Warehouse, received: str, limit: float, unit: str, due: str) -> None:
    found = one(
        calendar, "core.due_after('VN', %(received)s, %(limit)s, %(unit)s)",
        received=local(received), limit=limit, unit=unit,
    )  # fmt: skip
    assert found == local(due)


def close(files: Path, day: str, name: str = "VN.csv", works: str = "false") -> None:
    """Decide otherwise on a day."""
    path = files / name
    head = path.read_text(encoding="utf-8") if path.exists() else "day,is_working,reason,document\n"
    path.write_text(f"{head}{day},{works},Bão,Công điện số 1\n", encoding="utf-8")


DAY = "2026-03-11"
"""A Wednesday."""
LATER = "2026-03-20T09:00:00+07:00"
CASES = {
    "ended before": ("20260302080000", "20260305090000", "20260310090000"),
    "ended on the day": ("20260302080000", "20260305090000", "20260311090000"),
    "due on the day": ("20260302080000", "20260311090000", "20260304090000"),
    "received on the day": ("20260311080000", "20260316090000", "20260312090000"),
    "received after": ("20260312080000", "20260317090000", "20260313090000"),
    "open": ("20260302080000", "20260305090000", ""),
    "open since after": ("20260312080000", "20260317090000", ""),
}
TOUCHED = {"ended on the day", "due on the day", "received on the day", "open"}


def read_cases(warehouse: Warehouse) -> None:
    records = [
        dossier(
            f"A-{place}", NgayTiepNhan=received, NgayHenTra=due, NgayKetThucXuLy=ended,
            TrangThaiHoSo="9" if ended else "4", CapNhatLuc=LATER,
        )
        for place, (received, due, ended) in enumerate(CASES.values())
    ]  # fmt: skip
    warehouse.read_and_refresh(script_of(records))


def touched(warehouse: Warehouse) -> list[set[str]]:
    """Return the names of the cases that each change of a calendar touched."""
    rows = warehouse.query(
        "SELECT publish_seq, dossier_code FROM audit.change INNER JOIN audit.touched USING (publish_seq) "
        "INNER JOIN core.\"case\" USING (case_id) WHERE kind = 'calendar' ORDER BY publish_seq"
    )
    names = list(CASES)
    changes = sorted({row.publish_seq for row in rows})
    return [{names[int(row.dossier_code[2:])] for row in rows if row.publish_seq == seq} for seq in changes]


def versions(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in warehouse.query(VERSIONS)]


FIRST = ("VN", 1, "Cài đặt lần đầu.")


def test_a_second_installation_does_nothing(warehouse: Warehouse) -> None:
    read_cases(warehouse)
    before = warehouse.content("core", "audit")
    assert install_calendar(warehouse.engine) == {}
    assert warehouse.content("core", "audit") == before
    assert versions(warehouse) == [FIRST]


def test_a_changed_day_is_a_new_version_and_touches_its_cases_only(warehouse: Warehouse, files: Path) -> None:
    read_cases(warehouse)
    close(files, DAY)
    assert install_calendar(warehouse.engine, files) == {"VN": 2}
    assert versions(warehouse) == [FIRST, ("VN", 2, "Thay đổi 1 ngày: 11/03/2026.")]
    assert touched(warehouse) == [TOUCHED]
    assert one(warehouse, "core.working_days_between('VN', '2026-03-10', '2026-03-12')") == 1
    decided = warehouse.query("SELECT reason, document FROM core.calendar_exception WHERE day = %(day)s", {"day": DAY})
    assert [tuple(row) for row in decided] == [("Bão", "Công điện số 1")]
    assert install_calendar(warehouse.engine, files) == {}
    assert touched(warehouse) == [TOUCHED]
    warehouse.refresh()
    state = warehouse.query(
        "SELECT applied_seq = (SELECT max(publish_seq) FROM audit.change) AS done FROM audit.measure_state"
    )
    assert state[0].done


def test_a_day_that_no_case_reaches_is_no_change_of_facts(warehouse: Warehouse, files: Path) -> None:
    read_cases(warehouse)
    changes = warehouse.query("SELECT * FROM audit.change")
    close(files, "2026-02-27")
    assert install_calendar(warehouse.engine, files) == {"VN": 2}
    assert warehouse.query("SELECT * FROM audit.change") == changes


def test_another_document_changes_no_day(warehouse: Warehouse, files: Path) -> None:
    read_cases(warehouse)
    path = files / "VN.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("12729/", "12.729/"), encoding="utf-8")
    assert install_calendar(warehouse.engine, files) == {"VN": 2}
    assert versions(warehouse)[-1] == ("VN", 2, "Không đổi ngày làm việc; chỉ đổi lý do hoặc văn bản.")
    assert touched(warehouse) == []


def test_a_province_has_exceptions_of_its_own(warehouse: Warehouse, files: Path) -> None:
    read_cases(warehouse)
    close(files, DAY, "H57.csv")
    close(files, DAY, "H01.csv")
    assert install_calendar(warehouse.engine, files) == {"H01": 1, "H57": 1}
    assert touched(warehouse) == [TOUCHED], "the dossiers are of H57"
    assert {row.calendar_code for row in warehouse.query("SELECT calendar_code FROM core.unit_calendar")} == {"H57"}
    between = "core.working_days_between(%(code)s, '2026-03-10', '2026-03-12')"
    assert {code: one(warehouse, between, code=code) for code in ("VN", "H57")} == {"VN": 2, "H57": 1}

    close(files, DAY)
    assert install_calendar(warehouse.engine, files) == {"VN": 2}, "the provinces were closed already"
    assert touched(warehouse) == [TOUCHED]


def test_a_province_whose_file_is_gone_follows_the_country(warehouse: Warehouse, files: Path) -> None:
    read_cases(warehouse)
    close(files, DAY, "H57.csv")
    install_calendar(warehouse.engine, files)
    (files / "H57.csv").unlink()
    assert install_calendar(warehouse.engine, files) == {"H57": 2}
    assert touched(warehouse) == [TOUCHED, TOUCHED]
    assert one(warehouse, "core.working_days_between('H57', '2026-03-10', '2026-03-12')") == 2


def test_other_hours_of_a_province(warehouse: Warehouse, files: Path) -> None:
    read_cases(warehouse)
    path = files / "office_hours.csv"
    spans = ("H57,,2026-03-10,07:00,11:30,13:30,17:00", "H57,2026-03-11,,07:30,11:30,13:00,17:00")
    lines = "".join(f"{span},15:00,Quyết định 1\n" for span in spans)
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")
    assert install_calendar(warehouse.engine, files) == {"H57": 1}
    assert touched(warehouse) == [set(CASES) - {"ended before"}]
    at = "core.working_seconds_at('H57', %(moment)s) - core.working_seconds_at('H57', %(day)s)"
    assert one(warehouse, at, day=local("2026-03-10"), moment=local("2026-03-10 07:30")) == 1800
    assert one(warehouse, at, day=local("2026-03-11"), moment=local("2026-03-11 07:30")) == 0
    assert one(warehouse, at, day=local("2026-03-11"), moment=local("2026-03-11 13:15")) == 4.25 * 3600


HOURS = (
    "calendar_code,valid_from,valid_to,morning_open,morning_close,afternoon_open,afternoon_close,late_after,document"
)
DAYS = "day,is_working,reason,document"


@pytest.mark.parametrize(
    ("name", "lines", "message"),
    [
        ("VN.csv", ["ngày,is_working,reason,document"], "VN.csv line 1: the head is"),
        ("VN.csv", [], "VN.csv line 1: the head is ''"),
        ("VN.csv", [DAYS, "2026-13-01,true,a,b"], "VN.csv line 2: day is '2026-13-01'. Write a day as YYYY-MM-DD"),
        ("VN.csv", [DAYS, "2026-01-02,no,a,b"], "is_working is 'no'. Write true or false"),
        ("VN.csv", [DAYS, "2026-01-02,true,a,"], "document is empty"),
        ("VN.csv", [DAYS, "2026-01-02,true,a"], "line 2 has 3 cells, the head 4"),
        ("VN.csv", [DAYS, "2018-01-02,true,a,b"], "2018-01-02 lies outside the calendar"),
        ("VN.csv", [DAYS, "2026-01-02,true,a,b", "", "2026-01-02,true,a,b"], "line 4: 2026-01-02 stands there already"),
        ("Hue.csv", [DAYS], "Hue.csv is named after no calendar"),
        ("office_hours.csv", [HOURS], "has no line for VN"),
        ("office_hours.csv", [HOURS, "vn,,,07:00,11:30,13:30,17:00,15:00,a"], "calendar_code is 'vn'"),
        ("office_hours.csv", [HOURS, "VN,,,7:00,11:30,13:30,17:00,15:00,a"], "Write a time as HH:MM"),
        ("office_hours.csv", [HOURS, "VN,,,07:00,13:30,11:30,17:00,15:00,a"], "the times are not in order"),
        ("office_hours.csv", [HOURS, "VN,,,07:00,11:30,13:30,16:30,15:00,a"], "do not add up to 8"),
        ("office_hours.csv", [HOURS, "VN,2026-01-01,,07:00,11:30,13:30,17:00,15:00,a"], "valid_from must be empty"),
        (
            "office_hours.csv",
            [HOURS, "VN,,2026-01-01,07:00,11:30,13:30,17:00,15:00,a"],
            "valid_to must be empty in the last",
        ),
    ],
)
def test_a_wrong_file_says_where_and_what_to_do(files: Path, name: str, lines: Sequence[str], message: str) -> None:
    (files / name).write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ReferenceFileError) as caught:
        read_calendars(files)
    assert message in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_wrong_file_installs_nothing(warehouse: Warehouse, files: Path) -> None:
    close(files, DAY)
    close(files, "someday", "H57.csv")
    with pytest.raises(ReferenceFileError, match=r"H57.csv line 2"):
        install_calendar(warehouse.engine, files)
    assert versions(warehouse) == [FIRST]


@pytest.mark.parametrize("unit", ["working_day", "hour", "day"])
@pytest.mark.parametrize("count", ["100001", "1e10", "1e20"])
def test_a_mistyped_limit_too_large_for_any_date_has_no_end(calendar: Warehouse, count: str, unit: str) -> None:
    moment = local("2026-03-02 08:00")
    assert one(calendar, f"core.due_after('VN', %(moment)s, {count}, '{unit}')", moment=moment) is None
