"""How long each step takes for a first load, how much memory the pipeline's process needs, and how peers do.

The source is a process of its own and the database an embedded one with its usual settings, so the peak memory is
that of reading, staging and publishing. Shares and ratios of one run can be compared; seconds differ between machines.

The peers get the dossiers that were landed in this run: plain COPY of ready lines into a table without rules, keys or
history is the ceiling of what the database takes; dlt merges the same records by their code.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import httpx

from onestop.contract.feeds import FEEDS
from onestop.contract.feeds.dossiers import DOSSIERS
from onestop.ingest.steps import Step
from onestop.measure.writer import rebuild, refresh
from onestop.publish.rankings import publish_pending
from onestop.reference.units import seed_units
from onestop.stack.database import copy_line, copy_rows, transaction
from onestop.stack.embedded.postgres import OWNER, PIPELINE, EmbeddedPostgres
from onestop.stack.embedded.processes import free_port
from onestop.stack.settings import CHECKOUT, Settings, SourceConnection, as_sqlalchemy
from tests.support.warehouse import Warehouse, migrate_warehouse, open_warehouse

TOKEN = "bench"
DLT = "dlt[postgres]==1.31.0"
CHANGES = (1_000, 10_000)


class Peer(NamedTuple):
    """Who loaded how many dossiers in how many seconds."""

    name: str
    rows: int
    seconds: float


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
    """Start a durable server below ``folder`` and open a warehouse as it is installed, the country's units in it."""
    settings = replace(Settings.from_env({"ONESTOP_VAR": str(folder)}), postgres_port=free_port())
    server = EmbeddedPostgres.of_checkout(settings)
    server.start()
    try:
        server.create_roles()
        server.create_warehouse_database()
        owner_url = as_sqlalchemy(server.url(OWNER))
        migrate_warehouse(owner_url)
        warehouse = open_warehouse(server.url(PIPELINE), owner_url, folder)
        seed_units(warehouse.engine)
        yield warehouse
    finally:
        server.stop()
        # Where the server's account cannot enter the folder, its data lie elsewhere, and nobody else takes them away.
        shutil.rmtree(server.home, ignore_errors=True)


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


def timed_changes(warehouse: Warehouse, number: int) -> Peer:
    """Let the channel of so many scattered dossiers change, and the figures follow."""
    warehouse.change_channels(
        "SELECT case_id FROM core.dossier WHERE received_on IS NOT NULL AND NOT is_test AND NOT is_deleted "
        "ORDER BY md5(dossier_code || %(number)s::text) LIMIT %(number)s",
        {"number": number},
    )
    start = time.perf_counter()
    refresh(warehouse.engine)
    return Peer("scattered changes to figures", number, time.perf_counter() - start)


def timed_rebuild(warehouse: Warehouse, dossiers: int) -> Peer:
    """Throw the measures away and count everything again."""
    start = time.perf_counter()
    rebuild(warehouse.engine)
    return Peer("measures made anew", dossiers, time.perf_counter() - start)


def copy_plainly(warehouse: Warehouse) -> Peer:
    """Copy the landed dossiers as ready lines of text into a table of one column."""
    lines = [copy_line([record]) for record in _landed_lines(warehouse)]
    warehouse.execute("CREATE TABLE public.plain (record text)")
    warehouse.execute("GRANT INSERT ON public.plain TO onestop_pipeline")
    start = time.perf_counter()
    with transaction(warehouse.engine) as connection:
        copy_rows(connection, "public.plain", ("record",), iter(lines))
    return Peer("plain COPY of ready lines", len(lines), time.perf_counter() - start)


