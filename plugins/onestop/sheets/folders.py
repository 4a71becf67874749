"""Reads the folders in which offices put sheets: a new sheet is saved, or refused with its errors beside it."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import Connection, Engine

from onestop import words
from onestop.files import write_whole
from onestop.sheets.faults import Fault, describe_faults
from onestop.sheets.kinds import KINDS, Kind
from onestop.warehouse.clock import read_clock, wall_clock
from onestop.warehouse.database import WarehouseError, run, transaction
from onestop.warehouse.locks import Lock, take_lock

if TYPE_CHECKING:
    from onestop.sheets.check import Checked

log = logging.getLogger(__name__)

ERRORS_SUFFIX = ".loi.txt"
_TEMPLATE_HASH = ".mau.sha256"
# SQLSTATE classes of values that the server does not accept: an error of the sheet, not of the server.
_BAD_VALUES = ("22", "23")
_NOTHING_AFFECTED = Fault(0, "", words.text("sheet_error.no_form"))
_NOT_TAKEN = Fault(0, "", words.text("sheet_error.not_taken"))


class _NothingAffectedError(Exception):
    """A row names something that is not there; nothing of the sheet is saved."""


def read_folders(engine: Engine, folder: Path, *, recheck: bool = False) -> dict[str, int]:
    """Read every sheet in the folders of the kinds whose content is new; a folder without files gets the template.

    Before the first units of a source are known, no sheet can be checked, and sheets wait. So they may be put there
    before an installation starts.

    A sheet is saved as a whole or not at all, in its own transaction, so a bad sheet does not stop the others. Its
    errors are written beside it, to ``<name>.loi.txt``, and to ``audit.sheet``. Safe to run again: a sheet is known by
    its content.

    Args:
        engine: the warehouse.
        folder: holds a folder for each kind; made if it is missing.
        recheck: check refused sheets again, after a unit, sector or indicator that they name was added.

    Returns:
        How many files were ``accepted``, ``refused``, ``known`` already, ``untouched`` templates, ``unread``, or
        ``waiting`` for the first units of a source.

    Raises:
        OSError: a folder cannot be made or listed.
        WarehouseError: a statement failed; sheets that were saved before stay, the next run reads the rest.
    """
    with transaction(engine) as connection:
        received_at = read_clock(connection)
        knows_units = run(connection, "sheets/knows_units.sql").scalar_one()
    counts: Counter[str] = Counter()
    for kind in KINDS:
        kind_folder = folder / kind.name
        kind_folder.mkdir(parents=True, exist_ok=True)
        files = _list_sheets(kind_folder)
        if files and knows_units:
            counts += _read_folder(engine, kind, files, received_at, recheck)
        elif files:
            counts["waiting"] += len(files)
        else:
            _write_template(kind_folder, kind, received_at)
    log.info("sheets: %s", dict(counts) or "none")
    return dict(counts)


def _list_sheets(kind_folder: Path) -> list[Path]:
    """Return the sheets of a folder, the latest last, and remove error files of sheets that are gone."""
    paths = [path for path in kind_folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$"))]
    sheets = {path.name: path for path in paths if not path.name.endswith(ERRORS_SUFFIX)}
    for path in paths:
        if path.name.endswith(ERRORS_SUFFIX) and path.name.removesuffix(ERRORS_SUFFIX) not in sheets:
            path.unlink(missing_ok=True)
    return sorted(sheets.values(), key=lambda path: (path.stat().st_mtime_ns, path.name))


def _read_folder(
    engine: Engine, kind: Kind, files: Sequence[Path], received_at: datetime, recheck: bool
) -> Counter[str]:
    hashes = {path: content_hash for path in files if (content_hash := _hash_file(path))}
    parameters = {"kind": kind.name, "content_hashes": sorted(hashes.values())}
    with transaction(engine) as connection:
        rows = list(run(connection, "sheets/list_known_sheets.sql", parameters))
    known = {row.content_hash: row.error_text for row in rows if not (recheck and row.status == "refused")}
    untouched = files[0].with_name(_TEMPLATE_HASH)
    template_hash = untouched.read_text() if untouched.is_file() else ""
    counts: Counter[str] = Counter(unread=len(files) - len(hashes))
    for path, content_hash in hashes.items():
        if content_hash == template_hash:
            outcome = "untouched"
        elif content_hash in known:
            outcome = "known"
        else:
            outcome, known[content_hash] = _check_file(engine, kind, path, content_hash, received_at)
        counts[outcome] += 1
        _write_errors(path, known.get(content_hash))
    return +counts


def _hash_file(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        log.warning("sheet %s cannot be read: %s", path, error.strerror)
        return None


def _check_file(
    engine: Engine, kind: Kind, path: Path, content_hash: str, received_at: datetime
) -> tuple[str, str | None]:
    """Check one file, and save or refuse it; return the outcome and its errors."""
    # These imports take a second, which a run without new sheets saves.
    from onestop.office.reader import LARGEST_FILE
    from onestop.sheets.catalogue import read_catalogue
    from onestop.sheets.check import Checked, check

    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        log.warning("sheet %s cannot be read: %s", path, error.strerror)
        return "unread", None
    # A name that is not UTF-8 could not be stored.
    name = path.name.encode(errors="replace").decode()
    sheet = {
        "kind": kind.name,
        "file_name": name,
        # The file may have been saved again since it was hashed; a file that is too large is not read whole.
        "content_hash": content_hash if len(content) > LARGEST_FILE else hashlib.sha256(content).hexdigest(),
        "received_at": received_at,
    }
    try:
        with transaction(engine) as connection:
            checked = check(kind, name, content, read_catalogue(connection), received_at.date())
            return _record_sheet(connection, kind, sheet, checked)
    except _NothingAffectedError:
        refused = Checked(faults=[_NOTHING_AFFECTED])
    except WarehouseError as error:
        if (error.sqlstate or "")[:2] not in _BAD_VALUES:
            raise
        log.warning("sheet %s/%s: %s", kind.name, name, error)
        refused = Checked(faults=[_NOT_TAKEN])
    with transaction(engine) as connection:
        return _record_sheet(connection, kind, sheet, refused)


def _record_sheet(
    connection: Connection, kind: Kind, sheet: Mapping[str, Any], checked: Checked
) -> tuple[str, str | None]:
    """Record the outcome of a sheet, with its rows if it is accepted."""
    name = sheet["file_name"]
    if not checked.records and not checked.faults:
        return "untouched", None
    error_text = describe_faults(name, checked.faults) if checked.faults else None
    ledger = {**sheet, "row_count": len(checked.records), "error_text": error_text}
    sheet_id = run(connection, "sheets/record_sheet.sql", ledger).scalar()
    if sheet_id is None:
        return "known", None
    if error_text:
        log.warning("sheet %s/%s is refused, faults: %d", kind.name, name, len(checked.faults))
        return "refused", error_text
    rows = json.dumps(list(checked.records), default=str, ensure_ascii=False)
    if run(connection, kind.statement, {"sheet_id": sheet_id, "rows": rows}).rowcount != len(checked.records):
        raise _NothingAffectedError
    _touch_cases(connection, kind, sheet_id)
    run(connection, "sheets/supersede_sheets.sql")
    log.info("sheet %s/%s is sheet %d, rows: %d", kind.name, name, sheet_id, len(checked.records))
    return "accepted", None


def _touch_cases(connection: Connection, kind: Kind, sheet_id: int) -> None:
    """Mark the cases that the rows of a sheet affect as touched; if there are none, no change is numbered."""
    if kind.touching is None:
        return
    has_cases, touch_cases = kind.touching
    take_lock(connection, Lock.PUBLISH)
    if run(connection, has_cases, {"sheet_id": sheet_id}).scalar_one():
        change = {"kind": "sheet", "batch_id": None, "recorded_at": wall_clock()}
        publish_seq = run(connection, "ingest/next_change.sql", change).scalar_one()
        run(connection, touch_cases, {"sheet_id": sheet_id, "publish_seq": publish_seq})


def _write_errors(path: Path, error_text: str | None) -> None:
    """Write the current errors of a sheet to the file beside it, or remove that file."""
    target = path.with_name(path.name + ERRORS_SUFFIX)
    try:
        if error_text is None:
            target.unlink(missing_ok=True)
            return
        # The byte order mark tells plain editors that it is UTF-8.
        text = ("\ufeff" + error_text + "\n").replace("\n", "\r\n").encode()
        if not target.is_file() or target.read_bytes() != text:
            write_whole(target, text)
    except OSError as error:
        log.warning("the errors of sheet %s cannot be written beside it: %s", path, error.strerror)


def _write_template(kind_folder: Path, kind: Kind, created: datetime) -> None:
    from onestop.sheets.templates import template

    content = template(kind, created)
    write_whole(kind_folder / _TEMPLATE_HASH, hashlib.sha256(content).hexdigest().encode())
    write_whole(kind_folder / kind.template_name, content)
