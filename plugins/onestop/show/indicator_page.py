"""The content of the page of an indicator: its distribution, its course, all units, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from markupsafe import Markup
from sqlalchemy.engine import Row

from onestop import words
from onestop.show import charts
from onestop.show.published import Fields, Figure, Published
from onestop.words import labels

View = dict[str, Any]

_NOTHING = Figure(0, None, None, None)
_DIVIDED_BY = ", chia cho "
"""Parts what is counted from what it is divided by, in the definitions of the catalogue."""


class Pages:
    """The pages of all indicators of a publication; what they share is computed once."""

    def __init__(self, published: Published) -> None:
        self._published = published
        self._periods = [_short_period(each) for each in published.history]
        self._points = {
            (unit_id, item.indicator_code): item.points for unit_id, items in published.points.items() for item in items
        }

    def __iter__(self) -> Iterator[tuple[str, View]]:
        """Yield the code of each indicator that has a page, and the content of the page."""
        for code in self._published.page_codes:
            yield code, self._view(code)

    def _view(self, code: str) -> View:
        published, definition = self._published, self._published.indicators[code]
        in_area, format_value = published.area_figures[code], value_format(definition)
        values = [
            (row["unit_code"], value)
            for row in published.rows
            if (value := published.figures[row["unit_id"]].get(code, _NOTHING).value) is not None
        ]
        units = self._units(code, definition)
        change = self._change_of_area(code)
        return {
            "indicator": definition,
            "formula": formula(definition) if definition.max_points is not None else "",
            "parts": parts_in_words(definition),
            "units": units,
            "is_ranked": definition.direction != "none",
            "is_divided": definition.value_kind in ("ratio", "mean"),
            "extremes": _extremes(units),
            "median": format_value(in_area.median),
            "mean": format_value(in_area.mean),
            "total": format_value(in_area.total),
            "change": labels.value_change(change, definition.unit_vi, definition.value_kind),
            "judged": judge(change, definition.direction),
            "has_targets": any(each["targets"] for each in units),
            "direction": words.table("direction")[definition.direction],
            "distribution": self._distribution(definition, values, in_area.median),
            "course": self._course(code, definition),
        }

    def _units(self, code: str, definition: Row[Any]) -> list[View]:
        """Return the units, the best first; those without a value last, in the order of the ranking."""
        published = self._published
        ranks = ranks_of(
            {row["unit_id"]: published.figures[row["unit_id"]].get(code, _NOTHING).value for row in published.rows},
            definition.direction,
        )
        units = []
        for row in sorted(published.rows, key=lambda row: ranks.get(row["unit_id"], len(published.rows) + 1)):
            unit_id = row["unit_id"]
            figure = published.figures[unit_id].get(code, _NOTHING)
            previous, points = published.previous(unit_id, code), self._points.get((unit_id, code))
            change = None if previous is None or figure.value is None else figure.value - previous
            units.append(
                {
                    "unit_code": row["unit_code"],
                    "unit_name": row["unit_name"],
                    "rank": ranks.get(unit_id),
                    "numerator": figure.numerator,
                    "denominator": figure.denominator,
                    "value": labels.value(figure.value, definition.unit_vi, definition.value_kind, figure.null_reason),
                    "change": labels.value_change(change, definition.unit_vi, definition.value_kind),
                    "judged": judge(change, definition.direction),
                    "points": points,
                    "targets": published.targets_of(unit_id, code, figure.value, points),
                }
            )
        return units

    def _change_of_area(self, code: str) -> Decimal | None:
        """Return by how much the value of the area changed from the period before."""
        total = self._published.area_figures[code].total
        previous = self._published.earlier_totals.get(code, {}).get(
            self._published.publication["previous_publication_id"]
        )
        return None if total is None or previous is None else total - previous

    def _distribution(
        self, definition: Row[Any], values: Sequence[tuple[str, Decimal]], middle: Decimal | None
    ) -> View | None:
        """Return the chart of the units' values and its table, None of few units or where all have one value."""
        if len(values) < charts.FEW_UNITS or middle is None:
            return None
        format_value = value_format(definition)
        is_whole = _is_whole(definition)
        counted = charts.steps([value for _, value in values], is_share=definition.unit_vi == "%", is_whole=is_whole)
        if len(counted) < 2:
            return None
        return {
            "chart": charts.distribution(values, counted, middle, format_value),
            # A step of counts is named by the counts in it.
            "steps": [(_range(step.low, step.high - is_whole, format_value), step.units) for step in counted],
        }

    def _course(self, code: str, definition: Row[Any]) -> View | None:
        """Return the chart of the area and the median through the periods, and its table; None without two values."""
        published, format_value = self._published, value_format(definition)
        totals = published.earlier_totals.get(code, {})
        ids = [each["publication_id"] for each in published.history[:-1]]
        in_area = published.area_figures[code]
        of_area = [*(totals.get(each) for each in ids), in_area.total]
        medians = [*(published.earlier_medians.get((code, each)) for each in ids), in_area.median]
        told = [value for value in of_area if value is not None]
        what = words.text("indicator_page.whole_area")
        if len(told) < 2:
            told, what = [value for value in medians if value is not None], words.text("column.median")
        if len(told) < 2:
            return None
        text = words.text(
            "chart.course",
            what=what,
            count=len(told),
            first=format_value(told[0]),
            last=format_value(told[-1]),
            lowest=format_value(min(told)),
            highest=format_value(max(told)),
        )
        has_area = sum(value is not None for value in of_area) > 1
        # What adds up is far above what one unit has.
        has_median = definition.value_kind != "count" or not has_area
        lines = [("median", medians)] * has_median + [("area", of_area)]
        chart = charts.course(
            self._periods, lines, format_value, text, is_share=definition.unit_vi == "%", is_whole=_is_whole(definition)
        )
        return {
            "chart": chart,
            "has_area": has_area,
            "has_median": has_median,
            "rows": [
                (labels.period(each), format_value(total), format_value(middle))
                for each, total, middle in zip(published.history, of_area, medians, strict=True)
            ],
        }


