"""Trigger DAGs of the running scheduler and wait until all that follows is done."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from embedded import StackError
from embedded.airflow import Airflow
from embedded.api import AirflowApi, DagRun, FailedTask
from onestop import words
from onestop.config.settings import CHECKOUT
from onestop.words import labels

# `tick` first: it closes periods that `ingest` may then find publishable.
TRIGGERED = ("tick", "ingest")
POLL_SECONDS = 1.0
KNOWN_SECONDS = 120
# A run is created a scheduler loop after the asset event that causes it: one poll without active runs is not the end.
QUIET_POLLS = 2
QUIET_POLLS_AFTER_FAILURE = 5
# An asset event can get lost; then the tables say that work is pending while nothing runs.
QUIET_POLLS_BEFORE_TRIGGERING_AGAIN = 20
# Counting takes the warehouse some work, so it is not done at each poll.
REPORT_SECONDS = 3.0
# A poll takes a second or two: no silence is longer than ten.
SILENT_SECONDS = 7.0


@dataclass(slots=True)
class Watch:
    """The runs seen so far."""

    say: Callable[[str], None]
    now: Callable[[], float] = time.monotonic
    states: dict[tuple[str, str], DagRun] = field(default_factory=dict)
    quiet_polls: int = 0
    progress: str = ""
    said_at: float = 0.0

    def update(self, runs: Sequence[DagRun]) -> None:
        """Update the state of runs and print the changes."""
        for run in runs:
            if self.states.get((run.dag_id, run.run_id)) != run:
                self.states[run.dag_id, run.run_id] = run
                self._say(f"{run.dag_id:<18} {run.state}")
        self.quiet_polls = 0 if any(run.is_active for run in runs) else self.quiet_polls + 1

    def is_silent(self) -> bool:
        """Return whether nothing was printed for so long that it is time to say how far the work is."""
        return self.now() - self.said_at >= REPORT_SECONDS

    def report(self, progress: str) -> None:
        """Print how far the work is when that changed, and what is active when nothing was printed for a while."""
        if progress and progress != self.progress:
            self.progress = progress
            self._say(progress)
        elif self.now() - self.said_at >= SILENT_SECONDS:
            active = sorted({run.dag_id for run in self.states.values() if run.is_active})
            self._say(f"still at work: {', '.join(active)}" if active else "waiting for Airflow to start what follows")

    def _say(self, text: str) -> None:
        self.said_at = self.now()
        self.say(text)

    def failed(self) -> list[DagRun]:
        """Return the runs that failed."""
        return [run for run in self.states.values() if run.state == "failed"]


def run_pipeline(
    airflow: Airflow, say: Callable[[str], None], dag_ids: Sequence[str] = TRIGGERED, expected_dossiers: int = 0
) -> bool:
    """Trigger DAGs, say how far the work is, and wait for all that follows; return whether every run succeeded.

    `expected_dossiers` is how many the source has, 0 where nobody knows it.
    """
    api, watch, since = airflow.api(), Watch(say), datetime.now(UTC)
    await_dags(api, dag_ids)
    for dag_id in dag_ids:
        api.trigger(dag_id)
    deadline = time.monotonic() + airflow.settings.run_seconds
    while True:
        watch.update(api.runs_since(since))
        if watch.is_silent():
            watch.report(_read_progress(airflow.settings.sqlalchemy_url, expected_dossiers))
        pending = _pending_work(airflow.settings.sqlalchemy_url) if watch.quiet_polls >= QUIET_POLLS else []
        if is_over(watch, pending):
            break
        if time.monotonic() > deadline:
            raise StackError(_overdue(airflow.settings.run_seconds, watch, pending))
        if watch.quiet_polls >= QUIET_POLLS_BEFORE_TRIGGERING_AGAIN:
            say("work is pending and nothing runs: triggering ingest again")
            api.trigger("ingest")
        time.sleep(POLL_SECONDS)
    for run in watch.failed():
        say(f"{run.dag_id} failed")
        for task in api.failed_tasks(run):
            say(describe_failure(task, airflow.log_folder()))
    return not watch.failed()


def is_over(watch: Watch, pending: list[str]) -> bool:
    """Return whether there is nothing left to wait for."""
    if watch.failed():
        return watch.quiet_polls >= QUIET_POLLS_AFTER_FAILURE
    return watch.quiet_polls >= QUIET_POLLS and not pending


def await_dags(api: AirflowApi, wanted: Sequence[str]) -> None:
    """Wait until the scheduler knows the DAGs; a wrong name and a file that cannot be parsed are reported at once."""
    known = sorted(api.dag_ids() | {path.stem for path in (CHECKOUT / "dags").glob("*.py")})
    if wrong := [dag_id for dag_id in wanted if dag_id not in known]:
        raise StackError(f"There is no DAG {' or '.join(wrong)}. These are the DAGs:\n  " + "\n  ".join(known))
    deadline = time.monotonic() + KNOWN_SECONDS
    while missing := [dag_id for dag_id in wanted if not api.knows(dag_id)]:
        errors = api.import_errors()
        if errors:
            raise StackError("Airflow cannot read these DAG files, correct them:\n  " + "\n  ".join(errors))
        if time.monotonic() > deadline:
            raise StackError(
                f"After {KNOWN_SECONDS} s Airflow does not know {' and '.join(missing)}, or has it paused. "
                "See var/log/airflow-dag-processor.log, or unpause it in Airflow."
            )
        time.sleep(0.5)


def _pending_work(url: str) -> list[str]:
    """Return what is left to do, apart from what waits for a person or for a failed source."""
    from onestop.warehouse.database import opened, run, transaction

    with opened(url) as engine, transaction(engine) as connection:
        rows = list(run(connection, "audit/list_pending_work.sql"))
    return [" ".join(part for part in row if part) for row in rows]


def _read_progress(url: str, expected_dossiers: int) -> str:
    from onestop.warehouse.database import opened, run, transaction

    with opened(url) as engine, transaction(engine) as connection:
        row = run(connection, "operations/count_progress.sql").one()
    return describe_progress(row.dossiers, expected_dossiers, row.published, row.pending, row.pages)


def describe_progress(dossiers: int, expected: int, published: int, pending: int, pages: int) -> str:
    """Return how many dossiers were read, rankings published and their pages made, as officials read numbers.

    `expected` is how many dossiers the source has, 0 where nobody knows it; `pending` rankings are due and not
    published. Empty before anything was read.
    """
    # A source gets new dossiers while it is read.
    total = f"/{labels.whole(max(expected, dossiers))}" if expected else ""
    parts = [words.text("progress.read", dossiers=f"{labels.whole(dossiers)}{total}")] if dossiers else []
    if published or pending:
        parts.append(
            words.text("progress.published", rankings=f"{labels.whole(published)}/{labels.whole(published + pending)}")
        )
    if published:
        parts.append(words.text("progress.pages", rankings=f"{labels.whole(pages)}/{labels.whole(published)}"))
    return ", ".join(parts)


def _overdue(seconds: int, watch: Watch, pending: list[str]) -> str:
    active = [f"{run.dag_id} is {run.state}" for run in watch.states.values() if run.is_active]
    rest = "\n  ".join([*active, *(f"pending: {work}" for work in pending)])
    return (
        f"The pipeline is not done after {seconds} s. It goes on in the background; `make run` waits again, "
        f"and ONESTOP_RUN_SECONDS changes the limit. Still open:\n  {rest or 'nothing that is known by now'}"
    )


def describe_failure(task: FailedTask, log_folder: Path) -> str:
    """Return which task failed, the errors in the log of its last try, and where that is."""
    name = task.task_id if task.map_index < 0 else f"{task.task_id}[{task.map_index}]"
    path = task_log(task, log_folder)
    if not path.is_file():
        return f"  task {name} failed without a log; expected it in {path}"
    errors = "\n".join(f"    {line}" for line in error_lines(path)) or "    (the log tells no error)"
    return f"  task {name} failed, try {task.try_number}:\n{errors}\n    log: {path}"


def task_log(task: FailedTask, log_folder: Path) -> Path:
    """Return the file that Airflow wrote for the last try of a task."""
    folder = log_folder / f"dag_id={task.run.dag_id}" / f"run_id={task.run.run_id}" / f"task_id={task.task_id}"
    if task.map_index >= 0:
        folder /= f"map_index={task.map_index}"
    return folder / f"attempt={task.try_number}.log"


def error_lines(path: Path, count: int = 8) -> list[str]:
    """Return the last errors of a task log, in which each line is a JSON object."""
    lines: list[str] = []
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = json.loads(text)
        except ValueError:
            continue
        if isinstance(entry, dict) and entry.get("level") in ("error", "critical"):
            lines.append(str(entry.get("event", "")))
            lines += [f"{e.get('exc_type')}: {e.get('exc_value')}" for e in entry.get("error_detail") or []]
    return lines[-count:]
