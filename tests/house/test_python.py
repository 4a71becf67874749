"""The rules of the code that linters do not know: who reads the environment, one driver, no SQL built from strings."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house import scan

PRODUCT = ("plugins", "dags", "embedded", "simulator")


def environment_readings(tree: ast.Module) -> list[str]:
    """Return the places that read the environment."""
    names = {"environ", "environb", "getenv"}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            reads = node.attr in names and ast.unparse(node.value) == "os"
        else:
            reads = isinstance(node, ast.ImportFrom) and node.module == "os" and names & {a.name for a in node.names}
        if reads:
            found.append(node.lineno)
    return [f"line {line}" for line in sorted(found)]


def test_only_the_settings_read_the_environment() -> None:
    allowed = re.compile(r"plugins/onestop/config/(settings|environ)\.py")
    found = {
        scan.named(path): places
        for path in scan.python_files("plugins", "dags")
        if not allowed.fullmatch(scan.named(path)) and (places := environment_readings(scan.parsed(path)))
    }
    assert found == {}
    assert environment_readings(
        ast.parse("import os\nos.environ\nos.getenv('A')\nfrom os import environ\nx.environ")
    ) == [
        "line 2",
        "line 3",
        "line 4",
    ]


def asset_makers(tree: ast.Module) -> list[str]:
    """Return the places that make an asset."""
    return [
        f"line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"Asset", "AssetAlias", "Dataset"}
    ]


def test_assets_are_declared_in_one_module() -> None:
    found = [scan.named(path) for path in scan.python_files(*PRODUCT) if asset_makers(scan.parsed(path))]
    assert found == ["plugins/onestop/assets.py"]
    assert asset_makers(ast.parse("a = Asset('x')\nb = sdk.Asset('y')\nc = AssetOrTimeSchedule()")) == [
        "line 1",
        "line 2",
    ]


ADDRESS = re.compile(r"postgresql\+\w+|postgresql(?=://)")
# Airflow's own address for what it runs asynchronously; nothing of ours uses it.
AIRFLOW_ASYNC = ("embedded/airflow.py", "postgresql+asyncpg")


def drivers_named(tree: ast.Module) -> set[str]:
    """Return the drivers that the texts of a module name in addresses."""
    return {match for _, text in scan.texts(tree) for match in ADDRESS.findall(text)}


def test_addresses_name_psycopg2_as_their_driver() -> None:
    named = {
        (scan.named(path), driver)
        for path in scan.python_files(*PRODUCT)
        for driver in drivers_named(scan.parsed(path)) - {"postgresql+psycopg2"}
    }
    assert sorted(named - {AIRFLOW_ASYNC}) == []


def test_sqlalchemy_gets_an_address_that_names_the_driver() -> None:
    import sqlalchemy as sa

    from onestop.warehouse.database import connect

    engine = connect("postgresql+psycopg2://onestop@127.0.0.1:1/warehouse")
    assert engine.dialect.driver == "psycopg2"
    for address in ("postgresql://onestop@127.0.0.1:1/x", "postgresql+psycopg://onestop@127.0.0.1:1/x", "sqlite://"):
        with pytest.raises(ValueError, match=r"postgresql\+psycopg2"):
            connect(address)
    assert sa.make_url("postgresql+psycopg2://x").get_dialect().driver == "psycopg2"


def test_the_scan_of_drivers_sees() -> None:
    source = '"""postgresql://"""\na = "postgresql://x"\nb = f"postgresql+psycopg://{a}"\nc = "postgresql+psycopg2"\n'
    assert drivers_named(ast.parse(source)) == {"postgresql", "postgresql+psycopg", "postgresql+psycopg2"}


STATEMENT = re.compile(
    r"\s*(SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|WITH|CREATE|ALTER|DROP|TRUNCATE|COPY|GRANT|REVOKE|SET|"
    r"COMMENT|CALL|DO|VALUES|LOCK|VACUUM|ANALYZE|REFRESH)\s"
)
# Names of relations and databases cannot be bound as parameters. These are written in our code or checked.
COMPOSED = {
    ("plugins/onestop/warehouse/database.py", "analyze"),
    ("plugins/onestop/ingest/rules.py", "marking_statement"),
    ("plugins/onestop/quality/suites.py", "_differing"),
    ("plugins/onestop/quality/suites.py", "_staged_rows"),
    ("plugins/onestop/warehouse/database.py", "copy_rows"),
}
FILLING = {"format", "format_map", "replace", "join", "substitute"}
# The launcher speaks to the server before there is any warehouse, and to Airflow's database, which is not ours.
MAY_HOLD_SQL = re.compile(r"embedded/(postgres|airflow)\.py")


