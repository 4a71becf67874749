"""The glossary as something to compare with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
HEADER = "| English | Vietnamese | meaning |"


class Term(NamedTuple):
    """A row of the glossary; ``code`` is what its meaning says where that is one name in the code and nothing else."""

    english: str
    vietnamese: str
    meaning: str
    section: str

    @property
    def code(self) -> str | None:
        name = re.fullmatch(r"`(\w+)`", self.meaning)
        return name.group(1) if name else None


def terms(page: str) -> Iterator[Term]:
    """Yield the rows of every table of terms on a page.

    Raises:
        ValueError: a row of such a table has not three cells.
    """
    section, inside = "", False
    for line in page.splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        inside = line == HEADER or (inside and line.startswith("|"))
        if not inside or line in (HEADER, "|---|---|---|"):
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 3:
            msg = f"three cells are wanted: {line}"
            raise ValueError(msg)
        yield Term(cells[0], cells[1], cells[2], section)


def glossary() -> list[Term]:
    """Return every term of docs/glossary.md."""
    return list(terms(GLOSSARY.read_text(encoding="utf-8")))
