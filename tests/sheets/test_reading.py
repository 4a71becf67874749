"""What a good sheet says, in whichever form; its versions; what lies in the folders besides."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from onestop import words
from onestop.config.settings import CHECKOUT
from onestop.sheets import folders
from onestop.sheets.cells import as_choice
from onestop.sheets.check import Checked, check
from onestop.sheets.folders import read_folders
from onestop.sheets.kinds import (
    FORM_CONFIRMATIONS,
    FORM_SIGNATURES,
    KINDS,
    MANUAL_FIGURES,
    OBJECTION_DECISIONS,
    OBJECTIONS,
    Kind,
)
from onestop.sheets.periods import KIND_WORDS
from onestop.sheets.rows import BASIS_WORDS, DECISION_WORDS
from onestop.warehouse.database import WarehouseError, transaction
from onestop.words import labels
from tests.sheets.conftest import learn_units
from tests.sheets.handing_in import (
    MANUAL,
    PORTAL,
    TARGET,
    as_csv,
    as_xlsx,
    errors_beside,
    hand_in,
    read_again,
    saved,
    two_communes,
    workbook_of,
)
from tests.support.scripted import script_of
from tests.support.warehouse import Warehouse

VALUES = "SELECT unit_code, figure_code, period_id, value FROM mart.manual_figure ORDER BY unit_code, period_id"
STATUSES = "SELECT status FROM audit.sheet ORDER BY sheet_id"
MARCH = "month:2026-03-01:2026-03-31"


def latest(warehouse: Warehouse, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Return what the latest sheet said."""
    rows = warehouse.query(
        f"SELECT {', '.join(columns)} FROM {table} WHERE sheet_id = (SELECT max(sheet_id) FROM audit.sheet) "
        "ORDER BY row_no"
    )
    return [tuple(row) for row in rows]


def in_unit(unit: str) -> dict[str, Any]:
    """Return a target in a unit of measure; points are those of a scheme."""
    return {**TARGET, "Đơn vị tính": unit, "Bộ chỉ số": "qd766_commune" if unit == "Điểm" else ""}


NUMBERS: dict[str, tuple[Any, str, Decimal]] = {
    "Vietnamese thousands": ("1.234", "Số lượng", Decimal(1234)),
    "Vietnamese millions": ("1.234.567", "Số lượng", Decimal(1234567)),
    "plain": ("1234", "Số lượng", Decimal(1234)),
    "Vietnamese percent": ("97,28%", "Phần trăm", Decimal("97.28")),
    "Vietnamese percent with a space": ("97,28 %", "Phần trăm", Decimal("97.28")),
    "plain percent": ("97.28%", "Phần trăm", Decimal("97.28")),
    "percent without a sign": ("97,28", "Phần trăm", Decimal("97.28")),
    "half a percent": ("0,5%", "Phần trăm", Decimal("0.5")),
    "nothing of all": ("0", "Phần trăm", Decimal(0)),
    "points": ("85,5", "Điểm", Decimal("85.5")),
    "thousands and a fraction": ("1.234,5", "Điểm", Decimal("1234.5")),
    "plain fraction below one": ("0.125", "Điểm", Decimal("0.125")),
    "points as a page prints them": ("85,50 điểm", "Điểm", Decimal("85.5")),
    "a number with what it counts": ("1.070 hồ sơ", "Số lượng", Decimal(1070)),
}


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(("cell", "unit", "value"), NUMBERS.values(), ids=NUMBERS.keys())
def test_numbers(shared: Warehouse, tmp_path: Path, cell: str, unit: str, value: Decimal, suffix: str) -> None:
    row = {**in_unit(unit), "Giá trị": cell, "Điều, khoản": f"{cell} {unit} {suffix}"}
    content = as_csv(row) if suffix == "csv" else as_xlsx(row)
    assert hand_in(shared, tmp_path, f"targets/a.{suffix}", content) == {"accepted": 1}
    assert latest(shared, "core.target", "value") == [(value,)]


TYPED: dict[str, tuple[float, str, str, Decimal]] = {
    "a whole number": (1234, "General", "Số lượng", Decimal(1234)),
    "a fraction that looks like thousands": (1.234, "General", "Điểm", Decimal("1.234")),
    "a number shown as percent": (0.9728, "0.00%", "Phần trăm", Decimal("97.28")),
    "a whole shown as percent": (1, "0%", "Phần trăm", Decimal(100)),
}


