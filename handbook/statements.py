"""The SQL files and their headers: what each reads and writes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onestop.warehouse.database import SQL_ROOT

RELATION = r'\b(?:core|mart|audit|staging|quarantine)\.(?:"\w+"|\w+)'
"""A relation of the warehouse, as statements and their headers name it."""


def header(sql: str) -> list[tuple[str, str]]:
    """Return the labels and texts of the comment lines at the head of a file, continued lines joined."""
    found: list[tuple[str, str]] = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        if label := re.match(r"-- ([A-Z][a-z]+):\s*(.*)", line):
            found.append((label.group(1), label.group(2).strip()))
        elif found and (rest := re.match(r"--\s{5,}(\S.*)", line)):
            found[-1] = (found[-1][0], f"{found[-1][1]} {rest.group(1).strip()}".strip())
        else:
            found.append(("", line))
    return found


def users(label: str) -> dict[str, list[str]]:
    """Return by relation the files that name it under a label of their header; what runs once is left out.

    Args:
        label: Reads or Writes.
    """
    found: dict[str, list[str]] = {}
    for name, text in _headers(label):
        for relation in sorted(set(re.findall(RELATION, text))):
            found.setdefault(relation.replace('"', ""), []).append(name)
    return found


def _headers(label: str) -> Iterator[tuple[str, str]]:
    for path in sorted(SQL_ROOT.rglob("*.sql")):
        name = path.relative_to(SQL_ROOT).as_posix()
        if not name.startswith(("migrations/", "baseline/", "ingest/rules/")):
            yield name, dict(header(path.read_text(encoding="utf-8"))).get(label, "")
