"""The working calendar: public holidays of the country, reviewed corrections, exceptions of provinces, office hours.

Weekends and the public holidays known to the ``holidays`` package are closed; what people decided differently is in
``include/reference/calendar/VN.csv``, and for a province in a file named after its agency code (``H57.csv``). A
calendar whose content differs from what is installed becomes a new version and touches the cases of the changed days,
so that no figure changes without a change in the ledger.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import holidays
from sqlalchemy.engine import Connection, Engine

from onestop import words
from onestop.config.settings import CHECKOUT
from onestop.reference.tables import Line, ReferenceFileError, read_lines
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import run, transaction
from onestop.warehouse.locks import Lock, take_lock
from onestop.words import labels

log = logging.getLogger(__name__)

CALENDAR_FOLDER = CHECKOUT / "include" / "reference" / "calendar"
COUNTRY = "VN"
FIRST_DAY, LAST_DAY = dt.date(2019, 1, 1), dt.date(2031, 12, 31)
"""Dossiers of today's systems begin in 2019; later years are estimates until the Government announces them."""
HOURS_FILE = "office_hours.csv"
HOURS_COLUMNS = (
    *("calendar_code", "valid_from", "valid_to", "morning_open", "morning_close", "afternoon_open", "afternoon_close"),
    *("late_after", "document"),
)
EXCEPTION_COLUMNS = ("day", "is_working", "reason", "document")
_CODE = re.compile(r"VN|[A-Z]\d{2}", re.ASCII)
_WORKING_MINUTES = 8 * 60
_DAYS_LISTED = 5


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When offices are open on a working day, local time; both ends of the span inclusive, None for open."""

    valid_from: dt.date | None
    valid_to: dt.date | None
    morning_open: dt.time
    morning_close: dt.time
    afternoon_open: dt.time
    afternoon_close: dt.time
    late_after: dt.time
    document: str


@dataclass(frozen=True, slots=True)
class CalendarException:
    """A day on which people decided otherwise, why, and the document that says so."""

    day: dt.date
    is_working: bool
    reason: str
    document: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The content of one calendar: what is worked on each day from ``FIRST_DAY`` to ``LAST_DAY``."""

    code: str
    hours: tuple[OfficeHours, ...]
    exceptions: tuple[CalendarException, ...]
    is_working: tuple[bool, ...]

    def digest(self) -> str:
        """Return the SHA-256 of everything that an installed version holds."""
        parts: list[object] = [
            FIRST_DAY.isoformat(),
            "".join("1" if works else "0" for works in self.is_working),
            *map(astuple, self.hours),
            *map(astuple, self.exceptions),
        ]
        return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


def install_calendar(engine: Engine, folder: Path = CALENDAR_FOLDER) -> dict[str, int]:
    """Update the calendars from the files; without a difference nothing happens.

    Args:
        engine: a warehouse, opened by a role that may write.
        folder: where the reviewed files lie.

    Returns:
        The new versions by calendar code.

    Raises:
        ReferenceFileError: a file is wrong; nothing was installed.
        WarehouseError: a statement failed; nothing was installed.
    """
    with transaction(engine) as connection:
        # A publish under way would not see the new days, and its cases would not be seen here.
        take_lock(connection, Lock.PUBLISH)
        known = {row.calendar_code: row for row in run(connection, "reference/read_calendars.sql")}
        versions = {}
        for calendar in read_calendars(folder, also=known):
            before = known.get(calendar.code)
            if before is not None and before.digest == calendar.digest():
                continue
            versions[calendar.code] = 1 if before is None else before.version + 1
            _install(connection, calendar, versions[calendar.code])
    for code, version in versions.items():
        log.info("working calendar %s: version %d is in force", code, version)
    return versions


def read_calendars(folder: Path = CALENDAR_FOLDER, also: Iterable[str] = ()) -> list[Calendar]:
    """Return the calendar of the country, then those of provinces that have files of their own.

    Args:
        folder: where the reviewed files lie.
        also: calendars that are installed: one whose file is gone follows the country from now on.

    Raises:
        ReferenceFileError: a file is wrong.
    """
    hours = _read_hours(folder / HOURS_FILE)
    exceptions = {path.stem: _read_exceptions(path) for path in _exception_files(folder)}
    national = exceptions.get(COUNTRY, ())
    codes = sorted((exceptions.keys() | hours.keys() | set(also)) - {COUNTRY})
    return [
        _calendar(COUNTRY, hours[COUNTRY], national),
        *(
            _calendar(code, hours.get(code, hours[COUNTRY]), _over(national, exceptions.get(code, ())))
            for code in codes
        ),
    ]


def _over(
    national: Iterable[CalendarException], provincial: Iterable[CalendarException]
) -> tuple[CalendarException, ...]:
    """Put the exceptions of a province over those of the country."""
    days = {decided.day: decided for decided in (*national, *provincial)}
    return tuple(days[day] for day in sorted(days))


def _calendar(code: str, hours: tuple[OfficeHours, ...], exceptions: Sequence[CalendarException]) -> Calendar:
    # The year before may swap one of its days for a Saturday of our first one.
    public = holidays.country_holidays(COUNTRY, years=range(FIRST_DAY.year - 1, LAST_DAY.year + 1))
    decided = {each.day: each.is_working for each in exceptions}
    is_working = tuple(
        decided.get(day, (day.weekday() < 5 and day not in public) or day in public.weekend_workdays) for day in _days()
    )
    return Calendar(code, hours, tuple(exceptions), is_working)


def _days() -> list[dt.date]:
    return [FIRST_DAY + dt.timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]


