"""Every measure against the truth of the simulated source: three roles, every day, every kind of period.

The year has the reform of 1 July 2025 in it: 21 communes go into 5, which take over their statistical codes.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.reference.units import seed_units
from simulator.defects import Defects
from simulator.localtime import VIETNAM
from simulator.measures import count_flows, count_for_successors, count_members, count_stocks
from simulator.planted import quarantined_codes
from simulator.world import Scale, World, build_world
from tests.conftest import make_warehouse
from tests.support.warehouse import Warehouse

CLOCK = dt.datetime(2026, 4, 1, 6, tzinfo=VIETNAM)
LAST_DAY = dt.date(2026, 3, 31)
"""The last that is over at the clock; what is due later stands in the measures already, and in no truth."""
MEMBERS = {
    "procedure_received": ("received_in_person", "received_online", "received_postal"),
    "procedure_online": ("received_online",),
    "procedure_payable": ("payable",),
    "procedure_paid_online": ("paid_online",),
    "procedure_population_linked": ("received_population_linked",),
}
RARE = {
    "extension_late", "feedback_answered_late", "interlinked_death_late", "interlinked_other_late",
    "interlinked_refused", "interlinked_reopened", "interlinked_stopped", "no_due_beyond_limit",
}  # fmt: skip
"""What may not occur in so small a world; hand-made records show these (test_rare_measures, test_interlinked)."""
Key = tuple[Any, ...]


class Measured(NamedTuple):
    """A world, what a correct count of it gives, and a warehouse that has read it."""

    world: World
    without: frozenset[str]
    flows: Counter[Key]
    warehouse: Warehouse

    def stocks(self, days: list[dt.date]) -> Counter[Key]:
        """Return the true stocks at the end of some days."""
        return Counter(count_stocks(self.world, days, self.world.as_of, self.without))

    def counted_by_unit(self, counts: Mapping[Key, int]) -> Counter[Key]:
        """Return true counts as figures show them: those of a commune of before in its successor's too."""
        return count_for_successors(self.world, counts)

    def unit_key(self, row: Any) -> str:
        """Return the truth's name of a unit of the warehouse; a commune that ended shares its code with another."""
        ended = {commune.statistical_code: commune.unit_key for commune in self.world.former_communes}
        return ended[row.unit_code] if row.valid_to else row.unit_code

    def names(self, kind: str) -> list[str]:
        """Return the measures of a kind of aggregation."""
        rows = self.warehouse.query("SELECT measure FROM mart.measure WHERE kind = %(kind)s", {"kind": kind})
        return [row.measure for row in rows]


# Every defect occurs some thirty times.
MESSY = Defects(**{name: min(0.5, max(0.012, rate)) for name, rate in Defects.profile().rates().items()})


@pytest.fixture(scope="module", params=[Defects(), MESSY], ids=["sound", "messy"])
def measured(
    request: pytest.FixtureRequest, server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Measured]:
    """A year with waits for payment, hand-overs and reopened dossiers, read and measured."""
    scale = Scale(dossiers=1500, communes=5, rich_histories=True, first_month=(2025, 4), as_of=CLOCK)
    world = build_world(replace(scale, defects=request.param))
    warehouses = make_warehouse(server, tmp_path_factory.mktemp("measured"), CLOCK)
    warehouse = next(warehouses)
    seed_units(warehouse.engine)
    warehouse.read_and_refresh(world)
    without = frozenset(quarantined_codes(world))
    flows = count_flows(world, world.as_of, without, with_platform=False)
    yield Measured(world, without, Counter({key: n for key, n in flows.items() if key[2] <= LAST_DAY}), warehouse)
    next(warehouses, None)


def differences(true: Mapping[Key, int], counted: Mapping[Key, int]) -> list[tuple[Key, int, int]]:
    """Return each key with the true and the counted number where they differ."""
    keys = sorted(true.keys() | counted.keys(), key=str)
    return [(key, true.get(key, 0), counted.get(key, 0)) for key in keys if true.get(key, 0) != counted.get(key, 0)]


