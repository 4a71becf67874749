"""Parsing is cheap: what costs seconds or opens the warehouse is imported by a task when it runs."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dags.files import CHECKOUT, DAGS, FILES, airflow_environment

PLUGINS = CHECKOUT / "plugins"
# What the DAG processor may load of ours at every parse.
AT_PARSE = {"onestop", "onestop.assets", "onestop.defaults", "onestop.links", "onestop.tasks", "onestop.config"} | {
    "onestop.config.settings",
    "onestop.config.connections",
    "onestop.config.environ",
}
COSTLY = {"pandas", "numpy", "great_expectations", "psycopg2", "psycopg", "sqlalchemy", "alembic", "httpx", "msgspec",
          "jinja2", "holidays", "xlsxwriter"}  # fmt: skip
# Airflow has pydantic loaded before it reads the first DAG file.
LIGHT = set(sys.stdlib_module_names) | {"airflow", "pendulum", "pydantic"}

PROBE = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
before = set(sys.modules)
bag = DagBag(sys.argv[1])
loaded = sorted(set(sys.modules) - before)
print("\\n" + json.dumps({"dags": len(bag.dags), "errors": dict(bag.import_errors), "loaded": loaded}))
"""


@pytest.mark.slow  # a fresh Airflow takes four seconds to import
def test_what_a_parse_loads(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(DAGS)],
        env={**os.environ, **airflow_environment(tmp_path), "PYTHONPATH": str(PLUGINS)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["errors"] == {}
    assert report["dags"] == len(FILES)
    assert {name for name in report["loaded"] if name.split(".")[0] == "onestop"} == AT_PARSE
    assert {name.split(".")[0] for name in report["loaded"]} & (COSTLY | {"pydantic", "dotenv"}) == set()


def module_level_imports(source: str) -> set[str]:
    """Return what a module imports when it is imported: not in functions, not for type checkers."""
    found: set[str] = set()
    pending: list[ast.stmt] = list(ast.parse(source).body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "onestop":
            found |= {f"onestop.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            pending += node.orelse
        elif not isinstance(node, ast.FunctionDef):
            pending += [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]
    return found


def source_of(module: str) -> Path | None:
    path = PLUGINS.joinpath(*module.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


def test_what_dag_files_reach_at_parse_is_light() -> None:
    """The same without an Airflow of its own, and with the names of the files that are to blame."""
    reached: set[str] = set()
    offences: list[str] = []
    pending = list(FILES.values())
    while pending:
        path = pending.pop()
        for module in module_level_imports(path.read_text(encoding="utf-8")):
            if module.split(".")[0] != "onestop":
                if module.split(".")[0] not in LIGHT:
                    offences.append(f"{path.relative_to(CHECKOUT)} imports {module}")
            elif module not in reached:
                reached.add(module)
                file = source_of(module)
                assert file, f"{path.name} imports {module}, which is no file"
                pending.append(file)
    assert offences == []
    assert reached <= AT_PARSE


def test_the_scan_sees_what_it_is_for() -> None:
    source = """
from __future__ import annotations
import pandas
from onestop import tasks
if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
try:
    import psycopg2
except ImportError:
    pass
class Heavy:
    import msgspec
def later():
    import great_expectations
"""
    assert module_level_imports(source) == {"__future__", "pandas", "onestop.tasks", "psycopg2", "msgspec"}
