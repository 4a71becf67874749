"""Form II.06a/VPCP/KSTT as a workbook in the official layout, with further counts beside its thirteen columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from sqlalchemy.engine import Connection, Engine

from onestop import words
from onestop.office.workbook import WHOLE, Row, print_on_a4, workbook
from onestop.show.published import read_rows
from onestop.warehouse.clock import read_clock
from onestop.warehouse.database import run, transaction
from onestop.words import labels

# Each column: what it holds, its heading, its number with the formula of the form.
COLUMNS = (
    ("received_total", words.text("form.total"), "(3)=(4)+(5)+(6)"),
    ("received_online", words.text("form.online"), "(4)"),
    ("received_direct_postal", words.text("form.direct_postal"), "(5)"),
    ("carried_over", words.text("form.carried_over"), "(6)"),
    ("resolved_total", words.text("form.total"), "(7)=(8)+(9)+(10)"),
    ("resolved_early", words.text("form.early"), "(8)"),
    ("resolved_on_time", words.text("form.on_time"), "(9)"),
    ("resolved_overdue", words.text("form.overdue"), "(10)"),
    ("in_progress_total", words.text("form.total"), "(11)=(12)+(13)"),
    ("in_progress_within", words.text("form.within"), "(12)"),
    ("in_progress_overdue", words.text("form.overdue"), "(13)"),
)
MEMOS = (
    ("resolved_no_due_date", words.text("form.resolved_no_due_date")),
    ("in_progress_no_due_date", words.text("form.in_progress_no_due_date")),
    ("paused", words.text("form.paused")),
    ("withdrawn", words.text("form.withdrawn")),
    ("refused", words.text("form.refused")),
    ("stopped", words.text("form.stopped")),
    ("transferred_in", words.text("form.transferred_in")),
    ("transferred_out", words.text("form.transferred_out")),
)
FIRST, LAST, MEMO_LAST = 2, 2 + len(COLUMNS) - 1, 2 + len(COLUMNS) + len(MEMOS) - 1


class NoFormError(LookupError):
    """There is no form of this unit, role and period."""


def form_workbook(engine: Engine, unit_code: str, basis: str, period_id: str) -> bytes:
    """Return form II.06a of a unit as XLSX: as it was confirmed last, else as it is now.

    Args:
        engine: the warehouse.
        unit_code: five-digit code of a commune, agency code of others.
        basis: ``receiving``, ``responsible`` or ``holding``.
        period_id: ``kind:first day:last day``.

    Raises:
        NoFormError: the unit has no form of that role and period.
        WarehouseError: a statement failed.
    """
    parameters = {"unit_code": unit_code, "basis": basis, "period_id": period_id}
    with transaction(engine) as connection:
        head = _head(connection, parameters)
        of_form = {**parameters, "unit_id": head["unit_id"], "form_id": head["form_id"]}
        rows = read_rows(connection, "show/read_form.sql", of_form)
        created = read_clock(connection)
    return workbook(lambda book: write_form(book, "II.06a", head, rows), created)


def _head(connection: Connection, parameters: Mapping[str, str]) -> Row:
    head = run(connection, "show/read_form_head.sql", parameters).one_or_none()
    if head is None:
        msg = f"there is no form of {parameters['unit_code']} for {parameters['period_id']}, role {parameters['basis']}"
        raise NoFormError(msg)
    return {**head._asdict(), "basis": parameters["basis"]}


def write_form(book: xlsxwriter.Workbook, name: str, head: Row, rows: Sequence[Row]) -> None:
    """Write a page with the form: the heading, a row for each sector, the total, notes and signatures."""
    page = book.add_worksheet(name)
    styles = _Styles(book)
    _page_setup(page)
    _write_top(page, styles, head)
    last = _write_table(page, styles, rows)
    _write_bottom(page, styles, head, rows, last + 2)
    page.print_area(0, 0, last + 14, MEMO_LAST)


class _Styles:
    """The formats of the page."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
        boxed = {**base, "border": 1, "text_wrap": True}
        self.text = book.add_format(base)
        self.center = book.add_format({**base, "align": "center", "text_wrap": True})
        self.italic = book.add_format({**base, "italic": True, "align": "center"})
        self.bold = book.add_format({**base, "bold": True, "align": "center", "text_wrap": True})
        self.title = book.add_format({**base, "bold": True, "align": "center", "font_size": 14})
        self.heading = book.add_format({**boxed, "bold": True, "align": "center"})
        self.formula = book.add_format({**boxed, "italic": True, "align": "center", "font_size": 9})
        self.ordinal = book.add_format({**boxed, "align": "center"})
        self.sector = book.add_format(boxed)
        self.number = book.add_format({**boxed, "num_format": WHOLE})
        self.total = book.add_format({**boxed, "num_format": WHOLE, "bold": True})
        self.note = book.add_format({**base, "italic": True, "text_wrap": True, "valign": "top"})


