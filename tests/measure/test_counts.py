"""Counts by facts: what a touch writes, what a predicate reads, and that facts and measures name the same things."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
import sqlalchemy as sa

from generator.measures import read_measures
from onestop.catalogue.measures import FACT_COLUMNS
from onestop.warehouse.database import SQL_ROOT
from simulator.world import Scale, build_world
from tests.support.warehouse import Warehouse

WRITTEN = """
    SELECT schemaname || '.' || relname AS name, n_tup_ins + n_tup_upd + n_tup_del AS n
    FROM pg_catalog.pg_stat_xact_user_tables
    WHERE schemaname IN ('core', 'mart', 'audit') AND n_tup_ins + n_tup_upd + n_tup_del > 0
"""
TOUCH_ALL = """
    WITH change AS (
        INSERT INTO audit.change (publish_seq, kind, recorded_at)
        SELECT max(publish_seq) + 1, 'rebuild', '2026-10-01T06:30:00+07:00' FROM audit.change
        RETURNING publish_seq
    )

    INSERT INTO audit.touched (publish_seq, case_id)
    SELECT change.publish_seq, case_fact.case_id FROM change CROSS JOIN core.case_fact
"""
TOLD_BY_AGENCY = re.compile(
    r"interlinked_(birth|death)_(received|completed|late)|interlinked_(commune|police|insurance|other)_(done|late)"
)
"""Names that the statements put together from a group or an agency."""


@pytest.fixture(scope="module")
def counted(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse with the counts of a year of every kind of history."""
    module_warehouse.keep_periods("month")
    module_warehouse.read_and_refresh(build_world(Scale(dossiers=3000, communes=12, rich_histories=True)))
    module_warehouse.execute("ANALYZE")
    return module_warehouse


def written(warehouse: Warehouse) -> Counter[str]:
    """Refresh, and return how many rows of each table its transactions wrote."""
    found: Counter[str] = Counter()

    def count(connection: sa.engine.Connection) -> None:
        found.update({row.name: row.n for row in connection.exec_driver_sql(WRITTEN)})

    sa.event.listen(warehouse.engine, "commit", count)
    try:
        warehouse.refresh()
    finally:
        sa.event.remove(warehouse.engine, "commit", count)
    return found


def plan(warehouse: Warehouse, query: str) -> list[dict[str, object]]:
    """Return the steps of the plan of a query."""
    (row,) = warehouse.query(f"EXPLAIN (FORMAT JSON) {query}")
    found, left = [], [row[0][0]["Plan"] if not isinstance(row[0], str) else json.loads(row[0])[0]["Plan"]]
    while left:
        step = left.pop()
        found.append(step)
        left += step.get("Plans", [])
    return found


def test_a_touch_that_changes_nothing_writes_how_far_it_came_and_nothing_else(counted: Warehouse) -> None:
    counted.execute(TOUCH_ALL)
    assert set(written(counted)) == {"audit.measure_state"}


@pytest.mark.parametrize(
    ("basis", "index"),
    [
        ("receiving", "day_count_pkey"),
        ("responsible", "day_count_by_responsible"),
        ("holding", "day_count_by_holding"),
    ],
)
def test_who_asks_for_a_unit_a_role_and_a_day_reads_them_by_an_index(
    counted: Warehouse, basis: str, index: str
) -> None:
    asked = f"unit_id = 7 AND basis = '{basis}' AND day BETWEEN '2026-03-01' AND '2026-03-31'"
    steps = plan(counted, f"SELECT * FROM mart.measure_day WHERE {asked}")
    assert "Seq Scan" not in {step["Node Type"] for step in steps}
    assert [step["Index Name"] for step in steps if "Index Name" in step] == [index]
    (scan,) = (step for step in steps if "Index Name" in step)
    assert f"{basis}_unit_id = 7" in str(scan["Index Cond"])
    assert "day >= '2026-03-01'::date" in str(scan["Index Cond"])
    steps = plan(counted, f"SELECT * FROM mart.duration_day WHERE {asked}")
    conditions = [str(step["Index Cond"]) for step in steps if "Index Name" in step]
    assert len(conditions) == 1
    assert f"{basis}_unit_id = 7" in conditions[0]


def test_who_asks_for_a_case_reads_its_fact_alone(counted: Warehouse) -> None:
    asked = "case_id = '00000000-0000-0000-0000-000000000001'"
    steps = plan(counted, f"SELECT * FROM core.applied_count WHERE {asked}")
    assert [step["Index Name"] for step in steps if "Index Name" in step] == ["case_fact_pkey"]


def test_a_row_of_counts_has_the_three_units_of_what_it_counts(counted: Warehouse) -> None:
    """What one row says is told to each role; a role without a part in it is 0."""
    rows = counted.query(
        "SELECT (SELECT sum(num_nonnulls(nullif(receiving_unit_id, 0), nullif(responsible_unit_id, 0), "
        "nullif(holding_unit_id, 0)) * received_in_person) FROM core.day_count) AS of_rows, "
        "(SELECT sum(received_in_person) FROM mart.measure_day) AS of_roles, "
        "(SELECT count(*) FROM core.day_count) AS n, (SELECT count(*) FROM mart.measure_day) AS by_role"
    )[0]
    assert rows.of_rows == rows.of_roles > 0
    assert rows.n * 2 < rows.by_role


def test_the_columns_of_a_fact_are_those_that_measures_may_name(counted: Warehouse) -> None:
    rows = counted.query(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'core.case_fact'::regclass AND attnum > 0 "
        "AND NOT attisdropped ORDER BY attnum"
    )
    assert sorted(row.attname for row in rows) == sorted({"case_id", "publish_seq", "build", *FACT_COLUMNS})


def test_moments_and_states_of_facts_are_measures(counted: Warehouse) -> None:
    measures = read_measures()
    moments = {measure.measure for measure in measures.counted_at("moment")}
    stocks = {measure.measure for measure in measures.stocks}
    told = counted.query("SELECT DISTINCT one.measure FROM core.case_fact CROSS JOIN unnest(moments) AS one")
    states = counted.query("SELECT DISTINCT one.state FROM core.case_fact CROSS JOIN unnest(stretches) AS one")
    assert {row.measure for row in told} <= moments
    assert {row.state for row in states} == stocks
    outcomes = counted.query("SELECT DISTINCT outcome FROM core.case_fact WHERE outcome IS NOT NULL")
    assert {row.outcome for row in outcomes} <= {measure.measure for measure in measures.counted_at("end")}


def test_every_moment_is_told_by_a_statement_of_the_facts() -> None:
    statements = "".join(path.read_text(encoding="utf-8") for path in sorted(SQL_ROOT.glob("measure/facts/*.sql")))
    moments = {measure.measure for measure in read_measures().counted_at("moment")}
    assert {name for name in moments if f"'{name}'" not in statements and not TOLD_BY_AGENCY.fullmatch(name)} == set()


def test_less_than_nothing_is_refused(counted: Warehouse) -> None:
    with pytest.raises(Exception, match="day_count_is_above_0"):
        counted.execute("UPDATE core.day_count SET received_in_person = -1 WHERE received_in_person IS NOT NULL")
