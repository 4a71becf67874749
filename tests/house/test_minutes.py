"""The minutes by kind: added up from reports, the dearest kind first."""

from __future__ import annotations

from typing import Literal

import pytest

from tests.support.minutes import Minutes


def report(nodeid: str, when: Literal["setup", "call", "teardown"], seconds: float) -> pytest.TestReport:
    return pytest.TestReport(nodeid, (nodeid, 0, ""), {}, "passed", None, when, duration=seconds)


def test_kinds_are_added_up() -> None:
    minutes = Minutes()
    for nodeid, seconds in {
        "tests/house/test_a.py::test_a": 3,
        "tests/house/test_a.py::test_b[x/y]": 6,
        "tests/e2e/deep/test_c.py::test_c": 60,
        "tests/test_d.py::test_d": 0,
    }.items():
        for when in ("setup", "call", "teardown"):
            minutes.pytest_runtest_logreport(report(nodeid, when, seconds))
    assert minutes.lines() == [
        "e2e            3.00 min     1 tests",
        "house          0.45 min     2 tests",
        "elsewhere      0.00 min     1 tests",
        "all            3.45 min     4 tests",
    ]
