"""Every ranking that is published from the start, against the truth: all schemes, areas and kinds of periods.

The truth counts the simulated world in its own way; points and ranks are computed here from the entries of the
catalogue, with fractions. What the world's offices enter is the sheet that the simulator writes, of the months and
report quarters in its data, so that every other period lacks the groups which need it.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
import yaml

from embedded.postgres import EmbeddedPostgres
from onestop import catalogue
from onestop.config.settings import CHECKOUT
from onestop.publish.rankings import publish_pending
from onestop.reference.units import seed_units
from onestop.sheets.folders import read_folders
from simulator.measures import count_flows, count_members, count_stocks
from simulator.truth import write_truth
from simulator.world import Scale, World, build_world
from tests.conftest import make_warehouse
from tests.support.warehouse import Warehouse

pytestmark = pytest.mark.timeout(900)

KINDS = ("month", "report_quarter", "report_half_year", "report_nine_months", "report_year", "rolling_4_weeks")
PERIODS = {
    "Tháng 10/2025": "month:2025-10-01:2025-10-31",
    "Tháng 11/2025": "month:2025-11-01:2025-11-30",
    "Tháng 12/2025": "month:2025-12-01:2025-12-31",
    "Tháng 1/2026": "month:2026-01-01:2026-01-31",
    "Tháng 2/2026": "month:2026-02-01:2026-02-28",
    "Tháng 3/2026": "month:2026-03-01:2026-03-31",
    "Tháng 4/2026": "month:2026-04-01:2026-04-30",
    "Tháng 5/2026": "month:2026-05-01:2026-05-31",
    "Tháng 6/2026": "month:2026-06-01:2026-06-30",
    "Tháng 7/2026": "month:2026-07-01:2026-07-31",
    "Tháng 8/2026": "month:2026-08-01:2026-08-31",
    "Tháng 9/2026": "month:2026-09-01:2026-09-30",
    "Quý báo cáo I/2026": "report_quarter:2025-12-15:2026-03-14",
    "Quý báo cáo II/2026": "report_quarter:2026-03-15:2026-06-14",
    "Quý báo cáo III/2026": "report_quarter:2026-06-15:2026-09-14",
}
"""Those of which something was entered, as the sheet names them."""
PROVINCE = "H57"
DISTINCT = {
    "procedures_paid_online": "procedure_paid_online",
    "procedures_payable": "procedure_payable",
    "procedures_population_linked": "procedure_population_linked",
}
"""Measures that count procedures, and the dimension of the truth that has them."""
Entry = Mapping[str, Any]


class Year(NamedTuple):
    """A world, a warehouse that published it, and what its offices entered: period, unit and figure."""

    world: World
    warehouse: Warehouse
    entered: Mapping[tuple[str, str, str], int]


@pytest.fixture(scope="module")
def year(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """A year of twelve communes in all former districts, read and published."""
    folder = tmp_path_factory.mktemp("year")
    world = build_world(Scale(dossiers=1200, communes=12))
    for warehouse in make_warehouse(server, folder):
        seed_units(warehouse.engine)
        catalogue.install(warehouse.owner)
        warehouse.keep_periods(*KINDS)
        warehouse.read_world(world)
        sheets = warehouse.settings.sheets_dir / "manual_figures"
        sheets.mkdir(parents=True)
        write_truth(world, folder / "truth")
        sheet = folder / "truth" / "manual_figures.csv"
        (sheets / "nhap-tay.csv").write_bytes(sheet.read_bytes())
        assert read_folders(warehouse.engine, warehouse.settings.sheets_dir)["accepted"] == 1
        warehouse.refresh()
        publish_pending(warehouse.engine)
        with sheet.open(encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        yield Year(
            world,
            warehouse,
            {(PERIODS[row["Kỳ"]], row["Mã đơn vị"], row["Số liệu"]): int(row["Giá trị"]) for row in rows},
        )


def entries(name: str) -> list[dict[str, Any]]:
    """Return the entries of a file of the catalogue."""
    found: list[dict[str, Any]] = yaml.safe_load(
        (CHECKOUT / "include" / "catalogue" / name).read_text(encoding="utf-8")
    )
    return found


def schemes() -> dict[str, list[Entry]]:
    """Return the items of each scheme, each with its group; a plan by one indicator gives 100 points for all of it."""
    found = {
        scheme["scheme_code"]: [
            {**item, "group": group["group_code"]} for group in scheme["groups"] for item in group["items"]
        ]
        for scheme in entries("schemes.yaml")
    }
    for plan in entries("plans.yaml"):
        if "indicator" in plan:
            code = plan["indicator"]
            found[f"by_{code}"] = [{"indicator_code": code, "max_points": 100, "group": "indicator"}]
    return found


class Truth:
    """Measures of the world's communes over ranges of days, in the role of the receiving unit."""

    def __init__(self, world: World, parts: Mapping[str, tuple[str, list[str]]], ends: list[dt.date]) -> None:
        self._parts = parts
        self._flows: defaultdict[tuple[str, str], Counter[dt.date]] = defaultdict(Counter)
        for (basis, unit, day, _, measure), n in count_flows(world, with_platform=False).items():
            if basis == "receiving":
                self._flows[unit, measure][day] += n
        self._stocks: Counter[tuple[str, str, dt.date]] = Counter()
        for (basis, unit, day, _, measure), n in count_stocks(world, ends).items():
            if basis == "receiving":
                self._stocks[unit, measure, day] += n
        self._members: defaultdict[tuple[str, str], set[tuple[dt.date, str]]] = defaultdict(set)
        for basis, unit, day, _, dimension, member in count_members(world):
            if basis == "receiving":
                self._members[unit, dimension].add((day, member))

    def measure(self, name: str, unit: str, start: dt.date, end: dt.date) -> int:
        """Return a measure of a unit from a first to a last day."""
        if name in DISTINCT:
            return len({who for day, who in self._members[unit, DISTINCT[name]] if start <= day <= end})
        kind, parts = self._parts[name]
        if kind == "sum":
            return sum(self.measure(part, unit, start, end) for part in parts)
        if kind == "stock":
            return self._stocks[unit, name, end]
        return sum(n for day, n in self._flows[unit, name].items() if start <= day <= end)


