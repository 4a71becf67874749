"""From a figure to its dossiers: as they counted when it was published, whatever came afterwards."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from onestop.publish.rankings import publish_pending
from simulator.world import Scale, build_world
from tests.publish.scoring import MARCH, give, publish_by
from tests.support.scripted import Record, dossier, script_of, scripted_source
from tests.support.warehouse import Warehouse

APRIL = "month:2026-04-01:2026-04-30"
SEPTEMBER = "month:2026-09-01:2026-09-30"
COUNTED = """
    SELECT subject_id, unit_code, indicator_code, numerator, denominator, value_kind FROM mart.published_value
    WHERE publication_id = %(publication_id)s AND subject_kind = 'unit' AND basis = 'receiving' AND sector_code = '*'
        AND value_kind IN ('ratio', 'count')
        AND (indicator_code, indicator_version) NOT IN (
            SELECT indicator_code, indicator_version FROM mart.indicator_entry WHERE is_needed
        )
"""
DISTINCT = {"procedures_online_rate", "procedures_online_payment_rate"}


@pytest.fixture(scope="module")
def year(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse with the published months of three communes with every kind of history."""
    module_warehouse.keep_periods("month")
    module_warehouse.read_and_refresh(build_world(Scale(dossiers=900, communes=3, rich_histories=True)))
    publish_pending(module_warehouse.engine)
    return module_warehouse


def publication_of(warehouse: Warehouse, period_id: str) -> int:
    """Return the latest publication of a period."""
    asked = "SELECT max(publication_id) AS id FROM mart.publication WHERE period_id = %(period_id)s"
    return int(warehouse.query(asked, {"period_id": period_id})[0].id)


def explained(warehouse: Warehouse, publication_id: int, unit_code: str, indicator: str) -> list[Any]:
    """Return the records behind a published figure."""
    return list(
        warehouse.query(
            "SELECT * FROM mart.explain(%(id)s, %(unit)s, %(indicator)s)",
            {"id": publication_id, "unit": unit_code, "indicator": indicator},
        )
    )


def sums(rows: list[Any], indicator: str) -> tuple[int, int]:
    """Return what the records add up to; of an indicator of procedures, how many there are."""
    if indicator in DISTINCT:
        counted = [{row.procedure_code for row in rows if row[column] > 0} for column in (5, 6)]
        return len(counted[0]), len(counted[1])
    return sum(row.numerator for row in rows), sum(row.denominator for row in rows)


def test_the_records_of_every_published_figure_add_up_to_it(year: Warehouse) -> None:
    publication_id = publication_of(year, SEPTEMBER)
    figures = year.query(COUNTED, {"publication_id": publication_id})
    assert len({row.indicator_code for row in figures}) > 45
    assert sum(row.numerator > 0 for row in figures) > 100
    for figure in figures:
        rows = explained(year, publication_id, figure.unit_code, figure.indicator_code)
        found = sums(rows, figure.indicator_code)
        wanted = (figure.numerator, figure.denominator or 0)
        if figure.indicator_code == "reception_satisfaction_rate":
            wanted, found = (wanted[0], wanted[1]), (max(found[0], 0), found[1])
        assert found == wanted, (figure.unit_code, figure.indicator_code)
        assert len({(row.source_id, row.record_key) for row in rows}) == len(rows)


def test_a_figure_of_now_is_explained_in_every_role(year: Warehouse) -> None:
    figures = year.query(
        "SELECT unit_code, basis, numerator, denominator FROM mart.indicator_value WHERE subject_kind = 'unit' "
        "AND period_id = %(period_id)s AND sector_code = '*' AND indicator_code = 'on_time_rate_portal'",
        {"period_id": SEPTEMBER},
    )
    assert {row.basis for row in figures} == {"receiving", "responsible", "holding"}
    for figure in figures:
        rows = year.query(
            "SELECT * FROM mart.explain_now(%(period_id)s, %(unit)s, 'on_time_rate_portal', %(basis)s)",
            {"period_id": SEPTEMBER, "unit": figure.unit_code, "basis": figure.basis},
        )
        assert sums(list(rows), "on_time_rate_portal") == (figure.numerator, figure.denominator)


