"""A DAG file says what runs after what, and nothing else."""

from __future__ import annotations

import ast
import re

import pytest

from tests.dags.files import FILES

ALLOWED = re.compile(r"airflow(\..+)?|onestop\.(tasks|assets|defaults|links)|logging|datetime|__future__")
SQL = re.compile(r"\b(SELECT\s|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s|DROP\s|ALTER\s|TRUNCATE\s)")
LONGEST_FUNCTION = 6


def offences(source: str, name: str) -> list[str]:
    """Return what a DAG file does beyond wiring."""
    tree = ast.parse(source)
    found = [f"imports {module}" for module in imported(tree) if not ALLOWED.fullmatch(module)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
            found.append(f"line {node.lineno} reads the environment")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            found.append(f"line {node.lineno} holds SQL")
        if isinstance(node, ast.FunctionDef):
            if statements(node) > LONGEST_FUNCTION:
                found.append(f"{node.name} has {statements(node)} statements")
            if any(is_call_of(decorator, "dag") for decorator in node.decorator_list) and node.name != name:
                found.append(f"DAG {node.name} is in {name}.py")
        if isinstance(node, ast.For | ast.While | ast.Try | ast.ClassDef | ast.With):
            found.append(f"line {node.lineno} computes")
    calls = [node.value for node in tree.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
    if [call.func.id for call in calls if isinstance(call.func, ast.Name)] != [name]:
        found.append(f"does not make the one DAG {name}")
    return found


# What would tie a DAG to another one, to the server's store, or to arguments of its own.
FORBIDDEN = {
    "TriggerDagRunOperator",
    "ExternalTaskSensor",
    "ExternalTaskMarker",
    "Variable",
    "xcom_pull",
    "xcom_push",
}


def ties(source: str) -> list[str]:
    """Return what ties a DAG file to more than tables and assets, or departs from the common arguments."""
    tree = ast.parse(source)
    found = [
        f"line {node.lineno} uses {name}"
        for node in ast.walk(tree)
        if (name := getattr(node, "id", getattr(node, "attr", ""))) in FORBIDDEN
    ]
    found += [
        f"{decorator.lineno}: @dag takes no dag_defaults"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if is_call_of(decorator, "dag")
        and not (
            isinstance(decorator, ast.Call)
            and any(
                word.arg is None and isinstance(word.value, ast.Call) and is_call_of(word.value, "dag_defaults")
                for word in decorator.keywords
            )
        )
    ]
    return found


def imported(tree: ast.Module) -> list[str]:
    """Return the modules that are imported; ``from onestop import tasks`` is onestop.tasks."""
    modules = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            modules += [f"{module}.{alias.name}" for alias in node.names] if module == "onestop" else [module]
    return modules


def statements(function: ast.FunctionDef) -> int:
    """Count the statements of a function; the functions in it count for themselves."""
    return sum(
        1 if isinstance(statement, ast.FunctionDef) else sum(isinstance(node, ast.stmt) for node in ast.walk(statement))
        for statement in function.body
    )


def is_call_of(decorator: ast.expr, name: str) -> bool:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(function, ast.Name) and function.id == name


@pytest.mark.parametrize("dag_id", FILES)
def test_a_dag_file_is_wiring_only(dag_id: str) -> None:
    assert offences(FILES[dag_id].read_text(encoding="utf-8"), dag_id) == []


@pytest.mark.parametrize("dag_id", FILES)
def test_a_dag_is_tied_to_tables_and_assets_only(dag_id: str) -> None:
    assert ties(FILES[dag_id].read_text(encoding="utf-8")) == []


def test_the_scan_of_ties_sees() -> None:
    source = """
@dag(schedule=None, **dag_defaults(Topic.FACTS, Impact.TODAY))
def good(): pass
@dag(schedule=None, **defaults)
def bad():
    TriggerDagRunOperator(task_id="x")
    Variable.get("x")
    context.ti.xcom_pull("other")
@dag
def worse(): sensors.ExternalTaskSensor()
"""
    assert sorted(ties(source)) == [
        "4: @dag takes no dag_defaults",
        "9: @dag takes no dag_defaults",
        "line 10 uses ExternalTaskSensor",
        "line 6 uses TriggerDagRunOperator",
        "line 7 uses Variable",
        "line 8 uses xcom_pull",
    ]


BAD = """
import os
import pandas
from onestop import tasks
from onestop.ingest import reading
from airflow.sdk import dag, task

@dag()
def other():
    a = 1
    b = 2
    c = 3
    d = 4
    e = 5
    for f in (a, b, c, d, e):
        run("SELECT 1", os.environ["X"])

other()
"""


def test_the_scan_sees_what_it_is_for() -> None:
    assert sorted(offences(BAD, "ingest")) == [
        "DAG other is in ingest.py",
        "does not make the one DAG ingest",
        "imports onestop.ingest",
        "imports os",
        "imports pandas",
        "line 15 computes",
        "line 16 holds SQL",
        "line 16 reads the environment",
        "other has 7 statements",
    ]
