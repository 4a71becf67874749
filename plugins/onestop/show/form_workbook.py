"""Form II.06a/VPCP/KSTT as a workbook in the official layout: thirteen columns, and beside them what has no column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from sqlalchemy.engine import Connection, Engine

from onestop.stack.database import run, transaction
from onestop.stack.workbook import WHOLE, Row, print_on_a4, workbook
from onestop.words import labels

TITLE = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"
STATES = {
    "draft": "Dự thảo",
    "confirmed": "Đã xác nhận",
    "signed": "Đã ký",
    "corrected": "Đính chính, đã ký",
}
ROLES = {
    "receiving": "theo cơ quan tiếp nhận",
    "responsible": "theo cơ quan có thẩm quyền giải quyết",
    "holding": "theo cơ quan đang giữ hồ sơ",
}
# Each column: what it holds, its heading, its number with the formula of the form.
COLUMNS = (
    ("received_total", "Tổng số", "(3)=(4)+(5)+(6)"),
    ("received_online", "Trực tuyến", "(4)"),
    ("received_direct_postal", "Trực tiếp, dịch vụ bưu chính", "(5)"),
    ("carried_over", "Từ kỳ trước", "(6)"),
    ("resolved_total", "Tổng số", "(7)=(8)+(9)+(10)"),
    ("resolved_early", "Trước hạn", "(8)"),
    ("resolved_on_time", "Đúng hạn", "(9)"),
    ("resolved_overdue", "Quá hạn", "(10)"),
    ("in_progress_total", "Tổng số", "(11)=(12)+(13)"),
    ("in_progress_within", "Trong hạn", "(12)"),
    ("in_progress_overdue", "Quá hạn", "(13)"),
)
MEMOS = (
    ("resolved_no_due_date", "Đã giải quyết, không có ngày hẹn trả"),
    ("in_progress_no_due_date", "Đang giải quyết, không có ngày hẹn trả"),
    ("paused", "Chờ bổ sung, chờ nộp phí"),
    ("withdrawn", "Công dân rút hồ sơ"),
    ("refused", "Từ chối tiếp nhận"),
    ("stopped", "Dừng giải quyết"),
    ("transferred_in", "Nhận chuyển đến"),
    ("transferred_out", "Chuyển đi"),
)
FIRST, LAST, MEMO_LAST = 2, 2 + len(COLUMNS) - 1, 2 + len(COLUMNS) + len(MEMOS) - 1


class NoFormError(LookupError):
    """There is no form of this unit, role and period."""


def form_workbook(engine: Engine, unit_code: str, basis: str, period_id: str) -> bytes:
    """Return form II.06a of a unit as XLSX: as it was confirmed last, else as it is now.

    Args:
        engine: the warehouse.
        unit_code: five-digit code of a commune, agency code of others.
        basis: ``receiving``, ``responsible`` or ``holding``.
        period_id: ``kind:first day:last day``.

    Raises:
        NoFormError: the unit has no form of that role and period.
        WarehouseError: a statement failed.
    """
    asked = {"unit_code": unit_code, "basis": basis, "period_id": period_id}
    with transaction(engine) as connection:
        head = _head(connection, asked)
        rows = [row._asdict() for row in run(connection, "show/read_form.sql", {**asked, "form_id": head["form_id"]})]
    return workbook(lambda book: write_form(book, "II.06a", head, rows))


def _head(connection: Connection, asked: Mapping[str, str]) -> Row:
    head = run(connection, "show/read_form_head.sql", asked).one_or_none()
    if head is None:
        msg = f"there is no form of {asked['unit_code']} for {asked['period_id']}, role {asked['basis']}"
        raise NoFormError(msg)
    return {**head._asdict(), "basis": asked["basis"]}


def write_form(book: xlsxwriter.Workbook, name: str, head: Row, rows: Sequence[Row]) -> None:
    """Write a page with the form: who reports what, the headings, a row a sector, the total, notes, signatures."""
    page = book.add_worksheet(name)
    styles = _Styles(book)
    _page_setup(page)
    _write_top(page, styles, head)
    last = _write_table(page, styles, rows)
    _write_bottom(page, styles, head, rows, last + 2)
    page.print_area(0, 0, last + 14, MEMO_LAST)


class _Styles:
    """The formats of the page."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
        boxed = {**base, "border": 1, "text_wrap": True}
        self.text = book.add_format(base)
        self.center = book.add_format({**base, "align": "center", "text_wrap": True})
        self.italic = book.add_format({**base, "italic": True, "align": "center"})
        self.bold = book.add_format({**base, "bold": True, "align": "center", "text_wrap": True})
        self.title = book.add_format({**base, "bold": True, "align": "center", "font_size": 14})
        self.heading = book.add_format({**boxed, "bold": True, "align": "center"})
        self.formula = book.add_format({**boxed, "italic": True, "align": "center", "font_size": 9})
        self.ordinal = book.add_format({**boxed, "align": "center"})
        self.sector = book.add_format(boxed)
        self.number = book.add_format({**boxed, "num_format": WHOLE})
        self.total = book.add_format({**boxed, "num_format": WHOLE, "bold": True})
        self.note = book.add_format({**base, "italic": True, "text_wrap": True, "valign": "top"})


