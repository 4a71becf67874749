"""Sheets of overrides: what is wrong with them is said line by line, in Vietnamese, and nothing of them is kept."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from onestop.quarantine.overrides import COLUMNS, Line, OverridesError, apply_overrides, check
from onestop.warehouse.database import transaction
from tests.support.scripted import dossier, script_of
from tests.support.warehouse import Warehouse


@pytest.fixture(scope="module")
def looked_at(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse with two records in quarantine; these tests only look."""
    dossiers = [dossier("A-1"), dossier("B-1", TrangThaiHoSo="0"), dossier("B-2", TrangThaiHoSo="0")]
    step = {
        "MaHoSo": "A-1",
        "ThoiDiemXuLy": "20260302090000",
        "TrangThai": "0",
        "CapNhatLuc": "2026-03-02T09:00:00+07:00",
    }
    module_warehouse.read_script(script_of(dossiers, events=[step]))
    return module_warehouse


GOOD = ("scripted", "dossiers", "B-1", "TrangThaiHoSo", "4", "Nhập sai", "Chuyên viên")


def line(**changed: str) -> list[str]:
    """Return the cells of a good line, with some changed."""
    return list((dict(zip(COLUMNS, GOOD, strict=True)) | changed).values())


def as_csv(*lines: list[Any], separator: str = ",", head: tuple[str, ...] = COLUMNS) -> bytes:
    """Return a CSV sheet."""
    return "\r\n".join(separator.join(map(str, cells)) for cells in [head, *lines]).encode()


def workbook_of(*lines: list[Any]) -> openpyxl.Workbook:
    """Return a workbook whose first sheet has these lines."""
    workbook = openpyxl.Workbook()
    for cells in [list(COLUMNS), *lines]:
        workbook.worksheets[0].append(cells)
    return workbook


def saved(workbook: openpyxl.Workbook) -> bytes:
    """Return a workbook as its file."""
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def as_xlsx(*lines: list[Any]) -> bytes:
    """Return the file of a workbook whose first sheet has these lines."""
    return saved(workbook_of(*lines))


def checked(warehouse: Warehouse, folder: Path, **sheets: bytes) -> list[Line]:
    """Check sheets, by name and suffix with an underscore between them."""
    for name, content in sheets.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    with transaction(warehouse.engine) as connection:
        return check(connection, folder)


NOT_OPEN = "không có bản ghi lỗi dữ liệu này đang chờ xử lý; kiểm tra source_id, feed và record_key."
NO_FEED = (
    "không có loại dữ liệu (feed) này; chỉ có units, procedures, dossiers, events, payments, surveys, feedback, "
    "interlinked."
)
PERSONAL = "trường {} là dữ liệu cá nhân hoặc văn bản tự do, không được ghi vào hệ thống."
ANOTHER_KEY = "không được sửa trường {} vì bản ghi sẽ mang mã khác."
FORMULA = "ô {} bắt đầu như một công thức; hãy ghi giá trị dưới dạng văn bản."
EVENT_KEY = "A-1|2026-03-02T09:00:00+07:00|0"
FAULTS = {
    "no such record": ({"record_key": "Z-9"}, NOT_OPEN),
    "a record that is well": ({"record_key": "A-1"}, NOT_OPEN),
    "no such source": ({"source_id": "other"}, NOT_OPEN),
    "no such feed": ({"feed": "hoso"}, NO_FEED),
    "no such field": ({"field": "TruongMoi"}, "dữ liệu dossiers không có trường tên như ở cột field."),
    "a note of ours": ({"field": "_unusable"}, "dữ liệu dossiers không có trường tên như ở cột field."),
    "a personal field": ({"field": "ChuHoSo"}, PERSONAL.format("ChuHoSo")),
    "free text": ({"field": "GhiChu"}, PERSONAL.format("GhiChu")),
    "a list": ({"field": "DanhSachGiaHan"},
               "trường DanhSachGiaHan là danh sách; chỉ sửa được trường có một giá trị."),
    "the key": ({"field": "MaHoSo", "value": "A-1"}, ANOTHER_KEY.format("MaHoSo")),
    "a part of the key": ({"feed": "events", "record_key": EVENT_KEY, "field": "TrangThai"},
                          ANOTHER_KEY.format("TrangThai")),
    "an unreadable value": ({"field": "NgayTra", "value": "hôm qua"}, "giá trị của trường NgayTra không đọc được."),
    "no value": ({"value": " "}, "ô value còn trống."),
    "no reason": ({"reason": ""}, "ô reason còn trống."),
    "no post": ({"decided_by_post": ""}, "ô decided_by_post còn trống."),
    "a formula": ({"value": "=1+3"}, FORMULA.format("value")),
    "a formula elsewhere": ({"reason": "@SUM(A1)"}, FORMULA.format("reason")),
    "a long cell": ({"reason": "x" * 501}, "ô reason dài quá 500 ký tự."),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "message"), FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_faulty_line_is_told_with_its_number(
    looked_at: Warehouse, tmp_path: Path, changed: dict[str, str], message: str, suffix: str
) -> None:
    lines = [line(record_key="B-2"), [""] * 7, line(**changed)]
    content = as_csv(*lines) if suffix == "csv" else as_xlsx(*lines)
    with pytest.raises(OverridesError) as raised:
        checked(looked_at, tmp_path, **{f"sheet_{suffix}": content})
    assert str(raised.value) == f"sheet.{suffix}, dòng 4: {message}"
    assert looked_at.query("SELECT * FROM quarantine.override") == []