@pytest.mark.parametrize(("cell", "shown", "unit", "value"), TYPED.values(), ids=TYPED.keys())
def test_numbers_that_a_workbook_keeps_as_numbers(
    shared: Warehouse, tmp_path: Path, cell: float, shown: str, unit: str, value: Decimal
) -> None:
    workbook = workbook_of({**in_unit(unit), "Giá trị": cell, "Điều, khoản": f"{cell} typed"})
    workbook.worksheets[0]["J2"].number_format = shown
    assert hand_in(shared, tmp_path, "targets/a.xlsx", saved(workbook)) == {"accepted": 1}
    assert latest(shared, "core.target", "value") == [(value,)]


PERIODS: dict[str, tuple[Any, str]] = {
    "a month": ("Tháng 3/2026", MARCH),
    "a month without its word": ("03/2026", MARCH),
    "a month in words": ("tháng 3 năm 2026", MARCH),
    "a month that a spreadsheet made a date": (dt.date(2026, 3, 1), MARCH),
    "a month by its id": (MARCH, MARCH),
    "a day": ("Ngày 15/3/2026", "day:2026-03-15:2026-03-15"),
    "a week": ("Tuần 10 năm 2026", "week:2026-03-02:2026-03-08"),
    "a quarter in Roman numerals": ("Quý III/2026", "quarter:2026-07-01:2026-09-30"),
    "a quarter": ("Quý 1 năm 2026", "quarter:2026-01-01:2026-03-31"),
    "the first half": ("6 tháng đầu năm 2026", "half_year:2026-01-01:2026-06-30"),
    "the second half": ("6 tháng cuối năm 2025", "half_year:2025-07-01:2025-12-31"),
    "nine months": ("9 tháng đầu năm 2026", "nine_months:2026-01-01:2026-09-30"),
    "a year": ("Năm 2026", "year:2026-01-01:2026-12-31"),
    "a year as a number": (2026, "year:2026-01-01:2026-12-31"),
    "four weeks": ("rolling_4_weeks:2026-03-02:2026-03-29", "rolling_4_weeks:2026-03-02:2026-03-29"),
    "the year so far": ("year_to_date:2026-01-01:2026-02-28", "year_to_date:2026-01-01:2026-02-28"),
    "a month of reports": ("report_month:2026-02-15:2026-03-14", "report_month:2026-02-15:2026-03-14"),
    "a quarter of reports": ("report_quarter:2025-12-15:2026-03-14", "report_quarter:2025-12-15:2026-03-14"),
    "half a year of reports": ("report_half_year:2025-12-15:2026-06-14", "report_half_year:2025-12-15:2026-06-14"),
    "a year of reports": ("report_year:2025-12-15:2026-12-14", "report_year:2025-12-15:2026-12-14"),
}  # fmt: skip


def test_periods(shared: Warehouse, tmp_path: Path) -> None:
    for number, (cell, period_id) in enumerate(PERIODS.values()):
        row = {**MANUAL, "Kỳ": cell, "Giá trị": str(number)}
        assert hand_in(shared, tmp_path, f"manual_figures/{number}.xlsx", as_xlsx(row))["accepted"] == 1
        assert latest(shared, "core.manual_figure", "period_id") == [(period_id,)]


def test_a_target_in_vietnamese_and_in_english_is_the_same(office: Warehouse, tmp_path: Path) -> None:
    english = {
        "scope_kind": "unit",
        "scope_code": "H57.31.01",
        "sector_code": "*",
        "indicator_code": "Tỷ lệ hồ sơ nộp trực tuyến",
        "period_kind": "year",
        "valid_from": "2026-01-01",
        "valid_to": dt.date(2026, 12, 31),
        "comparator": ">=",
        "value": 50,
        "value_unit": "percent",
        "document": TARGET["Văn bản"],
        "clause": TARGET["Điều, khoản"],
        "origin": "assigned",
    }
    hand_in(office, tmp_path, "targets/a.csv", as_csv(TARGET))
    hand_in(office, tmp_path, "targets/b.xlsx", as_xlsx(english))
    rows = office.query("SELECT to_jsonb(target) - 'sheet_id' AS said FROM core.target ORDER BY sheet_id")
    assert rows[0].said == rows[1].said
    assert rows[0].said == {
        "row_no": 2, "scope_kind": "unit", "scope_code": "19753", "scope_id": rows[0].said["scope_id"],
        "sector_code": "*", "indicator_code": "online_rate", "scheme_code": "", "period_kind": "year",
        "valid_from": "2026-01-01", "valid_to": "2026-12-31", "comparator": ">=", "value": 50, "value_unit": "percent",
        "document": "Kế hoạch 12/KH-UBND", "clause": "Mục II.3", "origin": "assigned",
    }  # fmt: skip


