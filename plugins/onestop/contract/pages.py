"""What is read of the records of a page: the lines to be landed, and the rows to be staged.

Both are made in one pass over what the source sent. Rows can be made again from landed lines, and are the same then.
"""

from __future__ import annotations

import collections
import datetime as dt
import hashlib
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from onestop.contract import allowlist
from onestop.contract.feed import Feed
from onestop.stack.database import copy_line

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


def read_sent(records: Sequence[Any], feed: Feed) -> Records:
    """Read the records of a page as a source sent them; nothing of them can break it.

    Args:
        records: decoded JSON values, normally objects.
        feed: what they are.
    """
    unknown: set[str] = set()
    kept = [allowlist.keep(record, feed.shape, unknown) for record in records]
    carried = collections.Counter(itertools.chain.from_iterable(kept))
    carried.update(itertools.chain.from_iterable(record.get(allowlist.RETYPED, ()) for record in kept))
    read = _read(kept, [_ENCODER.encode(record) for record in kept], feed)
    read.unknown_fields.extend(sorted(unknown))
    read.field_counts.update({name: n for name, n in sorted(carried.items()) if not name.startswith("_")})
    return read


def read_landed(lines: Iterable[bytes], feed: Feed) -> Records:
    """Read records as they were landed; the fields that nobody may keep are gone, and not counted again.

    Args:
        lines: without line feeds.
        feed: what they are.
    """
    lines = list(lines)
    return _read([_DECODER.decode(line) for line in lines], lines, feed)


def _read(kept: Sequence[dict[str, Any]], lines: list[bytes], feed: Feed) -> Records:
    rows = [feed.to_row(record) for record in kept]
    return Records(
        lines,
        [hashlib.sha256(line).digest() for line in lines],
        [row[0] for row in rows],
        [None if row[1] is None else dt.datetime.fromisoformat(row[1]) for row in rows],
        [copy_line(row)[:-1] for row in rows],
    )
