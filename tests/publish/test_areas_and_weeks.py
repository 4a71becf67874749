"""Rankings of districts, clusters and types of units, and of four weeks every Monday, against the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from onestop.publish.rankings import publish_pending
from simulator.localtime import moment_of
from simulator.testing import running_source
from simulator.truth import ALL_SECTORS, Period, count_form, rank_communes
from simulator.world import Scale, World, build_world
from tests.support.connections import connection_to
from tests.support.warehouse import Warehouse

LOCAL = dt.timezone(dt.timedelta(hours=7))
END = dt.datetime(2026, 10, 1, 6, tzinfo=LOCAL)
SEPTEMBER = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))
MONDAYS = [dt.date(2026, 9, 7) + dt.timedelta(weeks=week) for week in range(4)]

Ranking = dict[str, tuple[Decimal | None, int | None, int | None]]


@pytest.fixture(scope="module")
def world() -> World:
    """Enough communes for ties and movements."""
    return build_world(Scale(dossiers=500, communes=12))


@pytest.fixture
def october(warehouse: Warehouse, world: World) -> Iterator[Warehouse]:
    """1 October: months and rolling weeks are counted, nothing is published."""
    warehouse.keep_periods("month", "rolling_4_weeks")
    with running_source(world) as running:
        connection = connection_to(running)
        warehouse.register(connection)
        warehouse.read(connection)
        warehouse.refresh()
        yield warehouse


def ranking_of(warehouse: Warehouse, area_code: str, period_id: str) -> Ranking:
    """Return score, rank and previous rank of each commune in the publication of an area and period."""
    rows = warehouse.query(
        "SELECT unit_code, score, rank, previous_rank FROM mart.ranking INNER JOIN mart.publication "
        "USING (publication_id) WHERE area_code = %(area)s AND period_id = %(period)s",
        {"area": area_code, "period": period_id},
    )
    return {row.unit_code: (row.score, row.rank, row.previous_rank) for row in rows}


def truth_of(world: World, period: Period, before: Ranking, members: set[str] | None = None) -> Ranking:
    """Return the same from the truth, ranked among the members only."""
    form = count_form(world, [period], moment_of(END))
    kept = {key: row for key, row in form.items() if members is None or key[0] in members}
    assert {key[2] for key in kept} >= {ALL_SECTORS}
    return {
        row.unit_code: (
            None if row.score is None else Decimal(row.score) / 100,
            row.rank,
            before[row.unit_code][1] if before else None,
        )
        for row in rank_communes(kept, period)
    }


def of_four_weeks(monday: dt.date) -> Period:
    """Return the four weeks before a Monday."""
    return Period(monday - dt.timedelta(days=28), monday - dt.timedelta(days=1))


def test_every_monday_the_four_weeks_before_are_ranked_beside_the_monday_before(
    october: Warehouse, world: World
) -> None:
    publish_pending(october.engine)
    published = october.query("SELECT period_id FROM mart.publication WHERE period_id LIKE 'rolling%%' ORDER BY 1")
    weeks = [of_four_weeks(monday) for monday in MONDAYS]
    assert [row.period_id for row in published] == [f"rolling_4_weeks:{week.start}:{week.end}" for week in weeks]
    before: Ranking = {}
    for week in weeks:
        truth = truth_of(world, week, before)
        assert ranking_of(october, "H57", f"rolling_4_weeks:{week.start}:{week.end}") == truth
        before = truth
    assert {rank for _, rank, _ in before.values()} - {None, 1}, "nobody is behind another: nothing is shown"


def test_a_week_long_past_is_not_published_for_the_first_time(october: Warehouse) -> None:
    october.execute("UPDATE mart.publication_plan SET first_within = '4 days'")
    publish_pending(october.engine)
    published = october.query("SELECT split_part(period_id, ':', 3) AS ended FROM mart.publication ORDER BY 1")
    assert [row.ended for row in published] == ["2026-09-27", "2026-09-30"]


def test_communes_are_ranked_within_each_area(october: Warehouse, world: World) -> None:
    codes = sorted(commune.unit_key for commune in world.communes)
    areas = {
        ("former_district", "D1"): set(codes[:7]),
        ("former_district", "D2"): set(codes[7:]),
        ("former_district", "EMPTY"): set[str](),
        ("cluster", "C1"): set(codes[::2]),
        ("unit_type", "WARDS"): set(codes[3:9]),
    }
    october.execute("DELETE FROM mart.publication_plan")
    for number, ((kind, area_code), members) in enumerate(areas.items(), start=9001):
        add_area(october, number, area_code, kind, members)
    for kind in ("former_district", "cluster", "unit_type"):
        october.execute(
            "INSERT INTO mart.publication_plan (kind, area_kind, period_kind, scheme_code, scheme_version) "
            "VALUES ('ranking', %(kind)s, 'month', 'on_time_simple', 1)",
            {"kind": kind},
        )
    october.refresh()
    publish_pending(october.engine)
    published = october.query("SELECT DISTINCT area_code FROM mart.publication INNER JOIN core.area USING (area_id)")
    told = {code: members for (_, code), members in areas.items() if members}
    assert {row.area_code for row in published} == told.keys(), "an area that no source feeds is not ranked"
    august = Period(dt.date(2026, 8, 1), dt.date(2026, 8, 31))
    for area_code, members in told.items():
        truth = truth_of(world, SEPTEMBER, truth_of(world, august, {}, members), members)
        assert truth.keys() == members
        assert ranking_of(october, area_code, f"month:{SEPTEMBER.start}:{SEPTEMBER.end}") == truth


def add_area(warehouse: Warehouse, area_id: int, area_code: str, kind: str, members: set[str]) -> None:
    area: dict[str, Any] = {"id": area_id, "code": area_code, "kind": kind, "members": list(members)}
    warehouse.execute("INSERT INTO core.area VALUES (%(id)s, %(code)s, %(kind)s, %(code)s)", area)
    warehouse.execute(
        "INSERT INTO core.area_member (area_id, unit_id, valid) SELECT %(id)s, unit_id, valid FROM core.unit "
        "WHERE unit_code = ANY(%(members)s)",
        area,
    )
