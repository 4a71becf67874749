"""What each page of a publication shows, written out, so that templates only place it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup
from sqlalchemy.engine import Row

from onestop import words
from onestop.show.charts import histogram, trend
from onestop.show.form_workbook import COLUMNS, MEMOS
from onestop.show.published import Fields, Figure, Published, Target
from onestop.words import labels

View = dict[str, Any]

_NOTHING = Figure(0, None, None, None)
_OVERDUE = ("resolved_overdue_count", "in_progress_overdue_count")


def met(target: Target) -> Markup:
    """Return whether a target is met, in words."""
    if target.note:
        return Markup('<span class="soft">({})</span>').format(target.note)
    if target.is_met is None:
        return Markup("–")
    if target.is_met:
        return Markup('<span class="good">{}</span>').format(words.text("page.target_met"))
    return Markup('<span class="bad">{}</span>').format(words.text("page.target_missed"))


def ranking(published: Published) -> View:
    """Return what the page of the ranking shows."""
    rows = published.rows
    return {
        "rows": rows,
        "ranked": _ranked(published),
        "left_out": _left_out(rows),
        "figures": _shown_figures(published),
        "has_online": any(row["online_rate"] is not None for row in rows),
        "has_grade": any(row["grade"] for row in rows),
        "has_form": any(row["resolved_total"] is not None for row in rows),
        "groups": published.groups,
        "explained": published.explained,
        "definitions": [published.indicators[code] for code in published.scheme_codes],
        "basis_vi": words.table("basis")[published.publication["basis"]],
    }


class Communes:
    """The pages of the units; what is the same on each is made once."""

    def __init__(self, published: Published) -> None:
        self._published = published
        self._names = {code: row.name_vi for code, row in published.indicators.items()}
        self._says = {code: _say(row) for code, row in published.indicators.items()}
        self._medians = {code: say(published.area_figures[code].median) for code, say in self._says.items()}
        self._groups: dict[str, list[Row[Any]]] = {}
        for row in published.indicators.values():
            self._groups.setdefault(row.scheme_group_vi or row.group_vi, []).append(row)
        self._ranked = Counter(_groups(row) for row in published.rows if row["rank"] is not None)

    def __iter__(self) -> Iterator[tuple[str, View]]:
        """Give the code of each unit, and what its page shows."""
        for row in self._published.rows:
            yield row["unit_code"], self._view(row)

    def _view(self, row: Fields) -> View:
        published = self._published
        of_unit = published.figures[row["unit_id"]]
        points = published.points.get(row["unit_id"], ())
        given = {item.indicator_code: item.points for item in points}
        figures = (
            (
                group,
                [
                    self._figure(row["unit_id"], each, given)
                    for each in indicators
                    if each.indicator_code in of_unit
                    or published.sector_targets_of(row["unit_id"], each.indicator_code)
                ],
            )
            for group, indicators in self._groups.items()
        )
        ranks = published.ranks.get(row["unit_id"], {})
        return {
            "row": row,
            "ranked": self._ranked[_groups(row)],
            "names": self._names,
            "ranking_targets": published.targets_of_ranking(row),
            "overdue": [
                (self._names[code], self._says[code](of_unit[code].value)) for code in _OVERDUE if code in of_unit
            ],
            "points": points,
            "figures": [(group, items) for group, items in figures if items],
            "entries": published.entries_of(row["unit_id"]),
            "form": published.forms.get(row["unit_id"], ()),
            "columns": COLUMNS,
            "memos": MEMOS,
            "basis_vi": words.table("basis")[published.publication["basis"]],
            "history": published.history,
            "ranks": [
                (each, ranks[each["publication_id"]])
                for each in reversed(published.history)
                if each["publication_id"] in ranks
            ],
            "predecessors": published.predecessors.get(row["unit_id"], ()),
        }

    def _figure(self, unit_id: int, indicator: Row[Any], given: dict[str, Decimal | None]) -> View:
        published, code = self._published, indicator.indicator_code
        figure, say = published.figures[unit_id].get(code, _NOTHING), self._says[code]
        previous = published.previous(unit_id, code)
        change = None if previous is None or figure.value is None else figure.value - previous
        return {
            "code": code,
            "name": indicator.name_vi,
            "is_scored": indicator.max_points is not None,
            "value": labels.value(figure.value, indicator.unit_vi, indicator.value_kind, figure.null_reason),
            "parts": _parts(figure),
            "targets": published.targets_of(unit_id, code, figure.value, given.get(code)),
            "sectors": [
                {
                    "name": words.text("commune_page.of_sector", sector=each.sector),
                    "value": labels.value(
                        each.figure.value, indicator.unit_vi, indicator.value_kind, each.figure.null_reason
                    ),
                    "parts": _parts(each.figure),
                    "target": each.target,
                }
                for each in published.sector_targets_of(unit_id, code)
            ],
            "median": self._medians[code],
            "previous": say(previous),
            "change": labels.value_change(change, indicator.unit_vi, indicator.value_kind),
            "trend": trend(published.values(unit_id, code), say),
        }


def indicator(published: Published, code: str) -> View:
    """Return what the page of an indicator shows."""
    which, in_area = published.indicators[code], published.area_figures[code]
    say = _say(which)
    points = {
        unit_id: item.points
        for unit_id, items in published.points.items()
        for item in items
        if item.indicator_code == code
    }
    units = []
    for row in published.rows:
        figure = published.figures[row["unit_id"]].get(code, _NOTHING)
        units.append(
            {
                "unit_code": row["unit_code"],
                "unit_name": row["unit_name"],
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "value": labels.value(figure.value, which.unit_vi, which.value_kind, figure.null_reason),
                "points": points.get(row["unit_id"]),
                "targets": published.targets_of(row["unit_id"], code, figure.value, points.get(row["unit_id"])),
            }
        )
    known = [figures[code].value for figures in published.figures.values() if code in figures]
    values = [value for value in known if value is not None]
    bars, steps = histogram(values, say) if values else (None, [])
    return {
        "indicator": which,
        "formula": formula(which),
        "units": units,
        "median": say(in_area.median),
        "mean": say(in_area.mean),
        "total": say(in_area.total),
        "bars": bars,
        "steps": steps,
    }


def formula(which: Row[Any]) -> str:
    """Return how an indicator of a scheme gives points, as a sentence."""
    is_rest = which.direction == "lower_is_better"
    what = words.text("indicator_page.rest_counts") if is_rest else words.text("indicator_page.value_counts")
    from_here = (
        labels.whole(int(which.full_score_at)) if which.value_kind == "count" else labels.percent(which.full_score_at)
    )
    most = labels.decimal(which.max_points)
    said = words.text("indicator_page.formula", points=most, what=what, least=from_here)
    if which.value_kind == "count":
        return said
    if which.zero_denominator_points is None:
        return f"{said} {words.text('indicator_page.nothing_arose_unranked')}"
    least = labels.decimal(which.zero_denominator_points)
    return f"{said} {words.text('indicator_page.nothing_arose_points', points=least)}"


def units_compared(published: Published) -> View:
    """Return the table of all units and indicators."""
    kinds = [(code, row.unit_vi, row.value_kind) for code, row in published.indicators.items()]
    lines = []
    for row in published.rows:
        of_unit = published.figures[row["unit_id"]]
        found = ((of_unit.get(code, _NOTHING), unit_vi, kind) for code, unit_vi, kind in kinds)
        cells = [labels.value(figure.value, unit_vi, kind, figure.null_reason) for figure, unit_vi, kind in found]
        lines.append((row, cells))
    return {"indicators": list(published.indicators.values()), "lines": lines}


def periods_compared(published: Published) -> View:
    """Return the table of ranks and scores of all units in the periods of the history."""
    lines = []
    for row in published.rows:
        ranks = published.ranks.get(row["unit_id"], {})
        known = [ranks.get(each["publication_id"]) for each in published.history]
        cells = [
            cell
            for each in known
            for cell in ((labels.whole(each.rank), labels.score(each._asdict())) if each else ("–", "–"))
        ]
        lines.append((row, cells))
    return {"history": published.history, "lines": lines}


def _say(which: Row[Any]) -> Callable[[Decimal | None], str]:
    unit_vi, kind = which.unit_vi, which.value_kind
    return lambda number: labels.value(number, unit_vi, kind)


def _parts(figure: Figure) -> str:
    if figure.denominator is None:
        return "–"
    return f"{labels.whole(figure.numerator)}/{labels.whole(figure.denominator)}"


def _groups(row: Fields) -> tuple[str, ...]:
    return tuple(row["groups_left_out"])


def _left_out(rows: Sequence[Fields]) -> list[tuple[int, str]]:
    """Return how many units' scores leave out groups, and in words which; units that lack the same together."""
    counted = Counter(said for row in rows if row["score"] is not None and (said := labels.left_out(row)))
    return [(count, said) for said, count in counted.items()]


def _shown_figures(published: Published) -> View | None:
    """Return the few indicators of a ranking that is no overview, with the values of each unit."""
    if published.publication["is_overview"]:
        return None
    which = [published.indicators[code] for code in published.scheme_codes]
    cells = {}
    for row in published.rows:
        of_unit = published.figures[row["unit_id"]]
        found = [(each, of_unit.get(each.indicator_code, _NOTHING)) for each in which]
        cells[row["unit_id"]] = [
            (labels.value(figure.value, each.unit_vi, each.value_kind, figure.null_reason), _parts(figure))
            for each, figure in found
        ]
    return {"indicators": which, "cells": cells}


def _ranked(published: Published) -> int:
    return sum(row["rank"] is not None for row in published.rows)
