"""What CONTRIBUTING.md says of a new field is done here, word by word, in a copy of the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.config.settings import as_sqlalchemy
from tests.house import scan

MANUAL = (scan.CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTION = MANUAL.split("## Example: add a field\n")[1].split("\n## ")[0]
COPIED = ("generator", "handbook", "include", "plugins", "simulator", "tests/support")

READING = """
import sys
from pathlib import Path
from tests.support.scripted import dossier, script_of
from tests.support.warehouse import migrate_warehouse, open_warehouse

owner_url, pipeline_url, folder = sys.argv[1:]
migrate_warehouse(owner_url)
warehouse = open_warehouse(pipeline_url, owner_url, Path(folder))
warehouse.set_clock("2026-10-01T07:00:00+07:00")
warehouse.read_script(script_of([dossier("A-1", MaVanDon=" vd 1 ")]))
later = dossier("A-1", MaVanDon="VD2", CapNhatLuc="2026-03-03T08:00:00+07:00")
warehouse.read_script(script_of([later, dossier("A-2")]))
for table in ("core.dossier", "core.superseded_dossier", "core.dossier_version"):
    print(table, *(row.post_code for row in warehouse.query(f"SELECT post_code FROM {table} ORDER BY post_code")))
unknown = warehouse.query("SELECT count(*) AS n FROM audit.unknown_field")[0].n
print("unknown fields", unknown)
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The checkout with the field of the manual."""
    for folder in COPIED:
        shutil.copytree(scan.CHECKOUT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    kept, column = re.findall(r"```text\n(.*?)```", SECTION, re.DOTALL)
    meaning, migration = re.findall(r"```sql\n(.*?)```", SECTION, re.DOTALL)
    feed = tmp_path / "plugins/onestop/contract/feeds/dossiers.py"
    put(feed, "    scalars=frozenset({\n", kept)
    put(feed, "    cells={\n", column)
    meanings = tmp_path / "include/sql/audit/views/column_meaning.sql"
    put(meanings, *before(meanings, meaning))
    latest = max(path.stem for path in (tmp_path / "include/sql/migrations").iterdir())
    number = f"{int(latest[:4]) + 1:04}"
    (tmp_path / f"include/sql/migrations/{number}_post_code.sql").write_text(migration, encoding="utf-8")
    return tmp_path


def put(path: Path, after: str, text: str) -> None:
    """Put a text behind the one place at which another one stands."""
    before_it, after_it = path.read_text(encoding="utf-8").split(after)
    path.write_text(before_it + after + text + after_it, encoding="utf-8")


def before(meanings: Path, meaning: str) -> tuple[str, str]:
    """Return the meaning that goes before another one in the order of names, and that other one."""
    names = re.findall(r"^    \('[a-z_]+', '.*'\),\n", meanings.read_text(encoding="utf-8"), re.MULTILINE)
    return max(name for name in names if name < meaning), meaning


def python(copy: Path, *arguments: str) -> str:
    """Run Python in the copy, with its packages."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": "plugins:."},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_a_field_arrives_in_the_facts_and_their_versions(server: EmbeddedPostgres, copy: Path) -> None:
    unchanged = {path: path.read_text(encoding="utf-8") for path in (copy / "include/sql").rglob("*.sql")}
    python(copy, "-m", "generator")
    changed = {
        path.relative_to(copy / "include/sql").as_posix()
        for path, text in unchanged.items()
        if path.read_text(encoding="utf-8") != text
    }
    assert changed == {
        "ingest/dossiers/insert.sql",
        "ingest/dossiers/own_10_versions.sql",
        "ingest/dossiers/resolve.sql",
        "ingest/dossiers/update.sql",
        "ingest/tables/staging.sql",
        "ingest/views/dossier_versions.sql",
    }
    owner_url = as_sqlalchemy(server.create_warehouse_database("with_a_field"))
    told = python(copy, "-c", READING, owner_url, server.url("onestop_pipeline", "with_a_field"), str(copy / "var"))
    server.drop_database("with_a_field")
    assert told.splitlines() == [
        "core.dossier VD2 None",
        "core.superseded_dossier VD1",
        "core.dossier_version VD1 VD2 None",
        "unknown fields 0",
    ]
