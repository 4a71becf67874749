"""Search as Vietnamese readers expect it, and what else every public page has to do in a browser."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.browser.chromium import browser
from tests.browser.conftest import Site
from tests.browser.looking import careful, see
from tests.browser.test_site import KINDS, address

pytestmark = pytest.mark.slow

NAMES = (
    "Phường Hương An", "Phường Kim Long", "Phường Phú Xuân", "Phường Thuận Hóa", "Phường Thủy Xuân", "Phường Vỹ Dạ",
)  # fmt: skip
MOST_BYTES = 100_000
"""Of a page with style and script, gzipped."""


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A page on which nothing may go wrong."""
    with careful(context, site.url) as opened:
        yield opened


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("huong", ["Phường Hương An"]),
        ("hương", ["Phường Hương An"]),
        ("hướng", []),
        ("xuan", ["Phường Phú Xuân", "Phường Thủy Xuân"]),
        ("xuân phú", ["Phường Phú Xuân"]),
        ("xuán", []),
        ("phu", ["Phường Phú Xuân"]),
        ("phú", ["Phường Phú Xuân"]),
        ("phù", list(NAMES)),
        ("phũ", []),
        ("phuo", list(NAMES)),
        ("phường", list(NAMES)),
        ("phuong thuan hoa", ["Phường Thuận Hóa"]),
        ("Thuận Hoá", ["Phường Thuận Hóa"]),
        ("THỦY", ["Phường Thủy Xuân"]),
        ("thuỷ", ["Phường Thủy Xuân"]),
        ("thuý", []),
        ("vy da", ["Phường Vỹ Dạ"]),
        ("đa", []),
        ("an", ["Phường Hương An"]),
        ("ong", []),
        ("  ", list(NAMES)),
        ("nowhere", []),
    ],
)
def test_what_is_typed_begins_words(page: Page, site: Site, typed: str, found: list[str]) -> None:
    see(page, site.page())
    page.get_by_label("Tìm xã, phường (gõ không dấu cũng được)").fill(typed)
    assert sorted(link.inner_text() for link in page.locator("#xep-hang tbody tr:visible .unit").all()) == found


def test_a_commune_is_found_and_opened_from_the_front_page(page: Page, site: Site) -> None:
    see(page, f"{site.url}/")
    search = page.get_by_label("Tìm xã, phường")
    search.fill("thuy")
    assert page.locator("#don-vi li:visible a").all_inner_texts() == ["Phường Thủy Xuân"]
    assert page.get_by_text("1 đơn vị; Enter để mở Phường Thủy Xuân").is_visible()
    search.press("Enter")
    page.wait_for_url("**/don-vi/19813.html")
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Phường Thủy Xuân:")


def test_the_arrow_leads_from_the_search_into_the_list(page: Page, site: Site) -> None:
    see(page, f"{site.url}/h57/")
    search = page.get_by_label("Tìm xã, phường")
    search.fill("xuan")
    search.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Phường Phú Xuân"
    search.fill("nowhere")
    assert page.get_by_text("Không có đơn vị nào").is_visible()


def test_with_the_keyboard_a_period_opens_when_it_is_confirmed(page: Page, site: Site) -> None:
    see(page, site.page())
    period = page.get_by_label("Chọn kỳ")
    assert page.get_by_role("button", name="Mở").count() == 0
    period.focus()
    page.keyboard.press("ArrowDown")
    assert page.url == site.page()
    assert page.get_by_role("button", name="Mở").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/month_2026-08-01_2026-08-31-v2/index.html")
    page.wait_for_load_state("networkidle")


def test_another_indicator_colours_the_tiles(page: Page, site: Site) -> None:
    see(page, f"{site.url}/")
    page.get_by_text("Tô màu theo chỉ tiêu khác").click()
    page.get_by_role("link", name="Tỷ lệ hồ sơ nộp trực tuyến").click()
    page.wait_for_url("**/h57/ban-do/online_rate.html")
    page.wait_for_load_state("networkidle")
    assert page.locator(".tiles li:visible").count() == len(NAMES)
    page.get_by_text("Tô màu theo chỉ tiêu khác").click()
    assert page.locator("[aria-current=page]").inner_text() == "Tỷ lệ hồ sơ nộp trực tuyến"


def test_without_script_the_tiles_are_the_list_of_communes(playwright: Playwright, site: Site) -> None:
    with browser(playwright, site.warehouse.settings.var_dir / "profile", java_script_enabled=False) as opened:
        page = opened.new_page()
        page.goto(f"{site.url}/")
        assert page.locator("input:visible").count() == 0
        assert page.locator(".tiles a:visible").all_inner_texts() == list(NAMES)
        page.get_by_role("link", name="Phường Vỹ Dạ").first.click()
        assert page.get_by_role("heading", level=1).inner_text().startswith("Phường Vỹ Dạ:")


def test_headings_of_a_long_table_stay_in_sight(page: Page, site: Site) -> None:
    see(page, site.page("qd766_commune", name="so-sanh.html"))
    head = page.locator("table thead th").first
    assert head.evaluate("(each) => getComputedStyle(each).position") == "sticky"


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_with_all_that_it_asks_for_is_light(page: Page, site: Site, kind: str) -> None:
    contents: dict[str, bytes] = {}
    page.on("response", lambda answer: contents.setdefault(answer.url, answer.body()) if answer.ok else None)
    see(page, address(site, kind))
    assert any(name.endswith(".css") for name in contents)
    assert sum(len(gzip.compress(content)) for content in contents.values()) < MOST_BYTES


def test_the_policy_lets_in_nothing_but_the_sites_own_files(page: Page, site: Site) -> None:
    answer = page.goto(address(site, "area"))
    assert answer is not None
    policy = dict(re.findall(r"([\w-]+) ([^;]+)", answer.headers["content-security-policy"]))
    assert policy["default-src"] == policy["form-action"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    page.wait_for_load_state("networkidle")
