"""Overrides of quarantined records: sheets that officials fill in, checked line by line before anything is saved.

A sheet (XLSX or CSV) is in the folder for overrides and has the columns ``COLUMNS``, one corrected field a line.
Errors are written in Vietnamese with file and line; if one sheet has an error, nothing is saved of any sheet.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy.engine import Connection

from onestop import words
from onestop.contract import allowlist
from onestop.contract.feed import COMMON_COLUMNS
from onestop.contract.feeds import FEED_BY_NAME
from onestop.office.reader import LARGEST_FILE, SUFFIXES, Cell, Flaw, Number, UnreadableFileError, read_rows
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import run

COLUMNS = ("source_id", "feed", "record_key", "field", "value", "reason", "decided_by_post")
LONGEST_CELL = 500
_KEY, _UNREADABLE = COMMON_COLUMNS.index("record_key"), COMMON_COLUMNS.index("unreadable")
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@")


class OverridesError(ValueError):
    """Sheets have errors, and nothing of them is saved. The text is Vietnamese, one line for each error."""


@dataclass(frozen=True, slots=True)
class Override:
    """One line of a sheet: the new value of a field of a record, and who decided it."""

    source_id: str
    feed: str
    record_key: str
    field: str
    value: str
    reason: str
    decided_by_post: str

    def content(self) -> tuple[str, ...]:
        """Return the correction without who decided it and why."""
        return self.source_id, self.feed, self.record_key, self.field, self.value


@dataclass(frozen=True, slots=True)
class Line:
    """An override with the content hash of its file (SHA-256, hexadecimal) and its line there."""

    file_hash: str
    line_no: int
    override: Override


def apply_overrides(kept: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """Return a kept record with some fields replaced, without the note that such a field held a structure."""
    changed = {**kept, **values}
    retyped = [name for name in changed.pop(allowlist.RETYPED, ()) if name not in values]
    return {**changed, allowlist.RETYPED: retyped} if retyped else changed


def check(connection: Connection, folder: Path) -> list[Line]:
    """Check every sheet in the folder that is new; a sheet is known by its content.

    Returns:
        The overrides to save. A line of an earlier sheet whose record is no longer open is skipped, so that an office
        may add lines to its sheet.

    Raises:
        OverridesError: at least one sheet has an error.
        OSError: a sheet cannot be read.
    """
    known = [tuple(row) for row in run(connection, "quarantine/list_known_overrides.sql")]
    known_files, known_lines = {row[0] for row in known}, {row[1:] for row in known}
    found: list[Line] = []
    errors: list[str] = []
    for path in sorted(path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES):
        with path.open("rb") as file:
            file_hash = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            content = file.read(LARGEST_FILE + 1)
        if file_hash in known_files:
            continue
        try:
            overrides = _read(path, content)
        except OverridesError as error:
            errors.append(str(error))
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


def save(connection: Connection, lines: Sequence[Line]) -> None:
    """Save checked overrides, each with its file and line."""
    for line in lines:
        place = {"file_hash": line.file_hash, "line_no": line.line_no, "loaded_at": wall_clock()}
        run(connection, "quarantine/insert_override.sql", {**place, **asdict(line.override)})


def _read(path: Path, content: bytes) -> list[tuple[int, Override]]:
    """Return the lines of a sheet that are not empty, with their numbers; other columns are ignored.

    Raises:
        OverridesError: it cannot be read, or a column is missing.
    """
    try:
        rows = read_rows(path.suffix.lower(), content, words.text("quarantine_workbook.fields"))
    except UnreadableFileError as error:
        raise OverridesError("\n".join(_error_line(path.name, flaw) for flaw in error.flaws)) from None
    head, *lines = [[_as_typed(cell) for cell in row] for row in rows] or [[]]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        what = words.text("override_error.missing_columns", columns=", ".join(missing))
        raise OverridesError(words.text("override_error.file", file=path.name, what=what))
    places = [head.index(name) for name in COLUMNS]
    found = ((number, [line[place] for place in places]) for number, line in enumerate(lines, start=2))
    return [(number, Override(*cells)) for number, cells in found if any(cells)]


def _error_line(file_name: str, flaw: Flaw) -> str:
    texts = {**words.table("file_error"), **words.table("override_file_error")}
    what = texts[flaw.code].format(cells=flaw.cells)
    if flaw.row:
        return words.text("override_error.line", file=file_name, line=flaw.row, what=what)
    return words.text("override_error.file", file=file_name, what=what)


def _open_payloads(connection: Connection, override: Override) -> list[dict[str, Any]]:
    where = {name: getattr(override, name) for name in ("source_id", "feed", "record_key")}
    rows = run(connection, "quarantine/list_open_payloads.sql", where)
    return [msgspec.json.decode(row.payload) for row in rows]


def _as_typed(cell: Cell) -> str:
    """Return a cell as it was typed: a whole number without its point, any formula with an equals sign."""
    match cell:
        case str():
            return cell
        case Number(value=value, is_percent=is_percent):
            return f"{(value / 100 if is_percent else value).normalize():f}"
        case dt.datetime():
            return f"{cell:%Y-%m-%d %H:%M:%S}"
    return "="


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
    rows = [feed.to_row(apply_overrides(kept, {name: override.value})) for kept in payloads]
    if any(row[_KEY] != override.record_key for row in rows):
        return [words.text("override_error.other_key", field=name)]
    if any(f'"{name}"' in (row[_UNREADABLE] or "") for row in rows):
        return [words.text("override_error.unreadable", field=name)]
    return []