ENDED = {"TrangThaiHoSo": "10", "NgayKetThucXuLy": "20260303080000", "CapNhatLuc": "2026-03-31T17:00:00+07:00"}
LATE = {
    "TrangThaiHoSo": "10", "NgayKetThucXuLy": "20260309080000", "CapNhatLuc": "2026-09-30T08:00:00+07:00",
}  # fmt: skip


def read(warehouse: Warehouse, *dossiers: Record, as_of: str) -> None:
    """Read these dossiers and let the figures follow."""
    warehouse.read_and_refresh(script_of(dossiers, as_of=as_of), every_feed=True)


@pytest.fixture
def moved(warehouse: Warehouse) -> tuple[Warehouse, int]:
    """A warehouse whose published on-time rate of March has moved since, and the publication."""
    warehouse.keep_periods("month")
    read(warehouse, dossier("A-1", **ENDED), dossier("A-2", **ENDED), as_of="2026-10-01T06:00:00+07:00")
    publish_pending(warehouse.engine)
    new = dossier("A-3", **LATE)
    read(warehouse, dossier("A-1", **LATE), new, as_of="2026-10-01T06:30:00+07:00")
    return warehouse, publication_of(warehouse, MARCH)


def on_time(warehouse: Warehouse, publication_id: int | None = None) -> dict[str, bool]:
    """Return which dossiers the on-time rate counts, and whether as on time; without a publication those of now."""
    rows: Any = (
        warehouse.query(f"SELECT * FROM mart.explain_now('{MARCH}', '19753', 'on_time_rate_06a')")
        if publication_id is None
        else explained(warehouse, publication_id, "19753", "on_time_rate_06a")
    )
    assert {row.denominator for row in rows} <= {1}
    return {row.record_key: row.numerator == 1 for row in rows}


PUBLISHED = {"A-1": True, "A-2": True}
NOW = {"A-1": False, "A-2": True, "A-3": False}


def test_a_publication_is_explained_by_the_dossiers_of_then(moved: tuple[Warehouse, int]) -> None:
    warehouse, publication_id = moved
    assert on_time(warehouse, publication_id) == PUBLISHED
    assert on_time(warehouse) == NOW


def test_measures_made_anew_leave_it_explained(moved: tuple[Warehouse, int]) -> None:
    warehouse, publication_id = moved
    warehouse.rebuild()
    assert on_time(warehouse, publication_id) == PUBLISHED
    assert on_time(warehouse) == NOW


def test_a_case_that_counts_otherwise_in_another_build_is_explained_as_before(warehouse: Warehouse) -> None:
    warehouse.keep_periods("month")
    read(warehouse, dossier("A-1", **ENDED), dossier("A-2", **ENDED), as_of="2026-10-01T06:00:00+07:00")
    publish_pending(warehouse.engine)
    publication_id = publication_of(warehouse, MARCH)
    # What another version of the rules would make of it: nothing was touched, and nothing was read since.
    warehouse.execute("UPDATE core.dossier SET due_at = due_at - interval '7 days' WHERE dossier_code = 'A-1'")
    warehouse.execute("UPDATE core.dossier SET is_deleted = TRUE WHERE dossier_code = 'A-2'")
    warehouse.rebuild()
    assert on_time(warehouse, publication_id) == PUBLISHED
    assert on_time(warehouse) == {"A-1": False}
    assert publish_pending(warehouse.engine) == []


