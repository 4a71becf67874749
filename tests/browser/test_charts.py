"""Pages of indicators and comparisons in a browser: one commune on the charts, differences, one page of paper."""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.browser.chromium import browser
from tests.browser.conftest import Site
from tests.browser.looking import careful, see, serious_findings

pytestmark = pytest.mark.slow

SCORED, OTHER = "chi-tieu/on_time_rate_portal.html", "chi-tieu/paid_amount.html"
KINDS = [SCORED, OTHER, "so-sanh.html", "so-sanh-ky.html"]
THUY, PHU_XUAN = "Phường Thủy Xuân", "Phường Phú Xuân"
CODE = "19813"


def address(site: Site, name: str) -> str:
    return site.page("qd766_commune", name=name)


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A page on which nothing may go wrong."""
    with careful(context, site.url) as opened:
        opened.set_viewport_size({"width": 1366, "height": 768})
        yield opened


def test_the_commune_of_the_address_is_marked_on_the_chart_and_in_the_table(page: Page, site: Site) -> None:
    see(page, f"{address(site, SCORED)}#{CODE}")
    assert page.locator("svg.distribution .units .chosen").get_attribute("data-unit") == CODE
    row = page.locator("#cac-don-vi tr.chosen-row")
    assert row.get_attribute("id") == CODE
    said = page.get_by_role("status").filter(has_text=THUY).inner_text()
    assert said.startswith(f"{THUY}. Hạng theo chỉ tiêu: {row.locator('td').nth(0).inner_text()}; Giá trị: ")
    page.get_by_label("Chọn đơn vị để xem trên biểu đồ").select_option(label=PHU_XUAN)
    assert page.url.endswith("#19753")
    assert page.locator("svg.distribution .units .chosen").get_attribute("data-unit") == "19753"
    assert page.locator("#cac-don-vi tr.chosen-row").get_attribute("id") == "19753"
    page.get_by_label("Chọn đơn vị để xem trên biểu đồ").select_option(label="Chưa chọn")
    assert page.locator(".chosen, .chosen-row").count() == 0


def test_the_table_of_an_indicator_is_that_of_the_warehouse(page: Page, site: Site) -> None:
    see(page, address(site, SCORED))
    values = {
        row.unit_code: f"{row.value * 100:.2f}%".replace(".", ",")
        for row in site.warehouse.query(
            "SELECT unit_code, value FROM mart.published_value INNER JOIN mart.publication USING (publication_id) "
            "WHERE scheme_code = 'qd766_commune' AND publication.period_id = 'month:2026-09-01:2026-09-30' "
            "AND version = 2 AND indicator_code = 'on_time_rate_portal' AND subject_kind = 'unit' "
            "AND sector_code = '*' AND basis = 'receiving' AND published_value.value IS NOT NULL"
        )
    }
    rows = page.locator("#cac-don-vi tbody tr").all()
    assert {row.get_attribute("id"): row.locator("td").nth(1).inner_text() for row in rows} == values
    marks = page.locator("svg.distribution [data-unit]").all()
    assert {mark.get_attribute("data-unit") for mark in marks} == set(values)


def test_two_communes_are_compared_by_the_largest_difference(page: Page, site: Site) -> None:
    see(page, f"{address(site, 'so-sanh.html')}?a={CODE}")
    assert page.get_by_label("Đơn vị thứ nhất").locator("option:checked").inner_text() == THUY
    page.get_by_label("Đơn vị thứ hai").select_option(label=PHU_XUAN)
    region = page.get_by_role("region", name="So sánh hai đơn vị")
    row = region.get_by_role("row", name="Tổng điểm")
    values = {
        each.unit_code: each.score
        for each in site.warehouse.query(
            "SELECT unit_code, score FROM mart.ranking INNER JOIN mart.publication USING (publication_id, version) "
            "WHERE scheme_code = 'qd766_commune' AND period_start = '2026-09-01' AND version = 2"
        )
    }
    one, two, change, better = (cell.inner_text() for cell in row.get_by_role("cell").all())
    first, second = values[CODE], values["19753"]
    assert (one, two) == tuple(f"{value:.2f}".replace(".", ",") for value in (first, second))
    assert change == f"{second - first:+.2f}".replace(".", ",")
    assert better == (PHU_XUAN if second > first else THUY)
    top = region.locator("table").first
    heads = [cell.inner_text() for cell in top.locator("tbody th").all()]
    assert heads[:2] == ["Thứ hạng", "Tổng điểm"]
    assert 2 < len(heads) <= 17
    sizes = page.evaluate(
        """(names) => {
          const number = (text) => parseFloat(text.replace(/[.\\s]/g, "").replace(",", "."));
          const table = document.querySelector("#day-du");
          const columns = [...table.querySelectorAll("thead th")].map((head) => head.textContent);
          const cells = (name, rows) => rows.map((row) => number(row.cells[columns.indexOf(name)].textContent));
          return names.map((name) => {
            const known = cells(name, [...table.querySelectorAll("tbody tr")]).filter((value) => !isNaN(value));
            const [a, b] = cells(name, ["#u19813", "#u19753"].map((id) => table.querySelector(id)));
            return Math.abs(a - b) / (Math.max(...known) - Math.min(...known));
          });
        }""",
        heads[2:],
    )
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) > 0


def test_another_period_opens_with_the_same_communes(page: Page, site: Site) -> None:
    see(page, address(site, "so-sanh.html"))
    page.get_by_label("Đơn vị thứ nhất").select_option(label=PHU_XUAN)
    page.get_by_label("Đơn vị thứ hai").select_option(label=THUY)
    assert page.url.endswith(f"?a=19753&b={CODE}")
    page.get_by_label("Chọn phiên bản").select_option(label="Dự kiến (phiên bản 1)")
    page.wait_for_url(f"**/month_2026-09-01_2026-09-30-v1/so-sanh.html?a=19753&b={CODE}")
    assert page.get_by_label("Đơn vị thứ hai").locator("option:checked").inner_text() == THUY
    see(page, f"{address(site, SCORED)}#{CODE}")
    page.get_by_label("Chọn phiên bản").select_option(label="Dự kiến (phiên bản 1)")
    page.wait_for_url(f"**/month_2026-09-01_2026-09-30-v1/{SCORED}#{CODE}")
    assert page.locator("svg.distribution .units .chosen").get_attribute("data-unit") == CODE


def test_two_periods_are_compared(page: Page, site: Site) -> None:
    see(page, site.page(name="so-sanh-ky.html"))
    page.get_by_label("Kỳ thứ nhất").select_option(label="Tháng 7 năm 2026")
    page.get_by_label("Kỳ thứ hai").select_option(label="Tháng 8 năm 2026")
    row = page.get_by_role("region", name="So sánh hai kỳ").get_by_role("row", name=THUY)
    ranks = {
        str(each.period_start): each.rank
        for each in site.warehouse.query(
            "SELECT period_start, rank FROM mart.ranking INNER JOIN mart.publication USING (publication_id, version) "
            "WHERE scheme_code = 'on_time_simple' AND unit_code = '19813' AND version = 2"
        )
    }
    july, august, change = [cell.inner_text() for cell in row.get_by_role("cell").all()][:3]
    assert (july, august) == (str(ranks["2026-07-01"]), str(ranks["2026-08-01"]))
    moved = ranks["2026-07-01"] - ranks["2026-08-01"]
    assert change == (f"{moved:+d}" if moved else "=")


def test_a_commune_is_found_among_the_slopes(page: Page, site: Site) -> None:
    see(page, address(site, "so-sanh-ky.html"))
    assert page.locator("svg.slopes [data-unit]").count() == 6
    page.get_by_label("Chọn đơn vị để xem trên biểu đồ").select_option(label=THUY)
    chosen = page.locator("svg.slopes .chosen")
    assert THUY in (chosen.locator("text").last.text_content() or "")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_a_screen_and_a_phone(page: Page, site: Site, kind: str) -> None:
    """On a screen nothing that is not folded scrolls sideways; a phone scrolls inside a table at most."""
    see(page, address(site, kind))
    scrolling = "[...document.querySelectorAll('.scroll')].filter((each) => each.checkVisibility())"
    wide = page.evaluate(f"{scrolling}.filter((each) => each.scrollWidth > each.clientWidth).length")
    assert wide == 0
    for width in (1366, 390, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_heat_map_of_all_communes_is_on_one_page_of_paper(page: Page, site: Site) -> None:
    """The columns are named, and no letter is smaller than 7 points."""
    see(page, address(site, "so-sanh.html"))
    page.emulate_media(media="print")
    sizes = page.evaluate(
        "[...document.querySelectorAll('.heat td, .heat th')].map((e) => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 7 * 96 / 72 - 0.01
    # A4 landscape between margins of 12 mm.
    width = math.ceil(273 / 25.4 * 96)
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.querySelector('.heat').scrollWidth") <= width
    rows = page.evaluate("[...document.querySelectorAll('.heat tr')].map((e) => e.getBoundingClientRect().height)")
    assert rows[0] + 40 * rows[1] <= (210 - 24) / 25.4 * 96 - 60, "forty communes and the legend"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_charts(examined: BrowserContext, site: Site, scheme: str) -> None:
    page, found = examined.new_page(), []
    page.emulate_media(color_scheme=scheme)
    for kind in KINDS:
        see(page, f"{address(site, kind)}#{CODE}")
        found += [(kind, *each) for each in serious_findings(page)]
    page.close()
    assert found == []


def test_charts_have_the_colours_of_the_page_in_light_and_dark(page: Page, site: Site) -> None:
    looks = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        see(page, address(site, SCORED))
        looks.append(
            page.evaluate(
                "[['.columns rect', 'fill'], ['.axis text', 'fill'], ['.area path', 'stroke']].map(([at, what]) => "
                "getComputedStyle(document.querySelector(`svg ${at}`))[what])"
            )
        )
    assert looks == [
        ["rgb(11, 92, 173)", "rgb(89, 99, 110)", "rgb(11, 92, 173)"],
        ["rgb(108, 182, 255)", "rgb(157, 167, 179)", "rgb(108, 182, 255)"],
    ]
    font = "getComputedStyle(document.querySelector('svg text')).fontFamily"
    assert page.evaluate(font) == page.evaluate("getComputedStyle(document.body).fontFamily")


def test_without_script_the_row_of_the_address_is_marked_and_tables_are_there(
    playwright: Playwright, site: Site, tmp_path: Path
) -> None:
    with browser(playwright, tmp_path, java_script_enabled=False) as opened:
        page = opened.new_page()
        page.goto(f"{address(site, SCORED)}#{CODE}")
        assert page.locator("button:visible, input:visible, select:visible").count() == 0
        assert page.locator("#cac-don-vi tr:target").get_attribute("id") == CODE
        assert (page.get_by_role("img").first.get_attribute("aria-label") or "").startswith("Phân bố của 6 đơn vị")
        page.locator("summary").first.click()
        assert page.get_by_role("columnheader", name="Số đơn vị").is_visible()
        page.goto(address(site, "so-sanh.html"))
        assert page.locator("#matrix tbody tr:visible").count() == 6
        page.locator("summary").click()
        assert page.locator("#day-du tbody tr:visible").count() == 6


def test_no_page_weighs_more_than_a_hundred_kilobytes(site: Site) -> None:
    folder = site.warehouse.settings.site_dir / "h57"
    names = ["so-sanh.html", "so-sanh-ky.html", *(f"chi-tieu/{name}" for name in ("on_time_rate_06a.html",))]
    sizes = {
        name: len(gzip.compress(path.read_bytes()))
        for path in folder.glob("qd766_commune/month_2026-09*/**/*.html")
        for name in names
        if str(path).endswith(name)
    }
    assert len(sizes) == 3
    assert max(sizes.values()) < 30_000


def test_links_of_the_heat_map_lead_to_indicators(page: Page, site: Site) -> None:
    see(page, address(site, "so-sanh.html"))
    heads = page.locator(".heat thead .long a")
    assert heads.count() == 19
    heads.first.click()
    page.wait_for_url(re.compile(r"/chi-tieu/\w+\.html$"))
    assert page.get_by_role("heading", level=1).inner_text().startswith("Chỉ tiêu: ")
