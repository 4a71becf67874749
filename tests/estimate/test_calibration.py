"""How good estimates are on a year of six communes that no limit of the catalogue was chosen by; exact figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.estimate.estimating import replay
from simulator.world import Scale, build_world
from tests.conftest import make_warehouse
from tests.support.warehouse import Warehouse

LOCAL = dt.timezone(dt.timedelta(hours=7))
UNSEEN = 20_261_130
"""The seed of the year. The limits were chosen by the year of seed 766."""
FIRST_LOOK = dt.datetime(2026, 1, 6, 7, tzinfo=LOCAL)
LOOKS = [FIRST_LOOK + dt.timedelta(days=days) for days in range(0, 266, 5)]
"""Every fifth day at 7:00, from the fourth month of the year on: before that there is little to learn from."""

BY_RISK = """
    SELECT risk, sum(estimates) AS estimates, round(sum(expected_late), 1) AS expected, sum(late_estimates) AS late
    FROM mart.late_reliability
    GROUP BY risk
    ORDER BY array_position(ARRAY['high', 'medium', 'low'], risk)
"""
BY_TENTH = """
    SELECT probability_tenth, sum(estimates) AS estimates, round(sum(expected_late), 1) AS expected,
        sum(late_estimates) AS late
    FROM mart.late_reliability
    GROUP BY probability_tenth
    ORDER BY probability_tenth
"""
SCORES = """
    SELECT round(sum(squared_error) / sum(estimates), 5) AS brier,
        round(sum(simple_squared_error) / sum(estimates), 5) AS simple
    FROM mart.late_reliability
"""


@pytest.fixture(scope="module")
def year(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse that has read the year and estimated it look by look."""
    for made in make_warehouse(server, tmp_path_factory.mktemp("year")):
        made.keep_periods("month")
        made.read_world(build_world(Scale(dossiers=9_000, communes=6, seed=UNSEEN)))
        made.refresh()
        replay(made.engine, LOOKS)
        yield made


def rows(warehouse: Warehouse, statement: str) -> list[tuple[object, ...]]:
    """Return the rows of a query, numbers as texts."""
    return [tuple(str(value) for value in row) for row in warehouse.query(statement)]


def test_what_was_expected_to_be_late_was_late_about_as_often(year: Warehouse) -> None:
    assert rows(year, BY_RISK) == [
        ("high", "105", "41.2", "46"),
        ("medium", "600", "111.8", "86"),
        ("low", "2300", "117.3", "109"),
    ]


def test_the_higher_the_estimate_the_more_were_late(year: Warehouse) -> None:
    assert rows(year, BY_TENTH) == []


def test_estimates_are_better_than_the_share_of_the_time_limit(year: Warehouse) -> None:
    assert rows(year, SCORES) == [("0.06760", "0.07258")]
