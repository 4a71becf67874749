"""Every test asserts something: that nothing was raised is not enough."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house import scan

RAISES = {"raises", "warns"}
ASSERTS = {"call_and_validate"}
"""Calls of libraries that fail a test when they find something wrong."""


def calls(function: ast.FunctionDef) -> set[str]:
    """Return the names of what a function calls, of methods the last part."""
    called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in called}


def asserts(function: ast.FunctionDef) -> bool:
    """Whether a function asserts something itself, or expects an error."""
    return any(isinstance(node, ast.Assert) for node in ast.walk(function)) or bool(
        calls(function) & (RAISES | ASSERTS)
    )


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a module, those of classes too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def without_assertion(tree: ast.AST, helpers: set[str]) -> list[str]:
    """Return the tests of a module that neither assert nor call a helper that does."""
    return [
        f"line {function.lineno}: {function.name}"
        for function in functions(tree)
        if function.name.startswith("test_") and not asserts(function) and not calls(function) & helpers
    ]


def test_every_test_asserts_something() -> None:
    modules = {scan.named(path): scan.parsed(path) for path in scan.python_files("tests")}
    helpers = {
        function.name
        for tree in modules.values()
        for function in functions(tree)
        if asserts(function) and not function.name.startswith("test_")
    }
    assert {name: found for name, tree in modules.items() if (found := without_assertion(tree, helpers))} == {}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("read()", ["line 1: test_it"]),
        ("assert read() == 1", []),
        ("with pytest.raises(ValueError): read()", []),
        ("case.call_and_validate()", []),
        ("check(read())", []),
    ],
)
def test_what_a_test_without_assertion_is(body: str, found: list[str]) -> None:
    assert without_assertion(ast.parse(f"def test_it():\n    {body}"), {"check"}) == found