def merge_with_dlt(warehouse: Warehouse, work: Path) -> Peer:
    """Let dlt merge the landed dossiers, in a virtual environment of its own that is kept for the next run."""
    environment = CHECKOUT / "var" / "bench" / DLT.replace("==", "-")
    python = str(environment / "bin" / "python")
    if not Path(python).exists():
        subprocess.run([sys.executable, "-m", "uv", "venv", "--quiet", str(environment)], check=True)
        install = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "install",
            "--quiet",
            "--python",
            python,
            f"{DLT}",
            "psycopg2-binary",
        ]
        subprocess.run(install, check=True)
    address = warehouse.owner_url.replace("postgresql+psycopg2", "postgresql")
    command = [python, "tests/bench/dlt_merge.py", str(_dossier_folder(warehouse)), address, str(work)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, cwd=CHECKOUT).stdout.splitlines()[-1]
    told = json.loads(answer)
    return Peer(f"{DLT} merge", told["rows"], told["seconds"])


def _dossier_folder(warehouse: Warehouse) -> Path:
    (folder,) = warehouse.settings.landing_dir.glob("*/dossiers")
    return folder


def _landed_lines(warehouse: Warehouse) -> Iterator[str]:
    for path in sorted(_dossier_folder(warehouse).rglob("*.ndjson.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file)


def main() -> None:
    """Load a source once and print the time of each step, then what peers need for the dossiers."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--dossiers", type=int, default=int(os.environ.get("DOSSIERS", "100000")))
    parser.add_argument("--only-dossiers", action="store_true", help="read units, procedures and dossiers")
    parser.add_argument("--no-peers", action="store_true", help="measure this pipeline alone")
    options = parser.parse_args()
    dossiers = options.dossiers
    feeds = FEEDS[: FEEDS.index(DOSSIERS) + 1] if options.only_dossiers else FEEDS
    with (
        tempfile.TemporaryDirectory(prefix="onestop-bench-") as folder,
        embedded_warehouse(Path(folder)) as warehouse,
        source(dossiers) as connection,
    ):
        Path(folder).chmod(0o755)
        warehouse.set_clock("2026-10-01T07:00:00+07:00")
        warehouse.register(connection)
        watch = Stopwatch()
        warehouse.read(connection, watch, feeds)
        read_seconds = sum(watch.seconds.values())
        records = warehouse.query("SELECT sum(received) AS n FROM audit.batch")[0].n
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        watch("source's last answer")
        refresh(warehouse.engine)
        watch("figures follow")
        publish_pending(warehouse.engine)
        watch("rankings published")
        _print_steps(watch, f"{dossiers} dossiers, first load of {', '.join(feed.name for feed in feeds)}", records)
        _print(f"pages to published facts: {read_seconds:.1f} s, {records / read_seconds:.0f} records/s")
        _print(f"peak memory of the reading process: {peak:.0f} MB")
        _print_peer(_own(warehouse))
        for number in CHANGES:
            _print_peer(timed_changes(warehouse, number))
        _print_peer(timed_rebuild(warehouse, dossiers))
        if not options.no_peers:
            _print_peer(copy_plainly(warehouse))
            _print_peer(merge_with_dlt(warehouse, Path(folder) / "dlt"))


def _own(warehouse: Warehouse) -> Peer:
    """Return what this pipeline needed for the dossiers from the landed pages on, as its ledger tells."""
    row = warehouse.query(
        "SELECT sum(received) AS records, sum(extract(epoch FROM finished_at - started_at)) AS seconds "
        "FROM audit.batch WHERE feed = 'dossiers'"
    )[0]
    return Peer("dossiers, landed pages to facts", row.records, float(row.seconds))


def _print_steps(watch: Stopwatch, title: str, records: int) -> None:
    total = sum(watch.seconds.values())
    _print(f"{title}: {records} records")
    _print(f"{'step':<24}{'s':>8}{'share':>8}{'records/s':>11}")
    for step, seconds in watch.seconds.items():
        rate = f"{records / seconds:>11.0f}" if seconds > 0.5 else ""
        _print(f"{step:<24}{seconds:>8.2f}{seconds / total:>8.1%}{rate}")


def _print_peer(peer: Peer) -> None:
    _print(f"{peer.name:<32}{peer.rows:>10} rows{peer.seconds:>9.2f} s{peer.rows / peer.seconds:>10.0f} rows/s")


def _print(line: str) -> None:
    """At once: what a later peer does not live to see is told."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
