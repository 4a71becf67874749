"""Reads what the pages of a publication show, in a fixed number of statements for any number of units."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection, Row

from onestop import words
from onestop.warehouse.database import run
from onestop.words import labels

Fields = Mapping[str, Any]

_COMPARE = {">=": operator.ge, "<=": operator.le, "=": operator.eq}
# Targets for the whole ranking instead of an indicator.
_TOTAL = {"total_score": words.text("column.score"), "rank": words.text("column.rank")}


class Figure(NamedTuple):
    """An indicator's value as it was published."""

    numerator: int
    denominator: int | None
    value: Decimal | None
    null_reason: str | None


class Target(NamedTuple):
    """A target beside what it is compared with.

    Attributes:
        text: as it was set, ``≥ 98%``.
        is_met: None where there is nothing to compare.
        document: what sets it, with its clause.
        note: why it is not judged; empty where it is.
    """

    text: str
    is_met: bool | None
    document: str
    note: str = ""


class SectorTarget(NamedTuple):
    """A target for one sector beside that sector's figure.

    Attributes:
        sector: its name.
        figure: of the sector, as it was published.
        target: the target.
    """

    sector: str
    figure: Figure
    target: Target


class Entry(NamedTuple):
    """A figure that an office entered in a sheet.

    Attributes:
        name: what was entered.
        value: with its unit, or why there is none.
        document: the document that has it.
        entered_by: the province that entered it for all its communes; empty where it is the unit's own.
        targets: set for it.
    """

    name: str
    value: str
    document: str
    entered_by: str
    targets: Sequence[Target]


class AreaFigure(NamedTuple):
    """What an indicator is in the whole area.

    Attributes:
        median: middle of the units' values, None where no unit has one.
        mean: their mean, each unit counting once.
        total: the value of all dossiers of the area together.
    """

    median: Decimal | None
    mean: Decimal | None
    total: Decimal | None


