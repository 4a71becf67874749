"""The rules of the code: who may import whom, who reads the environment, one driver, no SQL put together by hand."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house import scan

PRODUCT = ("plugins", "dags", "embedded", "simulator")

# What each room may import of ours. The root holds the version, and whoever wires things together knows everybody.
BASE = {"errors", "config", "warehouse", "contract"}
ROOMS = {
    "errors": {"errors"},
    "files": {"files"},
    "contract": {"contract"},
    "config": {"errors", "config"},
    # Rows of records are copied in the format of the contract.
    "warehouse": BASE,
    "words": {"contract", "words"},
    "office": {"warehouse.clock", "office"},
    "reference": BASE | {"words", "reference"},
    "catalogue": BASE | {"words", "catalogue"},
    "ingest": BASE | {"words", "ingest"},
    # It puts records through the protocol of ingest again.
    "quarantine": BASE | {"files", "words", "office", "ingest", "quarantine"},
    "measure": BASE | {"measure"},
    "publish": BASE | {"publish"},
    "show": BASE | {"files", "words", "office", "show"},
    "deliver": BASE | {"words", "office", "deliver"},
    # What the facts tell of open dossiers it finds by the statements that find it for the figures.
    "alert": BASE | {"alert", "measure.facts"},
    # It executes the rules that ingest executes, a second time.
    "quality": BASE | {"files", "words", "quality", "ingest.rules"},
    # It asks the sources for other things than ingest does, in the same way.
    "reconcile": BASE | {"reconcile", "ingest.client"},
    "sheets": BASE | {"files", "words", "office", "sheets"},
    "operations": BASE | {"files", "operations"},
    "assets": {"assets"},
    "defaults": {"config", "defaults"},
    "links": {"config", "links"},
    "__main__": {"config", "operations.version"},
    "tasks": BASE
    | {"ingest", "quarantine", "quality", "measure", "publish", "show", "deliver"}
    | {"reconcile", "sheets", "alert", "operations"},
    "": set(),
}
FOR_DAGS = {"tasks", "assets", "defaults", "links"}


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def wrong_ways(tree: ast.Module, allowed: set[str]) -> list[str]:
    """Return the imports of our own that a module may not make."""
    return [
        f"line {line} imports {module}"
        for line, module in scan.imports(tree)
        if module.split(".")[0] == "onestop"
        and module != "onestop"
        and not {room_of(module), module.removeprefix("onestop.")} & allowed
    ]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(scan.PLUGINS).with_suffix("").parts).removesuffix(".__init__")


def test_a_dossier_walks_through_the_house_in_one_direction() -> None:
    found = {
        scan.named(path): wrong
        for path in scan.python_files("plugins/onestop")
        if (wrong := wrong_ways(scan.parsed(path), ROOMS[room_of(module_of(path))]))
    }
    assert found == {}


def test_every_room_is_known() -> None:
    """A new room says here what it may import."""
    assert {room_of(module_of(path)) for path in scan.python_files("plugins/onestop")} == set(ROOMS)


def test_dags_know_tasks_assets_defaults_and_links_only() -> None:
    found = {scan.named(path): wrong_ways(scan.parsed(path), FOR_DAGS) for path in scan.python_files("dags")}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def importers(folder: str, *packages: str) -> list[str]:
    """Return the imports of some packages below a folder."""
    return [
        f"{scan.named(path)}:{line} {module}"
        for path in scan.python_files(folder)
        for line, module in scan.imports(scan.parsed(path))
        if module.split(".")[0] in packages
    ]


def test_simulator_and_pipeline_share_no_code() -> None:
    assert importers("simulator", "onestop") == []
    assert importers("plugins", "simulator") == []
    assert importers("dags", "simulator") == []
    assert importers("embedded", "simulator") == []


def test_the_product_needs_nothing_of_the_embedded_stack() -> None:
    assert [found for folder in ("plugins", "dags", "simulator") for found in importers(folder, "embedded")] == []


def test_the_handbook_reads_the_product_and_the_product_nothing_of_it() -> None:
    assert [found for folder in PRODUCT for found in importers(folder, "handbook")] == []
    allowed = BASE | {"ingest.rules", "catalogue"}
    found = {scan.named(path): wrong_ways(scan.parsed(path), allowed) for path in scan.python_files("handbook")}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_generator_reads_declarations_and_the_product_nothing_of_it() -> None:
    assert [found for folder in (*PRODUCT, "handbook") for found in importers(folder, "generator")] == []
    found = {
        scan.named(path): wrong_ways(scan.parsed(path), BASE | {"catalogue"}) for path in scan.python_files("generator")
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_nothing_imports_tests_or_dags() -> None:
    assert [found for folder in PRODUCT for found in importers(folder, "tests", "dags")] == []
    assert importers("tests", "dags") == []


def test_the_scan_of_imports_sees() -> None:
    source = """
import onestop
from onestop.contract import feeds
from onestop import measure
from onestop.publish.rankings import publish_pending
if TYPE_CHECKING:
    import onestop.show.pages
def later():
    from onestop.measure import writer
"""
    assert sorted(wrong_ways(ast.parse(source), ROOMS["publish"])) == [
        "line 4 imports onestop.measure",
        "line 7 imports onestop.show.pages",
        "line 9 imports onestop.measure",
    ]
    source = "from onestop.ingest.client import SourceClient\nfrom onestop.ingest.retries import Tries\n"
    assert wrong_ways(ast.parse(source), ROOMS["reconcile"]) == ["line 2 imports onestop.ingest.retries"]


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


OTHER_DRIVERS = {"psycopg", "psycopg_pool", "asyncpg", "pg8000", "aiopg"}
ADDRESS = re.compile(r"postgresql\+\w+|postgresql(?=://)")
# Airflow's own address for what it runs asynchronously; nothing of ours uses it.
AIRFLOW_ASYNC = ("embedded/airflow.py", "postgresql+asyncpg")


def drivers_named(tree: ast.Module) -> set[str]:
    """Return the drivers that the texts of a module name in addresses."""
    return {match for _, text in scan.texts(tree) for match in ADDRESS.findall(text)}


def test_the_only_driver_is_psycopg2() -> None:
    assert [found for folder in PRODUCT for found in importers(folder, *OTHER_DRIVERS)] == []
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
