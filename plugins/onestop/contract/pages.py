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
"""Typed records that are read together."""
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
    """Decode the records of a page of a feed.

    Raises:
        msgspec.MsgspecError: one is no JSON.
        UnicodeDecodeError: one is no UTF-8.
        RecursionError: one is too deep.
    """
    return SentRecords(texts, _sent_decoder(feed))


def read_sent(records: Sequence[Any], feed: Feed) -> Records:
    """Read the records of a page as a source sent them; nothing of them can break it.

    Args:
        records: decoded JSON values, normally objects; of `SentRecords` the typed ones are read together.
        feed: what they are.
    """
    typed = records.take_typed() if isinstance(records, SentRecords) else [None] * len(records)
    together = _Together()
    unknown: set[str] = set()
    counts: collections.Counter[str] = collections.Counter()
    for page in _parts(typed):
        stripped = stripping.strip(page, feed.shape)
        unusual = together.read(page, stripped.lines, stripped.unusual, feed)
        counts.update(stripping.count_fields(page, feed.shape, unusual))

    def read_by_itself(place: int) -> _Record:
        kept = allowlist.keep(records[place], feed.shape, unknown)
        counts.update(
            name for name in itertools.chain(kept, kept.get(allowlist.RETYPED, ())) if not name.startswith("_")
        )
        return _read_by_itself(kept, _ENCODER.encode(kept), feed)

    read = _merged(typed, together, read_by_itself)
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
    typed = decode_each(lines, _landed_decoder(feed).decode)
    usual = iter([line for line, record in zip(lines, typed, strict=True) if record is not None])
    together = _Together()
    for page in _parts(typed):
        together.read(page, list(itertools.islice(usual, len(page.records))), (), feed)
    return _merged(typed, together, lambda place: _read_by_itself(_DECODER.decode(lines[place]), lines[place], feed))


class _Record(NamedTuple):
    """One record, with what `Records` has of each."""

    line: bytes
    key: str | None
    updated_at: dt.datetime | None
    row: bytes


def _parts(typed: Sequence[Any]) -> Iterator[TypedPage]:
    """Yield the typed records in parts that are small enough to stay close to the processor until they are read."""
    records = [record for record in typed if record is not None]
    for at in range(0, len(records), _PART):
        yield TypedPage(records[at : at + _PART])


@dataclass(slots=True)
class _Together:
    """Typed records that were read together; of those at the unusual places nothing may be used."""

    lines: list[bytes] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    updated_at: list[dt.datetime | None] = field(default_factory=list)
    rows: list[bytes] = field(default_factory=list)
    unusual: set[int] = field(default_factory=set)

    def read(self, page: TypedPage, lines: list[bytes], unusual: Iterable[int], feed: Feed) -> set[int]:
        """Read further records, of which some are known to be unusual; return all of these, by their place there."""
        read = columns.read(page, feed)
        found = {*unusual, *(place for place, row in enumerate(read.rows) if row is None)}
        self.unusual.update(len(self.lines) + place for place in found)
        self.lines += lines
        self.keys += [None if text == NULL else text for text in read.keys]
        self.updated_at += [
            None if text is None or text == NULL else dt.datetime.fromisoformat(text) for text in read.updated_at
        ]
        self.rows += [b"" if row is None else row.encode() for row in read.rows]
        return found


def _read_by_itself(kept: dict[str, Any], line: bytes, feed: Feed) -> _Record:
    row = feed.to_row(kept)
    updated_at = None if row[1] is None else dt.datetime.fromisoformat(row[1])
    return _Record(line, row[0], updated_at, copy_line(row)[:-1])


def _merged(typed: Sequence[Any], together: _Together, read_by_itself: Callable[[int], _Record]) -> Records:
    """Return all records of a page in their order; those that were not read together are read now."""
    lines, keys, updated_at, rows = together.lines, together.keys, together.updated_at, together.rows
    if together.unusual or len(lines) < len(typed):
        read = map(_Record, lines, keys, updated_at, rows)
        usual = (None if place in together.unusual else record for place, record in enumerate(read))
        merged = [
            (None if record is None else next(usual)) or read_by_itself(place) for place, record in enumerate(typed)
        ]
        lines, keys, updated_at, rows = (list(column) for column in zip(*merged, strict=True))
    return Records(lines, [hashlib.sha256(line).digest() for line in lines], keys, updated_at, rows)