def test_a_case_that_a_migration_counts_otherwise_is_explained_as_before(warehouse: Warehouse) -> None:
    warehouse.keep_periods("month")
    read(warehouse, dossier("A-1", **ENDED), as_of="2026-10-01T06:00:00+07:00")
    publish_pending(warehouse.engine)
    publication_id = publication_of(warehouse, MARCH)
    warehouse.execute("UPDATE core.dossier SET due_at = due_at - interval '7 days'")
    warehouse.execute("UPDATE audit.measure_state SET applied_seq = 0")
    warehouse.refresh()
    assert on_time(warehouse, publication_id) == {"A-1": True}
    assert on_time(warehouse) == {"A-1": False}


def test_nothing_is_kept_of_what_nobody_published(warehouse: Warehouse) -> None:
    read(warehouse, dossier("A-1", **ENDED), as_of="2026-10-01T06:00:00+07:00")
    read(warehouse, dossier("A-1", **LATE), as_of="2026-10-01T06:30:00+07:00")
    assert warehouse.query("SELECT count(*) AS n FROM core.case_fact_history")[0].n == 0


def test_the_reader_may_ask_for_the_dossiers_and_not_for_more(warehouse: Warehouse) -> None:
    rights = warehouse.query(
        "SELECT has_function_privilege('onestop_reader', 'mart.explain(bigint, text, text)', 'execute') AS ask, "
        "has_function_privilege('onestop_reader', 'core.explained(integer, text, date, date, text, integer, bigint)', "
        "'execute') AS more, has_table_privilege('onestop_reader', 'core.case_fact_history', 'select') AS rows"
    )[0]
    assert tuple(rights) == (True, False, False)


counts = st.integers(min_value=0, max_value=300)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts, counts, st.integers(1, 20), st.integers(50, 100), st.integers(1, 20))
def test_so_many_dossiers_more_are_needed_and_no_fewer(
    warehouse: Warehouse, good: int, rest: int, most: int, full: int, wanted: int
) -> None:
    assume(good + rest > 0)
    asked = {"good": good, "among": good + rest, "most": most, "full": Decimal(full) / 100, "wanted": wanted}
    rows = warehouse.query(
        "SELECT mart.dossiers_to(%(wanted)s, %(most)s, %(full)s, %(good)s, %(among)s, FALSE) AS needed, "
        "(SELECT min(more) FROM generate_series(0, %(among)s - %(good)s) AS more "
        "WHERE mart.points_of(%(good)s + more, %(among)s, %(most)s, %(full)s) >= %(wanted)s) AS smallest",
        asked,
    )
    assert rows[0].needed == (rows[0].smallest or None)


def test_the_next_point_all_points_and_the_next_grade(communes: Warehouse) -> None:
    give(communes, "19753", {"resolved_timely": 88, "resolved_total": 100})
    communes.execute(
        "INSERT INTO mart.scheme_band VALUES ('on_time_simple', 1, 90, 'Tốt'), ('on_time_simple', 1, 99.5, 'Xuất sắc')"
    )
    publish_pending(communes.engine)
    rows = communes.query("SELECT * FROM mart.score_outlook(%(id)s, '19753')", {"id": publication_of(communes, MARCH)})
    assert [tuple(row) for row in rows] == [("on_time_rate_06a", 88, 100, 1, 12, 2, "Tốt")]


def test_the_dossiers_by_which_points_can_be_won_back(communes: Warehouse) -> None:
    with scripted_source(
        script_of(
            [dossier(f"B-{number}", **{**ENDED, "CapNhatLuc": "2026-09-30T08:00:00+07:00"}) for number in range(3)],
            as_of="2026-10-01T06:30:00+07:00",
        )
    ) as connection:
        communes.register(connection)
        communes.read(connection)
    communes.refresh()
    communes.execute(
        """
        INSERT INTO mart.scheme (scheme_code, scheme_version, name_vi, basis, source)
        VALUES ('mended', 1, 'Bộ tiêu chí thử', 'receiving', 'test');
        INSERT INTO mart.scheme_group (scheme_code, scheme_version, group_code, ordinal, name_vi)
        VALUES ('mended', 1, 'all', 1, 'Tất cả');
        INSERT INTO mart.scheme_item (
            scheme_code, scheme_version, group_code, indicator_code, indicator_version, max_points, lost_kind
        ) VALUES
        ('mended', 1, 'all', 'digitized_result_rate', 1, 6, 'recoverable'),
        ('mended', 1, 'all', 'on_time_rate_06a', 1, 6, 'gone')
        """
    )
    publish_by(communes, "mended")
    rows = communes.query(
        "SELECT indicator_code, points_each, record_key FROM mart.dossiers_to_mend(%(id)s, '19753')",
        {"id": publication_of(communes, MARCH)},
    )
    assert [tuple(row) for row in rows] == [("digitized_result_rate", 2, f"B-{number}") for number in range(3)]
    now = communes.query(
        "SELECT indicator_code, points_each, record_key FROM mart.dossiers_to_mend_now(%(march)s, '19753', 'mended')",
        {"march": MARCH},
    )
    assert now == rows