def points_of(item: Entry, indicator: Entry, numerator: int, denominator: int | None) -> Decimal | None:
    """Return the points of an item; None where nothing arose and the scheme gives nothing for that."""
    if denominator == 0:
        given = item.get("zero_denominator_points")
        return None if given is None else Decimal(str(given))
    good = denominator - numerator if indicator["direction"] == "lower_is_better" and denominator else numerator
    full = Fraction(str(item.get("full_score_at", 1)))
    most = Fraction(str(item["max_points"]))
    exact = min(most, most * good / ((denominator or 1) * full))
    hundredths = (exact * 100 + Fraction(1, 2)).__floor__()
    return (Decimal(hundredths) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


class Score(NamedTuple):
    """What a unit reached of the counted groups."""

    points: Decimal | None
    max_points: Decimal
    left_out: tuple[str, ...]


def parts_of(year: Year, truth: Truth, indicator: Entry, unit: str, period: Any) -> tuple[int, int | None] | None:
    """Return numerator and denominator of an indicator; None where a figure that has to be entered is missing."""
    sums: dict[str, int] = {"numerator": 0, "less": 0, "denominator": 0}
    for side in sums:
        for name in indicator.get(side) or ():
            if name in entered_codes():
                key = (period.period_id, unit, name)
                told = year.entered.get(key, year.entered.get((period.period_id, PROVINCE, name)))
                if told is None:
                    return None
                sums[side] += told
            else:
                sums[side] += truth.measure(name, unit, period.period_start, period.period_end)
    denominator = sums["denominator"] if indicator.get("denominator") else None
    return max(0, sums["numerator"] - sums["less"]), denominator


def score_of(year: Year, truth: Truth, items: list[Entry], unit: str, period: Any) -> Score:
    """Return the score of a unit in a period by the items of a scheme."""
    groups: defaultdict[str, list[Decimal | None]] = defaultdict(list)
    lacking: set[str] = set()
    most: Counter[str] = Counter()
    for item in items:
        indicator, group = first_versions()[item["indicator_code"]], item["group"]
        most[group] += item["max_points"]
        parts = parts_of(year, truth, indicator, unit, period)
        if parts is None:
            lacking.add(group)
        else:
            groups[group].append(points_of(item, indicator, *parts))
    counting = [points for group, found in groups.items() if group not in lacking for points in found]
    known = [points for points in counting if points is not None]
    total = sum(known, Decimal(0)) if counting and len(known) == len(counting) else None
    return Score(total, Decimal(sum(n for group, n in most.items() if group not in lacking)), tuple(sorted(lacking)))


@functools.cache
def entered_codes() -> frozenset[str]:
    """Return the figures that offices enter."""
    return frozenset(each["figure_code"] for each in entries("figures.yaml") if "instead_of" not in each)


@functools.cache
def first_versions() -> dict[str, Entry]:
    """Return the first version of each indicator, which the schemes name."""
    return {
        each["indicator_code"]: each for each in entries("indicators.yaml") if each.get("indicator_version", 1) == 1
    }


def true_scores(year: Year, publications: Sequence[Any], units: list[str]) -> dict[tuple[str, str, str], Score]:
    """Return the score of each unit by each scheme in each period that was published."""
    rows = year.warehouse.query("SELECT measure, kind, parts FROM mart.measure")
    ends = sorted({each.period_end for each in publications})
    truth = Truth(year.world, {row.measure: (row.kind, row.parts) for row in rows}, ends)
    items = schemes()
    wanted = {(each.scheme_code, each.period_id): each for each in publications}
    return {
        (scheme, period_id, unit): score_of(year, truth, items[scheme], unit, period)
        for (scheme, period_id), period in wanted.items()
        for unit in units
    }


def true_rank(own: Score, all_scores: Iterable[Score]) -> int | None:
    """Return the rank among the scores of the same groups: one more than there are better ones."""
    if own.points is None:
        return None
    others = [each.points for each in all_scores if each.left_out == own.left_out and each.points is not None]
    return 1 + sum(points > own.points for points in others)


def test_every_score_and_rank_of_every_ranking_equals_the_truth(year: Year) -> None:
    publications = year.warehouse.query("SELECT * FROM mart.publication_head")
    rows = year.warehouse.query("SELECT * FROM mart.ranking")
    units = [
        row.unit_code
        for row in year.warehouse.query("SELECT unit_code FROM mart.unit WHERE is_fed AND kind = 'commune'")
    ]
    assert len(units) == 12
    assert {row.rank for row in rows if row.unit_code not in units} == {None}, "a unit that nobody feeds is ranked"
    scores = true_scores(year, publications, units)
    ranked: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        if row.unit_code in units:
            ranked[row.publication_id].append(row)
    wrong = []
    for head in publications:
        true = {
            row.unit_code: scores[head.scheme_code, head.period_id, row.unit_code]
            for row in ranked[head.publication_id]
        }
        for row in ranked[head.publication_id]:
            own = true[row.unit_code]
            expected = (own.points, true_rank(own, true.values()), own.max_points, own.left_out)
            found = (row.score, row.rank, row.max_points, tuple(row.groups_left_out))
            if expected != found:
                wrong.append((head.scheme_code, head.area_code, head.period_id, row.unit_code, expected, found))
    assert (len(wrong), wrong[:5]) == (0, [])


def test_every_plan_was_published_and_scores_with_and_without_groups_occur(year: Year) -> None:
    shown = year.warehouse.query("SELECT DISTINCT scheme_code, area_kind, period_kind FROM mart.publication_head")
    planned = year.warehouse.query("SELECT scheme_code, area_kind, period_kind FROM mart.publication_plan")
    assert {tuple(row) for row in shown} == {tuple(row) for row in planned}
    rows = year.warehouse.query("SELECT DISTINCT groups_left_out FROM mart.ranking")
    assert {tuple(row.groups_left_out) for row in rows} == {(), ("digitization", "payment", "transparency")}


def test_a_score_without_groups_has_no_grade(year: Year) -> None:
    rows = year.warehouse.query(
        "SELECT period_id, groups_left_out, grade, max_points FROM mart.ranking INNER JOIN mart.publication "
        "USING (publication_id) WHERE scheme_code = 'qd766_commune' AND is_ranked"
    )
    lacking = [row for row in rows if row.period_id not in PERIODS.values()]
    assert {(tuple(row.groups_left_out), row.grade, row.max_points) for row in lacking} == {
        (("digitization", "payment", "transparency"), None, 50)
    }
    full = [row for row in rows if row.period_id in PERIODS.values()]
    assert {(tuple(row.groups_left_out), row.max_points, row.grade is None) for row in full} == {((), 100, False)}
