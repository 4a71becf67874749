"""The command that stacks run after each migration."""

from __future__ import annotations

import os
import subprocess
import sys

from onestop.config.settings import CHECKOUT
from tests.support.warehouse import Warehouse


def command(**variables: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT / "plugins"), **variables}
    argv = [sys.executable, "-m", "onestop.reference"]
    return subprocess.run(argv, env=environ, capture_output=True, text=True, check=False)


def test_calendar_and_units_are_installed_once(warehouse: Warehouse) -> None:
    address = {"AIRFLOW_CONN_WAREHOUSE": str(warehouse.settings.warehouse_url)}
    first, second = command(**address), command(**address)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "14149 units of the country's list entered" in first.stderr
    assert second.stderr == ""
    counts = warehouse.query(
        "SELECT (SELECT count(*) FROM core.unit) AS units, (SELECT count(*) FROM mart.working_day) AS days"
    )
    assert tuple(counts[0]) == (14_149, 4_748)


def test_without_a_warehouse_it_says_so() -> None:
    done = command()
    assert done.returncode == 1
    assert done.stderr.startswith("AIRFLOW_CONN_WAREHOUSE is not set")
