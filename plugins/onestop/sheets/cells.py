"""Read a cell: text, numbers in the Vietnamese and the plain style, days, moments, words of a list."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal

from onestop import words
from onestop.office.reader import Cell, Number
from onestop.sheets.faults import CellError
from onestop.texts import folded
from onestop.warehouse.clock import LOCAL
from onestop.words import labels

LONGEST_CELL = 500

# One to three digits, then groups of three: the Vietnamese thousands; what begins with 0 is a fraction.
_GROUPED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_COMMA = re.compile(r"\d+(,\d+)?")
_POINT = re.compile(r"\d+\.\d+")
_LONGEST_NUMBER = 20
VALUE_UNIT_WORDS = words.choices("sheet_choice.value_unit")
_TOO_MUCH = Decimal(10) ** _LONGEST_NUMBER
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d{2})-(\d{2})")
_MOMENT = re.compile(rf"(?P<day>{_DAY.pattern})(?:[T ](?P<hour>\d{{1,2}})[:h](?P<minute>\d{{2}})(?::\d{{2}})?)?")


def as_text(cell: Cell) -> str:
    """Return a cell as text; a whole number without its point."""
    match cell:
        case str():
            return cell
        case Number(value=value):
            return f"{value.normalize():f}"
        case dt.datetime():
            return labels.date(cell)
    raise CellError(words.text("sheet_error.not_text"))


def as_number(cell: Cell) -> Number:
    """Return a cell as a number.

    Raises:
        CellError: it is none, or a negative one.
    """
    if isinstance(cell, Number):
        if cell.value < 0:
            raise CellError(words.text("sheet_error.negative"))
        if cell.value >= _TOO_MUCH:
            raise CellError(words.text("sheet_error.too_much"))
        return cell
    text = cell.replace(" ", "") if isinstance(cell, str) and cell.endswith("%") else cell
    if not isinstance(text, str) or len(text) > _LONGEST_NUMBER:
        raise CellError(words.text("sheet_error.no_number"))
    digits = text.removesuffix("%")
    is_percent = digits != text
    if _GROUPED.fullmatch(digits):
        is_ambiguous = digits.count(".") == 1 and "," not in digits
        return Number(Decimal(digits.replace(".", "").replace(",", ".")), is_percent, is_ambiguous)
    if _COMMA.fullmatch(digits) or _POINT.fullmatch(digits):
        return Number(Decimal(digits.replace(",", ".")), is_percent)
    raise CellError(words.text("sheet_error.no_number"))


def as_quantity(cell: Cell, value_unit: str) -> Decimal:
    """Return a number that fits its unit of measure: percent, count, points or rank.

    Raises:
        CellError: it is none, does not fit, or can be understood in two ways.
    """
    number = as_number(_without_unit(cell, value_unit))
    if value_unit != "percent" and number.is_percent:
        raise CellError(words.text("sheet_error.percent_elsewhere"))
    if value_unit in ("count", "rank"):
        if number.value != number.value.to_integral_value():
            raise CellError(words.text("sheet_error.not_whole"))
        if value_unit == "rank" and number.value < 1:
            raise CellError(words.text("sheet_error.rank_below_one"))
        return number.value
    if number.is_ambiguous:
        raise CellError(words.text("sheet_error.ambiguous_point"))
    if value_unit == "percent":
        _check_percent(number)
    return number.value


def _without_unit(cell: Cell, value_unit: str) -> Cell:
    """Return a number without the words of its unit, as pages print them: 85 điểm, hạng 5, 70 hồ sơ."""
    if not isinstance(cell, str):
        return cell
    for word, unit in VALUE_UNIT_WORDS.items():
        if unit == value_unit and word != "%":
            cell = re.sub(rf"^{re.escape(word)} | {re.escape(word)}$", "", cell, flags=re.IGNORECASE)
    return cell


def _check_percent(number: Number) -> None:
    if number.value > 100:
        raise CellError(words.text("sheet_error.over_hundred"))
    if not number.is_percent and 0 < number.value <= 1:
        raise CellError(words.text("sheet_error.ambiguous_percent"))


def as_figure(cell: Cell) -> Decimal:
    """Return a number that is counted in whatever it is, but not in percent.

    Raises:
        CellError: it is none.
    """
    number = as_number(cell)
    if number.is_percent:
        raise CellError(words.text("sheet_error.percent_not_count"))
    return number.value


def as_day(cell: Cell) -> dt.date:
    """Return a cell as a day.

    Raises:
        CellError: it is none.
    """
    return as_moment(cell).date()


def as_moment(cell: Cell) -> dt.datetime:
    """Return a cell as a moment of local time; a day alone is its beginning.

    Raises:
        CellError: it is none.
    """
    if isinstance(cell, dt.datetime):
        return cell
    match = _MOMENT.fullmatch(cell) if isinstance(cell, str) else None
    try:
        if match:
            day, month, year, other_year, other_month, other_day = match.group(2, 3, 4, 5, 6, 7)
            date = dt.date(int(year or other_year), int(month or other_month), int(day or other_day))
            return dt.datetime.combine(date, dt.time(int(match["hour"] or 0), int(match["minute"] or 0), tzinfo=LOCAL))
    except ValueError:
        pass
    raise CellError(words.text("sheet_error.no_day"))


def as_choice(cell: Cell, choices: Mapping[str, str]) -> str:
    """Return the meaning of a word of a list.

    Args:
        cell: the cell.
        choices: by folded word.

    Raises:
        CellError: the word is not in the list; the message has the list.
    """
    found = choices.get(folded(as_text(cell)))
    if found is None:
        # Of several words with one meaning the first is shown.
        word_by_meaning = dict(reversed([(meaning, word) for word, meaning in choices.items()]))
        raise CellError(words.text("sheet_error.not_a_choice", choices=", ".join(reversed(word_by_meaning.values()))))
    return found
