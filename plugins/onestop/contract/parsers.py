"""Parsers by shape: a value is recognised by how it looks, never by where it stands.

Each takes what a source sent and returns a typed value, None for an absent one, or raises `UnreadableError`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection
from enum import Enum
from typing import Any

from onestop.texts import plain_code, tidied

LOCAL = dt.timezone(dt.timedelta(hours=7))
"""Asia/Ho_Chi_Minh has had this offset without change since 1975."""

_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_ABSENT = frozenset({"", "0", "null"})
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+07:00", re.ASCII)
# Two digits each: software that drops leading zeros is often American too, and puts the month first.
_DAY_FIRST = re.compile(r"(\d\d)([/.])(\d\d)\2(\d{4})(?:[ T](\d\d:\d\d(?::\d\d)?))?", re.ASCII)
_NATIONAL_PROCEDURE = re.compile(r"(\d\.\d{6})(?:\.|$)", re.ASCII)
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18})?")
# Zero decimals are one (a JSON number), two, or four (the type money of SQL Server); three would be thousands.
_MONEY = re.compile(
    r"(?P<whole>[0-9]{1,15}|[0-9]{1,3}(?P<mark>[., \u00a0])[0-9]{3}(?:(?P=mark)[0-9]{3}){0,3})"
    r"(?:(?!(?P=mark))[.,](?:0{1,2}|0{4}))?"
)
_THOUSANDS = re.compile(r"[., \u00a0]")
# A whole number as software writes it that keeps all numbers as fractions; three zeros would be thousands.
_WHOLE_FRACTION = re.compile(r"([+-]?[0-9]{1,15})[.,](?:0{1,2}|0{4})")
_DAY_OF = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d\d)[-/.](?P<day>\d\d)(?!\d)"
    r"|(?P<first_day>\d\d)[-/.](?P<its_month>\d\d)[-/.](?P<its_year>\d{4})(?!\d)",
    re.ASCII,
)
# The first day that .NET, SQL Server, OLE, Excel, Unix and MySQL know, some of them in UTC from a clock at +07:00.
_FIRST_DAYS = frozenset(
    {(0, 0, 0), (1, 1, 1), (1753, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1969, 12, 31), (1970, 1, 1)}
)
# The last one: of year 9999 any, of another year beyond ours the day on which it ends, here or in UTC.
_LAST_DAYS = frozenset({(12, 30), (12, 31)})


class UnreadableError(ValueError):
    """A value was sent that has no known shape; the text names the shape wanted, never the value."""


class DateShape(Enum):
    """How a moment was written."""

    COMPACT = "yyyyMMddHHmmss"
    DAY = "yyyyMMdd"
    RFC3339 = "2026-01-31T08:30:00+07:00"
    OTHER_ZONE = "with another offset than +07:00"
    OTHER = "any other that is understood"


def _is_bare(sent: str) -> bool:
    """Tell whether there is nothing to clean: by far the most values are ASCII without a space."""
    return sent.isascii() and sent.isprintable() and " " not in sent


def text(value: Any) -> str | None:
    """Return text as `tidied` does; None when empty."""
    if value is None:
        return None
    sent = str(value)
    return sent or None if _is_bare(sent) else tidied(sent) or None


def code(value: Any) -> str | None:
    """Return a code in upper case as `plain_code` gives it, leading zeros kept; None when empty."""
    if value is None:
        return None
    sent = str(value)
    if not _is_bare(sent):
        sent = plain_code(sent)
    return sent.upper() or None


def unit_code(value: Any) -> str | None:
    """Return a code of a unit in any scheme: as `code`, with dots where some systems write commas; None when empty."""
    sent = code(value)
    return sent.replace(",", ".") if sent else None


def status(value: Any) -> str | None:
    """Return a state in the source's own word, a number without leading zeros; None when empty."""
    sent = whole(text(value) or "")
    return (sent.lstrip("0") or "0") if sent.isdecimal() else sent or None


def whole(sent: str) -> str:
    """Return a whole number without the zeros of a fraction, any other text as it is."""
    written = _WHOLE_FRACTION.fullmatch(sent)
    return written[1] if written else sent


def stands_for_none(value: Any) -> bool:
    """Tell whether a date is the first or the last one that some software knows, which it sends where it has none."""
    day_of = _day_of(whole(str(value).strip()))
    if day_of is None:
        return False
    year, *day = day_of
    is_last = year == 9999 or (year > _LAST_YEAR and tuple(day) in _LAST_DAYS)
    return is_last or day_of in _FIRST_DAYS


def _day_of(sent: str) -> tuple[int, int, int] | None:
    """Return year, month and day as they are written, which need not be a day; None for another shape."""
    if sent.isdecimal() and len(sent) in _COMPACT:
        return int(sent[:4]), int(sent[4:6]), int(sent[6:8])
    written = _DAY_OF.match(sent)
    if written is None:
        return None
    year, month, day, *day_first = written.groups()
    if year is None:
        day, month, year = day_first
    return int(year), int(month), int(day)


