"""Drawings that say in words what they show."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from onestop.show.charts import histogram, trend


def said(value: Decimal) -> str:
    return f"{value:.1f}"


def test_a_trend_is_broken_where_a_period_has_no_value() -> None:
    drawn = trend([Decimal(1), Decimal(3), None, Decimal(2)], said)
    assert re.findall(r'<path d="([^"]*)"', drawn) == ["M3 20.0L33 4.0M93 12.0"]
    assert 'aria-label="3 kỳ: từ 1.0 đến 2.0; thấp nhất 1.0, cao nhất 3.0"' in drawn


def test_values_that_are_all_the_same_are_a_flat_line() -> None:
    assert re.findall(r'<path d="([^"]*)"', trend([Decimal(5)] * 3, said)) == ["M3 20.0L48 20.0L93 20.0"]


@pytest.mark.parametrize("values", [[], [None, None], [None, Decimal(1)]])
def test_of_less_than_two_values_there_is_no_trend(values: list[Decimal | None]) -> None:
    assert trend(values, said) == "–"


def test_every_value_lies_in_one_step_and_the_highest_in_the_last() -> None:
    drawn, steps = histogram([Decimal(number) for number in range(11)], said)
    assert [count for _, count in steps] == [1] * 9 + [2]
    assert steps[0][0] == "0.0 – 1.0"
    assert 'aria-label="Phân bố của 11 đơn vị, từ 0.0 đến 10.0"' in drawn
    assert drawn.count("<rect") == 10


def test_of_equal_values_there_is_one_step() -> None:
    assert histogram([Decimal(7)] * 4, said)[1] == [("7.0", 4)]


def test_what_a_unit_is_called_stays_text() -> None:
    drawn = trend([Decimal(1), Decimal(2)], lambda value: f'"><script>{value}')
    assert "<script>" not in drawn
