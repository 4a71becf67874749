"""The ranking and the page of a commune in a browser: both widths, on paper, by keyboard, without script."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.browser.chromium import browser
from tests.browser.conftest import Site
from tests.browser.looking import careful, see, serious_findings

pytestmark = pytest.mark.slow

CODE = "19813"
UNIT = f"don-vi/{CODE}.html"


def address(site: Site, name: str = "index.html") -> str:
    return site.page("qd766_commune", name=name)


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A page on which nothing may go wrong."""
    with careful(context, site.url) as opened:
        opened.set_viewport_size({"width": 1366, "height": 768})
        yield opened


def test_from_the_ranking_to_the_row_of_the_commune_by_two_clicks(page: Page, site: Site) -> None:
    see(page, address(site))
    page.locator("#xep-hang").get_by_role("link", name="Phường Thủy Xuân").click()
    page.wait_for_url(f"**/{UNIT}")
    link = page.locator(".scored").first.locator("tbody a").first
    name = link.inner_text()
    link.click()
    page.wait_for_url(re.compile(rf"/chi-tieu/\w+\.html#{CODE}$"))
    assert page.get_by_role("heading", level=1).inner_text() == f"Chỉ tiêu: {name}"
    assert page.locator("#cac-don-vi tr.chosen-row").get_attribute("id") == CODE


def test_the_first_sentence_is_that_of_the_warehouse(page: Page, site: Site) -> None:
    (row,) = site.warehouse.query(
        "SELECT ranking.rank, ranking.score FROM mart.ranking "
        "INNER JOIN mart.publication USING (publication_id, version) "
        "WHERE scheme_code = 'qd766_commune' AND period_start = '2026-09-01' AND version = 2 "
        f"AND ranking.unit_code = '{CODE}'"
    )
    see(page, address(site, UNIT))
    said = page.get_by_role("region", name="Tóm tắt").locator("p").first.inner_text()
    assert said.startswith(f"Hạng {row.rank}/6 với {row.score:.2f} điểm, ".replace(".", ","))


@pytest.mark.parametrize("name", ["index.html", UNIT])
def test_nothing_is_cut_off_on_a_screen(page: Page, site: Site, name: str) -> None:
    see(page, address(site, name))
    wide = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth)"
        ".map((e) => e.ariaLabel)"
    )
    assert wide == []


def test_on_a_phone_each_scored_indicator_is_a_card(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 740})
    see(page, address(site, UNIT))
    cut = page.evaluate(
        "[...document.querySelectorAll('.scored td, .scored th, .summary p')].filter((e) => e.checkVisibility() && "
        "e.getBoundingClientRect().right > innerWidth).length"
    )
    assert cut == 0
    label = "getComputedStyle(document.querySelector('.scored tbody td'), '::before').content"
    assert page.evaluate(label) == '"Giá trị"'


def test_the_ranking_is_one_upright_sheet_to_sign(page: Page, site: Site) -> None:
    see(page, address(site))
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    width, height = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed)[0]
    assert (round(float(width)), round(float(height))) == (595, 842)
    assert not page.locator(".sign").is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("Thủ trưởng đơn vị").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('#xep-hang thead')).display") == "table-header-group"


def test_folded_figures_open_by_keyboard_and_without_script(playwright: Playwright, site: Site, tmp_path: Path) -> None:
    with browser(playwright, tmp_path, java_script_enabled=False) as opened:
        page = opened.new_page()
        page.goto(address(site, UNIT))
        folded = page.locator("details").filter(has_text="Tiến độ, kết quả giải quyết").last
        assert folded.locator("tbody tr:visible").count() == 0
        folded.locator("summary").focus()
        page.keyboard.press("Enter")
        assert folded.locator("tbody tr:visible").count() > 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_both_pages(examined: BrowserContext, site: Site, scheme: str) -> None:
    page, found = examined.new_page(), []
    page.emulate_media(color_scheme=scheme)
    for name in ("index.html", UNIT):
        see(page, address(site, name))
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        found += [(name, *each) for each in serious_findings(page)]
    page.close()
    assert found == []


def test_both_pages_are_light(site: Site) -> None:
    folder = site.warehouse.settings.site_dir / "h57/qd766_commune/month_2026-09-01_2026-09-30-v2"
    assert max(len(gzip.compress((folder / name).read_bytes())) for name in ("index.html", UNIT)) < 40_000
