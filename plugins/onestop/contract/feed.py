"""How a record of a feed becomes a typed row.

A row is a list of texts for COPY in the order of the feed's columns; None is SQL null. A value that cannot be
read leaves its column empty and its field name in ``unreadable``; one that had to be understood leaves its kind in
``noticed``: a record never stops a batch.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from onestop.contract import allowlist
from onestop.contract.cells import DELETED, UPDATED, Cell
from onestop.contract.reader import Reader, Record

Row = list[str | None]

COMMON_COLUMNS = ("record_key", "source_updated_at", "is_deleted", "unreadable", "noticed")


@dataclass(frozen=True, slots=True, eq=False)
class Feed:
    """One feed of the contract; there is one object of each.

    Attributes:
        name: last part of its address, ``/v1/<name>``.
        singular: what one record is called; the name of its staging table, and how its rule ids begin.
        shape: what may be kept of a record.
        key: what identifies a record within its source.
        cells: what each column holds, by name.
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
        key = self.key.read(reader)
        row = [cell.read(reader) for cell in self.cells.values()]
        # What was unreadable or noticed is known once every cell is read.
        return _common(reader, key) + row


def _common(reader: Reader, key: str | None) -> Row:
    """Return the columns that every feed has."""
    updated_at, is_deleted = UPDATED.read(reader), DELETED.read(reader)
    # A field may be read twice, for the key and for its column.
    unreadable = _array(dict.fromkeys(reader.unreadable))
    return [key, updated_at, is_deleted, unreadable, _array(sorted({*reader.noticed}))]


def _array(words: Collection[str]) -> str:
    """Return words, which need no escape, as an array of PostgreSQL."""
    return "{" + ",".join(f'"{word}"' for word in words) + "}" if words else "{}"
