"""Reads the fields of one record, one at a time.

A value that cannot be read is None, and the name of its field is noted in ``unreadable``; one that had to be understood
leaves its kind in ``noticed``: a record never stops a batch.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from onestop.contract import allowlist, parsers
from onestop.contract.notices import Notice
from onestop.contract.parsers import DateShape
from onestop.texts import folded, tidied

T = TypeVar("T")
Record = Mapping[str, Any]

LONGEST_CODE = 100
"""Characters of a code; those of real sources have up to some thirty."""

# What the contract says about dates: yyyyMMddHHmmss; yyyyMMdd where a day is meant.
_DAY = (DateShape.DAY, DateShape.COMPACT)
_FLAGS: Mapping[object, str] = {"1": "t", "0": "f"}


# One record in two repeats a moment: submitted and received, finished and handed over.
@functools.lru_cache(maxsize=1 << 16)
def _moment_of_text(sent: str) -> tuple[str, DateShape] | None:
    read = parsers.local_moment(sent)
    return (f"{read[0].isoformat()}+07:00", read[1]) if read else None


def _moment(value: Any) -> tuple[str, DateShape] | None:
    return None if value is None or value == "" else _moment_of_text(str(value))


def _has_doubles(sent: str) -> bool:
    """Tell whether a code has other characters than ASCII that are neither space nor hidden."""
    return not "".join(tidied(sent).split()).isascii()


class Reader:
    """Reads fields of one record, and remembers which could not be read and what was noticed."""

    def __init__(self, record: Record) -> None:
        """Begin with a kept record; what the allow-list could not keep as it was is unreadable."""
        self.record = record
        self.unreadable: list[str] = list(record.get(allowlist.RETYPED, ()))
        self.noticed: list[str] = list(record.get(allowlist.NOTICED, ()))
        if allowlist.UNUSABLE in record:
            self.unreadable.append(allowlist.UNUSABLE)

    def read(self, parse: Callable[[Any], T | None], name: str) -> T | None:
        """Return a parsed field, or None with the field noted as unreadable."""
        try:
            return parse(self.record.get(name))
        except parsers.UnreadableError:
            self.unreadable.append(name)
            return None

    def text(self, name: str) -> str | None:
        """Return text, in NFC."""
        return parsers.text(self.record.get(name))

    def code(self, name: str) -> str | None:
        """Return a code, upper case without spaces; other letters that look like Latin ones are noticed."""
        return self._code(parsers.code, name)

    def unit_code(self, name: str) -> str | None:
        """Return a code of a unit."""
        return self._code(parsers.unit_code, name)

    def status(self, name: str) -> str | None:
        """Return a state as the source says it; what it means is for the rules to say."""
        self._notice_fraction(name)
        return self._short(parsers.status(self.record.get(name)), name)

    def _code(self, parse: Callable[[Any], str | None], name: str) -> str | None:
        code = parse(self.record.get(name))
        if code is not None and code.isascii() and _has_doubles(str(self.record[name])):
            self.noticed.append(Notice.TEXT_NOT_NORMALISED)
        return self._short(code, name)

    def _notice_fraction(self, name: str) -> None:
        """Notice a whole number that came as a text with zero decimals."""
        sent = self.record.get(name)
        if isinstance(sent, str) and parsers.whole(sent.strip()) != sent.strip():
            self.noticed.append(Notice.SCALAR_RETYPED)

    def _short(self, text: str | None, name: str) -> str | None:
        """Return what is looked up by an index, none of which takes long texts."""
        if text is None or len(text) <= LONGEST_CODE:
            return text
        self.unreadable.append(name)
        return None

    def hint(self, name: str) -> str:
        """Return ``t`` where the allow-list left a hint, else ``f``."""
        return "t" if name in self.record else "f"

    def moment(self, name: str, usual: Collection[DateShape]) -> str | None:
        """Return a moment in +07:00; written in another shape than the usual ones, that is noticed."""
        read = self.read(_moment, name)
        if read is None:
            if parsers.stands_for_none(self.record.get(name)):
                self.noticed.append(Notice.DATE_PLACEHOLDER)
            return None
        text, shape = read
        if shape not in usual:
            other_zone = shape is DateShape.OTHER_ZONE
            self.noticed.append(Notice.DATE_IN_OTHER_ZONE if other_zone else Notice.DATE_FORMAT_OTHER)
        return text

    def day(self, name: str) -> str | None:
        """Return a local date."""
        moment = self.moment(name, _DAY)
        return moment[:10] if moment else None

    def flag(self, name: str) -> str | None:
        """Return ``t`` or ``f``; another word than 1 or 0 for it is noticed."""
        sent = self.record.get(name)
        if usual := _FLAGS.get(sent):
            return usual
        parsed = self.read(parsers.flag, name)
        if parsed is None:
            return None
        if str(sent).strip() not in _FLAGS:
            self.noticed.append(Notice.SCALAR_RETYPED)
        return "tf"[not parsed]

    def money(self, name: str) -> str | None:
        """Return whole VND; other characters than digits are noticed."""
        amount = self.read(parsers.money, name)
        sent = self.record.get(name)
        if amount is not None and isinstance(sent, str) and not sent.strip().isdecimal():
            self.noticed.append(Notice.AMOUNT_FORMAT_OTHER)
        return amount

    def integer(self, name: str, least: int, most: int) -> str | None:
        """Return a whole number within bounds."""
        self._notice_fraction(name)
        parsed = self.read(parsers.integer, name)
        if parsed is not None and not least <= parsed <= most:
            self.unreadable.append(name)
            return None
        return None if parsed is None else str(parsed)

    def choice(self, name: str, codes: Mapping[str, str]) -> str | None:
        """Return our word for a code of a list."""
        sent = self.text(name)
        if sent is None or sent in codes:
            return codes.get(sent or "")
        self._notice_fraction(name)
        sent = folded(parsers.whole(sent))
        for code, ours in codes.items():
            if folded(code) == sent:
                return ours
        self.unreadable.append(name)
        return None
