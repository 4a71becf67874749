"""Front page and pages of areas: what they show is what the mart has, and the list of periods is grouped."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest

from onestop.show import areas
from onestop.show.pages import render_pages
from onestop.words import labels
from tests.publish.scoring import MARCH, give, publish_by
from tests.support.documents import Page, read_page
from tests.support.figures import give_figures
from tests.support.warehouse import Warehouse

FIRST, OTHER = "19753", "00745"
APRIL = "month:2026-04-01:2026-04-30"
FIGURES = {"resolved_timely": 9, "resolved_total": 10, "resolved_overdue": 1}
OTHER_FIGURES = {"resolved_timely": 17, "resolved_total": 20, "resolved_overdue": 3}
TILE = re.compile(r'<li class="t(\d)"><a href="([^"]+)">([^<]+)</a> <span>([^<]+) <span class="sign">(.+?)</span>')


@pytest.fixture
def site(communes: Warehouse) -> Path:
    """The site after the ranking of April; the first commune overtook the other."""
    communes.execute("DELETE FROM mart.period WHERE period_start > '2026-04-01'")
    give(communes, FIRST, {**FIGURES, "resolved_timely": 5, "resolved_overdue": 5})
    give(communes, FIRST, FIGURES, APRIL)
    for period_id in (MARCH, APRIL):
        give(communes, OTHER, OTHER_FIGURES, period_id)
    area_id = communes.query("SELECT area_id FROM mart.area WHERE area_code = 'H57'")[0].area_id
    give_figures(communes, ("area", area_id), MARCH, {"resolved_timely": 22, "resolved_total": 30})
    give_figures(communes, ("area", area_id), APRIL, {"resolved_timely": 26, "resolved_total": 30})
    publish_by(communes, "on_time_simple")
    render_pages(communes.engine, communes.settings)
    return communes.settings.site_dir


def page_at(path: Path) -> Page:
    """Read a page back."""
    return read_page(path.read_text(encoding="utf-8"))


def test_the_headline_is_what_the_mart_has(site: Path, communes: Warehouse) -> None:
    newest, before = communes.query(
        "SELECT publication_id, period_id FROM mart.publication_head ORDER BY period_end DESC LIMIT 2"
    )
    assert (newest.period_id, before.period_id) == (APRIL, MARCH)
    score, change = communes.query(
        "SELECT avg(score) AS score FROM mart.ranking WHERE publication_id IN (%(one)s, %(two)s) "
        "GROUP BY publication_id ORDER BY publication_id DESC",
        {"one": newest.publication_id, "two": before.publication_id},
    )
    area, area_before = communes.query(
        "SELECT value FROM mart.published_value INNER JOIN mart.publication_head USING (publication_id) "
        "WHERE subject_kind = 'area' AND sector_code = '*' AND publication_head.basis = published_value.basis "
        "AND indicator_code = 'on_time_rate_06a' AND publication_id IN (%(one)s, %(two)s) ORDER BY publication_id DESC",
        {"one": newest.publication_id, "two": before.publication_id},
    )
    assert (score.score, change.score) == (Decimal("87.5"), Decimal("67.5"))
    assert round(area.value, 4) == Decimal("0.8667")
    assert round(area_before.value, 4) == Decimal("0.7333")
    for path in (site / "index.html", site / "h57/index.html"):
        text = page_at(path).text
        assert "Tăng, giảm so với Tháng 3 năm 2026." in text
        assert "Tổng điểm bình quân các đơn vị87,50 ▲ +20,00 (tốt hơn)" in text
        assert "Tỷ lệ đúng hạn (theo biểu II.06a)86,67% ▲ +13,33 điểm % (tốt hơn)" in text


def test_who_moved_up_and_down_is_listed_with_both_ranks(site: Path) -> None:
    lines = page_at(site / "h57/index.html").lines
    assert ("Tăng hạng nhiều nhất", "Phường Thuận Hóa ▲ 1 hạng 2 → 1") in lines
    assert ("Giảm hạng nhiều nhất", "Phường Phú Xuân ▼ 1 hạng 1 → 2") in lines


def test_each_commune_is_a_tile_by_total_and_by_each_indicator(site: Path, communes: Warehouse) -> None:
    scores = {
        row.unit_code: labels.decimal(row.score)
        for row in communes.query("SELECT unit_code, score FROM mart.ranking WHERE period_start = '2026-04-01'")
    }
    assert scores == {FIRST: "90,00", OTHER: "85,00"}
    for name, root in (("index.html", "h57/"), ("h57/index.html", ""), ("h57/ban-do/on_time_rate_06a.html", "../")):
        folder = f"{root}on_time_simple/month_2026-04-01_2026-04-30-v1/don-vi"
        shown = {FIRST: "90,00%", OTHER: "85,00%"} if "ban-do" in name else scores
        assert TILE.findall((site / name).read_text(encoding="utf-8")) == [
            ("4", f"{folder}/{OTHER}.html", "Phường Phú Xuân", shown[OTHER], "▲"),
            ("5", f"{folder}/{FIRST}.html", "Phường Thuận Hóa", shown[FIRST], "▲▲"),
        ]


def test_tiles_of_an_indicator_that_no_longer_scores_are_removed(site: Path, communes: Warehouse) -> None:
    old = site / "h57/ban-do/online_rate.html"
    old.write_text("old", encoding="utf-8")
    render_pages(communes.engine, communes.settings)
    assert [path.name for path in (site / "h57/ban-do").iterdir()] == ["on_time_rate_06a.html"]


def test_sources_are_one_line_with_a_page_of_details(site: Path) -> None:
    line = "Dữ liệu của 1 nguồn đã đọc đến 6 giờ 00 ngày 01/10/2026."
    for name in ("index.html", "h57/index.html", "h57/nguon-du-lieu.html"):
        assert line in page_at(site / name).text
    assert page_at(site / "h57/index.html").links.count(("nguon-du-lieu.html", "Chi tiết nguồn dữ liệu")) == 1
    assert [table.columns[0] for table in page_at(site / "h57/nguon-du-lieu.html").tables] == ["Nguồn"]


MOMENT = dt.datetime.fromisoformat("2026-10-01T06:00:00+07:00")


@pytest.mark.parametrize(
    ("read_to", "said"),
    [
        ([], "Chưa đọc hết nguồn nào trong 0 nguồn dữ liệu."),
        ([None], "Chưa đọc hết nguồn nào trong 1 nguồn dữ liệu."),
        (
            [MOMENT, None],
            "Dữ liệu của 2 nguồn đã đọc đến 6 giờ 00 ngày 01/10/2026; 1 nguồn chưa đọc hết.",
        ),
        (
            [MOMENT, MOMENT - dt.timedelta(hours=2)],
            "Dữ liệu của 2 nguồn đã đọc đến 4 giờ 00 ngày 01/10/2026.",
        ),
    ],
)
def test_the_line_of_sources_names_the_oldest(read_to: list[dt.datetime | None], said: str) -> None:
    sources = [{"source_id": f"s{number}", "as_of": moment} for number, moment in enumerate(read_to)]
    assert areas.freshness(sources) == said


def test_periods_are_grouped_by_week_month_quarter_and_year() -> None:
    kinds = [("report_year", 14, "Năm báo cáo"), ("month", 4, "Tháng"), ("rolling_4_weeks", 3, "Bốn tuần"),
             ("report_month", 10, "Tháng báo cáo"), ("quarter", 5, "Quý")]  # fmt: skip
    rows = [
        {"scheme_name": "Đúng hạn", "period_kind": kind, "period_ordinal": ordinal, "period_kind_vi": name}
        for kind, ordinal, name in kinds
    ]
    assert [(family, [heading for heading, _ in tables]) for family, tables in areas.group_periods(rows)] == [
        ("Tuần", ["Đúng hạn: Bốn tuần"]),
        ("Tháng", ["Đúng hạn: Tháng", "Đúng hạn: Tháng báo cáo"]),
        ("Quý", ["Đúng hạn: Quý"]),
        ("Năm, 6 tháng, 9 tháng", ["Đúng hạn: Năm báo cáo"]),
    ]
