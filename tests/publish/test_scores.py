"""How points come from shares: bounds, order, whose the lost ones are, and what a missing value means."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embedded.postgres import EmbeddedPostgres
from onestop.publish.rankings import publish_pending
from onestop.warehouse.database import WarehouseError
from tests.conftest import copy_warehouse
from tests.publish.scoring import MARCH, give, publish_by
from tests.support.warehouse import Warehouse

SCHEME = """
    INSERT INTO mart.scheme (scheme_code, scheme_version, name_vi, basis, source)
    VALUES ('tried', 1, 'Bộ tiêu chí thử', 'receiving', 'test');
    INSERT INTO mart.scheme_group (scheme_code, scheme_version, group_code, ordinal, name_vi)
    VALUES ('tried', 1, 'all', 1, 'Tất cả');
"""
ITEM: dict[str, Any] = {
    "indicator_code": "on_time_rate_06a",
    "max_points": 10,
    "full_score_at": 1,
    "zero_denominator_points": None,
    "lost_kind": "gone",
    "not_ours": [],
}
INSERT_ITEM = """
    INSERT INTO mart.scheme_item (
        scheme_code, scheme_version, group_code, indicator_code, indicator_version, max_points, full_score_at,
        zero_denominator_points, lost_kind, not_ours
    ) VALUES (
        'tried', 1, 'all', %(indicator_code)s, 1, %(max_points)s, %(full_score_at)s, %(zero_denominator_points)s,
        %(lost_kind)s, %(not_ours)s
    )
