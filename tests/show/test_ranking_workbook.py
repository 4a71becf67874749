"""The workbook of a ranking, read back and compared with the warehouse."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import onestop
from onestop.show.ranking_workbook import ATTENTION, NoRankingError, ranking_workbook
from tests.publish.portal import COMMUNE, entered, given_figures
from tests.publish.scoring import give, publish_by
from tests.sheets.handing_in import as_csv, hand_in
from tests.show.attention import needs_attention
from tests.support.warehouse import Warehouse

SHEETS = [
    "Xếp hạng", "Biểu đồ", "Chỉ tiêu", "Điểm bị mất", "Số liệu gốc", "Biểu II.06a", "Quá hạn", "Ghi chú",
]  # fmt: skip


@pytest.fixture
def ranked(communes: Warehouse, tmp_path: Path) -> Warehouse:
    """March is ranked by decision 766: 19753 has every figure, in 00745 nothing happened."""
    open_late = {"overdue": 2, "overdue_elsewhere": 1}
    ended = dict.fromkeys(("ended_total", "resolved_total"), 5026 - open_late["overdue"])
    give(communes, "19753", given_figures(COMMUNE, 5026) | ended | open_late | {"resolved_overdue": 3})
    hand_in(communes, tmp_path, "manual_figures/a.csv", as_csv(*entered(COMMUNE, "19753")))
    publish_by(communes, "qd766_commune")
    return communes


def number(warehouse: Warehouse) -> int:
    """Return the number of the ranking of March."""
    rows = warehouse.query("SELECT publication_id FROM mart.publication WHERE period_id LIKE 'month:2026-03-01%'")
    return int(rows[0].publication_id)


def opened(warehouse: Warehouse, *, is_internal: bool = False) -> Workbook:
    return openpyxl.load_workbook(
        io.BytesIO(ranking_workbook(warehouse.engine, number(warehouse), is_internal=is_internal))
    )


def table(page: Worksheet) -> list[list[Any]]:
    """Return headings and rows, without the title above them."""
    return [list(row) for row in page.iter_rows(min_row=2, values_only=True)]


def read(warehouse: Warehouse, statement: str) -> list[list[Any]]:
    """Return rows of the warehouse, numbers as a workbook has them."""
    rows = warehouse.query(statement, {"publication_id": number(warehouse)})
    return [[float(value) if hasattr(value, "as_tuple") else value for value in row] for row in rows]


def test_ranks_and_scores_are_those_of_the_warehouse(ranked: Warehouse) -> None:
    head, *rows = table(opened(ranked)["Xếp hạng"])
    assert head[:4] == ["Thứ hạng", "Kỳ trước", "Đơn vị", "Tổng điểm"]
    expected = read(
        ranked,
        "SELECT ranking.rank, ranking.previous_rank, unit.name, ranking.score FROM mart.ranking "
        "INNER JOIN mart.unit ON ranking.unit_id = unit.unit_id WHERE publication_id = %(publication_id)s "
        "ORDER BY ranking.rank NULLS LAST",
    )
    assert [row[:4] for row in rows] == expected
    assert [row[2] for row in rows] == ["Phường Thuận Hóa", "Phường Phú Xuân"]
    assert rows[0][3] == 71.03
    assert rows[1][-1] == "Không phát sinh trong kỳ: Tỷ lệ đúng hạn (theo Cổng DVCQG)"


def test_every_value_is_that_of_the_warehouse_or_says_why_there_is_none(ranked: Warehouse) -> None:
    page = opened(ranked)["Chỉ tiêu"]
    head, *rows = table(page)
    values = read(
        ranked,
        "SELECT coalesce(unit.name, 'Toàn địa bàn'), indicator.name_vi, figure.value, figure.null_reason "
        "FROM mart.published_value AS figure INNER JOIN mart.publication USING (publication_id) "
        "INNER JOIN mart.scheme_item USING (scheme_code, scheme_version, indicator_code, indicator_version) "
        "INNER JOIN mart.indicator USING (indicator_code, indicator_version) "
        "LEFT JOIN mart.unit ON subject_kind = 'unit' AND unit_id = subject_id "
        "WHERE publication_id = %(publication_id)s AND basis = 'receiving' AND sector_code = '*'",
    )
    words = {
        "zero_denominator": "Không phát sinh",
        "no_feed": "Chưa có số liệu từ nguồn",
        "external": "Chưa có số liệu",
    }
    expected = {(unit, indicator): words[reason] if reason else value for unit, indicator, value, reason in values}
    # What is no share has its unit in the heading.
    names = [heading.removesuffix(" (hồ sơ)") for heading in head]
    found = {(row[0], name): value for row in rows for name, value in zip(names[1:], row[1:], strict=True)}
    assert [row[0] for row in rows] == ["Phường Phú Xuân", "Phường Thuận Hóa", "Toàn địa bàn"]
    assert len(found) == len(expected) == 3 * len(head[1:])
    # A workbook keeps numbers as binary fractions.
    assert found == {key: value if isinstance(value, str) else pytest.approx(value) for key, value in expected.items()}
    assert {"Không phát sinh", "Chưa có số liệu"} < set(found.values())
    formats = {head[cell.column - 1].endswith("(hồ sơ)"): cell.number_format for cell in page[4][1:]}
    assert formats == {False: "0.00%", True: "#,##0"}


def test_lost_points_are_told_apart(ranked: Warehouse) -> None:
    head, *rows = table(opened(ranked)["Điểm bị mất"])
    assert head == [
        "Đơn vị", "Chỉ tiêu", "Điểm tối đa", "Điểm đạt", "Điểm bị mất", "Còn khắc phục được",
        "Không khắc phục được trong kỳ", "Do cơ quan khác, do đồng bộ",
    ]  # fmt: skip
    expected = read(
        ranked,
        "SELECT unit.name, indicator.name_vi, score.max_points, score.points, score.points_lost, "
        "score.points_recoverable, score.points_gone, score.points_not_ours FROM mart.published_score AS score "
        "INNER JOIN mart.scheme_item USING (scheme_code, scheme_version, indicator_code) "
        "INNER JOIN mart.indicator USING (indicator_code, indicator_version) "
        "INNER JOIN mart.unit ON unit_id = subject_id "
        "WHERE publication_id = %(publication_id)s AND points_lost > 0 ORDER BY name_sort, ordinal, indicator_code",
    )
    assert rows == expected
    own = [row for row in rows if row[0] == "Phường Thuận Hóa"]
    assert round(sum(row[4] for row in own), 2) == round(100 - 71.03, 2)
    assert all(round(row[4] - sum(row[5:]), 2) == 0 for row in rows)


def test_each_value_stands_beside_what_it_was_counted_from(ranked: Warehouse) -> None:
    page = opened(ranked)["Số liệu gốc"]
    head, *rows = table(page)
    assert head == ["Đơn vị", "Chỉ tiêu", "Tử số", "Mẫu số", "Vì sao không có giá trị"]
    expected = read(
        ranked,
        "SELECT coalesce(unit.name, 'Toàn địa bàn'), figure.name_vi, figure.numerator, figure.denominator "
        "FROM mart.published_figure AS figure "
        "LEFT JOIN mart.unit ON subject_kind = 'unit' AND unit_id = subject_id "
        "WHERE publication_id = %(publication_id)s ORDER BY name_sort NULLS LAST, ordinal, indicator_code",
    )
    assert [row[:4] for row in rows] == expected
    assert {cell.data_type for row in page.iter_rows(min_row=3, min_col=3, max_col=4) for cell in row} == {"n"}
    assert {row[4] for row in rows} >= {None, "Không phát sinh"}


def test_tables_can_be_filtered_and_notes_say_how_to_read_them(ranked: Warehouse) -> None:
    workbook = opened(ranked)
    filters = {page.title: page.auto_filter.ref for page in workbook.worksheets if page.auto_filter.ref}
    assert list(filters) == ["Xếp hạng", "Chỉ tiêu", "Điểm bị mất", "Số liệu gốc", "Quá hạn"]
    assert filters["Quá hạn"] == "A2:E4"
    notes = dict(table(workbook["Ghi chú"])[1:])
    assert notes["Kỳ"] == "Tháng 3 năm 2026"
    assert notes["Phiên bản"] == "1 (Dự kiến): Công bố lần đầu sau khi kỳ kết thúc"
    assert notes["Còn khắc phục được"] == "Phần điểm còn có thể lấy lại trước khi chốt số liệu."


def test_the_forms_add_up(ranked: Warehouse) -> None:
    head, *rows = table(opened(ranked)["Biểu II.06a"])
    assert head[:3] == ["Đơn vị", "Tổng số (3)", "Trực tuyến (4)"]
    expected = read(
        ranked,
        "SELECT unit.name, received_total, received_online FROM mart.published_form "
        "INNER JOIN mart.unit USING (unit_id) WHERE publication_id = %(publication_id)s "
        "AND basis = 'receiving' AND sector_code = '*' ORDER BY name_sort",
    )
    assert [row[:3] for row in rows[:-1]] == expected
    assert rows[-1] == ["Tổng cộng", *(sum(column) for column in list(zip(*rows[:-1], strict=True))[1:])]


def test_what_is_overdue_is_counted_beside_what_others_hold(ranked: Warehouse) -> None:
    assert table(opened(ranked)["Quá hạn"])[1:] == [
        ["Phường Thuận Hóa", 2, 1, 3, 0],
        ["Phường Phú Xuân", 0, 0, 0, 0],
    ]


def test_pages_print_as_they_should(ranked: Warehouse) -> None:
    workbook = opened(ranked)
    assert workbook.sheetnames == SHEETS
    for page in workbook.worksheets:
        assert page.page_setup.paperSize == 9
        assert page.print_area
        if page.title != "Biểu đồ":
            assert page.freeze_panes == "A3"
            assert page.print_title_rows == "$2:$2"
    assert workbook["Xếp hạng"]["A1"].value.endswith("Thành phố Huế, Tháng 3 năm 2026, Dự kiến")
    assert workbook["Xếp hạng"]["D3"].number_format == "#,##0.00"
    assert workbook["Biểu II.06a"]["B3"].number_format == "#,##0"
    footer = workbook["Xếp hạng"].oddFooter.left.text
    assert f"phiên bản 1, số liệu do onestop {onestop.__version__} tính. Số liệu chốt đến" in footer


def test_the_chart_shows_the_ranked_units(communes: Warehouse) -> None:
    for unit_code in ("19753", "00745"):
        give(communes, unit_code, {"resolved_timely": 1, "resolved_total": 2})
    publish_by(communes, "on_time_simple")
    (chart,) = opened(communes)["Biểu đồ"]._charts
    (series,) = chart.series
    assert chart.tagname == "barChart"
    assert series.cat.strRef.f == "'Xếp hạng'!$C$3:$C$4"
    assert series.val.numRef.f == "'Xếp hạng'!$D$3:$D$4"


def test_only_the_internal_workbook_lists_dossiers(ranked: Warehouse) -> None:
    needs_attention(ranked, "A-7", level="overdue", working_days_overdue=12)
    assert opened(ranked).sheetnames == SHEETS
    texts = {str(cell.value) for page in opened(ranked).worksheets for row in page.iter_rows() for cell in row}
    assert not any("A-7" in text for text in texts)
    page = opened(ranked, is_internal=True)["Hồ sơ cần xử lý"]
    assert page["A1"].value.startswith("Hồ sơ cần xử lý, theo dữ liệu lúc 7 giờ 00 ngày 01/10/2026 (nội bộ")
    (row,) = table(page)[1:]
    found = {column.name: value for column, value in zip(ATTENTION, row, strict=True) if value is not None}
    assert found | {"received_at": None, "due_at": None, "holding_since": None} == {
        "unit_name": "Phường Thuận Hóa", "dossier_code": "A-7", "procedure_vi": "Đăng ký tạm trú",
        "level_vi": "Quá hạn", "received_at": None, "due_at": None, "working_days_overdue": 12,
        "holder_name": "Phường Thuận Hóa", "holding_since": None, "step_vi": "Chờ ký", "extension_count": 0,
        "supplement_rounds": 0, "cause_vi": "Lỗi phần mềm",
    }  # fmt: skip
    assert f"{found['due_at']:%d/%m/%Y %H:%M}" == "15/09/2026 08:00"


def test_names_that_look_like_formulas_stay_text(ranked: Warehouse) -> None:
    ranked.execute("UPDATE core.unit SET name = '=1+1' WHERE unit_code = '19753'")
    needs_attention(ranked, "=2+2", level="overdue")
    for page in opened(ranked, is_internal=True).worksheets:
        cells = [cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=")]
        assert {cell.data_type for cell in cells} <= {"s"}, page.title
    assert opened(ranked)["Xếp hạng"]["C3"].value == "=1+1"


def test_the_same_ranking_is_the_same_file(ranked: Warehouse) -> None:
    once, again = (ranking_workbook(ranked.engine, number(ranked)) for _ in range(2))
    assert once == again


def test_a_period_without_forms_has_no_page_of_them(communes: Warehouse) -> None:
    communes.execute("UPDATE mart.period_kind SET has_form = FALSE")
    publish_by(communes, "on_time_simple")
    assert opened(communes).sheetnames == [name for name in SHEETS if name != "Biểu II.06a"]


def test_the_number_of_statements_does_not_depend_on_the_units(ranked: Warehouse) -> None:
    statements: list[str] = []
    sa.event.listen(ranked.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    ranking_workbook(ranked.engine, number(ranked), is_internal=True)
    assert len([statement for statement in statements if "-- Purpose" in statement]) == 8


def test_without_a_ranking_there_is_no_workbook(warehouse: Warehouse) -> None:
    with pytest.raises(NoRankingError, match="no ranking number 7"):
        ranking_workbook(warehouse.engine, 7)