@dataclass(frozen=True)
class Published:
    """A publication as its pages show it.

    Attributes:
        publication: the row of ``show/list_pages.sql``.
        rows: the ranking, best first.
        groups: groups of the scheme with their points.
        grades: grades of the scheme, the best first.
        explained: figures after explanation.
        indicators: by code, those of the scheme first; only those that any unit has a figure of.
        history: the publications of up to twelve periods, this one last.
        figures: by unit and indicator.
        totals: figures of the area by indicator.
        earlier: values in earlier publications by unit, indicator and publication.
        earlier_totals: values of the area in earlier publications by indicator and publication.
        ranks: rank and score by unit and publication of the history.
        points: points of the scheme's indicators by unit.
        targets: by unit and indicator, as they were set; for all sectors together and for one.
        entries: figures entered by hand, by unit.
        forms: rows of form II.06a by unit, the total last.
        predecessors: units of before by unit.
    """

    publication: Fields
    rows: Sequence[Fields]
    groups: Sequence[Row[Any]]
    grades: Sequence[str]
    explained: Sequence[Row[Any]]
    indicators: Mapping[str, Row[Any]]
    history: Sequence[Fields]
    figures: Mapping[int, Mapping[str, Figure]]
    totals: Mapping[str, Figure]
    earlier: Mapping[tuple[int, str], Mapping[int, Decimal]]
    earlier_totals: Mapping[str, Mapping[int, Decimal]]
    ranks: Mapping[int, Mapping[int, Row[Any]]]
    points: Mapping[int, Sequence[Row[Any]]]
    targets: Mapping[tuple[int, str], Sequence[Fields]]
    entries: Mapping[int, Sequence[Row[Any]]]
    forms: Mapping[int, Sequence[Row[Any]]]
    predecessors: Mapping[int, Sequence[Row[Any]]]

    @cached_property
    def scheme_codes(self) -> list[str]:
        """The indicators of the scheme, in its order."""
        return [code for code, row in self.indicators.items() if row.max_points is not None]

    @cached_property
    def area_figures(self) -> dict[str, AreaFigure]:
        """What each indicator is in the area."""
        values: dict[str, list[Decimal]] = {code: [] for code in self.indicators}
        for of_unit in self.figures.values():
            for code, figure in of_unit.items():
                if figure.value is not None:
                    values[code].append(figure.value)
        return {
            code: AreaFigure(
                median(known) if known else None,
                sum(known, Decimal(0)) / len(known) if known else None,
                self.totals[code].value if code in self.totals else None,
            )
            for code, known in values.items()
        }

    @cached_property
    def page_codes(self) -> list[str]:
        """The indicators that have a page: all in an overview, else those of the scheme."""
        return list(self.indicators) if self.publication["is_overview"] else self.scheme_codes

    @cached_property
    def earlier_medians(self) -> dict[tuple[str, int], Decimal]:
        """The median of each indicator in each earlier publication, of the units that had a value there."""
        values: dict[tuple[str, int], list[Decimal]] = defaultdict(list)
        for (_, code), by_publication in self.earlier.items():
            for publication_id, value in by_publication.items():
                values[code, publication_id].append(value)
        return {which: median(known) for which, known in values.items()}

    def values(self, unit_id: int, code: str) -> list[Decimal | None]:
        """Return the values of a unit's indicator in the periods of the history, oldest first."""
        before = self.earlier.get((unit_id, code), {})
        figure = self.figures[unit_id].get(code)
        return [
            *(before.get(each["publication_id"]) for each in self.history[:-1]),
            figure.value if figure else None,
        ]

    def previous(self, unit_id: int, code: str) -> Decimal | None:
        """Return the value of a unit's indicator in the publication whose ranks are the previous ones."""
        return self.earlier.get((unit_id, code), {}).get(self.publication["previous_publication_id"])

    def targets_of(self, unit_id: int, code: str, value: Decimal | None, points: Decimal | None) -> list[Target]:
        """Return the targets of a unit's indicator, each with whether it is met."""
        return [
            _compare_target(each, points if each["value_unit"] == "points" else value)
            for each in self.targets.get((unit_id, code), ())
            if each["sector_vi"] is None
        ]

    def sector_targets_of(self, unit_id: int, code: str) -> list[SectorTarget]:
        """Return the targets of a unit's indicator that are set for one sector, each beside the sector's figure.

        Left out where the publication has no figures of sectors.
        """
        return [
            SectorTarget(
                each["sector_vi"],
                Figure(
                    each["sector_numerator"] or 0,
                    each["sector_denominator"],
                    each["sector_value"],
                    each["sector_null_reason"],
                ),
                _compare_target(each, each["sector_value"]),
            )
            for each in self.targets.get((unit_id, code), ())
            if each["sector_vi"] is not None and (each["sector_value"], each["sector_null_reason"]) != (None, None)
        ]

    def entries_of(self, unit_id: int) -> list[Entry]:
        """Return the figures that were entered of a unit by hand."""
        return [
            Entry(
                each.name_vi,
                labels.entered(each.value, each.value_unit, each.null_reason),
                each.document,
                each.entered_by or "",
                self.targets_of(unit_id, each.figure_code, _comparable_value(each), None),
            )
            for each in self.entries.get(unit_id, ())
        ]

    def targets_of_ranking(self, row: Fields) -> list[tuple[str, Target]]:
        """Return the targets for total score and rank of a unit, each with what it is called."""
        reached = {"total_score": row["score"], "rank": row["rank"]}
        return [
            (name, _compare_target(each, reached[code]))
            for code, name in _TOTAL.items()
            for each in self.targets.get((row["unit_id"], code), ())
        ]


