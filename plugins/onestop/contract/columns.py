"""Reads the columns of a feed for all typed records of a page: one column after the other, each value once.

Only what is usual is read here: a value about which the reader of single records notes nothing. The text of a value is
what `Cell.read` says, or follows from its shape where that is plain to see. It is remembered, so that the name of a
procedure, a code of a unit or a day that comes again costs one lookup.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from onestop.contract.cells import (
    DELETED,
    UPDATED,
    Cell,
    Children,
    Code,
    Entries,
    FieldCell,
    FirstOf,
    Hint,
    Joined,
    Moment,
    Summary,
)
from onestop.contract.feed import Feed
from onestop.contract.parsers import DateShape
from onestop.contract.reader import LONGEST_CODE, Reader
from onestop.contract.typed import TypedPage

NULL = "\\N"
"""How COPY writes null."""
Texts = list[str | None]
"""A text for each record; None where a record is not usual."""

_MOST = 1 << 15
"""Values of one kind that are remembered at once."""
_ESCAPED = frozenset("\\\t\n\r\0")

K = TypeVar("K")
V = TypeVar("V")


class _Cache(dict[K, V]):
    """The value of each key, worked out when it is first asked for."""

    def __init__(self, work_out: Callable[[K], V]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, key: K) -> V:
        if len(self) >= _MOST:
            self.clear()
        value = self[key] = self._work_out(key)
        return value


def _usual(cell: FieldCell, value: str | None) -> str | None:
    """Return the text of a value, `NULL` for none; None if something is to be noted about it, or to be escaped."""
    reader = Reader({} if value is None else {cell.name: value})
    text = cell.read(reader)
    if reader.unreadable or reader.noticed:
        return None
    if text is None:
        return NULL
    return text if _ESCAPED.isdisjoint(text) else None


def _codes(cell: Code, values: list[str | None]) -> Texts:
    """Read codes; many come once only, so they are not remembered."""
    sent = list(filter(None, values))
    if _is_bare("".join(sent)) and max(map(len, sent), default=0) <= LONGEST_CODE:
        return [value.upper() if value else NULL for value in values]
    return [
        value.upper() if value and _is_bare(value) and len(value) <= LONGEST_CODE else _usual(cell, value)
        for value in values
    ]


def _is_bare(text: str) -> bool:
    """Tell whether there is nothing to clean, and nothing to be escaped."""
    return text.isascii() and text.isprintable() and " " not in text and "\\" not in text


_TEXT_PARTS = (0, len("2026-01-31T"), len("2026-01-31T08:"), len("2026-01-31T08:30:"), len("2026-01-31T08:30:00+07:00"))
"""Where day, hour, minute and second of a moment's text begin, and where it ends."""


class _Moments:
    """Reads moments that are written at a fixed length, from the day to the second.

    Hardly a moment comes twice, but its parts do, so each part is understood by itself. There are few of them, so what
    is remembered stays close to the processor.
    """

    def __init__(self, cell: Moment, sample: str, parts: tuple[int, ...]) -> None:
        """Begin with a moment as it is written, and where day, hour, minute and second of it begin, and its end."""
        self._cell = cell
        self._sample = sample
        self._hour_at, self._minute_at, self._second_at = parts[1:4]
        self._days, self._hours, self._minutes, self._seconds = (
            _Cache[str, str](functools.partial(self._part, written, text))
            for written, text in zip(itertools.pairwise(parts), itertools.pairwise(_TEXT_PARTS), strict=True)
        )
        self._others = _Cache[str, str | None](functools.partial(_usual, cell))

    def _part(self, written: tuple[int, int], text: tuple[int, int], part: str) -> str:
        """Return the text of a part, which stands for the same part of any moment."""
        begin, end = written
        whole = self._sample[:begin] + part + self._sample[end:] if len(part) == end - begin else ""
        read = _usual(self._cell, whole)
        if read is None or read == NULL:
            raise LookupError
        return read[slice(*text)]

    def texts(self, values: Sequence[str | None]) -> Texts:
        """Return the text of each value."""
        days, hours, minutes, seconds = self._days, self._hours, self._minutes, self._seconds
        hour, minute, second = self._hour_at, self._minute_at, self._second_at
        try:
            return [
                f"{days[value[:hour]]}{hours[value[hour:minute]]}{minutes[value[minute:second]]}{seconds[value[second:]]}"
                if value
                else NULL
                for value in values
            ]
        except LookupError:
            return [self._text(value) for value in values] if len(values) > 1 else [self._others[str(values[0])]]

    def _text(self, value: str | None) -> str | None:
        [text] = self.texts([value])
        return text


@functools.cache
def _moments(cell: Moment) -> _Moments:
    """Return what reads a moment; those of every field share it."""
    if cell.name:
        return _moments(replace(cell, name=""))
    if DateShape.RFC3339 in cell.usual:
        return _Moments(cell, "2026-01-31T08:30:00+07:00", _TEXT_PARTS)
    return _Moments(cell, "20260131083000", (0, 8, 10, 12, 14))


@functools.cache
def _texts(cell: FieldCell) -> _Cache[str | None, str | None]:
    """Return the texts of values as a cell reads them."""
    if cell.name:
        # What a value comes to does not depend on the field that has it.
        return _texts(replace(cell, name=""))
    return _Cache(functools.partial(_usual, cell))


