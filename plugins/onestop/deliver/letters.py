"""A letter to an office: paragraphs, tables and links, written once and read as HTML or as plain text."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import jinja2

from onestop import words
from onestop.words.labels import FILTERS

MOST_ROWS = 100
"""Rows of a table that a mail shows; the page has all of them."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its heading.

    Attributes:
        heading: what it lists.
        columns: headings of the columns; the first column names the row.
        rows: cells as text.
        note: what to do, or how to read it.
    """

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


class Mail:
    """What a pair of templates writes, ``NAME.html.j2`` and ``NAME.txt.j2`` of ``deliver/templates``."""

    __slots__ = ()
    template: ClassVar[str]

    def html(self) -> str:
        """Return the mail as HTML without scripts and without anything loaded from elsewhere."""
        return self._written("html")

    def text(self) -> str:
        """Return the mail as plain text."""
        return self._written("txt")

    def _written(self, form: str) -> str:
        template = _environment().get_template(f"{self.template}.{form}.j2")
        return template.render(letter=self, most_rows=MOST_ROWS)


@dataclass(frozen=True, slots=True)
class Letter(Mail):
    """The content of a mail that is a letter with tables.

    Attributes:
        title: the subject line too.
        greeting: the line that addresses the reader.
        opening: paragraphs.
        tables: tables without rows are not shown.
        links: each with its text and its address.
    """

    template: ClassVar[str] = "mail"

    title: str
    greeting: str
    opening: Sequence[str]
    tables: Sequence[Table]
    links: Sequence[tuple[str, str]]


def grouped(rows: Iterable[Mapping[str, Any]], *names: str) -> dict[tuple[Any, ...], list[Mapping[str, Any]]]:
    """Return rows grouped by the values of these columns, in the order in which the groups first appear."""
    found: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


@functools.cache
def _environment() -> jinja2.Environment:
    """Return the environment of the templates of mails."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=jinja2.select_autoescape(("html.j2",), default=False),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= FILTERS
    templates.globals["text"] = words.text
    return templates
