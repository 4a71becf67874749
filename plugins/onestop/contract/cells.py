"""The columns of a feed, declared: from which field a column is read, how, and what type it has in the warehouse.

Everything that follows from a column follows from its declaration. `Cell.read` reads it of any record, one at a time,
`contract.columns` reads it of all usual records of a page at once, and the statements that store it are made from it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from onestop.contract import parsers
from onestop.contract.reader import Reader, Record

_LARGEST_SMALLINT = 32_767


@dataclass(frozen=True)
class Cell(ABC):
    """What one column holds."""

    @property
    def sql_type(self) -> str:
        """Its type in PostgreSQL."""
        return "text"

    @abstractmethod
    def read(self, reader: Reader) -> str | None:
        """Return the text for COPY without escapes, None for null; what was noticed is noted in the reader."""


@dataclass(frozen=True)
class FieldCell(Cell):
    """A column that is read from one field and looks at nothing else.

    Attributes:
        name: the field, as the contract spells it.
    """

    name: str


class Text(FieldCell):
    """Text in NFC."""

    def read(self, reader: Reader) -> str | None:
        """Return the text."""
        return reader.text(self.name)


class Code(FieldCell):
    """A code, upper case without spaces."""

    def read(self, reader: Reader) -> str | None:
        """Return the code."""
        return reader.code(self.name)


class UnitCode(FieldCell):
    """A code of a unit."""

    def read(self, reader: Reader) -> str | None:
        """Return the code."""
        return reader.unit_code(self.name)


class Status(FieldCell):
    """A state in the source's own word."""

    def read(self, reader: Reader) -> str | None:
        """Return the word."""
        return reader.status(self.name)


@dataclass(frozen=True)
class Moment(FieldCell):
    """A moment in +07:00.

    Attributes:
        usual: how it is written by contract; another writing is noticed.
    """

    usual: tuple[parsers.DateShape, ...] = (parsers.DateShape.COMPACT,)

    @property
    def sql_type(self) -> str:
        """Its type in PostgreSQL."""
        return "timestamptz"

    def read(self, reader: Reader) -> str | None:
        """Return the moment in ISO 8601."""
        return reader.moment(self.name, self.usual)


@dataclass(frozen=True)
class Day(FieldCell):
    """A local date.

    Attributes:
        default: the day where none was sent.
    """

    default: str | None = None

    @property
    def sql_type(self) -> str:
        """Its type in PostgreSQL."""
        return "date"

    def read(self, reader: Reader) -> str | None:
        """Return the date in ISO 8601."""
        return reader.day(self.name) or self.default


class Flag(FieldCell):
    """Yes or no."""

    @property
    def sql_type(self) -> str:
        """Its type in PostgreSQL."""
        return "boolean"

    def read(self, reader: Reader) -> str | None:
        """Return ``t`` or ``f``."""
        return reader.flag(self.name)


class Money(FieldCell):
    """Whole VND."""

    @property
    def sql_type(self) -> str:
        """Its type in PostgreSQL."""
        return "bigint"

    def read(self, reader: Reader) -> str | None:
        """Return the digits."""
        return reader.money(self.name)


@dataclass(frozen=True)
class Integer(FieldCell):
    """A whole number within bounds.

    Attributes:
        least: the smallest.
        most: the largest.
    """

    least: int
    most: int

    @property
    def sql_type(self) -> str:
        """The smallest type that holds the bounds."""
        return "smallint" if self.least >= -_LARGEST_SMALLINT and self.most <= _LARGEST_SMALLINT else "integer"

    def read(self, reader: Reader) -> str | None:
        """Return the digits."""
        return reader.integer(self.name, self.least, self.most)


@dataclass(frozen=True)
class Choice(FieldCell):
    """A code of a list, in our word.

    Attributes:
        codes: our word for each code.
    """

    codes: Mapping[str, str] = field(hash=False)

    def read(self, reader: Reader) -> str | None:
        """Return our word."""
        return reader.choice(self.name, self.codes)


@dataclass(frozen=True)
class Parsed(FieldCell):
    """A field that a parser of `contract.parsers` reads; what it does not understand is unreadable.

    Attributes:
        parse: the parser.
        returned_type: the type of what it returns in PostgreSQL.
    """

    parse: Callable[[Any], str | None]
    returned_type: str = "text"

    @property
    def sql_type(self) -> str:
        """Its type in PostgreSQL."""
        return self.returned_type

    def read(self, reader: Reader) -> str | None:
        """Return what the parser returned."""
        return reader.read(self.parse, self.name)


