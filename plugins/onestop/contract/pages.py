"""What is read of the records of a page: the lines to be landed, and the rows to be staged.

Both are made in one pass over what the source sent. Rows can be made again from landed lines, and are the same then.

A record is read in one of two ways. One that is as the contract says, by far the most are, is typed, and read together
with all such records of its page. Any other is read by itself: by `allowlist.keep` and `Feed.to_row`, which take
anything. Whatever can be read in both ways comes to the same in both.
"""

from __future__ import annotations

import collections
import datetime as dt
import functools
import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from onestop.contract import allowlist, columns, stripping
from onestop.contract.columns import NULL
from onestop.contract.copying import copy_line
from onestop.contract.feed import Feed
from onestop.contract.typed import SentRecords, TypedPage, decode_each, landed_type, sent_type

_PART = 100
"""Records that are decoded and read at once."""
_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder()


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a page, each in the same place of every list.

    Attributes:
        lines: what may be kept of each, as canonical JSON without a line feed.
        hashes: SHA-256 of each line.
        keys: what identifies each within its source; None where that cannot be said.
        updated_at: CapNhatLuc of each; None where it is absent or cannot be read.
        rows: ``COMMON_COLUMNS`` and the columns of the feed in COPY text format, without a line feed.
        unknown_fields: ``name:type`` of fields that the contract does not know, sorted.
        field_counts: how many of the records carry each field at their top level.
    """

    lines: list[bytes]
    hashes: list[bytes]
    keys: list[str | None]
    updated_at: list[dt.datetime | None]
    rows: list[bytes]
    unknown_fields: list[str] = field(default_factory=list)
    field_counts: dict[str, int] = field(default_factory=dict)


@functools.cache
def _sent_decoder(feed: Feed) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(sent_type(feed.name, feed.shape))


@functools.cache
def _landed_decoder(feed: Feed) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(landed_type(feed.name, feed.shape))


def sent_records(texts: Sequence[msgspec.Raw], feed: Feed) -> SentRecords:
    """Take the records of a page of a feed.

    Raises:
        UnicodeDecodeError: one is no UTF-8.
    """
    return SentRecords(texts, _sent_decoder(feed))


def read_sent(records: Sequence[Any], feed: Feed) -> Records:
    """Read the records of a page as a source sent them; nothing of them can break it.

    Args:
        records: decoded JSON values, normally objects; those of `SentRecords` are decoded here.
        feed: what they are.
    """
    read = Records([], [], [], [], [])
    unknown: set[str] = set()
    counts: collections.Counter[str] = collections.Counter()

    def read_by_itself(place: int) -> _Record:
        kept = allowlist.keep(records[place], feed.shape, unknown)
        carried = itertools.chain(kept, kept.get(allowlist.RETYPED, ()))
        counts.update(name for name in carried if not name.startswith("_"))
        return _read_by_itself(kept, _ENCODER.encode(kept), feed)

    for part in _parts(len(records)):
        typed = records.typed(part) if isinstance(records, SentRecords) else [None] * len(records[part])
        page = _typed_page(typed)
        stripped = stripping.strip(page, feed.shape)
        together = _read_together(page, stripped.lines, stripped.unusual, feed)
        counts.update(stripping.count_fields(page, feed.shape, together.unusual))
        _add(read, part, typed, together, read_by_itself)
    read.unknown_fields.extend(sorted(unknown))
    read.field_counts.update({name: n for name, n in sorted(counts.items()) if n})
    return read


def read_landed(lines: Iterable[bytes], feed: Feed) -> Records:
    """Read records as they were landed; the fields that nobody may keep are gone, and not counted again.

    Args:
        lines: without line feeds.
        feed: what they are.
    """
    lines = list(lines)
    read = Records([], [], [], [], [])

    def read_by_itself(place: int) -> _Record:
        return _read_by_itself(_DECODER.decode(lines[place]), lines[place], feed)

    for part in _parts(len(lines)):
        typed = decode_each(lines[part], _landed_decoder(feed).decode)
        usual = [line for line, record in zip(lines[part], typed, strict=True) if record is not None]
        _add(read, part, typed, _read_together(_typed_page(typed), usual, (), feed), read_by_itself)
    return read


def _parts(records: int) -> Iterator[slice]:
    """Yield the parts of a page, each small enough to stay close to the processor until it is read."""
    return (slice(at, at + _PART) for at in range(0, records, _PART))


def _typed_page(typed: Sequence[Any]) -> TypedPage:
    return TypedPage([record for record in typed if record is not None])


class _Record(NamedTuple):
    """One record, with what `Records` has of each."""

    line: bytes
    key: str | None
    updated_at: dt.datetime | None
    row: bytes


class _Together(NamedTuple):
    """Typed records that were read together; of those at the unusual places nothing may be used."""

    lines: list[bytes]
    keys: list[str | None]
    updated_at: list[dt.datetime | None]
    rows: list[bytes]
    unusual: set[int]


def _read_together(page: TypedPage, lines: list[bytes], unusual: Iterable[int], feed: Feed) -> _Together:
    read = columns.read(page, feed)
    return _Together(
        lines,
        [None if text == NULL else text for text in read.keys],
        [None if text is None or text == NULL else dt.datetime.fromisoformat(text) for text in read.updated_at],
        [b"" if row is None else row.encode() for row in read.rows],
        {*unusual, *(place for place, row in enumerate(read.rows) if row is None)},
    )


def _read_by_itself(kept: dict[str, Any], line: bytes, feed: Feed) -> _Record:
    row = feed.to_row(kept)
    updated_at = None if row[1] is None else dt.datetime.fromisoformat(row[1])
    return _Record(line, row[0], updated_at, copy_line(row)[:-1])


def _add(
    read: Records, part: slice, typed: Sequence[Any], together: _Together, read_by_itself: Callable[[int], _Record]
) -> None:
    """Add a part of a page in the order of its records; those that were not read together are read now."""
    lines, keys, updated_at, rows, unusual = together
    if unusual or len(lines) < len(typed):
        usual = iter(
            [
                None if place in unusual else record
                for place, record in enumerate(map(_Record, lines, keys, updated_at, rows))
            ]
        )
        merged = [
            (None if record is None else next(usual)) or read_by_itself(place)
            for place, record in enumerate(typed, part.start)
        ]
        lines, keys, updated_at, rows = (list(column) for column in zip(*merged, strict=True))
    read.lines.extend(lines)
    read.hashes.extend(hashlib.sha256(line).digest() for line in lines)
    read.keys.extend(keys)
    read.updated_at.extend(updated_at)
    read.rows.extend(rows)
