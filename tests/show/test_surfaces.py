"""One morning as its readers get it: one name, unit and period has one figure on every surface, by one clock."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.alert.raising import raise_alerts
from onestop.config.settings import SourceConnection
from onestop.deliver.outbox import queue, send_waiting
from onestop.operations.troubles import record_troubles
from onestop.publish.rankings import publish_pending
from onestop.quality.inspector import Inspector
from onestop.sheets.folders import read_folders
from onestop.sheets.objections import decision_sheet, objection_sheet
from onestop.show.documents import DocumentRequest, write_documents
from onestop.show.internal_pages import render_internal
from onestop.show.pages import render_pages
from onestop.warehouse.clock import LOCAL
from simulator.defects import Defects
from simulator.testing import running_source
from simulator.world import Scale, build_world
from tests.conftest import make_warehouse
from tests.deliver.receivers import mailbox, receiver
from tests.deliver.telling import reaching, recipient, want
from tests.publish.portal import COMMUNE, entered
from tests.sheets.handing_in import as_csv, hand_in
from tests.support.crawl import Crawl
from tests.support.surfaces import crawl_of
from tests.support.warehouse import Warehouse

SEPTEMBER = "month:2026-09-01:2026-09-30"
MORNING = dt.datetime(2026, 10, 1, 7, tzinfo=LOCAL)
READ_TO = "6 giờ 00 ngày 01/10/2026"
MACHINE = dt.datetime(2031, 3, 5, 9, 41, tzinfo=LOCAL)
"""What the machine's clock says: a day that no dossier and no law names."""


@dataclass(frozen=True)
class Morning:
    """What everybody got.

    Attributes:
        warehouse: what it was made of, with its folders.
        documents: workbooks to sign and to fill in.
        mails: as the server accepted them.
        posted: bodies that the webhook accepted.
    """

    warehouse: Warehouse
    documents: list[Path]
    mails: list[EmailMessage]
    posted: list[dict[str, Any]]


@pytest.fixture(scope="module")
def morning(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Morning]:
    """7:00 on 1 October: all is published, shown, mailed, posted and written out; the machine is years ahead."""
    folder = tmp_path_factory.mktemp("surfaces")
    for warehouse in make_warehouse(server, folder):
        with pytest.MonkeyPatch.context() as patch:
            for name, module in list(sys.modules.items()):
                if name.startswith("onestop.") and hasattr(module, "wall_clock"):
                    patch.setattr(module, "wall_clock", lambda: MACHINE)
            _publish(warehouse, folder)
            raise_alerts(warehouse.engine, MORNING)
            render_internal(warehouse.engine, warehouse.settings)
            warehouse.execute("UPDATE audit.source SET last_error = 'HTTP 500'")
            assert record_troubles(warehouse.engine, MACHINE, 26) is not None
            mails, posted = _deliver(warehouse, folder)
            wanted = DocumentRequest("H57", SEPTEMBER, (), "receiving")
            documents = write_documents(
                warehouse.engine, warehouse.settings.documents_dir, wanted, objection_sheet, decision_sheet
            )
            read_folders(warehouse.engine, folder / "templates")
        yield Morning(warehouse, [*documents, *(folder / "templates").rglob("*.xlsx")], mails, posted)


def _publish(warehouse: Warehouse, folder: Path) -> None:
    """Read a year with every defect and kind of history, hand in what no feed carries, and publish by two schemes."""
    warehouse.keep_periods("month")
    scale = Scale(dossiers=2000, communes=6, rich_histories=True, defects=Defects.profile())
    with running_source(build_world(scale)) as running:
        connection = SourceConnection("hue", running.url, running.token)
        warehouse.register(connection)
        warehouse.read(connection)
    warehouse.refresh()
    figures = [{**row, "Kỳ": "Tháng 9/2026"} for code in _communes(warehouse) for row in entered(COMMUNE, code)]
    hand_in(warehouse, folder / "sheets", "manual_figures/a.csv", as_csv(*figures))
    warehouse.execute(
        "INSERT INTO mart.publication_plan (kind, area_kind, period_kind, scheme_code, scheme_version, first_within) "
        "VALUES ('ranking', 'province', 'month', 'qd766_commune', 1, '40 days')"
    )
    with Inspector(warehouse.settings) as inspector:
        publish_pending(warehouse.engine, inspector.check_publication)
    render_pages(warehouse.engine, warehouse.settings)


