"""The content of the pages that compare all units of a publication: by indicator, and between periods."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.engine import Row

from onestop import words
from onestop.show import charts
from onestop.show.published import Figure, Published
from onestop.show.shapes import SHADES, Slope, shade_of
from onestop.words import labels

View = dict[str, Any]

_NOTHING = Figure(0, None, None, None)
MOST_COLUMNS = 20
"""So many columns of a heat map fit on a page."""
FEW_COLUMNS = 6
"""A scheme with fewer indicators shows other shares beside them."""


def units_compared(published: Published) -> View:
    """Return the heat map of the indicators that score, and the table of all units and indicators."""
    shown = _heat_columns(published)
    points = {
        (unit_id, item.indicator_code): item.points for unit_id, items in published.points.items() for item in items
    }
    heat, lines = [], []
    for row in published.rows:
        of_unit = published.figures[row["unit_id"]]
        cells = []
        for definition in shown:
            code = definition.indicator_code
            figure = of_unit.get(code, _NOTHING)
            value = "–" if figure.value is None else _shown(definition, figure)
            cells.append((value, shade(definition, figure, points.get((row["unit_id"], code)))))
        heat.append((row, cells))
        lines.append((row, [_shown(each, of_unit.get(code, _NOTHING)) for code, each in published.indicators.items()]))
    return {
        "shown": shown,
        "heat": heat,
        "shades": _legend(),
        "indicators": list(published.indicators.values()),
        "groups": _groups(published),
        "lines": lines,
    }


def values_file(published: Published) -> bytes:
    """Return the table of all units and indicators as CSV that Vietnamese Excel opens: semicolons, comma decimals.

    Values have two decimals where they are not whole, percentages without their sign; the unit is in the heading. An
    empty cell has no value.
    """
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    indicators = published.indicators.items()
    names = [
        words.text("ranking_workbook.value_in", indicator=each.name_vi, unit=each.unit_vi) for _, each in indicators
    ]
    heads = ("column.unit_code", "column.unit", "column.rank", "column.score")
    lines.writerow([*map(words.text, heads), *names])
    for row in published.rows:
        of_unit = published.figures[row["unit_id"]]
        values = (_plain(each, of_unit.get(code, _NOTHING).value) for code, each in indicators)
        score = "" if row["score"] is None else _number(row["score"], 2)
        lines.writerow([row["unit_code"], row["unit_name"], "" if row["rank"] is None else row["rank"], score, *values])
    return text.getvalue().encode("utf-8-sig")


def _plain(definition: Row[Any], value: Decimal | None) -> str:
    """Return a value as a cell that a program reads as a number."""
    if value is None:
        return ""
    if definition.unit_vi == "%":
        return _number(value * 100, 2)
    return _number(value, 0 if definition.value_kind == "count" else 2)


def _number(value: Decimal, decimals: int) -> str:
    return labels.number(value, decimals).replace(".", "")


def shade(definition: Row[Any], figure: Figure, points: Decimal | None) -> int:
    """Return how dark a cell of the heat map is: 1 far from what can be had, 5 near to it, 0 without a figure.

    A figure of the scheme counts by its share of the points that it can give, another by its value.
    """
    if figure.value is None:
        return 0
    if definition.max_points is not None:
        share = None if points is None else points / definition.max_points
    elif definition.direction == "lower_is_better":
        share = 1 - figure.value
    else:
        share = figure.value
    return 0 if share is None else shade_of(share)


def periods_compared(published: Published) -> View:
    """Return the slope chart of the last two periods, and ranks and scores of the units in all periods."""
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
    return {"history": published.history, "lines": lines, "slopes": _slopes(published)}


def slopes_of(units: Sequence[tuple[str, str, int, int]]) -> list[Slope]:
    """Return units with their places in two periods; of equal ranks those by name first.

    Args:
        units: code, name, rank before and rank after of each.
    """
    before = {unit[0]: at for at, unit in enumerate(sorted(units, key=lambda unit: (unit[2], unit[3], unit[1])))}
    after = {unit[0]: at for at, unit in enumerate(sorted(units, key=lambda unit: (unit[3], unit[2], unit[1])))}
    return [Slope(*unit, before[unit[0]], after[unit[0]]) for unit in units]


def _slopes(published: Published) -> View | None:
    """Return the chart of ranks in this period and the one before it; None where no unit is ranked in both."""
    if len(published.history) < 2:
        return None
    first, second = published.history[-2:]
    units = []
    for row in published.rows:
        ranks = published.ranks.get(row["unit_id"], {})
        before, after = ranks.get(first["publication_id"]), ranks.get(second["publication_id"])
        if before and after and before.rank is not None and after.rank is not None:
            units.append((row["unit_code"], row["unit_name"], before.rank, after.rank))
    if not units:
        return None
    slopes = slopes_of(units)
    up, down = (sorted(slopes, key=lambda each: sign * (each.before - each.after))[-1] for sign in (1, -1))
    text = words.text(
        "chart.slopes",
        count=len(slopes),
        first=labels.period(first),
        second=labels.period(second),
        up=sum(each.after < each.before for each in slopes),
        down=sum(each.after > each.before for each in slopes),
        same=sum(each.after == each.before for each in slopes),
    )
    return {
        "first": labels.period(first),
        "second": labels.period(second),
        "chart": charts.slopes(slopes, (labels.period(first), labels.period(second)), text),
        "said": text,
        "up": _moved(up) if up.after < up.before else "",
        "down": _moved(down) if down.after > down.before else "",
    }


def _moved(slope: Slope) -> str:
    by = slope.before - slope.after
    sign = f"▲ {by}" if by > 0 else f"▼ {-by}"
    return words.text("comparison_page.moved", unit=slope.name, sign=sign, before=slope.before, after=slope.after)


def _heat_columns(published: Published) -> list[Row[Any]]:
    """Return the indicators of the scheme; beside few of them also the main shares that can be good or bad."""
    scored = [published.indicators[code] for code in published.scheme_codes]
    if len(scored) >= FEW_COLUMNS:
        return scored[:MOST_COLUMNS]
    others = [
        each
        for each in published.indicators.values()
        if each.max_points is None and each.unit_vi == "%" and each.is_main and each.direction != "none"
    ]
    return (scored + others)[:MOST_COLUMNS]


def _groups(published: Published) -> dict[str, list[Row[Any]]]:
    """Return the indicators by their group, those of the scheme first."""
    groups: dict[str, list[Row[Any]]] = {}
    for each in published.indicators.values():
        groups.setdefault(each.group_vi, []).append(each)
    return groups


def _shown(definition: Row[Any], figure: Figure) -> str:
    return labels.value(figure.value, definition.unit_vi, definition.value_kind, figure.null_reason)


def _legend() -> list[tuple[int, str]]:
    """Return the shades, each with what it says."""
    limits = [labels.percent(limit).replace(",00", "") for limit in SHADES]
    said = [words.text("comparison_page.shade_below", most=limits[0])]
    said += [
        words.text("comparison_page.shade_between", least=low, most=high) for low, high in itertools.pairwise(limits)
    ]
    said.append(words.text("comparison_page.shade_from", least=limits[-1]))
    return list(enumerate(said, start=1))
