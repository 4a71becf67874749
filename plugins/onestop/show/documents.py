"""Which documents an area and period need, for whom and about which rankings; and the files with them."""

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
class Wanted:
    """What was asked for.

    Attributes:
        area_code: the area.
        period_id: ``kind:first day:last day``.
        unit_codes: units whose form and sheets are wanted; none for all of the rankings.
        basis: the role that the forms count.
    """

    area_code: str
    period_id: str
    unit_codes: Sequence[str]
    basis: str


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to write.

    Attributes:
        unit_codes: units that get their form and their sheets.
        open_rankings: numbers of the preliminary rankings, which may be objected to.
        has_form: the period has the form; weeks and years to date have none.
    """

    unit_codes: Sequence[str]
    open_rankings: Sequence[int]
    has_form: bool


ObjectionSheet = Callable[[Engine, int, str], bytes]
DecisionSheet = Callable[[Engine, int], bytes]


def write_documents(
    engine: Engine, folder: Path, wanted: Wanted, objection_sheet: ObjectionSheet, decision_sheet: DecisionSheet
) -> list[Path]:
    """Write the workbooks of an area and period below a folder.

    Args:
        engine: the warehouse.
        folder: the folder of all documents.
        wanted: of what, and for whom.
        objection_sheet: makes the sheet by which a unit objects to a ranking.
        decision_sheet: makes the sheet by which the objections to a ranking are decided.

    Returns:
        The paths, in the order in which they were written.

    Raises:
        NothingPublishedError: nothing was published of the area and period.
        NoFormError: a unit has no form of the role and period; files that were written stay.
        WarehouseError: a statement failed; files that were written stay.
        OSError: the folder cannot be written.
    """
    found = find_documents(engine, wanted)
    own = folder / wanted.area_code.lower() / wanted.period_id.replace(":", "_")

    def documents() -> Iterator[tuple[str, bytes]]:
        yield "ky-duyet", signing_package(engine, wanted.area_code, wanted.period_id)
        for number in found.open_rankings:
            yield f"ket-luan-kien-nghi-{number}", decision_sheet(engine, number)
        for unit_code in found.unit_codes:
            if found.has_form:
                yield f"bieu-ii06a-{unit_code}", form_workbook(engine, unit_code, wanted.basis, wanted.period_id)
            for number in found.open_rankings:
                yield f"kien-nghi-{number}-{unit_code}", objection_sheet(engine, number, unit_code)

    return [write_whole(own / f"{name}.xlsx", content) for name, content in documents()]


def find_documents(engine: Engine, wanted: Wanted) -> Found:
    """Return what there is to write; without units, for every unit that is in a ranking.

    Raises:
        WarehouseError: a statement failed.
    """
    asked = {"area_code": wanted.area_code, "period_id": wanted.period_id}
    with transaction(engine) as connection:
        rows = list(run(connection, "show/list_ranked_units.sql", asked))
    units = sorted({row.unit_code for row in rows})
    preliminary = sorted({row.publication_id for row in rows if row.status == "preliminary"})
    return Found(tuple(wanted.unit_codes) or tuple(units), tuple(preliminary), any(row.has_form for row in rows))