def _column(cell: FieldCell, values: list[str | None]) -> Texts:
    """Read the values of a field."""
    match cell:
        case Moment():
            return _moments(cell).texts(values)
        case Code():
            return _codes(cell, values)
    return list(map(_texts(cell).__getitem__, values))


def _members(name: str, texts: Texts) -> Texts:
    """Return texts as members of JSON objects, escaped for COPY."""
    together = "".join(filter(None, texts))
    quoted = _quoted if together.isprintable() and '"' not in together else _json
    null = f'"{name}":null'
    return [null if text == NULL else None if text is None else f'"{name}":{quoted(text)}' for text in texts]


def _quoted(text: str) -> str:
    return f'"{text}"'


def _json(text: str) -> str:
    return msgspec.json.encode(text).decode().replace("\\", "\\\\")


@functools.cache
def _summaries(cells: tuple[Summary, ...]) -> _Cache[tuple[Any, ...], tuple[str, ...]]:
    """Return the summaries of cells that are about the same entries, by the values of the fields that they read."""
    entries = cells[0].entries

    def summarise(held: tuple[Any, ...]) -> tuple[str, ...]:
        objects = [
            {
                name: value
                for name, value in zip(entries.fields, values if len(entries.fields) > 1 else [values], strict=True)
                if value is not None
            }
            for values in held
        ]
        return tuple(cell.summarise(objects) for cell in cells)

    return _Cache(summarise)


@functools.cache
def _fields_of(entries: Entries) -> Callable[[Any], Any]:
    """Return what reads the fields of an entry that cells need: one value, or a tuple of several."""
    read = attrgetter(*entries.fields)
    if not entries.present:
        return read
    matters = [name not in entries.present for name in entries.fields]
    return lambda entry: tuple(
        [value if is_whole or not value else "1" for is_whole, value in zip(matters, read(entry), strict=True)]
    )


def _joined(separator: str, rows: Sequence[tuple[Any, ...]]) -> Texts:
    """Join the texts of each row; None where one of them is None."""
    join = separator.join
    try:
        return list(map(join, rows))
    except TypeError:
        return [None if None in row else join(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Columns:
    """What is read of the typed records of a page, a text a record; None where a record is not usual.

    Attributes:
        keys: what identifies each, `NULL` where that cannot be said.
        updated_at: CapNhatLuc of each, `NULL` where it is absent.
        rows: the columns of each in COPY text format, without a line feed.
    """

    keys: Texts
    updated_at: Texts
    rows: Texts


def read(page: TypedPage, feed: Feed) -> Columns:
    """Read every column of a feed."""
    if not page.records:
        return Columns([], [], [])
    reading = _Reading(page, feed)
    keys, updated_at, nothing = reading.texts(feed.key), reading.texts(UPDATED), ["{}"] * len(page.records)
    columns = [keys, updated_at, reading.texts(DELETED), nothing, nothing]
    columns += [reading.texts(cell) for cell in feed.cells.values()]
    return Columns(keys, updated_at, _joined("\t", list(zip(*columns, strict=True))))


class _Reading:
    """The columns of a page, each read once."""

    def __init__(self, page: TypedPage, feed: Feed) -> None:
        self._page = page
        self._feed = feed
        self._done: dict[Cell, Texts] = {}

    def texts(self, cell: Cell) -> Texts:
        """Return what a cell holds."""
        if cell not in self._done:
            self._done[cell] = self._read(cell)
        return self._done[cell]

    def _read(self, cell: Cell) -> Texts:
        match cell:
            case FieldCell():
                return _column(cell, self._page.values(cell.name))
            case Hint():
                # A record for which one holds is never usual.
                return ["f"] * len(self._page.records)
        return self._read_several(cell)

    def _read_several(self, cell: Cell) -> Texts:
        """Read a cell that looks at several fields or entries."""
        match cell:
            case Summary():
                return self._summarise(cell)
            case Children():
                return self._children(cell)
            case FirstOf():
                columns = zip(*map(self.texts, cell.cells), strict=True)
                return [next((text for text in texts if text != NULL), NULL) for texts in columns]
            case Joined():
                parts = list(zip(*map(self.texts, cell.cells), strict=True))
                return [
                    NULL if text is not None and NULL in texts else text
                    for texts, text in zip(parts, _joined(cell.separator, parts), strict=True)
                ]
        raise TypeError(f"{type(cell).__name__} is read one record at a time only")

    def _children(self, cell: Children) -> Texts:
        entries = self._page.entries(cell.name)
        columns = [_members(ours, _column(inner, entries.values(inner.name))) for ours, inner in cell.cells.items()]
        objects = iter(_joined(",", list(zip(*columns, strict=True))))
        texts: Texts = []
        for listed in self._page.values(cell.name):
            if not listed:
                texts.append(NULL)
                continue
            own: list[Any] = [next(objects) for _ in listed]
            texts.append(None if None in own else "[{" + "},{".join(own) + "}]")
        return texts

    def _summarise(self, wanted: Summary) -> Texts:
        """Read every cell about the same entries at once."""
        entries = wanted.entries
        cells = tuple(
            cell for cell in self._feed.cells.values() if isinstance(cell, Summary) and cell.entries == entries
        )
        fields_of = _fields_of(entries)
        held = [tuple(map(fields_of, listed)) if listed else () for listed in self._page.values(entries.name)]
        summaries = zip(*map(_summaries(cells).__getitem__, held), strict=True)
        self._done.update(zip(cells, map(list, summaries), strict=True))
        return self._done[wanted]
