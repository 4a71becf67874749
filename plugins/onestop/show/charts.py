"""Charts as SVG: axes and lines by leather, which needs no style and no script; each has a text that describes it.

Colours and font come from the page's style, by the classes of the drawing. A trend in a row of a table has no axes and
is drawn here.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any
from xml.etree import ElementTree

import leather
from leather.scales import Linear
from leather.series import Series
from markupsafe import Markup, escape

from onestop import words
from onestop.show import shapes
from onestop.show.shapes import Slope, Step

WIDTH, HEIGHT = 96, 24
"""Of a trend, in units of its drawing."""
CHART_WIDTH, CHART_HEIGHT = 440, 220
LABEL_WIDTH = 7
"""Units that a character of an axis takes."""
FEW_STEPS = 8
"""Edges; with fewer of them each step is halved."""
FEW_UNITS = 5
"""Of fewer units a table says more than a distribution."""
SLOPE_WIDTH, SLOPE_ROW = 560, 17

ValueFormat = Callable[[Decimal], str]
"""Formats a value for readers of the page."""

_COORDINATES = frozenset({"x", "y", "x1", "y1", "x2", "y2", "cx", "cy"})
_LOOKS = ("fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size")
_LONG_NUMBER = re.compile(r"-?\d+\.\d+")


def trend(values: Sequence[Decimal | None], format_value: ValueFormat) -> Markup:
    """Draw values of periods, oldest first, as a line; where a period has none the line is broken.

    Args:
        values: one a period, None where there is none.
        format_value: formats a value for the text.

    Returns:
        The drawing, or a dash where fewer than two periods have a value.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Markup("–")
    lowest, highest = min(known), max(known)
    span = float(highest - lowest) or 1.0
    step = (WIDTH - 6) / (len(values) - 1)
    places = [
        None if value is None else (3 + at * step, HEIGHT - 4 - float(value - lowest) / span * (HEIGHT - 8))
        for at, value in enumerate(values)
    ]
    line, is_drawing = [], False
    for place in places:
        if place is not None:
            line.append(f"{'L' if is_drawing else 'M'}{place[0]:.0f} {place[1]:.1f}")
        is_drawing = place is not None
    last = next(place for place in reversed(places) if place is not None)
    text = words.text(
        "chart.trend",
        count=len(known),
        first=format_value(known[0]),
        last=format_value(known[-1]),
        lowest=format_value(lowest),
        highest=format_value(highest),
    )
    return Markup(  # noqa: S704 - the only text in it is escaped
        f'<svg class="trend" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(text)}">'
        f'<path d="{"".join(line)}"/><circle cx="{last[0]:.0f}" cy="{last[1]:.1f}" r="2"/></svg>'
    )


def steps(values: Sequence[Decimal], *, is_share: bool, is_whole: bool) -> list[Step]:
    """Count values in steps with round edges, which the library chooses.

    Args:
        values: at least one.
        is_share: no edge is above 1.
        is_whole: edges are whole numbers, and the last is above all values.

    Returns:
        The steps from the lowest, one where all values are the same.
    """
    lowest, highest = min(values), max(values)
    if lowest == highest:
        return [Step(lowest, highest, len(values))]
    edges = _round_edges(lowest, highest)
    if is_whole:
        edges = sorted({edge.to_integral_value() for edge in edges})
        if edges[-1] == highest:
            edges.append(2 * edges[-1] - edges[-2])
    if is_share and edges[-1] > 1:
        edges = [*(edge for edge in edges if edge < 1), Decimal(1)]
    counts = [0] * (len(edges) - 1)
    for value in values:
        at = next((at for at, edge in enumerate(edges[1:]) if value < edge), len(counts) - 1)
        counts[at] += 1
    return [Step(low, high, count) for low, high, count in zip(edges, edges[1:], counts, strict=False)]


def distribution(
    values: Sequence[tuple[str, Decimal]], counted: Sequence[Step], middle: Decimal, format_value: ValueFormat
) -> Markup:
    """Draw how many units are in each step, the median, and a mark for each unit by its code.

    Args:
        values: code and value of each unit.
        counted: the steps, at least two.
        middle: the median.
        format_value: formats a value for axis and text.
    """
    low, high = counted[0].low, counted[-1].high
    most = max(step.units for step in counted)
    chart = leather.Chart()
    chart.set_x_scale(_scale(low, high))
    chart.set_y_scale(heights := _scale(0, most))
    edges = [low, *(step.high for step in counted)]
    chart.set_x_axis(leather.Axis(edges, _sparse(format_value, edges)))
    whole = [tick for tick in heights.ticks() if tick == tick.to_integral_value()]
    chart.set_y_axis(leather.Axis(whole, lambda tick, _at, _count: f"{tick:.0f}"))
    chart.add_series(Series([(step.low, step.units) for step in counted]), shapes.Columns(counted))
    chart.add_series(Series([(value, 0) for _, value in values]), shapes.UnitMarks([code for code, _ in values]))
    chart.add_series(Series([(middle, 0), (middle, most)]), shapes.Named(leather.Line(), "median"))
    numbers = [value for _, value in values]
    text = words.text(
        "chart.distribution",
        count=len(values),
        lowest=format_value(min(numbers)),
        highest=format_value(max(numbers)),
        median=format_value(middle),
    )
    return _drawing(chart, "chart distribution", text, CHART_WIDTH, CHART_HEIGHT)


