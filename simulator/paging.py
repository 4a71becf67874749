"""Reading a feed page by page, ordered by (CapNhatLuc, key).

A cursor stands for the last row that the client has got, not for a row number. So a feed may change between
two pages: what changed moves further on and is met again there, and nothing else is skipped or repeated.
"""

import base64
import binascii
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

import msgspec

T = TypeVar("T")


class Position(NamedTuple):
    """A place in a feed's order: when the record was last written (local seconds), and its key."""

    updated_at: int
    key: str


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """Part of a feed. ``end`` is the position of its last row if more rows follow, else None."""

    rows: list[T]
    end: Position | None


class Listing(Generic[T]):
    """The rows of a feed as they are at one reading of the source's clock."""

    def __init__(self, rows: Iterable[tuple[int, str, T]]) -> None:
        ordered = sorted(((Position(updated_at, key), row) for updated_at, key, row in rows), key=lambda r: r[0])
        self._positions = [position for position, _ in ordered]
        self._rows = [row for _, row in ordered]

    def count_since(self, since: int | None) -> int:
        """Return the number of rows written at that moment or later; None counts all."""
        return len(self._rows) - self._first(since, None)

    def read(self, since: int | None, after: Position | None, limit: int) -> Slice[T]:
        """At most ``limit`` rows written at ``since`` or later and lying behind ``after``."""
        first = self._first(since, after)
        last = min(first + limit, len(self._rows))
        more = first < last < len(self._rows)
        return Slice(self._rows[first:last], self._positions[last - 1] if more else None)

    def _first(self, since: int | None, after: Position | None) -> int:
        first = 0 if since is None else bisect_left(self._positions, Position(since, ""))
        return first if after is None else max(first, bisect_right(self._positions, after))


def encode_cursor(feed: str, position: Position) -> str:
    """Return an opaque cursor, good for that feed only."""
    return base64.urlsafe_b64encode(msgspec.json.encode((feed, *position))).decode("ascii")


def decode_cursor(feed: str, cursor: str) -> Position:
    """Return the position that a cursor stands for; ValueError if it is malformed or belongs to another feed."""
    try:
        payload = base64.b64decode(cursor, altchars=b"-_", validate=True)
        of_feed, updated_at, key = msgspec.json.decode(payload, type=tuple[str, int, str])
    except (binascii.Error, msgspec.DecodeError, ValueError) as error:
        raise ValueError("malformed cursor") from error
    if of_feed != feed:
        raise ValueError(f"cursor of the feed {of_feed!r} sent to {feed!r}")
    return Position(updated_at, key)
