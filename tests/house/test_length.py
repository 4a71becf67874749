"""What people read in one go: no view, function or statement is longer than a screen or two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import scan

MOST_LINES = 120
GENERATED = re.compile(r"^-- Generated from ", re.MULTILINE)
NAME = re.compile(r"^CREATE (?:OR REPLACE )?(?:VIEW|FUNCTION) ([\w.]+)")
LONGER = {
    "audit.column_meaning": "a list: a line for each column name",
    "audit.troubles": "a list: a few lines for each trouble, none of which needs another",
}
"""What is longer, and why it may be."""


def lengths(path: Path) -> Iterator[tuple[str, int]]:
    """Give what a file creates or executes, with its number of lines; what a generator wrote is not read so."""
    sql = path.read_text(encoding="utf-8")
    name = scan.sql_name(path)
    if GENERATED.search(sql) or name.startswith(("migrations/", "baseline/")):
        return
    if not scan.is_object(path):
        yield name, len(sql.splitlines())
        return
    yield from objects_of(sql)


def objects_of(sql: str) -> Iterator[tuple[str, int]]:
    """Give each view and function of a file with its number of lines, from CREATE to the semicolon at its end."""
    created, first, is_quoted = "", 0, False
    for number, line in enumerate(sql.splitlines(), start=1):
        if not is_quoted and (found := NAME.match(line)):
            created, first = found[1], number
        is_quoted ^= line.count("$$") % 2 == 1
        if created and not is_quoted and line.rstrip().endswith(";"):
            yield created, number - first + 1
            created = ""


def test_no_view_function_or_statement_is_longer_than_can_be_read_in_one_go() -> None:
    found = {name: lines for path in scan.sql_files() for name, lines in lengths(path) if lines > MOST_LINES}
    assert sorted(found) == sorted(LONGER)


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("CREATE VIEW mart.a AS\nSELECT 1;\n\nCREATE VIEW mart.b AS SELECT 2;\n", [("mart.a", 2), ("mart.b", 1)]),
        ("CREATE FUNCTION mart.f() RETURNS int AS $$\nSELECT 1;\n$$;\nGRANT x;", [("mart.f", 3)]),
        ("CREATE TABLE mart.t (\n);", []),
    ],
)
def test_the_scan_of_lengths_sees(sql: str, found: list[tuple[str, int]]) -> None:
    assert list(objects_of(sql)) == found
