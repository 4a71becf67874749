"""How long the parts of ``make demo`` take, beside a commit before: ``python -m tests.bench.demo --before COMMIT``.

Each repetition brings up the whole stack in a folder of its own, as somebody does who tries it, and takes it down
again; both commits take turns. What reading, figures and rankings took is told by Airflow's own records.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from embedded.processes import free_port
from tests.bench.checkouts import NOW, Checkout, before
from tests.bench.results import Measured, Report, say, table
from tests.e2e.conftest import PORTS, Stack

PART = "parts of make demo"
WHOLE = "from nothing to published rankings"
SECONDS = 3600
TASKS = {
    "reading": ("ingest", "each_source.read_source"),
    "figures": ("refresh_measures", "refresh_figures"),
    "rankings": ("publish_rankings", "publish_pending"),
    "pages": ("publish_rankings", "render_pages"),
}
TAKEN = """
SELECT extract(epoch FROM max(task_instance.end_date - task_instance.start_date))
FROM task_instance WHERE dag_id = '{dag}' AND task_id = '{task}' AND task_instance.state = 'success'
"""


@contextmanager
def demo(checkout: Checkout, dossiers: int) -> Iterator[tuple[Stack, float]]:
    """Run ``make demo`` of a checkout; give its stack, which is still up, and the seconds that the command took."""
    with tempfile.TemporaryDirectory(prefix="onestop-demo-") as folder:
        var_dir = Path(folder)
        var_dir.chmod(0o711)  # the server's account must be able to pass
        environ = {**checkout.environment, "ONESTOP_VAR": str(var_dir), "ONESTOP_DEMO_DOSSIERS": str(dossiers)}
        # The command says that it goes on in the background when this is over; here it shall wait.
        environ |= {f"ONESTOP_{name}_PORT": str(free_port()) for name in PORTS} | {"ONESTOP_RUN_SECONDS": str(SECONDS)}

        def command(name: str) -> None:
            argv = [sys.executable, "-m", checkout.stack, name]
            subprocess.run(argv, cwd=checkout.folder, env=environ, stdout=sys.stderr, check=True)

        try:
            start = time.perf_counter()
            command("demo")
            yield Stack(var_dir, environ), time.perf_counter() - start
        finally:
            command("down")


class Records(Protocol):
    """Whoever can be asked for rows of Airflow's own database."""

    def airflow_rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the rows of a statement."""


def seconds_of_parts(stack: Records, whole: float) -> dict[str, float]:
    """Return how long the longest run of each part took, and the whole; the schedule adds others that find nothing."""
    taken = {WHOLE: whole}
    for part, (dag, task) in TASKS.items():
        ((seconds,),) = stack.airflow_rows(TAKEN.format(dag=dag, task=task))
        taken[part] = float(seconds or 0.0)
    return taken


def add(report: Report, name: str, taken: dict[str, list[float]]) -> None:
    """Add the parts of a commit."""
    for part, seconds in taken.items():
        report.add(Measured(PART, f"{part} at {name}", seconds))


def add_ratios(report: Report, earlier: str) -> None:
    """Add what reading and figures take of what they took before."""
    for part in (WHOLE, *TASKS):
        wanted = "≤ 0.33" if part in {"reading", "figures"} else ""
        report.ratio(PART, f"{part}, now / at {earlier}", f"{part} at {NOW.name}", f"{part} at {earlier}", wanted)


def main() -> None:
    """Read the command line, measure, print, and write the results."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.demo", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=24_000)
    parser.add_argument("--repeats", type=int, default=1, help="how often each commit is measured")
    parser.add_argument("--before", default=os.environ.get("BEFORE", ""), help="a commit to be compared with")
    parser.add_argument("--json", type=Path, default=Path("var/bench/demo.json"), help="where the results go")
    options = parser.parse_args()
    report = Report(shlex.join(["python", "-m", "tests.bench.demo", *sys.argv[1:]]), options.dossiers)
    taken: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with ExitStack() as stack:
        checkouts = [NOW, *([stack.enter_context(before(options.before))] if options.before else [])]
        for _, checkout in itertools.product(range(options.repeats), checkouts):
            with demo(checkout, options.dossiers) as (running, whole):
                for part, seconds in seconds_of_parts(running, whole).items():
                    taken[checkout.name][part].append(seconds)
        for checkout in checkouts:
            add(report, checkout.name, taken[checkout.name])
        if options.before:
            add_ratios(report, options.before)
    report.write(options.json)
    say("")
    say(table([report.as_json()]))


if __name__ == "__main__":
    main()