def test_what_moved_a_rank(communes: Warehouse) -> None:
    communes.execute(
        """
        INSERT INTO mart.scheme (scheme_code, scheme_version, name_vi, basis, source)
        VALUES ('moving', 1, 'Bộ tiêu chí thử', 'receiving', 'test');
        INSERT INTO mart.scheme_group (scheme_code, scheme_version, group_code, ordinal, name_vi)
        VALUES ('moving', 1, 'all', 1, 'Tất cả');
        INSERT INTO mart.scheme_item (
            scheme_code, scheme_version, group_code, indicator_code, indicator_version, max_points
        ) VALUES ('moving', 1, 'all', 'online_rate', 1, 10), ('moving', 1, 'all', 'on_time_rate_06a', 1, 10)
        """
    )
    timely = {("19753", MARCH): 9, ("19753", APRIL): 7, ("00745", MARCH): 8, ("00745", APRIL): 8}
    for (unit_code, period_id), number in timely.items():
        figures = {"received_new": 10, "received_online": 5, "resolved_total": 10, "resolved_timely": number}
        give(communes, unit_code, figures, period_id)
    publish_by(communes, "moving")
    rows = communes.query(
        "SELECT unit_code, previous_rank, rank, indicator_code, points_change, places_won FROM mart.rank_movement "
        "WHERE publication_id = %(id)s ORDER BY unit_code, indicator_code",
        {"id": publication_of(communes, APRIL)},
    )
    assert [tuple(row) for row in rows] == [
        ("00745", 2, 1, "on_time_rate_06a", 0, 0),
        ("00745", 2, 1, "online_rate", 0, 0),
        ("19753", 1, 2, "on_time_rate_06a", -2, -1),
        ("19753", 1, 2, "online_rate", 0, 0),
    ]


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        ("year_to_date", ["2026-08-31", "2026-09-30"]),
        ("rolling_4_weeks", ["2026-08-16", "2026-08-23", "2026-08-30", "2026-09-06"]),
    ],
)
def test_the_previous_rank_of_overlapping_periods_is_of_the_one_that_ended_before(
    warehouse: Warehouse, kind: str, ends: list[str]
) -> None:
    warehouse.keep_periods(kind)
    august = dossier(
        "A-1", NgayNopHoSo="20260810080000", NgayTiepNhan="20260810080000", NgayHenTra="20260813080000",
        NgayKetThucXuLy="20260812080000", TrangThaiHoSo="10", CapNhatLuc="2026-08-31T17:00:00+07:00",
    )  # fmt: skip
    read(warehouse, august, as_of="2026-10-01T06:00:00+07:00")
    publish_by(warehouse, "on_time_simple", kind)
    rows = warehouse.query(
        "SELECT period_end::text AS ended, rank, previous_rank FROM mart.ranking "
        "INNER JOIN mart.publication USING (publication_id) INNER JOIN mart.period USING (period_id) "
        "WHERE is_ranked ORDER BY period_end"
    )
    assert [tuple(row) for row in rows] == [(end, 1, None if end == ends[0] else 1) for end in ends]
