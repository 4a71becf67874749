"""The driver, the session, and what each role may do."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time

import pytest

from embedded.postgres import PIPELINE, READER, EmbeddedPostgres
from onestop.config.settings import CHECKOUT, LONGEST_TASK, as_sqlalchemy
from onestop.warehouse.database import WarehouseError, connect, run_text, transaction
from tests.support.warehouse import Warehouse


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgresql+asyncpg", "sqlite"])
def test_another_driver_is_refused(scheme: str) -> None:
    with pytest.raises(ValueError, match=r"must start with postgresql\+psycopg2://"):
        connect(f"{scheme}://user@127.0.0.1/warehouse")


def test_the_driver_is_psycopg2_and_the_session_is_in_vietnam(warehouse: Warehouse) -> None:
    assert warehouse.engine.dialect.driver == "psycopg2"
    with warehouse.engine.connect() as connection:
        assert type(connection.connection.driver_connection).__module__.startswith("psycopg2")
    assert warehouse.query("SHOW timezone")[0][0] == "Asia/Ho_Chi_Minh"


def test_a_statement_does_not_outlive_its_task(warehouse: Warehouse) -> None:
    assert warehouse.query("SHOW statement_timeout")[0][0] == f"{LONGEST_TASK // dt.timedelta(hours=1)}h"


WAITING = """
import sys
from onestop.warehouse.database import connect, run_text, transaction

with transaction(connect(sys.argv[1])) as connection:
    run_text(connection, "test", "SELECT pg_sleep(600) AS left_behind")
"""
LEFT_BEHIND = (
    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%' AND datname = current_database()"
)


def test_the_statement_of_a_killed_process_ends_soon(warehouse: Warehouse) -> None:
    address = warehouse.engine.url.render_as_string(hide_password=False)
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "plugins")}
    process = subprocess.Popen([sys.executable, "-c", WAITING, address], env=environment)
    await_count(warehouse, 1)
    process.kill()
    process.wait()
    await_count(warehouse, 0)


def await_count(warehouse: Warehouse, n: int) -> None:
    """Wait until so many statements were left behind; left alone, each takes ten minutes."""
    deadline = time.monotonic() + 60
    while warehouse.query(LEFT_BEHIND)[0][0] != n:
        assert time.monotonic() < deadline
        warehouse.query("SELECT pg_sleep(0.1)")


FORBIDDEN = {
    "the reader sees no fact": (READER, "SELECT * FROM core.dossier"),
    "the reader sees no quarantine": (READER, "SELECT * FROM quarantine.record"),
    "the reader changes nothing": (READER, "DELETE FROM mart.figure"),
    "the pipeline makes no table": (PIPELINE, "CREATE TABLE mart.mine (n integer)"),
    "the pipeline drops no table": (PIPELINE, "DROP TABLE mart.ranking"),
    "the pipeline disarms no trigger": (PIPELINE, "ALTER TABLE mart.ranking DISABLE TRIGGER ALL"),
}


@pytest.mark.parametrize(("role", "statement"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_role_may_no_more_than_its_work_needs(
    warehouse: Warehouse, server: EmbeddedPostgres, role: str, statement: str
) -> None:
    engine = connect(as_sqlalchemy(server.url(role, warehouse.engine.url.database or "")))
    refusal = pytest.raises(WarehouseError, match=r"InsufficientPrivilege|ReadOnlySqlTransaction")
    with refusal, transaction(engine) as connection:
        run_text(connection, "test", statement)
    engine.dispose()


def test_the_reader_reads_the_whole_mart(warehouse: Warehouse, server: EmbeddedPostgres) -> None:
    engine = connect(as_sqlalchemy(server.url(READER, warehouse.engine.url.database or "")))
    relations = warehouse.query(
        "SELECT relname FROM pg_class WHERE relnamespace = 'mart'::regnamespace AND relkind IN ('r', 'v')"
    )
    assert len(relations) >= 15
    with transaction(engine) as connection:
        for relation in relations:
            run_text(connection, "test", f"SELECT * FROM mart.{relation.relname}")
        run_text(
            connection, "test", "SELECT * FROM mart.form_ii06a_between(1, 'receiving', '2026-01-01', '2026-01-31')"
        )
    engine.dispose()
