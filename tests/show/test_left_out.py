"""A score without the groups whose entered figures are missing: told wherever it stands, mended by the next version."""

from __future__ import annotations

import html
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from onestop import catalogue
from onestop.deliver import messages
from onestop.publish.rankings import publish_pending
from onestop.show.pages import render_pages
from onestop.show.ranking_workbook import ranking_workbook
from tests.publish.scoring import MARCH, give
from tests.sheets.handing_in import MANUAL, as_csv, hand_in
from tests.support.warehouse import Warehouse

FIGURES = {"resolved_timely": 9, "resolved_total": 10, "received_new": 10, "received_online": 5}
SCHEME = """
    INSERT INTO mart.scheme (scheme_code, scheme_version, name_vi, basis, source)
    VALUES ('two', 1, 'Hai nhóm', 'receiving', 'Kế hoạch của tỉnh');
    INSERT INTO mart.scheme_group (scheme_code, scheme_version, group_code, ordinal, name_vi)
    VALUES ('two', 1, 'own', 1, 'Tiến độ'), ('two', 1, 'told', 2, 'Công khai');
    INSERT INTO mart.scheme_item (scheme_code, scheme_version, group_code, ordinal, indicator_code, indicator_version,
        max_points, zero_denominator_points)
    VALUES ('two', 1, 'own', 1, 'on_time_rate_06a', 1, 60, NULL), ('two', 1, 'told', 2, 'dossier_sync_rate', 1, 40, 0);
    INSERT INTO mart.scheme_band (scheme_code, scheme_version, from_points, name_vi)
    VALUES ('two', 1, 80, 'Đạt'), ('two', 1, 0, 'Chưa đạt');
    UPDATE mart.publication_plan SET scheme_code = 'two' WHERE period_kind = 'month'
"""


def entered(warehouse: Warehouse, folder: Path, unit_code: str, expected: int, synchronised: int) -> None:
    """Let a commune hand in how many of its dossiers the portal has."""
    rows = [
        {**MANUAL, "Mã đơn vị": unit_code, "Số liệu": figure, "Giá trị": str(value)}
        for figure, value in (
            ("portal_expected_count", expected), ("portal_synchronised_count", synchronised),
        )
    ]  # fmt: skip
    name = f"manual_figures/{unit_code}-{synchronised}.csv"
    assert hand_in(warehouse, folder, name, as_csv(*rows))["accepted"] == 1


def rows_of(warehouse: Warehouse, version: int) -> list[tuple[Any, ...]]:
    """Return what a version of the ranking of March says of each commune."""
    rows = warehouse.query(
        "SELECT unit_code, rank, score, max_points, groups_left_out, grade FROM mart.ranking "
        "INNER JOIN mart.publication USING (publication_id, version) "
        "WHERE period_id = %(march)s AND version = %(version)s ORDER BY unit_code",
        {"march": MARCH, "version": version},
    )
    return [tuple(row) for row in rows]


@pytest.fixture
def two(communes: Warehouse, tmp_path: Path) -> Warehouse:
    """March is published: one commune entered its figures, the other did not."""
    communes.execute("DELETE FROM audit.clock")
    communes.execute(SCHEME)
    communes.execute("UPDATE mart.publication_plan SET correction_days = 3")
    give(communes, "19753", FIGURES)
    give(communes, "00745", {**FIGURES, "resolved_timely": 10})
    communes.set_clock("2026-04-01T07:00:00+07:00")
    entered(communes, tmp_path, "19753", 10, 8)
    publish_pending(communes.engine)
    return communes


def march(warehouse: Warehouse) -> int:
    """Return the latest version of the ranking of March."""
    rows = warehouse.query(
        "SELECT max(publication_id) AS id FROM mart.publication WHERE period_id = %(march)s", {"march": MARCH}
    )
    return int(rows[0].id)


def test_units_are_ranked_among_those_that_lack_the_same_groups(two: Warehouse) -> None:
    assert rows_of(two, 1) == [
        ("00745", 1, Decimal(60), Decimal(60), ["told"], None),
        ("19753", 1, Decimal(86), Decimal(100), [], "Đạt"),
    ]


def test_pages_workbook_mail_and_webhook_say_what_is_left_out(two: Warehouse) -> None:
    said = 'chưa gồm nhóm "Công khai", tối đa 60,00 điểm'
    render_pages(two.engine, two.settings)
    folder = two.settings.site_dir / f"h57/two/{MARCH.replace(':', '_')}-v1"
    ranking = html.unescape((folder / "index.html").read_text(encoding="utf-8"))
    assert f"Tổng điểm của 1 đơn vị {said}" in ranking
    assert "60,00 (tối đa 60,00)" in ranking
    lacking, whole = (
        html.unescape((folder / f"don-vi/{code}.html").read_text(encoding="utf-8")) for code in ("00745", "19753")
    )
    assert f"Tổng điểm {said}" in lacking
    assert "1/1" in lacking
    assert "chưa gồm nhóm" not in whole
    book = openpyxl.load_workbook(io.BytesIO(ranking_workbook(two.engine, march(two))))
    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert said in cells
    message = messages.compose(two.engine, two.settings, "publication", march(two))
    assert f"Tổng điểm của 1 đơn vị {said}" in message.text
    units = {unit["unit_code"]: (unit["max_points"], unit["groups_left_out"]) for unit in message.data["units"]}
    assert units == {"00745": (60, ["told"]), "19753": (100, [])}


