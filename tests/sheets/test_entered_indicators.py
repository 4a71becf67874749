"""Indicators that no feed carries have the value that an office enters, and no value as long as it enters none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.sheets.conftest import learn_units
from tests.sheets.handing_in import MANUAL, as_csv, hand_in
from tests.support.warehouse import Warehouse

DONE = {**MANUAL, "Số liệu": "announced_on_time_count"}
ALL = {**MANUAL, "Số liệu": "announced_procedure_count"}


@pytest.fixture
def measured(warehouse: Warehouse) -> Warehouse:
    """A warehouse with figures of two communes."""
    warehouse.keep_periods("month")
    learn_units(warehouse)
    warehouse.refresh()
    return warehouse


def value(
    warehouse: Warehouse, unit_code: str = "19753", period_id: str = "month:2026-03-01:2026-03-31"
) -> tuple[Any, ...]:
    """Return value, reason of none, numerator and denominator of the procedures announced in time."""
    row = warehouse.query(
        "SELECT value, null_reason, numerator, denominator FROM mart.indicator_value "
        "WHERE indicator_code = 'procedure_published_on_time_rate' AND basis = 'receiving' AND sector_code = '*' "
        "AND unit_code = %(unit_code)s AND period_id = %(period_id)s",
        {"unit_code": unit_code, "period_id": period_id},
    )[0]
    return tuple(row)


def test_what_is_entered_is_divided(measured: Warehouse, tmp_path: Path) -> None:
    assert value(measured) == (None, "external", 0, None)
    hand_in(measured, tmp_path, "manual_figures/a.csv", as_csv({**DONE, "Giá trị": "3"}))
    assert value(measured) == (None, "external", 3, None)
    hand_in(measured, tmp_path, "manual_figures/b.csv", as_csv({**ALL, "Giá trị": "4"}))
    assert value(measured) == (Decimal("0.75"), None, 3, 4)
    assert value(measured, period_id="month:2026-04-01:2026-04-30") == (None, "external", 0, None)
    assert value(measured, unit_code="00745") == (None, "external", 0, None)


def test_a_later_sheet_counts(measured: Warehouse, tmp_path: Path) -> None:
    hand_in(measured, tmp_path, "manual_figures/a.csv", as_csv({**DONE, "Giá trị": "3"}, {**ALL, "Giá trị": "4"}))
    hand_in(measured, tmp_path, "manual_figures/b.csv", as_csv({**DONE, "Giá trị": "4"}))
    assert value(measured) == (1, None, 4, 4)
    no_data = {**ALL, "Giá trị": "", "Lý do không có số liệu": "Chưa có báo cáo"}
    hand_in(measured, tmp_path, "manual_figures/c.csv", as_csv(no_data))
    assert value(measured) == (None, "external", 4, None)


def test_nothing_announced_is_no_division(measured: Warehouse, tmp_path: Path) -> None:
    hand_in(measured, tmp_path, "manual_figures/a.csv", as_csv({**DONE, "Giá trị": "0"}, {**ALL, "Giá trị": "0"}))
    assert value(measured) == (None, "zero_denominator", 0, 0)


def test_an_area_has_no_entered_value(measured: Warehouse, tmp_path: Path) -> None:
    hand_in(measured, tmp_path, "manual_figures/a.csv", as_csv({**DONE, "Giá trị": "3"}, {**ALL, "Giá trị": "4"}))
    areas = measured.query(
        "SELECT DISTINCT value, null_reason FROM mart.indicator_value WHERE subject_kind = 'area' "
        "AND indicator_code = 'procedure_published_on_time_rate'"
    )
    assert [tuple(row) for row in areas] == [(None, "external")]
