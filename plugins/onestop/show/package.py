"""The workbook that is signed: ranking, objections, forms, their continuity, and how complete the data were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from sqlalchemy.engine import Connection, Engine

from onestop.show.form_workbook import STATES
from onestop.show.ranking_workbook import FIGURES, ranking_table, with_total
from onestop.stack.database import run, transaction
from onestop.stack.workbook import DECIMAL, WHOLE, Column, Row, add_table, print_on_a4, workbook
from onestop.words import labels


class NothingPublishedError(LookupError):
    """No ranking of this area and period was published."""


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
    *FIGURES,
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
        publications = _rows(connection, "show/list_standing_publications.sql", asked)
        if not publications:
            msg = f"no ranking of {area_code} was published for {period_id}"
            raise NothingPublishedError(msg)
        rankings = [
            (publication, *ranking_table(connection, publication["publication_id"])) for publication in publications
        ]
        objections = _rows(connection, "show/read_objections.sql", asked)
        forms = [_with_state(row) for row in _rows(connection, "show/read_area_forms.sql", asked)]
        continuity = _rows(connection, "show/read_continuity.sql", asked)
        sources = [_with_words(row) for row in _rows(connection, "show/read_sources.sql", {})]

    def fill(book: xlsxwriter.Workbook) -> None:
        _cover(book, publications, sources)
        for number, (publication, columns, rows) in enumerate(rankings, start=1):
            add_table(book, f"Xếp hạng {number}", columns, rows, title=publication["scheme_name"])
        title = "Kiến nghị điều chỉnh số liệu và kết luận"
        add_table(book, "Kiến nghị", OBJECTIONS, objections, title=title)
        if forms:
            _forms(book, forms, continuity)
        title = "Tình trạng và mức độ đầy đủ của nguồn dữ liệu"
        add_table(book, "Nguồn dữ liệu", SOURCES, sources, title=title)

    return workbook(fill)


def _forms(book: xlsxwriter.Workbook, forms: Sequence[Row], continuity: Sequence[Row]) -> None:
    """Write the forms and their continuity; weeks and years to date have none."""
    title = "Biểu II.06a theo đơn vị (theo cơ quan tiếp nhận)"
    add_table(book, "Biểu II.06a", FORMS, with_total(forms), title=title)
    title = "Số chuyển sang so với số đang giải quyết cuối kỳ trước"
    add_table(book, "Đối chiếu kỳ trước", CONTINUITY, continuity, title=title)


def _rows(connection: Connection, file: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [row._asdict() for row in run(connection, file, parameters)]


def _with_state(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "state_vi": STATES[row["state"]], "moved_vi": "Có" if row["has_moved"] else None}


def _with_words(row: dict[str, Any]) -> dict[str, Any]:
    read_to = labels.moment(row["as_of"]) if row["as_of"] else "Chưa đọc hết"
    return {**row, "feed_vi": labels.FEED_LABELS[row["feed"]], "as_of_vi": read_to}


def _cover(book: xlsxwriter.Workbook, publications: Sequence[Row], sources: Sequence[Row]) -> None:
    page = book.add_worksheet("Tổng quan")
    bold = book.add_format({"bold": True, "font_size": 14})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 90)
    print_on_a4(page)
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
        said += f"; công bố lúc {labels.moment(publication['published_at'])}{labels.software(publication)}"
        said += f". {publication['reason']}."
        lines += [(publication["scheme_name"], f"{said} {publication['scheme_note']}".rstrip())]
    for line, (name, value) in enumerate(lines, start=2):
        page.write_string(line, 0, name, text)
        page.write_string(line, 1, value, text)
        page.set_row(line, 15 * (1 + max(len(name) // 34, len(value) // 85)))