def days_of(measured: Measured) -> Iterator[tuple[tuple[str, str, dt.date, str], str, dict[str, Any]]]:
    """Return the rows of the measures up to the last day: role, unit, day and sector; procedure; measures."""
    rows = measured.warehouse.query(
        "SELECT basis, unit_code, valid_to, day, sector_code, procedure_code, to_jsonb(measure_day) AS measures "
        "FROM mart.measure_day INNER JOIN mart.unit USING (unit_id) WHERE day <= %(last)s",
        {"last": LAST_DAY},
    )
    for row in rows:
        yield (row.basis, measured.unit_key(row), row.day, row.sector_code), row.procedure_code, row.measures


def test_every_flow_of_every_day_equals_the_truth(measured: Measured) -> None:
    flows = measured.names("flow")
    counted: Counter[Key] = Counter()
    for place, _, measures in days_of(measured):
        for flow in flows:
            if measures[flow]:
                counted[(*place, flow)] += measures[flow]
    assert differences(measured.flows, counted) == []
    assert {key[4] for key in measured.flows} >= set(flows) - RARE, "a flow never occurs: the test shows nothing of it"
    ended = {commune.unit_key for commune in measured.world.former_communes}
    assert {key[1] for key in measured.flows} > ended, "a commune of before has no dossier"


def test_every_stock_equals_the_truth(measured: Measured) -> None:
    days = [LAST_DAY - dt.timedelta(days=13 * back) for back in range(27)]
    stocks = measured.names("stock")
    sums = ", ".join(f"coalesce(sum({name}_enter), 0) - coalesce(sum({name}_leave), 0) AS {name}" for name in stocks)
    counted: Counter[Key] = Counter()
    for day in days:
        rows = measured.warehouse.query(
            f"SELECT basis, unit_code, valid_to, sector_code, {sums} "
            "FROM mart.measure_day INNER JOIN mart.unit USING (unit_id) "
            "WHERE day <= %(day)s GROUP BY basis, unit_id, unit_code, valid_to, sector_code",
            {"day": day},
        )
        for row in rows:
            for name in stocks:
                counted[(row.basis, measured.unit_key(row), day, row.sector_code, name)] = int(row._mapping[name])
    true = measured.stocks(days)
    assert differences(true, counted) == []
    assert {key[4] for key in true} == set(stocks)


def test_every_procedure_and_every_duration_equals_the_truth(measured: Measured) -> None:
    counted: Counter[Key] = Counter()
    for place, procedure, measures in days_of(measured):
        for dimension, parts in MEMBERS.items():
            if procedure != "?" and (n := sum(measures[part] or 0 for part in parts)):
                counted[(*place, dimension, procedure)] += n
    for row in measured.warehouse.query(
        "SELECT basis, unit_code, valid_to, day, sector_code, minutes, n FROM mart.duration_day "
        "INNER JOIN mart.unit USING (unit_id)"
    ):
        key = (row.basis, measured.unit_key(row), row.day, row.sector_code, "processing_minutes", str(row.minutes))
        counted[key] += row.n
    for row in measured.warehouse.query(
        "SELECT unit_code, valid_to, day, sector_code, criterion, role, answers, satisfied "
        "FROM mart.survey_day INNER JOIN mart.unit USING (unit_id, unit_code) WHERE day <= %(last)s",
        {"last": LAST_DAY},
    ):
        for basis in ("receiving", "responsible", "holding"):
            place = (basis, measured.unit_key(row), row.day, row.sector_code)
            counted[(*place, "survey_answers", f"{row.criterion}|{row.role}")] += row.answers
            counted[(*place, "survey_satisfied", f"{row.criterion}|{row.role}")] += row.satisfied
    true = count_members(measured.world, measured.world.as_of, measured.without)
    assert differences({key: n for key, n in true.items() if key[2] <= LAST_DAY}, counted) == []


