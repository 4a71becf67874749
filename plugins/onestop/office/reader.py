"""Reads what offices hand in, XLSX by openpyxl and CSV by pandas, as rows of plain cells within limits.

The caller words what is wrong with a file for its readers.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import pandas as pd
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from onestop.texts import tidied
from onestop.warehouse.clock import LOCAL

SUFFIXES = (".xlsx", ".csv")
LARGEST_FILE = 4 * 1024 * 1024
LARGEST_UNPACKED = 48 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100


class Number(NamedTuple):
    """A number as a cell has it.

    Attributes:
        value: as written: 97.28 for 97,28%.
        is_percent: it carries a percent sign.
        is_ambiguous: 1.234 as text may be a thousand or a fraction.
    """

    value: Decimal
    is_percent: bool = False
    is_ambiguous: bool = False


class Formula(NamedTuple):
    """A cell that computes, or that shows the error of a computation."""


Cell = str | Number | dt.datetime | Formula
Grid = list[list[Cell]]

FlawCode = Literal[
    "other_suffix",
    "file_too_large",
    "too_many_cells",
    "not_utf8",
    "open_quote",
    "not_opened",
    "merged_cells",
    "several_worksheets",
]


class Flaw(NamedTuple):
    """Why a file cannot be read; for merged cells also their range, and the row and column where it begins."""

    code: FlawCode
    row: int = 0
    column: str = ""
    cells: str = ""


class UnreadableFileError(ValueError):
    """A file cannot be read as rows of cells."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__(", ".join(flaw.code for flaw in flaws))
        self.flaws = flaws


def read_rows(suffix: str, content: bytes, guide: str) -> Grid:
    """Return the cells of a file; empty rows at the end are left out, so an empty file has no rows.

    Text comes without white space around it, moments in +07:00. Of a workbook the first visible worksheet is read.

    Args:
        suffix: of the file's name, with its dot, in lower case.
        content: its bytes.
        guide: name of the worksheet that explains the others; any other one beside the first must be empty.

    Raises:
        UnreadableFileError: the file is too large, no such file, or has more than plain cells.
    """
    if suffix not in SUFFIXES:
        raise UnreadableFileError(Flaw("other_suffix"))
    if len(content) > LARGEST_FILE:
        raise UnreadableFileError(Flaw("file_too_large"))
    if not content:
        return []
    grid = _xlsx_rows(content, guide) if suffix == ".xlsx" else _csv_rows(content)
    while grid and not any(cell != "" for cell in grid[-1]):
        grid.pop()
    return grid


def column_letter(place: int) -> str:
    """Return the letter of a column by its place from 0."""
    return get_column_letter(place + 1)


def _csv_rows(content: bytes) -> Grid:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UnreadableFileError(Flaw("not_utf8"))
    # A spreadsheet with Vietnamese settings separates by semicolons.
    head = text.lstrip().partition("\n")[0]
    separator = max(";,\t", key=head.count)
    width = max(line.count(separator) for line in text.splitlines() or [""]) + 1
    if width > MOST_COLUMNS:
        raise UnreadableFileError(Flaw("too_many_cells"))
    try:
        frame = pd.read_csv(
            io.StringIO(text), sep=separator, header=None, names=list(range(width)), index_col=False, dtype=str,
            keep_default_na=False, skip_blank_lines=False, nrows=MOST_ROWS + 1,
        )  # fmt: skip
    except pd.errors.EmptyDataError:
        return []
    except pd.errors.ParserError:
        raise UnreadableFileError(Flaw("open_quote")) from None
    if len(frame) > MOST_ROWS:
        raise UnreadableFileError(Flaw("too_many_cells"))
    return [[cell.strip() if isinstance(cell, str) else "" for cell in row] for row in frame.itertuples(index=False)]


def _xlsx_rows(content: bytes, guide: str) -> Grid:
    workbook = _open(content)
    try:
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            return []
        first, *others = sheets
        if first.max_row > MOST_ROWS or first.max_column > MOST_COLUMNS:
            raise UnreadableFileError(Flaw("too_many_cells"))
        flaws = [*_merged(first), *_filled(sheet for sheet in others if tidied(sheet.title) != guide)]
        if flaws:
            raise UnreadableFileError(*flaws)
        return [[_cell(cell) for cell in row] for row in first.iter_rows()]
    finally:
        workbook.close()


def _open(content: bytes) -> Workbook:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            is_bomb = sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED
        if not is_bomb:
            return load_workbook(io.BytesIO(content))
    except Exception:  # what a broken workbook raises depends on where it is broken
        raise UnreadableFileError(Flaw("not_opened")) from None
    raise UnreadableFileError(Flaw("too_many_cells"))


def _merged(sheet: Worksheet) -> Iterator[Flaw]:
    for merged in sheet.merged_cells.ranges:
        yield Flaw("merged_cells", merged.min_row, column_letter(merged.min_col - 1), merged.coord)


def _filled(sheets: Iterable[Worksheet]) -> Iterator[Flaw]:
    for sheet in sheets:
        if any(any(row) for row in sheet.iter_rows(values_only=True)):
            yield Flaw("several_worksheets")


def _cell(cell: Any) -> Cell:
    """Return the content of an XLSX cell; a cell that is merged into another one is empty."""
    if not isinstance(cell, XlsxCell):
        return ""
    return Formula() if cell.data_type in ("f", "e") else _value(cell.value, "%" in (cell.number_format or ""))


def _value(value: Any, is_percent: bool) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case int() | float():
            number = Decimal(repr(value))
            return Number(number * 100 if is_percent else number, is_percent)
        case dt.datetime():
            return value.replace(tzinfo=LOCAL)
        case dt.date():
            return dt.datetime(value.year, value.month, value.day, tzinfo=LOCAL)
    return str(value).strip()
