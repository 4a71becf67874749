"""Waiting for the pipeline: what counts as over, and how a failure is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from embedded.api import DagRun, FailedTask
from embedded.run import (
    QUIET_POLLS,
    QUIET_POLLS_AFTER_FAILURE,
    Watch,
    describe_failure,
    error_lines,
    is_over,
    task_log,
)

RUN = DagRun("ingest", "manual__1", "failed")
TASK = FailedTask(RUN, "read_source", 2, 3)


def watch(*looks: list[DagRun]) -> tuple[Watch, list[str]]:
    said: list[str] = []
    seen = Watch(said.append)
    for runs in looks:
        seen.update(runs)
    return seen, said


def test_each_change_of_a_run_is_told_once() -> None:
    queued, running, done = (DagRun("tick", "manual__1", state) for state in ("queued", "running", "success"))
    _, said = watch([queued], [queued], [running], [running], [done], [done])
    assert [line.split()[1] for line in said] == ["queued", "running", "success"]


def test_an_active_run_ends_the_quiet() -> None:
    seen, _ = watch([], [], [DagRun("publish", "asset__1", "queued")])
    assert seen.quiet_polls == 0
    assert not is_over(seen, [])


def test_it_is_over_when_all_is_quiet_and_nothing_is_pending() -> None:
    seen, _ = watch(*[[DagRun("tick", "manual__1", "success")]] * QUIET_POLLS)
    assert is_over(seen, [])
    assert not is_over(seen, ["measure: touched cases wait"])


def test_a_failure_is_not_over_before_others_had_time_to_follow() -> None:
    seen, _ = watch(*[[RUN]] * QUIET_POLLS)
    assert not is_over(seen, [])
    seen, _ = watch(*[[RUN]] * QUIET_POLLS_AFTER_FAILURE)
    assert is_over(seen, ["pending for ever"])
    assert seen.failed() == [RUN]


def test_a_failure_names_the_task_its_errors_and_its_log(tmp_path: Path) -> None:
    path = task_log(TASK, tmp_path)
    expected = "dag_id=ingest/run_id=manual__1/task_id=read_source/map_index=2/attempt=3.log"
    assert path == tmp_path / expected
    path.parent.mkdir(parents=True)
    failure = {
        "level": "error",
        "event": "Task failed with exception",
        "error_detail": [{"exc_type": "SourceError", "exc_value": "the source answers 503"}],
    }
    lines = ['{"level": "info", "event": "reading"}', "no JSON", json.dumps(failure)]
    path.write_text("\n".join(lines), encoding="utf-8")
    text = describe_failure(TASK, tmp_path)
    assert "task read_source[2] failed, try 3" in text
    assert "SourceError: the source answers 503" in text
    assert "reading" not in text
    assert str(path) in text


def test_a_task_that_died_without_a_log_is_told_too(tmp_path: Path) -> None:
    assert "failed without a log" in describe_failure(TASK, tmp_path)


@pytest.mark.parametrize("text", ["", "[]", '"text"', '{"level": "error"}'])
def test_an_odd_log_does_not_hide_the_failure(tmp_path: Path, text: str) -> None:
    path = tmp_path / "attempt=1.log"
    path.write_text(text, encoding="utf-8")
    assert "".join(error_lines(path)) == ""
