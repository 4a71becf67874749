"""The pages for offices in a browser: what they list, on a phone, and for a screen reader."""

from __future__ import annotations

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
    """The index, the page of the busiest unit, and its list of dossiers that win points back."""
    unit_code = internal.warehouse.query(
        "SELECT unit_code FROM mart.overdue_dossier GROUP BY unit_code ORDER BY count(*) DESC, unit_code LIMIT 1"
    )[0].unit_code
    folder = internal.warehouse.settings.internal_dir
    mending = next(folder.glob(f"lay-lai-diem/*/{unit_code}.html"))
    return [
        f"{internal.url}/", f"{internal.url}/don-vi/{unit_code}.html", f"{internal.url}/{mending.relative_to(folder)}",
    ]  # fmt: skip


def test_from_the_index_to_a_unit_to_its_dossiers(page: Page, internal: Site, addresses: list[str]) -> None:
    see(page, addresses[0])
    page.locator(f'a[href="{addresses[1].removeprefix(internal.url + "/")}"]').click()
    page.wait_for_url(addresses[1])
    unit_code = addresses[1].rsplit("/", 1)[1].removesuffix(".html")
    rows = internal.warehouse.query(
        "SELECT dossier_code FROM mart.overdue_dossier WHERE unit_code = %(unit)s", {"unit": unit_code}
    )
    shown = page.locator("main").inner_text()
    assert [row.dossier_code for row in rows if row.dossier_code not in shown] == []


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