def read_published(connection: Connection, publication: Fields) -> Published:
    """Read what the pages of a publication show.

    Args:
        connection: an open transaction.
        publication: a row of ``show/list_pages.sql``.

    Raises:
        WarehouseError: a statement failed.
    """
    parameters = {"publication_id": publication["publication_id"]}
    history = read_rows(connection, "show/list_history.sql", parameters)
    earlier, earlier_totals = _earlier(connection, publication, history)
    rows = read_rows(connection, "publish/read_ranking.sql", parameters)
    figures: dict[int, dict[str, Figure]] = {row["unit_id"]: {} for row in rows}
    totals: dict[str, Figure] = {}
    of_version: set[tuple[str, int]] = set()
    for row in run(connection, "show/read_unit_values.sql", parameters):
        place = totals if row.subject_kind == "area" else figures[row.subject_id]
        place[row.indicator_code] = Figure(row.numerator, row.denominator, row.value, row.null_reason)
        of_version.add((row.indicator_code, row.indicator_version))
    indicators = {
        row.indicator_code: row
        for row in run(connection, "show/read_indicators.sql", parameters)
        if (row.indicator_code, row.indicator_version) in of_version or row.max_points is not None
    }
    return Published(
        publication=publication,
        rows=rows,
        groups=run(connection, "show/read_groups.sql", parameters).all(),
        grades=[row.name_vi for row in run(connection, "show/read_grades.sql", parameters)],
        # Objections are to an earlier version, and forms are frozen with overviews only.
        explained=run(connection, "show/read_explained.sql", parameters).all() if publication["version"] > 1 else [],
        indicators=indicators,
        history=history,
        figures=figures,
        totals=totals,
        earlier=earlier,
        earlier_totals=earlier_totals,
        ranks=_ranks(connection, history),
        points=_group_by_first_column(run(connection, "show/read_unit_points.sql", parameters)),
        targets=_targets(connection, parameters),
        entries=_group_by_first_column(run(connection, "show/read_unit_entries.sql", parameters)),
        forms=_group_by_first_column(run(connection, "show/read_unit_forms.sql", parameters))
        if publication["is_overview"]
        else {},
        predecessors=_group_by_first_column(run(connection, "show/read_unit_predecessors.sql", parameters)),
    )


def read_rows(connection: Connection, path: str, parameters: Fields | None = None) -> list[dict[str, Any]]:
    """Return the rows of a statement by the names of their columns."""
    return [row._asdict() for row in run(connection, path, parameters)]


def _earlier(
    connection: Connection, publication: Fields, history: Sequence[Fields]
) -> tuple[dict[tuple[int, str], dict[int, Decimal]], dict[str, dict[int, Decimal]]]:
    """Return values in earlier publications, of the units and of the area."""
    ids = {each["publication_id"] for each in history[:-1]} | {publication["previous_publication_id"]}
    parameters = {"publication_id": publication["publication_id"], "earlier_ids": sorted(ids - {None})}
    of_units, of_area = {}, {}
    for row in run(connection, "show/read_value_history.sql", parameters):
        values = dict(zip(row.publication_ids, row.earlier_values, strict=True))
        if row.subject_kind == "area":
            of_area[row.indicator_code] = values
        else:
            of_units[row.subject_id, row.indicator_code] = values
    return of_units, of_area


def _ranks(connection: Connection, history: Sequence[Fields]) -> dict[int, dict[int, Row[Any]]]:
    ranks: dict[int, dict[int, Row[Any]]] = defaultdict(dict)
    parameters = {"publication_ids": [each["publication_id"] for each in history]}
    for row in run(connection, "show/read_rank_history.sql", parameters):
        ranks[row.unit_id][row.publication_id] = row
    return ranks


def _targets(connection: Connection, parameters: Mapping[str, Any]) -> dict[tuple[int, str], list[Fields]]:
    targets: dict[tuple[int, str], list[Fields]] = defaultdict(list)
    for row in read_rows(connection, "show/read_unit_targets.sql", parameters):
        targets[row["unit_id"], row["indicator_code"]].append(row)
    return targets


def _group_by_first_column(rows: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    """Return rows by their first column."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _comparable_value(entry: Row[Any]) -> Decimal | None:
    """Return an entered value in the unit in which targets are compared: 0.98 for 98 percent."""
    value: Decimal | None = entry.value
    return value / 100 if value is not None and entry.value_unit == "percent" else value


def _compare_target(target: Fields, reached: Decimal | None) -> Target:
    """Return a target and whether it is met; points and ranks without a scheme are not compared."""
    document = ", ".join(part for part in (target["document"], target["clause"]) if part)
    if target["value_unit"] in ("points", "rank") and not target["scheme_code"]:
        return Target(labels.target(target), None, document, words.text("page.target_without_scheme"))
    is_met = None if reached is None else _COMPARE[target["comparator"]](reached, target["compared_value"])
    return Target(labels.target(target), is_met, document)
