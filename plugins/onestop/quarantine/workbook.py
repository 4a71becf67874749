"""Workbooks for offices: the list of records in quarantine, and the sheet in which to override their fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from sqlalchemy.engine import Connection

from onestop.contract.feeds import FEEDS
from onestop.ingest.rules import RECORD_VI
from onestop.quarantine.overrides import COLUMNS
from onestop.quarantine.records import Selection
from onestop.stack.database import run
from onestop.stack.files import write_whole
from onestop.stack.workbook import INTEGER, MOMENT, Column, Row, add_table, workbook


class Sheet(NamedTuple):
    """A sheet: its name, its columns and its rows."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Row]


LIST_COLUMNS = (
    Column("unit_code", "Mã đơn vị", 14),
    Column("unit_name", "Tên đơn vị", 30),
    Column("source_id", "Nguồn dữ liệu", 16),
    Column("feed", "Loại dữ liệu", 20),
    Column("record_key", "Mã bản ghi", 28),
    Column("reason", "Lý do không dùng được", 70),
    Column("rule_ids", "Quy tắc", 40),
    Column("first_seen_at", "Thấy lần đầu", 17, MOMENT),
    Column("last_seen_at", "Thấy lần cuối", 17, MOMENT),
    Column("times_seen", "Số lần thấy", 12, INTEGER),
    Column("age_days", "Số ngày chờ", 12, INTEGER),
)
OVERRIDE_COLUMNS = tuple(Column(name, name, 24) for name in COLUMNS)
FIELD_COLUMNS = (Column("feed", "feed", 16), Column("name", "Loại dữ liệu", 24), Column("field", "field", 32))
TEMPLATE_NAME = "mau-sua-du-lieu.xlsx"


def export(connection: Connection, folder: Path, selection: Selection, as_of: dt.datetime) -> list[Path]:
    """Write the list of open records and the sheet for overrides; each file appears whole or not at all.

    Args:
        connection: an open transaction.
        folder: where to write; made if it is missing.
        selection: which records.
        as_of: the business clock, from which a record's days in quarantine are counted; in the file's name.

    Returns:
        The files: the list, the sheet.

    Raises:
        OSError: the folder cannot be written.
    """
    rows = run(connection, "quarantine/list_for_export.sql", {**selection.parameters(), "as_of": as_of})
    records = [{**row, "feed": RECORD_VI[row["feed"]]} for row in rows.mappings()]
    name = f"ho-so-loi-{selection.unit_code.lower() or 'tat-ca'}-{as_of:%Y%m%d-%H%M}.xlsx"
    fields = [
        {"feed": feed.name, "name": RECORD_VI[feed.name], "field": field}
        for feed in FEEDS
        for field in sorted(feed.shape.scalars)
    ]
    listed = [Sheet("Hồ sơ lỗi dữ liệu", LIST_COLUMNS, records)]
    template = [Sheet("Sửa dữ liệu", OVERRIDE_COLUMNS, []), Sheet("Trường được sửa", FIELD_COLUMNS, fields)]
    return [
        write_whole(folder / name, _workbook(listed, as_of)),
        write_whole(folder / TEMPLATE_NAME, _workbook(template, as_of)),
    ]


def _workbook(sheets: Sequence[Sheet], as_of: dt.datetime) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        for sheet in sheets:
            add_table(book, sheet.name, sheet.columns, sheet.rows, has_filter=True)

    # The same content at the same clock is the same file.
    return workbook(fill, created=as_of)
