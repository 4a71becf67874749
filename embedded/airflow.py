"""Airflow of the embedded stack: its configuration, its database and its three processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import psycopg2

from embedded import StackError
from embedded.api import AirflowApi
from embedded.postgres import AIRFLOW, AIRFLOW_DATABASE, EmbeddedPostgres
from embedded.processes import (
    ProcessSpec,
    ProcessTable,
    last_lines,
    open_log,
    require_free_port,
    wait_until,
)
from embedded.secrets import SecretStore
from onestop.config.settings import CHECKOUT, Settings

ADMIN = "admin"
AUTH_MANAGER = "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager"
API_SERVER = "airflow-api-server"
# No triggerer: nothing of ours defers.
COMPONENTS = {
    API_SERVER: ("api-server",),
    # The log server is for workers on other machines; here everybody reads the same folder.
    "airflow-scheduler": ("scheduler", "--skip-serve-logs"),
    "airflow-dag-processor": ("dag-processor",),
}
HEALTHY_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Airflow:
    """The components of Airflow of one checkout."""

    settings: Settings
    server: EmbeddedPostgres
    secrets: SecretStore
    table: ProcessTable
    environ: Mapping[str, str]

    def api(self) -> AirflowApi:
        """Return a client for the running API server."""
        return AirflowApi(self._base_url(), ADMIN, self.secrets.password("airflow-admin"))

    def log_folder(self) -> Path:
        """Return where task logs go."""
        return self.settings.var_dir / "log" / "airflow"

    def configuration(self) -> dict[str, str]:
        """Return the environment variables that make up Airflow's configuration."""
        database = self.server.url(AIRFLOW, AIRFLOW_DATABASE)
        return {
            "AIRFLOW_HOME": str(self.settings.var_dir / "airflow"),
            "AIRFLOW__CORE__DAGS_FOLDER": str(CHECKOUT / "dags"),
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(CHECKOUT / "plugins"),
            "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
            # Each worker is a process of its own that waits for the database more than it computes.
            "AIRFLOW__CORE__PARALLELISM": str(max(2, min(16, 2 * (os.cpu_count() or 1)))),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
            "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
            "AIRFLOW__CORE__FERNET_KEY": self.secrets.fernet_key("airflow-fernet-key"),
            "AIRFLOW__CORE__AUTH_MANAGER": AUTH_MANAGER,
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{ADMIN}:admin",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(self.password_file()),
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self._base_url()}/execution/",
            # Plain postgresql:// would mean psycopg 3 to SQLAlchemy 2.1.
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database.replace("postgres://", "postgresql+psycopg2://", 1),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": database.replace("postgres://", "postgresql+asyncpg://", 1),
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.settings.airflow_port),
            "AIRFLOW__API__BASE_URL": self._base_url(),
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__API__SECRET_KEY": self.secrets.password("airflow-api-secret-key"),
            "AIRFLOW__API_AUTH__JWT_SECRET": self.secrets.password("airflow-jwt-secret"),
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(self.log_folder()),
            # A new DAG file is seen within seconds, a changed one within half a minute.
            "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "5",
            "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "30",
            "AIRFLOW__SCHEDULER__CATCHUP_BY_DEFAULT": "False",
            # A task whose supervisor died is noticed after a minute instead of five.
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_SEC": "10",
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
            "GX_ANALYTICS_ENABLED": "False",
            "DO_NOT_TRACK": "1",
        }

    def password_file(self) -> Path:
        """Return the file with the administrator's password, in the form that Airflow reads."""
        return self.secrets.path("airflow-passwords.json")

    def migrate(self) -> bool:
        """Bring Airflow's database to the installed version; false when it is there already."""
        version, mark = (
            metadata.version("apache-airflow-core"),
            self.settings.var_dir / "airflow" / "migrated.json",
        )
        if self._revision() is not None and _read_mark(mark) == [version, self._revision()]:
            return False
        self.table.stop(COMPONENTS)
        self._write_password_file()
        log_path = self.table.log_path("airflow-migrate")
        with open_log(log_path) as log:
            done = subprocess.run(
                [*_command("db"), "migrate"],
                env=dict(self.environ),
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
            )
        if done.returncode != 0:
            raise StackError(f"`airflow db migrate` failed. The end of {log_path}:\n{last_lines(log_path)}")
        mark.write_text(json.dumps([version, self._revision()]), encoding="utf-8")
        return True

    def start(self) -> bool:
        """Start what does not run as wanted, and wait until all is well; false if nothing was to do."""
        self._write_password_file()
        outdated = [spec for spec in self._specs() if not self.table.is_current(spec)]
        self.table.stop([spec.name for spec in outdated])
        if any(spec.name == API_SERVER for spec in outdated):
            require_free_port(self.settings.airflow_port, "Airflow", "ONESTOP_AIRFLOW_PORT")
        for spec in outdated:
            self.table.start(spec)
        self._await_health()
        return bool(outdated)

    def _specs(self) -> list[ProcessSpec]:
        return [
            ProcessSpec(
                name=name,
                argv=(*_command(arguments[0]), *arguments[1:]),
                cwd=CHECKOUT,
                environ=self.environ,
                significant=significant(self.environ),
                sources=(CHECKOUT / "requirements.txt",),
            )
            for name, arguments in COMPONENTS.items()
        ]

    def _await_health(self) -> None:
        api = self.api()

        def is_settled() -> bool:
            return any(not self.table.is_running(name) for name in COMPONENTS) or api.is_healthy(self._last_start())

        in_time = wait_until(is_settled, HEALTHY_SECONDS, interval=0.25)
        for name in COMPONENTS:
            if not self.table.is_running(name):
                path = self.table.log_path(name)
                raise StackError(f"{name} ended while it started. The end of {path}:\n{last_lines(path)}")
        if not in_time:
            raise StackError(
                f"Airflow is not healthy after {HEALTHY_SECONDS} s: {api.health()}. See the logs in {self.table.logs}."
            )

    def _last_start(self) -> float:
        """Return the youngest component's start: an older heartbeat is its predecessor's."""
        return max(self.table.started_at(name) for name in COMPONENTS)

    def _revision(self) -> str | None:
        """Return the version that Airflow's database says it has."""
        url = self.server.url(AIRFLOW, AIRFLOW_DATABASE)
        with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.alembic_version') IS NOT NULL")
            if cursor.fetchone() != (True,):
                return None
            cursor.execute("SELECT version_num FROM public.alembic_version")
            row = cursor.fetchone()
        return None if row is None else str(row[0])

    def _write_password_file(self) -> None:
        content = json.dumps({ADMIN: self.secrets.password("airflow-admin")})
        path = self.password_file()
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            self.secrets.write(path.name, content)

    def _base_url(self) -> str:
        return f"http://127.0.0.1:{self.settings.airflow_port}"


def significant(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that configure a process; the others differ from one terminal to the next."""
    prefixes = ("AIRFLOW", "ONESTOP_", "SIMULATOR_", "PYTHON", "GX_")
    return {name: value for name, value in environ.items() if name.startswith(prefixes)}


def _command(subcommand: str) -> tuple[str, ...]:
    return sys.executable, "-m", "airflow", subcommand


def _read_mark(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
