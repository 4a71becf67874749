"""Files of offices become rows of plain cells, the same of XLSX and CSV."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import get_args

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from onestop import words
from onestop.office.reader import Cell, Flaw, FlawCode, Formula, Number, UnreadableFileError, read_rows
from onestop.warehouse.clock import LOCAL

GUIDE = "Hướng dẫn"
MOMENT = dt.datetime(2026, 3, 2, 8, 30, tzinfo=LOCAL)


def xlsx(fill: Callable[[Workbook], None]) -> bytes:
    workbook, target = openpyxl.Workbook(), io.BytesIO()
    fill(workbook)
    workbook.save(target)
    return target.getvalue()


def rows_of(workbook: Workbook, *rows: list[object], page: int = 0) -> None:
    for row in rows:
        workbook.worksheets[page].append(row)


def test_text_is_the_same_in_every_form() -> None:
    expected: list[list[Cell]] = [["Mã", "Tên"], ["01", "Phường\nThuận Hóa"], ["", ""], ["02", ""]]
    texts = [["Mã", " Tên "], ["01", "Phường\nThuận Hóa"], [" ", ""], ["02", ""], ["", " "]]
    assert read_rows(".xlsx", xlsx(lambda book: rows_of(book, *texts)), GUIDE) == expected
    for separator in ",;\t":
        lines = [separator.join(f'"{cell}"' for cell in row) for row in texts]
        assert read_rows(".csv", "\r\n".join(lines).encode("utf-8-sig"), GUIDE) == expected


@pytest.mark.parametrize(
    ("value", "number_format", "cell"),
    [
        (4, "General", Number(Decimal(4))),
        (4.5, "General", Number(Decimal("4.5"))),
        (0.9728, "0.00%", Number(Decimal("97.28"), is_percent=True)),
        (True, "General", "True"),
        (MOMENT.replace(tzinfo=None), "dd/mm/yyyy hh:mm", MOMENT),
        (dt.date(2026, 3, 2), "dd/mm/yyyy", dt.datetime(2026, 3, 2, tzinfo=LOCAL)),
        (dt.time(8, 30), "hh:mm", "08:30:00"),
        ("=1+2", "General", Formula()),
        ("#N/A", "General", Formula()),
        (" 1.234 ", "@", "1.234"),
    ],
)
def test_a_cell_of_a_workbook_is_what_its_format_says(value: object, number_format: str, cell: Cell) -> None:
    def fill(workbook: Workbook) -> None:
        workbook.worksheets[0]["A1"] = value
        workbook.worksheets[0]["A1"].number_format = number_format

    assert read_rows(".xlsx", xlsx(fill), GUIDE) == [[cell]]


def test_the_first_page_that_is_seen_is_read_and_the_guide_beside_it_is_not() -> None:
    def fill(workbook: Workbook) -> None:
        workbook.worksheets[0].append(["hidden"])
        workbook.worksheets[0].sheet_state = "hidden"
        workbook.create_sheet("Số liệu").append(["seen"])
        workbook.create_sheet(GUIDE).append(["explained"])
        workbook.create_sheet("Trống")

    assert read_rows(".xlsx", xlsx(fill), GUIDE) == [["seen"]]
    with pytest.raises(UnreadableFileError) as raised:
        read_rows(".xlsx", xlsx(fill), "another guide")
    assert raised.value.flaws == (Flaw("several_worksheets"),)


@pytest.mark.parametrize("content", [b"", b"\n;;\n"])
def test_a_file_that_says_nothing_has_no_rows(content: bytes) -> None:
    assert read_rows(".csv", content, GUIDE) == []


def test_every_flaw_has_its_words() -> None:
    codes = set(get_args(FlawCode))
    assert words.table("file_error").keys() == codes
    assert words.table("override_file_error").keys() < codes
