"""The entries that CONTRIBUTING.md shows, read out of its text."""

from __future__ import annotations

import re
from collections import defaultdict

from tests.house import scan

MANUAL = (scan.CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def shown_files(*headings: str) -> dict[str, str]:
    """Return what the manual puts into each file, below all headings or these examples, one below the other."""
    sections = MANUAL.split("\n## Example: ")[1:]
    wanted = [part for part in sections if not headings or part.split("\n")[0] in headings]
    assert len(wanted) == len(headings) or not headings, "an example has another heading"
    files: dict[str, str] = defaultdict(str)
    for section in wanted:
        for name, text in re.findall(r"```yaml\n# (\w+)\.yaml\n(.*?)```", section, re.DOTALL):
            files[name] += f"{text}\n"
    return dict(files)
