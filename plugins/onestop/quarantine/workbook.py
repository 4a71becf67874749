"""Workbooks for offices: the list of records in quarantine, and the sheet to override their fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from sqlalchemy.engine import Connection

from onestop import words
from onestop.contract.feeds import FEEDS
from onestop.files import write_whole
from onestop.office.workbook import INTEGER, MOMENT, Column, Row, add_table, workbook
from onestop.quarantine.overrides import COLUMNS
from onestop.quarantine.records import Selection
from onestop.warehouse.database import run


class Sheet(NamedTuple):
    """A sheet: its name, its columns and its rows."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Row]


LIST_COLUMNS = (
    Column("unit_code", words.text("column.unit_code"), 14),
    Column("unit_name", words.text("column.unit_name"), 30),
    Column("source_id", words.text("column.source"), 16),
    Column("feed", words.text("column.feed"), 20),
    Column("record_key", words.text("quarantine_workbook.record_key"), 28),
    Column("reason", words.text("quarantine_workbook.reason"), 70),
    Column("rule_ids", words.text("quarantine_workbook.rules"), 40),
    Column("first_seen_at", words.text("quarantine_workbook.first_seen_at"), 17, MOMENT),
    Column("last_seen_at", words.text("quarantine_workbook.last_seen_at"), 17, MOMENT),
    Column("times_seen", words.text("quarantine_workbook.times_seen"), 12, INTEGER),
    Column("age_days", words.text("quarantine_workbook.age_days"), 12, INTEGER),
)
OVERRIDE_COLUMNS = tuple(Column(name, name, 24) for name in COLUMNS)
FIELD_COLUMNS = (
    Column("feed", "feed", 16),
    Column("name", words.text("column.feed"), 24),
    Column("field", "field", 32),
)
TEMPLATE_NAME = "mau-sua-du-lieu.xlsx"


def export(connection: Connection, folder: Path, selection: Selection, as_of: dt.datetime) -> list[Path]:
    """Write the list of open records and the sheet for overrides; each file appears whole or not at all.

    Args:
        connection: an open transaction.
        folder: where to write; made if it is missing.
        selection: the records that are meant.
        as_of: the business clock, from which a record's days in quarantine are counted; in the file's name.

    Returns:
        The files: the list, the sheet.

    Raises:
        OSError: the folder cannot be written.
    """
    rows = run(connection, "quarantine/list_for_export.sql", {**selection.parameters(), "as_of": as_of})
    called = words.table("record")
    records = [{**row, "feed": called[row["feed"]]} for row in rows.mappings()]
    name = f"ho-so-loi-{selection.unit_code.lower() or 'tat-ca'}-{as_of:%Y%m%d-%H%M}.xlsx"
    fields = [
        {"feed": feed.name, "name": called[feed.name], "field": field}
        for feed in FEEDS
        for field in sorted(feed.shape.scalars)
    ]
    listed = [Sheet(words.text("quarantine_workbook.records"), LIST_COLUMNS, records)]
    template = [
        Sheet(words.text("quarantine_workbook.overrides"), OVERRIDE_COLUMNS, []),
        Sheet(words.text("quarantine_workbook.fields"), FIELD_COLUMNS, fields),
    ]
    return [
        write_whole(folder / name, _workbook(listed, as_of)),
        write_whole(folder / TEMPLATE_NAME, _workbook(template, as_of)),
    ]


def _workbook(sheets: Sequence[Sheet], as_of: dt.datetime) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        for sheet in sheets:
            add_table(book, sheet.name, sheet.columns, sheet.rows, has_filter=True)

    # With the clock as its date, the same content is the same file.
    return workbook(fill, created=as_of)
