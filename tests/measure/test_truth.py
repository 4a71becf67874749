"""The mart against the truth of the simulated source: every column, commune, sector and period."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

import pytest

from simulator.testing import RunningSource, running_source
from simulator.truth import Period, calendar_months, calendar_quarters
from simulator.world import Scale, World, build_world
from tests.support.connections import connection_to
from tests.support.truth import COLUMNS, differences, mart_forms, true_forms
from tests.support.warehouse import Warehouse

LOCAL = dt.timezone(dt.timedelta(hours=7))
COLUMNS_OF_MEASURES = """
    SELECT attname FROM pg_attribute WHERE attrelid = 'mart.measure_day'::regclass AND atttypid = 'bigint'::regtype
"""
END = dt.datetime(2026, 10, 1, 6, tzinfo=LOCAL)


@pytest.fixture(scope="module")
def world() -> World:
    """Enough dossiers for every column and boundary to occur."""
    return build_world(Scale(dossiers=4000, communes=12))


@pytest.fixture
def year(world: World) -> Iterator[RunningSource]:
    """That world, served."""
    with running_source(world) as running:
        yield running


@pytest.fixture(scope="module")
def measured(world: World, module_warehouse: Warehouse) -> Warehouse:
    """A warehouse that has read that world; for tests that only look."""
    module_warehouse.keep_periods("month", "quarter")
    with running_source(world) as running:
        read_all(module_warehouse, running)
    module_warehouse.execute("ANALYZE")  # or how long the sums below take is left to autovacuum
    return module_warehouse


def read_all(warehouse: Warehouse, year: RunningSource) -> None:
    """Read the source to its clock and let the figures follow."""
    connection = connection_to(year)
    warehouse.register(connection)
    warehouse.read(connection, batch_records=1500)
    warehouse.refresh()


def test_every_form_column_of_every_month_and_quarter_equals_the_truth(measured: Warehouse, world: World) -> None:
    months = true_forms(world, calendar_months(), END)
    assert differences(months, mart_forms(measured, "month")) == []
    assert differences(true_forms(world, calendar_quarters(), END), mart_forms(measured, "quarter")) == []
    for column in set(COLUMNS) - {"transferred_in", "transferred_out"}:
        assert any(row[column] for row in months.values()), f"no case of {column}: the test shows nothing"


def test_the_form_of_any_range_of_days_equals_the_truth(measured: Warehouse, world: World) -> None:
    first, chance = dt.date(2025, 10, 1), random.Random(766)
    starts = [first, dt.date(2025, 12, 15), dt.date(2026, 2, 15)]
    starts += [first + dt.timedelta(days=chance.randrange(350)) for _ in range(6)]
    for start in starts:
        period = Period(start, min(start + dt.timedelta(days=chance.randrange(90)), dt.date(2026, 9, 30)))
        rows = measured.query(
            "SELECT form.* FROM mart.unit CROSS JOIN LATERAL "
            "mart.form_ii06a_between(unit_id, 'receiving', %(start)s, %(end)s) AS form WHERE unit.kind = 'commune'",
            {"start": period.start, "end": period.end},
        )
        counted = {
            (row.unit_code, row.period_start, row.period_end, row.sector_code): {
                column: row._mapping[column] for column in COLUMNS
            }
            for row in rows
        }
        assert differences(true_forms(world, [period], END), counted) == []


def test_days_read_one_after_the_other_give_the_truth_of_each_day(warehouse: Warehouse) -> None:
    clocks = [
        dt.datetime(2025, 10, 16, 0, 30, tzinfo=LOCAL),
        dt.datetime(2025, 11, 1, 0, 10, tzinfo=LOCAL),
        dt.datetime(2025, 11, 30, 23, 50, tzinfo=LOCAL),
        dt.datetime(2025, 12, 15, 6, 59, tzinfo=LOCAL),
        dt.datetime(2026, 1, 2, 7, 0, tzinfo=LOCAL),
        dt.datetime(2026, 3, 1, 12, 0, tzinfo=LOCAL),
    ]
    warehouse.execute("DELETE FROM audit.clock")
    warehouse.keep_periods("month", "quarter")
    small = build_world(Scale(dossiers=1500, communes=6))
    with running_source(build_world(Scale(dossiers=1500, communes=6, as_of=clocks[0]))) as running:
        for clock in clocks:
            running.set_clock(clock)
            warehouse.set_clock(clock)
            read_all(warehouse, running)
            closed = [month for month in calendar_months() if month.end < clock.date()]
            assert differences(true_forms(small, closed, clock), mart_forms(warehouse, "month")) == []


def test_the_moved_measures_are_those_of_a_rebuild(warehouse: Warehouse) -> None:
    with running_source(build_world(Scale(dossiers=500, communes=3, as_of=END - dt.timedelta(days=120)))) as running:
        for days in (120, 90, 30, 3, 0):
            running.set_clock(END - dt.timedelta(days=days))
            read_all(warehouse, running)
    moved = warehouse.content("mart", "core")
    warehouse.rebuild()
    rebuilt = warehouse.content("mart", "core")
    for table in ("core.day_count", "core.duration_count", "mart.figure", "core.case_fact"):
        assert len(moved[table]) > 100
        assert moved[table] == rebuilt[table]
    assert moved.keys() == rebuilt.keys()


def test_indicator_values_follow_from_the_forms(measured: Warehouse, world: World) -> None:
    values = {
        (row.unit_code, row.period_start, row.sector_code, row.indicator_code): row
        for row in measured.query(
            "SELECT * FROM mart.indicator_value "
            "WHERE subject_kind = 'unit' AND basis = 'receiving' AND period_kind = 'month' AND is_final"
        )
    }
    forms = true_forms(world, calendar_months(), END)
    for (unit, start, _, sector), form in forms.items():
        received = form["received_online"] + form["received_direct_postal"]
        timely = form["resolved_early"] + form["resolved_on_time"]
        for code, numerator, denominator in (
            ("received_count", received, None),
            ("on_time_rate_06a", timely, form["resolved_total"]),
            ("online_rate", form["received_online"], received),
        ):
            row = values.get((unit, start, sector, code))
            if row is None:  # of a sector, only what arose has a value
                assert sector != "*"
                assert not numerator
                assert not denominator
                continue
            assert (row.numerator, row.denominator) == (numerator, denominator)
            if denominator == 0:
                assert (row.value, row.null_reason) == (None, "zero_denominator")
            else:
                assert float(row.value) == pytest.approx(numerator / (denominator or 1))


def test_what_adds_up_is_in_an_area_the_sum_of_its_communes(measured: Warehouse) -> None:
    rows = measured.query("SELECT measure FROM mart.measure WHERE kind IN ('distinct', 'distribution')")
    spread = [row.measure for row in rows]
    assert (
        measured.query(
            """
            SELECT area.period_id, area.basis, area.indicator_code, area.sector_code
            FROM mart.indicator_value AS area
            INNER JOIN mart.indicator USING (indicator_code, indicator_version)
            INNER JOIN mart.indicator_value AS unit USING (period_id, basis, sector_code, indicator_code)
            WHERE
                area.subject_kind = 'area' AND unit.subject_kind = 'unit'
                AND unit.subject_id IN (SELECT unit_id FROM mart.area_member)
                AND NOT indicator.numerator && %(spread)s AND NOT coalesce(indicator.denominator, '{}') && %(spread)s
            GROUP BY area.period_id, area.basis, area.indicator_code, area.sector_code, area.numerator, area.denominator
            HAVING sum(unit.numerator) <> area.numerator OR sum(unit.denominator) <> area.denominator
            """,
            {"spread": spread},
        )
        == []
    )
    assert measured.query("SELECT count(*) AS n FROM mart.indicator_value WHERE subject_kind = 'area'")[0].n > 0


def test_whatever_a_case_counts_as_has_a_column(measured: Warehouse) -> None:
    counted = {row.measure for row in measured.query("SELECT DISTINCT measure FROM core.applied_count")}
    assert len(counted) > 20
    assert counted <= {row.attname for row in measured.query(COLUMNS_OF_MEASURES)}
