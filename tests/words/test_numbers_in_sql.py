"""What SQL writes for people is what Python writes."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from onestop.words import labels
from tests.support.warehouse import Warehouse

_MADE = random.Random(20261001)
FIGURES = [
    *(Decimal(thousandths).scaleb(-3) for thousandths in range(-3000, 3001)),
    *(Decimal(_MADE.randint(-(10 ** _MADE.randint(1, 15)), 10**15)).scaleb(-_MADE.randint(0, 9)) for _ in range(3000)),
]


def test_numbers(warehouse: Warehouse) -> None:
    rows = warehouse.query(
        "SELECT figure, mart.number_vi(figure, 0) AS whole, mart.number_vi(figure, 2) AS decimal, "
        "audit.number_vi(figure) AS count, audit.percent_vi(figure) AS share "
        "FROM unnest(%(figures)s::numeric[]) AS figure",
        {"figures": FIGURES},
    )
    assert len(rows) == len(FIGURES)
    for row in rows:
        whole = labels.number(row.figure)
        assert (row.whole, row.count, row.decimal) == (whole, whole, labels.number(row.figure, 2))
        assert row.share == f"{labels.number(100 * row.figure, 1)}%"


def test_days(warehouse: Warehouse) -> None:
    """As statements write them: the gate of the volume does."""
    rows = warehouse.query(
        "SELECT day::date AS day, to_char(day, 'DD/MM/YYYY') AS text "
        "FROM generate_series('2020-01-01'::timestamp, '2035-12-31', '1 day') AS day"
    )
    assert len(rows) == (dt.date(2036, 1, 1) - dt.date(2020, 1, 1)).days
    assert [row.text for row in rows] == [labels.date(row.day) for row in rows]
