"""The workbook that is signed: ranking, objections, forms, their continuity, and how complete the data were."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import xlsxwriter
from sqlalchemy.engine import Connection, Engine

from onestop.deliver import labels
from onestop.deliver.form_workbook import COLUMNS, MEMOS, STATES
from onestop.stack.database import run, transaction

Row = Mapping[str, Any]

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WHOLE, DECIMAL = "#,##0", "#,##0.00"


class NothingPublishedError(LookupError):
    """No ranking of this area and period was published."""


class Column(NamedTuple):
    """A column of a page: what it holds, its heading, its width, the format of its numbers."""

    name: str
    heading: str
    width: int = 14
    cells: str = "@"


OBJECTIONS = (
    Column("publication_id", "Bảng xếp hạng số", 10, WHOLE),
    Column("unit_name", "Đơn vị", 28),
    Column("indicator_vi", "Chỉ tiêu", 36),
    Column("dossier_code", "Mã hồ sơ", 26),
    Column("cause_vi", "Nguyên nhân", 30),
    Column("evidence", "Minh chứng", 26),
    Column("decision_vi", "Kết luận", 18),
    Column("reason", "Lý do", 40),
    Column("points", "Điểm theo hệ thống", 12, DECIMAL),
    Column("points_after", "Điểm sau giải trình", 12, DECIMAL),
)
FORMS = (
    Column("unit_name", "Đơn vị", 28),
    Column("state_vi", "Trạng thái biểu", 18),
    Column("document_number", "Số văn bản", 16),
    Column("moved_vi", "Thay đổi sau xác nhận", 14),
    *(Column(name, f"{heading} {number.partition('=')[0]}", 11, WHOLE) for name, heading, number in COLUMNS),
    *(Column(name, heading, 11, WHOLE) for name, heading in MEMOS),
)
CONTINUITY = (
    Column("unit_name", "Đơn vị", 28),
    Column("sector_vi", "Lĩnh vực", 28),
    Column("lines", "Số dòng", 10, WHOLE),
    Column("ended_with", "Đang giải quyết cuối kỳ trước", 14, WHOLE),
    Column("begins_with", "Từ kỳ trước chuyển sang", 14, WHOLE),
    Column("difference", "Chênh lệch", 12, WHOLE),
    Column("name_vi", "Kết quả đối chiếu", 60),
)
SOURCES = (
    Column("source_id", "Nguồn dữ liệu", 22),
    Column("feed_vi", "Loại dữ liệu", 30),
    Column("as_of_vi", "Đã đọc hết đến", 26),
    Column("pending", "Lô đang chờ", 12, WHOLE),
    Column("held", "Lô bị giữ lại", 12, WHOLE),
    Column("quarantined", "Bản ghi lỗi, chờ xử lý", 16, WHOLE),
)


def signing_package(engine: Engine, area_code: str, period_id: str) -> bytes:
    """Return the workbook of an area and period as XLSX.

    Raises:
        NothingPublishedError: nothing was published of them.
        WarehouseError: a statement failed.
    """
    asked = {"area_code": area_code, "period_id": period_id}
    with transaction(engine) as connection:
        publications = _rows(connection, "deliver/list_standing_publications.sql", asked)
        if not publications:
            msg = f"no ranking of {area_code} was published for {period_id}"
            raise NothingPublishedError(msg)
        rankings = [(publication, *_ranking(connection, publication)) for publication in publications]
        objections = _rows(connection, "deliver/read_objections.sql", asked)
        forms = [_with_state(row) for row in _rows(connection, "deliver/read_area_forms.sql", asked)]
        continuity = _rows(connection, "deliver/read_continuity.sql", asked)
        sources = [_with_words(row) for row in _rows(connection, "deliver/read_sources.sql", {})]
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as workbook:
        _cover(workbook, publications, sources)
        for number, (publication, columns, rows) in enumerate(rankings, start=1):
            _table(workbook, f"Xếp hạng {number}", str(publication["scheme_name"]), columns, rows)
        _table(workbook, "Kiến nghị", "Kiến nghị điều chỉnh số liệu và kết luận", OBJECTIONS, objections)
        if forms:
            _forms(workbook, forms, continuity)
        _table(workbook, "Nguồn dữ liệu", "Tình trạng và mức độ đầy đủ của nguồn dữ liệu", SOURCES, sources)
    return target.getvalue()


def _forms(workbook: xlsxwriter.Workbook, forms: Sequence[Row], continuity: Sequence[Row]) -> None:
    """Write the forms and their continuity; weeks and years to date have none."""
    title = "Biểu II.06a theo đơn vị (theo cơ quan tiếp nhận)"
    _table(workbook, "Biểu II.06a", title, FORMS, [*forms, _total(forms)])
    title = "Số chuyển sang so với số đang giải quyết cuối kỳ trước"
    _table(workbook, "Đối chiếu kỳ trước", title, CONTINUITY, continuity)


def _rows(connection: Connection, file: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [row._asdict() for row in run(connection, file, parameters)]


def _ranking(connection: Connection, publication: Row) -> tuple[tuple[Column, ...], list[dict[str, Any]]]:
    """Return columns and rows of a ranking, with a column for each group where there are several."""
    which = {"publication_id": publication["publication_id"]}
    groups = _rows(connection, "deliver/read_groups.sql", which)
    rows = _rows(connection, "deliver/read_ranking.sql", which)
    several = groups if len(groups) > 1 else []
    columns = (
        Column("rank", "Thứ hạng", 10, WHOLE),
        Column("previous_rank", "Kỳ trước", 10, WHOLE),
        Column("unit_name", "Đơn vị", 28),
        Column("score", "Tổng điểm", 12, DECIMAL),
        Column("score_change", "Tăng/giảm điểm", 12, DECIMAL),
        *([Column("grade", "Xếp loại", 14)] if any(row["grade"] for row in rows) else []),
        *(Column(group["group_code"], _group_heading(group), 16, DECIMAL) for group in several),
        Column("unranked_reason", "Chưa xếp hạng – lý do", 50),
    )
    return columns, [{**row, **(row["points_by_group"] or {})} for row in rows]


def _group_heading(group: Row) -> str:
    unresolved = " (tạm tính)" if group["is_unresolved"] else ""
    return f"{group['name_vi']}{unresolved}, tối đa {labels.decimal(group['max_points'])}"


def _with_state(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "state_vi": STATES[row["state"]], "moved_vi": "Có" if row["has_moved"] else None}


def _with_words(row: dict[str, Any]) -> dict[str, Any]:
    read_to = labels.moment(row["as_of"]) if row["as_of"] else "Chưa đọc hết"
    return {**row, "feed_vi": labels.FEED_LABELS[row["feed"]], "as_of_vi": read_to}


def _total(forms: Sequence[Row]) -> dict[str, Any]:
    names = [name for name, *_ in (*COLUMNS, *MEMOS)]
    return {"unit_name": "Tổng cộng", **{name: sum(row[name] for row in forms) for name in names}}


def _cover(workbook: xlsxwriter.Workbook, publications: Sequence[Row], sources: Sequence[Row]) -> None:
    page = workbook.add_worksheet("Tổng quan")
    bold = workbook.add_format({"bold": True, "font_size": 14})
    text = workbook.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 90)
    _print_on_a4(page)
    first = publications[0]
    page.write_string(0, 0, "Hồ sơ ký duyệt kết quả giải quyết thủ tục hành chính", bold)
    span = f"từ ngày {first['period_start']:%d/%m/%Y} đến ngày {first['period_end']:%d/%m/%Y}"
    lines = [
        ("Địa bàn", first["area_name"]),
        ("Kỳ", f"{labels.period(first)} ({span})"),
        ("Số liệu chốt đến", f"24 giờ 00 ngày {first['period_end']:%d/%m/%Y}"),
        ("Bản ghi lỗi dữ liệu, chờ xử lý", labels.whole(sum(row["quarantined"] for row in sources))),
    ]
    for publication in publications:
        said = f"Bảng xếp hạng số {publication['publication_id']}, {labels.status(publication)}"
        said += f", phiên bản {publication['version']}"
        said += f"; dữ liệu nguồn lúc {labels.moment(publication['data_as_of'])}"
        said += f"; công bố lúc {labels.moment(publication['published_at'])}. {publication['reason']}."
        lines += [(publication["scheme_name"], f"{said} {publication['scheme_note']}".rstrip())]
    for line, (name, value) in enumerate(lines, start=2):
        page.write_string(line, 0, name, text)
        page.write_string(line, 1, value, text)
        page.set_row(line, 15 * (1 + max(len(name) // 34, len(value) // 85)))


def _table(
    workbook: xlsxwriter.Workbook, name: str, title: str, columns: Sequence[Column], rows: Iterable[Row]
) -> None:
    """Write a page with a title, headings that stay in sight, and the rows; it prints on the width of a page."""
    page = workbook.add_worksheet(name)
    page.write_string(0, 0, title, workbook.add_format({"bold": True, "font_size": 13}))
    head = workbook.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"})
    last = 1
    boxed = {"border": 1, "valign": "top", "indent": 1}
    text = {**boxed, "num_format": "@", "text_wrap": True, "align": "left"}
    formats = [
        workbook.add_format(text if column.cells == "@" else {**boxed, "num_format": column.cells, "align": "right"})
        for column in columns
    ]
    # As many lines as the longest heading takes in its width.
    page.set_row(1, 15 * max(1 + len(column.heading) * 5 // (column.width * 4) for column in columns))
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width)
        page.write_string(1, place, column.heading, head)
    for last, row in enumerate(rows, start=2):
        for place, (column, style) in enumerate(zip(columns, formats, strict=True)):
            _cell(page, (last, place), row.get(column.name), style, is_text=column.cells == "@")
    page.freeze_panes(2, 0)
    _print_on_a4(page)
    page.repeat_rows(1)
    page.print_area(0, 0, last, len(columns) - 1)


def _print_on_a4(page: Any) -> None:
    """Print on the width of a page and as many pages as it takes."""
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _cell(page: Any, at: tuple[int, int], value: Any, style: Any, *, is_text: bool) -> None:
    if value is None:
        page.write_blank(*at, None, style)
    elif is_text:
        page.write_string(*at, str(value), style)
    else:
        page.write_number(*at, value, style)
