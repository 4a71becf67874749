"""The page of the commands: the targets of the Makefile that say what they do."""

from __future__ import annotations

import re
from pathlib import Path

from handbook import markdown
from onestop.config.settings import CHECKOUT

PAGE = Path("commands.md")
_TARGET = re.compile(r"^([a-z-]+):.*?## (.+)$", re.MULTILINE)


def pages() -> dict[Path, str]:
    """Return the page, from the Makefile."""
    return {PAGE: render((CHECKOUT / "Makefile").read_text(encoding="utf-8"))}


def render(makefile: str) -> str:
    """Return the page from the text of a Makefile, its targets in their order."""
    rows = ((markdown.code(f"make {target}"), text) for target, text in _TARGET.findall(makefile))
    about = "Everything that they need is installed into `.venv/`, everything that they make lies in `var/`.\n"
    return markdown.page("Commands", __name__, "the `Makefile`", about, markdown.table(("command", "does"), rows))
