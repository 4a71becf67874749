"""What a chart shows beside lines and axes, as shapes of the library: columns, marks of units, slopes.

A shape gets the scales of its chart and returns a part of the drawing; its class says to the page's style what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from xml.etree import ElementTree

from leather.scales import Linear
from leather.series import Series

SHADES = (Decimal("0.5"), Decimal("0.7"), Decimal("0.8"), Decimal("0.9"))
"""Where the next shade begins, as shares of the most that can be had: the limits of the grades of QĐ 766/QĐ-TTg."""


def shade_of(share: Decimal) -> int:
    """Return the shade of a share of the most that can be had: 1 far from it, 5 near to it."""
    return 1 + sum(share >= limit for limit in SHADES)


class Step(NamedTuple):
    """A step of a distribution.

    Attributes:
        low: its lower edge, which belongs to it.
        high: its upper edge, which belongs to the last step only.
        units: how many units have a value in it.
    """

    low: Decimal
    high: Decimal
    units: int


class Slope(NamedTuple):
    """A unit in two periods.

    Attributes:
        unit_code: its code.
        name: its name.
        before: its rank in the first period.
        after: its rank in the second.
        before_place: its place from above on the left, 0 the highest; equal ranks have different places.
        after_place: its place on the right.
    """

    unit_code: str
    name: str
    before: int
    after: int
    before_place: int
    after_place: int


class _Mark:
    """A shape of the library that draws marks of its own and has no legend."""

    def validate_series(self, series: Series) -> None:
        """Accept every series."""

    def legend_to_svg(self, series: Series, palette: Any) -> list[Any]:
        """Return no legend: the page has it."""
        del series, palette
        return []


class Named(_Mark):
    """A shape of the library, with a class by which the page's style knows it."""

    def __init__(self, shape: Any, name: str) -> None:
        self._shape, self._name = shape, name

    def to_svg(self, *place: Any) -> ElementTree.Element:
        """Draw the shape."""
        group: ElementTree.Element = self._shape.to_svg(*place)
        group.set("class", self._name)
        return group


class Columns(_Mark):
    """The columns of a distribution, each over its step, with its count."""

    def __init__(self, counted: Sequence[Step]) -> None:
        self._counted = counted

    def to_svg(self, width: float, height: float, x_scale: Linear, y_scale: Linear, *_: Any) -> ElementTree.Element:
        """Draw the columns that are not empty."""
        group = ElementTree.Element("g", {"class": "columns"})
        for step in self._counted:
            if step.units:
                left, right = (float(x_scale.project(edge, 0, width)) for edge in (step.low, step.high))
                top = float(y_scale.project(step.units, height, 0))
                place = {"x": left + 1, "y": top, "width": right - left - 2, "height": height - top}
                ElementTree.SubElement(group, "rect", _attributes(place))
                count = ElementTree.SubElement(group, "text", _attributes({"x": (left + right) / 2, "y": top - 4}))
                count.text = str(step.units)
        return group


class UnitMarks(_Mark):
    """A short line at the value of each unit, by which a script finds it."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._codes = codes

    def to_svg(
        self, width: float, height: float, x_scale: Linear, _y_scale: Linear, series: Series, *_: Any
    ) -> ElementTree.Element:
        """Draw the marks on the axis."""
        group = ElementTree.Element("g", {"class": "units"})
        for code, point in zip(self._codes, series.data(), strict=True):
            x = float(x_scale.project(point.x, 0, width))
            ElementTree.SubElement(group, "path", {"d": f"M{x:.1f} {height:.0f}v-9", "data-unit": code})
        return group


class Slopes(_Mark):
    """A line for each unit between two columns of ranks, with its name on the right."""

    def __init__(self, units: Sequence[Slope]) -> None:
        self._units = units

    def to_svg(self, width: float, height: float, x_scale: Linear, y_scale: Linear, *_: Any) -> ElementTree.Element:
        """Draw the lines."""
        group = ElementTree.Element("g", {"class": "slopes"})
        left, right = (float(x_scale.project(end, 0, width)) for end in (0, 1))
        for unit in self._units:
            moved = "up" if unit.after < unit.before else "down" if unit.after > unit.before else "same"
            before, after = (
                float(y_scale.project(-place, height, 0)) for place in (unit.before_place, unit.after_place)
            )
            one = ElementTree.SubElement(group, "g", {"class": moved, "data-unit": unit.unit_code})
            line = {"x1": left + 6, "y1": before, "x2": right - 6, "y2": after}
            ElementTree.SubElement(one, "line", _attributes(line))
            start = ElementTree.SubElement(one, "text", _attributes({"x": left, "y": before + 4}))
            start.set("text-anchor", "end")
            start.text = str(unit.before)
            end = ElementTree.SubElement(one, "text", _attributes({"x": right, "y": after + 4}))
            by = unit.before - unit.after
            sign = {"up": f" ▲ {by}", "down": f" ▼ {-by}", "same": ""}[moved]
            end.text = f"{unit.after} {unit.name}{sign}"
        return group


def _attributes(place: dict[str, float]) -> dict[str, str]:
    return {name: f"{number:.1f}" for name, number in place.items()}
