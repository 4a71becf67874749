"""The public site in a browser: sorting, searching, comparing, on a phone, on paper, in the dark, without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.browser.chromium import browser
from tests.browser.conftest import Site
from tests.browser.looking import careful, see, serious_findings

pytestmark = pytest.mark.slow

UNIT = "don-vi/19813.html"
KINDS = {
    "areas": "/",
    "area": "/h57/",
    "tiles of an indicator": "/h57/ban-do/online_rate.html",
    "sources": "/h57/nguon-du-lieu.html",
    "ranking": "index.html",
    "commune": UNIT,
    "indicator": "chi-tieu/on_time_rate_portal.html",
    "two communes": "so-sanh.html",
    "two periods": "so-sanh-ky.html",
}
THUY = "Phường Thủy Xuân"


def address(site: Site, kind: str) -> str:
    """Return the address of a page of each kind, of the scheme with most columns."""
    name = KINDS[kind]
    return f"{site.url}{name}" if name.startswith("/") else site.page("qd766_commune", name=name)


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A page on which nothing may go wrong."""
    with careful(context, site.url) as opened:
        yield opened


def names(page: Page) -> list[str]:
    """Return the units that the table of the ranking shows."""
    return [link.inner_text() for link in page.locator("#xep-hang tbody tr:visible .unit").all()]


def test_a_column_sorts_by_click_and_by_keyboard(page: Page, site: Site) -> None:
    see(page, site.page())
    by_rank = names(page)
    name = page.get_by_role("columnheader", name="Xã, phường, đặc khu")
    name.get_by_role("button").click()
    assert names(page) == [
        "Phường Hương An", "Phường Kim Long", "Phường Phú Xuân", "Phường Thuận Hóa", "Phường Thủy Xuân",
        "Phường Vỹ Dạ",
    ]  # fmt: skip
    assert name.get_attribute("aria-sort") == "ascending"
    score = page.get_by_role("columnheader", name="Tổng điểm")
    score.get_by_role("button").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert (score.get_attribute("aria-sort"), name.get_attribute("aria-sort")) == ("descending", None)
    scores = [
        float(cell.inner_text().replace(",", ".")) for cell in page.locator("#xep-hang tbody td:nth-child(4)").all()
    ]
    assert scores == sorted(scores, reverse=True)
    assert sorted(names(page)) == sorted(by_rank)


def test_a_search_without_diacritics_finds_those_units_and_only_those(page: Page, site: Site) -> None:
    see(page, site.page())
    search = page.get_by_label("Tìm xã, phường (gõ không dấu cũng được)")
    for words, found in (("thuy", [THUY]), ("THỦY", [THUY]), ("vy da", ["Phường Vỹ Dạ"]), ("nowhere", [])):
        search.fill(words)
        assert names(page) == found
    assert page.get_by_text("0/6 đơn vị").is_visible()


def test_a_kind_of_unit_is_chosen(page: Page, site: Site) -> None:
    see(page, site.page())
    kind = page.get_by_label("Loại đơn vị")
    for label, number in (("Xã", 0), ("Phường", 6), ("Đặc khu", 0), ("Xã, phường, đặc khu", 6)):
        kind.select_option(label=label)
        assert len(names(page)) == number


def test_another_period_and_version_are_opened_at_the_same_page(page: Page, site: Site) -> None:
    see(page, site.page(name=UNIT))
    page.get_by_label("Chọn kỳ").select_option(label="Tháng 8 năm 2026")
    page.wait_for_url(f"**/month_2026-08-01_2026-08-31-v2/{UNIT}")
    page.get_by_label("Chọn phiên bản").select_option(label="Dự kiến (phiên bản 1)")
    page.wait_for_url(f"**/month_2026-08-01_2026-08-31-v1/{UNIT}")
    page.get_by_text("Đã có phiên bản mới hơn").wait_for()
    page.get_by_role("link", name="Chính thức (phiên bản 2)").click()
    page.wait_for_url("**/month_2026-08-01_2026-08-31-v2/index.html")
    assert page.get_by_role("heading", level=1).count() == 1


def test_an_old_page_says_that_a_source_is_stale_now(page: Page, site: Site) -> None:
    see(page, site.page(version=1))
    note = "Nguồn dữ liệu hue-mot-cua chưa cập nhật từ 6 giờ 00 ngày 01/10/2026."
    assert page.locator("#notes").get_by_text(note).is_visible()
    assert not page.get_by_text("Khi lập trang này:").is_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_on_a_phone_no_page_scrolls_sideways(page: Page, site: Site, kind: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    see(page, address(site, kind))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("kind", ["commune", "two communes"])
def test_a_page_prints_on_a4(page: Page, site: Site, kind: str) -> None:
    see(page, address(site, kind))
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 1
    width, height = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed)[0]
    assert (round(float(width)), round(float(height))) == (842, 595)


def test_in_the_dark_the_page_is_dark(page: Page, site: Site) -> None:
    papers = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        see(page, site.page())
        papers.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert papers == ["rgb(255, 255, 255)", "rgb(13, 17, 23)"]


def test_the_first_stop_of_the_keyboard_leads_to_the_content(page: Page, site: Site) -> None:
    see(page, site.page())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Bỏ qua đến nội dung"
    page.keyboard.press("Enter")
    assert page.url.endswith("#noi-dung")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_every_kind_of_page(examined: BrowserContext, site: Site, scheme: str) -> None:
    page, found = examined.new_page(), []
    page.emulate_media(color_scheme=scheme)
    for kind in KINDS:
        see(page, address(site, kind))
        # What colours do not change is the same in the dark.
        only = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
        found += [(kind, *each) for each in serious_findings(page, **only)]
    page.close()
    assert found == []


def test_everything_is_readable_without_script(playwright: Playwright, site: Site, tmp_path: Path) -> None:
    with browser(playwright, tmp_path, java_script_enabled=False) as opened:
        page = opened.new_page()
        page.goto(site.page())
        assert page.locator("#xep-hang tbody tr:visible").count() == 6
        assert page.locator("button:visible, input:visible, select:visible").count() == 0
        page.get_by_role("link", name=THUY).click()
        assert page.get_by_role("heading", name=f"{THUY}: kết quả giải quyết thủ tục hành chính").is_visible()
        page.get_by_role("link", name="Thành phố Huế: tất cả kỳ và phiên bản").click()
        assert page.locator("#don-vi li:visible").count() == 6
        page.locator("summary", has_text=re.compile("^Tháng$")).click()
        assert page.locator("tbody tr:visible").count() >= 26
        page.goto(site.page(name="so-sanh.html"))
        assert page.locator("#matrix tbody tr:visible").count() == 6
        page.goto(site.page(name="so-sanh-ky.html"))
        assert page.locator("#matrix tbody tr").filter(has_text=THUY).locator("td:visible").count() == 24
