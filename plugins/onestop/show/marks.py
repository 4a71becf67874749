"""Small bars inside a row of a table, without axes; beside each stands the same in figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup, escape

WIDTH, HEIGHT = 120, 12
"""Of a bar, in units of its drawing."""
SHARES = {"got": (0, 12), "back": (0, 12), "gone": (3, 6), "elsewhere": (5, 2)}
"""Each kind of points with where its part begins from above and how high it is: they differ without colours too."""


def bar(parts: Sequence[tuple[str, Decimal]], whole: Decimal, text: str) -> Markup:
    """Draw parts of a whole beside each other.

    Args:
        parts: kind and size of each part; the kinds are those of `SHARES`.
        whole: what the full width stands for.
        text: says the same in words.

    Returns:
        The drawing; empty where the whole is nothing.
    """
    if whole <= 0:
        return Markup("")
    drawn, start = [], Decimal(0)
    for kind, size in parts:
        if size > 0:
            left, right = (min(float(at / whole), 1.0) * WIDTH for at in (start, start + size))
            top, height = SHARES[kind]
            drawn.append(
                f'<rect class="{kind}" x="{left:.1f}" y="{top}" width="{right - left:.1f}" height="{height}"/>'
            )
            start += size
    return Markup(  # noqa: S704 - the only text in it is escaped
        f'<svg class="bar" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(text)}">{"".join(drawn)}'
        f'<path d="M0 {HEIGHT}H{WIDTH}"/></svg>'
    )
