"""Pages of indicators and comparisons: exact edges, medians, counts and ranks, for every indicator of an overview."""

from __future__ import annotations

import csv
import html
import io
import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from onestop.show import comparisons, indicator_page
from onestop.show.pages import render_pages
from onestop.show.published import Figure
from onestop.show.shapes import Slope
from tests.publish.scoring import MARCH, give, publish_by
from tests.sheets.handing_in import two_communes
from tests.support.documents import Page, Table, read_page
from tests.support.figures import give_figures
from tests.support.scripted import COMMUNE as UNIT
from tests.support.warehouse import Warehouse

APRIL = "month:2026-04-01:2026-04-30"
INDICATORS = Path(__file__).parents[2] / "include/catalogue/indicators.yaml"
TIMELY = {"20000": (8, 10), "20001": (9, 10), "20002": (9, 10), "20003": (20, 20), "20004": (7, 10), "20005": (6, 8)}
BEFORE = {**TIMELY, "20000": (9, 10), "20004": (10, 10), "20005": (8, 8)}


@pytest.fixture
def april(warehouse: Warehouse) -> Path:
    """Return the folder of the ranking of April of seven communes, after one of March; the last has no figures."""
    warehouse.keep_periods("month")
    stamp = {"CapNhatLuc": "2026-01-01T00:00:00+07:00"}
    script = two_communes()
    script.feeds["units"][0] = [
        *script.feeds["units"][0][:2],
        *(
            {**UNIT, **stamp, "MaDonVi": f"H57.32.{at:02}", "TenDonVi": f"Xã số {at}", "MaXaGSO": f"20{at:03}"}
            for at in range(6)
        ),
    ]
    warehouse.read_script(script, every_feed=True)
    warehouse.refresh()
    area_id = warehouse.query("SELECT area_id FROM mart.area WHERE area_code = 'H57'")[0].area_id
    for period_id, figures in ((MARCH, BEFORE), (APRIL, TIMELY)):
        for code, (timely, total) in figures.items():
            late = {"resolved_overdue": total - timely} if total > timely else {}
            give(warehouse, code, {"resolved_timely": timely, "resolved_total": total, **late}, period_id)
        total = sum(total for _, total in figures.values())
        timely = sum(timely for timely, _ in figures.values())
        give_figures(warehouse, ("area", area_id), period_id, {"resolved_timely": timely, "resolved_total": total})
    publish_by(warehouse, "on_time_simple")
    render_pages(warehouse.engine, warehouse.settings)
    return warehouse.settings.site_dir / "h57/on_time_simple/month_2026-04-01_2026-04-30-v1"


def page_of(path: Path) -> Page:
    return read_page(path.read_text(encoding="utf-8"))


def table(page: Page, column: str) -> Table:
    """Return the table that has a column."""
    return next(each for each in page.tables if column in each.columns)


def chart(path: Path, name: str) -> str:
    """Return what a chart says to those who cannot see it."""
    found = re.search(rf'<svg class="chart {name}"[^>]* aria-label="([^"]*)"', path.read_text(encoding="utf-8"))
    assert found is not None
    return html.unescape(found[1])


