"""The workbook of one ranking."""

from __future__ import annotations

import io

import xlsxwriter
from sqlalchemy.engine import Engine

from onestop.stack.database import run, transaction


def ranking_workbook(engine: Engine, publication_id: int, *, is_internal: bool = False) -> bytes:  # noqa: ARG001
    """Return the workbook of a publication as XLSX.

    Raises:
        WarehouseError: a statement failed.
    """
    with transaction(engine) as connection:
        rows = list(run(connection, "deliver/read_ranks.sql", {"publication_id": publication_id}))
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("Bảng xếp hạng")
        for place, row in enumerate(rows):
            page.write_row(place, 0, [row.rank, row.unit_code, row.name, row.score])
    return target.getvalue()
