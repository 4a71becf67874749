"""The ranking of a publication as a workbook."""

from __future__ import annotations

import io

import xlsxwriter
from sqlalchemy.engine import Engine


def ranking_workbook(engine: Engine, publication_id: int) -> bytes:  # noqa: ARG001
    """Return the ranking of a publication as XLSX."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        workbook.add_worksheet("Xếp hạng").write_string(0, 0, f"Bảng xếp hạng số {publication_id}")
    return target.getvalue()
