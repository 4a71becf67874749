"""Reading the house: its files, the code and the comments of SQL, the imports and the texts of Python."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from handbook import statements
from onestop.warehouse.objects import FOLDERS

CHECKOUT = Path(__file__).resolve().parents[2]
PLUGINS = CHECKOUT / "plugins"
SQL_ROOT = CHECKOUT / "include" / "sql"

_SQL_COMMENT = re.compile(r"('(?:[^']|'')*')|--[^\n]*|/\*.*?\*/", re.DOTALL)

header = statements.header
RELATION = statements.RELATION


@functools.cache
def python_files(*folders: str) -> list[Path]:
    """Return the Python files below some folders of the checkout."""
    return sorted(path for folder in folders for path in (CHECKOUT / folder).rglob("*.py"))


def sql_files(*folders: str) -> list[Path]:
    """Return the SQL files below include/sql, or below some of its folders."""
    return sorted(path for folder in folders or (".",) for path in (SQL_ROOT / folder).rglob("*.sql"))


def named(path: Path) -> str:
    """Return a file's path as it is written in the checkout."""
    return path.relative_to(CHECKOUT).as_posix()


def sql_name(path: Path) -> str:
    """Return a statement file's path as the code names it."""
    return path.relative_to(SQL_ROOT).as_posix()


def is_rule(path: Path) -> bool:
    return sql_name(path).startswith("ingest/rules/")


def is_object(path: Path) -> bool:
    """Whether a file creates views, functions, triggers or tables that follow from declarations."""
    return path.parent.name in FOLDERS


def without_comments(sql: str) -> str:
    """Return SQL with its comments blanked out, its lines kept, and its texts untouched."""
    return _SQL_COMMENT.sub(lambda match: match.group(1) or "\n" * match.group().count("\n"), sql)


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and module of each import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or "."


def docstrings(tree: ast.AST) -> set[int]:
    """Return the identities of the texts that stand alone: they document what is around or above them."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and value of each text that is no docstring; the parts of an f-string come one by one."""
    documented = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node.lineno, node.value


def functions_around(tree: ast.Module) -> dict[int, str]:
    """Return by identity of each node the name of the innermost function around it."""
    around: dict[int, str] = {}

    def visit(node: ast.AST, function: str) -> None:
        for child in ast.iter_child_nodes(node):
            name = child.name if isinstance(child, ast.FunctionDef) else function
            around[id(child)] = name
            visit(child, name)

    visit(tree, "")
    return around