"""
AT_ALL = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def published(
    server: EmbeddedPostgres, read_communes: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """A warehouse that has published by on_time_simple."""
    for warehouse in copy_warehouse(server, read_communes, tmp_path_factory.mktemp("published")):
        assert publish_pending(warehouse.engine) != []
        yield warehouse


@pytest.fixture
def tried(communes: Warehouse) -> Warehouse:
    """A warehouse with an empty scheme."""
    communes.execute(SCHEME)
    return communes


def points(warehouse: Warehouse, share: Decimal, most: Decimal, full: Decimal) -> Decimal:
    """Return the points for a share."""
    asked = {"share": share, "most": most, "full": full}
    row = warehouse.query("SELECT mart.points_of(%(share)s, 1, %(most)s, %(full)s) AS points", asked)[0]
    assert isinstance(row.points, Decimal)
    return row.points


def add_item(warehouse: Warehouse, **changed: Any) -> dict[str, Any]:
    """Add an indicator to the scheme and return its entry."""
    item = {**ITEM, **changed}
    warehouse.execute(INSERT_ITEM, item)
    return item


def score(warehouse: Warehouse, **changed: Any) -> tuple[Any, ...]:
    """Add an indicator to the scheme; return its points and lost points by kind for 19753 in March."""
    item = add_item(warehouse, **changed)
    row = warehouse.query(
        "SELECT points, points_recoverable, points_gone, points_not_ours, lost_kind FROM mart.score "
        "WHERE scheme_code = 'tried' AND indicator_code = %(code)s AND unit_code = '19753' AND period_id = %(march)s "
        "AND subject_kind = 'unit'",
        {"code": item["indicator_code"], "march": MARCH},
    )[0]
    return tuple(row)


def test_points_are_rounded_once_and_at_the_end(warehouse: Warehouse) -> None:
    """1/48 has no end as a decimal number, but six points of it are 0.125."""
    assert warehouse.query("SELECT mart.points_of(1, 48, 6, 1) AS points")[0].points == Decimal("0.13")
    assert warehouse.query("SELECT mart.points_of(7, 480, 60, 1) AS points")[0].points == Decimal("0.88")
    assert warehouse.query("SELECT mart.points_of(0, 0, 60, 1) AS points")[0].points is None


counts = st.integers(min_value=0, max_value=10_000)


@AT_ALL
@given(st.tuples(counts, counts), counts.filter(bool), st.integers(1, 40), st.integers(1, 100))
def test_points_are_bounded_and_grow_with_the_numerator(
    warehouse: Warehouse, numerators: tuple[int, int], denominator: int, most: int, full: int
) -> None:
    less, more = (
        points(warehouse, Decimal(number) / denominator, Decimal(most), Decimal(full) / 100)
        for number in sorted(numerators)
    )
    assert 0 <= less <= more <= most
    assert points(warehouse, Decimal(full) / 100, Decimal(most), Decimal(full) / 100) == most


outcomes = st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
MONTHS = [f"month:2026-{days}" for days in (
    "03-01:2026-03-31", "04-01:2026-04-30", "05-01:2026-05-31", "06-01:2026-06-30", "07-01:2026-07-31",
    "08-01:2026-08-31", "09-01:2026-09-30",
)]  # fmt: skip


# Seven months at a time: as many shares as AT_ALL tries, in fewer questions.
@pytest.mark.parametrize("lost_kind", ["recoverable", "gone", "not_ours"])
@settings(AT_ALL, max_examples=10)
@given(st.lists(outcomes, min_size=len(MONTHS), max_size=len(MONTHS)))
def test_the_lost_points_are_told_apart_to_the_last(
    tried: Warehouse, lost_kind: str, months: list[tuple[int, int, int]]
) -> None:
    tried.execute("DELETE FROM mart.scheme_item WHERE scheme_code = 'tried'")
    resolved = {}
    for period_id, (timely, late, elsewhere) in zip(MONTHS, months, strict=True):
        resolved[period_id] = timely + late
        figures = {"resolved_timely": timely, "resolved_total": timely + late}
        give(tried, "19753", {**figures, "resolved_overdue_other_agency": elsewhere}, period_id)
    add_item(tried, lost_kind=lost_kind, not_ours=["resolved_overdue_other_agency"])
    rows = tried.query(
        "SELECT period_id, points, points_recoverable AS recoverable, points_gone AS gone, "
        "points_not_ours AS not_ours, lost_kind FROM mart.score "
        "WHERE scheme_code = 'tried' AND unit_code = '19753' AND subject_kind = 'unit' "
        "AND period_id = ANY(%(months)s)",
        {"months": MONTHS},
    )
    assert len(rows) == len(MONTHS)
    for row in rows:
        lost = {kind: row._mapping[kind] for kind in ("recoverable", "gone", "not_ours")}
        if resolved[row.period_id] == 0:
            assert (row.points, {*lost.values()}, row.lost_kind) == (None, {0}, None)
            continue
        assert row.points + sum(lost.values()) == 10
        assert min(lost.values()) >= 0
        assert (row.lost_kind is None) == (sum(lost.values()) == 0)
        assert row.lost_kind is None or lost[row.lost_kind] == max(lost.values())
        assert {kind for kind, n in lost.items() if n} <= {lost_kind, "not_ours"}


def test_half_of_the_late_ones_at_another_agency_are_half_of_the_lost_points(tried: Warehouse) -> None:
    figures = {"resolved_timely": 80, "resolved_total": 100, "resolved_overdue_other_agency": 10}
    give(tried, "19753", figures)
    assert score(tried, not_ours=["resolved_overdue_other_agency"]) == (8, 0, 1, 1, "gone")


def test_what_lies_beyond_the_cap_is_told(tried: Warehouse) -> None:
    give(tried, "19753", {"received_reused": 90, "received_new": 100})
    assert score(tried, indicator_code="reuse_rate", full_score_at="0.8") == (10, 0, 0, 0, None)
    publish_by(tried, "tried")
    cut = tried.query("SELECT points_cut FROM mart.published_score WHERE points IS NOT NULL")
    assert [row.points_cut for row in cut] == [Decimal("1.25")]


def test_of_what_is_better_lower_the_rest_gives_points(tried: Warehouse) -> None:
    give(tried, "19753", {"resolved_overdue": 25, "ended_total": 100})
    assert score(tried, indicator_code="late_share")[0] == Decimal("7.50")


def test_a_number_gives_points_up_to_the_number_that_is_enough(tried: Warehouse) -> None:
    give(tried, "19753", {"e_certified_copies": 3})
    assert score(tried, indicator_code="e_certified_copy_count", full_score_at=4)[0] == Decimal("7.50")
    give(tried, "19753", {})
    row = tried.query(
        "SELECT points FROM mart.score WHERE scheme_code = 'tried' AND unit_code = '19753' AND period_id = %(march)s",
        {"march": MARCH},
    )[0]
    assert row.points == 0, "none were issued, which is known"


@pytest.mark.parametrize(("zero", "expected"), [(None, None), (0, 0), (6, 6)])
def test_where_nothing_arose_the_scheme_says_what_it_gives(tried: Warehouse, zero: Any, expected: Any) -> None:
    give(tried, "19753", {})
    assert score(tried, zero_denominator_points=zero)[0] == expected


def test_an_indicator_without_points_leaves_the_commune_without_a_score(tried: Warehouse) -> None:
    for unit_code in ("19753", "00745"):
        give(tried, unit_code, {"resolved_timely": 1, "resolved_total": 1})
    score(tried)
    give(tried, "00745", {"resolved_timely": 1, "resolved_total": 1, "received_new": 1})
    score(tried, indicator_code="online_rate")
    publish_by(tried, "tried")
    rows = tried.query(
        "SELECT unit_code, score, rank, unranked_reason FROM mart.ranking WHERE period_start = '2026-03-01'"
    )
    assert {tuple(row) for row in rows} == {
        ("00745", 10, 1, None),
        ("19753", None, None, "Không phát sinh trong kỳ: Tỷ lệ hồ sơ nộp trực tuyến"),
    }


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "Xuất sắc"), ("90", "Xuất sắc"), ("89.99", "Tốt"), ("80", "Tốt"), ("79.99", "Khá"), ("70", "Khá"),
        ("69.99", "Trung bình"), ("50", "Trung bình"), ("49.99", "Yếu"), ("0", "Yếu"),
    ],
)  # fmt: skip
def test_a_grade_begins_with_its_least_points(warehouse: Warehouse, total: str, grade: str) -> None:
    asked = "SELECT mart.grade_of('qd766_commune', 1, %(total)s::numeric) AS grade"
    assert warehouse.query(asked, {"total": total})[0].grade == grade


def test_without_a_score_or_bands_there_is_no_grade(warehouse: Warehouse) -> None:
    row = warehouse.query(
        "SELECT mart.grade_of('qd766_commune', 1, NULL) AS none, mart.grade_of('on_time_simple', 1, 90) AS plain"
    )[0]
    assert tuple(row) == (None, None)


@pytest.mark.parametrize(
    "code", ["mean_processing_working_days", "median_processing_working_days", "accepted_late_count"]
)
def test_what_is_neither_a_share_nor_a_number_of_good_things_gives_no_points(tried: Warehouse, code: str) -> None:
    with pytest.raises(WarehouseError, match="points_for_shares"):
        tried.execute(INSERT_ITEM, {**ITEM, "indicator_code": code})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mart.scheme_item SET max_points = 90 WHERE scheme_code = 'on_time_simple'",
        "UPDATE mart.scheme SET basis = 'holding' WHERE scheme_code = 'on_time_simple'",
        "INSERT INTO mart.scheme_band VALUES ('on_time_simple', 1, 90, 'Tốt')",
        "UPDATE mart.scheme_item SET scheme_code = 'on_time_simple' WHERE scheme_code = 'qd766_commune' "
        "AND indicator_code = 'online_rate'",
        "DELETE FROM mart.scheme_item WHERE scheme_code = 'on_time_simple'",
    ],
)
def test_a_scheme_that_was_published_by_stays(published: Warehouse, statement: str) -> None:
    with pytest.raises(WarehouseError, match="23001"):
        published.execute(statement)


def test_a_scheme_that_nothing_was_published_by_may_change(published: Warehouse) -> None:
    published.execute("UPDATE mart.scheme_item SET full_score_at = 0.6 WHERE indicator_code = 'online_rate'")
    changed = published.query(
        "SELECT DISTINCT full_score_at FROM mart.scheme_item WHERE indicator_code = 'online_rate'"
    )
    assert [tuple(row) for row in changed] == [(Decimal("0.6"),)]
