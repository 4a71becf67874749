"""The child that does not answer: a clear error, never a silent pass. No test here needs Great Expectations."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onestop.config.settings import Settings
from onestop.quality.inspector import InspectionError, Inspector
from onestop.quality.process import Process
from tests.quality.test_suites import PLAN

GREET = "import json, os, signal, sys, time; sys.stdin.readline(); print('{}', flush=True); "
ECHO = GREET + "[print(line, end='', flush=True) for line in sys.stdin]"


def inspector_of(program: str, folder: Path, seconds: float = 200) -> Inspector:
    """Return an inspector whose child is a program of the test's own."""
    settings = Settings(warehouse_url="postgres://u:p@h/d", var_dir=folder, quality_seconds=seconds)
    return Inspector(settings, (sys.executable, "-c", program))


@pytest.fixture
def echo() -> Iterator[Process]:
    """A child that sends back what it is sent."""
    process = Process((sys.executable, "-c", ECHO), Path.cwd(), 200)
    assert process.ask("start", {}) == {}
    yield process
    process.close()


def test_an_answer_may_be_long(echo: Process) -> None:
    request = {"text": "ệ" * 300_000}
    assert echo.ask("long", request) == request


def test_an_error_is_told_and_the_child_goes_on(echo: Process) -> None:
    with pytest.raises(InspectionError, match=r"^batch-7: no table$"):
        echo.ask("batch-7", {"error": "no table"})
    assert echo.ask("batch-8", {"a": 1}) == {"a": 1}


@pytest.mark.parametrize(
    ("program", "seconds", "message"),
    [
        (GREET + "os.kill(os.getpid(), signal.SIGKILL)", 200, r"was ended by SIGKILL; look for a lack of memory"),
        (GREET + "sys.stdin.readline(); sys.exit(3)", 200, r"ended with status 3;"),
        (GREET + "time.sleep(600)", 1, r"gave no answer within 1 s and was ended; .* ONESTOP_QUALITY_SECONDS"),
        ("import sys; sys.exit(1)", 200, r"^start: .* ended with status 1;.* ONESTOP_QUALITY=off"),
    ],
    ids=["killed", "ended", "silent", "never there"],
)
def test_a_child_that_gives_no_answer_is_an_error(tmp_path: Path, program: str, seconds: float, message: str) -> None:
    with inspector_of(program, tmp_path, seconds) as inspector, pytest.raises(InspectionError, match=message):
        inspector.check_publication([PLAN])
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_is_gone_is_started_again(tmp_path: Path) -> None:
    with inspector_of(GREET + "sys.stdin.readline()", tmp_path) as inspector:
        for _ in range(2):
            with pytest.raises(InspectionError, match=r"^publication-H57-month_2026-09-01_.* ended with status 0"):
                inspector.check_publication([PLAN])


def test_switched_off_nothing_is_started(tmp_path: Path) -> None:
    settings = Settings(quality=False, var_dir=tmp_path)
    with Inspector(settings, ("/no/such/program",)) as inspector:
        assert inspector.check_publication([PLAN]) == []
