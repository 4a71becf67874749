"""Checks a sheet as a whole: either all its rows are records, or all its faults are listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from onestop import words
from onestop.office.reader import Cell, Formula, Grid, UnreadableFileError, column_letter, read_rows
from onestop.sheets.catalogue import Catalogue
from onestop.sheets.cells import LONGEST_CELL
from onestop.sheets.faults import Fault, SheetError
from onestop.sheets.kinds import GUIDE, Column, Kind
from onestop.sheets.rows import READERS, Record, SheetRow
from onestop.texts import folded, tidied

EXAMPLE = words.text("sheet_guide.example_mark")
"""The first cell of an example row begins so; example rows are skipped."""

# What a spreadsheet takes for the beginning of a formula; a comparator may be an equals sign.
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Checked:
    """The result for a sheet: records, or faults; neither if the sheet has only the example rows."""

    records: Sequence[Record] = ()
    faults: Sequence[Fault] = ()


def check(kind: Kind, file_name: str, content: bytes, catalogue: Catalogue, clock_on: dt.date) -> Checked:
    """Check a sheet.

    Args:
        kind: its kind.
        file_name: its name, with the suffix.
        content: its bytes.
        catalogue: the units, indicators and other things that it may name.
        clock_on: the day of the business clock; rows of periods that have not begun are refused.

    Returns:
        Records as parameters of the statement of the kind, or faults.
    """
    try:
        grid = _read(file_name, content)
        places = _find_columns(kind, grid[0])
    except SheetError as error:
        return Checked(faults=error.faults)
    faults = [*_cell_faults(kind, grid, places), *_blank_rows(grid)]
    faulty_rows = {fault.row for fault in faults}
    rows = [
        SheetRow(kind, number, cells, catalogue, clock_on)
        for number, cells in _rows(grid, places)
        if number not in faulty_rows
    ]
    records = [record for row in rows if (record := READERS[kind.name](row)) is not None and not row.faults]
    faults += [fault for row in rows for fault in row.faults]
    faults += _find_duplicates(kind, records)
    if not faults and not records and len(grid) == 1 + _examples(grid) and _examples(grid):
        return Checked()
    if not faults and not records:
        faults = [Fault(0, "", words.text("sheet_error.no_rows"))]
    return Checked(faults=faults) if faults else Checked(records)


def _read(file_name: str, content: bytes) -> Grid:
    """Return the cells of a sheet, their text tidied."""
    try:
        grid = read_rows(PurePath(file_name).suffix.lower(), content, GUIDE)
    except UnreadableFileError as error:
        texts = words.table("file_error")
        raise SheetError(
            *(Fault(flaw.row, flaw.column, texts[flaw.code].format(cells=flaw.cells)) for flaw in error.flaws)
        ) from None
    if not grid:
        raise SheetError(Fault(0, "", words.text("sheet_error.empty_file")))
    return [[tidied(cell) if isinstance(cell, str) else cell for cell in row] for row in grid]


def _find_columns(kind: Kind, head: Sequence[Cell]) -> dict[str, int]:
    """Return the place of each column, found by its Vietnamese heading or its English name."""
    known = {folded(word): column for column in kind.columns for word in (column.heading, column.name)}
    places: dict[str, int] = {}
    faults = []
    for place, cell in enumerate(head):
        column = known.get(folded(cell)) if isinstance(cell, str) else None
        if cell == "":
            continue
        if column is None:
            faults.append(Fault(1, column_letter(place), words.text("sheet_error.unknown_heading")))
        elif column.name in places:
            faults.append(Fault(1, column.heading, words.text("sheet_error.doubled_heading")))
        else:
            places[column.name] = place
    for column in kind.columns:
        if column.name not in places and not column.is_optional:
            faults.append(Fault(1, column.heading, words.text("sheet_error.missing_heading")))
    if faults:
        raise SheetError(*faults)
    return places


def _rows(grid: Grid, places: Mapping[str, int]) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Yield number and cells of each row below the heading that is neither empty nor an example."""
    for number, row in enumerate(grid[1:], start=2):
        if _has_content(row) and not _is_example(row):
            yield number, {name: row[place] for name, place in places.items() if place < len(row)}


def _has_content(row: Sequence[Cell]) -> bool:
    return any(cell != "" for cell in row)


def _is_example(row: Sequence[Cell]) -> bool:
    first = next((cell for cell in row if cell != ""), "")
    return isinstance(first, str) and folded(first).startswith(EXAMPLE)


def _examples(grid: Grid) -> int:
    return sum(_is_example(row) for row in grid[1:])


def _blank_rows(grid: Grid) -> Iterator[Fault]:
    for number, row in enumerate(grid[1:], start=2):
        if not _has_content(row):
            yield Fault(number, "", words.text("sheet_error.blank_row"))


def _cell_faults(kind: Kind, grid: Grid, places: Mapping[str, int]) -> Iterator[Fault]:
    """Yield the faults that do not depend on the column: formulas, too long text, cells beside the columns."""
    by_place = {place: kind.column(name) for name, place in places.items()}
    for number, row in enumerate(grid[1:], start=2):
        if _is_example(row):
            continue
        for place, cell in enumerate(row):
            column = by_place.get(place)
            what = _cell_fault(cell, column)
            if what:
                yield Fault(number, column.heading if column else column_letter(place), what)


def _cell_fault(cell: Cell, column: Column | None) -> str:
    if column is None:
        return "" if cell == "" else words.text("sheet_error.beside_columns")
    if isinstance(cell, Formula) or (
        isinstance(cell, str) and cell.startswith(_FORMULA) and column.name != "comparator"
    ):
        return words.text("sheet_error.formula")
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        return words.text("sheet_error.too_long", longest=LONGEST_CELL)
    return ""


def _find_duplicates(kind: Kind, records: Sequence[Record]) -> Iterator[Fault]:
    headings = ", ".join(kind.column(name).heading for name in kind.key)
    seen: dict[tuple[Any, ...], int] = {}
    for record in records:
        key = tuple(record["unit_id" if name == "unit_code" else name] for name in kind.key)
        if key in seen:
            yield Fault(record["row_no"], headings, words.text("sheet_error.doubled_row", row=seen[key]))
        seen.setdefault(key, record["row_no"])
