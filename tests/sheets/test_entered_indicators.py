"""Indicators that no feed carries have the value that an office enters, and no value as long as it enters none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from onestop.warehouse.database import WarehouseError
from tests.sheets.conftest import learn_units
from tests.sheets.handing_in import MANUAL, as_csv, hand_in
from tests.support.figures import give_figures, unit_id_of
from tests.support.warehouse import Warehouse

MARCH = "month:2026-03-01:2026-03-31"
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


COPIES = {**MANUAL, "Số liệu": "e_certified_copy_count"}


def asked(warehouse: Warehouse, code: str, subject: str) -> tuple[Any, ...]:
    """Return value, reason of none, numerator and denominator of an indicator of a unit or area in March."""
    row = warehouse.query(
        "SELECT value, null_reason, numerator, denominator FROM mart.indicator_value WHERE indicator_code = %(code)s "
        "AND basis = 'receiving' AND sector_code = '*' AND unit_code = %(subject)s AND period_id = %(period_id)s "
        "AND subject_kind = CASE WHEN %(subject)s IN ('H57', 'C1') THEN 'area' ELSE 'unit' END",
        {"code": code, "subject": subject, "period_id": MARCH},
    )[0]
    return tuple(row)


def test_an_area_has_what_all_its_communes_entered(measured: Warehouse, tmp_path: Path) -> None:
    sync = [{**MANUAL, "Số liệu": "portal_synchronised_count"}, {**MANUAL, "Số liệu": "portal_expected_count"}]
    first = [{**row, "Giá trị": number} for row, number in zip(sync, ("3", "4"), strict=True)]
    hand_in(measured, tmp_path, "manual_figures/a.csv", as_csv(*first))
    assert asked(measured, "dossier_sync_rate", "19753") == (Decimal("0.75"), None, 3, 4)
    assert asked(measured, "dossier_sync_rate", "H57") == (None, "external", 0, None)
    other = [{**row, "Mã đơn vị": "00745", "Giá trị": number} for row, number in zip(sync, ("6", "8"), strict=True)]
    hand_in(measured, tmp_path, "manual_figures/b.csv", as_csv(*other))
    assert asked(measured, "dossier_sync_rate", "H57") == (Decimal("0.75"), None, 9, 12)
    no_data = {**other[0], "Giá trị": "", "Lý do không có số liệu": "Cổng bảo trì"}
    hand_in(measured, tmp_path, "manual_figures/c.csv", as_csv(no_data))
    assert asked(measured, "dossier_sync_rate", "H57") == (None, "external", 0, 12)


def test_an_area_has_what_the_province_entered_for_all_once(measured: Warehouse, tmp_path: Path) -> None:
    of_province = [{**DONE, "Mã đơn vị": "H57", "Giá trị": "74"}, {**ALL, "Mã đơn vị": "H57", "Giá trị": "82"}]
    hand_in(measured, tmp_path, "manual_figures/a.csv", as_csv(*of_province))
    told = (Decimal(74) / Decimal(82), None, 74, 82)
    for subject in ("19753", "00745", "H57"):
        value_of, *rest = asked(measured, "procedure_published_on_time_rate", subject)
        assert (round(value_of, 10), *rest) == (round(told[0], 10), *told[1:])
    # A commune that says otherwise of itself: the two do not come to one number.
    hand_in(measured, tmp_path, "manual_figures/b.csv", as_csv({**DONE, "Giá trị": "70"}))
    assert asked(measured, "procedure_published_on_time_rate", "19753")[2] == 70
    assert asked(measured, "procedure_published_on_time_rate", "H57") == (None, "external", 0, 82)


def give(warehouse: Warehouse, kind: str, code: str, figures: dict[str, int]) -> None:
    """Let a unit or area have these figures in March."""
    if kind == "unit":
        subject_id = unit_id_of(warehouse, code)
    else:
        area = "SELECT area_id FROM core.area WHERE area_code = %(code)s"
        subject_id = warehouse.query(area, {"code": code})[0].area_id
    give_figures(warehouse, (kind, subject_id), MARCH, figures)


def test_what_is_entered_stands_in_the_place_of_what_dossiers_say_of_the_same(
    measured: Warehouse, tmp_path: Path
) -> None:
    """So it is with certified electronic copies, and the points of decision 766 for them follow."""
    give(measured, "unit", "19753", {"e_certified_copies": 2})
    give(measured, "unit", "00745", {"e_certified_copies": 5})
    give(measured, "area", "H57", {"e_certified_copies": 7})
    code = "e_certified_copy_count"
    assert [asked(measured, code, subject)[0] for subject in ("19753", "00745", "H57")] == [2, 5, 7]
    hand_in(measured, tmp_path, "manual_figures/a.csv", as_csv({**COPIES, "Giá trị": "70"}))
    assert [asked(measured, code, subject)[0] for subject in ("19753", "00745", "H57")] == [70, 5, 75]
    hand_in(measured, tmp_path, "manual_figures/b.csv", as_csv({**COPIES, "Mã đơn vị": "00745", "Giá trị": "0"}))
    assert [asked(measured, code, subject)[0] for subject in ("19753", "00745", "H57")] == [70, 0, 70]
    points = measured.query(
        "SELECT unit_code, points FROM mart.score WHERE scheme_code = 'qd766_commune' AND subject_kind = 'unit' "
        "AND indicator_code = 'e_certified_copy_count' AND period_id = %(period_id)s ORDER BY unit_code",
        {"period_id": MARCH},
    )
    assert [tuple(row) for row in points] == [("00745", 0), ("19753", 2)]
    no_data = {**COPIES, "Giá trị": "", "Lý do không có số liệu": "Mất sổ"}
    hand_in(measured, tmp_path, "manual_figures/c.csv", as_csv(no_data))
    assert [asked(measured, code, subject)[0] for subject in ("19753", "00745", "H57")] == [2, 0, 2]


def test_measures_and_entered_figures_are_mixed_in_each_part(measured: Warehouse, tmp_path: Path) -> None:
    measured.execute(
        "INSERT INTO mart.indicator (indicator_code, indicator_version, name_vi, value_kind, direction, numerator, "
        "less, denominator, definition_vi, source, group_vi, unit_vi, valid) "
        "VALUES ('mixed_rate', 1, 'Hỗn hợp', 'ratio', 'none', '{received_online, portal_synchronised_count}', "
        "'{procedure_count}', '{received_new, portal_expected_count}', 'x', 'x', 'Tiếp nhận', 'x', '[2018-01-01,)')"
    )
    give(measured, "unit", "19753", {"received_online": 30, "received_new": 50})
    assert asked(measured, "mixed_rate", "19753") == (None, "external", 30, None)
    numbers = {"portal_synchronised_count": "40", "procedure_count": "10", "portal_expected_count": "70"}
    rows = [{**MANUAL, "Số liệu": code, "Giá trị": number} for code, number in numbers.items()]
    hand_in(measured, tmp_path, "manual_figures/a.csv", as_csv(*rows[:2]))
    assert asked(measured, "mixed_rate", "19753") == (None, "external", 60, None)
    hand_in(measured, tmp_path, "manual_figures/b.csv", as_csv(rows[2]))
    assert asked(measured, "mixed_rate", "19753") == (Decimal("0.5"), None, 60, 120)
    # A change of the catalogue has a value of one sector only of what is counted by sector.
    by_sector = measured.query(
        "SELECT 1 FROM mart.indicator_value WHERE indicator_code = 'mixed_rate' AND sector_code <> '*'"
    )
    assert by_sector == []


@pytest.mark.parametrize("part", ["no_such_count", "shown_points"])
def test_an_indicator_is_made_of_measures_and_counts_alone(measured: Warehouse, part: str) -> None:
    measured.execute(
        "INSERT INTO core.figure (figure_code, name_vi, value_unit, definition_vi) "
        "VALUES ('shown_points', 'x', 'points', 'x')"
    )
    statement = "UPDATE mart.indicator SET less = ARRAY[%(part)s] WHERE indicator_code = 'online_rate'"
    with pytest.raises(WarehouseError, match="constraint indicator_names_measures"):
        measured.execute(statement, {"part": part})


PLACES = {
    "a name of both": ("received_new", None, "constraint measure_or_figure"),
    "instead of a stock": ("kiosk_count", "within", "constraint instead_of_a_flow"),
    "instead of nothing": ("kiosk_count", "no_such_measure", "constraint instead_of_a_flow"),
}


@pytest.mark.parametrize(("code", "instead_of", "message"), PLACES.values(), ids=PLACES.keys())
def test_a_figure_has_a_name_and_a_place_of_its_own(
    measured: Warehouse, code: str, instead_of: str | None, message: str
) -> None:
    with pytest.raises(WarehouseError, match=message):
        measured.execute(
            "INSERT INTO core.figure (figure_code, name_vi, value_unit, definition_vi, instead_of) "
            "VALUES (%(code)s, 'x', 'count', 'x', %(instead_of)s)",
            {"code": code, "instead_of": instead_of},
        )