def compositions(tree: ast.Module) -> set[str]:
    """Return the functions in which a statement is put together from parts."""
    around = scan.functions_around(tree)
    found = set()
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.FormattedValue) for part in node.values):
            parts = node.values
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
            parts = [node.left, node.right]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FILLING:
            parts = [node.func.value]
        if any(isinstance(part, ast.Constant) and STATEMENT.match(str(part.value)) for part in parts):
            found.add(around[id(node)])
    return found


def test_no_statement_is_put_together_by_hand() -> None:
    found = {
        (scan.named(path), function)
        for path in scan.python_files("plugins", "dags")
        for function in compositions(scan.parsed(path))
    }
    assert sorted(found - COMPOSED) == []
    assert sorted(COMPOSED - found) == [], "no longer needed in the list"


def test_statements_live_in_files() -> None:
    found = [
        f"{scan.named(path)}:{line} {text.split()[0]}"
        for path in scan.python_files("plugins", "dags")
        if not MAY_HOLD_SQL.fullmatch(scan.named(path))
        for line, text in scan.texts(scan.parsed(path))
        if STATEMENT.match(text)
    ]
    composed = {file for file, _ in COMPOSED}
    assert [place for place in found if place.split(":")[0] not in composed] == []


@pytest.mark.parametrize(
    "source",
    [
        'def f(x): return f"SELECT {x}"',
        'def f(x): return "SELECT %s" % x',
        'def f(x): return "SELECT {}".format(x)',
        'def f(x): return "DELETE FROM " + x',
        'def f(x): return "SELECT a WHERE b = :b".replace(":b", x)',
        'def f(x): return f"""\nINSERT INTO {x}"""',
    ],
)
def test_the_scan_of_statements_sees(source: str) -> None:
    assert compositions(ast.parse(source)) == {"f"}


@pytest.mark.parametrize("source", ['def f(x): return f"set to {x}"', 'def f(x): return f"{x} with a"', '"SELECT 1"'])
def test_the_scan_of_statements_leaves_alone(source: str) -> None:
    assert compositions(ast.parse(source)) == set()


def test_the_plugin_loader_leaves_our_package_alone() -> None:
    """It would execute every module a second time under its bare name."""
    assert (scan.PLUGINS / ".airflowignore").read_text(encoding="utf-8").split() == ["onestop/"]


def test_every_module_says_what_it_is() -> None:
    assert [scan.named(path) for path in scan.python_files(*PRODUCT) if not ast.get_docstring(scan.parsed(path))] == []
    assert ast.get_docstring(ast.parse("import os")) is None


def test_every_room_says_what_it_is_for() -> None:
    rooms = {path.parent for path in scan.python_files("plugins/onestop")}
    assert sorted(scan.named(room) for room in rooms if not (room / "__init__.py").is_file()) == []


LONGEST_MODULE, LONGEST_FUNCTION = 420, 50


def lines_of_code(function: ast.FunctionDef) -> int:
    """Return how many lines a function takes, without its docstring."""
    said = function.body[0] if ast.get_docstring(function) else None
    documented = (said.end_lineno or 0) - said.lineno + 1 if said else 0
    return (function.end_lineno or 0) - function.lineno + 1 - documented


def test_a_module_and_a_function_are_read_in_one_go() -> None:
    found = {
        scan.named(path)
        for path in scan.python_files(*PRODUCT)
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_MODULE
    }
    assert found == set()
    long = [
        f"{scan.named(path)} {node.name}"
        for path in scan.python_files(*PRODUCT)
        for node in ast.walk(scan.parsed(path))
        if isinstance(node, ast.FunctionDef) and lines_of_code(node) > LONGEST_FUNCTION
    ]
    assert long == ["simulator/defects.py profile"], "a table of shares, a line each"


def test_the_count_of_lines_sees() -> None:
    tree = ast.parse('def f():\n    """Say\n\n    more.\n    """\n    return (\n        1\n    )\n')
    assert [lines_of_code(node) for node in tree.body if isinstance(node, ast.FunctionDef)] == [4]
