"""Parsers by shape: a value is recognised by how it looks, never by where it stands.

Each takes what a source sent and returns a typed value, None for an absent one, or raises `UnreadableError`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

LOCAL = dt.timezone(dt.timedelta(hours=7))
"""Asia/Ho_Chi_Minh has had this offset without change since 1975."""

EARLIEST = dt.datetime(2000, 1, 1, tzinfo=LOCAL)
LATEST = dt.datetime(2099, 12, 31, 23, 59, 59, 999999, tzinfo=LOCAL)

_ABSENT = frozenset({"", "0", "null"})
_NATIONAL_PROCEDURE = re.compile(r"(\d\.\d{6})(?:\.|$)", re.ASCII)
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18})?")
_MONEY = re.compile(r"[0-9]{1,15}|[0-9]{1,3}([., \u00a0])[0-9]{3}(?:\1[0-9]{3}){0,3}")
_SPACES = re.compile(r"\s+")
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff")


class UnreadableError(ValueError):
    """A value was sent that has no known shape; the text names the shape wanted, never the value."""


def text(value: Any) -> str | None:
    """Return text in Unicode NFC with outer and repeated spaces removed; None when empty."""
    if value is None:
        return None
    visible = unicodedata.normalize("NFC", str(value).translate(_INVISIBLE))
    cleaned = _SPACES.sub(" ", visible).strip()
    return cleaned or None


def code(value: Any) -> str | None:
    """Return a code in upper case without spaces, leading zeros kept; None when empty."""
    if value is None:
        return None
    sent = str(value)
    if not sent.isalnum():
        sent = _SPACES.sub("", sent.translate(_INVISIBLE))
    return sent.upper() or None


def moment(value: Any) -> dt.datetime | None:
    """Return a moment with its offset; one without a zone is Vietnamese local time.

    Accepts ``yyyyMMddHHmmss``, ``yyyyMMddHHmm``, ``yyyyMMdd`` and RFC 3339.

    Raises:
        UnreadableError: another shape, or a year outside 2000 to 2099.
    """
    sent = "" if value is None else str(value).strip()
    if sent in _ABSENT:
        return None
    try:
        parsed = _digits(sent) if sent.isdecimal() else dt.datetime.fromisoformat(sent)
    except ValueError:
        raise UnreadableError("a date and time such as 20260131083000") from None
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=LOCAL)
    if not EARLIEST <= parsed <= LATEST:
        raise UnreadableError("a date between 2000 and 2099")
    return parsed.astimezone(LOCAL)


def day(value: Any) -> dt.date | None:
    """Return a calendar date in Vietnamese local time.

    Raises:
        UnreadableError: as for `moment`.
    """
    parsed = moment(value)
    return parsed.date() if parsed else None


def flag(value: Any) -> bool | None:
    """Return a boolean sent as 1/0 or true/false in any spelling of case; None when absent.

    Raises:
        UnreadableError: another value.
    """
    sent = "" if value is None else str(value).strip().lower()
    if not sent:
        return None
    if sent in {"1", "true"}:
        return True
    if sent in {"0", "false"}:
        return False
    raise UnreadableError("1 or 0")


def integer(value: Any) -> int | None:
    """Return a whole number; None when absent.

    Raises:
        UnreadableError: not a whole number.
    """
    sent = "" if value is None else str(value).strip()
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
    """Return whole VND as digits; thousands may be separated by one kind of dot, comma or space; None when absent.

    Raises:
        UnreadableError: a fraction, a sign, a mix of separators, or over fifteen digits.
    """
    sent = "" if value is None else str(value).strip()
    if not sent:
        return None
    if not _MONEY.fullmatch(sent):
        raise UnreadableError("whole VND such as 8000 or 8.000")
    return re.sub(r"[., \u00a0]", "", sent).lstrip("0") or "0"


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


def _digits(sent: str) -> dt.datetime:
    if len(sent) not in {8, 12, 14}:
        raise ValueError
    return dt.datetime(
        int(sent[:4]),
        int(sent[4:6]),
        int(sent[6:8]),
        int(sent[8:10] or 0),
        int(sent[10:12] or 0),
        int(sent[12:14] or 0),
        tzinfo=LOCAL,
    )


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
