"""The part of a bench that runs with the packages of one commit: it keeps warehouses, or reads a source into one.

It is started by its file, and ``PYTHONPATH`` says whose packages it gets (``checkouts.Checkout.start``). So it may
only use what this commit and the one before it have. The first line of its input is the task, every answer is one
line of JSON.

- ``keep``: starts an embedded server below ``folder``, then gives a new warehouse for each line that comes.
- ``read``: reads a source into a warehouse, once another line says so, and tells what that took.
- ``settle``: lands all pages of the dossiers, and tells how long they take from the landing folder to facts.
"""

from __future__ import annotations

import contextlib
import json
import re
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args
from unittest import mock
from urllib.parse import parse_qsl, urlencode

import psycopg2
import sqlalchemy as sa

from onestop.contract.feeds import FEED_BY_NAME
from onestop.ingest.reading import read_source
from onestop.ingest.steps import Step
from onestop.ingest.transport import Answer, Transport
from onestop.quality.inspector import Inspector
from onestop.reference.units import seed_units
from tests.support.warehouse import Warehouse, migrate_warehouse, open_warehouse

try:
    from embedded.postgres import ADMIN, PIPELINE, EmbeddedPostgres, throwaway_cluster
    from embedded.processes import free_port
    from onestop.config.settings import Settings, SourceConnection, as_sqlalchemy
except ModuleNotFoundError:  # a commit before the embedded stack and the settings had packages of their own
    from onestop.stack.embedded.postgres import ADMIN, PIPELINE, EmbeddedPostgres, throwaway_cluster
    from onestop.stack.embedded.processes import free_port
    from onestop.stack.settings import Settings, SourceConnection, as_sqlalchemy

Task = dict[str, Any]

TEMPLATE = "bench_template"
CLOCK = "2026-10-01T07:00:00+07:00"
PUBLISH_LOCK = "pg_advisory_xact_lock"
LAST_STEP = "staging cleared" if "staging cleared" in get_args(Step) else "batch published"
INSPECTED = "batch inspected"
EMPTY_STAGING = """
DO $$
BEGIN
    EXECUTE (
        SELECT 'TRUNCATE ' || string_agg(format('staging.%I', tablename), ', ')
        FROM pg_catalog.pg_tables WHERE schemaname = 'staging'
    );
END
$$
"""
"""As a crash of the server leaves it: what was landed is staged from the landing folder then."""


class StoppedError(Exception):
    """The step up to which the bench measures was reached."""


class Watch:
    """An observer that adds up the seconds that end with each step, and may stop the run after one."""

    def __init__(self, until: str | None = None) -> None:
        self.seconds: dict[str, float] = {}
        self._until = until
        self._last = time.perf_counter()

    def __call__(self, step: str, _: str = "") -> None:
        now = time.perf_counter()
        self.seconds[step] = self.seconds.get(step, 0.0) + now - self._last
        self._last = now
        if step == self._until:
            raise StoppedError


class Locks:
    """How long each publish waited for the lock that only one at a time has, and how long it kept it."""

    def __init__(self, engine: sa.Engine) -> None:
        self.waited: list[float] = []
        self.held: list[float] = []
        self._asked: dict[int, float] = {}
        self._taken: dict[int, float] = {}
        sa.event.listen(engine, "before_cursor_execute", self._before)
        sa.event.listen(engine, "after_cursor_execute", self._after)
        sa.event.listen(engine, "commit", self._release)
        sa.event.listen(engine, "rollback", self._release)

    def _before(self, connection: sa.Connection, _: object, statement: str, *__: object) -> None:
        if PUBLISH_LOCK in statement:
            self._asked[id(connection)] = time.perf_counter()

    def _after(self, connection: sa.Connection, *_: object) -> None:
        if (asked := self._asked.pop(id(connection), None)) is not None:
            self._taken[id(connection)] = time.perf_counter()
            self.waited.append(self._taken[id(connection)] - asked)

    def _release(self, connection: sa.Connection) -> None:
        if (taken := self._taken.pop(id(connection), None)) is not None:
            self.held.append(time.perf_counter() - taken)


