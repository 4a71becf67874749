"""`make bench`: how long each step takes for a first load, and how much memory the pipeline's process needs.

The source is a process of its own and the database an embedded one with its usual settings, so the peak memory is
that of reading, staging and publishing. Shares of one run can be compared; seconds differ between machines.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx

from onestop.ingest.steps import Step
from onestop.measure.writer import refresh
from onestop.publish.rankings import publish_pending
from onestop.stack.embedded.postgres import OWNER, PIPELINE, EmbeddedPostgres
from onestop.stack.embedded.processes import free_port
from onestop.stack.migrate import migrate
from onestop.stack.settings import CHECKOUT, Settings, SourceConnection, as_sqlalchemy
from tests.support.warehouse import Warehouse, open_warehouse

TOKEN = "bench"


@contextlib.contextmanager
def source(dossiers: int) -> Iterator[SourceConnection]:
    """Serve a world from a process of its own; wait until it answers."""
    port = free_port()
    command = [sys.executable, "-m", "simulator", "serve", "--port", str(port), "--dossiers", str(dossiers)]
    environ = {**os.environ, "SIMULATOR_TOKEN": TOKEN, "PYTHONPATH": str(CHECKOUT)}
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        while process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{address}/v1/health", headers={"Authorization": f"Bearer {TOKEN}"})
                break
            time.sleep(0.2)
        yield SourceConnection("bench", address, TOKEN)
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def embedded_warehouse(folder: Path) -> Iterator[Warehouse]:
    """Start a durable server below ``folder`` and open a migrated warehouse."""
    settings = replace(Settings.from_env({"ONESTOP_VAR": str(folder)}), postgres_port=free_port())
    server = EmbeddedPostgres.of_checkout(settings)
    server.start()
    try:
        server.create_roles()
        server.create_warehouse_database()
        owner_url = as_sqlalchemy(server.url(OWNER))
        migrate(owner_url)
        yield open_warehouse(server.url(PIPELINE), owner_url, folder)
    finally:
        server.stop()


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


def main() -> None:
    """Load a source once and print the time of each step."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--dossiers", type=int, default=int(os.environ.get("DOSSIERS", "100000")))
    dossiers = parser.parse_args().dossiers
    with (
        tempfile.TemporaryDirectory(prefix="onestop-bench-") as folder,
        embedded_warehouse(Path(folder)) as warehouse,
        source(dossiers) as connection,
    ):
        Path(folder).chmod(0o755)
        warehouse.set_clock("2026-10-01T07:00:00+07:00")
        warehouse.register(connection)
        watch = Stopwatch()
        warehouse.read(connection, watch)
        read_seconds = sum(watch.seconds.values())
        records = warehouse.query("SELECT sum(received) AS n FROM audit.batch")[0].n
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        watch("source's last answer")
        refresh(warehouse.engine)
        watch("figures follow")
        publish_pending(warehouse.engine)
        watch("rankings published")
    total = sum(watch.seconds.values())
    lines = [
        f"{dossiers} dossiers, first load of all feeds: {records} records",
        f"{'step':<24}{'s':>8}{'share':>8}{'records/s':>11}",
    ]
    for step, seconds in watch.seconds.items():
        rate = f"{records / seconds:>11.0f}" if seconds > 0.5 else ""
        lines.append(f"{step:<24}{seconds:>8.2f}{seconds / total:>8.1%}{rate}")
    lines.append(f"pages to published facts: {read_seconds:.1f} s, {records / read_seconds:.0f} records/s")
    lines.append(f"peak memory of the reading process: {peak:.0f} MB")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
