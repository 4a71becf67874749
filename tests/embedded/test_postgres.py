"""The embedded server: passwords are wanted, order and time zone are ours, and a kill loses nothing."""

from __future__ import annotations

import os
import signal
import socket
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest

from embedded import StackError
from embedded.account import server_account
from embedded.memory import MEGABYTE, server_settings
from embedded.postgres import (
    ADMIN,
    AIRFLOW,
    OWNER,
    PIPELINE,
    READER,
    EmbeddedPostgres,
    throwaway_cluster,
)
from embedded.processes import free_port, has_ended
from embedded.secrets import SecretStore

pytestmark = pytest.mark.slow


def ask(server: EmbeddedPostgres, role: str, statement: str, database: str = "postgres") -> Any:
    with closing(psycopg2.connect(server.url(role, database))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None


def processes(server: EmbeddedPostgres) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):  # other users' processes do not tell where they work
            is_ours = process.name() == "postgres" and process.cwd() == str(server.home / "data")
            if is_ours and not has_ended(process):
                found.append(process)
    return found


def postmaster(server: EmbeddedPostgres) -> int:
    return int((server.home / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])


def test_a_wrong_password_is_refused(cluster: EmbeddedPostgres) -> None:
    wrong = cluster.url(ADMIN, "postgres").replace("@", "x@")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(wrong)


def test_no_line_of_the_access_rules_trusts_anybody(cluster: EmbeddedPostgres) -> None:
    methods = ask(cluster, ADMIN, "SELECT array_agg(DISTINCT auth_method) FROM pg_hba_file_rules")
    assert methods == ["scram-sha-256"]
    assert ask(cluster, ADMIN, "SELECT bool_and(rolpassword LIKE 'SCRAM%') FROM pg_authid WHERE rolcanlogin")


def test_only_this_machine_is_listened_to(cluster: EmbeddedPostgres) -> None:
    assert ask(cluster, ADMIN, "SHOW listen_addresses") == "127.0.0.1"
    (folder,) = ask(cluster, ADMIN, "SHOW unix_socket_directories").split(",")
    assert Path(folder).stat().st_mode & 0o077 == 0


def test_order_and_time_zone_are_the_same_on_every_machine(cluster: EmbeddedPostgres) -> None:
    cluster.create_warehouse_database("locale_test")
    statement = "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = current_database()"
    assert ask(cluster, OWNER, statement, "locale_test") == "b PG_UNICODE_FAST"
    assert ask(cluster, OWNER, "SHOW server_encoding", "locale_test") == "UTF8"
    assert ask(cluster, OWNER, "SHOW timezone", "locale_test") == "Asia/Ho_Chi_Minh"
    assert ask(cluster, OWNER, "SELECT upper('đặng thị ơn')", "locale_test") == "ĐẶNG THỊ ƠN"


def test_a_failed_statement_leaves_no_value_in_the_log(cluster: EmbeddedPostgres) -> None:
    with pytest.raises(psycopg2.Error):
        ask(cluster, ADMIN, "SELECT 'Nguyen Van A'::integer")
    assert "Nguyen" not in cluster.log.read_text(encoding="utf-8")


def test_the_pipeline_changes_no_tables_and_the_reader_nothing(cluster: EmbeddedPostgres) -> None:
    cluster.create_warehouse_database("roles_test")
    for role in (PIPELINE, READER):
        for statement in ("CREATE SCHEMA mine", "CREATE TABLE public.mine (id integer)"):
            with pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ReadOnlySqlTransaction)):
                ask(cluster, role, statement, "roles_test")
    ask(cluster, PIPELINE, "CREATE TEMPORARY TABLE work (id integer)", "roles_test")
    ask(cluster, OWNER, "CREATE SCHEMA mine", "roles_test")
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        ask(cluster, AIRFLOW, "SELECT 1", "roles_test")


def test_a_database_is_made_from_a_template_and_dropped(cluster: EmbeddedPostgres) -> None:
    template = cluster.create_warehouse_database("template_test")
    assert template == cluster.url(OWNER, "template_test")
    ask(cluster, OWNER, "CREATE TABLE kept (id integer)", "template_test")
    cluster.create_warehouse_database("copy_test", template="template_test")
    assert ask(cluster, OWNER, "SELECT count(*) FROM kept", "copy_test") == 0
    cluster.drop_database("copy_test")
    with pytest.raises(psycopg2.OperationalError, match="does not exist"):
        ask(cluster, OWNER, "SELECT 1", "copy_test")


def test_a_name_is_no_place_for_sql(cluster: EmbeddedPostgres) -> None:
    with pytest.raises(ValueError, match="no name for a database"):
        cluster.create_warehouse_database('x"; DROP DATABASE airflow; --')


