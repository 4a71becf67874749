"""The catalogue of indicators, measures and periods holds together."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.engine import Row
from sqlalchemy.exc import DBAPIError

from onestop.warehouse.database import WarehouseError, connect
from tests.support.glossary import glossary
from tests.support.scripted import dossier, script_of
from tests.support.warehouse import Warehouse

OFFICIAL = {
    "received_count",
    "on_time_rate_portal",
    "on_time_rate_06a",
    "late_share",
    "online_rate",
    "accepted_late_count",
    "digitized_dossier_rate",
    "digitized_result_rate",
    "reuse_rate",
    "online_payment_rate",
    "interlinked_birth_count",
    "interlinked_death_count",
    "satisfaction_rate",
    "mean_processing_working_days",
}
INDICATOR: dict[str, Any] = {
    "indicator_code": "tried_count",
    "indicator_version": 1,
    "group_vi": "Tiếp nhận",
    "name_vi": "Số hồ sơ thử",
    "value_kind": "count",
    "direction": "none",
    "numerator": ["received_new"],
    "denominator": None,
    "scale": 1,
    "unit_vi": "hồ sơ",
    "definition_vi": "Số hồ sơ thử.",
    "source": "Không có",
}
INSERT = """
    INSERT INTO mart.indicator (
        indicator_code, indicator_version, group_vi, name_vi, value_kind, direction, numerator, denominator, scale,
        unit_vi, definition_vi, source, valid
    ) VALUES (
        %(indicator_code)s, %(indicator_version)s, %(group_vi)s, %(name_vi)s, %(value_kind)s, %(direction)s,
        %(numerator)s::text[], %(denominator)s::text[], %(scale)s, %(unit_vi)s, %(definition_vi)s, %(source)s,
        daterange('2018-01-01', NULL)
    )