def test_every_fault_of_every_sheet_is_told_at_once(looked_at: Warehouse, tmp_path: Path) -> None:
    with pytest.raises(OverridesError) as raised:
        checked(
            looked_at,
            tmp_path,
            a_csv=as_csv(line(), line(value="5")),
            b_csv=as_csv(line(feed="hoso"), line(value="", reason="")),
            c_csv="mã".encode("utf-16"),
            d_csv=as_csv(line(), head=("source_id", "feed", "record_key", "truong", "value", "ly_do", "post")),
            e_xlsx=b"no workbook",
            f_txt=b"not looked at",
            g_csv=b"",
        )
    assert str(raised.value).splitlines() == [
        "a.csv, dòng 3: trường này của bản ghi đã được sửa ở một dòng khác.",
        f"b.csv, dòng 2: {NO_FEED}",
        "b.csv, dòng 3: ô value còn trống.",
        "b.csv, dòng 3: ô reason còn trống.",
        "c.csv: tệp CSV không theo mã UTF-8; hãy lưu lại theo UTF-8.",
        "d.csv: dòng tiêu đề thiếu cột field, reason, decided_by_post; hãy dùng tệp mẫu.",
        "e.xlsx: không mở được tệp; hãy lưu lại theo định dạng .xlsx.",
        "g.csv: dòng tiêu đề thiếu cột source_id, feed, record_key, field, value, reason, decided_by_post; "
        "hãy dùng tệp mẫu.",
    ]


def test_overrides_have_the_limits_of_other_sheets(looked_at: Warehouse, tmp_path: Path) -> None:
    merged, paged = workbook_of(line()), workbook_of(line())
    merged.worksheets[0].merge_cells("A2:A3")
    paged.create_sheet("Trường được sửa").append(["MaHoSo"])
    paged.create_sheet("Tháng sau").append(["MaHoSo"])
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (49 * 1024 * 1024))
    with pytest.raises(OverridesError) as raised:
        checked(
            looked_at,
            tmp_path,
            a_xlsx=saved(merged),
            b_xlsx=saved(paged),
            c_xlsx=bomb.getvalue(),
            d_csv=as_csv(line()) + b'\r\n"B-2',
            e_csv=b"x" * (4 * 1024 * 1024 + 1),
        )
    too_many = "có hơn 20.000 dòng hoặc 100 cột, kể cả ô trống có định dạng; hãy xóa phần thừa hoặc tách tệp."
    assert str(raised.value).splitlines() == [
        "a.xlsx, dòng 2: các ô A2:A3 bị gộp; hãy bỏ gộp ô và điền từng ô.",
        "b.xlsx: có nhiều trang tính chứa dữ liệu, chỉ trang đầu được đọc; hãy tách mỗi trang một tệp.",
        f"c.xlsx: {too_many}",
        "d.csv: dấu ngoặc kép trong tệp CSV không đóng; hãy lưu lại từ bảng tính.",
        "e.csv: tệp lớn hơn 4 MB; hãy tách thành nhiều tệp.",
    ]


def test_what_a_workbook_keeps_as_dates_and_shares_is_taken_as_it_is(looked_at: Warehouse, tmp_path: Path) -> None:
    moment = dt.datetime(2026, 3, 2, 8, 30)  # noqa: DTZ001 - as a spreadsheet has it
    dated = [[*line(field="NgayTra")[:4], value, *line()[5:]] for value in (moment, dt.date(2026, 3, 2))]
    share = [*line(field="TenTTHC")[:4], 0.975, *line()[5:]]
    for name, cells in zip("abc", [*dated, share], strict=True):
        workbook = workbook_of(cells)
        workbook.worksheets[0]["E2"].number_format = "0.0%" if name == "c" else "dd/mm/yyyy hh:mm"
        (tmp_path / name).mkdir()
        (found,) = checked(looked_at, tmp_path / name, sheet_xlsx=saved(workbook))
        assert found.override.value == {"a": "2026-03-02 08:30:00", "b": "2026-03-02 00:00:00", "c": "0.975"}[name]


@pytest.mark.parametrize(
    "sheet",
    [
        {"sheet_csv": as_csv(line())},
        {"sheet_csv": b"\xef\xbb\xbf" + as_csv(line(), separator=";")},
        {"sheet_CSV": as_csv([*line(), "a column of one's own"], head=(*COLUMNS, "ghi_chu"))},
        {"sheet_xlsx": as_xlsx([*line()[:4], 4, *line()[5:]])},
        {"sheet_xlsx": as_xlsx([*line()[:4], 4.0, *line()[5:]])},
    ],
    ids=["commas", "semicolons and a byte order mark", "another column", "a number", "a number with a point"],
)
def test_a_good_sheet_says_the_same_in_every_form(
    looked_at: Warehouse, tmp_path: Path, sheet: dict[str, bytes]
) -> None:
    found = checked(looked_at, tmp_path, **sheet)
    assert [(one.line_no, *one.override.content(), one.override.reason) for one in found] == [
        (2, "scripted", "dossiers", "B-1", "TrangThaiHoSo", "4", "Nhập sai")
    ]


def test_no_folder_is_no_sheet(looked_at: Warehouse, tmp_path: Path) -> None:
    assert checked(looked_at, tmp_path / "missing") == []


def test_a_note_of_a_structure_goes_with_the_field_that_replaces_it() -> None:
    kept = {"MaHoSo": "A-1", "_retyped": ["NgayTra", "NgayTuChoi"]}
    assert apply_overrides(kept, {"NgayTra": "x"}) == {"MaHoSo": "A-1", "NgayTra": "x", "_retyped": ["NgayTuChoi"]}
    assert apply_overrides(kept, {"NgayTra": "x", "NgayTuChoi": "y"}) == {
        "MaHoSo": "A-1",
        "NgayTra": "x",
        "NgayTuChoi": "y",
    }
    assert apply_overrides(kept, {}) == kept
