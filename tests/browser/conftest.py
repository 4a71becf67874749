"""The site of six communes with months in two versions, served as the stack serves it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from embedded.postgres import EmbeddedPostgres
from embedded.site_server import SiteHandler
from onestop.alert.raising import raise_alerts
from onestop.publish.rankings import publish_pending
from onestop.show.internal_pages import render_internal
from onestop.show.pages import render_pages
from simulator.world import World
from tests.browser.chromium import browser
from tests.conftest import make_warehouse
from tests.publish.portal import COMMUNE, entered
from tests.sheets.handing_in import TARGET, as_csv, hand_in
from tests.support.warehouse import Warehouse

SEPTEMBER = "month:2026-09-01:2026-09-30"


@dataclass(frozen=True)
class Site:
    """A site that is served.

    Attributes:
        url: where, without a slash at the end.
        warehouse: what it shows.
    """

    url: str
    warehouse: Warehouse

    def page(self, scheme: str = "on_time_simple", version: int = 2, name: str = "index.html") -> str:
        """Return the address of a page of the ranking of September."""
        return f"{self.url}/h57/{scheme}/month_2026-09-01_2026-09-30-v{version}/{name}"


class QuietHandler(SiteHandler):
    """The handler of the stack, which tells nobody what was asked for."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="session")
def site(server: EmbeddedPostgres, small_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """On 1 October the preliminary rankings are out; on 7 October the official ones, by sources that became stale."""
    folder = tmp_path_factory.mktemp("site")
    for warehouse in make_warehouse(server, folder):
        fill(warehouse, small_world, folder)
        with served(warehouse.settings.site_dir) as url:
            yield Site(url, warehouse)


@pytest.fixture(scope="session")
def internal(site: Site) -> Iterator[Site]:
    """The pages for offices of the same warehouse, a working day later."""
    warehouse = site.warehouse
    raise_alerts(warehouse.engine, dt.datetime.fromisoformat("2026-10-08T07:00:00+07:00"))
    render_internal(warehouse.engine, warehouse.settings)
    with served(warehouse.settings.internal_dir) as url:
        yield Site(url, warehouse)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder as the stack does, and give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder))) as http:
        thread = threading.Thread(target=partial(http.serve_forever, poll_interval=0.05))
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def fill(warehouse: Warehouse, world: World, folder: Path) -> None:
    """Read the world, hand in what no feed carries, and publish twice."""
    warehouse.keep_periods("month")
    warehouse.read_world(world)
    warehouse.refresh()
    codes = [
        row.unit_code for row in warehouse.query("SELECT unit_code FROM mart.unit WHERE kind = 'commune' AND is_fed")
    ]
    figures = [{**row, "Kỳ": "Tháng 9/2026"} for code in codes for row in entered(COMMUNE, code)]
    hand_in(warehouse, folder / "sheets", "manual_figures/a.csv", as_csv(*figures))
    everybody = {**TARGET, "Phạm vi": "Tất cả", "Mã phạm vi": "", "Loại kỳ": "Tháng"}
    hand_in(warehouse, folder / "sheets", "targets/a.csv", as_csv(everybody))
    warehouse.execute(
        "INSERT INTO mart.publication_plan (kind, area_kind, period_kind, scheme_code, scheme_version, first_within) "
        "VALUES ('ranking', 'province', 'month', 'qd766_commune', 1, '40 days')"
    )
    for moment in ("2026-10-01T07:00:00+07:00", "2026-10-07T07:00:00+07:00"):
        warehouse.set_clock(moment)
        publish_pending(warehouse.engine)
        render_pages(warehouse.engine, warehouse.settings)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """The driver of the browser."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def context(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser as people have it."""
    with browser(playwright, tmp_path_factory.mktemp("profile"), viewport={"width": 1280, "height": 900}) as opened:
        yield opened


@pytest.fixture(scope="module")
def examined(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser that lets axe into pages whose policy lets no script in."""
    with browser(playwright, tmp_path_factory.mktemp("examined"), bypass_csp=True) as opened:
        yield opened