def test_every_figure_of_every_period_equals_the_truth(measured: Measured) -> None:
    """Flows added up, stocks at the end, openings at the start, for all sectors: every kind, role and unit."""
    periods = measured.warehouse.query("SELECT * FROM mart.period WHERE state <> 'open'")
    assert {period.kind for period in periods} == {
        "day", "week", "rolling_4_weeks", "month", "quarter", "half_year", "year_to_date", "nine_months",
        "report_month", "report_quarter", "report_half_year", "report_nine_months", "report_year", "year",
    }  # fmt: skip
    flows_of_day: defaultdict[dt.date, Counter[Key]] = defaultdict(Counter)
    for (basis, unit, day, _, measure), n in measured.counted_by_unit(measured.flows).items():
        flows_of_day[day][basis, unit, measure] += n
    edges = {period.period_end for period in periods} | {period.period_start - dt.timedelta(1) for period in periods}
    stock_of_day: defaultdict[dt.date, Counter[Key]] = defaultdict(Counter)
    for (basis, unit, day, _, measure), n in measured.counted_by_unit(measured.stocks(sorted(edges))).items():
        stock_of_day[day][basis, unit, measure] += n
    bases = {row.kind: row.bases for row in measured.warehouse.query("SELECT kind, bases FROM mart.period_kind")}
    wanted: Counter[Key] = Counter()
    for period in periods:
        day = period.period_start
        while day <= period.period_end:
            for (basis, unit, measure), n in flows_of_day[day].items():
                wanted[period.period_id, basis, unit, measure] += n
            day += dt.timedelta(1)
        for (basis, unit, measure), n in stock_of_day[period.period_end].items():
            wanted[period.period_id, basis, unit, measure] += n
        for (basis, unit, measure), n in stock_of_day[period.period_start - dt.timedelta(1)].items():
            wanted[period.period_id, basis, unit, f"{measure}_at_start"] += n
    true = {key: n for key, n in wanted.items() if key[1] in bases[key[0].split(":")[0]]}
    counted = {
        (row.period_id, row.basis, measured.unit_key(row), row.measure): int(row.n)
        for row in measured.warehouse.query(
            """
            SELECT figure.period_id, figure.basis, unit.unit_code, unit.valid_to, named.key AS measure, named.value AS n
            FROM mart.period_figure AS figure
            INNER JOIN mart.period USING (period_id)
            INNER JOIN mart.unit ON figure.subject_id = unit.unit_id
            CROSS JOIN LATERAL jsonb_each_text(figure.figures) AS named
            INNER JOIN mart.measure ON named.key = measure.measure AND measure.kind IN ('flow', 'stock', 'opening')
            WHERE figure.subject_kind = 'unit' AND figure.sector_code = '*' AND period.state <> 'open'
            """
        )
    }
    assert differences(true, counted) == []
    assert len(true) > 10_000


def test_the_rate_of_the_portal_and_the_year_to_date_equal_the_truth(measured: Measured) -> None:
    rows = measured.warehouse.query(
        "SELECT value.*, unit.valid_to FROM mart.indicator_value AS value "
        "INNER JOIN mart.unit ON value.subject_id = unit.unit_id "
        "WHERE indicator_code = 'on_time_rate_portal' AND is_final "
        "AND period_kind = 'year_to_date' AND basis = 'receiving' AND subject_kind = 'unit' AND sector_code = '*'"
    )
    ends = [row.period_end for row in rows]
    assert {(end.year, end.month) for end in ends} >= {(2025, 12), (2026, 1), (2026, 2), (2026, 3)}
    stocks = measured.counted_by_unit(measured.stocks(sorted({*ends})))
    flowing = measured.counted_by_unit(measured.flows)
    ended = (
        "resolved_early",
        "resolved_on_time",
        "resolved_overdue",
        "resolved_no_due_date",
        "refused",
        "withdrawn",
        "stopped",
    )
    open_states = ("within", "overdue", "no_due_date", "waiting_supplement", "waiting_payment")
    for row in rows:
        unit_key = measured.unit_key(row)
        flows: Counter[str] = Counter()
        for (basis, unit, day, _, measure), n in flowing.items():
            if basis == "receiving" and unit == unit_key and row.period_start <= day <= row.period_end:
                flows[measure] += n
        there: Counter[str] = Counter()
        for (basis, unit, day, _, measure), n in stocks.items():
            if basis == "receiving" and unit == unit_key and day == row.period_end:
                there[measure] += n
        assert row.numerator == flows["portal_ended_timely"] + there["portal_timely"]
        assert row.denominator == sum(flows[name] for name in ended) + sum(there[name] for name in open_states)