def _exception_files(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.glob("*.csv") if path.name != HOURS_FILE)
    for path in files:
        if not _CODE.fullmatch(path.stem):
            raise ReferenceFileError(
                f"{path.name} is named after no calendar. Call it {COUNTRY}.csv for the country, or after the agency "
                "code of a province, such as H57.csv."
            )
    return files


def _read_exceptions(path: Path) -> tuple[CalendarException, ...]:
    found: dict[dt.date, CalendarException] = {}
    for line in read_lines(path, EXCEPTION_COLUMNS):
        day = line.day("day")
        if not FIRST_DAY <= day <= LAST_DAY:
            raise line.fault(f"{day} lies outside the calendar, {FIRST_DAY} to {LAST_DAY}. Take the line out.")
        if day in found:
            raise line.fault(f"{day} stands there already. Leave one of the two lines.")
        found[day] = CalendarException(day, line.yes_or_no("is_working"), line.text("reason"), line.text("document"))
    return tuple(found[day] for day in sorted(found))


def _read_hours(path: Path) -> dict[str, tuple[OfficeHours, ...]]:
    found: dict[str, list[tuple[Line, OfficeHours]]] = {}
    for line in read_lines(path, HOURS_COLUMNS):
        code = line.text("calendar_code")
        if not _CODE.fullmatch(code):
            raise line.fault(f"calendar_code is {code!r}. Write {COUNTRY} or the agency code of a province.")
        found.setdefault(code, []).append((line, _hours_of(line)))
    if COUNTRY not in found:
        raise ReferenceFileError(f"{path.name} has no line for {COUNTRY}. Add the hours of the country.")
    return {code: _checked_spans(rows) for code, rows in found.items()}


def _hours_of(line: Line) -> OfficeHours:
    opens, noon, reopens, closes = (line.time(column) for column in HOURS_COLUMNS[3:7])
    if not (opens < noon <= reopens < closes):
        raise line.fault("the times are not in order. Write opening and close of the morning, then of the afternoon.")
    if _minutes(opens, noon) + _minutes(reopens, closes) != _WORKING_MINUTES:
        raise line.fault("the hours do not add up to 8. Correct them: 8 office hours are one working day everywhere.")
    span = line.optional_day("valid_from"), line.optional_day("valid_to")
    return OfficeHours(*span, opens, noon, reopens, closes, line.time("late_after"), line.text("document"))


def _minutes(begin: dt.time, end: dt.time) -> int:
    return (end.hour - begin.hour) * 60 + end.minute - begin.minute


def _checked_spans(rows: Sequence[tuple[Line, OfficeHours]]) -> tuple[OfficeHours, ...]:
    """Return the hours of one calendar in order of time; each must begin the day after the one before it ended."""
    ordered = sorted(rows, key=lambda row: row[1].valid_from or dt.date.min)
    expected = None
    for place, (line, hours) in enumerate(ordered):
        if hours.valid_from != expected:
            raise line.fault(
                f"valid_from must be {'empty' if expected is None else expected}: the hours of a calendar follow "
                "each other without gap, the first from ever."
            )
        is_last = place == len(ordered) - 1
        if (hours.valid_to is None) != is_last:
            raise line.fault("valid_to must be empty in the last line of a calendar, and only there.")
        expected = hours.valid_to and hours.valid_to + dt.timedelta(days=1)
    return tuple(hours for _, hours in ordered)


def _install(connection: Connection, calendar: Calendar, version: int) -> None:
    key = {"calendar_code": calendar.code, "version": version}
    now = wall_clock()
    installed = {**key, "digest": calendar.digest(), "reason": words.text("calendar.first"), "installed_at": now}
    run(connection, "reference/insert_calendar_version.sql", installed)
    run(connection, "reference/insert_office_hours.sql", {**key, **_columns(OfficeHours, calendar.hours)})
    decided = _columns(CalendarException, calendar.exceptions)
    run(connection, "reference/insert_calendar_exceptions.sql", {**key, **decided})
    run(connection, "reference/retire_working_days.sql", {"calendar_code": calendar.code})
    days = {"day": _days(), "is_working": list(calendar.is_working)}
    run(connection, "reference/insert_working_days.sql", {**key, **days})
    changed = [row.day for row in run(connection, "reference/list_changed_days.sql", key)]
    publish_seq = _touch(connection, calendar.code, changed, now)
    reason = installed["reason"] if version == 1 else _reason(changed)
    description = {**key, "reason": reason, "publish_seq": publish_seq}
    run(connection, "reference/describe_calendar_version.sql", description)


def _touch(connection: Connection, code: str, days: Sequence[dt.date], now: dt.datetime) -> int | None:
    """Touch the cases that the changed days reach; return the change, or None where they reach none."""
    scope = {"calendar_code": code, "days": list(days)}
    if not days or not run(connection, "reference/has_cases_of_days.sql", scope).scalar_one():
        return None
    change = {"kind": "calendar", "batch_id": None, "recorded_at": now}
    publish_seq: int = run(connection, "ingest/next_change.sql", change).scalar_one()
    run(connection, "reference/touch_cases_of_days.sql", {**scope, "publish_seq": publish_seq})
    return publish_seq


def _reason(changed: Sequence[dt.date]) -> str:
    """Say in the language of its readers what a version changed."""
    if not changed:
        return words.text("calendar.same_days")
    listed = ", ".join(map(labels.date, changed[:_DAYS_LISTED]))
    rest = ", …" if len(changed) > _DAYS_LISTED else ""
    return words.text("calendar.changed_days", count=len(changed), days=f"{listed}{rest}")


def _columns(
    kind: type[OfficeHours | CalendarException], rows: Sequence[OfficeHours | CalendarException]
) -> Mapping[str, list[object]]:
    """Turn rows into one array for each column, as the statements take them."""
    return {field.name: [getattr(row, field.name) for row in rows] for field in fields(kind)}
