"""The cases of statements, as data: what is there before, what the statement gets, what comes of it; once and again.

``cases/<path of the statement>.yaml`` maps the name of a case to a mapping of

- ``given``: rows by table, with columns by name. A table that is given holds these rows and no others, also where a
  migration had put some, and the numbers it gives go on after theirs. A column that must have a value, and is not
  named, has one of its type. What a row refers to need not be there, unless the statement changes the row. Temporary
  tables are filled after ``before``. Rows of the views mart.period_figure and mart.form_ii06a stand for what makes the
  views show them.
- ``without``: by table the constraints that must not stand in the way, where a statement looks for what they rule out.
- ``before``: statements to execute first, each ``- path.sql: {parameters}``, such as those that make temporary tables;
  ``- folder/: {}`` is all of a folder, in the order of their names.
- ``with``: the parameters. A mapping, or a list of mappings, goes as JSON.
- ``returns``: the rows that come back, the named columns only; in order if the statement orders them. Left out: none.
- ``leaves``: of each table all its rows afterwards, the named columns only.
- ``refused``: part of the message, where the statement must fail.
- ``again``: ``same`` (left out: the same) if a second execution returns the same rows and changes nothing; else what
  differs, by ``returns``, ``leaves`` and ``refused``.
- ``role``: who executes it, if not the pipeline.

Scalars are those of YAML 1.2: 007, 7:30 and yes are texts. Dates, and timestamps with T, are what they look like; in
jsonb and in ranges they are texts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from embedded.postgres import PIPELINE
from onestop.warehouse.database import SQL_ROOT

CASES = Path(__file__).parent / "cases"

Values = Mapping[str, Any]
Rows = Sequence[Values]
Tables = Mapping[str, Rows]


@dataclass(frozen=True)
class Outcome:
    """What one execution does; None is not said."""

    returns: Rows | None = None
    leaves: Tables | None = None
    refused: str | None = None


@dataclass(frozen=True)
class Case:
    """One use of a statement."""

    statement: str
    name: str
    given: Tables
    without: Mapping[str, Sequence[str]]
    before: Sequence[tuple[str, Values]]
    parameters: Values
    first: Outcome
    again: Outcome
    role: str

    def __str__(self) -> str:
        return f"{self.statement.removesuffix('.sql')}: {self.name}"


class _Reader(yaml.CSafeLoader):
    """YAML with the scalars of version 1.2, and no name twice in one mapping."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as in the library

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise yaml.constructor.ConstructorError(None, None, f"{sorted(twice)} twice", node.start_mark)
        return super().construct_mapping(node, deep)


for tag, pattern, begins in (
    ("null", r"null|~|", ["n", "~", ""]),
    ("bool", r"true|false", list("tf")),
    ("int", r"-?(0|[1-9]\d*)", list("-0123456789")),
    ("float", r"-?(0|[1-9]\d*)\.\d+", list("-0123456789")),
    ("timestamp", r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d)?)?", list("0123456789")),
    ("merge", r"<<", ["<"]),
):
    _Reader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^({pattern})$"), begins)


def read_case(statement: str, name: str, said: Mapping[str, Any]) -> Case:
    """Return what one entry of a file says.

    Raises:
        ValueError: it has a key that no case has.
    """
    again = said.get("again", "same")
    again = {} if again == "same" else again
    outcome = {"returns", "leaves", "refused"}
    strange = set(said) - {"given", "without", "before", "with", "again", "role"} - outcome
    if strange | set(again) - outcome:
        msg = f"{statement}, {name}: a case has no {sorted(strange) or sorted(again)}"
        raise ValueError(msg)
    return Case(
        statement=statement,
        name=name,
        given=said.get("given", {}),
        without=said.get("without", {}),
        before=[step for steps in said.get("before", []) for told in steps.items() for step in _steps(*told)],
        parameters=said.get("with", {}),
        first=Outcome(said.get("returns", []), said.get("leaves", {}), said.get("refused")),
        again=Outcome(again.get("returns"), again.get("leaves"), again.get("refused")),
        role=said.get("role", PIPELINE),
    )


def _steps(path: str, parameters: Values) -> list[tuple[str, Values]]:
    """Return the statements that a step means: one, or all of a folder in their order."""
    if not path.endswith("/"):
        return [(path, parameters)]
    return [(path + file.name, parameters) for file in sorted((SQL_ROOT / path).glob("*.sql"))]


def read_text(statement: str, text: str) -> list[Case]:
    """Return the cases of a file's content."""
    said = yaml.load(text, Loader=_Reader)  # noqa: S506 - a safe loader
    return [read_case(statement, name, case) for name, case in (said or {}).items()]


@functools.cache
def read_cases() -> dict[str, list[Case]]:
    """Return the cases of each statement that has a file of them, by the statement's path."""
    found = {}
    for path in sorted(CASES.rglob("*.yaml")):
        statement = path.relative_to(CASES).with_suffix(".sql").as_posix()
        found[statement] = read_text(statement, path.read_text(encoding="utf-8"))
    return found
