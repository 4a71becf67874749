"""PostgreSQL 18 from the wheel: a cluster in a folder, with passwords, on a loopback port and a socket."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psutil
import psycopg2
from psycopg2 import sql

from embedded import StackError
from embedded.account import Account, choose_home, server_account, server_programs, short_hash
from embedded.memory import machine_memory, server_settings
from embedded.processes import (
    end,
    free_port,
    has_ended,
    last_lines,
    open_log,
    require_free_port,
    wait_until,
)
from embedded.secrets import SecretStore
from onestop.config.settings import CHECKOUT, Settings

HOST = "127.0.0.1"
WAREHOUSE = "warehouse"
AIRFLOW_DATABASE = "airflow"
ADMIN = "onestop_admin"
OWNER = "onestop_owner"
PIPELINE = "onestop_pipeline"
READER = "onestop_reader"
AIRFLOW = "airflow"
SQL = CHECKOUT / "include" / "stack"
# Recovery replays the log since the last checkpoint: seconds per gigabyte, minutes at the very worst.
START_SECONDS = 300
STOP_SECONDS = 60
# The path of a socket must fit into 107 bytes, the file name included.
LONGEST_SOCKET_FOLDER = 90

CLUSTER_OPTIONS = (
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    # The same order and the same upper case on every machine, whatever its C library.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",  # pragma: allowlist secret - an option
)
FIXED_SETTINGS = {
    "listen_addresses": HOST,
    "max_connections": "100",
    "password_encryption": "scram-sha-256",
    "unix_socket_permissions": "0700",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_timezone": "Asia/Ho_Chi_Minh",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    # Messages of failed statements quote values from dossiers. Who sent the statement gets them, no log does.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For tests: a crash of the machine may destroy the cluster, a crash of the server does not.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
}
MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - only the folder above those with names of their own
MEMORY_NEEDED = 4 << 30
"""Free bytes with which a throwaway cluster may be in memory: a database of its own for each test is 400 files."""


class EmbeddedPostgres:
    """One cluster: `start` and `stop` may be called in any state, also after a crash of the machine."""

    def __init__(
        self,
        home: Path,
        port: int,
        *,
        account: Account,
        secrets: SecretStore,
        log: Path,
        durable: bool = True,
    ) -> None:
        self.home = home
        self.port = port
        self.log = log
        self._account = account
        self._secrets = secrets
        self._durable = durable
        self._data = home / "data"
        self._programs = server_programs(home, account)
        self._child: subprocess.Popen[bytes] | None = None

    @classmethod
    def of_checkout(cls, settings: Settings) -> EmbeddedPostgres:
        """Return the cluster of this checkout."""
        account = server_account()
        settings.var_dir.mkdir(parents=True, exist_ok=True)
        return cls(
            choose_home(settings.var_dir, account),
            settings.postgres_port,
            account=account,
            secrets=SecretStore(settings.var_dir / "secrets"),
            log=settings.var_dir / "log" / "postgres.log",
        )

    def start(self) -> None:
        """Bring the server up with the wanted settings; returns when it takes connections."""
        self._initialise()
        wanted, file = self._configuration(), self._data / "onestop.conf"
        if self.is_running():
            if file.read_text(encoding="utf-8") == wanted:
                self._await_connections()
                return
            self.stop()
        self._remove_leftovers()
        require_free_port(self.port, "PostgreSQL", "ONESTOP_POSTGRES_PORT")
        file.write_text(wanted, encoding="utf-8")
        self._account.give_ownership(file)
        with open_log(self.log) as log:
            self._child = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data],
                cwd=self._data,
                env=_clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._account.identity(),
            )
        self._await_connections()

    def stop(self) -> None:
        """Stop the server: sessions are cut, what was committed is safe; returns when no process is left."""
        postmaster = self._postmaster()
        if postmaster is not None:
            self._signal(postmaster, signal.SIGINT)
            if not wait_until(lambda: has_ended(postmaster), STOP_SECONDS):
                self._signal(postmaster, signal.SIGQUIT)
        self._remove_leftovers()

    def kill_immediate(self) -> None:
        """Kill the server as a failing machine would, for tests of what survives."""
        postmaster = self._postmaster()
        if postmaster is not None:
            self._signal(postmaster, signal.SIGKILL)
            wait_until(lambda: has_ended(postmaster), STOP_SECONDS)

    def is_running(self) -> bool:
        """Return whether the server's first process lives; it may still be recovering."""
        return self._postmaster() is not None

    def url(self, role: str, database: str = WAREHOUSE) -> str:
        """Return the address of a database for a role, in the form that AIRFLOW_CONN_WAREHOUSE wants."""
        return f"postgres://{role}:{self._password(role)}@{HOST}:{self.port}/{database}"

    def create_roles(self) -> None:
        """Create the roles and Airflow's database, or give them the passwords of this cluster again."""
        passwords = {
            "ONESTOP_OWNER_PASSWORD": self._password(OWNER),
            "ONESTOP_PIPELINE_PASSWORD": self._password(PIPELINE),
            "ONESTOP_READER_PASSWORD": self._password(READER),
            "AIRFLOW_DATABASE_PASSWORD": self._password(AIRFLOW),
        }
        self._run_script(SQL / "10-roles.sql", passwords)

    def create_warehouse_database(self, name: str = WAREHOUSE, template: str = "template1") -> str:
        """Create a database for a warehouse unless it exists, and return its address for the owner.

        A test gets a fresh one in a moment from a migrated template, to which nobody may be connected then.
        """
        variables = {
            "ONESTOP_WAREHOUSE_DATABASE": _database_name(name),
            "ONESTOP_TEMPLATE_DATABASE": _database_name(template),
        }
        self._run_script(SQL / "20-warehouse.sql", variables)
        return self.url(OWNER, name)

    def drop_database(self, name: str) -> None:
        """Drop a database, cutting its sessions."""
        with closing(self._connect()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(_database_name(name)))
                )

    def psql(self, role: str, database: str = WAREHOUSE) -> tuple[list[str], dict[str, str]]:
        """Return the command and the environment of a psql session; the password stays off the command line."""
        command = [
            str(self._programs / "psql"),
            "-X",
            "-h",
            HOST,
            "-p",
            str(self.port),
            "-U",
            role,
            "-d",
            database,
        ]
        return command, {**_clean_environment(), "PGPASSWORD": self._password(role)}

    def _password(self, role: str) -> str:
        return self._secrets.password(f"postgres-{role}")

    def _run_script(self, script: Path, variables: dict[str, str]) -> None:
        command, environ = self.psql(ADMIN, "postgres")
        done = subprocess.run(
            [*command, "-q", "-f", str(script)],
            env={**environ, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise StackError(f"{script.name} failed on the embedded PostgreSQL:\n{done.stderr.strip()}")

    def _connect(self) -> psycopg2.extensions.connection:
        return psycopg2.connect(
            host=HOST,
            port=self.port,
            user=ADMIN,
            password=self._password(ADMIN),
            dbname="postgres",
            connect_timeout=5,
        )

    def _initialise(self) -> None:
        """Create the cluster in a new folder and rename it: an interrupted try leaves none behind."""
        if not self._account.make_private_folder(self.home):
            raise StackError(f"The account {self._account.name} cannot enter {self.home}, the folder of the database.")
        if (self._data / "PG_VERSION").is_file():
            return
        fresh, password = self.home / "data.new", self.home / "password.new"
        shutil.rmtree(fresh, ignore_errors=True)
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        password.write_text(self._password(ADMIN), encoding="utf-8")
        self._account.give_ownership(password)
        try:
            self._run_initdb(fresh, password)
        finally:
            password.unlink()
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("include 'onestop.conf'\n")
        fresh.rename(self._data)

    def _run_initdb(self, folder: Path, password: Path) -> None:
        command = [
            str(self._programs / "initdb"),
            f"--pgdata={folder}",
            f"--username={ADMIN}",
            f"--pwfile={password}",
            *CLUSTER_OPTIONS,
            *([] if self._durable else ["--no-sync"]),
        ]
        done = subprocess.run(
            command,
            cwd=self.home,
            env=_clean_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **self._account.identity(),
        )
        if done.returncode != 0:
            raise StackError(f"PostgreSQL could not create its data in {folder}:\n{done.stderr.strip()}")

    def _configuration(self) -> str:
        settings = {
            **FIXED_SETTINGS,
            "port": str(self.port),
            "unix_socket_directories": str(self._socket_folder()),
            **server_settings(machine_memory(), os.cpu_count() or 1),
            **({} if self._durable else THROWAWAY_SETTINGS),
        }
        return "".join(f"{name} = '{value}'\n" for name, value in settings.items())

    def _socket_folder(self) -> Path:
        folder = self.home / "run"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
            folder = Path(tempfile.gettempdir()) / f"onestop-{short_hash(self.home)}"
        if not self._account.make_private_folder(folder) or folder.is_symlink():
            raise StackError(f"The folder {folder} for the socket of PostgreSQL belongs to somebody else. Remove it.")
        return folder

    def _postmaster(self) -> psutil.Process | None:
        """Return the server's first process, by its own file; a number that went to another program is none."""
        try:
            pid = int((self._data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
            process = psutil.Process(pid)
            is_ours = not has_ended(process) and self._belongs_to_cluster(process)
        except (FileNotFoundError, ValueError, psutil.Error):
            return None
        return process if is_ours else None

    def _belongs_to_cluster(self, process: psutil.Process) -> bool:
        """Return whether the process is of this cluster: all of them work in the folder of the data."""
        try:
            return process.name() == "postgres" and process.cwd() == str(self._data.resolve())
        except psutil.Error:
            return False

    def _signal(self, process: psutil.Process, number: int) -> None:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)
        if self._child is not None and self._child.pid == process.pid:
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(STOP_SECONDS)

    def _remove_leftovers(self) -> None:
        """Wait for what a killed server left, end it if need be, and remove its marks.

        A new server refuses to start while an old process has the shared memory open, or while the number in a
        mark belongs to any process, also to a dead one that nobody has collected.
        """
        leftovers = [process for process in psutil.process_iter() if self._belongs_to_cluster(process)]
        if not wait_until(lambda: all(map(has_ended, leftovers)), 3):
            end(leftovers, seconds=2)
        for mark in (self._data / "postmaster.pid", *self._socket_folder().glob(".s.PGSQL.*")):
            mark.unlink(missing_ok=True)

    def _await_connections(self) -> None:
        refusals: list[str] = []

        def connects() -> bool:
            try:
                self._connect().close()
            except psycopg2.OperationalError as error:
                refusals.append(str(error).strip())
                return not self.is_running_or_starting() or "password authentication failed" in refusals[-1]
            refusals.clear()
            return True

        wait_until(connects, START_SECONDS, interval=0.05)
        if refusals:
            raise StackError(
                f"PostgreSQL on port {self.port} takes no connections: {refusals[-1]}\n"
                f"  The end of {self.log}:\n{last_lines(self.log)}"
            )

    def is_running_or_starting(self) -> bool:
        """Return whether a server is there, or the one just started has not ended yet."""
        return self.is_running() or (self._child is not None and self._child.poll() is None)


@contextmanager
def throwaway_cluster() -> Iterator[EmbeddedPostgres]:
    """Yield a started cluster for tests, in memory if that is large enough; remove it at the end."""
    account = server_account()
    with tempfile.TemporaryDirectory(prefix="onestop-pg-", dir=roomy_memory_folder()) as folder:
        home = Path(folder)
        home.chmod(0o711)  # the server's account must be able to pass
        server = EmbeddedPostgres(
            home / "postgres",
            free_port(),
            account=account,
            secrets=SecretStore(home / "secrets"),
            log=home / "postgres.log",
            durable=False,
        )
        try:
            server.start()
            server.create_roles()
            yield server
        finally:
            server.stop()


def roomy_memory_folder() -> Path | None:
    """Return a folder in memory large enough for a cluster and its programs; None: the usual temporary folder."""
    if not os.access(MEMORY_FOLDER, os.W_OK) or os.statvfs(MEMORY_FOLDER).f_flag & os.ST_NOEXEC:
        return None
    free = min(shutil.disk_usage(MEMORY_FOLDER).free, psutil.virtual_memory().available)
    return MEMORY_FOLDER if free >= MEMORY_NEEDED else None


def _database_name(name: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name):
        raise ValueError(f"{name!r} is no name for a database: lower-case letters, digits and underscores only")
    return name


def _clean_environment() -> dict[str, str]:
    """Return what the server's programs need; the caller's PGHOST, PGOPTIONS and the like would lead them astray."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
