"""The feeds of the source: what each lists at one reading of the clock, and how a row becomes a record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar

import msgspec

from simulator.catalogue import PROVINCE_CODE
from simulator.lifecycle import Dossier
from simulator.localtime import VIETNAM, moment_of
from simulator.paging import Listing, Position
from simulator.records import Record, agency_record, commune_record, dossier_record, procedure_record
from simulator.world import World

FEED_NAMES = ("units", "procedures", "dossiers", "events", "payments", "surveys", "feedback", "interlinked")
"""The feeds of the contract."""

COUNTED_FEEDS = FEED_NAMES[2:]
"""The feeds that a client may compare by counts: all but the catalogues."""

_CATALOGUE_WRITTEN_AT = moment_of(datetime(2025, 9, 15, 8, tzinfo=VIETNAM))
"""Units and procedures were loaded in one go, so all of them share one CapNhatLuc."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """Encoded records of a feed, where they end if more follow (else None), and how many changed in all."""

    records: list[msgspec.Raw]
    end: Position | None
    total: int


class Feed(Generic[T]):
    """A feed whose rows are (CapNhatLuc in local seconds, key, item).

    Items become records only when their page is read. A feed that belongs to no unit ignores the filter by
    unit.
    """

    def __init__(
        self,
        rows: list[tuple[int, str, T]],
        render: Callable[[T], Record],
        unit_of: Callable[[T], str] | None = None,
    ) -> None:
        self._rows, self._render, self._unit_of = rows, render, unit_of
        self._listings: dict[str | None, Listing[T]] = {}

    def page(self, since: int | None, after: Position | None, limit: int, unit_code: str | None) -> Page:
        """The page behind a position, see ``Listing.read``."""
        listing = self._listing(unit_code)
        part = listing.read(since, after, limit)
        # Encoded one by one: their many small objects are gone before the garbage collector walks them.
        records = [msgspec.Raw(msgspec.json.encode(self._render(item))) for item in part.rows]
        return Page(records, part.end, listing.count_since(since))

    def _listing(self, unit_code: str | None) -> Listing[T]:
        unit = unit_code if self._unit_of else None
        if unit not in self._listings:
            self._listings[unit] = Listing(row for row in self._rows if self._belongs(row[2], unit))
        return self._listings[unit]

    def _belongs(self, item: T, unit: str | None) -> bool:
        return unit is None or self._unit_of is None or self._unit_of(item) == unit


def build_feeds(world: World, clock: int) -> Mapping[str, Feed[Any]]:
    """Every feed of the contract at a reading of the clock; this source leaves some of them empty."""
    feeds: dict[str, Feed[Any]] = {name: Feed([], render=dict) for name in FEED_NAMES}
    feeds["units"] = _units(world, clock)
    feeds["procedures"] = _procedures(world, clock)
    feeds["dossiers"] = _dossiers(world, clock)
    return feeds


def _units(world: World, clock: int) -> Feed[Record]:
    records = [agency_record(agency, _CATALOGUE_WRITTEN_AT) for agency in world.agencies]
    records += [commune_record(commune, PROVINCE_CODE, _CATALOGUE_WRITTEN_AT) for commune in world.communes]
    return _catalogue(records, "MaDonVi", clock, unit_of=lambda record: str(record["MaDonVi"]))


def _procedures(world: World, clock: int) -> Feed[Record]:
    records = [procedure_record(procedure, _CATALOGUE_WRITTEN_AT) for procedure in world.procedures]
    return _catalogue(records, "MaTTHC", clock)


def _catalogue(
    records: list[Record], key: str, clock: int, unit_of: Callable[[Record], str] | None = None
) -> Feed[Record]:
    known = records if clock >= _CATALOGUE_WRITTEN_AT else []
    return Feed([(_CATALOGUE_WRITTEN_AT, str(record[key]), record) for record in known], dict, unit_of)


def _dossiers(world: World, clock: int) -> Feed[Dossier]:
    unit_names = {agency.agency_code: agency.name for agency in world.agencies}
    unit_names |= {commune.agency_code: commune.name for commune in world.communes}
    rows = [
        (dossier.recorded_at(known[-1]), dossier.code, dossier)
        for dossier in world.dossiers
        if (known := dossier.known_at(clock))
    ]
    render = partial(dossier_record, clock=clock, unit_names=unit_names)
    return Feed(rows, render, unit_of=lambda dossier: dossier.commune.agency_code)