SCOPES: dict[str, tuple[dict[str, str], list[str]]] = {
    "a unit": ({"Phạm vi": "Đơn vị", "Mã phạm vi": "19753"}, ["19753"]),
    "a unit by its agency code": ({"Phạm vi": "Đơn vị", "Mã phạm vi": "h57.31.02"}, ["00745"]),
    "a unit without its zeros": ({"Phạm vi": "Đơn vị", "Mã phạm vi": "745"}, ["00745"]),
    "a kind of units": ({"Phạm vi": "Loại đơn vị", "Mã phạm vi": "xã"}, ["00745", "19753"]),
    "an area": ({"Phạm vi": "Địa bàn", "Mã phạm vi": "H57"}, ["00745", "19753"]),
    "all": ({"Phạm vi": "Tất cả", "Mã phạm vi": ""}, ["00745", "19753", "H57"]),
}


@pytest.mark.parametrize(("scope", "unit_codes"), SCOPES.values(), ids=SCOPES.keys())
def test_whom_a_target_reaches(office: Warehouse, tmp_path: Path, scope: dict[str, str], unit_codes: list[str]) -> None:
    assert hand_in(office, tmp_path, "targets/a.csv", as_csv({**TARGET, **scope})) == {"accepted": 1}
    rows = office.query("SELECT unit_code, value, compared_value, valid_from, valid_to FROM mart.target ORDER BY 1")
    until = (Decimal(50), Decimal("0.5"), dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert [tuple(row) for row in rows] == [(code, *until) for code in unit_codes]


def test_a_target_holds_for_a_unit_while_there_is_one(office: Warehouse, tmp_path: Path) -> None:
    row = {**TARGET, "Phạm vi": "Loại đơn vị", "Mã phạm vi": "xã", "Từ ngày": "01/01/2025", "Đến ngày": ""}
    hand_in(office, tmp_path, "targets/a.csv", as_csv(row))
    rows = office.query("SELECT DISTINCT valid_from, valid_to FROM mart.target")
    assert [tuple(row) for row in rows] == [(dt.date(2025, 7, 1), None)]


def test_two_values_in_one_document_are_both_kept_with_their_clause(office: Warehouse, tmp_path: Path) -> None:
    rows = [
        {**TARGET, "Giá trị": "30%", "Điều, khoản": "Mục II.3"},
        {**TARGET, "Giá trị": "50%", "Điều, khoản": "Phụ lục 1"},
    ]
    assert hand_in(office, tmp_path, "targets/a.csv", as_csv(*rows)) == {"accepted": 1}
    found = office.query("SELECT document, clause, value FROM mart.target ORDER BY value")
    assert [tuple(row) for row in found] == [
        ("Kế hoạch 12/KH-UBND", "Mục II.3", 30),
        ("Kế hoạch 12/KH-UBND", "Phụ lục 1", 50),
    ]


NAMES: dict[str, tuple[str, dict[str, str], str]] = {
    "a unit": ("manual_figures", {"Mã đơn vị": "phường  phú xuân"}, "00745"),
    "an area": ("targets", {"Phạm vi": "Địa bàn", "Mã phạm vi": "Thành phố Huế"}, "00745"),
    "a commune of a target": ("targets", {"Mã phạm vi": "Phường Phú Xuân"}, "00745"),
    "a sector": ("targets", {"Mã phạm vi": "00745", "Lĩnh vực": "CHỨNG THỰC"}, "00745"),
    "all sectors": ("targets", {"Mã phạm vi": "00745", "Lĩnh vực": "Tổng cộng"}, "00745"),
    "an indicator": ("targets", {"Mã phạm vi": "00745", "Chỉ tiêu": "Tỷ lệ hồ sơ nộp trực tuyến"}, "00745"),
    "a kind of period": (
        "targets",
        {"Mã phạm vi": "00745", "Loại kỳ": "Quý báo cáo (từ ngày 15 đến ngày 14)"},
        "00745",
    ),
    "a figure": (
        "manual_figures",
        {"Mã đơn vị": "00745", "Số liệu": "Số bản sao điện tử được chứng thực từ bản chính"},
        "00745",
    ),
}


@pytest.mark.parametrize(("kind", "changed", "unit_code"), NAMES.values(), ids=NAMES.keys())
def test_what_a_page_calls_something_a_sheet_understands(
    office: Warehouse, tmp_path: Path, kind: str, changed: dict[str, str], unit_code: str
) -> None:
    row = {"targets": TARGET, "manual_figures": MANUAL}[kind]
    assert hand_in(office, tmp_path, f"{kind}/a.csv", as_csv({**row, **changed})) == {"accepted": 1}
    table = {"targets": "mart.target", "manual_figures": "mart.manual_figure"}[kind]
    found = office.query(f"SELECT unit_code FROM {table} WHERE unit_code = '{unit_code}'")
    assert [row.unit_code for row in found] == [unit_code]


def test_a_name_of_several_is_not_guessed(warehouse: Warehouse, tmp_path: Path) -> None:
    script = two_communes()
    script.feeds["units"][0][-1]["TenDonVi"] = "Phường Thuận Hóa"
    warehouse.read_script(script, every_feed=True)
    warehouse.execute(
        "INSERT INTO core.area (area_id, area_code, kind, name) "
        "SELECT max(area_id) + number, 'CUM' || number, 'cluster', 'Cụm số 1' "
        "FROM core.area CROSS JOIN generate_series(1, 2) AS number GROUP BY number"
    )
    hand_in(warehouse, tmp_path, "manual_figures/a.csv", as_csv({**MANUAL, "Mã đơn vị": "Phường Thuận Hóa"}))
    said = errors_beside(tmp_path, "manual_figures/a.csv") or ""
    assert "cột «Mã đơn vị»: có nhiều đơn vị mang tên này; hãy ghi mã." in said
    hand_in(warehouse, tmp_path, "targets/a.csv", as_csv({**TARGET, "Phạm vi": "Địa bàn", "Mã phạm vi": "Cụm số 1"}))
    said = errors_beside(tmp_path, "targets/a.csv") or ""
    assert "cột «Mã phạm vi»: có nhiều địa bàn mang tên này; hãy ghi mã." in said


def test_kinds_of_periods_are_called_in_sheets_as_in_the_warehouse(office: Warehouse) -> None:
    for row in office.query("SELECT kind, name_vi FROM mart.period_kind"):
        assert as_choice(row.name_vi, KIND_WORDS) == row.kind


def test_roles_and_decisions_are_called_in_sheets_as_on_pages() -> None:
    for basis, said in words.table("role").items():
        assert as_choice(said, BASIS_WORDS) == basis
    for decided, meaning in ((True, "accepted"), (False, "refused"), (None, "open")):
        assert as_choice(labels.decision(decided), DECISION_WORDS) == meaning


def test_totals_of_a_ranking_can_be_targets(office: Warehouse, tmp_path: Path) -> None:
    rows = [
        {**in_unit("Điểm"), "Chỉ tiêu": "Tổng điểm", "Giá trị": "90", "Nguồn chỉ tiêu": "Tự đặt"},
        {
            **in_unit("Thứ hạng"), "Chỉ tiêu": "Thứ hạng", "Giá trị": "8", "So sánh": "<=",
            "Bộ chỉ số": "Xếp hạng theo tỷ lệ đúng hạn (biểu II.06a)",
        },
    ]  # fmt: skip
    assert hand_in(office, tmp_path, "targets/a.csv", as_csv(*rows)) == {"accepted": 1}
    found = office.query(
        "SELECT indicator_code, scheme_code, comparator, value, value_unit, origin FROM mart.target ORDER BY 1"
    )
    assert [tuple(row) for row in found] == [
        ("rank", "on_time_simple", "<=", 8, "rank", "assigned"),
        ("total_score", "qd766_commune", ">=", 90, "points", "own"),
    ]


def test_a_target_of_before_that_named_no_scheme_gives_way_to_one_that_names_it(
    office: Warehouse, tmp_path: Path
) -> None:
    row = {**in_unit("Thứ hạng"), "Chỉ tiêu": "Thứ hạng", "Giá trị": "8", "So sánh": "<=", "Bộ chỉ số": "qd766_commune"}
    hand_in(office, tmp_path, "targets/a.csv", as_csv({**row, "Giá trị": "9"}))
    for switch, statement in (("DISABLE", "UPDATE core.target SET scheme_code = ''"), ("ENABLE", "SELECT 1")):
        office.execute(f"ALTER TABLE core.target {switch} TRIGGER USER")
        office.execute(statement)
    found = "SELECT scheme_code, value FROM mart.target"
    assert [tuple(row) for row in office.query(found)] == [("", 9)]
    hand_in(office, tmp_path, "targets/b.csv", as_csv(row))
    assert [tuple(row) for row in office.query(found)] == [("qd766_commune", 8)]
    assert [row.status for row in office.query(STATUSES)] == ["superseded", "accepted"]
    assert [row.value for row in office.query("SELECT value FROM core.target ORDER BY sheet_id")] == [9, 8]


def test_a_target_may_be_set_for_a_figure_that_is_entered(office: Warehouse, tmp_path: Path) -> None:
    row = {**in_unit("Số lượng"), "Chỉ tiêu": "procedure_count", "Giá trị": "79"}
    assert hand_in(office, tmp_path, "targets/a.csv", as_csv(row)) == {"accepted": 1}
    found = office.query("SELECT indicator_code, scheme_code, value FROM mart.target")
    assert [tuple(row) for row in found] == [("procedure_count", "", 79)]


def test_zero_is_not_no_data_and_an_empty_cell_is_neither(office: Warehouse, tmp_path: Path) -> None:
    rows = [
        {**MANUAL, "Kỳ": "Tháng 1/2026", "Giá trị": "0"},
        {**MANUAL, "Kỳ": "Tháng 2/2026", "Giá trị": "", "Lý do không có số liệu": "Sổ bị hỏng"},
        {**MANUAL, "Kỳ": "Tháng 3/2026", "Giá trị": ""},
        {**MANUAL, "Kỳ": "Tháng 4/2026", "Giá trị": "Không có số liệu", "Lý do không có số liệu": "Mất điện"},
    ]
    assert hand_in(office, tmp_path, "manual_figures/a.xlsx", as_xlsx(*rows)) == {"accepted": 1}
    found = office.query("SELECT period_start, value, null_reason FROM mart.manual_figure ORDER BY 1")
    assert [tuple(row) for row in found] == [
        (dt.date(2026, 1, 1), Decimal(0), None),
        (dt.date(2026, 2, 1), None, "Sổ bị hỏng"),
        (dt.date(2026, 4, 1), None, "Mất điện"),
    ]


def test_sheets_wait_until_a_source_told_its_units(warehouse: Warehouse, tmp_path: Path) -> None:
    """So they may lie in their folders when an installation begins; nothing is refused."""
    assert hand_in(warehouse, tmp_path, "manual_figures/a.csv", as_csv(MANUAL)) == {"waiting": len(KINDS)}
    assert warehouse.query("SELECT sheet_id FROM audit.sheet") == []
    assert errors_beside(tmp_path, "manual_figures/a.csv") is None
    learn_units(warehouse)
    assert read_again(warehouse, tmp_path)["accepted"] == 1


def test_the_same_content_again_does_nothing(office: Warehouse, tmp_path: Path) -> None:
    content = as_csv(MANUAL)
    assert hand_in(office, tmp_path, "manual_figures/a.csv", content) == {"accepted": 1}
    before = office.content("core", "mart", "audit")
    assert read_again(office, tmp_path) == {"known": 1}
    assert hand_in(office, tmp_path, "manual_figures/b.csv", content) == {"known": 2}
    assert read_again(office, tmp_path, recheck=True) == {"known": 2}
    assert office.content("core", "mart", "audit") == before


def test_what_is_written_down_of_a_sheet(office: Warehouse, tmp_path: Path) -> None:
    content = as_csv(MANUAL)
    hand_in(office, tmp_path, "manual_figures/tháng 3.csv", content)
    row = office.query(
        "SELECT kind, file_name, content_hash, received_at, status, row_count, error_text FROM audit.sheet"
    )
    clock = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    digest = hashlib.sha256(content).hexdigest()
    assert [tuple(one) for one in row] == [("manual_figures", "tháng 3.csv", digest, clock, "accepted", 1, None)]


def test_one_content_may_be_of_two_kinds(office: Warehouse, tmp_path: Path) -> None:
    content = as_csv(MANUAL)
    hand_in(office, tmp_path, "manual_figures/a.csv", content)
    (tmp_path / "targets" / "a.csv").write_bytes(content)
    assert read_again(office, tmp_path) == {"known": 1, "refused": 1}


def test_a_new_version_supersedes_and_the_old_one_is_kept(office: Warehouse, tmp_path: Path) -> None:
    hand_in(office, tmp_path, "manual_figures/a.csv", as_csv(MANUAL))
    assert hand_in(office, tmp_path, "manual_figures/a.csv", as_csv({**MANUAL, "Giá trị": "71"})) == {"accepted": 1}
    assert [tuple(row) for row in office.query(VALUES)] == [("19753", "e_certified_copy_count", MARCH, 71)]
    assert [row.status for row in office.query(STATUSES)] == ["superseded", "accepted"]
    assert [row.value for row in office.query("SELECT value FROM core.manual_figure ORDER BY sheet_id")] == [70, 71]


def test_a_new_version_of_a_target_counts(office: Warehouse, tmp_path: Path) -> None:
    hand_in(office, tmp_path, "targets/a.csv", as_csv(TARGET))
    hand_in(office, tmp_path, "targets/b.csv", as_csv({**TARGET, "Giá trị": "60%", "Đến ngày": "30/06/2026"}))
    rows = office.query("SELECT value, valid_to FROM mart.target")
    assert [tuple(row) for row in rows] == [(60, dt.date(2026, 6, 30))]
    assert [row.status for row in office.query(STATUSES)] == ["superseded", "accepted"]


def test_the_example_of_the_documents_is_read(office: Warehouse, tmp_path: Path) -> None:
    text = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    example = text.split("thang-9.csv")[1].split("```\n")[1]
    assert hand_in(office, tmp_path, "manual_figures/thang-9.csv", example.encode()) == {"accepted": 1}
    rows = [tuple(row) for row in office.query(VALUES)]
    assert rows == [("19753", "e_certified_copy_count", "month:2026-09-01:2026-09-30", 1234)]


def test_a_file_name_of_another_encoding_is_no_obstacle(office: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "manual_figures").mkdir()
    path = tmp_path / "manual_figures" / os.fsdecode(b"th\xe1ng.csv")
    path.write_bytes(as_csv({**MANUAL, "Giá trị": "?"}))
    assert read_again(office, tmp_path) == {"refused": 1}
    assert [row.file_name for row in office.query("SELECT file_name FROM audit.sheet")] == ["th?ng.csv"]
    assert path.with_name(path.name + ".loi.txt").is_file()


def test_a_sheet_counts_in_the_rows_that_no_later_one_has(office: Warehouse, tmp_path: Path) -> None:
    other = {**MANUAL, "Mã đơn vị": "00745"}
    hand_in(office, tmp_path, "manual_figures/a.csv", as_csv(MANUAL, other))
    hand_in(office, tmp_path, "manual_figures/b.csv", as_csv({**other, "Giá trị": "5"}))
    assert [(row.unit_code, row.value) for row in office.query(VALUES)] == [("00745", 5), ("19753", 70)]
    assert [row.status for row in office.query(STATUSES)] == ["accepted", "accepted"]


def test_of_two_new_versions_the_file_that_was_changed_last_counts(office: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "manual_figures"
    folder.mkdir()
    for name, value, changed_at in (("a.csv", "2", 2000), ("b.csv", "1", 1000)):
        (folder / name).write_bytes(as_csv({**MANUAL, "Giá trị": value}))
        os.utime(folder / name, (changed_at, changed_at))
    assert read_again(office, tmp_path) == {"accepted": 2}
    assert [row.value for row in office.query(VALUES)] == [2]


def test_of_the_portal_what_was_seen_last_counts(office: Warehouse, tmp_path: Path) -> None:
    seen = {"Tử số": "900", "Thời điểm xem trên Cổng": "20/03/2026"}
    hand_in(office, tmp_path, "portal_figures/b.csv", as_csv(PORTAL))
    hand_in(office, tmp_path, "portal_figures/a.csv", as_csv({**PORTAL, **seen}))
    rows = office.query("SELECT numerator, denominator, points, taken_at FROM mart.portal_figure")
    seen_at = dt.datetime(2026, 4, 5, 1, 30, tzinfo=dt.UTC)
    assert [tuple(row) for row in rows] == [(1234, 1300, Decimal("11.39"), seen_at)]
    assert [row.status for row in office.query(STATUSES)] == ["accepted", "superseded"]


def test_a_mended_sheet_is_accepted_and_its_errors_go(office: Warehouse, tmp_path: Path) -> None:
    name = "manual_figures/a.csv"
    assert hand_in(office, tmp_path, name, as_csv({**MANUAL, "Giá trị": "?"})) == {"refused": 1}
    assert errors_beside(tmp_path, name)
    assert hand_in(office, tmp_path, name, as_csv(MANUAL)) == {"accepted": 1}
    assert errors_beside(tmp_path, name) is None


def test_errors_are_written_again_where_they_are_missing_and_go_with_their_sheet(
    office: Warehouse, tmp_path: Path
) -> None:
    name = "manual_figures/a.csv"
    hand_in(office, tmp_path, name, as_csv({**MANUAL, "Giá trị": "?"}))
    text = errors_beside(tmp_path, name)
    (tmp_path / f"{name}.loi.txt").unlink()
    assert read_again(office, tmp_path) == {"known": 1}
    assert errors_beside(tmp_path, name) == text
    (tmp_path / name).unlink()
    read_again(office, tmp_path)
    assert errors_beside(tmp_path, name) is None


def test_a_refused_sheet_is_checked_again_on_request(warehouse: Warehouse, tmp_path: Path) -> None:
    name = "manual_figures/a.csv"
    warehouse.read_script(script_of([]), every_feed=True)
    assert hand_in(warehouse, tmp_path, name, as_csv({**MANUAL, "Mã đơn vị": "00745"})) == {"refused": 1}
    learn_units(warehouse)
    assert read_again(warehouse, tmp_path) == {"known": 1}
    assert read_again(warehouse, tmp_path, recheck=True) == {"accepted": 1}
    assert errors_beside(tmp_path, name) is None
    assert [row.status for row in warehouse.query(STATUSES)] == ["accepted"]
    assert [row.value for row in warehouse.query(VALUES)] == [70]


def test_a_bad_sheet_does_not_stop_the_others(office: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "manual_figures"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(b"no workbook")
    (folder / "b.csv").write_bytes(as_csv({**MANUAL, "Kỳ": "?"}))
    (folder / "c.csv").write_bytes(as_csv(MANUAL))
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "d.csv").write_bytes(as_csv(TARGET, separator=","))
    assert read_again(office, tmp_path) == {"refused": 2, "accepted": 2}


def test_a_value_that_the_warehouse_does_not_take_refuses_its_sheet_only(
    office: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checks let nothing of that kind through; should one do so one day, the other sheets are still read."""

    def careless(kind: Kind, file_name: str, *rest: Any) -> Checked:
        checked = check(kind, file_name, *rest)
        bad = [{**record, "figure_code": "none"} for record in checked.records]
        return Checked(bad) if file_name == "a.csv" else checked

    monkeypatch.setattr("onestop.sheets.check.check", careless)
    hand_in(office, tmp_path, "manual_figures/b.csv", as_csv({**MANUAL, "Kỳ": "Quý I/2026"}))
    assert hand_in(office, tmp_path, "manual_figures/a.csv", as_csv(MANUAL)) == {"known": 1, "refused": 1}
    assert errors_beside(tmp_path, "manual_figures/a.csv") == (
        "Tệp a.csv: có giá trị mà kho dữ liệu không nhận; hãy báo người vận hành hệ thống.\n"
    )
    assert len(office.query(VALUES)) == 1


def test_a_warehouse_that_fails_fails_the_run(office: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "manual_figures").mkdir()
    (tmp_path / "manual_figures" / "a.csv").write_bytes(as_csv(MANUAL))
    office.execute("REVOKE INSERT ON core.manual_figure FROM onestop_pipeline")
    try:
        with pytest.raises(WarehouseError):
            read_folders(office.engine, tmp_path)
    finally:
        office.execute("GRANT INSERT ON core.manual_figure TO onestop_pipeline")
    assert office.query("SELECT * FROM audit.sheet") == []


def test_a_file_that_cannot_be_read_is_told_and_passed_over(
    office: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "manual_figures").mkdir()
    (tmp_path / "manual_figures" / "a.csv").write_bytes(as_csv({**MANUAL, "Kỳ": "Quý I/2026"}))
    real = folders._hash_file
    monkeypatch.setattr(folders, "_hash_file", lambda path: None if path.name == "a.csv" else real(path))
    assert hand_in(office, tmp_path, "manual_figures/b.csv", as_csv(MANUAL)) == {"unread": 1, "accepted": 1}


def test_what_is_no_sheet_is_left_alone(office: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "manual_figures"
    (folder / "cũ").mkdir(parents=True)
    (folder / "cũ" / "a.csv").write_bytes(b"?")
    (folder / "~$a.xlsx").write_bytes(b"?")
    (folder / ".a.csv").write_bytes(b"?")
    assert hand_in(office, tmp_path, "manual_figures/a.csv", as_csv(MANUAL)) == {"accepted": 1}
    assert sorted(path.name for path in folder.iterdir()) == [".a.csv", "a.csv", "cũ", "~$a.xlsx"]


def test_an_empty_folder_gets_a_template_that_is_not_read(office: Warehouse, tmp_path: Path) -> None:
    assert read_folders(office.engine, tmp_path / "new") == {}
    for kind in KINDS:
        page = openpyxl.load_workbook(tmp_path / "new" / kind.name / kind.template_name)
        headings = [cell.value for cell in page.worksheets[0][1]]
        assert headings == [column.heading for column in kind.columns]
        assert page.sheetnames == [kind.title, "Hướng dẫn"]
        assert [row[0].value for row in page.worksheets[1].iter_rows(max_row=len(headings) + 1)] == ["Cột", *headings]
    assert read_folders(office.engine, tmp_path / "new") == {"untouched": len(KINDS)}
    assert office.query("SELECT * FROM audit.sheet") == []


def test_the_examples_of_the_templates_are_right(warehouse: Warehouse, tmp_path: Path) -> None:
    """A row is read once it no longer says that it is an example, under the name of the template too."""
    learn_units(warehouse)
    warehouse.set_clock("2026-10-06T07:00:00+07:00")  # after the day on which the example saw the portal
    assert read_folders(warehouse.engine, tmp_path) == {}
    for kind in KINDS:
        path = tmp_path / kind.name / kind.template_name
        workbook = openpyxl.load_workbook(path)
        cell = workbook.worksheets[0]["A2"]
        cell.value = str(cell.value).removeprefix("Ví dụ: ")
        path.write_bytes(saved(workbook))
    assert read_folders(warehouse.engine, tmp_path) == {"accepted": 5, "refused": 4}
    for kind in (OBJECTIONS, OBJECTION_DECISIONS):
        said = errors_beside(tmp_path, f"{kind.name}/{kind.template_name}") or ""
        assert [line.partition(":")[0] for line in said.splitlines()] == [
            f"Tệp {kind.template_name}, dòng 2, cột «Mã bảng xếp hạng»"
        ], "no ranking has been published yet"
    for kind in (FORM_CONFIRMATIONS, FORM_SIGNATURES):
        said = errors_beside(tmp_path, f"{kind.name}/{kind.template_name}") or ""
        assert "có dòng nói về biểu chưa có" in said, "no figures have been computed yet"


def test_nothing_heavy_is_imported_for_nothing_new(office: Warehouse, tmp_path: Path) -> None:
    """Every five minutes a run looks; what costs a second is left out unless there is something to read."""
    hand_in(office, tmp_path, "manual_figures/a.csv", as_csv(MANUAL))
    read_again(office, tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "onestop.sheets.check", None)
        assert read_folders(office.engine, tmp_path) == {"known": 1, "untouched": len(KINDS) - 1}


GUARDED = {
    "a sheet is not deleted": "DELETE FROM audit.sheet",
    "a superseded sheet stays superseded": "UPDATE audit.sheet SET status = 'accepted' WHERE status = 'superseded'",
    "an accepted sheet is not refused": "UPDATE audit.sheet SET status = 'refused', row_count = 0, error_text = 'x'",
    "a figure is not changed": "UPDATE core.manual_figure SET value = 7",
    "a figure is not deleted": "DELETE FROM core.manual_figure",
    "a target is not changed": "UPDATE core.target SET value = 7",
    "what the portal showed is not forgotten": "TRUNCATE core.portal_figure",
    "a recipient is not changed": "UPDATE core.recipient SET is_active = TRUE",
}


@pytest.mark.parametrize("statement", GUARDED.values(), ids=GUARDED.keys())
def test_what_was_handed_in_stays(office: Warehouse, tmp_path: Path, statement: str) -> None:
    hand_in(office, tmp_path, "manual_figures/a.csv", as_csv(MANUAL))
    hand_in(office, tmp_path, "manual_figures/a.csv", as_csv({**MANUAL, "Giá trị": "71"}))
    with pytest.raises(WarehouseError, match=r"RestrictViolation|CheckViolation"):
        office.execute(statement)


def test_the_catalogue_of_figures_says_what_to_count(office: Warehouse) -> None:
    rows = office.query("SELECT figure_code, name_vi, definition_vi FROM core.figure")
    assert len(rows) == 10
    assert all(not row.name_vi.isascii() and row.definition_vi.endswith(".") for row in rows)


def test_checking_needs_the_catalogue_only(office: Warehouse) -> None:
    from onestop.sheets.catalogue import read_catalogue

    with transaction(office.engine) as connection:
        catalogue = read_catalogue(connection)
    checked = check(MANUAL_FIGURES, "a.csv", as_csv(MANUAL), catalogue, dt.date(2026, 3, 31))
    assert [record["value"] for record in checked.records] == [70]
    checked = check(MANUAL_FIGURES, "a.csv", as_csv(MANUAL), catalogue, dt.date(2026, 2, 28))
    assert [fault.column for fault in checked.faults] == ["Kỳ"]
