"""What CONTRIBUTING.md shows of the catalogue is done here, read out of its text, and held against the truth."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop import catalogue
from onestop.publish.rankings import publish_pending
from onestop.warehouse.database import transaction
from onestop.warehouse.migrate import revision_of
from simulator.localtime import moment_of
from simulator.testing import running_source
from simulator.truth import ALL_SECTORS, Form, Period, count_form, rank_communes
from simulator.world import World
from tests.catalogue.laying import lay
from tests.catalogue.manual import MANUAL, shown_files
from tests.conftest import make_warehouse
from tests.sheets.handing_in import as_csv, hand_in
from tests.support.connections import connection_to
from tests.support.warehouse import Warehouse

END = dt.datetime(2026, 10, 1, 6, tzinfo=dt.timezone(dt.timedelta(hours=7)))
SEPTEMBER = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))
MONTH = f"month:{SEPTEMBER.start}:{SEPTEMBER.end}"
CLUSTER = ("19753", "19774", "19777", "19789", "19804")
ENTERED = {"19753": (900, 1000), "19774": (700, 1000), "19777": (1000, 1000), "19789": (250, 1000), "19804": (0, 1000)}
"""Citizens with an identity account, and all of them, as five communes enter it; the sixth enters nothing."""

KINDS = ("month", "quarter", "report_quarter", "rolling_4_weeks")
"""Kinds of periods that are opened; all of them would take most of the time."""

Ranks = dict[str, tuple[Decimal | None, int | None]]


@pytest.fixture(scope="module")
def province(
    server: EmbeddedPostgres, small_world: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """A running warehouse that has read a year, to which all files of the manual are applied, and then its figures."""
    folder = tmp_path_factory.mktemp("province")
    warehouses = make_warehouse(server, folder / "var")
    warehouse = next(warehouses)
    warehouse.keep_periods(*KINDS)
    with running_source(small_world) as running:
        connection = connection_to(running)
        warehouse.register(connection)
        warehouse.read(connection)
        warehouse.refresh()
        with transaction(warehouse.owner) as owner:
            before = revision_of(owner), columns(warehouse)
        lay(warehouse, folder / "own", **shown_files())
        warehouse.keep_periods(*KINDS)
        warehouse.refresh()
        hand_in(warehouse, folder / "sheets", "manual_figures/thang-9.csv", as_csv(*entered_rows()))
        publish_pending(warehouse.engine)
        with transaction(warehouse.owner) as owner:
            assert (revision_of(owner), columns(warehouse)) == before, "a table changed, which only a migration does"
        yield warehouse
    next(warehouses, None)


@pytest.fixture(scope="module")
def truth(small_world: World) -> Form:
    """The form of September as the simulated world knows it."""
    return count_form(small_world, [SEPTEMBER], moment_of(END))


def columns(warehouse: Warehouse) -> list[str]:
    rows = warehouse.query("SELECT attrelid::regclass || '.' || attname AS name FROM pg_attribute ORDER BY 1")
    return [row.name for row in rows if row.name.startswith(("core.", "mart.", "audit.")) and "idx" not in row.name]


def entered_rows() -> Iterator[dict[str, str]]:
    """Yield the rows of a sheet, as the manual shows one, for the figures of the manual."""
    head, shown = re.findall(r"```\n(Mã đơn vị;.*)\n(.*)\n```", MANUAL)[0]
    example = dict(zip(head.split(";"), shown.split(";"), strict=True))
    for unit_code, values in ENTERED.items():
        for figure_code, value in zip(("e_identity_count", "adult_count"), values, strict=True):
            yield {**example, "Mã đơn vị": unit_code, "Số liệu": figure_code, "Giá trị": str(value)}


def published(warehouse: Warehouse, scheme: str, area: str = "H57", period_id: str = MONTH) -> Ranks:
    rows = warehouse.query(
        "SELECT unit_code, score, rank FROM mart.ranking INNER JOIN mart.publication USING (publication_id) "
        "WHERE scheme_code = %(scheme)s AND area_code = %(area)s AND period_id = %(period)s",
        {"scheme": scheme, "area": area, "period": period_id},
    )
    return {row.unit_code: (row.score, row.rank) for row in rows}


def ranked(scores: dict[str, Decimal | None]) -> Ranks:
    """Rank scores, highest first; equal ones share a rank and push the next down."""
    known = [score for score in scores.values() if score is not None]
    return {
        unit: (score, None if score is None else 1 + sum(other > score for other in known))
        for unit, score in scores.items()
    }


def points(most: int, share: Decimal) -> Decimal:
    return min(Decimal(most), most * share).quantize(Decimal("0.01"), ROUND_HALF_UP)


def parts(truth: Form, unit_code: str) -> tuple[Decimal | None, Decimal | None]:
    """Return the shares on time and online of a commune in September; None: nothing arose."""
    row = truth[unit_code, SEPTEMBER, ALL_SECTORS]
    received = row.received_online + row.received_direct_postal
    return (
        Decimal(row.resolved_early + row.resolved_on_time) / row.resolved_total if row.resolved_total else None,
        Decimal(row.received_online) / received if received else None,
    )


def test_a_scheme_of_three_indicators_with_an_own_figure_is_published(
    province: Warehouse, truth: Form, small_world: World
) -> None:
    whole: dict[str, Decimal | None] = {}
    without_group: dict[str, Decimal | None] = {}
    for commune in small_world.communes:
        on_time, online = parts(truth, commune.unit_key)
        assert on_time is not None
        assert online is not None
        counted = points(60, on_time) + points(30, online / Decimal("0.6"))
        if commune.unit_key in ENTERED:
            over, under = ENTERED[commune.unit_key]
            whole[commune.unit_key] = counted + points(10, Decimal(over) / under)
        else:
            without_group[commune.unit_key] = counted
    # Who entered nothing is scored without the group, and ranked among those who lack it too.
    assert (len(whole), len(without_group)) == (5, 1)
    assert published(province, "three_things") == {**ranked(whole), **ranked(without_group)}
    grades = province.query(
        "SELECT unit_code, grade FROM mart.ranking INNER JOIN mart.publication USING (publication_id) "
        f"WHERE scheme_code = 'three_things' AND period_id = '{MONTH}'"
    )
    given = {row.unit_code: row.grade for row in grades if row.unit_code in whole}
    assert given == {unit: "Đạt" if (score or 0) >= 80 else "Chưa đạt" for unit, score in whole.items()}


def test_a_ranking_by_one_indicator_is_published(province: Warehouse, truth: Form, small_world: World) -> None:
    shares = {commune.unit_key: parts(truth, commune.unit_key)[0] for commune in small_world.communes}
    scores = {unit: None if share is None else points(100, share) for unit, share in shares.items()}
    assert published(province, "by_on_time_rate_06a") == ranked(scores)
    names = province.query("SELECT name_vi FROM mart.scheme WHERE scheme_code = 'by_on_time_rate_06a'")
    assert [row.name_vi for row in names] == ["Xếp hạng theo tỷ lệ đúng hạn (theo biểu II.06a)"]
    kinds = province.query(
        "SELECT DISTINCT period.kind FROM mart.publication INNER JOIN mart.period USING (period_id) "
        "WHERE scheme_code = 'by_on_time_rate_06a' ORDER BY 1"
    )
    assert [row.kind for row in kinds] == ["month", "quarter"]


def test_a_cluster_of_five_communes_is_ranked_by_itself(province: Warehouse, truth: Form) -> None:
    members = {key: row for key, row in truth.items() if key[0] in CLUSTER}
    expected = {
        row.unit_code: (None if row.score is None else Decimal(row.score) / 100, row.rank)
        for row in rank_communes(members, SEPTEMBER)
    }
    assert len(expected) == 5
    assert published(province, "on_time_simple", "CUM1") == expected


def test_an_own_figure_is_an_indicator(province: Warehouse) -> None:
    rows = province.query(
        "SELECT unit_code, value, null_reason FROM mart.indicator_value WHERE indicator_code = 'e_identity_rate' "
        f"AND period_id = '{MONTH}' AND subject_kind = 'unit' AND basis = 'receiving' AND sector_code = '*'"
    )
    values = {row.unit_code: row.value for row in rows if row.value is not None}
    assert values == {unit: Decimal(over) / under for unit, (over, under) in ENTERED.items()}
    assert {row.unit_code: row.null_reason for row in rows if row.value is None} == {"19813": "external"}


def test_an_indicator_of_measures_reaches_closed_periods_too(province: Warehouse, truth: Form) -> None:
    rows = province.query(
        "SELECT unit_code, numerator, denominator FROM mart.indicator_value WHERE indicator_code = 'waiting_share' "
        f"AND period_id = '{MONTH}' AND subject_kind = 'unit' AND basis = 'receiving' AND sector_code = '*'"
    )
    expected = {
        unit: (row.paused, row.in_progress_total) for (unit, _, sector), row in truth.items() if sector == ALL_SECTORS
    }
    assert {row.unit_code: (row.numerator, row.denominator) for row in rows} == expected
    assert any(numerator for numerator, _ in expected.values())


def test_limits_of_a_province_stand_beside_those_of_all(province: Warehouse) -> None:
    rows = province.query("SELECT area_code, due_soon_working_days, overdue_long_working_days FROM mart.alert_limit")
    assert sorted(map(tuple, rows)) == [("*", 2, 10), ("H57", 3, 5)]


def test_taking_the_folder_away_ends_the_plans_and_keeps_what_was_published(
    province: Warehouse, tmp_path: Path
) -> None:
    before = published(province, "three_things")
    told = lay(province, tmp_path)
    assert "plans: province month three_things is taken out" in told
    assert "indicators: waiting_share 1 is taken out" in told
    assert "indicators: e_identity_rate 1 is taken out" not in told
    assert published(province, "three_things") == before != {}
    assert publish_pending(province.engine) == []
    assert catalogue.install(province.engine) == []