def test_the_page_of_an_indicator_shows_where_all_communes_are(april: Path) -> None:
    path = april / "chi-tieu/on_time_rate_06a.html"
    page = page_of(path)
    facts = dict(page.facts)
    assert facts["Toàn địa bàn"] == "86,76%"  # 59 of 68
    assert facts["Toàn địa bàn, so với kỳ trước"] == "-8,82 điểm %"  # from 65 of 68
    assert facts["Mức giữa (trung vị)"] == "85,00%"
    assert facts["Bình quân các đơn vị"] == "84,17%"
    assert facts["Tốt nhất"] == "Xã số 3: 100,00%"
    assert facts["Kém nhất"] == "Xã số 4: 70,00%"
    units = table(page, "Hạng theo chỉ tiêu")
    assert units.columns[1:7] == ["Hạng theo chỉ tiêu", "Giá trị", "Tử số", "Mẫu số", "So với kỳ trước", "Điểm"]
    assert [row[:7] for row in units.rows] == [
        ["Xã số 3", "1", "100,00%", "20", "20", "=", "100,00"],
        ["Xã số 1", "2", "90,00%", "9", "10", "=", "90,00"],
        ["Xã số 2", "2", "90,00%", "9", "10", "=", "90,00"],
        ["Xã số 0", "4", "80,00%", "8", "10", "-10,00 điểm %", "80,00"],
        ["Xã số 5", "5", "75,00%", "6", "8", "-25,00 điểm %", "75,00"],
        ["Xã số 4", "6", "70,00%", "7", "10", "-30,00 điểm %", "70,00"],
        ["Phường Thuận Hóa", "–", "Không phát sinh", "0", "0", "–", "–"],
    ]
    text = path.read_text(encoding="utf-8")
    assert re.findall(r'<tr id="(\d+)">', text) == ["20003", "20001", "20002", "20000", "20005", "20004", "19753"]
    assert '<span class="bad">-30,00 điểm %</span>' in text


def test_a_distribution_has_exact_edges_and_counts(april: Path) -> None:
    path = april / "chi-tieu/on_time_rate_06a.html"
    assert table(page_of(path), "Số đơn vị").rows == [
        ["70,00% – 75,00%", "1"], ["75,00% – 80,00%", "1"], ["80,00% – 85,00%", "1"], ["85,00% – 90,00%", "0"],
        ["90,00% – 95,00%", "2"], ["95,00% – 100,00%", "1"],
    ]  # fmt: skip
    said = chart(path, "distribution")
    assert said == "Phân bố của 6 đơn vị, từ 70,00% đến 100,00%; mức giữa (trung vị) 85,00%"
    marks = re.findall(r'<path d="[^"]*" data-unit="(\d+)"', path.read_text(encoding="utf-8"))
    assert sorted(marks) == sorted(TIMELY)


def test_the_area_and_the_median_go_through_the_periods(april: Path) -> None:
    path = april / "chi-tieu/on_time_rate_06a.html"
    assert table(page_of(path), "Toàn địa bàn").rows[-2:] == [
        ["Tháng 3 năm 2026", "95,59%", "95,00%"], ["Tháng 4 năm 2026", "86,76%", "85,00%"],
    ]  # fmt: skip
    said = chart(path, "course")
    assert said == "Toàn địa bàn qua 2 kỳ: từ 95,59% đến 86,76%; thấp nhất 86,76%, cao nhất 95,59%"


def test_every_indicator_of_an_overview_has_its_page_and_only_scored_ones_say_points(april: Path) -> None:
    names = {path.stem for path in (april / "chi-tieu").iterdir()}
    heads = re.findall(r'data-better|href="chi-tieu/(\w+)\.html"', (april / "so-sanh.html").read_text("utf-8"))
    assert names == set(heads) - {""}
    assert {"on_time_rate_06a", "resolved_overdue_count", "received_count", "late_share"} < names
    page = page_of(april / "chi-tieu/resolved_overdue_count.html")
    units = table(page, "Hạng theo chỉ tiêu")
    assert "Điểm" not in units.columns
    assert [row[:3] for row in units.rows[:2]] == [["Xã số 3", "1", "0"], ["Phường Thuận Hóa", "1", "0"]]
    assert "Giá trị càng thấp càng tốt. Chỉ tiêu này không tính điểm trong bảng xếp hạng này." in page.text
    assert table(page, "Số đơn vị").rows == [
        ["0", "2"], ["1", "2"], ["2", "2"], ["3", "1"],
    ]  # fmt: skip


def test_few_communes_have_no_distribution(communes: Warehouse) -> None:
    give(communes, "19753", {"resolved_timely": 9, "resolved_total": 10, "resolved_overdue": 1})
    give(communes, "00745", {"resolved_timely": 3, "resolved_total": 4})
    publish_by(communes, "on_time_simple")
    render_pages(communes.engine, communes.settings)
    folder = communes.settings.site_dir / "h57/on_time_simple/month_2026-03-01_2026-03-31-v1/chi-tieu"
    text = (folder / "on_time_rate_06a.html").read_text(encoding="utf-8")
    assert "chart distribution" not in text
    assert [row[:3] for row in table(read_page(text), "Hạng theo chỉ tiêu").rows] == [
        ["Phường Thuận Hóa", "1", "90,00%"], ["Phường Phú Xuân", "2", "75,00%"],
    ]  # fmt: skip