def _communes(warehouse: Warehouse) -> list[str]:
    rows = warehouse.query("SELECT unit_code FROM mart.unit WHERE kind = 'commune' AND is_fed")
    return [row.unit_code for row in rows]


def _deliver(warehouse: Warehouse, folder: Path) -> tuple[list[EmailMessage], list[dict[str, Any]]]:
    """Send everything to real servers, to everybody who may want it."""
    codes = ["H57", *_communes(warehouse)]
    wanted = [(code, kind) for code in codes for kind in ("rankings", "alerts")] + [("H57", "operations")]
    with mailbox() as box, receiver() as hook:
        office = reaching(warehouse, box, province=hook)
        rows = [recipient(code, kind, f"{code.lower()}@hue.example") for code, kind in wanted]
        rows += [recipient(code, kind, "province", "webhook") for code, kind in wanted]
        want(warehouse, folder / "sheets", *rows)
        queue(office.engine, office.settings)
        for channel in ("mail", "webhook"):
            sent = send_waiting(office.engine, office.settings, channel, MACHINE)
            assert (sent.failed, sent.dead) == (0, 0)
        return [mail for _, mail in box.accepted], [body for _, body in hook.accepted]


def crawl(morning: Morning, site: Path | None = None) -> Crawl:
    """Read everything; the public site may be another one."""
    settings = morning.warehouse.settings
    found = crawl_of(morning.warehouse)
    found.site(site or settings.site_dir)
    found.internal(settings.internal_dir)
    for mail in morning.mails:
        found.mail(mail)
    for body in morning.posted:
        found.webhook(body)
    for path in morning.documents:
        if path.name.startswith("bieu-ii06a"):
            found.form(path, READ_TO)
        elif path.stem == "ky-duyet":
            found.package(path)
    return found


@pytest.fixture(scope="module")
def crawled(morning: Morning) -> Crawl:
    """Every figure of the morning."""
    return crawl(morning)


def test_no_two_surfaces_disagree(crawled: Crawl) -> None:
    assert "\n".join(crawled.disagreements()) == ""


LEAST = {
    "page": 10_000,
    "workbook": 4_000,
    "form": 900,
    "package": 280,
    "mail": 8_000,
    "webhook": 100,
    "internal": 1_000,
    "list": 40,
    "index.json": 25,
}
"""So many figures of each kind of surface stand on another one too: a reader that reads nothing finds no fault."""


@pytest.mark.parametrize("surface", LEAST)
def test_so_many_figures_were_compared(crawled: Crawl, surface: str) -> None:
    assert crawled.compared()[surface] >= LEAST[surface]


@pytest.mark.parametrize(
    ("name", "pattern", "told"),
    [
        ("don-vi/19753.html", r"(<td>)(\d+)(</td>)(?=<td>\d+</td><td>\d+</td></tr>\n</tbody>\n</table>)", "page"),
        ("index.html", r'(<td class="strong">)(\d+,\d\d)(<)', "Tổng điểm"),
        ("chi-tieu/on_time_rate_06a.html", r'(<td class="strong">)(\d+,\d\d%)(</td>)', "Tỷ lệ đúng hạn"),
    ],
)
def test_a_figure_that_is_changed_on_one_page_is_found(
    morning: Morning, tmp_path: Path, name: str, pattern: str, told: str
) -> None:
    site = tmp_path / "site"
    shutil.copytree(morning.warehouse.settings.site_dir, site)
    page = site / f"h57/on_time_simple/{SEPTEMBER.replace(':', '_')}-v1" / name
    changed, count = re.subn(pattern, r"\g<1>1.234\g<3>", page.read_text(encoding="utf-8"), count=1)
    assert count == 1
    page.write_text(changed, encoding="utf-8")
    lines = crawl(morning, site).disagreements()
    assert len(lines) >= 1
    assert all("1.234" in line and told in line for line in lines)


