"""The measures as the templates take them: grouped by how they are counted and added up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from onestop.catalogue import FOLDER
from onestop.catalogue.checking import measure_faults
from onestop.catalogue.entry import CatalogueError
from onestop.catalogue.files import read_catalogue
from onestop.catalogue.measures import Measure

EDGES = ("enter", "leave")
"""How a case moves a stock: with the first day of a stretch, and with the day after its last."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of counts: a flow, or the cases that enter or leave a stock with the day.

    Attributes:
        name: as the tables have it.
        definition: what it counts, in a sentence.
        type: PostgreSQL type; amounts of money and minutes may grow large.
    """

    name: str
    definition: str
    type: str


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures, in the order of the file."""

    all: tuple[Measure, ...]

    def of_kind(self, *kinds: str) -> list[Measure]:
        """Return the measures of these kinds."""
        return [measure for measure in self.all if measure.kind in kinds]

    def counted_at(self, place: str) -> list[Measure]:
        """Return the flows that are counted at a place: reception, end or moment."""
        return [measure for measure in self.all if place in measure.counts]

    @property
    def flows(self) -> list[Measure]:
        """Return what is added up over days."""
        return self.of_kind("flow")

    @property
    def stocks(self) -> list[Measure]:
        """Return what is read at the end of a day."""
        return self.of_kind("stock")

    @property
    def columns(self) -> list[Column]:
        """Return the columns of counts by day: the flows, then two for each stock."""
        flows = [Column(one.measure, one.definition, _type(one)) for one in self.flows]
        edges = [
            Column(f"{one.measure}_{edge}", f"Cases that {edge} with the day: {_lowered(one.definition)}", "integer")
            for one in self.stocks
            for edge in EDGES
        ]
        return flows + edges

    @property
    def stored(self) -> list[Column]:
        """Return the columns of figures by period: flows, stocks at the end, and openings."""
        return [Column(one.measure, one.definition, _type(one)) for one in self.of_kind("flow", "stock", "opening")]

    @property
    def added(self) -> list[Column]:
        """Return the columns of stored figures that a day adds to: flows, and stocks by entries less exits."""
        return [Column(one.measure, one.definition, _type(one)) for one in self.flows + self.stocks]

    @property
    def openings(self) -> list[Measure]:
        """Return what is read at the end of the day before a period, each with the stock as its only part."""
        return self.of_kind("opening")

    def parts_of(self, kind: str) -> list[str]:
        """Return what the measures of a kind are made of, each part once."""
        return list(dict.fromkeys(part for one in self.of_kind(kind) for part in one.parts or ()))

    def named(self, name: str) -> Measure:
        """Return the measure of this name.

        Raises:
            KeyError: there is none.
        """
        return {one.measure: one for one in self.all}[name]

    def columns_of(self, part: str) -> set[str]:
        """Return the names of the columns that a part of the difference fills: reception, ending, moments, edges."""
        if part == "edges":
            return {f"{one.measure}_{edge}" for one in self.stocks for edge in EDGES}
        return {one.measure for one in self.counted_at({"ending": "end", "moments": "moment"}.get(part, part))}

    def value(self, measure: Measure) -> str:
        """Return what a fact adds to a flow of reception or end, as an expression."""
        return measure.amount or f"({measure.condition})::integer"

    def terms(self, measure: Measure) -> list[str]:
        """Return the flows, stocks and openings that a measure adds up, each as often as it goes in."""
        if measure.kind != "sum":
            return [measure.measure]
        named = {one.measure: one for one in self.all}
        return [term for part in measure.parts or () for term in self.terms(named[part])]

    def summands(self, measure: Measure, source: str) -> list[str]:
        """Return what is added up to a measure, from the columns of a row of figures."""
        return [f"coalesce({source}.{term}, 0)" for term in self.terms(measure)]


def read_measures(folder: Path = FOLDER) -> Measures:
    """Read the measures of the catalogue.

    Raises:
        CatalogueError: an entry has another form, or names what is no measure and no column of a fact.
    """
    catalogue = read_catalogue(folder)
    if faults := [*catalogue.faults, *measure_faults(catalogue)]:
        raise CatalogueError(faults)
    return Measures(tuple(measure for measure, _ in catalogue.of(Measure).values()))


def _type(measure: Measure) -> str:
    return "bigint" if measure.measure.endswith(("_vnd", "_minutes")) else "integer"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
