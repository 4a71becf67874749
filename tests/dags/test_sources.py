"""Sources are read to published facts wherever Airflow keeps their connections, and leave no secret behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from simulator.testing import RunningSource, running_source
from simulator.world import Scale, build_world
from tests.dags.files import CHECKOUT, airflow_environment
from tests.support.warehouse import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

DOSSIERS = {"environment": 30, "page": 40, "secrets": 50}


@pytest.fixture
def sources() -> Iterator[dict[str, RunningSource]]:
    """A source for each place that has connections."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(
                running_source(build_world(Scale(dossiers=dossiers, communes=1, seed=dossiers)), source_system=name)
            )
            for name, dossiers in DOSSIERS.items()
        }


class Airflow:
    """An Airflow of the test's own, with its own database; nothing of it runs between two commands."""

    def __init__(self, home: Path, **variables: str) -> None:
        ours = ("AIRFLOW", "ONESTOP", "PG", "PYTHON")
        given = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        path = os.pathsep.join((str(CHECKOUT / "plugins"), str(CHECKOUT)))
        self.environ = {**given, **airflow_environment(home), "PYTHONPATH": path, "NO_PROXY": "127.0.0.1", **variables}

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of Airflow."""
        return subprocess.run(
            [sys.executable, "-m", "airflow", *command],
            env=self.environ,
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def do(self, *command: str) -> None:
        """Run a command that must succeed."""
        done = self.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr


def address(source: RunningSource) -> str:
    return source.url.replace("http://", f"http://:{source.token}@")


def test_a_source_is_read_wherever_airflow_keeps_its_connection(
    warehouse: Warehouse, sources: dict[str, RunningSource], tmp_path: Path
) -> None:
    secrets, home = tmp_path / "connections.json", tmp_path / "airflow"
    home.mkdir()
    secrets.write_text(json.dumps({"onestop_secrets": address(sources["secrets"])}), encoding="utf-8")
    airflow = Airflow(
        home,
        AIRFLOW_CONN_WAREHOUSE=str(warehouse.settings.warehouse_url),
        AIRFLOW_CONN_ONESTOP_ENVIRONMENT=address(sources["environment"]),
        AIRFLOW__SECRETS__BACKEND="airflow.secrets.local_filesystem.LocalFilesystemBackend",
        AIRFLOW__SECRETS__BACKEND_KWARGS=json.dumps({"connections_file_path": str(secrets)}),
        ONESTOP_SOURCES="onestop_page,onestop_secrets,onestop_nowhere",
        ONESTOP_VAR=str(tmp_path / "var"),
        ONESTOP_REQUESTS_PER_SECOND="1000",
        ONESTOP_QUALITY="off",
    )
    airflow.do("db", "migrate")
    page = sources["page"]
    # A token may begin with a hyphen.
    fields = ("--conn-type", "generic", "--conn-host", page.url, f"--conn-password={page.token}")
    airflow.do("connections", "add", "onestop_page", *fields)

    done = airflow.run("dags", "test", "ingest")
    printed = done.stdout + done.stderr

    read = warehouse.query("SELECT source_id, count(*) AS n FROM core.dossier GROUP BY 1")
    assert {row.source_id: row.n for row in read} == DOSSIERS, printed
    states = warehouse.query(
        "SELECT connection_name, last_error, last_success_at IS NOT NULL AS was_read FROM audit.source"
    )
    missing = (
        "there is no connection onestop_nowhere. Add it in Airflow, or set "
        "AIRFLOW_CONN_ONESTOP_NOWHERE=https://:TOKEN@HOST:PORT"
    )
    assert {row.connection_name: (row.last_error, row.was_read) for row in states} == {
        **dict.fromkeys(DOSSIERS, (None, True)),
        "nowhere": (missing, False),
    }
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file() and path.suffix in {".db", ".log"})
    assert b"read_source" in kept
    for name, source in sources.items():
        assert source.token not in printed, name
        assert source.token.encode() not in kept, name
