"""Every statement has cases, and they say what the statement is for: its parameters, its rows, what it writes."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import pytest
import yaml

from onestop.warehouse.database import sql
from onestop.warehouse.objects import FOLDERS
from tests.house import scan
from tests.statements.reading import Case, Outcome, read_cases, read_text
from tests.statements.running import compare, written_tables

# Migrations run once, views and functions are replaced as a whole. Each rule has an example that breaks it in
# tests/quality. Views and grants of others need others: tests/warehouse/test_foreign.py has them.
ELSEWHERE = re.compile(rf"audit/list_(foreign|view)_|migrations/|baseline/|ingest/rules/|\w+/({'|'.join(FOLDERS)})/")

STATEMENTS = [name for path in scan.sql_files() if not ELSEWHERE.match(name := scan.sql_name(path))]
PARAMETERS = re.compile(r"%\((\w+)\)s")


def faults(statement: str, cases: list[Case]) -> list[str]:
    """Return what the cases of a statement leave out, or say of something that it does not do."""
    found = []
    for case in cases:
        for path, parameters in [(statement, case.parameters), *case.before]:
            wanted = set(PARAMETERS.findall(scan.without_comments(sql(path))))
            if wanted != set(parameters):
                found.append(f"{case.name}: parameters of {path} are not {sorted(wanted)}")
        found += [f"{case.name}: rows of {what} differ in their columns" for what in _uneven(case)]
        is_silent = case.first.refused is None and not written_tables(statement) <= set(case.first.leaves or ())
        found += [f"{case.name}: leaves is silent of a table that is written"] * is_silent
    if returns_rows(statement) and not any(case.first.returns for case in cases):
        found.append("no case returns a row")
    if not cases:
        found.append("no case")
    return found


def _uneven(case: Case) -> list[str]:
    """Return the lists of expected rows in which one names other columns than another."""
    lists = {
        f"{which} {what}": rows
        for which, outcome in (("first", case.first), ("again", case.again))
        for what, rows in {"returns": outcome.returns, **(outcome.leaves or {})}.items()
    }
    return [
        what
        for what, rows in lists.items()
        if any(set(row) != set(other) for row, other in itertools.pairwise(rows or ()))
    ]


def returns_rows(statement: str) -> bool:
    """Tell from a statement's text whether it is one that returns rows: a query, or a change that tells of its rows."""
    body = scan.without_comments(sql(statement))
    begins = re.findall(r"^(INSERT|UPDATE|DELETE|MERGE|CREATE|SELECT|RETURNING)\b", body, re.MULTILINE)
    return "RETURNING" in begins or begins[:1] == ["SELECT"]


def test_every_statement_has_cases_and_every_case_its_statement() -> None:
    assert sorted(set(read_cases()) - set(STATEMENTS)) == []
    assert [name for name in STATEMENTS if name not in read_cases()] == []


def test_the_cases_say_what_there_is_to_say() -> None:
    found = {name: said for name, cases in read_cases().items() if (said := faults(name, cases))}
    assert found == {}


CLEAR = "ingest/clear_marks.sql"
GOOD = {"with": {"batch_id": 1}, "leaves": {"staging.mark": []}}
FAULTY = {
    "nothing": (CLEAR, {"x": GOOD}, []),
    "no case": (CLEAR, {}, ["no case"]),
    "a parameter too few": (CLEAR, {"x": GOOD | {"with": {}}}, ["['batch_id']"]),
    "a parameter too many": (CLEAR, {"x": GOOD | {"with": {"batch_id": 1, "a": 2}}}, ["['batch_id']"]),
    "a step without parameters": (CLEAR, {"x": GOOD | {"before": [{"ingest/decide.sql": {}}]}}, ["decide"]),
    "a silent change": (CLEAR, {"x": GOOD | {"leaves": {}}}, ["leaves is silent"]),
    "uneven rows": (CLEAR, {"x": GOOD | {"leaves": {"staging.mark": [{"a": 1}, {}]}}}, ["first staging.mark"]),
    "no row": ("ingest/count_staged.sql", {"x": {"with": {"batch_id": 1}}}, ["no case returns"]),
}


@pytest.mark.parametrize(("statement", "said", "wanted"), FAULTY.values(), ids=FAULTY.keys())
def test_the_scan_of_cases_sees(statement: str, said: dict[str, object], wanted: list[str]) -> None:
    found = faults(statement, read_text(statement, yaml.safe_dump(said)))
    assert len(found) == len(wanted)
    assert all(part in told for part, told in zip(wanted, found, strict=True))


def test_which_statements_return_rows() -> None:
    assert returns_rows("ingest/count_staged.sql")
    assert returns_rows("ingest/register_batch.sql")
    assert not returns_rows("ingest/begin_reread.sql")


def test_texts_that_look_like_numbers_are_texts() -> None:
    text = "x: {with: {a: 00745, b: 7:30, c: no, d: 12, e: 0.5, f: ~, g: 2026-10-01}}"
    (case,) = read_text("x.sql", text)
    assert dict(case.parameters) == {
        "a": "00745",
        "b": "7:30",
        "c": "no",
        "d": 12,
        "e": 0.5,
        "f": None,
        "g": dt.date(2026, 10, 1),
    }
    assert case.first == Outcome([], {}, None)


@pytest.mark.parametrize("text", ["x: {with: {a: 1, a: 2}}", "x: {}\nx: {}", "x: {whit: {}}", "x: {again: {with: 1}}"])
def test_a_slip_is_no_case(text: str) -> None:
    with pytest.raises((ValueError, yaml.YAMLError), match=r"twice|a case has no"):
        read_text("x.sql", text)


def test_an_order_is_compared_only_where_there_is_one() -> None:
    rows = [{"a": 1, "b": 2}, {"a": 2, "b": 1}]
    assert compare([{"b": 1}, {"b": 2}], rows, is_ordered=False) == []
    assert compare([{"b": 1}, {"b": 2}], rows, is_ordered=True) == ["in another order", "+ {'b': 2}", "+ {'b': 1}"]
    assert compare([{"a": 1}, {"a": 1}], rows, is_ordered=False) == ["- {'a': 1}", "+ {'a': 2}"]
