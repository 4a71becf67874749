"""The two sheets of objections, filled in as far as is known: communes give causes, the division decides."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from onestop.sheets.kinds import OBJECTION_DECISIONS, OBJECTIONS
from onestop.sheets.templates import template
from onestop.warehouse.clock import read_clock
from onestop.warehouse.database import run, transaction


def objection_sheet(engine: Engine, publication_id: int, unit_code: str) -> bytes:
    """Return the workbook for the objections of a commune to a preliminary ranking.

    It lists the dossiers that each figure with lost points counts against the commune, as they counted when the ranking
    was published; a row without a cause is no objection.

    Raises:
        WarehouseError: a statement failed.
    """
    asked = {"publication_id": publication_id, "unit_code": unit_code}
    with transaction(engine) as connection:
        rows = [row._asdict() for row in run(connection, "sheets/list_objectionable.sql", asked)]
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