"""


def indicators(warehouse: Warehouse) -> dict[str, Row[Any]]:
    return {row.indicator_code: row for row in warehouse.query("SELECT * FROM mart.indicator")}


def measures(warehouse: Warehouse) -> dict[str, Row[Any]]:
    return {row.measure: row for row in warehouse.query("SELECT * FROM mart.measure")}


def columns(warehouse: Warehouse) -> set[str]:
    """Return the columns of mart.measure_day that hold a measure."""
    rows = warehouse.query(
        "SELECT attname FROM pg_attribute "
        "WHERE attrelid = 'mart.measure_day'::regclass AND atttypid = 'bigint'::regtype"
    )
    return {row.attname for row in rows}


def told(warehouse: Warehouse, statement: str, parameters: dict[str, Any] | None = None) -> str:
    """Return what the database itself says of a statement that it refuses."""
    engine = connect(warehouse.owner_url)
    try:
        with pytest.raises(DBAPIError) as refused, engine.begin() as connection:
            connection.exec_driver_sql(statement, parameters)
    finally:
        engine.dispose()
    return str(refused.value.orig)


def test_names_are_vietnamese_and_each_has_one_meaning(warehouse: Warehouse) -> None:
    rows = list(indicators(warehouse).values())
    assert len(rows) > 50
    names = [row.name_vi.casefold() for row in rows]
    assert sorted(name for name in names if names.count(name) > 1) == []
    texts = [text for row in rows for text in (row.name_vi, row.definition_vi, row.group_vi)]
    assert [text for text in texts if text.isascii() or text != text.strip()] == []
    assert [row.indicator_code for row in rows if not row.definition_vi.endswith(".") or not row.source] == []


def test_names_agree_with_the_glossary(warehouse: Warehouse) -> None:
    """Indicators and alert levels are the terms of which it says the code and nothing else."""
    known = {code: row.name_vi for code, row in indicators(warehouse).items()}
    known |= {row.level: row.name_vi for row in warehouse.query("SELECT level, name_vi FROM mart.alert_level")}
    labels = {term.code: term.vietnamese for term in glossary() if term.code}
    assert len(labels) > 25
    assert {
        code: (label, known.get(code))
        for code, label in labels.items()
        if label.casefold() != known.get(code, "").casefold()
    } == {}


def test_every_indicator_that_officials_ask_for_exists(warehouse: Warehouse) -> None:
    assert OFFICIAL - indicators(warehouse).keys() == set()


def test_an_indicator_names_measures_and_figures_that_exist(warehouse: Warehouse) -> None:
    figures = {row.figure_code for row in warehouse.query("SELECT figure_code FROM core.figure")}
    known = measures(warehouse).keys()
    assert known & figures == set()
    for row in indicators(warehouse).values():
        assert {*row.numerator, *row.less, *(row.denominator or ())} <= known | figures, row.indicator_code
        assert row.numerator, row.indicator_code


def test_a_measure_is_made_of_measures_that_exist(warehouse: Warehouse) -> None:
    known = measures(warehouse)
    assert {name: row.parts for name, row in known.items() if set(row.parts or ()) - known.keys()} == {}
    kinds = {"opening": {"stock"}, "distinct": {"flow"}, "distribution": {"flow"}}
    for name, row in known.items():
        assert {known[part].kind for part in row.parts or ()} <= kinds.get(
            row.kind, {"flow", "stock", "opening", "sum"}
        )
        if row.kind == "opening":
            assert name == f"{row.parts[0]}_at_start"


def test_columns_and_measures_are_the_same(warehouse: Warehouse) -> None:
    kinds = {name: row.kind for name, row in measures(warehouse).items()}
    flows = {name for name, kind in kinds.items() if kind == "flow"}
    edges = {f"{name}{edge}" for name, kind in kinds.items() if kind == "stock" for edge in ("_enter", "_leave")}
    assert columns(warehouse) == flows | edges
    stocks = {name for name, kind in kinds.items() if kind == "stock"}
    assert {f"{name}_at_start" for name in stocks} == {name for name, kind in kinds.items() if kind == "opening"}


def test_an_indicator_with_an_unknown_measure_is_refused(warehouse: Warehouse) -> None:
    message = told(warehouse, INSERT, {**INDICATOR, "numerator": ["received_new", "resolved_overdu"]})
    assert (
        "indicator tried_count names what is neither a measure nor a count that offices enter: resolved_overdu;"
        in message
    )
    with pytest.raises(WarehouseError, match="indicator_names_measures"):
        warehouse.execute("UPDATE mart.indicator SET denominator = ARRAY['x'] WHERE value_kind = 'ratio'")


@pytest.mark.parametrize(
    "changed",
    [
        {"numerator": ["processing_p90"]},
        {"numerator": ["received_new", "processing_median"]},
        {"value_kind": "mean", "denominator": ["processing_median"]},
        {"value_kind": "median", "numerator": ["processing_median", "processing_p90"]},
    ],
    ids=str,
)
def test_a_percentile_is_not_added_up(warehouse: Warehouse, changed: dict[str, Any]) -> None:
    message = told(warehouse, INSERT, {**INDICATOR, **changed})
    assert "a percentile does not add up, only kind median takes it, alone" in message


def test_a_median_is_taken_alone(warehouse: Warehouse) -> None:
    warehouse.execute(INSERT, {**INDICATOR, "value_kind": "median", "numerator": ["processing_p90"]})
    for row in indicators(warehouse).values():
        if row.value_kind == "median":
            assert len(row.numerator) == 1, row.indicator_code


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("core.area_member", "UPDATE core.area_member SET valid = valid"),
        (
            "core.unit_succession",
            "INSERT INTO core.unit_succession (predecessor_id, successor_id, took_effect, kind) "
            "SELECT min(unit_id), max(unit_id), DATE '2026-07-01', 'whole' FROM core.unit",
        ),
        ("mart.measure", "UPDATE mart.measure SET kind = kind"),
        ("mart.period_kind", "UPDATE mart.period_kind SET ordinal = ordinal"),
    ],
)
def test_whoever_changes_what_every_figure_depends_on_lets_the_next_refresh_look(
    warehouse: Warehouse, table: str, change: str
) -> None:
    noted = "SELECT changed_table FROM audit.catalogue_change"
    warehouse.read_and_refresh(script_of([dossier("A-1")]))
    assert warehouse.query(noted) == []
    for statement in (f"INSERT INTO {table} SELECT * FROM {table} WHERE FALSE", f"DELETE FROM {table} WHERE FALSE"):
        warehouse.execute(statement)
        assert warehouse.query(noted) == [], "a statement that finds nothing to change is no change"
    warehouse.execute(change)
    assert warehouse.query(noted) == [(table,)]
    warehouse.refresh()
    assert warehouse.query(noted) == []
