"""What figures, changes and sizes cost, measured beside peers in the same run: ``python -m tests.bench``.

The source answers from memory in a process of its own, and the database is an embedded one with its usual settings.
Ratios of one run can be compared; seconds differ between machines. What is measured several times has its median
told. What reading costs beside peers is measured by ``tests.bench.reading``. ``--copies`` multiplies what is stored
inside the warehouse, after it was read, so that millions of dossiers need not be read from a source.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from onestop.config.settings import SourceConnection
from onestop.ingest.steps import Step
from onestop.measure.writer import rebuild, refresh
from onestop.publish.rankings import publish_pending
from tests.bench.changes import change, publish_changed, seconds_of_group_by, seconds_of_refresh
from tests.bench.copies import multiply
from tests.bench.places import embedded_warehouse, source
from tests.bench.reader import peak_memory
from tests.bench.results import Measured, Report, say, table
from tests.bench.sizes import measure_sizes, rows_of_audit
from tests.support.warehouse import Warehouse

FIRST, AFTER, QUIET, PEER, RATIOS = (
    "first load",
    "figures of changed dossiers",
    "a quiet quarter of an hour",
    "the same figures counted again",
    "ratios",
)
GROUP_BYS = {
    "GROUP BY of the form": {},
    "GROUP BY on one core": {"on_one_core": True},
    "GROUP BY that keeps its rows": {"is_stored": True},
}
NUMBERS = (1, 10, 100, 1_000, 10_000)
PUBLISHED = 10_000
LARGE = 1_900_000
"""From so many stored dossiers on more is wanted of what follows changes alone; some of 2,000,000 are not counted."""


class Stopwatch:
    """Adds up the seconds that end with each step."""

    def __init__(self) -> None:
        """Start now."""
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def __call__(self, step: Step | str, _: str = "") -> None:
        """End a step."""
        now = time.perf_counter()
        self.seconds[step] = self.seconds.get(step, 0.0) + now - self._last
        self._last = now


def timed(act: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def measure_first_load(warehouse: Warehouse, connection: SourceConnection, report: Report) -> None:
    """Read the source once, let the figures follow and publish; tell the time of each step."""
    watch = Stopwatch()
    warehouse.read(connection, watch)
    read_seconds = sum(watch.seconds.values())
    records = int(warehouse.query("SELECT sum(received) AS n FROM audit.batch")[0].n)
    peak = peak_memory()
    watch("source's last answer")
    refresh(warehouse.engine)
    watch("figures follow")
    publish_pending(warehouse.engine)
    watch("rankings published")
    total = sum(watch.seconds.values())
    for step, seconds in watch.seconds.items():
        report.add(Measured(FIRST, step, [seconds], rows=records if seconds > 0.5 else 0))
    report.add(Measured(FIRST, "everything", [total]))
    report.add(Measured(FIRST, "pages to published facts", [read_seconds], rows=records))
    report.add(Measured(FIRST, "peak memory of the reading process", [peak], "MB"))
    share = watch.seconds["figures follow"] / total * 100
    report.add(Measured(FIRST, "share of the figures", [share], "%", wanted="≤ 20 %"))


def measure_changes(warehouse: Warehouse, report: Report, numbers: Sequence[int], repeats: int) -> None:
    """Let dossiers change and the figures follow, scattered over the year and as offices work."""
    for is_recent, which in ((True, "recent"), (False, "scattered")):
        for number in numbers:
            taken = []
            for seed in range(repeats):
                change(warehouse, number, seed, is_recent=is_recent)
                taken.append(seconds_of_refresh(warehouse))
            report.add(
                Measured(
                    AFTER, f"{number:,} {which} {'change' if number == 1 else 'changes'} to figures", taken, rows=number
                )
            )


def measure_publishing(
    warehouse: Warehouse, connection: SourceConnection, report: Report, number: int, repeats: int
) -> None:
    """Send dossiers again that changed, through the whole publish protocol, and let the figures follow."""
    published, followed = [], []
    for repetition in range(repeats):
        published.append(publish_changed(warehouse, connection, number, repetition))
        followed.append(seconds_of_refresh(warehouse))
    report.add(Measured(AFTER, f"{number:,} changed dossiers, landed pages to facts", published, rows=number))
    report.add(Measured(AFTER, f"{number:,} changed dossiers, facts to figures", followed, rows=number))


def measure_quiet(warehouse: Warehouse, connection: SourceConnection, report: Report, repeats: int) -> None:
    """Read a source that has nothing new, let the figures follow, and tell what is left of it."""
    warehouse.read(connection)
    refresh(warehouse.engine)
    read, followed, rows = [], [], []
    for _ in range(repeats):
        before = rows_of_audit(warehouse)
        read.append(timed(lambda: warehouse.read(connection)))
        followed.append(seconds_of_refresh(warehouse))
        rows.append(rows_of_audit(warehouse) - before)
    report.add(Measured(QUIET, "reading a source without news", read))
    report.add(Measured(QUIET, "figures after it", followed))
    report.add(Measured(QUIET, "rows that it leaves in audit", rows, "rows"))


def measure_again(warehouse: Warehouse, report: Report, repeats: int, rebuilds: int) -> None:
    """Count everything again: by one plain GROUP BY, free and within bounds, and by a rebuild of all figures."""
    warehouse.execute("ANALYZE core.dossier")
    seconds: dict[str, list[float]] = {name: [] for name in GROUP_BYS}
    for _ in range(repeats):
        for name, bounds in GROUP_BYS.items():
            seconds[name].append(seconds_of_group_by(warehouse, **bounds))
    for name, taken in seconds.items():
        report.add(Measured(PEER, name, taken, rows=report.stored))
    if rebuilds:
        rebuilt = [timed(lambda: rebuild(warehouse.engine)) for _ in range(rebuilds)]
        report.add(Measured(PEER, "rebuild", rebuilt, rows=report.stored))


def add_ratios(report: Report) -> None:
    """Add what can be compared between machines."""
    thousand, is_large = "1,000 recent changes to figures", report.stored >= LARGE
    for peer, bounds in GROUP_BYS.items():
        few, all_again = ("≤ 0.1" if is_large else "≤ 1", "≤ 25" if is_large else "") if not bounds else ("", "")
        report.ratio(RATIOS, f"1,000 recent changes / {peer}", thousand, peer, few)
        report.ratio(RATIOS, f"rebuild / {peer}", "rebuild", peer, all_again)
    report.ratio(RATIOS, "1 recent change / GROUP BY of the form", "1 recent change to figures", "GROUP BY of the form")
    report.ratio(RATIOS, "rebuild / 1,000 recent changes", "rebuild", thousand, "≥ 300" if is_large else "")
    for number in NUMBERS:
        figures, facts = (
            f"{number:,} changed dossiers, {part}" for part in ("facts to figures", "landed pages to facts")
        )
        report.ratio(RATIOS, f"{number:,} changed dossiers, figures / facts", figures, facts, "≤ 1")


def arguments() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=int(os.environ.get("DOSSIERS", "100000")), help="to be read")
    parser.add_argument("--copies", type=int, default=int(os.environ.get("COPIES", "1")), help="of each that was read")
    parser.add_argument("--repeats", type=int, default=5, help="how often each change is measured")
    parser.add_argument("--rebuilds", type=int, default=1, help="how often everything is counted again; 0: never")
    parser.add_argument("--most-changes", type=int, default=max(NUMBERS), help="largest number of changed dossiers")
    parser.add_argument("--json", type=Path, default=Path("var/bench/results.json"), help="where the results go")
    return parser


def measure(warehouse: Warehouse, connection: SourceConnection, options: argparse.Namespace, report: Report) -> None:
    """Measure everything, in an order in which one part leaves the next what it needs."""
    measure_first_load(warehouse, connection, report)
    measure_quiet(warehouse, connection, report, options.repeats)
    if options.copies > 1:
        say(f"{timed(lambda: multiply(warehouse, options.copies)):.0f} s to copy what is stored")
        report.add(Measured(FIRST, "figures of the copies", [seconds_of_refresh(warehouse)]))
    report.stored = warehouse.query("SELECT count(*) AS n FROM core.dossier")[0].n
    numbers = [number for number in NUMBERS if number <= min(options.most_changes, report.stored)]
    measure_sizes(warehouse, report)
    measure_changes(warehouse, report, numbers, options.repeats)
    measure_publishing(warehouse, connection, report, min(PUBLISHED, numbers[-1]), options.repeats)
    measure_again(warehouse, report, options.repeats, options.rebuilds)
    add_ratios(report)


def main() -> None:
    """Measure, print each line as it is known, and write the results."""
    options = arguments().parse_args()
    report = Report(shlex.join(["python", "-m", "tests.bench", *sys.argv[1:]]))
    with (
        tempfile.TemporaryDirectory(prefix="onestop-bench-") as folder,
        embedded_warehouse(Path(folder)) as warehouse,
        source(options.dossiers) as connection,
    ):
        Path(folder).chmod(0o755)
        warehouse.set_clock("2026-10-01T07:00:00+07:00")
        warehouse.register(connection)
        try:
            measure(warehouse, connection, options, report)
        finally:
            report.write(options.json)
    say("")
    say(table([report.as_json()]))


if __name__ == "__main__":
    main()
