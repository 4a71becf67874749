"""What a sheet may name: the units, areas, sectors, indicators, schemes, figures and causes of the warehouse."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection, Row

from onestop import words
from onestop.office.reader import Cell
from onestop.sheets.cells import as_text
from onestop.sheets.faults import CellError
from onestop.texts import folded
from onestop.warehouse.database import run
from onestop.words import labels

UNIT_KIND_WORDS = words.choices("sheet_choice.unit_kind")
# What a target may be set for besides an indicator, with its unit of measure.
TOTALS = {"total_score": "points", "rank": "rank"}
_LONGEST_NUMBER = 18
# How pages call a ranking by its number.
_RANKING_NUMBER = re.compile(rf"^(?:{'|'.join(map(re.escape, words.choices('sheet_choice.ranking_number')))}) ")
TOTAL_WORDS = words.choices("sheet_choice.total")


class Unit(NamedTuple):
    """The unit of a code from one day to the day before another."""

    unit_id: int
    unit_code: str
    valid_from: dt.date
    valid_before: dt.date


class Entry(NamedTuple):
    """An area, sector, indicator, scheme, figure or cause."""

    code: str
    id: int | None
    value_unit: str | None


class OpenRanking(NamedTuple):
    """A preliminary ranking that is open for objections, and the objections to it."""

    period_end: dt.date
    objections_until: dt.date
    unit_ids: Set[int]
    indicator_codes: Set[str]
    objections: Set[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the warehouse knows, by folded code and folded Vietnamese name.

    Names of units are those of units that a source feeds: pages show no others.
    """

    units: Mapping[str, Sequence[Unit]]
    unit_names: Mapping[str, Sequence[Unit]]
    lists: Mapping[str, Mapping[str, Sequence[Entry]]]
    open_rankings: Mapping[int, OpenRanking]

    def unit(self, cell: Cell, day: dt.date) -> Unit:
        """Return the unit of a code or name on a day.

        Raises:
            CellError: no unit or several units have it.
        """
        text = as_text(cell).replace(" ", "").upper()
        # A spreadsheet drops the zeros at the beginning of a 5-digit code.
        code = text.zfill(5) if text.isdigit() else text
        found = next((unit for unit in self.units.get(code, ()) if unit.valid_from <= day < unit.valid_before), None)
        return found or self._unit_of_name(as_text(cell), day)

    def _unit_of_name(self, name: str, day: dt.date) -> Unit:
        """Return the unit with figures that has this name on a day."""
        called = [unit for unit in self.unit_names.get(folded(name), ()) if unit.valid_from <= day < unit.valid_before]
        ids = {unit.unit_id for unit in called}
        if len(ids) > 1:
            raise CellError(words.text("sheet_error.several_units"))
        if not ids:
            raise CellError(words.text("sheet_error.no_unit", day=labels.date(day)))
        return called[0]

    def entry(self, cell: Cell, *kinds: str) -> Entry:
        """Return the area, sector, indicator, scheme or figure that a cell names by code or Vietnamese name.

        Args:
            cell: the cell.
            kinds: lists to search, in this order.

        Raises:
            CellError: there is none, or several have the name.
        """
        code_or_name = folded(as_text(cell))
        found = next((self.lists[kind][code_or_name] for kind in kinds if code_or_name in self.lists[kind]), ())
        if len(found) == 1:
            return found[0]
        what = words.table("sheet_list")[kinds[0]]
        if found:
            raise CellError(words.text("sheet_error.several_in_list", what=what))
        raise CellError(words.text("sheet_error.not_in_list", what=what))

    def ranking(self, cell: Cell) -> tuple[int, OpenRanking]:
        """Return the preliminary ranking that a cell names by its number, alone or as pages print it.

        Raises:
            CellError: there is none, or its official version is out.
        """
        text = _RANKING_NUMBER.sub("", folded(as_text(cell)))
        number = int(text) if text.isdecimal() and len(text) < _LONGEST_NUMBER else -1
        found = self.open_rankings.get(number)
        if found is None:
            raise CellError(words.text("sheet_error.no_ranking"))
        return number, found


def read_catalogue(connection: Connection) -> Catalogue:
    """Read the catalogue from the warehouse."""
    units: dict[str, list[Unit]] = defaultdict(list)
    unit_names: dict[str, list[Unit]] = defaultdict(list)
    for row in run(connection, "sheets/list_units.sql"):
        unit = Unit(row.unit_id, row.unit_code, row.valid_from, row.valid_before)
        units[row.code.upper()].append(unit)
        if row.is_fed:
            unit_names[folded(row.name)].append(unit)
    lists = _lists(run(connection, "sheets/list_names.sql").all())
    open_rankings = {
        row.publication_id: OpenRanking(
            row.period_end,
            row.objections_until,
            frozenset(row.unit_ids),
            frozenset(row.indicator_codes),
            frozenset((unit_id, indicator, dossier) for unit_id, indicator, dossier in row.objections),
        )
        for row in run(connection, "sheets/list_open_rankings.sql")
    }
    return Catalogue(units, unit_names, lists, open_rankings)


def _lists(rows: Sequence[Row[Any]]) -> dict[str, dict[str, list[Entry]]]:
    """Return what each code and each name means, by list; a code comes before a name that is written like it."""
    lists: dict[str, dict[str, list[Entry]]] = {kind: {} for kind in words.table("sheet_list")}
    for row in rows:
        one, meant = Entry(row.code, row.id, row.value_unit), lists[row.list].setdefault(folded(row.name), [])
        meant += [] if one in meant else [one]
    for row in rows:
        lists[row.list][folded(row.code)] = [Entry(row.code, row.id, row.value_unit)]
    return lists
