"""The internal site as tests read it, and what they put into it."""

from __future__ import annotations

import html
import re

import sqlalchemy as sa

from onestop.show.internal_pages import render_internal
from tests.publish.scoring import publish_by
from tests.sheets.handing_in import two_communes
from tests.show.attention import needs_attention
from tests.support.scripted import dossier, scripted_source
from tests.support.warehouse import Warehouse

UNIT, OTHER = "don-vi/19753.html", "don-vi/00745.html"


def page(warehouse: Warehouse, path: str) -> str:
    """Return the text of a page, without tags, in one line."""
    text = (warehouse.settings.internal_dir / path).read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL))).strip()


def lists(warehouse: Warehouse, path: str) -> list[list[str]]:
    """Return the rows of the tables of a page, cell by cell, headings left out."""
    text = (warehouse.settings.internal_dir / path).read_text(encoding="utf-8")
    bodies = re.findall(r"<tbody>(.*?)</tbody>", text, flags=re.DOTALL)
    rows = [row for body in bodies for row in re.findall(r"<tr.*?>(.*?)</tr>", body, flags=re.DOTALL)]
    return [
        [
            re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", cell))).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL)
        ]
        for row in rows
    ]


def files(warehouse: Warehouse) -> set[str]:
    """Return the files of the site, apart from style and script."""
    folder = warehouse.settings.internal_dir
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {
        str(path.relative_to(folder)) for path in folder.glob("static/*")
    }


def pages(warehouse: Warehouse) -> set[str]:
    """Return the files of the site, apart from style, script and letters of apology."""
    return {path for path in files(warehouse) if not path.startswith("xin-loi/")}


def render(warehouse: Warehouse) -> int:
    return render_internal(warehouse.engine, warehouse.settings)


def cards(warehouse: Warehouse, path: str) -> dict[str, list[list[str]]]:
    """Return the cards of each part of a page, line by line."""
    text = (warehouse.settings.internal_dir / path).read_text(encoding="utf-8")
    found = {}
    for part, body in re.findall(
        r'<(?:section|details class="part") id="(\w+)"[^>]*>(.*?)</ol>', text, flags=re.DOTALL
    ):
        found[part] = [
            [
                re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", line))).strip()
                for line in re.findall(r"<(?:p|h4)\b[^>]*>(.*?)</(?:p|h4)>", card, flags=re.DOTALL)
            ]
            for card in re.findall(r"<li class=\"card\".*?</li>", body, flags=re.DOTALL)
        ]
    return found


def figures_of(number: int) -> set[str]:
    """Return the pages with the dossiers of both units of a ranking."""
    return {f"so-lieu/{number}/{code}.html" for code in ("19753", "00745")}


def latest(warehouse: Warehouse) -> int:
    return int(warehouse.query("SELECT max(publication_id) AS id FROM mart.publication")[0].id)


def statements_of(warehouse: Warehouse) -> int:
    """Render the site, and return how many statements that takes."""
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    sa.event.listen(warehouse.engine, "before_cursor_execute", note)
    try:
        render(warehouse)
    finally:
        sa.event.remove(warehouse.engine, "before_cursor_execute", note)
    return len(statements)


def make_busy(communes: Warehouse) -> Warehouse:
    """19753 has seven dossiers to see to, two of them with 00745, which has one of its own."""
    needs_attention(communes, "D-1", level="due_soon", due_at="2026-10-05T08:00:00+07:00", working_days_left=2)
    needs_attention(
        communes, "O-1", level="overdue", due_at="2026-09-28T08:00:00+07:00", working_days_overdue=3, holder="00745",
        urgency="overdue",
    )  # fmt: skip
    needs_attention(
        communes, "O-2", level="overdue", due_at="2026-09-22T08:00:00+07:00", working_days_overdue=7,
        due_original="2026-09-17T08:00:00+07:00", extension_count=1, apology_issued_at="2026-09-16T10:00:00+07:00",
        supplement_rounds=2, also=["second_supplement"], step="with_official", cause_code="citizen", urgency="overdue",
    )  # fmt: skip
    needs_attention(
        communes, "L-1", level="overdue_long", working_days_overdue=31, holder=None, step=None, urgency="overdue",
        cause_code=None,
    )  # fmt: skip
    needs_attention(
        communes, "N-1", level="not_yet_accepted", received_at=None, due_at=None, step="reception", urgency="due",
        accept_by="2026-10-01T10:30:00+07:00", working_minutes_left=210,
    )  # fmt: skip
    needs_attention(
        communes, "T-1", level="signed_not_closed", due_at="2026-10-01T08:00:00+07:00", urgency="due",
        working_minutes_left=60, step="signed_not_returned", cause_code=None,
    )  # fmt: skip
    needs_attention(
        communes, "H-1", level="held_elsewhere", due_at="2026-10-02T08:00:00+07:00", holder="00745",
        apology_deadline="2026-10-01", urgency="apologise", also=["last_moment_to_apologise"], working_days_left=1,
    )  # fmt: skip
    needs_attention(
        communes, "B-1", unit_code="00745", holder="00745", level="due_today", urgency="due",
        due_at="2026-10-01T17:00:00+07:00", working_minutes_left=480,
    )  # fmt: skip
    return communes


def make_ranked(warehouse: Warehouse) -> Warehouse:
    """March is ranked: of two dossiers of 19753 one has no electronic result, which can be mended."""
    warehouse.keep_periods("month")
    warehouse.execute("DELETE FROM audit.clock")
    warehouse.set_clock("2026-04-01T07:00:00+07:00")
    end = {"TrangThaiHoSo": "10", "CapNhatLuc": "2026-03-31T17:00:00+07:00", "NgayKetThucXuLy": "20260304080000"}
    file = [{"TenGiayTo": "Kết quả", "DuongDanTapTinKetQua": "https://tep.example/1"}]
    sent = two_communes(
        dossier("M-1", **end), dossier("M-2", **end, DanhSachGiayToKetQua=file), as_of="2026-04-01T06:00:00+07:00"
    )
    with scripted_source(sent) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
    warehouse.refresh()
    publish_by(warehouse, "qd766_commune")
    return warehouse