def test_a_heat_map_has_the_figures_and_their_shades(april: Path) -> None:
    text = (april / "so-sanh.html").read_text(encoding="utf-8")
    heat = next(each for each in read_page(text).tables if "nền đỏ" in each.caption)
    assert heat.columns[:4] == ["Xã, phường, đặc khu", "Thứ hạng", "Tổng điểm", "Tỷ lệ đúng hạn (theo biểu II.06a)"]
    assert len(heat.columns) <= comparisons.MOST_COLUMNS + 3
    assert [row[:4] for row in heat.rows[:2]] == [
        ["Xã số 3", "1", "100,00", "100,00%"], ["Xã số 1", "2", "90,00", "90,00%"],
    ]  # fmt: skip
    shades = [
        re.findall(r'<td class="s(\d)">', row)[0] for row in re.findall(r"<tr><th.*?</tr>", text) if 'class="s' in row
    ]
    assert shades[:6] == ["5", "5", "5", "4", "3", "3"]
    folded = next(each for each in read_page(text).tables if len(each.columns) > len(heat.columns))
    row = dict(zip(folded.columns, folded.rows[0], strict=True))
    assert (row["Xã, phường, đặc khu"], row["Số hồ sơ giải quyết quá hạn"]) == ("Xã số 3", "0")


def test_the_file_of_values_has_what_the_pages_show(april: Path) -> None:
    content = (april / "chi-tieu.csv").read_bytes()
    assert content.startswith("\ufeffMã đơn vị;Đơn vị;Thứ hạng;Tổng điểm;".encode())
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 7
    assert len(rows[0]) == 4 + 75
    third = next(row for row in rows if row["Mã đơn vị"] == "20003")
    assert [third[name] for name in ("Đơn vị", "Thứ hạng", "Tổng điểm")] == ["Xã số 3", "1", "100,00"]
    folded = max(
        read_page((april / "so-sanh.html").read_text(encoding="utf-8")).tables, key=lambda each: len(each.columns)
    )
    for row in folded.rows:
        shown = dict(zip(folded.columns, row, strict=True))
        of_unit = next(each for each in rows if each["Đơn vị"] == row[0])
        for name, text in of_unit.items():
            indicator, _, unit = name.rpartition(" (")
            if unit and indicator in shown:
                cell = shown[indicator].replace(".", "")
                assert (text or "–") == (cell.removesuffix("%").partition(" ")[0] if text else "–"), (row[0], name)
                assert bool(text) == cell[0].isdigit()


def test_two_periods_have_a_slope_for_each_commune(april: Path) -> None:
    path = april / "so-sanh-ky.html"
    page = page_of(path)
    said = (
        "6 đơn vị được xếp hạng ở cả hai kỳ, Tháng 3 năm 2026 và Tháng 4 năm 2026: "
        "2 tăng hạng, 2 giảm hạng, 2 giữ nguyên"
    )
    assert chart(path, "slopes") == said
    assert said in page.text
    rows = {row[0]: row[-4:] for each in page.tables for row in each.rows}
    assert rows["Xã số 4"] == ["1", "100,00", "6", "70,00"]
    assert rows["Xã số 1"] == ["4", "90,00", "2", "90,00"]
    text = path.read_text(encoding="utf-8")
    assert len(re.findall(r'<g class="(?:up|down|same)" data-unit="\d+">', text)) == 6
    assert "Giảm nhiều nhất: Xã số 4 ▼ 5 (từ hạng 1 đến hạng 6)." in page.text
    assert "Tăng nhiều nhất: Xã số 2 ▲ 2 (từ hạng 4 đến hạng 2)." in page.text


