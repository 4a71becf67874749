"""The embedded stack, driven by its own commands as a newcomer does, in a folder and on ports of the test's own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml

from embedded.postgres import AIRFLOW, EmbeddedPostgres, roomy_memory_folder
from embedded.processes import free_port
from onestop.config.settings import CHECKOUT, Settings
from tests.support.warehouse import Warehouse, open_warehouse

PORTS = ("POSTGRES", "AIRFLOW", "SITE", "INTERNAL", "SIMULATOR", "MAIL", "MAILBOX")


@dataclass
class Stack:
    """An embedded stack with the environment that its commands get."""

    var_dir: Path
    environ: dict[str, str] = field(default_factory=dict)

    def command(self, name: str, expected: int = 0, **more: str) -> str:
        """Run a command of the stack and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "embedded", name],
            cwd=CHECKOUT,
            env={**self.environ, **more},
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        assert done.returncode == expected, done.stdout + done.stderr
        return done.stdout

    @property
    def server(self) -> EmbeddedPostgres:
        """Its database server."""
        return EmbeddedPostgres.of_checkout(Settings.from_env(self.environ))

    def warehouse(self) -> Warehouse:
        """Its warehouse, to look into."""
        return open_warehouse(self.server.url("onestop_pipeline"), "", self.var_dir)

    def airflow_rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return rows of Airflow's own database."""
        address = self.server.url(AIRFLOW, "airflow").replace("postgres://", "postgresql://")
        with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()


def own_entries(name: str, changes: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a province's own file of the catalogue: it changes the named entries of ours and takes out all others."""
    entries = yaml.safe_load((CHECKOUT / "include/catalogue" / name).read_text(encoding="utf-8"))
    key = next(iter(entries[0]))
    own = [
        {**entry, **changes[entry[key]]} if entry[key] in changes else {key: entry[key], "taken_out": True}
        for entry in entries
    ]
    return yaml.safe_dump(own)


def bare_environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without what belongs to another stack."""
    ours = ("AIRFLOW", "ONESTOP", "PG", "PYTHON")
    return {name: value for name, value in given.items() if not name.startswith(ours)}


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """A stack that is not up yet, in memory if there is room; it is taken down at the end."""
    with tempfile.TemporaryDirectory(prefix="onestop-stack-", dir=roomy_memory_folder()) as folder:
        var_dir = Path(folder)
        var_dir.chmod(0o711)  # the server's account must be able to pass
        made = Stack(var_dir, bare_environment(os.environ))
        made.environ |= {"PYTHONPATH": "plugins:.", "ONESTOP_VAR": str(var_dir)}
        made.environ |= {f"ONESTOP_{name}_PORT": str(free_port()) for name in PORTS}
        yield made
        made.command("down")
