"""Periods as offices write them (Tháng 9/2026, Quý III/2026) and as the warehouse names them (kind:start:end)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from onestop import words
from onestop.sheets.cells import Cell, as_text, folded
from onestop.sheets.faults import CellError

ONE_DAY = dt.timedelta(days=1)


class Period(NamedTuple):
    """A period, both ends inclusive."""

    kind: str
    start: dt.date
    end: dt.date

    @property
    def period_id(self) -> str:
        """Return the id that the warehouse gives it."""
        return f"{self.kind}:{self.start.isoformat()}:{self.end.isoformat()}"


def _months_later(day: dt.date, months: int) -> dt.date:
    place = day.year * 12 + day.month - 1 + months
    return day.replace(year=place // 12, month=place % 12 + 1)


def _of_months(months: int, first_day: int = 1, begins: Collection[int] = range(1, 13)) -> Callable[[Period], bool]:
    def fits(period: Period) -> bool:
        return (
            period.start.day == first_day
            and period.start.month in begins
            and period.end == _months_later(period.start, months) - ONE_DAY
        )

    return fits


def _of_days(days: int, weekday: int | None = None) -> Callable[[Period], bool]:
    def fits(period: Period) -> bool:
        return period.end - period.start == days * ONE_DAY - ONE_DAY and weekday in (None, period.start.weekday())

    return fits


def _is_year_to_date(period: Period) -> bool:
    ends_month = (period.end + ONE_DAY).day == 1
    return period.start == dt.date(period.end.year, 1, 1) and ends_month


# What a period of each kind looks like; the reports of an administration run from the 15th to the 14th.
SHAPES: dict[str, Callable[[Period], bool]] = {
    "day": _of_days(1),
    "week": _of_days(7, weekday=0),
    "rolling_4_weeks": _of_days(28),
    "month": _of_months(1),
    "quarter": _of_months(3, begins=(1, 4, 7, 10)),
    "half_year": _of_months(6, begins=(1, 7)),
    "nine_months": _of_months(9, begins=(1,)),
    "year": _of_months(12, begins=(1,)),
    "year_to_date": _is_year_to_date,
    "report_month": _of_months(1, 15),
    "report_quarter": _of_months(3, 15, (12, 3, 6, 9)),
    "report_half_year": _of_months(6, 15, (12, 6)),
    "report_nine_months": _of_months(9, 15, (12,)),
    "report_year": _of_months(12, 15, (12,)),
}
PORTAL_KINDS = ("month", "quarter", "year")

KIND_WORDS = {**words.choices("sheet_choice.period_kind"), "*": "*"}

_ID = re.compile(r"([a-z0-9_]+):(\d{4}-\d\d-\d\d):(\d{4}-\d\d-\d\d)")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?:\s*/\s*|\s+năm\s+)(\d{4})"


def _calendar(kind: str, year: int, month: int, months: int) -> Period:
    start = dt.date(year, month, 1)
    return Period(kind, start, _months_later(start, months) - ONE_DAY)


def _week(number: int, year: int) -> Period:
    start = dt.date.fromisocalendar(year, number, 1)
    return Period("week", start, start + 6 * ONE_DAY)


def _day(day: int, month: int, year: int) -> Period:
    return Period("day", dt.date(year, month, day), dt.date(year, month, day))


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Period]], ...] = (
    (re.compile(r"ngày (\d{1,2})/(\d{1,2})/(\d{4})"), lambda d, m, y: _day(int(d), int(m), int(y))),
    (re.compile(rf"tuần (\d{{1,2}}){_YEAR}"), lambda n, y: _week(int(n), int(y))),
    (re.compile(rf"(?:tháng )?(\d{{1,2}}){_YEAR}"), lambda m, y: _calendar("month", int(y), int(m), 1)),
    (
        re.compile(rf"quý (i{{1,3}}|iv|[1-4]){_YEAR}"),
        lambda q, y: _calendar("quarter", int(y), _QUARTERS[q] * 3 - 2, 3),
    ),
    (re.compile(r"6 tháng đầu năm (\d{4})"), lambda y: _calendar("half_year", int(y), 1, 6)),
    (re.compile(r"6 tháng cuối năm (\d{4})"), lambda y: _calendar("half_year", int(y), 7, 6)),
    (re.compile(r"9 tháng đầu năm (\d{4})"), lambda y: _calendar("nine_months", int(y), 1, 9)),
    (re.compile(r"(?:năm )?(\d{4})"), lambda y: _calendar("year", int(y), 1, 12)),
)


def as_period(cell: Cell, kinds: Collection[str] = SHAPES) -> Period:
    """Return a cell as a period.

    Args:
        cell: as people write it, or an id ``kind:start:end``. A spreadsheet makes the first of a month of 9/2026.
        kinds: those that are allowed.

    Raises:
        CellError: it is no period, or one of another kind.
    """
    period = _from_date(cell) if isinstance(cell, dt.datetime) else _from_text(folded(as_text(cell)))
    if period is None:
        raise CellError(words.text("sheet_error.no_period"))
    if period.kind not in kinds:
        told = [word for word, kind in KIND_WORDS.items() if kind in kinds and word != kind]
        raise CellError(words.text("sheet_error.other_period", kinds=", ".join(told)))
    return period


def _from_date(moment: dt.datetime) -> Period | None:
    return _calendar("month", moment.year, moment.month, 1) if moment.day == 1 else None


def _from_text(text: str) -> Period | None:
    try:
        if match := _ID.fullmatch(text):
            kind, start, end = match.groups()
            period = Period(kind, dt.date.fromisoformat(start), dt.date.fromisoformat(end))
            return period if kind in SHAPES and SHAPES[kind](period) else None
        for form, make in _FORMS:
            if match := form.fullmatch(text):
                return make(*match.groups())
    except (ValueError, OverflowError):
        pass  # a month 13, a week 60, the year 0
    return None
