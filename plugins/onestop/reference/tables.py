"""Read the reviewed files of ``include/reference``: CSV with a fixed head; errors name file, line and remedy."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onestop.errors import TellableError


class ReferenceFileError(TellableError):
    """A file of include/reference is wrong; the message says where and what to do. Nothing was installed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, its cells by column."""

    file: str
    number: int
    cells: dict[str, str]

    def fault(self, what: str) -> ReferenceFileError:
        """Return the error that says what is wrong with this line."""
        return ReferenceFileError(f"{self.file} line {self.number}: {what}")

    def text(self, column: str) -> str:
        """Return a cell that must say something.

        Raises:
            ReferenceFileError: it is empty.
        """
        text = self.cells[column]
        if not text:
            raise self.fault(f"{column} is empty. Fill it in, or take the line out.")
        return text

    def day(self, column: str) -> dt.date:
        """Return a day.

        Raises:
            ReferenceFileError: the cell is no day.
        """
        text = self.text(column)
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise self.fault(f"{column} is {text!r}. Write a day as YYYY-MM-DD, such as 2026-01-02.") from None

    def optional_day(self, column: str) -> dt.date | None:
        """Return a day, or None where the cell is empty."""
        return self.day(column) if self.cells[column] else None

    def time(self, column: str) -> dt.time:
        """Return a local time of day.

        Raises:
            ReferenceFileError: the cell is no time in hours and minutes.
        """
        text = self.text(column)
        match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", text, flags=re.ASCII)
        if match is None:
            raise self.fault(f"{column} is {text!r}. Write a time as HH:MM, such as 07:00.")
        return dt.time(int(match.group(1)), int(match.group(2)))

    def yes_or_no(self, column: str) -> bool:
        """Return what true or false says.

        Raises:
            ReferenceFileError: the cell is neither.
        """
        text = self.text(column)
        if text not in ("true", "false"):
            raise self.fault(f"{column} is {text!r}. Write true or false.")
        return text == "true"


def read_lines(path: Path, columns: Sequence[str]) -> Iterator[Line]:
    """Yield the lines of a CSV file that has exactly these columns.

    Raises:
        ReferenceFileError: the file is not UTF-8, or its head or a line has other columns.
    """
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except UnicodeDecodeError:
        raise ReferenceFileError(f"{path.name} is not UTF-8. Save it as CSV in UTF-8.") from None
    head = [cell.strip() for cell in rows[0]] if rows else []
    if head != list(columns):
        raise ReferenceFileError(f"{path.name} line 1: the head is {','.join(head)!r}. Make it {','.join(columns)!r}.")
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(columns):
            raise ReferenceFileError(
                f"{path.name} line {number} has {len(row)} cells, the head {len(columns)}. "
                "Put a text with a comma in double quotes."
            )
        yield Line(path.name, number, dict(zip(columns, (cell.strip() for cell in row), strict=True)))