class Parts(NamedTuple):
    """What numerator and denominator count, in words.

    Attributes:
        numerator: what is counted.
        denominator: what it is divided by.
        factor: what the quotient is divided by or multiplied with; empty if there is none.
    """

    numerator: str
    denominator: str
    factor: str


def parts_in_words(definition: Row[Any]) -> Parts | None:
    """Return what numerator and denominator of an indicator count, as its definition says; None where it does not."""
    if definition.value_kind not in ("ratio", "mean"):
        return None
    above, found, below = definition.definition_vi.partition(_DIVIDED_BY)
    if not found:
        return None
    below = below.partition(";")[0].partition(". ")[0].partition(words.text("definition.times"))[0].rstrip(".")
    scale: Decimal = definition.scale
    factor = ""
    if scale > 1:
        factor = words.text("indicator_page.then_divided", factor=labels.exact(scale))
    elif scale < 1:
        factor = words.text("indicator_page.then_multiplied", factor=labels.exact(1 / scale))
    return Parts(above, below[:1].upper() + below[1:], factor)


def ranks_of(values: Mapping[int, Decimal | None], direction: str) -> dict[int, int]:
    """Return the rank of each unit that has a value, equal ones alike (1-2-2-4); the best value has rank 1.

    Args:
        values: by unit.
        direction: of the indicator.
    """
    known = [(unit_id, value) for unit_id, value in values.items() if value is not None]
    known.sort(key=lambda pair: pair[1], reverse=direction != "lower_is_better")
    ranks: dict[int, int] = {}
    before: Decimal | None = None
    for at, (unit_id, value) in enumerate(known, start=1):
        ranks[unit_id] = ranks[known[at - 2][0]] if value == before else at
        before = value
    return ranks


def judge(change: Decimal | None, direction: str) -> str:
    """Return whether a change is ``good`` or ``bad``; empty where nothing changed or no direction is better."""
    if not change or direction == "none":
        return ""
    return "good" if (change > 0) == (direction == "higher_is_better") else "bad"


def formula(definition: Row[Any]) -> str:
    """Return how an indicator of a scheme gives points, as a sentence."""
    is_rest = definition.direction == "lower_is_better"
    what = words.text("indicator_page.rest_counts") if is_rest else words.text("indicator_page.value_counts")
    from_here = (
        labels.whole(int(definition.full_score_at))
        if definition.value_kind == "count"
        else labels.percent(definition.full_score_at)
    )
    most = labels.decimal(definition.max_points)
    text = words.text("indicator_page.formula", points=most, what=what, least=from_here)
    if definition.value_kind == "count":
        return text
    if definition.zero_denominator_points is None:
        return f"{text} {words.text('indicator_page.nothing_arose_unranked')}"
    least = labels.decimal(definition.zero_denominator_points)
    return f"{text} {words.text('indicator_page.nothing_arose_points', points=least)}"


def value_format(definition: Row[Any]) -> Callable[[Decimal | None], str]:
    """Return how values of an indicator are written."""
    unit_vi, kind = definition.unit_vi, definition.value_kind
    return lambda number: labels.value(number, unit_vi, kind)


def changed(text: str, judged: str) -> Markup:
    """Return a change with a sign and a colour that say whether it is good."""
    if not judged:
        return Markup("{}").format(text)
    return Markup('<span class="{}">{}</span>').format(judged, text)


def _extremes(units: Sequence[View]) -> tuple[str, str] | None:
    """Return who has the first and the last rank, with the value; None where all have the same.

    Args:
        units: the best first.
    """
    known = [each for each in units if each["rank"]]
    if not known or known[0]["rank"] == known[-1]["rank"]:
        return None
    first, last = ([each for each in known if each["rank"] == known[at]["rank"]] for at in (0, -1))
    return _named(first), _named(last)


def _named(units: Sequence[View]) -> str:
    unit, others = units[0], len(units) - 1
    if others:
        return words.text("indicator_page.units_with_value", unit=unit["unit_name"], others=others, value=unit["value"])
    return words.text("indicator_page.unit_with_value", unit=unit["unit_name"], value=unit["value"])


def _is_whole(definition: Row[Any]) -> bool:
    """Return whether values are counted in ones."""
    return bool(definition.value_kind == "count" and definition.unit_vi != labels.DONG)


def _range(low: Decimal, high: Decimal, format_value: charts.ValueFormat) -> str:
    if low == high:
        return format_value(low)
    return words.text("chart.range", low=format_value(low), high=format_value(high))


def _short_period(period: Fields) -> str:
    """Return a period as it fits on an axis: ``09/26`` where it ends, for weeks ``27/09``."""
    end = period["period_end"]
    return f"{end:%d/%m}" if "week" in period["period_kind"] else f"{end:%m/%y}"
