"""The template of a kind of sheet: headings, an example or known rows, and a page that explains the columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import xlsxwriter

from onestop import words
from onestop.office.workbook import Column, add_table, workbook
from onestop.sheets.kinds import GUIDE, Kind
from onestop.sheets.kinds import Column as SheetColumn

_GUIDE_COLUMNS = (
    Column("heading", words.text("sheet_guide.heading"), 22),
    Column("name", words.text("sheet_guide.english"), 22),
    Column("needed", words.text("sheet_guide.needed"), 22),
    Column("explanation", words.text("sheet_guide.explanation"), 60),
    Column("example", words.text("sheet_guide.example"), 22),
)


def template(kind: Kind, created: dt.datetime, rows: Sequence[Mapping[str, object]] = ()) -> bytes:
    """Return the workbook of a kind.

    Args:
        kind: the kind of sheet.
        created: the business clock.
        rows: known rows, by the columns' English names; without any, there is an example row.
    """
    columns = [Column(column.name, column.heading, 22) for column in kind.columns]
    guide = [
        *(
            {
                "heading": column.heading,
                "name": column.name,
                "needed": _needed(column),
                "explanation": column.explanation,
                "example": column.example,
            }
            for column in kind.columns
        ),
        *(
            {"heading": words.text("sheet_guide.general"), "explanation": rule}
            for rule in words.table("sheet_rule").values()
        ),
    ]

    def fill(book: xlsxwriter.Workbook) -> None:
        add_table(book, kind.title, columns, rows or [_example(kind)])
        add_table(book, GUIDE, _GUIDE_COLUMNS, guide)

    return workbook(fill, created)


def _needed(column: SheetColumn) -> str:
    if column.is_optional or column.may_be_empty:
        return words.text("sheet_guide.is_optional")
    return words.text("sheet_guide.is_needed")


def _example(kind: Kind) -> dict[str, str]:
    first, *rest = kind.columns
    example = {first.name: words.text("sheet_guide.example_row", example=first.example)}
    return example | {column.name: column.example for column in rest}
