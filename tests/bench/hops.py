"""How long an event takes to a ranking through the real scheduler: ``python -m tests.bench.hops``.

A small stack is brought up with a source whose clock stands still. Each week the source tells of seven more days, the
business clock moves to that Monday, and `ingest` is woken: facts wake the figures, the figures wake the ranking of the
four weeks before, which gets its page. Beside it stands a chain of DAGs with as many asset hops and as many tasks one
after the other, which do nothing. What both take is told by Airflow's own records, from the first run's creation to the
end of the last.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shlex
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from embedded.processes import free_port
from embedded.stack import EmbeddedStack
from onestop.config.settings import CHECKOUT
from simulator.testing import RunningSource, running_source
from simulator.world import Scale, build_world
from tests.bench.results import Measured, Report, say, table
from tests.e2e.conftest import PORTS, Stack, bare_environment

PART = "event to ranking through the scheduler"
EMPTY = "chain of empty DAGs with as many hops"
FIRST_MONDAY = dt.datetime.fromisoformat("2026-08-24T06:00:00+07:00")
WEEKS = 5
PLANS_KEPT = {"on_time_weekly"}
TASKS_IN_TURN = {"empty_facts": 3, "empty_figures": 2, "empty_ranking": 3}
"""The empty DAGs, with as many tasks one after the other as ingest, refresh_measures and publish_rankings have."""

SECONDS = 600
POLL_SECONDS = 0.5
BUNDLES = "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST"
LOCAL_BUNDLE = "airflow.dag_processing.bundles.local.LocalDagBundle"
EMPTY_DAGS = '''
"""A chain of DAGs that do nothing, each woken by the asset that the last task of the one before announces."""

import pendulum
from airflow.sdk import Asset, chain, dag, task

START = pendulum.datetime(2025, 7, 1, tz="Asia/Ho_Chi_Minh")


def empty_dag(name, count, before, announced):
    @dag(dag_id=name, schedule=[before] if before else None, start_date=START, catchup=False, max_active_runs=1)
    def empty():
        def step(number):
            @task(task_id=f"step_{{number}}", outlets=[announced] if number == count - 1 else [])
            def nothing():
                pass

            return nothing()

        chain(*map(step, range(count)))

    return empty()


before = None
for name, count in {tasks}.items():
    announced = Asset(name)
    globals()[name] = empty_dag(name, count, before, announced)
    before = announced
'''
LATEST = """
SELECT extract(epoch FROM max(dag_run.end_date))
FROM dag_run WHERE dag_id = '{last}' AND state = 'success' AND queued_at >= to_timestamp({since})
AND run_type = '{run_type}'
"""
TASKS = """
SELECT dag_id || ': ' || task_id, extract(epoch FROM max(task_instance.end_date) - min(task_instance.start_date))
FROM task_instance INNER JOIN dag_run USING (dag_id, run_id)
WHERE dag_id = ANY('{{ingest, refresh_measures, publish_rankings}}') AND task_instance.state = 'success'
    AND dag_run.queued_at >= to_timestamp({since}) AND run_type IN ('manual', 'asset_triggered')
    AND task_instance.start_date IS NOT NULL
