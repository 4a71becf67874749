"""Small SVG drawings without style and script, each with a text that describes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from markupsafe import Markup, escape

from onestop import words

WIDTH, HEIGHT = 96, 24
BAR_WIDTH, BAR_HEIGHT = 40, 100
BINS = 10

ValueFormat = Callable[[Decimal], str]
"""Formats a value for readers of the page."""


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


def histogram(values: Sequence[Decimal], format_value: ValueFormat) -> tuple[Markup, list[tuple[str, int]]]:
    """Draw the distribution of values, in ten steps of equal width from the lowest to the highest.

    Args:
        values: at least one.
        format_value: formats a value for the text.

    Returns:
        The drawing, and its steps, each with the number of its values.
    """
    lowest, highest = min(values), max(values)
    bins = BINS if highest > lowest else 1
    width = (highest - lowest) / bins
    counts = [0] * bins
    for value in values:
        # The highest value belongs to the last step, which alone includes its end.
        counts[min(bins - 1, int((value - lowest) / width)) if width else 0] += 1
    steps = [
        (
            _range(format_value(lowest + width * at), format_value(lowest + width * (at + 1)))
            if width
            else format_value(lowest),
            count,
        )
        for at, count in enumerate(counts)
    ]
    most = max(counts)
    bars = "".join(
        f'<rect x="{at * BAR_WIDTH + 2}" y="{16 + BAR_HEIGHT * (1 - count / most):.1f}" width="{BAR_WIDTH - 4}" '
        f'height="{BAR_HEIGHT * count / most:.1f}"/>'
        f'<text x="{at * BAR_WIDTH + BAR_WIDTH // 2}" y="{12 + BAR_HEIGHT * (1 - count / most):.1f}">{count}</text>'
        for at, count in enumerate(counts)
        if count
    )
    # The ends of the axis; the steps between them are in the table below the drawing.
    ends = [("low", 0, lowest), ("high", bins * BAR_WIDTH, highest)] if width else [("", BAR_WIDTH // 2, lowest)]
    axis = "".join(
        f'<text class="{name}" x="{x}" y="{BAR_HEIGHT + 29}">{escape(format_value(end))}</text>'
        for name, x, end in ends
    )
    text = words.text("chart.histogram", count=len(values), lowest=format_value(lowest), highest=format_value(highest))
    drawing = Markup(  # noqa: S704 - the only text in it is escaped
        f'<svg class="bars" viewBox="0 0 {bins * BAR_WIDTH} {BAR_HEIGHT + 32}" role="img" '
        f'aria-label="{escape(text)}">{bars}{axis}<path d="M0 {BAR_HEIGHT + 16.5}H{bins * BAR_WIDTH}"/></svg>'
    )
    return drawing, steps


def _range(low: str, high: str) -> str:
    return words.text("chart.range", low=low, high=high)