@dataclass(frozen=True)
class Custom(FieldCell):
    """A field that is read in a way of its own; the function looks at no other field.

    Attributes:
        function: reads it.
        returned_type: the type of what it returns in PostgreSQL.
    """

    function: Callable[[Reader, str], str | None]
    returned_type: str = "text"

    @property
    def sql_type(self) -> str:
        """Its type in PostgreSQL."""
        return self.returned_type

    def read(self, reader: Reader) -> str | None:
        """Return what the function returned."""
        return self.function(reader, self.name)


@dataclass(frozen=True)
class Hint(Cell):
    """Whether the allow-list left a hint of a record.

    Attributes:
        name: the hint's key.
    """

    name: str

    @property
    def sql_type(self) -> str:
        """Its type in PostgreSQL."""
        return "boolean"

    def read(self, reader: Reader) -> str | None:
        """Return ``t`` or ``f``."""
        return reader.hint(self.name)


@dataclass(frozen=True)
class FirstOf(Cell):
    """The first of some cells that holds something."""

    cells: tuple[Cell, ...]

    def read(self, reader: Reader) -> str | None:
        """Return its text; the cells behind it are not read."""
        return next((text for cell in self.cells if (text := cell.read(reader)) is not None), None)


@dataclass(frozen=True)
class Joined(Cell):
    """The texts of some cells in one; nothing if one of them holds nothing.

    Attributes:
        separator: stands between them.
        cells: what is joined.
    """

    separator: str
    cells: tuple[Cell, ...]

    def read(self, reader: Reader) -> str | None:
        """Return the joined text; the cells behind an empty one are not read."""
        texts = []
        for cell in self.cells:
            if (text := cell.read(reader)) is None:
                return None
            texts.append(text)
        return self.separator.join(texts)


@dataclass(frozen=True)
class Children(Cell):
    """A nested list as JSON objects of texts.

    Attributes:
        name: the list.
        cells: what is read of each entry, by our name.
    """

    name: str
    cells: Mapping[str, FieldCell] = field(hash=False)

    @property
    def sql_type(self) -> str:
        """Its type in PostgreSQL."""
        return "jsonb"

    def read(self, reader: Reader) -> str | None:
        """Return the JSON text; None when there are no entries."""
        rows = []
        for place, entry in enumerate(reader.record.get(self.name) or ()):
            child = Reader(entry)
            rows.append({ours: cell.read(child) for ours, cell in self.cells.items()})
            reader.unreadable.extend(f"{self.name}[{place}].{field}" for field in child.unreadable)
            reader.noticed.extend(child.noticed)
        return msgspec.json.encode(rows).decode() if rows else None


@dataclass(frozen=True)
class Entries:
    """The entries of a nested list, as far as cells summarise all of them together.

    Attributes:
        name: the list.
        fields: the kept fields and hints of an entry that such cells read.
        present: those of them of which only matters whether they hold something.
    """

    name: str
    fields: tuple[str, ...]
    present: frozenset[str] = frozenset()

    def of(self, record: Record) -> Sequence[Record]:
        """Return the entries of a kept record."""
        return record.get(self.name) or ()


@dataclass(frozen=True)
class Summary(Cell):
    """What the entries of a nested list come to.

    Attributes:
        entries: the list, and what may be looked at.
        summarise: returns what they come to.
        returned_type: the type of what it says in PostgreSQL.
        unless: a hint of the record with which there are none.
    """

    entries: Entries
    summarise: Callable[[Sequence[Record]], str]
    returned_type: str = "boolean"
    unless: str | None = None

    @property
    def sql_type(self) -> str:
        """Its type in PostgreSQL."""
        return self.returned_type

    def read(self, reader: Reader) -> str | None:
        """Return what they come to."""
        return self.summarise(() if self.unless in reader.record else self.entries.of(reader.record))


def _is_deleted(reader: Reader, name: str) -> str:
    return reader.flag(name) or "f"


UPDATED = Moment("CapNhatLuc", (parsers.DateShape.RFC3339,))
"""When the source last changed a record."""
DELETED = Custom("DaXoa", _is_deleted, "boolean")
"""Whether the source took a record back; one that does not say so stays."""
PROCEDURE = Parsed("MaTTHC", parsers.procedure_code)
"""The national part of a procedure's code; every feed that has it calls it MaTTHC."""
