"""Writes the documents of an area and period: signing package, forms, sheets of objections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import Engine

from onestop.files import write_whole
from onestop.show.form_workbook import form_workbook
from onestop.show.package import signing_package
from onestop.warehouse.database import run, transaction


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """The documents that a person asked for.

    Attributes:
        area_code: the area.
        period_id: ``kind:first day:last day``.
        unit_codes: units whose form and sheets are written; empty for all units of the rankings.
        basis: the role that the forms count.
    """

    area_code: str
    period_id: str
    unit_codes: Sequence[str]
    basis: str


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """The documents to write.

    Attributes:
        unit_codes: units that get their form and their sheets.
        open_rankings: numbers of the preliminary rankings, which are open for objections.
        has_form: the period has the form; weeks and years to date have none.
    """

    unit_codes: Sequence[str]
    open_rankings: Sequence[int]
    has_form: bool


ObjectionSheet = Callable[[Engine, int, str], bytes]
DecisionSheet = Callable[[Engine, int], bytes]


def write_documents(
    engine: Engine,
    folder: Path,
    request: DocumentRequest,
    objection_sheet: ObjectionSheet,
    decision_sheet: DecisionSheet,
) -> list[Path]:
    """Write the workbooks of an area and period below a folder.

    Args:
        engine: the warehouse.
        folder: the folder of all documents.
        request: area, period and units.
        objection_sheet: makes the sheet for a unit's objections to a ranking.
        decision_sheet: makes the sheet for the decisions on them.

    Returns:
        The paths, in the order in which they were written.

    Raises:
        NothingPublishedError: nothing was published of the area and period.
        NoFormError: a unit has no form of the role and period; files that were written stay.
        WarehouseError: a statement failed; files that were written stay.
        OSError: the folder cannot be written.
    """
    plan = find_documents(engine, request)
    target = folder / request.area_code.lower() / request.period_id.replace(":", "_")

    def documents() -> Iterator[tuple[str, bytes]]:
        yield "ky-duyet", signing_package(engine, request.area_code, request.period_id)
        for number in plan.open_rankings:
            yield f"ket-luan-kien-nghi-{number}", decision_sheet(engine, number)
        for unit_code in plan.unit_codes:
            if plan.has_form:
                yield f"bieu-ii06a-{unit_code}", form_workbook(engine, unit_code, request.basis, request.period_id)
            for number in plan.open_rankings:
                yield f"kien-nghi-{number}-{unit_code}", objection_sheet(engine, number, unit_code)

    return [write_whole(target / f"{name}.xlsx", content) for name, content in documents()]


def find_documents(engine: Engine, request: DocumentRequest) -> DocumentPlan:
    """Return the documents to write; without units in the request, for every unit of the rankings.

    Raises:
        WarehouseError: a statement failed.
    """
    parameters = {"area_code": request.area_code, "period_id": request.period_id}
    with transaction(engine) as connection:
        rows = list(run(connection, "show/list_ranked_units.sql", parameters))
    units = sorted({row.unit_code for row in rows})
    preliminary = sorted({row.publication_id for row in rows if row.status == "preliminary"})
    return DocumentPlan(
        tuple(request.unit_codes) or tuple(units), tuple(preliminary), any(row.has_form for row in rows)
    )
