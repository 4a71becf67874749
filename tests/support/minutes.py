"""What each kind of tests costs: its minutes and its number, told at the end of a run of more than one kind."""

from __future__ import annotations

from collections import Counter

import pytest


def kind_of(nodeid: str) -> str:
    """Return the folder of tests/ that a test is in."""
    parts = nodeid.partition("::")[0].split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "tests" else "elsewhere"


class Minutes:
    """Adds up the reports of all processes: they come together in the one that tells."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.tests: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add what was made ready, called and put away; count a test once."""
        kind = kind_of(report.nodeid)
        self.seconds[kind] += report.duration
        self.tests[kind] += report.when == "setup"

    def lines(self) -> list[str]:
        """Return a line for each kind, the dearest first, and one for all."""
        spent = [(kind, seconds, self.tests[kind]) for kind, seconds in self.seconds.most_common()]
        spent.append(("all", self.seconds.total(), self.tests.total()))
        return [f"{kind:12} {seconds / 60:6.2f} min {tests:5} tests" for kind, seconds, tests in spent]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Tell it, minutes of all processes added up."""
        if len(self.seconds) > 1:
            terminalreporter.section("minutes of work by kind")
            for line in self.lines():
                terminalreporter.write_line(line)
