"""Drawings that say in words what they show, with axes by the library and colours by the page."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from onestop.show import charts
from onestop.show.charts import course, distribution, slopes, steps, trend
from onestop.show.shapes import Slope, Step
from onestop.words import labels


def said(value: Decimal) -> str:
    return f"{value:.1f}"


def texts(drawn: str, path: str) -> list[str]:
    """Return the texts of a part of a drawing."""
    root = ElementTree.fromstring(drawn)  # noqa: S314 - a drawing of ours
    return [each.text or "" for each in root.findall(f".//{path}/text")]


def ticks(drawn: str, side: str) -> dict[str, float]:
    """Return the labels of an axis with their places, from left to right or from above."""
    root, place = ElementTree.fromstring(drawn), "x1" if side == "bottom" else "y1"  # noqa: S314 - a drawing of ours
    found = root.findall(f".//g[@class='axis {side}']/g")
    labelled = [
        (each.findtext("text") or "", float(line.get(place, ""))) for each in found for line in each.findall("line")
    ]
    return dict(sorted(labelled, key=lambda tick: tick[1]))


def test_a_trend_is_broken_where_a_period_has_no_value() -> None:
    drawn = trend([Decimal(1), Decimal(3), None, Decimal(2)], said)
    assert re.findall(r'<path d="([^"]*)"', drawn) == ["M3 20.0L33 4.0M93 12.0"]
    assert 'aria-label="3 kỳ: từ 1.0 đến 2.0; thấp nhất 1.0, cao nhất 3.0"' in drawn


def test_values_that_are_all_the_same_are_a_flat_line() -> None:
    assert re.findall(r'<path d="([^"]*)"', trend([Decimal(5)] * 3, said)) == ["M3 20.0L48 20.0L93 20.0"]


@pytest.mark.parametrize("values", [[], [None, None], [None, Decimal(1)]])
def test_of_less_than_two_values_there_is_no_trend(values: list[Decimal | None]) -> None:
    assert trend(values, said) == "–"


def test_what_a_unit_is_called_stays_text() -> None:
    drawn = trend([Decimal(1), Decimal(2)], lambda value: f'"><script>{value}')
    assert "<script>" not in drawn
    drawn = slopes([Slope("1", "<script>", 1, 2, 0, 1), Slope("2", "B", 2, 1, 1, 0)], ("a", "b"), '"><script>')
    assert "<script>" not in drawn


def test_steps_have_round_edges_and_the_last_includes_its_end() -> None:
    values = [Decimal(text) for text in ("0.72", "0.75", "0.7999", "0.80", "0.9", "0.955", "1", "1")]
    counted = steps(values, is_share=True, is_whole=False)
    assert counted == [
        Step(Decimal(low), Decimal(high), count)
        for low, high, count in (
            ("0.7", "0.75", 1), ("0.75", "0.8", 2), ("0.8", "0.85", 1), ("0.85", "0.9", 0), ("0.9", "0.95", 1),
            ("0.95", "1", 3),
        )
    ]  # fmt: skip


def test_steps_of_counts_are_whole() -> None:
    counted = steps([Decimal(number) for number in (0, 1, 1, 2, 3)], is_share=False, is_whole=True)
    assert counted == [Step(Decimal(low), Decimal(low + 1), count) for low, count in enumerate((1, 2, 1, 1))]


def test_of_equal_values_there_is_one_step() -> None:
    seven = Decimal(7)
    assert steps([seven] * 4, is_share=False, is_whole=True) == [Step(seven, seven, 4)]


@pytest.mark.parametrize("seed", range(20))
def test_every_value_is_in_one_step(seed: int) -> None:
    """Whatever the values are, steps follow one another, hold all of them, and none is outside."""
    rng = random.Random(seed)
    kind = rng.choice(("share", "whole", "other"))
    digits = rng.choice((0, 2, 7)) if kind != "share" else -4
    values = [Decimal(rng.randint(0, 10_000)).scaleb(digits if kind != "other" else -3) for _ in range(168)]
    counted = steps(values, is_share=kind == "share", is_whole=kind == "whole")
    assert [step.high for step in counted[:-1]] == [step.low for step in counted[1:]]
    assert counted[0].low <= min(values)
    assert counted[-1].high >= max(values)
    assert len(counted) >= 3
    for at, step in enumerate(counted):
        is_last = at == len(counted) - 1
        assert step.units == sum(
            step.low <= value < step.high or (is_last and value == step.high) for value in values
        )  # fmt: skip
    assert sum(step.units for step in counted) == 168
    if kind == "share":
        assert counted[-1].high <= 1
    if kind == "whole":
        assert all(step.low == step.low.to_integral_value() for step in counted)


def percent_distribution() -> str:
    values = [(f"{code:05}", Decimal(text)) for code, text in enumerate(("0.72", "0.8", "0.81", "0.93", "1"))]
    counted = steps([value for _, value in values], is_share=True, is_whole=False)
    return distribution(values, counted, Decimal("0.81"), labels.percent)


def test_a_distribution_has_its_counts_edges_median_and_a_mark_for_each_unit() -> None:
    drawn = percent_distribution()
    assert 'aria-label="Phân bố của 5 đơn vị, từ 72,00% đến 100,00%; mức giữa (trung vị) 81,00%"' in drawn
    assert texts(drawn, "g[@class='columns']") == ["1", "2", "1", "1"]
    axis = ticks(drawn, "bottom")
    assert list(axis) == ["70%", "75%", "80%", "85%", "90%", "95%", "100%"]
    assert list(ticks(drawn, "left")) == ["2", "1", "0"]
    assert re.findall(r'data-unit="(\d+)"', drawn) == ["00000", "00001", "00002", "00003", "00004"]
    median = re.search(r'class="median"><path d="M ([\d.]+) ', drawn)
    assert median is not None
    expected = axis["80%"] + (axis["85%"] - axis["80%"]) / 5
    assert float(median[1]) == pytest.approx(expected, abs=0.1)
    marks = {code: float(x) for x, code in re.findall(r'<path d="M([\d.]+) [^"]*" data-unit="(\d+)"', drawn)}
    assert marks["00001"] == pytest.approx(axis["80%"], abs=0.1)
    assert marks["00004"] == pytest.approx(axis["100%"], abs=0.1)


def test_a_course_has_its_periods_and_is_broken_where_there_is_no_value() -> None:
    values = [Decimal("0.9"), None, Decimal("0.92"), Decimal("0.94")]
    lines = [("median", [None] * 4), ("area", values)]
    drawn = course(["06/26", "07/26", "08/26", "09/26"], lines, labels.percent, "x", is_share=True, is_whole=False)
    assert drawn is not None
    assert list(ticks(drawn, "bottom")) == ["06/26", "07/26", "08/26", "09/26"]
    assert drawn.count('class="median"') == 0
    assert len(re.findall(r"<circle", drawn)) == 3
    assert len(re.findall(r"<path", drawn)) == 2
    assert 'aria-label="x"' in drawn


def test_a_course_of_equal_shares_does_not_go_above_all() -> None:
    lines = [("area", [Decimal(1), Decimal(1)])]
    drawn = course(["a", "b"], lines, labels.percent, "x", is_share=True, is_whole=False)
    assert drawn is not None
    assert next(iter(ticks(drawn, "left"))) == "100%"


@pytest.mark.parametrize(("value", "named"), [(0, ["1", "0"]), (3, ["3"]), (40, ["44", "42", "40", "38", "36"])])
def test_a_course_of_counts_names_whole_numbers(value: int, named: list[str]) -> None:
    lines = [("area", [Decimal(value)] * 3)]
    drawn = course(["a", "b", "c"], lines, lambda n: f"{n:.0f}", "x", is_share=False, is_whole=True)
    assert drawn is not None
    assert [text for text in ticks(drawn, "left") if text] == named


def test_of_one_period_there_is_no_course() -> None:
    lines = [("area", [None, Decimal(1)])]
    assert course(["a", "b"], lines, labels.percent, "x", is_share=True, is_whole=False) is None


def test_slopes_say_who_rose_and_who_fell() -> None:
    units = [Slope("1", "A", 1, 3, 0, 2), Slope("2", "B", 2, 1, 1, 0), Slope("3", "C", 3, 3, 2, 1)]
    drawn = slopes(units, ("Tháng 8", "Tháng 9"), "x")
    found = re.findall(r'<g class="(up|down|same)" data-unit="(\d)">', drawn)
    assert found == [("down", "1"), ("up", "2"), ("same", "3")]
    names = [text for text in re.findall(r">([^<>]+)</text>", drawn) if "A" in text or "B" in text or "C" in text]
    assert names == ["3 A ▼ 2", "1 B ▲ 1", "3 C"]
    assert list(ticks(drawn, "bottom")) == ["Tháng 8", "Tháng 9"]


def test_a_drawing_is_the_same_each_time_and_leaves_its_looks_to_the_page() -> None:
    """Nothing in it needs a style, a script or a font of the library, so the strict policy lets it through."""
    drawn = percent_distribution()
    charts._search_scale.cache_clear()
    assert drawn == percent_distribution()
    assert not re.search(r"style|<script|font-|fill=|stroke=|href|Monaco", drawn)
    assert len(drawn) < 5_000
