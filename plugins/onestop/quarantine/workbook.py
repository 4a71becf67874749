"""Workbooks for offices: the list of records in quarantine, and the sheet in which to override their fields.

Text stays text: nothing becomes a formula, a link or a number, whatever a source sent.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy.engine import Connection

from onestop.contract.feeds import FEEDS
from onestop.ingest.rules import RECORD_VI
from onestop.quarantine.overrides import COLUMNS
from onestop.quarantine.records import Selection
from onestop.stack.database import run
from onestop.stack.files import write_whole

TEXT, NUMBER, MOMENT = "@", "0", "dd/mm/yyyy hh:mm"


class Column(NamedTuple):
    """How a column of a sheet looks: its heading, its width in characters, the format of its cells."""

    heading: str
    width: int
    cells: str = TEXT


class Sheet(NamedTuple):
    """A sheet: its name, its columns by the name of what they hold, and its rows."""

    name: str
    columns: Mapping[str, Column]
    rows: Sequence[Mapping[str, Any]]


LIST_COLUMNS = {
    "unit_code": Column("Mã đơn vị", 14),
    "unit_name": Column("Tên đơn vị", 30),
    "source_id": Column("Nguồn dữ liệu", 16),
    "feed": Column("Loại dữ liệu", 20),
    "record_key": Column("Mã bản ghi", 28),
    "reason": Column("Lý do không dùng được", 70),
    "rule_ids": Column("Quy tắc", 40),
    "first_seen_at": Column("Thấy lần đầu", 17, MOMENT),
    "last_seen_at": Column("Thấy lần cuối", 17, MOMENT),
    "times_seen": Column("Số lần thấy", 12, NUMBER),
    "age_days": Column("Số ngày chờ", 12, NUMBER),
}
OVERRIDE_COLUMNS = {name: Column(name, 24) for name in COLUMNS}
FIELD_COLUMNS = {"feed": Column("feed", 16), "name": Column("Loại dữ liệu", 24), "field": Column("field", 32)}
TEMPLATE_NAME = "mau-sua-du-lieu.xlsx"

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


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
    target = io.BytesIO()
    with pd.ExcelWriter(
        target, engine="xlsxwriter", datetime_format=MOMENT, engine_kwargs={"options": _OPTIONS}
    ) as writer:
        # The same content at the same clock is the same file.
        writer.book.set_properties({"created": as_of.replace(tzinfo=None)})
        for sheet in sheets:
            frame = pd.DataFrame(list(sheet.rows), columns=list(sheet.columns), dtype=object)
            frame.to_excel(writer, sheet_name=sheet.name, header=False, index=False, startrow=1)
            _dress(writer.book, writer.sheets[sheet.name], sheet)
    return target.getvalue()


def _dress(book: Any, page: Any, sheet: Sheet) -> None:
    """Give a sheet its headings, which stay in sight, a filter, and the formats and widths of its columns."""
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for place, column in enumerate(sheet.columns.values()):
        cells = book.add_format({"num_format": column.cells, "text_wrap": column.cells == TEXT, "valign": "top"})
        page.set_column(place, place, column.width, cells)
        page.write_string(0, place, column.heading, head)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
