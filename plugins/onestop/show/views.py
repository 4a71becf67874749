"""The content of the pages of a publication as text, so that templates only place it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup
from sqlalchemy.engine import Row

from onestop import words
from onestop.show.charts import trend
from onestop.show.form_workbook import COLUMNS, MEMOS
from onestop.show.published import Fields, Figure, Published, Target
from onestop.words import labels

View = dict[str, Any]

_NOTHING = Figure(0, None, None, None)
_OVERDUE = ("resolved_overdue_count", "in_progress_overdue_count")


def target_result(target: Target) -> Markup:
    """Return in words whether a target is met."""
    if target.note:
        return Markup('<span class="soft">({})</span>').format(target.note)
    if target.is_met is None:
        return Markup("–")
    if target.is_met:
        return Markup('<span class="good">{}</span>').format(words.text("page.target_met"))
    return Markup('<span class="bad">{}</span>').format(words.text("page.target_missed"))


def ranking(published: Published) -> View:
    """Return the content of the page of the ranking."""
    rows = published.rows
    return {
        "rows": rows,
        "ranked": _count_ranked(published),
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
    """The pages of the units; what all of them share is computed once."""

    def __init__(self, published: Published) -> None:
        self._published = published
        self._names = {code: row.name_vi for code, row in published.indicators.items()}
        self._formats = {code: _value_format(row) for code, row in published.indicators.items()}
        self._medians = {
            code: format_value(published.area_figures[code].median) for code, format_value in self._formats.items()
        }
        self._groups: dict[str, list[Row[Any]]] = {}
        for row in published.indicators.values():
            self._groups.setdefault(row.scheme_group_vi or row.group_vi, []).append(row)
        self._ranked = Counter(_left_out_groups(row) for row in published.rows if row["rank"] is not None)

    def __iter__(self) -> Iterator[tuple[str, View]]:
        """Yield the code of each unit, and the content of its page."""
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
            "ranked": self._ranked[_left_out_groups(row)],
            "names": self._names,
            "ranking_targets": published.targets_of_ranking(row),
            "overdue": [
                (self._names[code], self._formats[code](of_unit[code].value)) for code in _OVERDUE if code in of_unit
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
        figure, format_value = published.figures[unit_id].get(code, _NOTHING), self._formats[code]
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
            "previous": format_value(previous),
            "change": labels.value_change(change, indicator.unit_vi, indicator.value_kind),
            "trend": trend(published.values(unit_id, code), format_value),
        }


def _value_format(definition: Row[Any]) -> Callable[[Decimal | None], str]:
    unit_vi, kind = definition.unit_vi, definition.value_kind
    return lambda number: labels.value(number, unit_vi, kind)


def _parts(figure: Figure) -> str:
    if figure.denominator is None:
        return "–"
    return f"{labels.whole(figure.numerator)}/{labels.whole(figure.denominator)}"


def _left_out_groups(row: Fields) -> tuple[str, ...]:
    return tuple(row["groups_left_out"])


def _left_out(rows: Sequence[Fields]) -> list[tuple[int, str]]:
    """Return the number of units whose scores leave out the same groups, and the names of the groups."""
    counted = Counter(text for row in rows if row["score"] is not None and (text := labels.left_out(row)))
    return [(count, text) for text, count in counted.items()]


def _shown_figures(published: Published) -> View | None:
    """Return the few indicators of a ranking that is no overview, with the values of each unit."""
    if published.publication["is_overview"]:
        return None
    scored = [published.indicators[code] for code in published.scheme_codes]
    cells = {}
    for row in published.rows:
        of_unit = published.figures[row["unit_id"]]
        found = [(each, of_unit.get(each.indicator_code, _NOTHING)) for each in scored]
        cells[row["unit_id"]] = [
            (labels.value(figure.value, each.unit_vi, each.value_kind, figure.null_reason), _parts(figure))
            for each, figure in found
        ]
    return {"indicators": scored, "cells": cells}


def _count_ranked(published: Published) -> int:
    return sum(row["rank"] is not None for row in published.rows)
