"""The two sheets of objections, filled in as far as is known: communes give causes, the division decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Engine

from onestop import words
from onestop.sheets.kinds import OBJECTION_DECISIONS, OBJECTIONS
from onestop.sheets.templates import template
from onestop.warehouse.clock import read_clock
from onestop.warehouse.database import run, transaction
from onestop.words import labels


def objection_sheet(engine: Engine, publication_id: int, unit_code: str) -> bytes:
    """Return the workbook for the objections of a commune to a preliminary ranking.

    It lists the dossiers that each figure with lost points counts against the commune, as they counted when the ranking
    was published, with procedure and dates as they are now; a row without a cause is no objection.

    Raises:
        WarehouseError: a statement failed.
    """
    asked = {"publication_id": publication_id, "unit_code": unit_code}
    with transaction(engine) as connection:
        rows = [_with_reason(row._asdict()) for row in run(connection, "sheets/list_objectionable.sql", asked)]
        return template(OBJECTIONS, read_clock(connection), rows)


def decision_sheet(engine: Engine, publication_id: int) -> bytes:
    """Return the workbook for the decisions on the objections to a preliminary ranking.

    Raises:
        WarehouseError: a statement failed.
    """
    with transaction(engine) as connection:
        rows = run(connection, "sheets/list_objections.sql", {"publication_id": publication_id})
        known = [row._asdict() for row in rows]
        return template(OBJECTION_DECISIONS, read_clock(connection), known)


def _with_reason(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a dossier with what the sheet tells of it: procedure, dates, why it counts against the unit."""
    return {
        **row,
        "procedure_vi": row["procedure_name"],
        "received_vi": _day(row["received_at"]),
        "due_vi": _day(row["due_at"]),
        "finished_vi": _day(row["finished_at"]),
        "why_vi": words.table("objection_sheet")[_why(row)].format(indicator=row["indicator_name"]),
    }


def _why(row: Mapping[str, Any]) -> str:
    if row["direction"] == "lower_is_better":
        return "counted"
    due, finished = row["due_at"], row["finished_at"]
    return "late" if due and finished and finished > due else "not_counted"


def _day(at: dt.datetime | None) -> str | None:
    return labels.day(at) if at else None