def local_moment(value: Any) -> tuple[dt.datetime, DateShape] | None:
    """Return a moment on the wall clock of Vietnam (without a zone), and how it was written; None when absent.

    Accepts ``yyyyMMddHHmmss``, ``yyyyMMddHHmm``, ``yyyyMMdd``, ISO 8601, ``dd/MM/yyyy`` and ``dd.MM.yyyy``, these
    two with or without ``HH:mm`` or ``HH:mm:ss`` behind. What has no zone is Vietnamese time. A date that stands for
    none (`stands_for_none`) is absent.

    Raises:
        UnreadableError: another shape, or a year outside 2000 to 2099.
    """
    sent = "" if value is None else str(value).strip()
    sent = whole(sent)
    if sent in _ABSENT or stands_for_none(sent):
        return None
    try:
        local, shape = _compact(sent) if sent.isdecimal() else _separated(sent)
    except (ValueError, OverflowError):
        raise UnreadableError("a date and time such as 20260131083000") from None
    if not _FIRST_YEAR <= local.year <= _LAST_YEAR:
        raise UnreadableError("a date between 2000 and 2099")
    return local, shape


_COMPACT = {14: DateShape.COMPACT, 12: DateShape.OTHER, 8: DateShape.DAY}


def _compact(sent: str) -> tuple[dt.datetime, DateShape]:
    shape = _COMPACT.get(len(sent))
    if shape is None:
        raise ValueError
    return dt.datetime.fromisoformat(f"{sent[:8]}T{sent[8:] or '00'}"), shape


def _separated(sent: str) -> tuple[dt.datetime, DateShape]:
    if written := _DAY_FIRST.fullmatch(sent):
        day, _, month, year, clock = written.groups(default="00:00")
        return dt.datetime.fromisoformat(f"{year}-{month}-{day}T{clock}"), DateShape.OTHER
    parsed = dt.datetime.fromisoformat(sent)
    if parsed.tzinfo is None:
        return parsed, DateShape.OTHER
    if parsed.utcoffset() != LOCAL.utcoffset(None):
        return parsed.astimezone(LOCAL).replace(tzinfo=None), DateShape.OTHER_ZONE
    return parsed.replace(tzinfo=None), DateShape.RFC3339 if _RFC3339.fullmatch(sent) else DateShape.OTHER


def moment(value: Any) -> dt.datetime | None:
    """Return a moment with the offset of Vietnam; None when absent.

    Raises:
        UnreadableError: as for `local_moment`.
    """
    read = local_moment(value)
    return read[0].replace(tzinfo=LOCAL) if read else None


def flag(value: Any) -> bool | None:
    """Return a boolean sent as 1/0 or true/false in any spelling of case; None when absent.

    Raises:
        UnreadableError: another value.
    """
    sent = "" if value is None else whole(str(value).strip().lower())
    if not sent:
        return None
    if sent in {"1", "true"}:
        return True
    if sent in {"0", "false"}:
        return False
    raise UnreadableError("1 or 0")


_YES = frozenset({"1", "true"})


def holds(value: Any, codes: Collection[str] = ()) -> bool:
    """Tell whether a value of a nested entry says yes, or is one of ``codes``; what cannot be read says no."""
    return str(value).strip().lower() in (codes or _YES)


def is_zero(value: Any) -> bool:
    """Tell whether a value is an amount of zero; what cannot be read is none."""
    try:
        return money(value) == "0"
    except UnreadableError:
        return False


def integer(value: Any) -> int | None:
    """Return a whole number; None when absent.

    Raises:
        UnreadableError: not a whole number.
    """
    sent = "" if value is None else whole(str(value).strip())
    if not sent:
        return None
    if not _INTEGER.fullmatch(sent):
        raise UnreadableError("a whole number")
    return int(sent)


def decimal(value: Any) -> str | None:
    """Return a plain decimal number as text, ready for the database; None when absent.

    Raises:
        UnreadableError: not a decimal number.
    """
    sent = "" if value is None else str(value).strip()
    if not sent:
        return None
    if not _DECIMAL.fullmatch(sent):
        raise UnreadableError("a number such as 3 or 0.5")
    return sent


def money(value: Any) -> str | None:
    """Return whole VND as digits; None when absent.

    Thousands may be separated by one kind of dot, comma or space. Zero decimals behind a dot or a comma of another
    kind are left out: 15000, 15.000, 15000.00 and 15,000.00 are the same.

    Raises:
        UnreadableError: other decimals, a sign, a mix of separators, or over fifteen digits.
    """
    sent = "" if value is None else str(value).strip()
    if not sent:
        return None
    written = _MONEY.fullmatch(sent)
    if not written:
        raise UnreadableError("whole VND such as 8000 or 8.000")
    return _THOUSANDS.sub("", written["whole"]).lstrip("0") or "0"


def procedure_code(value: Any) -> str | None:
    """Return the national part of a procedure code: ``1.001193`` of ``1.001193.000.00.00.H57``.

    Raises:
        UnreadableError: the code does not begin with one digit, a dot and six digits.
    """
    sent = code(value)
    if sent is None:
        return None
    match = _NATIONAL_PROCEDURE.match(sent)
    if match is None:
        raise UnreadableError("a procedure code such as 1.001193")
    return match.group(1)


_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: chr(0x100 + place) for place, letter in enumerate(_LETTERS)}
_TONES = {mark: str(place) for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}


def vietnamese_sort_key(name: str) -> str:
    """Return a key that sorts names as Vietnamese lists do: by syllable, in it by letter (a ă â … d đ), then tone."""
    return " ".join(_syllable_key(syllable) for syllable in name.lower().split())


def _syllable_key(syllable: str) -> str:
    parts = unicodedata.normalize("NFD", syllable)
    tone = next((_TONES[part] for part in parts if part in _TONES), "0")
    letters = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return "".join(_ORDER.get(letter, letter) for letter in letters) + tone