def _page_setup(page: Any) -> None:
    print_on_a4(page)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.hide_gridlines(2)
    page.repeat_rows(6, 9)
    page.set_column(0, 0, 5)
    page.set_column(1, 1, 32)
    page.set_column(FIRST, MEMO_LAST, 10)


def _write_top(page: Any, styles: _Styles, head: Row) -> None:
    page.merge_range(0, 0, 0, 3, words.text("form.name"), styles.bold)
    page.merge_range(0, 9, 0, LAST, words.text("form.reported_by", unit=head["unit_name"]), styles.center)
    page.merge_range(1, 9, 1, LAST, words.text("form.reported_to", unit=head["province_name"] or "…"), styles.center)
    number = head["document_number"] or "……/……"
    page.merge_range(1, 0, 1, 3, words.text("form.number", number=number), styles.center)
    page.merge_range(2, 0, 2, LAST, words.text("form.title"), styles.title)
    start, end = labels.date(head["period_start"]), labels.date(head["period_end"])
    period = words.text("form.period", period=labels.period(head), start=start, end=end)
    page.merge_range(3, 0, 3, LAST, period, styles.center)
    page.merge_range(4, 0, 4, LAST, _state(head), styles.italic)
    page.merge_range(5, 9, 5, LAST, words.text("form.unit_of_measure"), styles.italic)


def _state(head: Row) -> str:
    state, role = words.table("form_state")[head["state"]], words.table("role")[head["basis"]]
    if not head["version"]:
        return words.text("form.state", state=state, role=role)
    return words.text("form.state_of_version", state=state, version=head["version"], role=role)


def _write_table(page: Any, styles: _Styles, rows: Sequence[Row]) -> int:
    """Write headings and rows; return the number of the last row."""
    page.merge_range(6, 0, 8, 0, words.text("form.ordinal"), styles.heading)
    page.merge_range(6, 1, 8, 1, words.text("form.sectors"), styles.heading)
    page.merge_range(6, 2, 6, 5, words.text("form.received"), styles.heading)
    page.merge_range(7, 2, 8, 2, words.text("form.total"), styles.heading)
    page.merge_range(7, 3, 7, 4, words.text("form.in_period"), styles.heading)
    page.merge_range(7, 5, 8, 5, words.text("form.carried_over"), styles.heading)
    page.merge_range(6, 6, 6, 9, words.text("form.resolved"), styles.heading)
    page.merge_range(6, 10, 6, LAST, words.text("form.in_progress"), styles.heading)
    page.merge_range(6, LAST + 1, 6, MEMO_LAST, words.text("form.memos"), styles.heading)
    for place, (_, heading, number) in enumerate(COLUMNS, FIRST):
        if place in {3, 4}:
            page.write_string(8, place, heading, styles.heading)
        elif place > 5:
            page.merge_range(7, place, 8, place, heading, styles.heading)
        page.write_string(9, place, number, styles.formula)
    for place, (_, heading) in enumerate(MEMOS, LAST + 1):
        page.merge_range(7, place, 8, place, heading, styles.heading)
        page.write_string(9, place, "", styles.formula)
    page.write_string(9, 0, "(1)", styles.formula)
    page.write_string(9, 1, "(2)", styles.formula)
    page.set_row(8, 48)
    for line, row in enumerate(rows, 10):
        is_total = row["sector_code"] == "*"
        style = styles.total if is_total else styles.number
        page.write_string(line, 0, "" if is_total else str(line - 9), styles.ordinal)
        page.write_string(line, 1, row["sector_vi"], styles.total if is_total else styles.sector)
        for place, (name, *_) in enumerate((*COLUMNS, *MEMOS), FIRST):
            page.write_number(line, place, row[name], style)
    return 9 + len(rows)


def _write_bottom(page: Any, styles: _Styles, head: Row, rows: Sequence[Row], line: int) -> None:
    footnote = rows[-1]["footnote_vi"]
    if footnote:
        page.merge_range(line, 0, line, LAST, words.text("form.note", note=footnote), styles.note)
    dated = head["document_date"]
    place = (
        words.text("form.place_and_date", place=head["unit_name"], day=dated.day, month=dated.month, year=dated.year)
        if dated
        else words.text("form.place_and_date_to_write")
    )
    page.merge_range(line + 1, 8, line + 1, LAST, place, styles.italic)
    page.merge_range(line + 2, 2, line + 2, 6, words.text("form.prepared_by"), styles.bold)
    page.merge_range(line + 2, 8, line + 2, LAST, words.text("form.head_of_unit"), styles.bold)
    page.merge_range(line + 3, 2, line + 3, 6, words.text("form.signature"), styles.italic)
    page.merge_range(line + 3, 8, line + 3, LAST, words.text("form.signature_and_seal"), styles.italic)
    page.write_string(line + 8, 0, words.text("form.copies"), styles.text)
    page.write_string(line + 9, 0, words.text("form.copy_to", unit=head["province_name"] or "……"), styles.text)
    page.write_string(line + 10, 0, words.text("form.copy_kept"), styles.text)