GROUP BY dag_id, task_id
"""


@contextmanager
def small_stack(running: RunningSource) -> Iterator[Stack]:
    """Bring up a stack that reads a source and plans the rankings of four weeks of a province only."""
    with tempfile.TemporaryDirectory(prefix="onestop-hops-") as folder:
        var_dir = Path(folder) / "var"
        var_dir.mkdir()
        Path(folder).chmod(0o711)
        var_dir.chmod(0o711)
        stack = Stack(var_dir, bare_environment(os.environ))
        stack.environ |= {"PYTHONPATH": "plugins:.", "ONESTOP_VAR": str(var_dir)}
        stack.environ |= {f"ONESTOP_{name}_PORT": str(free_port()) for name in PORTS}
        stack.environ["AIRFLOW_CONN_ONESTOP_HUE"] = running.url.replace("http://", f"http://:{running.token}@")
        stack.environ["ONESTOP_CATALOGUE"] = str(_own_catalogue(Path(folder)))
        stack.environ[BUNDLES] = json.dumps(_bundles(Path(folder)))
        try:
            yield stack
        finally:
            stack.command("down")


def _own_catalogue(folder: Path) -> Path:
    """Write a catalogue that takes out all plans but the one that is measured."""
    ours = yaml.safe_load((CHECKOUT / "include/catalogue/plans.yaml").read_text(encoding="utf-8"))
    others = sorted({entry["plan"] for entry in ours} - PLANS_KEPT)
    own = folder / "catalogue"
    own.mkdir()
    (own / "plans.yaml").write_text(yaml.safe_dump([{"plan": plan, "taken_out": True} for plan in others]))
    return own


def _bundles(folder: Path) -> list[dict[str, object]]:
    """Write the empty DAGs, and return both folders of DAGs as Airflow takes them."""
    empty = folder / "empty_dags"
    empty.mkdir()
    (empty / "empty.py").write_text(EMPTY_DAGS.format(tasks=TASKS_IN_TURN), encoding="utf-8")
    folders = {"ours": CHECKOUT / "dags", "empty": empty}
    return [{"name": name, "classpath": LOCAL_BUNDLE, "kwargs": {"path": str(path)}} for name, path in folders.items()]


def seconds_of_chain(stack: Stack, first: str, last: str) -> float:
    """Wake a DAG, wait until the last one of its chain has ended well, and return how long all of it took."""
    since, run_type = time.time(), "manual" if first == last else "asset_triggered"
    EmbeddedStack(stack.environ).airflow.api().trigger(first)
    while time.time() < since + SECONDS:
        ((ended,),) = stack.airflow_rows(LATEST.format(last=last, since=since, run_type=run_type))
        if ended is not None:
            return float(ended) - since
        time.sleep(POLL_SECONDS)
    msg = f"{last} did not follow {first} within {SECONDS} s"
    raise TimeoutError(msg)


def measure(stack: Stack, running: RunningSource, weeks: int, report: Report) -> None:
    """Read up to a Monday, then week by week, each beside the empty chain."""
    stack.command("up", ONESTOP_AS_OF=_an_hour_after(FIRST_MONDAY))
    stack.command("run", ONESTOP_AS_OF=_an_hour_after(FIRST_MONDAY))
    warehouse = stack.warehouse()
    report.stored = warehouse.query("SELECT count(*) AS n FROM core.dossier")[0].n
    ranked, empty = [], []
    of_tasks: dict[str, list[float]] = defaultdict(list)
    for week in range(1, weeks + 1):
        monday = FIRST_MONDAY + dt.timedelta(weeks=week)
        running.set_clock(monday)
        # The turn of the week is not part of it: it happens at midnight, before the source is read.
        warehouse.set_clock(_an_hour_after(monday))
        seconds_of_chain(stack, "tick", "tick")
        published = warehouse.query("SELECT count(*) AS n FROM mart.publication")[0].n
        since = time.time()
        ranked.append(seconds_of_chain(stack, "ingest", "publish_rankings"))
        for task, seconds in stack.airflow_rows(TASKS.format(since=since)):
            of_tasks[task].append(float(seconds))
        assert warehouse.query("SELECT count(*) AS n FROM mart.publication")[0].n > published, f"no ranking of {monday}"
        empty.append(seconds_of_chain(stack, *(list(TASKS_IN_TURN)[place] for place in (0, -1))))
    report.add(Measured(PART, "event to ranking and its page", ranked))
    report.add(Measured(PART, EMPTY, empty))
    for task, taken in of_tasks.items():
        report.add(Measured(PART, f"of it {task}", taken))
    report.ratio(PART, "event to ranking / empty chain", "event to ranking and its page", EMPTY, "≤ 1.5")


def _an_hour_after(monday: dt.datetime) -> str:
    return (monday + dt.timedelta(hours=1)).isoformat()


def main() -> None:
    """Read the command line, measure, print, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=4_000)
    parser.add_argument("--weeks", type=int, default=WEEKS, help="how often it is measured")
    parser.add_argument("--json", type=Path, default=Path("var/bench/hops.json"), help="where the results go")
    options = parser.parse_args()
    report = Report(shlex.join(["python", "-m", "tests.bench.hops", *sys.argv[1:]]))
    world = build_world(Scale(dossiers=options.dossiers, as_of=FIRST_MONDAY))
    with running_source(world) as running, small_stack(running) as stack:
        measure(stack, running, options.weeks, report)
    report.write(options.json)
    say(table([report.as_json()]))


if __name__ == "__main__":
    main()
