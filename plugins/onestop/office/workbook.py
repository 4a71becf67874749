"""Writes workbooks for offices: tables whose headings stay visible and that print on A4.

Text stays text: it never becomes a formula, a link or a number, whatever a source or an office wrote.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import xlsxwriter

from onestop.warehouse.clock import LOCAL

Row = Mapping[str, Any]

TEXT, INTEGER, WHOLE, DECIMAL, PERCENT = "@", "0", "#,##0", "#,##0.00", "0.00%"
DATE, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Column(NamedTuple):
    """A column of a table: the name of its value, its heading, its width in characters, the format of its cells."""

    name: str
    heading: str
    width: int = 14
    cells: str = TEXT


def workbook(fill: Callable[[xlsxwriter.Workbook], None], created: dt.datetime) -> bytes:
    """Return a workbook as XLSX.

    Args:
        fill: writes its pages.
        created: when its content was made, by the business clock; so the same content gives the same file.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        # A workbook keeps it in UTC.
        book.set_properties({"created": created.astimezone(dt.UTC).replace(tzinfo=None)})
        fill(book)
    return target.getvalue()


def add_table(
    book: xlsxwriter.Workbook,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    title: str = "",
    has_filter: bool = False,
) -> Any:
    """Add a page with headings that stay visible, and the rows.

    With a title it is a report, and only its rows are printed; without a title it may be filled in.
    Text in a column of numbers, such as the reason of a missing value, is written as text. Moments are in +07:00.

    Returns:
        The page.
    """
    page = book.add_worksheet(name)
    styles = [_styles(book, column.cells) for column in columns]
    top = 1 if title else 0
    _write_headings(book, page, columns, top)
    last = top
    for last, row in enumerate(rows, start=top + 1):
        for place, (column, style) in enumerate(zip(columns, styles, strict=True)):
            _write_cell(page, (last, place), row.get(column.name), style, is_text=column.cells == TEXT)
        page.set_row(last, 15 * _lines((str(row.get(column.name) or ""), column.width) for column in columns))
    page.freeze_panes(top + 1, 0)
    if has_filter:
        page.autofilter(top, 0, last, len(columns) - 1)
    print_on_a4(page)
    page.repeat_rows(top)
    if title:
        _write_title(book, page, columns, title)
        page.print_area(0, 0, last, len(columns) - 1)
    return page


def print_on_a4(page: Any) -> None:
    """Print a page on A4 in landscape, one sheet wide and as many sheets long as needed."""
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


class _Styles(NamedTuple):
    """The formats of a column: for its own kind of value, and for text."""

    own: Any
    text: Any


def _styles(book: xlsxwriter.Workbook, cells: str) -> _Styles:
    boxed = {"border": 1, "valign": "top", "indent": 1}
    text = book.add_format({**boxed, "num_format": TEXT, "text_wrap": True, "align": "left"})
    own = text if cells == TEXT else book.add_format({**boxed, "num_format": cells, "align": "right"})
    return _Styles(own, text)


def _write_title(book: xlsxwriter.Workbook, page: Any, columns: Sequence[Column], title: str) -> None:
    """Write the title over the width of the table, in as many lines as needed."""
    style = book.add_format({"bold": True, "font_size": 13, "text_wrap": True, "valign": "top"})
    page.merge_range(0, 0, 0, len(columns) - 1, title, style)
    page.set_row(0, 18 * _lines([(title, sum(column.width for column in columns))]))


def _write_headings(book: xlsxwriter.Workbook, page: Any, columns: Sequence[Column], line: int) -> None:
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"})
    page.set_row(line, 15 * _lines((column.heading, column.width) for column in columns))
    for place, column in enumerate(columns):
        # The format is also that of cells that are filled in later.
        empty = book.add_format({"num_format": column.cells, "text_wrap": column.cells == TEXT, "valign": "top"})
        page.set_column(place, place, column.width, empty)
        page.write_string(line, place, column.heading, head)


def _lines(texts: Iterable[tuple[str, int]]) -> int:
    """Return how many lines the longest of some texts takes in its width; a quarter of a line is lost between words."""
    return max(1 + len(text) * 5 // (width * 4) for text, width in texts)


def _write_cell(page: Any, at: tuple[int, int], value: Any, styles: _Styles, *, is_text: bool) -> None:
    if value is None:
        page.write_blank(*at, None, styles.own)
    elif is_text or isinstance(value, str):
        page.write_string(*at, str(value), styles.text)
    elif isinstance(value, dt.datetime) and value.tzinfo:
        page.write_datetime(*at, value.astimezone(LOCAL).replace(tzinfo=None), styles.own)
    elif isinstance(value, dt.date):
        page.write_datetime(*at, value, styles.own)
    else:
        page.write_number(*at, value, styles.own)
