"""What is wrong with a sheet, told in Vietnamese: file, row, column, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

MOST_FAULTS = 200
"""Faults that are told of one sheet; somebody who has mended so many hands it in again."""


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


def told(file_name: str, faults: Iterable[Fault]) -> str:
    """Return the faults of a file as text, a line each, by row."""
    ordered = sorted(faults, key=lambda fault: fault.row)
    lines = [_line(file_name, fault) for fault in ordered[:MOST_FAULTS]]
    if len(ordered) > MOST_FAULTS:
        lines.append(f"Tệp {file_name}: còn {len(ordered) - MOST_FAULTS} lỗi nữa; hãy sửa các lỗi trên rồi nộp lại.")
    return "\n".join(lines)


def _line(file_name: str, fault: Fault) -> str:
    row = f", dòng {fault.row}" if fault.row else ""
    column = f", cột «{fault.column}»" if fault.column else ""
    return f"Tệp {file_name}{row}{column}: {fault.what}"