def test_every_dossier_of_the_morning_is_counted_once(morning: Morning, crawled: Crawl) -> None:
    rows = morning.warehouse.query("SELECT levels FROM mart.overdue_dossier")
    assert any(len(row.levels) > 1 for row in rows), "a dossier with two levels is one dossier"
    in_province = {
        figure.text
        for figure in crawled.figures
        if figure.key.name == "Cần xử lý" and figure.key.unit == "Thành phố Huế"
    }
    assert in_province == {str(len(rows))}
    surfaces = {
        figure.surface for figure in crawled.figures if figure.key.name == "Cần xử lý" and figure.key.unit != ""
    }
    assert surfaces == {"internal", "mail", "webhook"}


def _texts(morning: Morning) -> Iterator[tuple[str, str]]:
    """Give everything that somebody reads, with where it stands."""
    settings = morning.warehouse.settings
    for folder in (settings.site_dir, settings.internal_dir):
        for path in folder.rglob("*"):
            if path.is_file():
                yield str(path), _text_of(path.suffix, path.read_bytes())
    for path in morning.documents:
        yield str(path), _text_of(path.suffix, path.read_bytes())
    for mail in morning.mails:
        # The head of a mail says when it was sent, by the machine.
        yield str(mail["Subject"]), str(mail["Subject"])
        for part in mail.walk():
            if not part.is_multipart():
                content = part.get_content()
                name = str(part.get_filename() or "text")
                raw = content if isinstance(content, bytes) else content.encode()
                yield f"{mail['Subject']} {name}", _text_of(Path(name).suffix, raw)
    for body in morning.posted:
        yield "webhook", json.dumps(body, ensure_ascii=False)


def _text_of(suffix: str, content: bytes) -> str:
    if suffix not in {".xlsx", ".docx"}:
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return " ".join(parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels")))


def test_everything_that_is_read_goes_by_the_business_clock(morning: Morning) -> None:
    said = dict(_texts(morning))
    now = dt.datetime.now(dt.UTC)
    day = f"{MACHINE:%Y-%m-%d}|{MACHINE:%d/%m/%Y}|{_serial(MACHINE)}"
    # A workbook or letter that is not told when it was made takes the machine's real time.
    made = f"<dcterms:(?:created|modified)[^>]*>{now:%Y-%m-%dT%H}"
    assert [place for place, text in said.items() if re.search(f"{day}|{made}", text)] == []
    assert len(said) > 300
    assert {Path(place).suffix for place in said} >= {".html", ".json", ".xlsx", ".docx"}
    quality = [text for place, text in said.items() if "/quality/publication" in place and place.endswith(".html")]
    assert quality
    assert all("Kiểm tra lúc 01/10/2026 07:00" in text for text in quality)
    operations = [text for place, text in said.items() if place.startswith("Vận hành") and "7 giờ 00" in text]
    assert any("Tình trạng lúc 7 giờ 00 ngày 01/10/2026" in text for text in operations)


def _serial(moment: dt.datetime) -> int:
    """Return a day as the cells of a workbook keep it."""
    return (moment.date() - dt.date(1899, 12, 30)).days


def test_a_mail_says_when_it_was_sent_by_the_machine(morning: Morning) -> None:
    assert {str(mail["Date"]) for mail in morning.mails} == {"Wed, 05 Mar 2031 09:41:00 +0700"}


def made_at(path: Path) -> Mapping[str, str]:
    """Return what the properties of a workbook say of when it was made and changed."""
    with zipfile.ZipFile(path) as parts:
        properties = parts.read("docProps/core.xml").decode()
    return dict(re.findall(r"<dcterms:(created|modified)[^>]*>([^<]+)<", properties))


def test_workbooks_were_made_at_seven(morning: Morning) -> None:
    folders = (morning.warehouse.settings.site_dir, morning.warehouse.settings.internal_dir)
    files = [*morning.documents, *(path for folder in folders for path in folder.rglob("*.xlsx"))]
    assert len(files) > 30
    seven = {"created": "2026-10-01T00:00:00Z", "modified": "2026-10-01T00:00:00Z"}
    assert {path.name: made_at(path) for path in files if made_at(path) != seven} == {}
