"""PostgreSQL stopped in immediate mode while it takes rows, merges and commits: the next run ends as if it had not."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa

from embedded.postgres import ADMIN, EmbeddedPostgres, throwaway_cluster
from embedded.processes import wait_until
from onestop.config.settings import SourceConnection, as_sqlalchemy
from onestop.ingest import kept_rows
from onestop.ingest.steps import Observer, Step
from onestop.warehouse.database import WarehouseError
from simulator.defects import Defects
from simulator.testing import RunningSource, running_source
from simulator.world import Scale, build_world
from tests.conftest import TEMPLATE, make_warehouse
from tests.support.connections import connection_to
from tests.support.warehouse import Warehouse, migrate_warehouse

# Three batches of dossiers, of which the second meets the stop; it holds two that are for quarantine.
SIZES = {"page_limit": 8, "batch_records": 16}
# The next run cuts the same pages, but batches as large as they come.
FURTHER = {"page_limit": 8}
SECONDS = 200
GONE = "OperationalError [no SQLSTATE]"


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    """A server of our own. A commit waits for a replica that does not exist, if its transaction says so."""
    with throwaway_cluster() as cluster:
        tell(cluster, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        tell(cluster, "ALTER SYSTEM SET synchronous_commit = 'local'")
        cluster.stop()
        cluster.start()
        migrate_warehouse(as_sqlalchemy(cluster.create_warehouse_database(TEMPLATE)))
        yield cluster


@pytest.fixture(scope="module")
def source() -> Iterator[RunningSource]:
    """Forty dossiers of two communes."""
    defects = Defects(unknown_status=0.04, future_update=0.04)
    with running_source(build_world(Scale(dossiers=40, communes=2, seed=6, defects=defects))) as running:
        yield running


@pytest.fixture(scope="module")
def undisturbed(
    server: EmbeddedPostgres, source: RunningSource, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """The content of a warehouse whose server was not stopped."""
    warehouses = make_warehouse(server, tmp_path_factory.mktemp("undisturbed"))
    warehouse = next(warehouses)
    connection = connection_to(source)
    warehouse.register(connection)
    warehouse.read(connection, **FURTHER)
    content = warehouse.content("core", "quarantine")
    assert [len(content[table]) for table in ("core.dossier", "quarantine.record")] == [36, 4]
    next(warehouses, None)
    return content


def tell(server: EmbeddedPostgres, statement: str) -> None:
    """Run one statement as the superuser."""
    with closing(psycopg2.connect(server.url(ADMIN, "postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


def stop(server: EmbeddedPostgres) -> None:
    """Do what ``pg_ctl stop --mode immediate`` does: nobody is told, nothing is tidied up."""
    pid = (server.home / "data" / "postmaster.pid").read_text().split()[0]
    os.kill(int(pid), signal.SIGQUIT)
    assert wait_until(lambda: not server.is_running_or_starting(), SECONDS, interval=0.01)


@contextmanager
def stopped_when(server: EmbeddedPostgres, condition: str) -> Iterator[None]:
    """Stop the server from another thread as soon as a session of the pipeline is so far."""

    def watch() -> None:
        with closing(psycopg2.connect(server.url(ADMIN, "postgres"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:

                def is_so_far() -> bool:
                    cursor.execute(f"SELECT 1 FROM pg_stat_activity WHERE usename = 'onestop_pipeline' AND {condition}")
                    return cursor.fetchone() is not None

                if wait_until(is_so_far, SECONDS, interval=0.01):
                    stop(server)
                    met.append(condition)

    met: list[str] = []
    watcher = Thread(target=watch)
    watcher.start()
    yield
    watcher.join()
    assert met == [condition]


def at_second(step: Step, act: Callable[[], None]) -> Observer:
    """Act when the second batch of dossiers comes to a step."""
    reached: list[str] = []

    def observe(at: Step, what: str) -> None:
        if at == step and what.startswith("dossiers"):
            reached.append(what)
            if len(reached) == 2:
                act()

    return observe


def read_until_gone(warehouse: Warehouse, connection: SourceConnection, observe: Observer) -> str:
    """Read until the server is gone and return the message: a statement and a kind of error, nothing of a record."""
    warehouse.register(connection)
    with pytest.raises(WarehouseError) as raised:
        warehouse.read(connection, observe, **SIZES)
    assert raised.value.__cause__ is None
    return str(raised.value)


def made_good(
    server: EmbeddedPostgres, warehouse: Warehouse, connection: SourceConnection, status: str
) -> dict[str, Any]:
    """Start the server, look at what it kept, and read to the end."""
    server.start()
    batches = warehouse.query("SELECT batch_id, status FROM audit.batch WHERE feed = 'dossiers' ORDER BY 1")
    assert [batch.status for batch in batches] == ["published", status]
    for table in ("dossier", "mark"):
        assert warehouse.query(f"SELECT * FROM staging.{table}") == [], "unlogged tables do not survive"
    warehouse.read(connection, **FURTHER)
    assert warehouse.query("SELECT * FROM audit.batch WHERE status <> 'published'") == []
    ledger = "SELECT sum(received), sum(inserted), sum(updated), sum(stale), sum(quarantined) FROM audit.batch"
    assert tuple(warehouse.query(f"{ledger} WHERE feed = 'dossiers'")[0]) == (40, 36, 0, 0, 4)
    touched = warehouse.query(
        'SELECT count(*) AS n FROM core."case" WHERE case_id IN (SELECT touched.case_id FROM audit.touched)'
    )
    assert touched[0].n == 36
    return warehouse.content("core", "quarantine")


@pytest.fixture
def hue(
    server: EmbeddedPostgres,
    warehouse: Warehouse,  # noqa: ARG001 - is dropped after the server started again
    source: RunningSource,
) -> Iterator[SourceConnection]:
    """The connection to the source; the warehouse can be dropped afterwards, however the test ended."""
    yield connection_to(source)
    server.start()


@pytest.mark.parametrize("most_bytes", [kept_rows.MOST_BYTES, 0], ids=["from memory", "read back"])
def test_stopped_during_copy(
    server: EmbeddedPostgres,
    warehouse: Warehouse,
    hue: SourceConnection,
    undisturbed: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    most_bytes: int,
) -> None:
    page = kept_rows.KeptRows.page

    def page_and_stop(self: kept_rows.KeptRows, page_no: int) -> kept_rows.PageRows | None:
        if page_no == 2 and due:
            due.clear()
            with stopped_when(server, "state = 'active' AND query LIKE 'COPY staging.dossier%'"):
                pass  # until it has stopped
        return page(self, page_no)

    due: list[bool] = []
    monkeypatch.setattr(kept_rows, "MOST_BYTES", most_bytes)
    monkeypatch.setattr(kept_rows.KeptRows, "page", page_and_stop)
    observe = at_second("batch registered", lambda: due.append(True))
    message = read_until_gone(warehouse, hue, observe)
    assert made_good(server, warehouse, hue, "fetched") == undisturbed
    assert message == f"COPY staging.dossier: {GONE}"


def test_stopped_during_the_merge(
    server: EmbeddedPostgres, warehouse: Warehouse, hue: SourceConnection, undisturbed: dict[str, Any]
) -> None:
    database = sa.make_url(warehouse.owner_url).database or ""
    with closing(psycopg2.connect(server.url(ADMIN, database))) as other:
        # The statement that enters dossiers waits for us, and is under way when the server stops.
        observe = at_second("batch judged", lambda: other.cursor().execute("LOCK TABLE core.dossier IN SHARE MODE"))
        with stopped_when(server, "wait_event_type = 'Lock' AND query LIKE '%INSERT INTO core.dossier (%'"):
            message = read_until_gone(warehouse, hue, observe)
    assert message == f"ingest/dossiers/insert.sql: {GONE}"
    assert made_good(server, warehouse, hue, "passed") == undisturbed


def test_stopped_before_commit(
    server: EmbeddedPostgres, warehouse: Warehouse, hue: SourceConnection, undisturbed: dict[str, Any]
) -> None:
    message = read_until_gone(warehouse, hue, at_second("ledger written", lambda: stop(server)))
    assert message == f"transaction: {GONE}"
    assert made_good(server, warehouse, hue, "passed") == undisturbed


def test_stopped_during_commit(
    server: EmbeddedPostgres, warehouse: Warehouse, hue: SourceConnection, undisturbed: dict[str, Any]
) -> None:
    """The batch is published and nobody was told: the next run finds it so, and does not publish it again."""

    def wait_for_a_replica(connection: sa.Connection) -> None:
        if due:
            connection.exec_driver_sql("SET LOCAL synchronous_commit = 'on'")

    due: list[bool] = []
    sa.event.listen(warehouse.engine, "commit", wait_for_a_replica)
    with stopped_when(server, "wait_event = 'SyncRep'"):
        message = read_until_gone(warehouse, hue, at_second("ledger written", lambda: due.append(True)))
    assert message == f"transaction: {GONE}"
    due.clear()
    assert made_good(server, warehouse, hue, "published") == undisturbed
