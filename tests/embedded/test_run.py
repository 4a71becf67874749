"""Waiting for the pipeline: what counts as over, and how a failure is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from embedded import StackError
from embedded.api import AirflowApi, DagRun, FailedTask
from embedded.run import (
    POLL_SECONDS,
    QUIET_POLLS,
    QUIET_POLLS_AFTER_FAILURE,
    REPORT_SECONDS,
    SILENT_SECONDS,
    Watch,
    await_dags,
    describe_failure,
    describe_progress,
    error_lines,
    is_over,
    task_log,
)
from onestop.config.settings import CHECKOUT

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
    assert [line.split() for line in said] == [["tick", "queued"], ["tick", "running"], ["tick", "success"]]


def test_progress_is_said_when_it_changes_and_silence_is_broken_after_seconds() -> None:
    said: list[str] = []
    clock = [100.0]
    seen = Watch(said.append, lambda: clock[0])
    seen.update([DagRun("ingest", "manual__1", "running")])
    assert not seen.is_silent()
    clock[0] += REPORT_SECONDS
    assert seen.is_silent()
    seen.report("đã đọc 12.000/24.000 hồ sơ")
    seen.report("đã đọc 12.000/24.000 hồ sơ")
    assert said == [said[0], "đã đọc 12.000/24.000 hồ sơ"]
    clock[0] += SILENT_SECONDS
    seen.report("đã đọc 12.000/24.000 hồ sơ")
    assert said[2:] == ["still at work: ingest"]
    seen.update([DagRun("ingest", "manual__1", "success")])
    clock[0] += SILENT_SECONDS
    seen.report("")
    assert said[-1] == "waiting for Airflow to start what follows"
    assert SILENT_SECONDS + 2 * POLL_SECONDS < 10


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ((0, 24000, 0, 0, 0), ""),
        ((12000, 24000, 0, 0, 0), "đã đọc 12.000/24.000 hồ sơ"),
        ((12000, 0, 0, 0, 0), "đã đọc 12.000 hồ sơ"),
        ((24010, 24000, 0, 20, 0), "đã đọc 24.010/24.010 hồ sơ, đã công bố 0/20 xếp hạng"),
        (
            (24000, 24000, 5, 15, 2),
            "đã đọc 24.000/24.000 hồ sơ, đã công bố 5/20 xếp hạng, đã tạo trang của 2/5 xếp hạng",
        ),
    ],
)
def test_progress_is_written_as_officials_read_numbers(counts: tuple[int, int, int, int, int], text: str) -> None:
    assert describe_progress(*counts) == text


class KnownDags(AirflowApi):
    """An API server that has read one DAG, of a province's own."""

    def dag_ids(self) -> set[str]:
        return {"own_dag"}

    def knows(self, dag_id: str) -> bool:
        return dag_id in self.dag_ids() | {"tick"}


def test_a_dag_that_does_not_exist_is_refused_at_once_with_those_that_do() -> None:
    api = KnownDags("http://127.0.0.1:9", "admin", "none")
    with pytest.raises(StackError, match=r"There is no DAG nonsense. These are the DAGs:\n  decide_batch\n") as caught:
        await_dags(api, ["nonsense"])
    listed = str(caught.value).splitlines()[1:]
    assert [line.strip() for line in listed] == sorted(
        {path.stem for path in (CHECKOUT / "dags").glob("*.py")} | {"own_dag"}
    )
    await_dags(api, ["own_dag", "tick"])


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
