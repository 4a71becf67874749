"""How a record of a feed becomes a typed row.

A row is a list of texts for COPY in the order of the feed's columns; None is SQL null. A value that cannot be
read leaves its column empty and its field name in ``unreadable``: a record never stops a batch.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from onestop.contract import allowlist, parsers

T = TypeVar("T")
Record = Mapping[str, Any]
Row = list[str | None]
Cell = Callable[["Reader"], str | None]
"""Reads what one column holds."""

COMMON_COLUMNS = ("record_key", "source_updated_at", "is_deleted", "unreadable")


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed of the contract.

    Attributes:
        name: last part of its address, ``/v1/<name>``.
        singular: what one record is called; the name of its staging table, and how its rule ids begin.
        shape: what may be kept of a record.
        key: reads what identifies a record within its source.
        cells: reads each column, by name.
    """

    name: str
    singular: str
    shape: allowlist.Shape
    key: Cell
    cells: Mapping[str, Cell]

    @property
    def table(self) -> str:
        """The staging table."""
        return f"staging.{self.singular}"

    @property
    def columns(self) -> tuple[str, ...]:
        """What a row holds after the columns that every feed has."""
        return tuple(self.cells)

    def to_row(self, record: Record) -> Row:
        """Turn a kept record into a row of ``COMMON_COLUMNS`` and ``columns``."""
        reader = Reader(record)
        key = self.key(reader)
        row = [read(reader) for read in self.cells.values()]
        return reader.common(key) + row


# One record in two repeats a moment (submitted and received, finished and handed over), and codes recur all the time.
@functools.lru_cache(maxsize=1 << 16)
def _moment_text(sent: str) -> str | None:
    parsed = parsers.moment(sent)
    return parsed.isoformat() if parsed else None


@functools.lru_cache(maxsize=1 << 12)
def _flag_text(sent: str) -> str | None:
    parsed = parsers.flag(sent)
    return None if parsed is None else "tf"[not parsed]


class Reader:
    """Reads fields of one record and remembers which could not be read."""

    def __init__(self, record: Record) -> None:
        """Begin with a kept record; what the allow-list could not keep as it was is unreadable."""
        self.record = record
        self.unreadable: list[str] = list(record.get(allowlist.RETYPED, ()))
        if allowlist.UNUSABLE in record:
            self.unreadable.append(allowlist.UNUSABLE)

    def read(self, parse: Callable[[Any], T | None], name: str) -> T | None:
        """Return a parsed field, or None with the field noted as unreadable."""
        try:
            return parse(self.record.get(name))
        except parsers.UnreadableError:
            self.unreadable.append(name)
            return None

    def _cached(self, parse: Callable[[str], str | None], name: str) -> str | None:
        sent = self.record.get(name)
        if sent is None or sent == "":
            return None
        try:
            return parse(str(sent))
        except parsers.UnreadableError:
            self.unreadable.append(name)
            return None

    def text(self, name: str) -> str | None:
        """Return text, in NFC."""
        return parsers.text(self.record.get(name))

    def code(self, name: str) -> str | None:
        """Return a code, upper case without spaces."""
        return parsers.code(self.record.get(name))

    def moment(self, name: str) -> str | None:
        """Return a moment in +07:00."""
        return self._cached(_moment_text, name)

    def day(self, name: str) -> str | None:
        """Return a local date."""
        parsed = self.read(parsers.day, name)
        return parsed.isoformat() if parsed else None

    def flag(self, name: str) -> str | None:
        """Return ``t`` or ``f``."""
        return self._cached(_flag_text, name)

    def integer(self, name: str, least: int, most: int) -> str | None:
        """Return a whole number within bounds."""
        parsed = self.read(parsers.integer, name)
        if parsed is not None and not least <= parsed <= most:
            self.unreadable.append(name)
            return None
        return None if parsed is None else str(parsed)

    def choice(self, name: str, codes: Mapping[str, str]) -> str | None:
        """Return our word for a code of a list."""
        sent = self.text(name)
        if sent is None:
            return None
        if sent not in codes:
            self.unreadable.append(name)
        return codes.get(sent)

    def common(self, key: str | None) -> Row:
        """Return the columns that every feed has; read last, when it is known what was unreadable."""
        updated_at = self.moment("CapNhatLuc")
        is_deleted = self.flag("DaXoa") or "f"
        # A field may be read twice, for the key and for its column.
        names = ",".join(f'"{name}"' for name in dict.fromkeys(self.unreadable))
        return [key, updated_at, is_deleted, "{" + names + "}"]

    def children(self, name: str, cells: Mapping[str, Cell]) -> str | None:
        """Return the entries of a nested list as JSON objects of texts, or None when there are none.

        Args:
            name: the list.
            cells: reads each value of an entry, by our name.
        """
        entries = self.record.get(name)
        if not entries:
            return None
        rows = []
        for place, entry in enumerate(entries):
            child = Reader(entry)
            rows.append({ours: read(child) for ours, read in cells.items()})
            self.unreadable.extend(f"{name}[{place}].{field}" for field in child.unreadable)
        return msgspec.json.encode(rows).decode()
