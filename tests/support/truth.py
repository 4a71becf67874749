"""The truth of the simulated source beside what the mart says, both keyed alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import asdict, fields

from simulator.localtime import moment_of
from simulator.truth import FormRow, Period, count_form
from simulator.world import World
from tests.support.warehouse import Warehouse

COLUMNS = tuple(column.name for column in fields(FormRow))
Key = tuple[str, dt.date, dt.date, str]


def true_forms(
    world: World, periods: Sequence[Period], clock: dt.datetime, without: Collection[str] = frozenset()
) -> dict[Key, dict[str, int]]:
    """Return the form rows that a correct count of the world gives at a clock, without some dossiers."""
    return {
        (unit_code, period.start, period.end, sector): asdict(row)
        for (unit_code, period, sector), row in count_form(world, periods, moment_of(clock), without).items()
    }


def mart_forms(warehouse: Warehouse, kind: str) -> dict[Key, dict[str, int]]:
    """Return the stored form rows of the closed periods of a kind."""
    rows = warehouse.query(
        "SELECT form.* FROM mart.form_ii06a AS form INNER JOIN mart.period USING (period_id) "
        "WHERE period.kind = %(kind)s AND period.state <> 'open' AND form.basis = 'receiving'",
        {"kind": kind},
    )
    return {
        (row.unit_code, row.period_start, row.period_end, row.sector_code): {
            column: row._mapping[column] for column in COLUMNS
        }
        for row in rows
    }


def differences(truth: dict[Key, dict[str, int]], mart: dict[Key, dict[str, int]]) -> list[object]:
    """Return every key that only one of the two has, and every column in which they differ."""
    return [
        (key, column, true, counted)
        for key in sorted(truth.keys() | mart.keys())
        for column in COLUMNS
        if (true := truth.get(key, {}).get(column)) != (counted := mart.get(key, {}).get(column))
    ]
