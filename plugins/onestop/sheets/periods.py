"""Periods as pages print them and offices type them (Tháng 9 năm 2026, Quý III/2026), and as the warehouse names them.

Every name that ``onestop.words.labels.period`` writes is understood.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection
from typing import NamedTuple

from onestop import words
from onestop.office.reader import Cell
from onestop.sheets.cells import as_text
from onestop.sheets.faults import CellError
from onestop.texts import folded

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
    "custom": lambda period: period.start <= period.end,
}
PORTAL_KINDS = ("month", "quarter", "year")

KIND_WORDS = {**words.choices("sheet_choice.period_kind"), "*": "*"}

_ID = re.compile(r"([a-z0-9_]+):(\d{4}-\d\d-\d\d):(\d{4}-\d\d-\d\d)")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_BARRED_D = unicodedata.lookup("LATIN SMALL LETTER D WITH STROKE")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")

# Parts of the names, without diacritics: see _without_diacritics.
_DAY = r"(\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4})"
_YEAR = r"(?:\s?[/-]\s?|\s(?:nam\s)?)(\d{4})"
_QUARTER = r"\s?(i{1,3}|iv|[1-4])"
_UNTIL = r"\sden\s(?:het\s)?(?:ngay\s)?"
_RANGE = rf"(?:tu\s)?(?:ngay\s)?{_DAY}(?:{_UNTIL}|\s?-\s?){_DAY}"
_HALF = r"(dau|cuoi)"
# What pages print around a name: «Kỳ: Tháng 9 năm 2026 (từ 01/09/2026 đến 30/09/2026)».
_BEFORE = re.compile(r"ky(?:\sbao\scao)?\s?:\s?")
_BEHIND = re.compile(rf"\s?\({_RANGE}\)")


def _calendar(kind: str, year: int, month: int, months: int) -> Period:
    start = dt.date(year, month, 1)
    return Period(kind, start, _months_later(start, months) - ONE_DAY)


def _report(kind: str, year: int, last_month: int, months: int) -> Period:
    """Return the report period of so many months that ends on the 14th of a month."""
    behind = dt.date(year, last_month, 15)
    return Period(kind, _months_later(behind, -months), behind - ONE_DAY)


def _week(number: int, year: int) -> Period:
    start = dt.date.fromisocalendar(year, number, 1)
    return Period("week", start, start + 6 * ONE_DAY)


def _day(text: str) -> dt.date:
    day, month, year = re.split(r"\s?[/.-]\s?", text)
    return dt.date(int(year), int(month), int(day))


def _four_weeks(last: str) -> Period:
    end = _day(last)
    return Period("rolling_4_weeks", end - 27 * ONE_DAY, end)


def _to_date(year: str, last: str) -> Period:
    return Period("year_to_date", dt.date(int(year), 1, 1), _day(last))


def _half_ends(half: str) -> int:
    return 6 if half == "dau" else 12


def _name_pattern(pattern: str, make: Callable[..., Period]) -> tuple[re.Pattern[str], Callable[..., Period]]:
    return re.compile(pattern), make


_NAME_PATTERNS = (
    _name_pattern(rf"ngay\s{_DAY}", lambda day: Period("day", _day(day), _day(day))),
    _name_pattern(rf"tuan\s(?:thu\s)?(\d{{1,2}}){_YEAR}", lambda n, y: _week(int(n), int(y))),
    _name_pattern(rf"(?:bon|4)\stuan{_UNTIL}{_DAY}", _four_weeks),
    _name_pattern(rf"(?:thang\s)?(\d{{1,2}}){_YEAR}", lambda m, y: _calendar("month", int(y), int(m), 1)),
    _name_pattern(rf"qu[yi]{_QUARTER}{_YEAR}", lambda q, y: _calendar("quarter", int(y), _QUARTERS[q] * 3 - 2, 3)),
    _name_pattern(
        rf"(?:6|sau)\sthang\s{_HALF}{_YEAR}", lambda half, y: _calendar("half_year", int(y), _half_ends(half) - 5, 6)
    ),
    _name_pattern(rf"(?:9|chin)\sthang(?:\sdau)?{_YEAR}", lambda y: _calendar("nine_months", int(y), 1, 9)),
    _name_pattern(r"(?:nam\s)?(\d{4})", lambda y: _calendar("year", int(y), 1, 12)),
    _name_pattern(rf"luy\ske\s(?:tu\sdau\s)?(?:nam\s)?(\d{{4}}){_UNTIL}{_DAY}", _to_date),
    _name_pattern(rf"thang\sbao\scao\s(\d{{1,2}}){_YEAR}", lambda m, y: _report("report_month", int(y), int(m), 1)),
    _name_pattern(
        rf"qu[yi]\sbao\scao{_QUARTER}{_YEAR}", lambda q, y: _report("report_quarter", int(y), _QUARTERS[q] * 3, 3)
    ),
    _name_pattern(
        rf"(?:6|sau)\sthang\sbao\scao\s{_HALF}{_YEAR}",
        lambda half, y: _report("report_half_year", int(y), _half_ends(half), 6),
    ),
    _name_pattern(
        rf"(?:9|chin)\sthang\sbao\scao(?:\sdau)?{_YEAR}", lambda y: _report("report_nine_months", int(y), 9, 9)
    ),
    _name_pattern(rf"nam\sbao\scao{_YEAR}", lambda y: _report("report_year", int(y), 12, 12)),
    _name_pattern(_RANGE, lambda first, last: Period("custom", _day(first), _day(last))),
)


def as_period(cell: Cell, kinds: Collection[str] = SHAPES) -> Period:
    """Return a cell as a period.

    Args:
        cell: a name as pages print it or people type it, or an id ``kind:start:end``. A spreadsheet makes the first of
            a month of 9/2026.
        kinds: those that are allowed.

    Raises:
        CellError: it is no period, the days behind its name are not its own, or it is of another kind.
    """
    period = _from_date(cell) if isinstance(cell, dt.datetime) else _from_text(as_text(cell))
    if period is None:
        raise CellError(words.text("sheet_error.no_period"))
    if period.kind not in kinds:
        word_by_kind = {kind: word for word, kind in reversed(KIND_WORDS.items()) if kind in kinds}
        raise CellError(words.text("sheet_error.other_period", kinds=", ".join(reversed(word_by_kind.values()))))
    return period


def _from_date(moment: dt.datetime) -> Period | None:
    return _calendar("month", moment.year, moment.month, 1) if moment.day == 1 else None


def _from_text(text: str) -> Period | None:
    try:
        if match := _ID.fullmatch(folded(text)):
            kind, start, end = match.groups()
            return _in_its_shape(Period(kind, dt.date.fromisoformat(start), dt.date.fromisoformat(end)))
        return _from_name(_without_diacritics(text))
    except (ValueError, OverflowError):
        return None  # a month 13, a week 60, the year 0


def _without_diacritics(text: str) -> str:
    """Return a name in small letters without diacritics, with plain dashes and single spaces.

    People write quý and quí, lũy kế and luỹ kế; no two names of periods differ by diacritics alone.
    """
    apart = unicodedata.normalize("NFD", folded(text).translate(_DASHES)).replace(_BARRED_D, "d")
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split()).rstrip(" .;")


def _from_name(name: str) -> Period | None:
    name = _BEFORE.sub("", name, count=1) if _BEFORE.match(name) else name
    days = _BEHIND.search(name)
    if days and days.end() == len(name):
        name = name[: days.start()]
    made = (make(*match.groups()) for form, make in _NAME_PATTERNS if (match := form.fullmatch(name)))
    period = next(made, None)
    if period is None or (days and (period.start, period.end) != tuple(map(_day, days.groups()))):
        return None
    return _in_its_shape(period)


def _in_its_shape(period: Period) -> Period | None:
    fits = SHAPES.get(period.kind)
    return period if fits and fits(period) else None
