"""The units of the country through time: those of before and after the reform of 1 July 2025, and their successions.

The list is in ``include/reference/units`` with its source and licence. It names communes, districts and provinces
by their statistical codes. Name, parent and span of a listed unit are those of the list, whatever a source's unit feed
says; the feed gives the codes by which the source names it. A unit that only the list knows has no figures.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import logging
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import Connection, Engine

from onestop.config.settings import CHECKOUT
from onestop.contract.copying import copy_line
from onestop.contract.parsers import vietnamese_sort_key
from onestop.reference.tables import Line, read_lines
from onestop.warehouse.database import analyze, copy_rows, run, transaction
from onestop.warehouse.locks import Lock, take_lock

log = logging.getLogger(__name__)

UNITS_FOLDER = CHECKOUT / "include" / "reference" / "units"
REFORM_DAY = dt.date(2025, 7, 1)
"""Two tiers of local government, 34 provinces and 3,321 communes: Resolution 202/2025/QH15."""

_UNIT_COLUMNS = ("kind", "code", "name", "name_sort", "parent_code", "valid")
_CORRECTION_COLUMNS = ("kind", "code", "name", "parent_code", "valid_from", "valid_to", "document")
_KINDS = ("province", "district", "commune")
_SUCCESSION_COLUMNS = ("predecessor_kind", "predecessor_code", "successor_code", "kind")


def seed_units(engine: Engine, folder: Path = UNITS_FOLDER) -> int:
    """Enter the listed units, codes, successions and former districts that the warehouse lacks; correct those it has.

    Args:
        engine: a warehouse, opened by a role that may write.
        folder: where the list lies.

    Returns:
        How many units were entered; a second call enters none.

    Raises:
        ReferenceFileError: a correction is wrong; nothing was entered.
        WarehouseError: a statement failed; nothing was entered.
    """
    with transaction(engine) as connection:
        # Ids are given one after the other, as a publish under way gives them.
        take_lock(connection, Lock.PUBLISH)
        _stage(connection, folder)
        run(connection, "reference/match_listed_units.sql")
        run(connection, "reference/number_listed_units.sql")
        run(connection, "reference/update_listed_units.sql")
        entered = run(connection, "reference/insert_listed_units.sql").rowcount
        run(connection, "reference/limit_alias_spans.sql")
        run(connection, "reference/mark_fed_units.sql")
        run(connection, "reference/insert_listed_codes.sql")
        run(connection, "reference/insert_listed_aliases.sql")
        reform = {"took_effect": REFORM_DAY}
        run(connection, "reference/insert_successions.sql", reform)
        run(connection, "reference/insert_former_districts.sql")
        run(connection, "reference/insert_former_district_members.sql", reform)
        if entered:
            units = ("core.unit", "core.unit_code", "core.unit_alias", "core.unit_succession")
            analyze(connection, *units, "core.area", "core.area_member")
    if entered:
        log.info("%d units of the country's list entered", entered)
    return entered


def _stage(connection: Connection, folder: Path) -> None:
    run(connection, "reference/create_listed.sql")
    copy_rows(connection, "listed_unit", _UNIT_COLUMNS, _unit_lines(folder))
    copy_rows(connection, "listed_succession", _SUCCESSION_COLUMNS, _succession_lines(folder / "succession.csv.gz"))
    analyze(connection, "listed_unit", "listed_succession")


def _unit_lines(folder: Path) -> Iterator[bytes]:
    for row in _listed(folder).values():
        valid_to = row["valid_to"] and (dt.date.fromisoformat(row["valid_to"]) + dt.timedelta(days=1)).isoformat()
        sort_key = vietnamese_sort_key(row["name"])
        span = f"[{row['valid_from']},{valid_to})"
        yield copy_line([row["kind"], row["code"], row["name"], sort_key, row["parent_code"] or None, span])


def _listed(folder: Path) -> dict[tuple[str, str, str], dict[str, str]]:
    """Return the units by kind, code and first day; a correction replaces the unit with its kind, code and day."""
    units = {(row["kind"], row["code"], row["valid_from"]): row for row in _rows(folder / "units.csv.gz")}
    corrections = folder / "corrections.csv"
    for line in read_lines(corrections, _CORRECTION_COLUMNS) if corrections.is_file() else ():
        units[_corrected(line)] = line.cells
    return units


def _corrected(line: Line) -> tuple[str, str, str]:
    """Return the kind, code and first day that a line corrects.

    Raises:
        ReferenceFileError: the line does not say which unit, what it is called, or by which document.
    """
    kind, code, _, _ = (line.text(column) for column in ("kind", "code", "name", "document"))
    if kind not in _KINDS:
        raise line.fault(f"kind is {kind!r}. Write one of {', '.join(_KINDS)}.")
    first, last = line.optional_day("valid_from"), line.optional_day("valid_to")
    if first and last and last < first:
        raise line.fault(f"valid_to {last} is before valid_from {first}. Correct one of them.")
    return kind, code, line.cells["valid_from"]


def _succession_lines(path: Path) -> Iterator[bytes]:
    for row in _rows(path):
        yield copy_line([row[column] for column in _SUCCESSION_COLUMNS])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode()))