def test_starting_again_keeps_the_server(cluster: EmbeddedPostgres) -> None:
    before = postmaster(cluster)
    cluster.start()
    cluster.create_roles()
    assert postmaster(cluster) == before


def test_a_killed_server_comes_back_with_what_was_committed(cluster: EmbeddedPostgres) -> None:
    cluster.create_warehouse_database("crash_test")
    ask(cluster, OWNER, "CREATE TABLE kept AS SELECT generate_series(1, 10000) AS id", "crash_test")
    with closing(psycopg2.connect(cluster.url(OWNER, "crash_test"))) as open_session:
        with open_session.cursor() as cursor:
            cursor.execute("INSERT INTO kept VALUES (-1)")
        cluster.kill_immediate()
        assert not cluster.is_running()
        assert (cluster.home / "data" / "postmaster.pid").exists()
        cluster.start()
    assert ask(cluster, OWNER, "SELECT count(*) || ' ' || min(id) FROM kept", "crash_test") == "10000 1"
    assert "automatic recovery in progress" in cluster.log.read_text(encoding="utf-8")


def test_a_mark_with_the_number_of_another_program_is_no_server(cluster: EmbeddedPostgres) -> None:
    cluster.stop()
    mark = cluster.home / "data" / "postmaster.pid"
    text = f"{os.getpid()}\n{cluster.home / 'data'}\n"
    mark.write_text(text, encoding="utf-8")
    (cluster.home / "run" / f".s.PGSQL.{cluster.port}.lock").write_text(text, encoding="utf-8")
    assert not cluster.is_running()
    cluster.stop()
    cluster.start()
    assert ask(cluster, ADMIN, "SELECT 1") == 1


def test_a_taken_port_is_named_with_its_holder_and_the_way_out(cluster: EmbeddedPostgres) -> None:
    cluster.stop()
    with socket.create_server(("127.0.0.1", cluster.port)):
        with pytest.raises(StackError, match=f"Port {cluster.port} for PostgreSQL is taken") as caught:
            cluster.start()
        assert "ONESTOP_POSTGRES_PORT" in str(caught.value)
        assert str(os.getpid()) in str(caught.value)
    cluster.start()


def test_a_changed_port_takes_effect_without_a_stop(cluster: EmbeddedPostgres) -> None:
    cluster.port, before = free_port(), cluster.port
    cluster.start()
    assert ask(cluster, ADMIN, "SHOW port") == str(cluster.port) != str(before)


def test_a_lost_password_is_told_at_once(cluster: EmbeddedPostgres, tmp_path: Any) -> None:
    stranger = EmbeddedPostgres(
        cluster.home,
        cluster.port,
        account=server_account(),
        secrets=SecretStore(tmp_path),
        log=cluster.log,
        durable=False,
    )
    with pytest.raises(StackError, match="password authentication failed"):
        stranger.start()


def test_the_server_does_not_run_as_root(cluster: EmbeddedPostgres) -> None:
    assert {process.uids().effective for process in processes(cluster)}.isdisjoint({0})


def test_an_interrupted_first_start_leaves_nothing_in_the_way() -> None:
    with throwaway_cluster() as server:
        server.stop()
        (server.home / "data").rename(server.home / "data.new")
        server.start()
        assert ask(server, ADMIN, "SELECT 1") == 1


def test_stopping_leaves_no_process_and_can_be_repeated(cluster: EmbeddedPostgres) -> None:
    with closing(psycopg2.connect(cluster.url(ADMIN, "postgres"))):
        assert len(processes(cluster)) > 3
        cluster.stop()
    assert processes(cluster) == []
    cluster.stop()
    cluster.start()


def test_what_a_killed_server_left_does_not_hold_up_the_next(cluster: EmbeddedPostgres) -> None:
    left = next(process for process in processes(cluster) if process.pid != postmaster(cluster))
    left.send_signal(signal.SIGSTOP)
    cluster.kill_immediate()
    cluster.start()
    assert ask(cluster, ADMIN, "SELECT 1") == 1
    assert left.pid not in [process.pid for process in processes(cluster)]


@pytest.mark.parametrize(
    ("gigabytes", "shared_buffers", "work_mem"),
    [(1, "128MB", "16MB"), (8, "1024MB", "32MB"), (256, "2048MB", "96MB")],
)
def test_memory_follows_the_machine_within_bounds(gigabytes: int, shared_buffers: str, work_mem: str) -> None:
    settings = server_settings(gigabytes * 1024 * MEGABYTE, cores=2)
    assert (settings["shared_buffers"], settings["work_mem"]) == (shared_buffers, work_mem)
    assert settings["max_parallel_workers_per_gather"] == "1"