class Inspection:
    """Great Expectations as an inspection of batches, with the seconds that it takes."""

    def __init__(self, inspect: Callable[..., Any]) -> None:
        self.seconds = 0.0
        self._inspect = inspect

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return self._inspect(*arguments, **named)
        finally:
            self.seconds += time.perf_counter() - start


def keep(task: Task) -> None:
    """Start a server with a migrated template, and make a warehouse of it for each line, the one before is dropped."""
    folder = Path(task["folder"])
    with _server(folder) if task["is_durable"] else throwaway_cluster() as server:
        owner = as_sqlalchemy(server.create_warehouse_database(TEMPLATE))
        migrate_warehouse(owner)
        template = open_warehouse(server.url(PIPELINE, TEMPLATE), owner, folder)
        seed_units(template.engine)
        template.set_clock(CLOCK)
        template.close()
        _tell({"is_ready": True})
        for number, _ in enumerate(sys.stdin, start=1):
            server.drop_database(f"bench_{number - 1}")
            shutil.rmtree(folder / f"bench_{number - 1}", ignore_errors=True)
            _tell(_fresh(server, folder, f"bench_{number}"))


@contextlib.contextmanager
def _server(folder: Path) -> Iterator[EmbeddedPostgres]:
    settings = replace(Settings.from_env({"ONESTOP_VAR": str(folder)}), postgres_port=free_port())
    server = EmbeddedPostgres.of_checkout(settings)
    server.start()
    try:
        server.create_roles()
        yield server
    finally:
        server.stop()
        # Where the server's account cannot enter the folder, its data lie elsewhere, and nobody else takes them away.
        shutil.rmtree(server.home, ignore_errors=True)


def _fresh(server: EmbeddedPostgres, folder: Path, name: str) -> Task:
    owner = as_sqlalchemy(server.create_warehouse_database(name, TEMPLATE))
    # What was written before shall not be brought to the disk while the next thing is measured.
    with contextlib.closing(psycopg2.connect(server.url(ADMIN, "postgres"))) as connection:
        connection.autocommit = True
        connection.cursor().execute("CHECKPOINT")
    return {"pipeline": server.url(PIPELINE, name), "owner": owner, "var": str(folder / name)}


def read(task: Task) -> None:
    """Read one of the sources into a warehouse once it is told to, and tell what it took."""
    with _opened(task) as (warehouse, connection):
        if first := task.get("first_feeds"):
            _read(warehouse, connection, {**task, "feeds": first, "until": None})
        locks = Locks(warehouse.engine)
        _tell({"is_ready": True})
        sys.stdin.readline()
        started, cpu = time.time(), time.process_time()
        watch, inspected = _read(warehouse, connection, task)
        ended, cpu = time.time(), time.process_time() - cpu
        _tell(
            {
                "seconds": sum(watch.seconds.values()),
                "started": started,
                "ended": ended,
                "cpu_seconds": cpu,
                "steps": watch.seconds,
                "inspected_seconds": watch.seconds.get(INSPECTED, inspected),
                "waited": locks.waited,
                "held": locks.held,
                "peak_mb": peak_memory(),
                **_ledger(warehouse, connection),
            }
        )


def settle(task: Task) -> None:
    """Land the dossiers batch by batch, and tell how long the batches take from the landing folder to facts."""
    with _opened(task) as (warehouse, connection):
        _read(warehouse, connection, {**task, "feeds": task["first_feeds"]})
        dossiers = {**task, "feeds": ["dossiers"]}
        seconds, is_ended = 0.0, False
        while not is_ended:
            _read(warehouse, connection, {**dossiers, "until": "batch registered"})
            is_ended = warehouse.query("SELECT ends_feed FROM audit.batch ORDER BY batch_id DESC LIMIT 1")[0].ends_feed
            warehouse.execute(EMPTY_STAGING)
            watch, _ = _read(warehouse, connection, {**dossiers, "until": LAST_STEP})
            seconds += sum(watch.seconds.values())
        _tell({"seconds": seconds, **_ledger(warehouse, connection, "dossiers")})


