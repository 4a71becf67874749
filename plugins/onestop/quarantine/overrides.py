"""Overrides of quarantined records: sheets that officials fill in, checked line by line before anything is kept.

A sheet (XLSX or CSV) lies in the folder for overrides and has the columns ``COLUMNS``, one corrected field a line.
What is wrong with it is said in Vietnamese, with file and line; where one sheet has an error, nothing of any is kept.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from sqlalchemy.engine import Connection

from onestop import words
from onestop.contract import allowlist
from onestop.contract.feed import COMMON_COLUMNS
from onestop.contract.feeds import FEED_BY_NAME
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import run

COLUMNS = ("source_id", "feed", "record_key", "field", "value", "reason", "decided_by_post")
LONGEST_CELL = 500
_KEY, _UNREADABLE = COMMON_COLUMNS.index("record_key"), COMMON_COLUMNS.index("unreadable")
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@")


class OverridesError(ValueError):
    """Sheets have errors, and nothing of them is kept. The text is Vietnamese, a line an error."""


@dataclass(frozen=True, slots=True)
class Override:
    """One line of a sheet: a field of a record gets a value, on somebody's word."""

    source_id: str
    feed: str
    record_key: str
    field: str
    value: str
    reason: str
    decided_by_post: str

    def content(self) -> tuple[str, ...]:
        """Return what is corrected, without who said so."""
        return self.source_id, self.feed, self.record_key, self.field, self.value


@dataclass(frozen=True, slots=True)
class Line:
    """An override with the content hash of its file (SHA-256, hexadecimal) and its line there."""

    file_hash: str
    line_no: int
    override: Override


class _SheetError(ValueError):
    """A sheet cannot be read at all; the text is Vietnamese."""


def overridden(kept: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """Return a kept record with some of its fields set; a note that one held a structure goes with it."""
    changed = {**kept, **values}
    retyped = [name for name in changed.pop(allowlist.RETYPED, ()) if name not in values]
    return {**changed, allowlist.RETYPED: retyped} if retyped else changed


def check(connection: Connection, folder: Path) -> list[Line]:
    """Check every sheet in the folder that is new; a sheet is known by its content.

    Returns:
        The overrides to keep. A line that an earlier sheet had and whose record is no longer open is passed over, so
        that a sheet may grow.

    Raises:
        OverridesError: at least one sheet has an error.
        OSError: a sheet cannot be read.
    """
    known = [tuple(row) for row in run(connection, "quarantine/list_known_overrides.sql")]
    known_files, known_lines = {row[0] for row in known}, {row[1:] for row in known}
    found: list[Line] = []
    errors: list[str] = []
    for path in sorted(path for path in folder.glob("*") if path.suffix.lower() in _READERS):
        content = path.read_bytes()
        file_hash = hashlib.sha256(content).hexdigest()
        if file_hash in known_files:
            continue
        try:
            overrides = list(_overrides(_READERS[path.suffix.lower()](content)))
        except _SheetError as error:
            errors.append(words.text("override_error.file", file=path.name, what=error))
            continue
        for line_no, override in overrides:
            payloads = _open_payloads(connection, override)
            if not payloads and override.content() in known_lines:
                continue
            wrong = _cell_errors(override) or _field_errors(override) or _record_errors(override, payloads, found)
            errors += [
                words.text("override_error.line", file=path.name, line=line_no, what=message) for message in wrong
            ]
            found.append(Line(file_hash, line_no, override))
    if errors:
        raise OverridesError("\n".join(errors))
    return found


def keep(connection: Connection, lines: Sequence[Line]) -> None:
    """Keep overrides that were found good, each with the file and line that told it."""
    for line in lines:
        place = {"file_hash": line.file_hash, "line_no": line.line_no, "loaded_at": wall_clock()}
        run(connection, "quarantine/insert_override.sql", {**place, **asdict(line.override)})


def _overrides(rows: Iterator[Sequence[str]]) -> Iterator[tuple[int, Override]]:
    """Yield each line below the head that says anything, with its number; columns of other names are left alone."""
    head = [name.strip() for name in next(rows, [])]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise _SheetError(words.text("override_error.missing_columns", columns=", ".join(missing)))
    order = [head.index(name) for name in COLUMNS]
    for line_no, row in enumerate(rows, start=2):
        cells = [row[place].strip() if place < len(row) else "" for place in order]
        if any(cells):
            yield line_no, Override(*cells)


def _open_payloads(connection: Connection, override: Override) -> list[dict[str, Any]]:
    where = {name: getattr(override, name) for name in ("source_id", "feed", "record_key")}
    rows = run(connection, "quarantine/list_open_payloads.sql", where)
    return [msgspec.json.decode(row.payload) for row in rows]


def _csv_rows(content: bytes) -> Iterator[Sequence[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _SheetError(words.text("override_error.not_utf8")) from None
    # A spreadsheet with Vietnamese settings separates by semicolons.
    separator = ";" if ";" in text.partition("\n")[0] else ","
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _xlsx_rows(content: bytes) -> Iterator[list[str]]:
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        raise _SheetError(words.text("override_error.not_opened")) from None
    sheet = workbook.worksheets[0]
    yield from ([_cell_text(value) for value in row] for row in sheet.iter_rows(values_only=True))
    workbook.close()


def _cell_text(value: Any) -> str:
    """Return a cell as it was typed: a whole number without its point, any formula with an equals sign."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # What is none of these is a formula over several cells.
    return str(value) if isinstance(value, str | int | float | dt.date | dt.time) else "="


_READERS: dict[str, Callable[[bytes], Iterator[Sequence[str]]]] = {".csv": _csv_rows, ".xlsx": _xlsx_rows}


def _cell_errors(override: Override) -> list[str]:
    cells = asdict(override)
    errors = [words.text("override_error.empty_cell", column=name) for name, cell in cells.items() if not cell]
    errors += [
        words.text("override_error.formula", column=name) for name, cell in cells.items() if cell.startswith(_FORMULA)
    ]
    errors += [
        words.text("override_error.too_long", column=name, longest=LONGEST_CELL)
        for name, cell in cells.items()
        if len(cell) > LONGEST_CELL
    ]
    return errors


def _field_errors(override: Override) -> list[str]:
    feed = FEED_BY_NAME.get(override.feed)
    if feed is None:
        return [words.text("override_error.no_feed", feeds=", ".join(FEED_BY_NAME))]
    name, shape = override.field, feed.shape
    if name in shape.scalars:
        return []
    if name in shape.arrays:
        return [words.text("override_error.is_list", field=name)]
    if name in shape.dropped:
        return [words.text("override_error.is_personal", field=name)]
    return [words.text("override_error.no_field", feed=feed.name)]


def _record_errors(override: Override, payloads: Sequence[dict[str, Any]], before: Sequence[Line]) -> list[str]:
    if not payloads:
        return [words.text("override_error.no_record")]
    if any(override.content()[:4] == line.override.content()[:4] for line in before):
        return [words.text("override_error.doubled")]
    feed, name = FEED_BY_NAME[override.feed], override.field
    rows = [feed.to_row(overridden(kept, {name: override.value})) for kept in payloads]
    if any(row[_KEY] != override.record_key for row in rows):
        return [words.text("override_error.other_key", field=name)]
    if any(f'"{name}"' in (row[_UNREADABLE] or "") for row in rows):
        return [words.text("override_error.unreadable", field=name)]
    return []
