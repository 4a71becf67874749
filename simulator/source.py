"""The source behind the HTTP interface: a world, and the clock that decides how much of it is known."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from simulator.feeds import Feed, build_feeds
from simulator.lifecycle import Dossier, Happening
from simulator.localtime import SECONDS_PER_DAY, compact_day, day_number, moment_of, rfc3339
from simulator.paging import decode_cursor, encode_cursor
from simulator.world import World

SCHEMA_VERSION = "1.0"


class _View(NamedTuple):
    """What the source knows at one reading of its clock (local seconds)."""

    clock: int
    feeds: Mapping[str, Feed[Any]]

    @property
    def as_of(self) -> str:
        return rfc3339(self.clock)


class Source:
    """One simulated one-stop system.

    ``set_clock``, ``fail_with`` and ``recover`` are for tests and may be called from another thread while it
    serves: each replaces one attribute, and an answer reads it once.
    """

    def __init__(self, world: World, source_system: str) -> None:
        self.world = world
        self.source_system = source_system
        self.failing_status: int | None = None
        self._view = self._view_at(world.as_of)

    @property
    def as_of(self) -> str:
        """The source's clock, RFC 3339."""
        return self._view.as_of

    def set_clock(self, as_of: datetime) -> None:
        """Move the clock forward, and with it everything that the source knows."""
        clock = moment_of(as_of)
        if clock < self._view.clock:
            raise ValueError(f"the clock of a source only moves forward: {rfc3339(clock)} < {self.as_of}")
        self._view = self._view_at(clock)

    def fail_with(self, status: int) -> None:
        """Answer every request with an HTTP status until ``recover``."""
        self.failing_status = status

    def recover(self) -> None:
        """End ``fail_with``."""
        self.failing_status = None

    def page(
        self, feed: str, since: int | None, cursor: str | None, limit: int, unit_code: str | None
    ) -> dict[str, Any]:
        """A page of a feed in the contract's envelope; ValueError for a malformed cursor."""
        after = None if cursor is None else decode_cursor(feed, cursor)
        view = self._view
        page = view.feeds[feed].page(since, after, limit, unit_code)
        return self._envelope(view) | {
            "count_total_changed": page.total,
            "next_cursor": None if page.end is None else encode_cursor(feed, page.end),
            "data": page.records,
        }

    def health(self) -> dict[str, Any]:
        """Liveness, and how far each feed reaches."""
        view = self._view
        return self._envelope(view) | {"status": "ok", "feeds": dict.fromkeys(view.feeds, view.as_of)}

    def counts(self, feed: str, first: date, last: date) -> dict[str, Any]:
        """Dossiers and their fees by unit and reception day, both days included; other feeds are empty."""
        view = self._view
        counted: Counter[tuple[str, int]] = Counter()
        fees: Counter[tuple[str, int]] = Counter()
        for dossier in self.world.dossiers if feed == "dossiers" else []:
            day = _reception_day(dossier, view.clock)
            if day is not None and day_number(first) <= day <= day_number(last):
                key = dossier.commune.agency_code, day
                counted[key] += 1
                fees[key] += dossier.procedure.fee_vnd
        rows = [
            {
                "MaDonVi": unit,
                "Ngay": compact_day(day),
                "SoLuong": str(number),
                "TongTien": str(fees[unit, day]),
            }
            for (unit, day), number in sorted(counted.items())
        ]
        return self._envelope(view) | {"data": rows}

    def _view_at(self, clock: int) -> _View:
        return _View(clock, build_feeds(self.world, clock))

    def _envelope(self, view: _View) -> dict[str, Any]:
        return {"schema_version": SCHEMA_VERSION, "source_system": self.source_system, "as_of": view.as_of}


def _reception_day(dossier: Dossier, clock: int) -> int | None:
    for moment in dossier.known_at(clock):
        if moment.what is Happening.RECEIVED:
            return moment.at // SECONDS_PER_DAY
    return None
