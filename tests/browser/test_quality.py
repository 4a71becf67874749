"""The report of Great Expectations in a browser: what an official reads first, on a phone, and for a screen reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from onestop.quality import report
from onestop.quality.suites import StagedBatch, Suite, batch_suite, publication_suite
from onestop.warehouse.clock import LOCAL
from tests.browser.conftest import served
from tests.browser.looking import careful, see, serious_findings

pytestmark = pytest.mark.slow

MOMENT = dt.datetime(2026, 10, 1, 7, tzinfo=LOCAL)
KEYS = [f"H57.31.01-260302-{number:04}" for number in range(1, 21)]
PLAN = {"area_id": 1, "area_code": "H57", "period_id": "month:2026-09-01:2026-09-30", "basis": "receiving"}
BATCH = StagedBatch(7, "hue", "dossiers", 24_000, Decimal("0.02"))
NAMES = ("index", "batch-7", "batch-8", "publication-H57-month_2026-09-01_2026-09-30")


def found(suite: Suite, **wrong: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what Great Expectations would have found: everything holds but what is named."""
    holds = {"holds": True, "unexpected": 0, "keys": [], "observed": None}
    return [{"name": each.name, **holds, **wrong.get(each.name, {})} for each in suite.expectations]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch that is held, one in which nothing is wrong, and a publication that is stopped."""
    folder = tmp_path_factory.mktemp("quality")
    suite = batch_suite(BATCH, 10)
    broken = {
        "dossier_unit_unknown": {"rule_id": "dossier_unit_unknown", "records": 1_200, "record_keys": KEYS},
        "dossier_channel_missing": {"rule_id": "dossier_channel_missing", "records": 3, "record_keys": KEYS[:3]},
    }
    counts = {"staged": 24_000, "quarantined": 1_200, "flagged": 3, "repaired": 517}
    differing = {"holds": False, "unexpected": 1_180, "keys": KEYS}
    wrong = {
        "dossier_unit_unknown": differing,
        "dossiers_unit_resolved": differing,
        "quarantine_as_usual": {"holds": False, "observed": 0.0983},
    }
    of_batch = report.BatchDetails("hue", "dossiers", counts, broken)
    report.write(folder, suite, found(suite, **wrong), MOMENT, batch=of_batch)
    good = batch_suite(StagedBatch(8, "hue", "units", 41), 10)
    nothing = report.BatchDetails("hue", "units", {"staged": 41, "quarantined": 0, "flagged": 0, "repaired": 0}, {})
    report.write(folder, good, found(good), MOMENT, batch=nothing)
    publication = publication_suite([PLAN])
    unbalanced = {"form_unbalanced": {"holds": False, "unexpected": 2, "keys": ["19753 receiving", "19777 receiving"]}}
    report.write(folder, publication, found(publication, **unbalanced), MOMENT)
    return folder


@pytest.fixture
def page(context: BrowserContext, reports: Path) -> Iterator[tuple[Page, str]]:
    """A page on which nothing may go wrong, and where the reports are."""
    with served(reports) as url, careful(context, url) as opened:
        yield opened, url


def test_what_is_wrong_what_to_do_and_how_many_stand_on_top(page: tuple[Page, str]) -> None:
    opened, url = page
    see(opened, f"{url}/batch-7.html")
    assert opened.locator(".verdict").inner_text() == "Lô phải chờ người xem xét: 2 điều kiện không đạt"
    headings = opened.locator("h2").all_inner_texts()
    assert headings == [
        "Việc cần làm", "Số bản ghi", "Điều kiện không đạt", "Điểm cần xem, không chặn dữ liệu",
        "Bản ghi vi phạm quy tắc", "Dành cho kỹ sư",
    ]  # fmt: skip
    numbers = [" ".join(text.split()) for text in opened.locator(".counts > div").all_inner_texts()]
    assert numbers == [
        "Đã nhận 24.000", "Được dùng 22.800 95,00%", "Lỗi, chờ xử lý 1.200 5,00%", "Được dùng, có đánh dấu 3 0,01%",
        "Được dùng, đã sửa 517 2,15%",
    ]  # fmt: skip
    told = opened.locator("main").inner_text()
    assert KEYS[0] in told
    assert "và các bản ghi khác" in told
    assert "Giá trị đo được: 9,83%" in told
    assert "decide_batch" in told
    see(opened, f"{url}/batch-8.html")
    assert "Không phải làm gì." in opened.locator("main").inner_text()
    assert "Không bản ghi nào vi phạm quy tắc." in opened.locator("main").inner_text()
    see(opened, f"{url}/{NAMES[3]}.html")
    assert opened.locator(".verdict").inner_text() == "Chưa được công bố: 1 điều kiện không đạt"
    assert "19753 receiving, 19777 receiving" in opened.locator("main").inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_no_report_scrolls_sideways(page: tuple[Page, str], width: int) -> None:
    opened, url = page
    opened.set_viewport_size({"width": width, "height": 800})
    for name in NAMES:
        see(opened, f"{url}/{name}.html")
        opened.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert opened.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(examined: BrowserContext, reports: Path, scheme: str) -> None:
    opened, serious = examined.new_page(), []
    opened.emulate_media(color_scheme=scheme)
    with served(reports) as url:
        for name in NAMES:
            see(opened, f"{url}/{name}.html")
            serious += [(name, *each) for each in serious_findings(opened)]
    opened.close()
    assert serious == []
