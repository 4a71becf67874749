"""The template of a kind of sheet: headings, an example or known rows, and a page that explains the columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

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

# A sheet may grow: its drop-downs reach so far.
_LAST_ROW = 1_999


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
        page = add_table(book, kind.title, columns, rows or [_example(kind)])
        help_page = add_table(book, GUIDE, _GUIDE_COLUMNS, guide)
        _offer_choices(page, help_page, kind)

    return workbook(fill, created)


def _offer_choices(page: Any, help_page: Any, kind: Kind) -> None:
    """Let cells be chosen from a list; the words stand beside the explanations, where a list may be of any length."""
    for place, column in enumerate(kind.columns):
        if not column.choices:
            continue
        offered, beside = column.choices, len(_GUIDE_COLUMNS) + 1
        help_page.write_string(0, beside, column.heading)
        help_page.write_column(1, beside, offered)
        source = f"='{GUIDE}'!{xl_range_abs(1, beside, len(offered), beside)}"
        page.data_validation(
            1,
            place,
            _LAST_ROW,
            place,
            {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True},
        )


def _needed(column: SheetColumn) -> str:
    if column.is_optional or column.may_be_empty:
        return words.text("sheet_guide.is_optional")
    return words.text("sheet_guide.is_needed")


def _example(kind: Kind) -> dict[str, str]:
    first, *rest = kind.columns
    example = {first.name: words.text("sheet_guide.example_row", example=first.example)}
    return example | {column.name: column.example for column in rest}
