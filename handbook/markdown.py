"""What all pages have in common: where they lie, how they begin, tables and links as GitHub shows them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from onestop.config.settings import CHECKOUT

REFERENCE = CHECKOUT / "docs" / "reference"


def page(title: str, module: str, source: str, *parts: str) -> str:
    """Return a whole page: its title, what it was made by and from, and its parts.

    Args:
        title: the heading.
        module: name of the module that makes the page.
        source: what it is made from, as the rest of a sentence.
        parts: Markdown, each ending with a newline.
    """
    module_file = f"{module.replace('.', '/')}.py"
    made = f"Made by `make docs` (`{module_file}`) from {source}; do not edit it by hand.\n"
    return "\n".join([f"# {title}\n", made, *parts])


def table(header: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table; a bar in a cell is escaped, a line break becomes a space."""
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return "\n".join([*lines, ""])


def code(text: str) -> str:
    """Return a text as inline code."""
    return f"`{text}`"


def link(text: str, target: Path, page: Path) -> str:
    """Return a link from a page to a file.

    Args:
        text: what is shown.
        target: the file, from the root of the checkout.
        page: the page on which the link stands, below docs/reference.
    """
    return f"[{text}]({Path(os.path.relpath(CHECKOUT / target, (REFERENCE / page).parent)).as_posix()})"


def anchor(heading: str) -> str:
    """Return the name under which GitHub finds a heading: small letters, dashes for spaces, no other signs."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def folded(summary: str, content: str) -> str:
    """Return content that is shown when its summary is clicked."""
    return f"<details><summary>{summary}</summary>\n\n{content}\n</details>\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