def test_a_figure_that_comes_later_is_told_and_leads_to_the_next_version(two: Warehouse, tmp_path: Path) -> None:
    two.set_clock("2026-04-06T07:00:00+07:00")
    assert len(publish_pending(two.engine)) > 0, "the official versions"
    entered(two, tmp_path, "00745", 10, 10)
    render_pages(two.engine, two.settings)
    told = "Số hồ sơ"
    listed = json.loads((two.settings.site_dir / "h57/index.json").read_text(encoding="utf-8"))["publications"]
    late = {each["version"]: each["late"] for each in listed if each["period_id"] == MARCH}
    assert late[1] is None
    assert late[2].startswith(told)
    area = html.unescape((two.settings.site_dir / "h57/index.html").read_text(encoding="utf-8"))
    assert f"Có số liệu nhập sau khi công bố: {late[2]}" in area

    two.set_clock("2026-04-08T07:00:00+07:00")
    assert publish_pending(two.engine) == [], "changes are collected to the cut-off"
    two.set_clock("2026-04-09T07:00:00+07:00")
    assert len(publish_pending(two.engine)) == 1
    assert rows_of(two, 3) == [
        ("00745", 1, Decimal(100), Decimal(100), [], "Đạt"),
        ("19753", 2, Decimal(86), Decimal(100), [], "Đạt"),
    ]
    reason = two.query("SELECT reason FROM mart.publication WHERE publication_id = %(id)s", {"id": march(two)})[
        0
    ].reason
    assert reason == (
        "Số liệu của kỳ thay đổi: 1 đơn vị đổi thứ hạng, 1 đơn vị đổi nhóm được tính điểm, "
        "2 giá trị đổi theo số liệu nhập theo mẫu, điểm thay đổi nhiều nhất 0,00"
    )
    assert two.query("SELECT * FROM mart.late_figure") == []


def test_an_entered_figure_that_changes_no_value_makes_no_version(two: Warehouse, tmp_path: Path) -> None:
    two.set_clock("2026-04-06T07:00:00+07:00")
    publish_pending(two.engine)
    rows = [{**MANUAL, "Số liệu": "procedure_count", "Giá trị": "5"}]
    assert hand_in(two, tmp_path, "manual_figures/nothing.csv", as_csv(*rows))["accepted"] == 1
    assert len(two.query("SELECT * FROM mart.late_figure")) == 1
    two.set_clock("2026-04-09T07:00:00+07:00")
    assert publish_pending(two.engine) == []
    assert len(two.query("SELECT * FROM mart.late_figure")) == 1
    checks = two.query("SELECT entered_changed, is_due FROM audit.correction_check")
    assert [tuple(row) for row in checks] == [(0, False)]


def test_a_ranking_that_is_no_overview_has_what_its_scheme_needs(communes: Warehouse) -> None:
    catalogue.install(communes.owner)
    communes.execute(
        "DELETE FROM mart.publication_plan WHERE scheme_code NOT IN ('by_online_rate', 'on_time_simple') "
        "OR area_kind <> 'province' OR period_kind <> 'month'"
    )
    give(communes, "19753", FIGURES)
    publish_pending(communes.engine)
    frozen = communes.query(
        "SELECT DISTINCT scheme_code, indicator_code, basis, sector_code FROM mart.published_value INNER JOIN "
        "mart.publication USING (publication_id, period_id) WHERE NOT is_overview"
    )
    assert [tuple(row) for row in frozen] == [("by_online_rate", "online_rate", "receiving", "*")]
    forms = communes.query(
        "SELECT DISTINCT scheme_code FROM mart.published_form "
        "INNER JOIN mart.publication USING (publication_id, period_id)"
    )
    assert [row.scheme_code for row in forms] == ["on_time_simple"]
    render_pages(communes.engine, communes.settings)
    folder = communes.settings.site_dir / f"h57/by_online_rate/{MARCH.replace(':', '_')}-v1"
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == {
        "index.html", "xep-hang.xlsx", "chi-tieu/online_rate.html", "don-vi/19753.html", "don-vi/00745.html",
    }  # fmt: skip
    page = html.unescape((folder / "index.html").read_text(encoding="utf-8"))
    assert re.search(r"<td>50,00%</td><td>5/10</td>", page)
    announced = communes.query("SELECT DISTINCT scheme_code FROM mart.publication WHERE is_announced")
    assert [row.scheme_code for row in announced] == ["on_time_simple"]
