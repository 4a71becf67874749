"""The source behind the HTTP interface: a world, and the clock that decides how much of it is known."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any, NamedTuple

from simulator.feeds import Feed, build_feeds, sent_payments
from simulator.localtime import SECONDS_PER_DAY, compact_day, day_number, moment_of, rfc3339
from simulator.paging import decode_cursor, encode_cursor
from simulator.payments import Payment, platform_transactions
from simulator.planting import plant
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

    ``set_clock``, ``fail_with``, ``recover``, ``bundle`` and ``write_again`` are for tests and may be called from
    another thread while it serves: each replaces the view or another attribute, and an answer reads it once.
    """

    def __init__(self, world: World, source_system: str) -> None:
        self.world = world
        self.source_system = source_system
        self.failing_status: int | None = None
        self._bundled: dict[str, int] = {}
        self._written_again: dict[str, dict[str, int]] = {}
        self._planting = plant(world.dossiers, world.defects)
        self._view = self._view_at(world.as_of)

    @property
    def as_of(self) -> str:
        """Return the source's clock, RFC 3339."""
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

    def bundle(self, feed: str, seconds: int | None) -> None:
        """Cut the CapNhatLuc of a feed to multiples of some seconds; None ends that."""
        if seconds is None and feed not in self._bundled:
            return
        self._bundled = {name: unit for name, unit in self._bundled.items() if name != feed}
        if seconds is not None:
            self._bundled[feed] = seconds
        self._view = self._view_at(self._view.clock)

    def write_again(self, feed: str, key: str) -> None:
        """Write the record with a key again: its CapNhatLuc becomes the source's clock."""
        self._written_again.setdefault(feed, {})[key] = self._view.clock
        self._view = self._view_at(self._view.clock)

    def page(
        self, feed: str, since: int | None, cursor: str | None, limit: int, unit_code: str | None
    ) -> dict[str, Any]:
        """Return a page of a feed in the contract's envelope; ValueError for a malformed cursor."""
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
        """Numbers of records and sums of fees by receiving unit and day, both days included.

        A dossier counts on the day of its reception, anything else on the day of its own beginning. An event counts
        when it happens, a payment when it is asked for, a rating when it is given, feedback and an interlinked
        request when they come in.
        """
        view = self._view
        rows = [
            {"MaDonVi": unit, "Ngay": compact_day(day), "SoLuong": str(number), "TongTien": str(amount)}
            for (unit, day), (number, amount) in view.feeds[feed].counts(day_number(first), day_number(last)).items()
        ]
        return self._envelope(view) | {"data": rows}

    def reconciliation(self, day: date) -> dict[str, Any] | None:
        """Return the payment platform's transactions of a day, by reference; None while the day is not over."""
        view, number = self._view, day_number(day)
        if view.clock < (number + 1) * SECONDS_PER_DAY:
            return None
        rows = platform_transactions(self._platform, number, view.clock)
        return self._envelope(view) | {"data": sorted(rows, key=lambda row: str(row["MaThamChieu"]))}

    @cached_property
    def _platform(self) -> list[Payment]:
        """Return the payments as the platform knows them."""
        sent = sent_payments(self.world, self._planting)
        return [one.payment for one in sent if one.payment.attempts and one.defect != "unknown_to_platform"]

    def _view_at(self, clock: int) -> _View:
        feeds = dict(build_feeds(self.world, clock, self._planting))
        for feed in self._bundled.keys() | self._written_again.keys():
            feeds[feed] = feeds[feed].stamped(partial(self._stamp, feed))
        return _View(clock, feeds)

    def _stamp(self, feed: str, updated_at: int, key: str) -> int:
        updated_at = max(updated_at, self._written_again.get(feed, {}).get(key, updated_at))
        unit = self._bundled.get(feed, 1)
        return updated_at // unit * unit

    def _envelope(self, view: _View) -> dict[str, Any]:
        return {"schema_version": SCHEMA_VERSION, "source_system": self.source_system, "as_of": view.as_of}
