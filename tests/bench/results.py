"""What was measured: medians with their repetitions, as JSON and as the table of docs/performance.md."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from onestop.config.settings import CHECKOUT


@dataclass(frozen=True)
class Measured:
    """One thing that was measured.

    Attributes:
        part: heading below which it stands.
        name: what was measured, as a line of the table says it.
        values: one number for each repetition.
        unit: of the numbers; ``s`` are seconds.
        rows: how many records it was, where that is told as a rate.
        wanted: what it shall be, where that was decided before it was measured.
    """

    part: str
    name: str
    values: Sequence[float]
    unit: str = "s"
    rows: int = 0
    wanted: str = ""

    @property
    def median(self) -> float:
        """The middle of the repetitions."""
        return median(self.values)


@dataclass
class Report:
    """Everything that one run measured; each line is told at once, so what a later part does not live to see is known.

    Attributes:
        command: how it was started.
        stored: how many dossiers the warehouse held.
        measured: in the order of measuring.
    """

    command: str
    stored: int = 0
    measured: list[Measured] = field(default_factory=list)

    def add(self, measured: Measured) -> None:
        """Keep a result and print it."""
        self.measured.append(measured)
        say(_line(measured))

    def median_of(self, name: str) -> float | None:
        """Return the median of what was measured under a name; None where it was not measured."""
        return next((each.median for each in self.measured if each.name == name), None)

    def ratio(self, part: str, name: str, above: str, below: str, wanted: str = "") -> None:
        """Add how many times as long one thing took as another, where both were measured."""
        over, under = self.median_of(above), self.median_of(below)
        if over is not None and under:
            self.add(Measured(part, name, [over / under], "times", wanted=wanted))

    def as_json(self) -> dict[str, Any]:
        """Return all that is needed to make the table again."""
        return {
            "command": self.command,
            **machine(),
            "stored": self.stored,
            "measured": [{**asdict(each), "values": list(each.values)} for each in self.measured],
        }

    def write(self, path: Path) -> None:
        """Write the results as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.as_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def machine() -> dict[str, Any]:
    """Return what the seconds depend on: the commit, and the machine."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "commit": commit.stdout.strip(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory),
        "python": platform.python_version(),
    }


def table(results: Sequence[dict[str, Any]]) -> str:
    """Return the runs side by side as a table in Markdown, a column for each, a line for each thing measured."""
    names: dict[str, dict[str, None]] = {}
    for line in (line for run in results for line in run["measured"]):
        names.setdefault(line["part"], {})[line["name"]] = None
    head = ["what", *(f"{run['stored']:,} stored" for run in results)]
    lines = [_cells(head), _cells(["---", *("---:" for _ in results)])]
    for part, of_part in names.items():
        lines.append(_cells([f"**{part}**", *("" for _ in results)]))
        lines += [_cells([name, *(_cell(run, part, name) for run in results)]) for name in of_part]
    runs = [f"- `{run['command']}` at `{run['commit']}`, {_where(run)}" for run in results]
    return "\n".join([*runs, "", *lines]) + "\n"


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def number(value: float, unit: str) -> str:
    """Return a number as the table says it: no more digits than can be trusted."""
    if unit == "rows" or value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def _line(measured: Measured) -> str:
    rate = f"{measured.rows / measured.median:>12,.0f} rows/s" if measured.rows and measured.median else ""
    wanted = f"{'':>4}wanted: {measured.wanted}" if measured.wanted else ""
    return f"{measured.name:<72}{number(measured.median, measured.unit):>10} {measured.unit:<6}{rate}{wanted}"


def _cell(run: dict[str, Any], part: str, name: str) -> str:
    found = [line for line in run["measured"] if (line["part"], line["name"]) == (part, name)]
    if not found:
        return "–"
    (line,) = found
    wanted = f" (wanted: {line['wanted']})" if line.get("wanted") else ""
    return f"{number(median(line['values']), line['unit'])} {line['unit']}{wanted}"


def _cells(texts: Sequence[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _where(run: dict[str, Any]) -> str:
    return f"{run['cores']} cores, {run['memory_gib']} GiB, embedded server, Python {run['python']}"


def main() -> None:
    """Print the table of the JSON files that are named: ``python -m tests.bench.results run.json ...``."""
    say(table([json.loads(Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:]]))


if __name__ == "__main__":
    main()
