"""The list for offices, cell by cell, and the sheet for overrides."""

from __future__ import annotations

import datetime as dt
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from onestop.contract.feeds import FEEDS
from onestop.ingest.reading import log_step
from onestop.ingest.steps import Context
from onestop.quarantine.actions import Request, act
from onestop.quarantine.overrides import COLUMNS
from onestop.quarantine.records import Selection, Signature
from tests.support.scripted import dossier, script_of
from tests.support.warehouse import Warehouse

HEADINGS = [
    "Mã đơn vị", "Tên đơn vị", "Nguồn dữ liệu", "Loại dữ liệu", "Mã bản ghi", "Lý do không dùng được", "Quy tắc",
    "Thấy lần đầu", "Thấy lần cuối", "Số lần thấy", "Số ngày chờ",
]  # fmt: skip
EVENT = {"MaHoSo": "H57.31.01-260302-0001", "ThoiDiemXuLy": "20260302090000", "TrangThai": "0"}
FIRST, LAST = dt.datetime(2026, 9, 28, 23, 30), dt.datetime(2026, 10, 1, 6, 0)  # noqa: DTZ001 - as cells have them


@pytest.fixture(scope="module")
def full(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse with records of several units in quarantine; its clock stands at 7:00 on 1 October."""
    bad = {"TrangThaiHoSo": "0"}
    first = script_of([dossier("B-1", **bad), dossier("A-1")], as_of="2026-09-28T23:30:00+07:00")
    dossiers = [
        dossier("B-1", **bad),
        dossier("=1+1", MaDonVi="H57.99.99"),
        dossier("", MaDonVi="h57.31.01 "),
        dossier("C-1", **bad, MaDonVi=""),
        dossier("D-1", MaDonVi="H57.99.99", ChuHoSo="Nguyễn Văn Mẫu", **bad),
    ]
    second = script_of(dossiers, events=[{**EVENT, "CapNhatLuc": "2026-03-02T09:00:00+07:00"}])
    for script in (first, second):
        module_warehouse.read_script(script)
    return module_warehouse


def export(warehouse: Warehouse, **chosen: Any) -> list[Worksheet]:
    """Export a choice and return the sheets of its files: the list, the overrides, their fields."""
    request = Request("export", Selection(**chosen), Signature("", ""), dry_run=False)
    told = act(Context(warehouse.engine, warehouse.settings, log_step), request)
    return [sheet for file in told["files"] for sheet in openpyxl.load_workbook(file).worksheets]


def columns(sheet: Worksheet) -> dict[str, tuple[int, str]]:
    """Return width and format of the columns; openpyxl keeps neighbours that are alike together."""
    return {
        get_column_letter(place): (round(group.width), group.number_format)
        for group in sheet.column_dimensions.values()
        for place in range(group.min or 0, (group.max or 0) + 1)
    }


def reason(warehouse: Warehouse, *rules: str) -> str:
    """Return the Vietnamese sentences of some rules."""
    rows = warehouse.query(
        "SELECT string_agg(reason_vi, ' ' ORDER BY rule_id) FROM audit.rule WHERE rule_id = ANY(%(rules)s)",
        {"rules": list(rules)},
    )
    return str(rows[0][0])


def test_the_list_has_a_line_for_each_open_record(full: Warehouse) -> None:
    listed = export(full)[0]
    commune, status = ("19753", "Phường Thuận Hóa"), "dossier_status_unknown"
    expected = [
        (*commune, "hồ sơ", "B-1", [status], FIRST, LAST, 2, 3),
        (*commune, "hồ sơ", None, ["dossier_key_missing"], LAST, LAST, 1, 0),
        (*commune, "bước xử lý", "H57.31.01-260302-0001|2026-03-02T09:00:00+07:00|0", ["event_incomplete"],
         LAST, LAST, 1, 0),
        ("H57.99.99", None, "hồ sơ", "=1+1", ["dossier_unit_unknown"], LAST, LAST, 1, 0),
        ("H57.99.99", None, "hồ sơ", "D-1", [status, "dossier_unit_unknown"], LAST, LAST, 1, 0),
        (None, None, "hồ sơ", "C-1", [status, "dossier_unit_unknown"], LAST, LAST, 1, 0),
    ]  # fmt: skip
    cells = [list(row) for row in listed.iter_rows(values_only=True)]
    assert cells == [
        HEADINGS,
        *(
            [code, name, "scripted", feed, key, reason(full, *rules), ", ".join(rules), *rest]
            for code, name, feed, key, rules, *rest in expected
        ),
    ]
    assert (listed["E5"].data_type, listed["E5"].number_format) == ("s", "@"), "text stays text"
    assert {cell.data_type for row in listed.iter_rows(min_row=2) for cell in row} == {"s", "n", "d"}


def test_the_list_is_made_to_be_read(full: Warehouse) -> None:
    listed = export(full)[0]
    assert (listed.title, listed.freeze_panes, listed.auto_filter.ref) == ("Hồ sơ lỗi dữ liệu", "A2", "A1:K7")
    widths = [width for _, (width, _) in sorted(columns(listed).items())]
    assert widths == [15, 31, 17, 21, 29, 71, 41, 18, 18, 13, 13]
    assert {listed[f"{column}2"].number_format for column in "HI"} == {"dd/mm/yyyy hh:mm"}


def test_a_commune_gets_its_own_records_under_its_own_name(full: Warehouse) -> None:
    for code in ("19753", "H57.31.01"):
        listed = export(full, unit_code=code)[0]
        keys = [row[4] for row in listed.iter_rows(min_row=2, values_only=True)]
        assert keys == ["B-1", None, "H57.31.01-260302-0001|2026-03-02T09:00:00+07:00|0"]
    names = {path.name for path in full.settings.exports_dir.iterdir()}
    assert {"ho-so-loi-19753-20261001-0700.xlsx", "ho-so-loi-h57.31.01-20261001-0700.xlsx"} <= names
    assert all(path.suffix == ".xlsx" for path in full.settings.exports_dir.iterdir())


def test_a_list_of_nothing_has_its_headings(full: Warehouse) -> None:
    assert [list(row) for row in export(full, feed="surveys")[0].iter_rows(values_only=True)] == [HEADINGS]


def test_the_same_list_is_the_same_file(full: Warehouse) -> None:
    def content() -> dict[str, bytes]:
        export(full)
        return {path.name: path.read_bytes() for path in full.settings.exports_dir.iterdir()}

    assert content() == content()


def test_the_sheet_for_overrides_names_its_columns_and_the_fields_that_may_be_overridden(full: Warehouse) -> None:
    _, overrides, fields = export(full)
    assert [list(row) for row in overrides.iter_rows(values_only=True)] == [list(COLUMNS)]
    assert columns(overrides) == dict.fromkeys("ABCDEFG", (25, "@")), "what is typed stays text"
    told = [row[::2] for row in fields.iter_rows(min_row=2, values_only=True)]
    assert told == [(feed.name, name) for feed in FEEDS for name in sorted(feed.shape.scalars)]


def test_nothing_personal_is_in_the_list(full: Warehouse) -> None:
    texts = {str(value) for sheet in export(full) for row in sheet.iter_rows(values_only=True) for value in row}
    assert not any("Nguyễn Văn Mẫu" in text for text in texts)