def _page_setup(page: Any) -> None:
    print_on_a4(page)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.hide_gridlines(2)
    page.repeat_rows(6, 9)
    page.set_column(0, 0, 5)
    page.set_column(1, 1, 32)
    page.set_column(FIRST, MEMO_LAST, 10)


def _write_top(page: Any, styles: _Styles, head: Row) -> None:
    page.merge_range(0, 0, 0, 3, "Biểu số II.06a/VPCP/KSTT", styles.bold)
    page.merge_range(0, 9, 0, LAST, f"Đơn vị báo cáo: {head['unit_name']}", styles.center)
    page.merge_range(1, 9, 1, LAST, f"Đơn vị nhận báo cáo: {head['province_name'] or '…'}", styles.center)
    number = head["document_number"] or "……/……"
    page.merge_range(1, 0, 1, 3, f"Số: {number}", styles.center)
    page.merge_range(2, 0, 2, LAST, TITLE, styles.title)
    span = f"{head['period_start']:%d/%m/%Y} đến ngày {head['period_end']:%d/%m/%Y}"
    page.merge_range(3, 0, 3, LAST, f"Kỳ báo cáo: {labels.period(head)} (từ ngày {span})", styles.center)
    version = f", phiên bản {head['version']}" if head["version"] else ""
    state = f"{STATES[head['state']]}{version}; {ROLES[head['basis']]}"
    page.merge_range(4, 0, 4, LAST, state, styles.italic)
    page.merge_range(5, 9, 5, LAST, "Đơn vị tính: số hồ sơ", styles.italic)


def _write_table(page: Any, styles: _Styles, rows: Sequence[Row]) -> int:
    """Write headings and rows; return the number of the last row."""
    page.merge_range(6, 0, 8, 0, "TT", styles.heading)
    page.merge_range(6, 1, 8, 1, "Lĩnh vực, công việc giải quyết theo cấp", styles.heading)
    page.merge_range(6, 2, 6, 5, "Số hồ sơ nhận giải quyết", styles.heading)
    page.merge_range(7, 2, 8, 2, "Tổng số", styles.heading)
    page.merge_range(7, 3, 7, 4, "Trong kỳ", styles.heading)
    page.merge_range(7, 5, 8, 5, "Từ kỳ trước", styles.heading)
    page.merge_range(6, 6, 6, 9, "Số hồ sơ đã giải quyết", styles.heading)
    page.merge_range(6, 10, 6, LAST, "Số hồ sơ đang giải quyết", styles.heading)
    page.merge_range(6, LAST + 1, 6, MEMO_LAST, "Theo dõi riêng (ngoài các cột của biểu)", styles.heading)
    for place, (_, heading, number) in enumerate(COLUMNS, FIRST):
        if place in {3, 4}:
            page.write_string(8, place, heading, styles.heading)
        elif place > 5:
            page.merge_range(7, place, 8, place, heading, styles.heading)
        page.write_string(9, place, number, styles.formula)
    for place, (_, heading) in enumerate(MEMOS, LAST + 1):
        page.merge_range(7, place, 8, place, heading, styles.heading)
        page.write_string(9, place, "", styles.formula)
    page.write_string(9, 0, "(1)", styles.formula)
    page.write_string(9, 1, "(2)", styles.formula)
    page.set_row(8, 48)
    for line, row in enumerate(rows, 10):
        is_total = row["sector_code"] == "*"
        style = styles.total if is_total else styles.number
        page.write_string(line, 0, "" if is_total else str(line - 9), styles.ordinal)
        page.write_string(line, 1, row["sector_vi"], styles.total if is_total else styles.sector)
        for place, (name, *_) in enumerate((*COLUMNS, *MEMOS), FIRST):
            page.write_number(line, place, row[name], style)
    return 9 + len(rows)


def _write_bottom(page: Any, styles: _Styles, head: Row, rows: Sequence[Row], line: int) -> None:
    footnote = rows[-1]["footnote_vi"]
    if footnote:
        page.merge_range(line, 0, line, LAST, f"Ghi chú: {footnote}.", styles.note)
    dated = head["document_date"]
    place = (
        f"{head['unit_name']}, ngày {dated.day} tháng {dated.month} năm {dated.year}"
        if dated
        else "……, ngày … tháng … năm ……"
    )
    page.merge_range(line + 1, 8, line + 1, LAST, place, styles.italic)
    page.merge_range(line + 2, 2, line + 2, 6, "Người lập biểu", styles.bold)
    page.merge_range(line + 2, 8, line + 2, LAST, "Thủ trưởng đơn vị", styles.bold)
    page.merge_range(line + 3, 2, line + 3, 6, "(Ký, ghi rõ họ tên)", styles.italic)
    page.merge_range(line + 3, 8, line + 3, LAST, "(Ký, đóng dấu, ghi rõ họ tên)", styles.italic)
    page.write_string(line + 8, 0, "Nơi nhận:", styles.text)
    page.write_string(line + 9, 0, f"- {head['province_name'] or '……'};", styles.text)
    page.write_string(line + 10, 0, "- Lưu: VT.", styles.text)