@contextlib.contextmanager
def _opened(task: Task) -> Iterator[tuple[Warehouse, SourceConnection]]:
    """Open the warehouse of a task, its sources registered, and give the source that is to be read."""
    warehouse = open_warehouse(task["pipeline"], task["owner"], Path(task["var"]))
    sources = [SourceConnection(name, url, "bench") for name, url in task["sources"].items()]
    warehouse.register(*sources)
    for statement in task.get("statements", ()):
        warehouse.execute(statement)
    try:
        yield warehouse, next(source for source in sources if source.name == task.get("source", source.name))
    finally:
        warehouse.close()


def _read(warehouse: Warehouse, connection: SourceConnection, task: Task) -> tuple[Watch, float]:
    """Read a source as a task says; return the seconds of each step, and those of Great Expectations."""
    settings = replace(warehouse.settings, **task.get("settings", {}))
    feeds = [FEED_BY_NAME[name] for name in task.get("feeds", FEED_BY_NAME)]
    with contextlib.ExitStack() as stack:
        if pages := task.get("pages"):
            stack.enter_context(_answered_from_memory(Path(pages)))
        quality = stack.enter_context(Inspector(settings)) if task.get("quality") else None
        inspection = Inspection(quality.why_held) if quality else None
        named: dict[str, Any] = {"inspect": inspection} if inspection else {}
        watch = Watch(task.get("until"))
        with contextlib.suppress(StoppedError):
            read_source(warehouse.engine, connection, settings, watch, feeds=feeds, **named)
            watch("source's last answer")
    return watch, inspection.seconds if inspection else 0.0


@contextlib.contextmanager
def _answered_from_memory(path: Path) -> Iterator[None]:
    """Let requests be answered by the recording in a file, in this process and without HTTP."""
    from tests.bench.recorded import Recording

    recording = Recording.load(path)

    def get(_: Transport, path: str, parameters: dict[str, Any], __: float) -> Answer:
        query = dict(parse_qsl(urlencode(parameters)))
        return Answer(200, bytearray(recording.page(path.rsplit("/", 1)[1], query)[0]), None)

    with mock.patch.object(Transport, "get", get):
        yield


def _ledger(warehouse: Warehouse, connection: SourceConnection, feed: str | None = None) -> Task:
    """Return how many records were read, and of them how many are facts; a held batch would make the figures false."""
    which = {"name": connection.name, "feed": feed}
    return dict(
        warehouse.query(
            "SELECT coalesce(sum(received), 0)::bigint AS records, "
            "coalesce(sum(inserted + updated), 0)::bigint AS facts, "
            "count(*) FILTER (WHERE status = 'held') AS held_batches, "
            "count(*) FILTER (WHERE status NOT IN ('held', 'published')) AS open_batches "
            "FROM audit.batch INNER JOIN audit.source USING (source_id) "
            "WHERE connection_name = %(name)s AND (%(feed)s::text IS NULL OR feed = %(feed)s)",
            which,
        )[0]._mapping
    )


def peak_memory() -> float:
    """Return how many MB this process has had at most.

    ``getrusage`` would count what the process had that started this one.
    """
    found = re.search(r"^VmHWM:\s*(\d+) kB$", Path("/proc/self/status").read_text(encoding="utf-8"), re.MULTILINE)
    kilobytes = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / 1024


def _tell(answer: Task) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    first_task = json.loads(sys.stdin.readline())
    {"keep": keep, "read": read, "settle": settle}[first_task["act"]](first_task)
