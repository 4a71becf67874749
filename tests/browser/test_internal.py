"""The pages for offices in a browser: what they list, on a phone, and for a screen reader."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Site
from tests.browser.looking import careful, see, serious_findings

pytestmark = pytest.mark.slow


@pytest.fixture
def page(context: BrowserContext, internal: Site) -> Iterator[Page]:
    """A page on which nothing may go wrong."""
    with careful(context, internal.url) as opened:
        yield opened


@pytest.fixture
def addresses(internal: Site) -> list[str]:
    """The index, the page of the busiest unit, its dossiers that win points back, those of a ranking, a ranking."""
    unit_code = internal.warehouse.query(
        "SELECT unit_code FROM mart.overdue_dossier GROUP BY unit_code ORDER BY count(*) DESC, unit_code LIMIT 1"
    )[0].unit_code
    folder = internal.warehouse.settings.internal_dir
    mending = next(folder.glob(f"lay-lai-diem/*/{unit_code}.html"))
    figures = next(folder.glob(f"so-lieu/*/{unit_code}.html"))
    ranking = f"bang/{figures.parent.name}.html"
    return [
        f"{internal.url}/", f"{internal.url}/don-vi/{unit_code}.html", f"{internal.url}/{mending.relative_to(folder)}",
        f"{internal.url}/{figures.relative_to(folder)}", f"{internal.url}/{ranking}",
    ]  # fmt: skip


def test_from_the_index_to_a_unit_to_its_dossiers(page: Page, internal: Site, addresses: list[str]) -> None:
    see(page, addresses[0])
    page.locator(f'a[href="{addresses[1].removeprefix(internal.url + "/")}"]').click()
    page.wait_for_url(addresses[1])
    unit_code = addresses[1].rsplit("/", 1)[1].removesuffix(".html")
    rows = internal.warehouse.query(
        "SELECT dossier_code FROM mart.overdue_dossier WHERE unit_code = %(unit)s", {"unit": unit_code}
    )
    shown = page.locator("main").text_content() or ""
    assert [row.dossier_code for row in rows if row.dossier_code not in shown] == []


def test_on_a_phone_the_first_deadline_is_on_the_first_screen(page: Page, addresses: list[str]) -> None:
    page.set_viewport_size({"width": 390, "height": 740})
    see(page, addresses[1])
    today = page.locator("#due .card").all()
    first = page.locator("#due .when").first if today else page.locator(".part summary").first
    box = first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 740
    for card in today:
        when = card.locator(".when")
        assert when.is_visible()
        assert re.match(r"(còn|đến|qua) ", when.inner_text())


def test_search_and_filters_open_the_parts_with_matches(page: Page, addresses: list[str]) -> None:
    see(page, addresses[1])
    codes = [code.inner_text() for code in page.locator("#due .code").all()]
    hidden = page.locator("details.part .code").first.text_content() or ""
    part = page.locator("details.part").first
    assert part.get_attribute("open") is None
    page.locator("[data-cards] summary").click()
    page.get_by_role("searchbox").fill(hidden)
    assert page.locator(".card:visible .code").all_inner_texts() == [hidden]
    assert part.get_attribute("open") is not None
    page.get_by_role("searchbox").fill("")
    assert part.get_attribute("open") is None
    assert page.locator("#due .card:visible .code").all_inner_texts() == codes
    holder = page.locator("[data-cards] select[data-by=holder]")
    chosen = holder.locator("option").nth(1).inner_text()
    holder.select_option(chosen)
    shown = page.locator(".card:visible")
    assert {card.get_attribute("data-holder") for card in shown.all()} == {chosen}
    every = page.locator(".card").count()
    assert page.locator("[data-cards] [role=status]").inner_text() == f"{shown.count()}/{every} hồ sơ"


def test_by_keyboard_from_a_figure_to_its_dossiers(page: Page, addresses: list[str]) -> None:
    see(page, addresses[1])
    link = page.locator('a[href*="so-lieu/"][aria-label]').first
    target = link.get_attribute("href") or ""
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{target.removeprefix('../')}")
    assert page.locator(f"#{target.split('#')[1]} h2").is_visible()
    part = page.locator("main details summary").first
    part.focus()
    was = part.locator("..").get_attribute("open")
    page.keyboard.press("Enter")
    assert part.locator("..").get_attribute("open") != was


def test_a_link_into_a_closed_part_opens_it(page: Page, addresses: list[str]) -> None:
    see(page, addresses[1])
    anchor = page.locator("details.part .card").first.get_attribute("id")
    see(page, f"{addresses[1]}#{anchor}")
    assert page.locator(f'[id="{anchor}"]').is_visible()


def test_all_parts_are_printed(page: Page, addresses: list[str]) -> None:
    see(page, addresses[1])
    page.emulate_media(media="print")
    heights = page.locator(".card").evaluate_all("cards => cards.map((card) => card.getBoundingClientRect().height)")
    assert len(heights) > len(page.locator("#due .card").all())
    assert min(heights) > 10
    assert page.locator("[data-cards]").is_hidden()


def test_without_a_script_everything_is_there(context: BrowserContext, addresses: list[str]) -> None:
    assert context.browser is not None
    plain = context.browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(addresses[1])
    assert page.locator("[data-cards]").is_hidden()
    part = page.locator("details.part").first
    part.locator("summary").click()
    assert part.locator(".card").first.is_visible()
    for group in page.locator("section.screen details").all():
        group.locator("summary").click()
        assert group.locator('a[href^="#hs-"]').first.is_visible()
    plain.close()


def test_no_page_weighs_more_than_100_kilobytes(internal: Site) -> None:
    folder = internal.warehouse.settings.internal_dir
    weights = {str(path.relative_to(folder)): len(gzip.compress(path.read_bytes())) for path in folder.rglob("*.html")}
    assert max(weights.values()) < 90_000, max(weights, key=lambda name: weights[name])


def test_no_page_scrolls_sideways_on_a_phone(page: Page, addresses: list[str]) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for address in addresses:
        see(page, address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(examined: BrowserContext, addresses: list[str], scheme: str) -> None:
    page = examined.new_page()
    page.emulate_media(color_scheme=scheme)
    found = []
    for address in addresses:
        see(page, address)
        found += [(address, *each) for each in serious_findings(page)]
    page.close()
    assert found == []
