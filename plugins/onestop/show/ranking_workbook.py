"""The workbook of a ranking: ranks, values, lost points, forms, what is overdue, a chart.

For offices, and for them only, it lists the dossiers that need attention too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlsxwriter
from sqlalchemy.engine import Connection, Engine

from onestop.show.form_workbook import COLUMNS, MEMOS, ROLES
from onestop.stack.database import run, transaction
from onestop.stack.workbook import DATE, DECIMAL, MOMENT, PERCENT, WHOLE, Column, Row, add_table, workbook
from onestop.words import labels

FIGURES = (
    *(Column(name, f"{heading} {number.partition('=')[0]}", 11, WHOLE) for name, heading, number in COLUMNS),
    *(Column(name, heading, 11, WHOLE) for name, heading in MEMOS),
)
"""The columns of form II.06a and those beside it."""

UNIT = Column("unit_name", "Đơn vị", 28)
LOST = (
    UNIT,
    Column("indicator_vi", "Chỉ tiêu", 44),
    Column("max_points", "Điểm tối đa", 11, DECIMAL),
    Column("points", "Điểm đạt", 11, DECIMAL),
    Column("points_lost", "Điểm bị mất", 11, DECIMAL),
    Column("points_recoverable", "Còn khắc phục được", 14, DECIMAL),
    Column("points_gone", "Không khắc phục được trong kỳ", 16, DECIMAL),
    Column("points_not_ours", "Do cơ quan khác, do đồng bộ", 16, DECIMAL),
)
OVERDUE = (
    UNIT,
    Column("in_progress", "Đang giải quyết quá hạn cuối kỳ", 18, WHOLE),
    Column("elsewhere", "Trong đó đang ở cơ quan khác xử lý", 18, WHOLE),
    Column("resolved", "Đã giải quyết quá hạn trong kỳ", 18, WHOLE),
    Column("by_others", "Trong đó do cơ quan khác", 18, WHOLE),
)
ATTENTION = (
    Column("unit_name", "Đơn vị", 20),
    Column("dossier_code", "Mã hồ sơ", 22),
    Column("procedure_vi", "Thủ tục", 30),
    Column("level_vi", "Mức cảnh báo", 16),
    Column("received_at", "Ngày tiếp nhận", 11, DATE),
    Column("due_at", "Hạn trả", 16, MOMENT),
    Column("due_original", "Hạn ban đầu", 11, DATE),
    Column("working_days_overdue", "Quá hạn (ngày làm việc)", 9, WHOLE),
    Column("holder_name", "Cơ quan đang giữ hồ sơ", 20),
    Column("holding_since", "Giữ từ", 11, DATE),
    Column("step_vi", "Bước xử lý", 14),
    Column("extension_count", "Số lần hẹn lại", 8, WHOLE),
    Column("apology_issued_at", "Đã xin lỗi", 11, DATE),
    Column("apology_deadline", "Hạn cuối xin lỗi, hẹn lại", 11, DATE),
    Column("supplement_rounds", "Số lần yêu cầu bổ sung", 9, WHOLE),
    Column("cause_vi", "Nguyên nhân quá hạn", 20),
)
BARS_ON_A_PAGE = 40
# So many rows of 20 points fill an upright A4 sheet.
ROWS_OF_A_PAGE = 48


class NoRankingError(LookupError):
    """There is no publication of this number."""


def ranking_workbook(engine: Engine, publication_id: int, *, is_internal: bool = False) -> bytes:
    """Return the workbook of a publication as XLSX; the same publication gives the same file.

    Args:
        engine: the warehouse.
        publication_id: number of the publication.
        is_internal: with the dossiers that need attention now, which no public page shows.

    Raises:
        NoRankingError: there is no such publication.
        WarehouseError: a statement failed.
    """
    with transaction(engine) as connection:
        which = {"publication_id": publication_id}
        head = next(iter(_rows(connection, "show/read_ranking_head.sql", which)), None)
        if head is None:
            msg = f"there is no ranking number {publication_id}"
            raise NoRankingError(msg)
        columns, ranks = ranking_table(connection, publication_id)
        values = _rows(connection, "show/read_values.sql", which)
        tables: list[tuple[str, str, Sequence[Column], Sequence[Row]]] = [
            ("Xếp hạng", head["scheme_name"], columns, ranks),
            ("Chỉ tiêu", "Kết quả từng chỉ tiêu", *_by_indicator(values)),
            ("Điểm bị mất", "Điểm bị mất", LOST, _rows(connection, "show/read_lost_points.sql", which)),
        ]
        if head["has_form"]:
            forms = _rows(connection, "show/read_unit_forms.sql", which)
            totals = with_total([row for row in forms if row["sector_code"] == "*"])
            title = f"Biểu II.06a theo đơn vị ({ROLES[head['basis']]})"
            tables.append(("Biểu II.06a", title, (UNIT, *FIGURES), totals))
        overdue = _rows(connection, "show/read_overdue_counts.sql", which)
        tables.append(("Quá hạn", "Hồ sơ quá hạn", OVERDUE, overdue))
        if is_internal:
            dossiers = [in_words(row) for row in _rows(connection, "show/list_attention.sql", which)]
            tables.append(("Hồ sơ cần xử lý", _title_of_dossiers(dossiers), ATTENTION, dossiers))

    def fill(book: xlsxwriter.Workbook) -> None:
        for name, title, shown, rows in tables:
            page = add_table(book, name, shown, rows, title=f"{title} – {_what(head)}")
            _head_and_foot(page, head)
            if rows is ranks:
                _add_chart(book, head, shown, ranks)

    return workbook(fill, created=head["published_at"])


def ranking_table(connection: Connection, publication_id: int) -> tuple[tuple[Column, ...], list[dict[str, Any]]]:
    """Return columns and rows of a ranking, with a column for each group where there are several.

    Raises:
        WarehouseError: a statement failed.
    """
    which = {"publication_id": publication_id}
    groups = _rows(connection, "show/read_groups.sql", which)
    rows = _rows(connection, "publish/read_ranking.sql", which)
    several = groups if len(groups) > 1 else []
    columns = (
        Column("rank", "Thứ hạng", 10, WHOLE),
        Column("previous_rank", "Kỳ trước", 10, WHOLE),
        UNIT,
        Column("score", "Tổng điểm", 12, DECIMAL),
        Column("score_change", "Tăng/giảm điểm", 12, DECIMAL),
        *([Column("grade", "Xếp loại", 14)] if any(row["grade"] for row in rows) else []),
        *(Column(group["group_code"], _group_heading(group), 16, DECIMAL) for group in several),
        Column("unranked_reason", "Chưa xếp hạng – lý do", 50),
    )
    return columns, [{**row, **(row["points_by_group"] or {})} for row in rows]


def with_total(forms: Sequence[Row]) -> list[Row]:
    """Return forms with a row that adds them up."""
    total = {column.name: sum(row[column.name] for row in forms) for column in FIGURES}
    return [*forms, {"unit_name": "Tổng cộng", **total}]


def in_words(dossier: Row) -> dict[str, Any]:
    """Return a dossier that needs attention with procedure, step and cause in words."""
    return {
        **dossier,
        "procedure_vi": dossier["procedure_name"] or dossier["procedure_code"],
        "step_vi": labels.STEP_LABELS.get(dossier["step"]),
        "cause_vi": labels.CAUSE_LABELS.get(dossier["cause_code"]),
    }


def _rows(connection: Connection, file: str, parameters: Row) -> list[dict[str, Any]]:
    return [row._asdict() for row in run(connection, file, parameters)]


def _group_heading(group: Row) -> str:
    unresolved = " (tạm tính)" if group["is_unresolved"] else ""
    return f"{group['name_vi']}{unresolved}, tối đa {labels.decimal(group['max_points'])}"


def _by_indicator(values: Sequence[Row]) -> tuple[list[Column], list[dict[str, Any]]]:
    """Return a row for each unit with a column for each indicator; where there is no value, it says why."""
    columns = {row["indicator_code"]: _value_column(row) for row in values}
    units: dict[str | None, dict[str, Any]] = {}
    for row in values:
        unit = units.setdefault(row["unit_code"], {"unit_name": row["unit_name"]})
        reason = labels.NULL_LABELS[row["null_reason"] or "external"]
        unit[row["indicator_code"]] = reason if row["value"] is None else row["value"]
    return [UNIT, *columns.values()], list(units.values())


def _value_column(row: Row) -> Column:
    if row["unit_vi"] == "%":
        return Column(row["indicator_code"], row["indicator_vi"], 18, PERCENT)
    cells = WHOLE if row["value_kind"] == "count" else DECIMAL
    return Column(row["indicator_code"], f"{row['indicator_vi']} ({row['unit_vi']})", 18, cells)


def _what(head: Row) -> str:
    return f"{head['area_name']}, {labels.period(head)}, {labels.status(head)}"


def _title_of_dossiers(dossiers: Sequence[Row]) -> str:
    looked = f", theo dữ liệu lúc {labels.moment(dossiers[0]['as_of'])}" if dossiers else ""
    return f"Hồ sơ cần xử lý{looked} (nội bộ – không công khai)"


def _head_and_foot(page: Any, head: Row) -> None:
    """Let each printed sheet say of which ranking and of when it is, and its number."""
    ends = f"Số liệu chốt đến 24 giờ 00 ngày {labels.date(head['period_end'])}"
    number = f"Bảng xếp hạng số {head['publication_id']}, phiên bản {head['version']}"
    page.set_header("&R&8&P/&N")
    source = f"theo dữ liệu nguồn lúc {labels.moment(head['data_as_of'])}"
    page.set_footer(f"&L&8{number}{labels.software(head)}. {ends}, {source}")


def _add_chart(book: xlsxwriter.Workbook, head: Row, columns: Sequence[Column], ranks: Sequence[Row]) -> None:
    """Add a page of its own with the total scores as bars, the first on top; each chart fills an upright sheet."""
    page = book.add_worksheet("Biểu đồ")
    page.set_paper(9)  # A4
    page.set_portrait()
    page.set_column(0, 0, 80)
    page.set_margins(left=0.4, right=0.4)
    _head_and_foot(page, head)
    names, scores = (
        next(i for i, column in enumerate(columns) if column.name == name) for name in ("unit_name", "score")
    )
    ranked = sum(row["rank"] is not None for row in ranks)
    charts = range(0, ranked, BARS_ON_A_PAGE)
    for place, first in enumerate(charts):
        # Above the first row stand the title and the headings.
        top, bottom = 2 + first, 1 + min(first + BARS_ON_A_PAGE, ranked)
        chart = book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": "Tổng điểm",
                "categories": ["Xếp hạng", top, names, bottom, names],
                "values": ["Xếp hạng", top, scores, bottom, scores],
                "data_labels": {"value": True, "num_format": DECIMAL, "font": {"size": 8}},
                "gap": 40,
            }
        )
        chart.set_title({"name": f"Tổng điểm – {_what(head)}", "name_font": {"size": 12}, "overlay": False})
        chart.set_legend({"none": True})
        chart.set_x_axis({"min": 0, "num_format": "0", "major_gridlines": {"visible": True}})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 8}, "interval_unit": 1})
        chart.set_size({"width": 560, "height": 120 + 20 * (bottom - top + 1)})
        page.insert_chart(place * ROWS_OF_A_PAGE, 0, chart)
    page.set_h_pagebreaks([place * ROWS_OF_A_PAGE for place in range(1, len(charts))])
    page.print_area(0, 0, max(1, len(charts)) * ROWS_OF_A_PAGE - 1, 0)
