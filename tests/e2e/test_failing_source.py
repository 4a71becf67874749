"""Two sources on real Airflow, one failing: it is seen as failed, the other reaches the mart, the ranking waits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.testing import RunningSource, running_source
from simulator.world import Scale, build_world
from tests.e2e.conftest import Stack, own_entries

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def hue() -> Iterator[RunningSource]:
    """The source that answers."""
    with running_source(build_world(Scale(dossiers=600, communes=5))) as running:
        yield running


@pytest.fixture(scope="module")
def quang_dien() -> Iterator[RunningSource]:
    """The source that fails at first."""
    world = build_world(Scale(dossiers=200, communes=2, seed=7))
    with running_source(world, source_system="quang-dien") as running:
        running.fail_with(503)
        yield running


@pytest.fixture(scope="module")
def own_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province's own folder, which takes out all plans but the two that rank a province by time."""
    folder = tmp_path_factory.mktemp("catalogue")
    plans = own_entries("plans.yaml", {"on_time": {}, "on_time_weekly": {}})
    (folder / "plans.yaml").write_text(plans, encoding="utf-8")
    return folder


def test_a_failing_source_is_visible_and_holds_up_only_the_ranking(
    stack: Stack, hue: RunningSource, quang_dien: RunningSource, own_catalogue: Path
) -> None:
    for name, running in (("HUE", hue), ("QUANG_DIEN", quang_dien)):
        address = running.url.replace("http://", f"http://:{running.token}@")
        stack.environ[f"AIRFLOW_CONN_ONESTOP_{name}"] = address
    # That a page is tried more often has tests of its own; the pauses between the tries would only be waited for.
    stack.environ["ONESTOP_PAGE_TRIES"] = "1"
    stack.environ["ONESTOP_CATALOGUE"] = str(own_catalogue)
    stack.command("up", ONESTOP_AS_OF="2026-10-01T07:00:00+07:00")
    printed = stack.command("run", expected=1)
    assert "quang_dien" in printed
    assert "503" in printed

    states = dict(
        stack.airflow_rows(
            "SELECT rendered_map_index, state FROM task_instance "
            "WHERE task_id = 'each_source.read_source' AND map_index >= 0"
        )
    )
    assert states == {"hue": "success", "quang_dien": "failed"}
    assert ("failed",) in stack.airflow_rows("SELECT DISTINCT state FROM dag_run WHERE dag_id = 'ingest'")
    warehouse = stack.warehouse()
    assert warehouse.query("SELECT count(*) AS n FROM core.dossier")[0].n == 600
    assert warehouse.query("SELECT max(resolved_total) AS n FROM mart.form_ii06a")[0].n > 0
    assert warehouse.query("SELECT count(*) AS n FROM mart.publication")[0].n == 0

    quang_dien.recover()
    stack.command("run")
    assert warehouse.query("SELECT count(*) AS n FROM core.dossier")[0].n == 800
    kinds = warehouse.query(
        "SELECT split_part(period_id, ':', 1) AS kind, count(*) AS n FROM mart.publication GROUP BY 1"
    )
    assert {row.kind: row.n for row in kinds} == {"month": 12, "report_quarter": 4, "rolling_4_weeks": 4}