def test_places_of_equal_ranks_differ() -> None:
    found = comparisons.slopes_of([("1", "B", 1, 2), ("2", "A", 1, 1), ("3", "C", 3, 2)])
    assert found == [
        Slope("1", "B", 1, 2, 1, 1), Slope("2", "A", 1, 1, 0, 0), Slope("3", "C", 3, 2, 2, 2),
    ]  # fmt: skip


def test_ranks_follow_the_direction_and_equal_values_share_one() -> None:
    values = {1: Decimal("0.5"), 2: Decimal("0.9"), 3: None, 4: Decimal("0.50"), 5: Decimal("0.1")}
    assert indicator_page.ranks_of(values, "higher_is_better") == {2: 1, 1: 2, 4: 2, 5: 4}
    assert indicator_page.ranks_of(values, "lower_is_better") == {5: 1, 1: 2, 4: 2, 2: 4}


@pytest.mark.parametrize(
    ("change", "direction", "judged"),
    [
        (Decimal(1), "higher_is_better", "good"),
        (Decimal(-1), "higher_is_better", "bad"),
        (Decimal(-1), "lower_is_better", "good"),
        (Decimal(1), "lower_is_better", "bad"),
        (Decimal(1), "none", ""),
        (Decimal(0), "higher_is_better", ""),
        (None, "higher_is_better", ""),
    ],
)
def test_a_change_is_good_or_bad_by_its_direction(change: Decimal | None, direction: str, judged: str) -> None:
    assert indicator_page.judge(change, direction) == judged


@pytest.mark.parametrize(
    ("most", "direction", "value", "points", "shade"),
    [
        (20, "higher_is_better", "0.6", 18, 5),
        (20, "higher_is_better", "0.99", 9, 1),
        (20, "higher_is_better", None, None, 0),
        (None, "higher_is_better", "0.5", None, 2),
        (None, "higher_is_better", "0.7999", None, 3),
        (None, "lower_is_better", "0.2", None, 4),
        (None, "lower_is_better", "0.8", None, 1),
    ],
)
def test_a_shade_is_the_share_of_what_can_be_had(
    most: int | None, direction: str, value: str | None, points: int | None, shade: int
) -> None:
    definition: Any = SimpleNamespace(max_points=most, direction=direction)
    figure = Figure(0, None, None if value is None else Decimal(value), None)
    assert comparisons.shade(definition, figure, None if points is None else Decimal(points)) == shade


def definition_of(code: str) -> Any:
    """Return an indicator of the catalogue."""
    entry = next(
        each for each in yaml.safe_load(INDICATORS.read_text(encoding="utf-8")) if each["indicator_code"] == code
    )
    return SimpleNamespace(**{"scale": 1, **entry} | {"scale": Decimal(str(entry.get("scale", 1)))})


@pytest.mark.parametrize(
    ("code", "numerator", "denominator", "factor"),
    [
        (
            "on_time_rate_06a",
            "Số hồ sơ giải quyết trước hạn và đúng hạn",
            "Tổng số hồ sơ đã giải quyết trong kỳ",
            "",
        ),
        (
            "mean_processing_working_days",
            "Tổng thời gian làm việc từ khi tiếp nhận đến khi giải quyết xong, trừ thời gian chờ công dân",
            "Số hồ sơ đã giải quyết",
            "Giá trị bằng tử số chia cho mẫu số, rồi chia cho 480.",
        ),
        (
            "interlinked_birth_share",
            "Số hồ sơ liên thông khai sinh tiếp nhận trong kỳ",
            "Số hồ sơ đăng ký khai sinh tiếp nhận trong kỳ",
            "Giá trị bằng tử số chia cho mẫu số, rồi nhân với 100.",
        ),
    ],
)
def test_numerator_and_denominator_are_said_in_words(code: str, numerator: str, denominator: str, factor: str) -> None:
    assert indicator_page.parts_in_words(definition_of(code)) == (numerator, denominator, factor)


def test_a_count_has_no_parts() -> None:
    assert indicator_page.parts_in_words(definition_of("received_count")) is None
    assert indicator_page.parts_in_words(definition_of("on_time_rate_with_limit")) is None
