"""What people open or receive, read back as text and tables: HTML and workbooks, whatever they say."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import openpyxl
from lxml import etree
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from onestop import words
from onestop.words.catalogue import entries

Grid = list[list[str]]


@dataclass
class Table:
    """A table as a reader sees it.

    Attributes:
        heading: of the section or page above it.
        caption: what it says of itself.
        columns: headings; the one above several of them stands before theirs, parted by ``›``.
        rows: cells, as many as there are columns; of a cell with several lines the first.
        groups: for each row the heading of its group, empty without one.
        links: for each row where its first link leads, empty without one.
    """

    heading: str = ""
    caption: str = ""
    columns: list[str] = field(default_factory=list)
    rows: Grid = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def cells(self) -> Iterator[tuple[str, list[str], str, str]]:
        """Give group, row, column and text of each cell."""
        for group, row in zip(self.groups, self.rows, strict=True):
            for column, text in zip(self.columns, row, strict=True):
                yield group, row, column, text


@dataclass
class Page:
    """A page or a mail.

    Attributes:
        title: its first heading.
        text: all of it, blanks taken for one.
        lines: its paragraphs and items of lists under the heading above each.
        facts: names and values of its lists of facts, by the heading above.
        tables: its tables.
        links: addresses and what stands on them.
    """

    title: str = ""
    text: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


def read_page(html: str) -> Page:
    """Return what an HTML page says."""
    page: Page = etree.fromstring(html, etree.HTMLParser(target=_Reader()))
    return page


_KEPT = {"h1", "h2", "h3", "p", "li", "dt", "dd", "caption", "th", "td", "a", "summary"}


class _Reader:
    """Collects pieces of text by the element that they stand in; lxml calls ``start``, ``data``, ``end``, ``close``."""

    def __init__(self) -> None:
        self.page = Page()
        self.everything: list[str] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._heading = ""
        self._term = ""
        self._table: Table | None = None
        self._part = ""
        self._group = ""
        self._head: dict[tuple[int, int], str] = {}
        self._line = -1
        self._row: list[str] = []
        self._link = ""

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """Begin an element."""
        if tag == "br" or (tag == "span" and "soft" in given.get("class", "")):
            self.data("\n")
        elif tag == "table":
            self._table, self._head, self._line = Table(heading=self._heading), {}, -1
        elif tag in {"thead", "tbody", "tfoot"}:
            self._part, self._group = tag, ""
        elif tag == "tr":
            self._line, self._row, self._link = self._line + 1, [], ""
        elif tag in _KEPT:
            self._open.append((tag, dict(given), []))

    def data(self, data: str) -> None:
        """Take a piece of text."""
        self.everything.append(data)
        for _, _, pieces in self._open:
            pieces.append(data)

    def close(self) -> Page:
        """Return what was read."""
        self.page.text = _flat("".join(self.everything))
        return self.page

    def end(self, tag: str) -> None:
        """End an element."""
        if tag == "table" and self._table is not None:
            self._table.columns = _headings(self._head)
            self.page.tables.append(self._table)
            self._table = None
        elif tag == "tr" and self._row and self._table is not None:
            self._table.rows.append(self._row)
            self._table.groups.append(self._group)
            self._table.links.append(self._link)
        elif self._open and self._open[-1][0] == tag:
            _, given, pieces = self._open.pop()
            self._close(tag, given, "".join(pieces))

    def _close(self, tag: str, given: dict[str, str], content: str) -> None:
        match tag:
            case "h1" | "h2" | "h3":
                self._heading = _flat(content)
                self.page.title = self.page.title or self._heading
            case "p" | "li":
                self.page.lines.append((self._heading, _flat(content)))
            case "dt":
                self._term = _flat(content)
            case "dd":
                self.page.facts.append((self._term, _first(content)))
            case "a":
                self.page.links.append((given.get("href", ""), _flat(content)))
                self._link = self._link or given.get("href", "")
            case "caption" if self._table is not None:
                self._table.caption = _flat(content)
            case "th" | "td" if self._table is not None:
                self._cell(given, content)

    def _cell(self, given: dict[str, str], content: str) -> None:
        if self._part == "thead":
            place = next(n for n in range(1000) if (self._line, n) not in self._head)
            for line in range(int(given.get("rowspan", "1"))):
                for column in range(int(given.get("colspan", "1"))):
                    self._head[self._line + line, place + column] = _flat(content)
        elif given.get("scope") == "rowgroup":
            self._group = _flat(content)
        else:
            self._row.append(_first(content))


def _headings(head: dict[tuple[int, int], str]) -> list[str]:
    """Return the heading of each column, those above it first and each once."""
    columns = sorted({column for _, column in head})
    lines = sorted({line for line, _ in head})
    return [
        " › ".join(dict.fromkeys(head[line, column] for line in lines if (line, column) in head)) for column in columns
    ]


def _flat(content: str) -> str:
    return re.sub(r"\s+", " ", content).strip()


def _first(content: str) -> str:
    """Return the first line of a cell; what stands below it or beside it in small letters is a note."""
    return _flat(content.strip().partition("\n")[0])


@functools.cache
def read_workbook(content: bytes) -> dict[str, Grid]:
    """Return the cells of each worksheet as they are shown: numbers and moments by the format of their cell.

    The same workbook goes to every recipient of a ranking and is read once.
    """
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[_shown(cell) for cell in row] for row in sheet.iter_rows()] for sheet in _sheets(book)}


def _sheets(book: openpyxl.Workbook) -> list[Worksheet]:
    return [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]


def _shown(cell: Cell | MergedCell) -> str:
    value = cell.value
    if value is None:
        return ""
    if not isinstance(value, int | float):
        return _flat(str(value))
    wanted = cell.number_format
    if wanted.endswith("%"):
        return f"{_vietnamese(value * 100, 2)}%"
    return _vietnamese(value, 2 if "." in wanted else 0)


def _vietnamese(number: float, decimals: int) -> str:
    return f"{number + 1e-9:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def table_of(grid: Grid, line: int = 1) -> Table:
    """Return a worksheet as a table: the title in its first line, the headings in another."""
    return Table(
        heading=grid[0][0],
        columns=grid[line],
        rows=grid[line + 1 :],
        groups=["" for _ in grid[line + 1 :]],
    )


def said(key: str, text: str) -> dict[str, str] | None:
    """Return what was filled into a text of the catalogue of words, wherever it stands; None where it does not."""
    found = re.search(_pattern(key), text)
    return found.groupdict() if found else None


_SHAPES = {
    "moment": r"\d{1,2} giờ \d\d ngày \d\d/\d\d/\d{4}",
    **dict.fromkeys(("count", "held", "number", "version"), r"\d[\d.]*\d|\d"),
}
_END = r"(?:$|(?=[\s,.;)]))"


@functools.cache
def _pattern(key: str) -> str:
    names = re.findall(r"\{(\w+)", str(entries()[key]))
    written = words.text(key, **{name: f"\0{name}\0" for name in names})
    known: set[str] = set()

    def place(found: re.Match[str]) -> str:
        name = found.group(1)
        if name in known:
            return f"(?P={name})"
        known.add(name)
        return f"(?P<{name}>{_SHAPES.get(name, '.+?')})"

    pattern = re.sub("\0(\\w+)\0", place, re.escape(written))
    is_open = pattern.endswith(".+?)")
    return rf"(?:^|(?<=\W)){pattern}{'$' if is_open else _END}"
