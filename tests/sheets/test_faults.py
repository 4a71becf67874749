"""What is wrong with a sheet is told in Vietnamese with file, row, column and what to do; nothing of it is kept."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from onestop import words
from tests.sheets.handing_in import (
    GOOD,
    MANUAL,
    TARGET,
    as_csv,
    as_xlsx,
    errors_beside,
    hand_in,
    read_again,
    saved,
    workbook_of,
)
from tests.support.warehouse import Warehouse

NUMBER = "không đọc được số; hãy ghi như 1.234 hoặc 97,28%."
NO_UNIT = "không có đơn vị mang mã này vào ngày {}; hãy kiểm tra mã trong danh mục đơn vị."
NO_PERIOD = words.text("sheet_error.no_period")
DAY = "không đọc được ngày; hãy ghi như 31/12/2026."
EMPTY_CELL = "ô còn trống; hãy điền."
FORMULA = "ô là công thức hoặc lỗi tính toán; hãy thay bằng giá trị."
UNKNOWN = "không có {} này trong danh mục; hãy ghi đúng mã hoặc đúng tên."
AMBIGUOUS = "không rõ dấu chấm là hàng nghìn hay phần lẻ; hãy dùng dấu phẩy cho phần lẻ, ví dụ 1,234."
CHOICE = "giá trị không có trong danh sách; hãy ghi một trong: "
MAIL_BOX = "không phải địa chỉ thư điện tử; hãy ghi một hộp thư, ví dụ motcua.phuxuan@hue.example."
NO_SCHEME = "điểm và thứ hạng phải theo một bộ chỉ số; hãy ghi tên bộ chỉ số như trên bảng xếp hạng."
RANK_ONLY = "chỉ Thứ hạng mới tính bằng thứ hạng; hãy sửa lại."

CELLS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "no number": ("targets", {"Giá trị": "nhiều"}, "Giá trị", NUMBER),
    "English thousands": ("manual_figures", {"Giá trị": "1,234,567"}, "Giá trị", NUMBER),
    "a fraction of a count": ("manual_figures", {"Giá trị": "1,5"}, "Giá trị",
                              "phải là số nguyên; hãy ghi như 1.234 hoặc 1234."),
    "a percentage for a count": ("manual_figures", {"Giá trị": "5%"}, "Giá trị",
                                 "có dấu % nhưng đơn vị tính không phải là phần trăm; hãy sửa một trong hai ô."),
    "thousand or fraction": ("targets", {"Giá trị": "1.234", "Đơn vị tính": "Điểm", "Bộ chỉ số": "qd766_commune"},
                             "Giá trị", AMBIGUOUS),
    "percent or part of one": ("targets", {"Giá trị": "0,5"}, "Giá trị",
                               "không rõ là phần trăm hay phần của 1; hãy ghi kèm dấu %, ví dụ 97,28%."),
    "more than all": ("targets", {"Giá trị": "100,5%"}, "Giá trị", "tỷ lệ lớn hơn 100%; hãy kiểm tra lại."),
    "place zero": ("targets", {"Chỉ tiêu": "Thứ hạng", "Giá trị": "0", "Đơn vị tính": "Thứ hạng",
                               "Bộ chỉ số": "qd766_commune"}, "Giá trị",
                   "thứ hạng bắt đầu từ 1; hãy sửa lại."),
    "unknown unit": ("manual_figures", {"Mã đơn vị": "99999"}, "Mã đơn vị", NO_UNIT.format("31/03/2026")),
    "unit that was not yet": ("manual_figures", {"Kỳ": "Năm 2024"}, "Mã đơn vị", NO_UNIT.format("31/12/2024")),
    "unknown unit of a target": ("targets", {"Mã phạm vi": "99999"}, "Mã phạm vi", NO_UNIT.format("01/01/2026")),
    "no unit": ("portal_figures", {"Mã đơn vị": ""}, "Mã đơn vị", EMPTY_CELL),
    "unknown kind of unit": ("targets", {"Phạm vi": "Loại đơn vị", "Mã phạm vi": "huyện"}, "Mã phạm vi",
                             CHOICE + "tỉnh, sở, xã, cơ quan khác."),
    "unknown area": ("targets", {"Phạm vi": "Địa bàn", "Mã phạm vi": "H99"}, "Mã phạm vi", UNKNOWN.format("địa bàn")),
    "no code of a scope": ("targets", {"Mã phạm vi": ""}, "Mã phạm vi", "ô còn trống; hãy điền mã của phạm vi."),
    "a code for all": ("targets", {"Phạm vi": "Tất cả"}, "Mã phạm vi",
                       "phạm vi là Tất cả thì không có mã; hãy để trống."),
    "unknown scope": ("targets", {"Phạm vi": "Huyện"}, "Phạm vi", CHOICE + "đơn vị, loại đơn vị, địa bàn, tất cả."),
    "unknown sector": ("targets", {"Lĩnh vực": "XYZ"}, "Lĩnh vực", UNKNOWN.format("lĩnh vực")),
    "unknown indicator": ("targets", {"Chỉ tiêu": "on_line"}, "Chỉ tiêu", UNKNOWN.format("chỉ tiêu")),
    "unknown indicator of the portal": ("portal_figures", {"Chỉ tiêu": "TOTAL"}, "Chỉ tiêu",
                                        UNKNOWN.format("chỉ tiêu")),
    "unknown figure": ("manual_figures", {"Số liệu": "số lạ"}, "Số liệu", UNKNOWN.format("số liệu")),
    "a ranked ratio": ("targets", {"Đơn vị tính": "Thứ hạng", "Giá trị": "5", "Bộ chỉ số": "qd766_commune"},
                       "Đơn vị tính", RANK_ONLY),
    "a rank in no scheme": ("targets", {"Chỉ tiêu": "Thứ hạng", "Đơn vị tính": "Thứ hạng", "Giá trị": "5"},
                            "Bộ chỉ số", NO_SCHEME),
    "a total in no scheme": ("targets", {"Chỉ tiêu": "Tổng điểm", "Đơn vị tính": "Điểm", "Giá trị": "90"},
                             "Bộ chỉ số", NO_SCHEME),
    "points in no scheme": ("targets", {"Đơn vị tính": "Điểm", "Giá trị": "18"}, "Bộ chỉ số", NO_SCHEME),
    "an unknown scheme": ("targets", {"Đơn vị tính": "Điểm", "Giá trị": "18", "Bộ chỉ số": "QĐ 999"}, "Bộ chỉ số",
                          UNKNOWN.format("bộ chỉ số")),
    "a value by a scheme": ("targets", {"Bộ chỉ số": "qd766_commune"}, "Bộ chỉ số",
                            "giá trị của chỉ tiêu không theo bộ chỉ số nào; hãy để trống, hoặc ghi đơn vị tính là Điểm "
                            "hay Thứ hạng."),
    "unknown unit of measure": ("targets", {"Đơn vị tính": "kg"}, "Đơn vị tính",
                                CHOICE + "phần trăm, số lượng, điểm, thứ hạng."),
    "unknown comparator": ("targets", {"So sánh": "gần"}, "So sánh", CHOICE + "tối thiểu, tối đa, bằng."),
    "unknown origin": ("targets", {"Nguồn chỉ tiêu": "bạn"}, "Nguồn chỉ tiêu", CHOICE + "giao, tự đặt."),
    "no such month": ("manual_figures", {"Kỳ": "Tháng 13/2026"}, "Kỳ", NO_PERIOD),
    "no such week": ("manual_figures", {"Kỳ": "Tuần 60 năm 2026"}, "Kỳ", NO_PERIOD),
    "a month that ends early": ("manual_figures", {"Kỳ": "month:2026-03-01:2026-03-30"}, "Kỳ", NO_PERIOD),
    "a kind that is none": ("manual_figures", {"Kỳ": "decade:2020-01-01:2029-12-31"}, "Kỳ", NO_PERIOD),
    "a kind that the portal has not": ("portal_figures", {"Kỳ": "Tuần 10 năm 2026"}, "Kỳ",
                                       "loại kỳ không dùng được ở đây; chỉ nhận tháng, quý, năm (dương lịch)."),
    "a period to come": ("manual_figures", {"Kỳ": "Tháng 11/2026"}, "Kỳ", "kỳ chưa bắt đầu; hãy kiểm tra lại kỳ."),
    "no such day": ("targets", {"Từ ngày": "31/02/2026"}, "Từ ngày", DAY),
    "a year in English": ("targets", {"Đến ngày": "Dec 2026"}, "Đến ngày", DAY),
    "an end before the beginning": ("targets", {"Đến ngày": "31/12/2025"}, "Đến ngày",
                                    "sớm hơn ngày bắt đầu; hãy kiểm tra hai ngày."),
    "seen tomorrow": ("portal_figures", {"Thời điểm xem trên Cổng": "02/10/2026"}, "Thời điểm xem trên Cổng",
                      "muộn hơn hôm nay; hãy kiểm tra lại."),
    "seen before the period": ("portal_figures", {"Thời điểm xem trên Cổng": "28/02/2026"},
                               "Thời điểm xem trên Cổng", "sớm hơn ngày đầu của kỳ; hãy kiểm tra lại."),
    "the portal shows nothing": ("portal_figures", {"Tử số": "", "Mẫu số": "", "Điểm": ""}, "Tử số",
                                 "tử số, mẫu số và điểm đều trống; hãy điền ít nhất một ô."),
    "a percentage for a numerator": ("portal_figures", {"Tử số": "97,28%"}, "Tử số",
                                     "có dấu %; hãy ghi số lượng, không ghi tỷ lệ."),
    "no data without a reason": ("manual_figures", {"Giá trị": "Không có số liệu"}, "Lý do không có số liệu",
                                 "không có số liệu thì phải ghi lý do; hãy điền."),
    "a value with a reason for none": ("manual_figures", {"Lý do không có số liệu": "mất sổ"},
                                       "Lý do không có số liệu",
                                       "đã có giá trị thì không ghi lý do; hãy xóa một trong hai ô."),
    "no document": ("manual_figures", {"Văn bản": " "}, "Văn bản", EMPTY_CELL),
    "no post": ("manual_figures", {"Chức danh người nhập": ""}, "Chức danh người nhập", EMPTY_CELL),
    "a negative number": ("manual_figures", {"Giá trị": "-5"}, "Giá trị", FORMULA),
    "a formula": ("targets", {"Văn bản": "=1+1"}, "Văn bản", FORMULA),
    "a command": ("targets", {"Điều, khoản": "@SUM(A1)"}, "Điều, khoản", FORMULA),
    "recipients of a kind of units": ("recipients", {"Phạm vi": "Loại đơn vị"}, "Phạm vi",
                                      CHOICE + "đơn vị, địa bàn."),
    "unknown unit of a recipient": ("recipients", {"Mã phạm vi": "99999"}, "Mã phạm vi", NO_UNIT.format("01/10/2026")),
    "unknown area of a recipient": ("recipients", {"Phạm vi": "Địa bàn", "Mã phạm vi": "H99"}, "Mã phạm vi",
                                    UNKNOWN.format("địa bàn")),
    "unknown channel": ("recipients", {"Kênh": "Zalo"}, "Kênh", CHOICE + "thư điện tử, webhook."),
    "no mail box": ("recipients", {"Địa chỉ": "motcua.hue.example"}, "Địa chỉ", MAIL_BOX),
    "a mail box without a host": ("recipients", {"Địa chỉ": "motcua@hue"}, "Địa chỉ", MAIL_BOX),
    "two mail boxes": ("recipients", {"Địa chỉ": "a@hue.example, b@hue.example"}, "Địa chỉ", MAIL_BOX),
    "two lines": ("recipients", {"Địa chỉ": "a@hue.example Bcc: b@hue.example"}, "Địa chỉ", MAIL_BOX),
    "a mail box with diacritics": ("recipients", {"Địa chỉ": "mộtcửa@hue.example"}, "Địa chỉ", MAIL_BOX),
    "a mail box that anybody may open": ("recipients", {"Địa chỉ": "motcua@Gmail.com"}, "Địa chỉ",
                                         "không phải hộp thư công vụ; hãy ghi hộp thư của cơ quan, không dùng thư "
                                         "cá nhân."),
    "an address for a connection": ("recipients", {"Kênh": "Webhook", "Địa chỉ": "https://hue.example"}, "Địa chỉ",
                                    "không phải tên kết nối; hãy ghi tên đã khai báo, chỉ gồm chữ không dấu, số và "
                                    "dấu gạch dưới."),
    "unknown wish": ("recipients", {"Nội dung nhận": "Tất cả"}, "Nội dung nhận",
                     CHOICE + "bảng xếp hạng, cảnh báo, vận hành."),
    "perhaps active": ("recipients", {"Đang dùng": "Có thể"}, "Đang dùng", CHOICE + "có, không."),
    "a long cell": ("targets", {"Văn bản": "x" * 501}, "Văn bản", "ô dài quá 500 ký tự; hãy rút gọn."),
}  # fmt: skip


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(("kind", "changed", "column", "what"), CELLS.values(), ids=CELLS.keys())
def test_a_faulty_cell(
    shared: Warehouse, tmp_path: Path, kind: str, changed: dict[str, Any], column: str, what: str, suffix: str
) -> None:
    other = {
        "targets": {"Điều, khoản": "Tháng 2/2026"},
        "manual_figures": {"Kỳ": "Tháng 2/2026"},
        "portal_figures": {"Kỳ": "Tháng 2/2026"},
        "recipients": {"Nội dung nhận": "Vận hành"},
    }[kind]
    rows = [{**GOOD[kind], **other}, {**GOOD[kind], **changed}]
    content = as_csv(*rows) if suffix == "csv" else as_xlsx(*rows)
    name = f"{kind}/bảng.{suffix}"
    assert hand_in(shared, tmp_path, name, content) == {"refused": 1}
    text = f"Tệp bảng.{suffix}, dòng 3, cột «{column}»: {what}\n"
    assert errors_beside(tmp_path, name) == text
    sheet = shared.query("SELECT status, row_count, error_text FROM audit.sheet ORDER BY sheet_id DESC LIMIT 1")[0]
    assert tuple(sheet) == ("refused", 0, text.strip())


def test_nothing_of_a_refused_sheet_is_kept(shared: Warehouse, tmp_path: Path) -> None:
    hand_in(shared, tmp_path, "targets/a.csv", as_csv(TARGET, {**TARGET, "Giá trị": "?", "Điều, khoản": "1"}))
    assert shared.query("SELECT sheet_id FROM core.target UNION ALL SELECT sheet_id FROM core.manual_figure") == []


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def with_formula() -> bytes:
    """A cell that computes: its value is there too, but nobody has typed it."""
    workbook = workbook_of(MANUAL)
    workbook.worksheets[0]["D2"] = "=35*2"
    return saved(workbook)


def with_merged_cells() -> bytes:
    workbook = workbook_of(MANUAL, MANUAL)
    workbook.worksheets[0].merge_cells("A2:A3")
    return saved(workbook)


def with_two_pages() -> bytes:
    workbook = workbook_of(MANUAL)
    workbook.create_sheet("Tháng sau").append(["Mã đơn vị"])
    return saved(workbook)


def with_far_cell() -> bytes:
    workbook = workbook_of(MANUAL)
    workbook.worksheets[0]["A20001"] = "19753"
    return saved(workbook)


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (49 * 1024 * 1024))
    return target.getvalue()


def missing(column: str) -> str:
    return f", dòng 1, cột «{column}»: dòng đầu thiếu tiêu đề này; hãy thêm cột theo tệp mẫu."


EMPTY = ": tệp không có dữ liệu; hãy điền theo tệp mẫu."
NO_ROWS = ": tệp không có dòng số liệu nào; hãy điền ít nhất một dòng dưới dòng tiêu đề."
ENCODING = ": tệp CSV không theo bảng mã UTF-8; hãy lưu lại dạng «CSV UTF-8»."
NOT_OPEN = ": không mở được tệp; hãy lưu lại theo định dạng .xlsx, không đặt mật khẩu."
TOO_LONG = (
    ": có hơn 20.000 dòng hoặc 100 cột, kể cả ô trống có định dạng; hãy xóa phần thừa hoặc tách tệp."
)  # fmt: skip
FILES: dict[str, tuple[str, bytes, str]] = {
    "an empty file": ("a.csv", b"", EMPTY),
    "blanks only": ("a.csv", b"\n;;\n", EMPTY),
    "an empty workbook": ("a.xlsx", saved(openpyxl.Workbook()), EMPTY),
    "headings only": ("a.csv", as_csv(head=list(MANUAL)), NO_ROWS),
    "no figure was filled in": ("a.xlsx", as_xlsx({**MANUAL, "Giá trị": ""}), NO_ROWS),
    "UTF-16": ("a.csv", as_csv(MANUAL).decode().encode("utf-16"), ENCODING),
    "Vietnamese Windows": ("a.csv", "Kỳ;Giá trị".encode("cp1258", "replace") + b"\xff", ENCODING),
    "NUL": ("a.csv", as_csv(MANUAL) + b"\0", ENCODING),
    "an open quote": ("a.csv", as_csv(MANUAL) + b'"19753', ": dấu ngoặc kép trong tệp CSV không đóng; "
                      "hãy lưu lại từ bảng tính."),
    "no workbook": ("a.xlsx", b"nothing", NOT_OPEN),
    "half a workbook": ("a.xlsx", as_xlsx(MANUAL)[:3000], NOT_OPEN),
    "another format": ("a.xls", b"\xd0\xcf\x11\xe0", ": chỉ nhận tệp .xlsx hoặc .csv; "
                       "hãy lưu lại theo một trong hai định dạng này."),
    "a large file": ("a.csv", b"x" * (4 * 1024 * 1024 + 1), ": tệp lớn hơn 4 MB; hãy tách thành nhiều tệp."),
    "a small file that unpacks to much": ("a.xlsx", bomb(), TOO_LONG),
    "a missing column": ("a.csv", as_csv(without(MANUAL, "Kỳ")), missing("Kỳ")),
    "an unknown column": ("a.csv", as_csv({**MANUAL, "Họ tên": "x"}),
                          ", dòng 1, cột «H»: tiêu đề không có trong mẫu; hãy xóa hoặc đổi tên cột."),
    "a column twice": ("a.csv", as_csv({**MANUAL, "value": "7"}),
                       ", dòng 1, cột «Giá trị»: có hai cột cùng tiêu đề; hãy giữ một cột."),
    "a cell beside the columns": ("a.csv", as_csv(MANUAL, {**MANUAL, "Kỳ": "Quý I/2026", "?": "x"}),
                                  ", dòng 3, cột «H»: ô nằm ngoài các cột có tiêu đề; hãy xóa hoặc chuyển vào "
                                  "đúng cột."),
    "a blank row between": ("a.csv", as_csv(MANUAL, dict.fromkeys(MANUAL, ""), {**MANUAL, "Kỳ": "Quý I/2026"}),
                            ", dòng 3: dòng trống nằm giữa các dòng có dữ liệu; hãy xóa dòng này."),
    "a key twice": ("a.csv", as_csv(MANUAL, {**MANUAL, "Kỳ": "month:2026-03-01:2026-03-31", "Giá trị": "71"}),
                    ", dòng 3, cột «Mã đơn vị, Kỳ, Số liệu»: trùng với dòng 2; hãy giữ một dòng."),
    "a formula as a value": ("a.xlsx", with_formula(), f", dòng 2, cột «Giá trị»: {FORMULA}"),
    "merged cells": ("a.xlsx", with_merged_cells(),
                     ", dòng 2, cột «A»: các ô A2:A3 bị gộp; hãy bỏ gộp ô và điền từng ô."),
    "two pages with data": ("a.xlsx", with_two_pages(), ": có nhiều trang tính chứa dữ liệu, chỉ trang đầu được đọc; "
                            "hãy tách mỗi trang một tệp."),
    "too many rows": ("a.xlsx", with_far_cell(), TOO_LONG),
    "too many columns": ("a.csv", b";" * 101, TOO_LONG),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "text"), FILES.values(), ids=FILES.keys())
def test_a_faulty_file(shared: Warehouse, tmp_path: Path, name: str, content: bytes, text: str) -> None:
    assert hand_in(shared, tmp_path, f"manual_figures/{name}", content) == {"refused": 1}
    assert errors_beside(tmp_path, f"manual_figures/{name}") == f"Tệp {name}{text}\n"


@pytest.mark.parametrize(
    ("value", "what"), [(-5, "số âm; hãy nhập số từ 0 trở lên."), (1e300, "số quá lớn; hãy kiểm tra lại.")]
)
def test_a_number_of_a_workbook_that_cannot_be(shared: Warehouse, tmp_path: Path, value: float, what: str) -> None:
    hand_in(shared, tmp_path, "manual_figures/a.xlsx", as_xlsx({**MANUAL, "Giá trị": value}))
    assert errors_beside(tmp_path, "manual_figures/a.xlsx") == f"Tệp a.xlsx, dòng 2, cột «Giá trị»: {what}\n"


def test_a_sheet_that_is_too_large_is_refused_once(shared: Warehouse, tmp_path: Path) -> None:
    content = b"y" * (5 * 1024 * 1024)
    assert hand_in(shared, tmp_path, "manual_figures/a.csv", content) == {"refused": 1}
    assert read_again(shared, tmp_path) == {"known": 1}


def test_every_fault_of_a_sheet_is_told_by_row(shared: Warehouse, tmp_path: Path) -> None:
    rows = [
        {**MANUAL, "Giá trị": "?", "Mã đơn vị": ""},
        MANUAL,
        {**MANUAL, "Kỳ": "Quý 5/2026"},
    ]
    hand_in(shared, tmp_path, "manual_figures/a.csv", as_csv(*rows))
    assert (errors_beside(tmp_path, "manual_figures/a.csv") or "").splitlines() == [
        f"Tệp a.csv, dòng 2, cột «Mã đơn vị»: {EMPTY_CELL}",
        f"Tệp a.csv, dòng 2, cột «Giá trị»: {NUMBER}",
        f"Tệp a.csv, dòng 4, cột «Kỳ»: {NO_PERIOD}",
    ]


def test_of_very_many_faults_the_first_are_told(shared: Warehouse, tmp_path: Path) -> None:
    hand_in(shared, tmp_path, "manual_figures/a.csv", as_csv(*[{**MANUAL, "Giá trị": "?"}] * 203))
    lines = (errors_beside(tmp_path, "manual_figures/a.csv") or "").splitlines()
    assert len(lines) == 201
    assert lines[-1] == "Tệp a.csv: còn 3 lỗi nữa; hãy sửa các lỗi trên rồi nộp lại."


def test_errors_never_quote_a_cell(shared: Warehouse, tmp_path: Path) -> None:
    rows = [dict.fromkeys(MANUAL, "Nguyễn Văn A") | {"Nguyễn Văn A": "Nguyễn Văn A"}, dict.fromkeys(MANUAL, "Trần B")]
    hand_in(shared, tmp_path, "manual_figures/a.csv", as_csv(*rows))
    hand_in(shared, tmp_path, "manual_figures/b.csv", as_csv(*rows[1:]))
    for name in ("a.csv", "b.csv"):
        text = errors_beside(tmp_path, f"manual_figures/{name}") or ""
        assert text.count("\n") >= 1
        assert "Nguyễn" not in text
        assert "Trần" not in text


def test_decomposed_letters_are_the_same_letters(shared: Warehouse, tmp_path: Path) -> None:
    """What some keyboards type looks the same; here only the number is wrong."""
    row = {
        unicodedata.normalize("NFD", name): unicodedata.normalize("NFD", str(value))
        for name, value in {**TARGET, "Giá trị": "?"}.items()
    }
    hand_in(shared, tmp_path, "targets/a.csv", as_csv(row))
    assert errors_beside(tmp_path, "targets/a.csv") == f"Tệp a.csv, dòng 2, cột «Giá trị»: {NUMBER}\n"


def test_a_date_that_is_no_month_is_no_period(shared: Warehouse, tmp_path: Path) -> None:
    row = {**MANUAL, "Kỳ": dt.date(2026, 3, 2)}
    hand_in(shared, tmp_path, "manual_figures/a.xlsx", as_xlsx(row))
    assert errors_beside(tmp_path, "manual_figures/a.xlsx") == f"Tệp a.xlsx, dòng 2, cột «Kỳ»: {NO_PERIOD}\n"
