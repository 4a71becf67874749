"""Faults of a sheet and their Vietnamese text: file, row, column, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from onestop import words

MOST_FAULTS = 200
"""So many faults of a sheet are listed; the rest are counted."""


class Fault(NamedTuple):
    """Something wrong with a sheet.

    Attributes:
        row: row of the sheet, its heading being row 1; 0 where the whole file is meant.
        column: heading, or letter of a column without a known one; empty where the whole row is meant.
        what: what is wrong and what to do; it never quotes a cell.
    """

    row: int
    column: str
    what: str


class SheetError(ValueError):
    """A file cannot be read as a sheet."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class CellError(ValueError):
    """A cell cannot be used; the text is Vietnamese and does not quote it."""


def describe_faults(file_name: str, faults: Iterable[Fault]) -> str:
    """Return the faults of a file as text, a line each, by row."""
    ordered = sorted(faults, key=lambda fault: fault.row)
    lines = [_line(file_name, fault) for fault in ordered[:MOST_FAULTS]]
    if len(ordered) > MOST_FAULTS:
        lines.append(words.text("sheet_fault.more", file=file_name, count=len(ordered) - MOST_FAULTS))
    return "\n".join(lines)


def _line(file_name: str, fault: Fault) -> str:
    row, column, what = fault
    if row and column:
        return words.text("sheet_fault.cell", file=file_name, row=row, column=column, what=what)
    if row:
        return words.text("sheet_fault.row", file=file_name, row=row, what=what)
    if column:
        return words.text("sheet_fault.column", file=file_name, column=column, what=what)
    return words.text("sheet_fault.file", file=file_name, what=what)
