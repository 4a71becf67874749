"""The linter of SQL: predicates of rules, which are no files of its own kind, and what its settings let it see."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from onestop.ingest.rules import catalogue
from tests.house import scan

SQRUFF = Path(sys.executable).with_name("sqruff")


def lint(folder: Path, statements: dict[str, str]) -> str:
    """Return what the linter finds in some statements, by the settings of the house; nothing if all are good."""
    for name, sql in statements.items():
        (folder / f"{name}.sql").write_text(sql, encoding="utf-8")
    command = [SQRUFF, "--config", scan.CHECKOUT / ".sqruff", "--parsing-errors", "lint", "--nocolor", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_rules_are_conditions_of_statements(tmp_path: Path) -> None:
    statements = {
        rule.rule_id: f"SELECT staged.ordinal\nFROM staged\nWHERE\n{rule.predicate}\n"
        for rule in catalogue()
        if rule.predicate
    }
    assert len(statements) > 50
    assert lint(tmp_path, statements) == ""


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("SELECT a.x FROM a\n", ""),
        ("GRANT MAINTAIN ON a.b TO c; -- noqa\n", ""),
        ("SELECT a.x FROM a WHERE\n", "Unparsable section"),
        ("select a.x from a\n", "CP01"),
        ("SELECT Count(a.x) AS n FROM a\n", "CP03"),
        ("SELECT a.x, a.y FROM a WHERE b.x = 1\n", "RF01"),
        ("SELECT a.x FROM a JOIN b ON a.x = b.x\n", "AM05"),
        (f"SELECT a.{'x' * 130} FROM a\n", "LT05"),
        ("-- a line of a long file\n" * 1_000 + "select a.x FROM a\n", "CP01"),
    ],
    ids=["good", "let pass", "no statement", "keyword", "function", "stranger", "which join", "long line", "long file"],
)
def test_the_linter_sees(tmp_path: Path, sql: str, found: str) -> None:
    output = lint(tmp_path, {"statement": sql})
    assert found in output
    assert bool(output) == bool(found)
