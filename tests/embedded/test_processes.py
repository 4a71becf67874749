"""Detached processes: found again, replaced when outdated, and stopped with all that they started."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from embedded import StackError
from embedded.processes import (
    ProcessSpec,
    ProcessTable,
    Service,
    free_port,
    has_ended,
    last_lines,
    open_log,
    wait_until,
)

PARENT = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("ready", flush=True)
time.sleep(600)
"""


@pytest.fixture
def table(tmp_path: Path) -> Iterator[ProcessTable]:
    table = ProcessTable(tmp_path / "run", tmp_path / "log")
    yield table
    table.stop(table.names())


def spec(name: str = "sleeper", code: str = "import time; time.sleep(600)", **variables: str) -> ProcessSpec:
    return ProcessSpec(name, (sys.executable, "-c", code), Path.cwd(), {"PATH": os.defpath, **variables}, variables)


def session(pid: int) -> list[psutil.Process]:
    members = []
    for process in psutil.process_iter():
        with suppress(ProcessLookupError):  # others end while the list is read
            if os.getsid(process.pid) == pid:
                members.append(process)
    return members


def leader(table: ProcessTable, name: str) -> psutil.Process:
    started = table.started_at(name)
    (process,) = (p for p in psutil.Process().children() if abs(p.create_time() - started) < 1e-6)
    return process


def test_a_process_has_a_session_and_a_log_of_its_own(table: ProcessTable) -> None:
    table.start(spec(code="print('hello', flush=True); import time; time.sleep(600)"))
    assert table.is_running("sleeper")
    assert wait_until(lambda: "hello" in last_lines(table.log_path("sleeper")), 20)
    assert os.getsid(leader(table, "sleeper").pid) != os.getsid(0)


def test_a_change_of_configuration_makes_it_outdated(table: ProcessTable) -> None:
    table.start(spec(ONESTOP_VAR="a"))
    assert table.is_current(spec(ONESTOP_VAR="a"))
    assert not table.is_current(spec(ONESTOP_VAR="b"))
    assert not table.is_current(spec(code="pass", ONESTOP_VAR="a"))


def test_a_change_of_its_code_makes_it_outdated(table: ProcessTable, tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text("1", encoding="utf-8")
    argv = (sys.executable, "-c", "import time; time.sleep(600)")
    watched = ProcessSpec("sleeper", argv, tmp_path, {}, {}, sources=(tmp_path,))
    table.start(watched)
    assert table.is_current(watched)
    code.write_text("2", encoding="utf-8")
    assert not table.is_current(watched)


def test_stopping_takes_the_children_along(table: ProcessTable) -> None:
    table.start(spec("parent", PARENT))
    assert wait_until(lambda: "ready" in last_lines(table.log_path("parent")), 20)
    members = session(leader(table, "parent").pid)
    assert len(members) == 2
    table.stop(["parent"])
    assert all(map(has_ended, members))
    assert table.names() == []


def test_children_of_a_killed_process_are_found(table: ProcessTable) -> None:
    table.start(spec("parent", PARENT))
    assert wait_until(lambda: "ready" in last_lines(table.log_path("parent")), 20)
    parent = leader(table, "parent")
    members = session(parent.pid)
    parent.kill()
    assert wait_until(lambda: not table.is_running("parent"), 20)
    table.stop(["parent"])
    assert all(map(has_ended, members))


def test_a_number_that_went_to_another_process_is_left_alone(table: ProcessTable, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    record = f'{{"name": "old", "pid": {os.getpid()}, "created": {time.time() - 9e6}, "digest": ""}}'
    (tmp_path / "run" / "old.json").write_text(record, encoding="utf-8")
    assert not table.is_running("old")
    table.stop(["old"])
    assert table.names() == []


def test_a_torn_record_counts_as_none(table: ProcessTable, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "torn.json").write_text('{"pid": 1', encoding="utf-8")
    assert not table.is_running("torn")
    table.stop(["torn"])


def service(specification: ProcessSpec, port: int) -> Service:
    return Service(specification, "a test", port, "ONESTOP_SITE_PORT", "/", seconds=20)


def test_a_service_that_ends_is_told_with_the_end_of_its_log(table: ProcessTable) -> None:
    broken = service(spec("broken", "raise SystemExit('no such folder')"), free_port())
    table.launch(broken)
    with pytest.raises(StackError, match=r"(?s)broken: a test does not answer on port.*no such folder"):
        table.await_answer(broken)


def test_a_service_is_started_once(table: ProcessTable, tmp_path: Path) -> None:
    port = free_port()
    argv = (sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port))
    web = service(ProcessSpec("web", argv, tmp_path, {}, {}), port)
    for _ in range(2):
        table.launch(web)
        table.await_answer(web)
        started = table.started_at("web")
    assert table.started_at("web") == started
    with pytest.raises(StackError, match=f"Port {port} for a test is taken.*ONESTOP_SITE_PORT"):
        table.launch(service(spec("other"), port))


def test_a_long_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embedded.processes.LOG_LIMIT_BYTES", 3)
    path = tmp_path / "x.log"
    path.write_text("long", encoding="utf-8")
    with open_log(path) as log:
        log.write(b"new")
    assert path.read_text(encoding="utf-8") == "new"
    assert (tmp_path / "x.old.log").read_text(encoding="utf-8") == "long"
