"""Which documents an area and period need: for whom, and about which rankings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Engine

from onestop.stack.database import run, transaction


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written.

    Attributes:
        unit_codes: units that get their form and their sheets.
        open_rankings: numbers of the preliminary rankings, which may be objected to.
        has_form: the period has the form; weeks and years to date have none.
    """

    unit_codes: Sequence[str]
    open_rankings: Sequence[int]
    has_form: bool


def wanted_documents(engine: Engine, area_code: str, period_id: str, unit_codes: Sequence[str]) -> Wanted:
    """Return what is to be written of an area and period; without units, for every unit that is in a ranking.

    Raises:
        WarehouseError: a statement failed.
    """
    asked = {"area_code": area_code, "period_id": period_id}
    with transaction(engine) as connection:
        rows = list(run(connection, "show/list_ranked_units.sql", asked))
    units = sorted({row.unit_code for row in rows})
    preliminary = sorted({row.publication_id for row in rows if row.status == "preliminary"})
    return Wanted(tuple(unit_codes) or tuple(units), tuple(preliminary), any(row.has_form for row in rows))
