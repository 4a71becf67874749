"""From the bytes of a file to its cells: XLSX by openpyxl, CSV by pandas, both within limits."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from onestop import words
from onestop.sheets.cells import Cell, Formula, Number, tidied
from onestop.sheets.faults import Fault, SheetError
from onestop.warehouse.clock import LOCAL

LARGEST_FILE = 4 * 1024 * 1024
LARGEST_UNPACKED = 48 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
GUIDE = words.text("sheet_guide.name")
"""The worksheet of a template that explains it; nothing is read from it."""

Grid = list[list[Cell]]


def read_grid(suffix: str, content: bytes) -> Grid:
    """Return the cells of a sheet, row by row; rows and cells at the end that say nothing are left out.

    Args:
        suffix: of the file's name, with its dot, in lower case.
        content: its bytes.

    Raises:
        SheetError: the file is empty, too large, no such file, or has more than plain cells.
    """
    if suffix not in (".xlsx", ".csv"):
        raise SheetError(Fault(0, "", words.text("sheet_error.other_suffix")))
    if not content:
        raise SheetError(_EMPTY)
    if len(content) > LARGEST_FILE:
        raise SheetError(Fault(0, "", words.text("sheet_error.file_too_large")))
    grid = _xlsx_grid(content) if suffix == ".xlsx" else _csv_grid(content)
    while grid and not any(cell != "" for cell in grid[-1]):
        grid.pop()
    if not grid:
        raise SheetError(_EMPTY)
    return grid


def column_letter(place: int) -> str:
    """Return the letter of a column by its place from 0."""
    return get_column_letter(place + 1)


_EMPTY = Fault(0, "", words.text("sheet_error.empty_file"))
_TOO_LONG = Fault(0, "", words.text("sheet_error.too_many_cells"))


def _csv_grid(content: bytes) -> Grid:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SheetError(Fault(0, "", words.text("sheet_error.not_utf8")))
    # A spreadsheet with Vietnamese settings separates by semicolons.
    head = text.lstrip().partition("\n")[0]
    separator = max(";,\t", key=head.count)
    width = max(line.count(separator) for line in text.splitlines() or [""]) + 1
    if width > MOST_COLUMNS:
        raise SheetError(_TOO_LONG)
    try:
        frame = pd.read_csv(
            io.StringIO(text), sep=separator, header=None, names=list(range(width)), index_col=False, dtype=str,
            keep_default_na=False, skip_blank_lines=False, nrows=MOST_ROWS + 1,
        )  # fmt: skip
    except pd.errors.EmptyDataError:
        raise SheetError(_EMPTY) from None
    except pd.errors.ParserError:
        raise SheetError(Fault(0, "", words.text("sheet_error.open_quote"))) from None
    if len(frame) > MOST_ROWS:
        raise SheetError(_TOO_LONG)
    return [[tidied(cell) if isinstance(cell, str) else "" for cell in row] for row in frame.itertuples(index=False)]


def _xlsx_grid(content: bytes) -> Grid:
    workbook = _open(content)
    try:
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise SheetError(_EMPTY)
        if sheets[0].max_row > MOST_ROWS or sheets[0].max_column > MOST_COLUMNS:
            raise SheetError(_TOO_LONG)
        faults = [*_merged(sheets[0]), *_filled(sheets[1:])]
        if faults:
            raise SheetError(*faults)
        return [[_cell(cell) for cell in row] for row in sheets[0].iter_rows()]
    finally:
        workbook.close()


def _open(content: bytes) -> Workbook:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            is_bomb = sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED
        if not is_bomb:
            return load_workbook(io.BytesIO(content))
    except Exception:  # what a broken workbook raises depends on where it is broken
        raise SheetError(Fault(0, "", words.text("sheet_error.not_opened"))) from None
    raise SheetError(_TOO_LONG)


def _merged(sheet: Worksheet) -> Iterator[Fault]:
    for merged in sheet.merged_cells.ranges:
        yield Fault(
            merged.min_row,
            column_letter(merged.min_col - 1),
            words.text("sheet_error.merged_cells", cells=merged.coord),
        )


def _filled(sheets: Sequence[Worksheet]) -> Iterator[Fault]:
    for sheet in sheets:
        if tidied(sheet.title) != GUIDE and any(any(row) for row in sheet.iter_rows(values_only=True)):
            yield Fault(0, "", words.text("sheet_error.several_worksheets"))


def _cell(cell: Any) -> Cell:
    if not isinstance(cell, XlsxCell):
        return ""
    return Formula() if cell.data_type in ("f", "e") else _value(cell.value, "%" in (cell.number_format or ""))


def _value(value: Any, is_percent: bool) -> Cell:
    if value is None:
        return ""
    match value:
        case bool():
            return str(value)
        case int() | float():
            number = Decimal(repr(value))
            return Number(number * 100 if is_percent else number, is_percent)
        case dt.datetime():
            return value.replace(tzinfo=LOCAL)
        case dt.date():
            return dt.datetime(value.year, value.month, value.day, tzinfo=LOCAL)
    return tidied(str(value))