def course(
    periods: Sequence[str],
    lines: Sequence[tuple[str, Sequence[Decimal | None]]],
    format_value: ValueFormat,
    text: str,
    *,
    is_share: bool,
    is_whole: bool,
) -> Markup | None:
    """Draw lines through periods, oldest first, with a mark at each value.

    Args:
        periods: short names of the periods.
        lines: the class of each line, and its value in each period.
        format_value: formats a value for the axis.
        text: describes the chart.
        is_share: the axis does not go above 1.
        is_whole: the axis names whole numbers only.

    Returns:
        The chart, or None where no line has two values.
    """
    drawn = [(name, values) for name, values in lines if sum(value is not None for value in values) > 1]
    if not drawn:
        return None
    known = [value for _, values in drawn for value in values if value is not None]
    lowest, highest = min(known), max(known)
    if lowest == highest:
        # A scale needs two ends.
        lowest, highest = lowest * Decimal("0.9"), highest * Decimal("1.1") or Decimal(1)
        highest = min(highest, Decimal(1)) if is_share else highest
    heights = _scale(lowest, highest)
    chart = leather.Chart()
    # An axis from 0 to 10 ends where its scale ends.
    places = [Decimal(10) * at / (len(periods) - 1) for at in range(len(periods))]
    chart.set_x_scale(_scale(0, 10))
    chart.set_y_scale(heights)
    chart.set_x_axis(_period_axis(periods, places))
    ticks = [
        tick
        for tick in heights.ticks()
        if not (is_share and tick > 1) and not (is_whole and tick != tick.to_integral_value())
    ]
    chart.set_y_axis(leather.Axis(ticks, lambda tick, _at, _count: _short(format_value(tick))))
    for name, values in drawn:
        points = list(zip(places, values, strict=True))
        chart.add_series(Series(points), shapes.Named(leather.Line(), name))
        chart.add_series(Series(points), shapes.Named(leather.Dots(radius=2.5), name))
    return _drawing(chart, "chart course", text, CHART_WIDTH, CHART_HEIGHT)


def slopes(units: Sequence[Slope], periods: tuple[str, str], text: str) -> Markup:
    """Draw a line for each unit from its place in one period to its place in another.

    Args:
        units: at least one.
        periods: the names of the two periods.
        text: describes the chart.
    """
    chart = leather.Chart()
    lowest = max(len(units) - 1, 1)
    chart.set_x_scale(_scale(0, 2))
    chart.set_y_scale(_scale(-lowest, 0))
    chart.set_x_axis(leather.Axis([0, 1], lambda _tick, at, _count: periods[at]))
    chart.set_y_axis(leather.Axis([0], lambda _tick, _at, _count: "00"))
    ends = Series([(0, -lowest), (1, 0)])
    chart.add_series(ends, shapes.Slopes(units))
    return _drawing(chart, "chart slopes", text, SLOPE_WIDTH, 90 + SLOPE_ROW * len(units))


def _drawing(chart: Any, name: str, text: str, width: int, height: int) -> Markup:
    """Return the SVG of a chart of the library, with the looks left to the page's style."""
    drawn: ElementTree.Element = chart.to_svg_group(width, height)
    drawn.remove(drawn[0])  # the background, which is the page's
    for element in drawn.iter():
        for key in _LOOKS:
            element.attrib.pop(key, None)
        for key, place in element.attrib.items():
            if key in _COORDINATES and "." in place:
                element.set(key, f"{float(place):.1f}")
            elif key == "d":
                element.set(key, _LONG_NUMBER.sub(_one_decimal, place))
    root = ElementTree.Element(
        "svg", {"class": name, "viewBox": f"0 0 {width} {height}", "role": "img", "aria-label": text}
    )
    root.append(drawn)
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704 - the library escapes texts


def _scale(lowest: Decimal | int, highest: Decimal | int) -> Any:
    """Return a scale that holds two different values and does not change once it is made."""
    low, high = Decimal(lowest), Decimal(highest)
    # Ends of few digits, so that many charts have the same.
    unit = Decimal(5).scaleb((high - low).adjusted() - 1)
    return _search_scale(
        (low / unit).to_integral_value(ROUND_FLOOR) * unit, (high / unit).to_integral_value(ROUND_CEILING) * unit
    )


# The search for round ticks is most of the work of a chart.
@functools.lru_cache(maxsize=8192)
def _search_scale(lowest: Decimal, highest: Decimal) -> Any:
    return Linear(lowest, highest)


def _round_edges(lowest: Decimal, highest: Decimal) -> list[Decimal]:
    ticks: list[Decimal] = _scale(lowest, highest).ticks()
    # The ticks go up to the highest value or beyond it; steps without a value at the ends show nothing.
    while len(ticks) > 2 and ticks[1] <= lowest:
        ticks = ticks[1:]
    if len(ticks) > FEW_STEPS:
        return ticks
    return sorted([*ticks, *((low + high) / 2 for low, high in itertools.pairwise(ticks))])


def _sparse(format_value: ValueFormat, edges: Sequence[Decimal]) -> Callable[[Decimal, int, int], str]:
    """Return how ticks are labelled: as many as fit."""
    longest = max(len(_short(format_value(edge))) for edge in edges)
    every = -(-(longest + 1) * LABEL_WIDTH * len(edges) // (CHART_WIDTH - 40))
    return lambda edge, at, _count: "" if at % every else _short(format_value(edge))


def _period_axis(periods: Sequence[str], places: Sequence[Decimal]) -> Any:
    """Return an axis of periods with as many names as fit, the last always."""
    room = (CHART_WIDTH - 100) // ((max(map(len, periods)) + 1) * LABEL_WIDTH)
    every = -(-len(periods) // room)
    last = len(periods) - 1
    return leather.Axis(places, lambda _tick, at, _count: "" if (last - at) % every else periods[at])


def _short(text: str) -> str:
    """Return a figure of an axis without decimals that are zero."""
    return text.replace(",00", "")


def _one_decimal(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}"
