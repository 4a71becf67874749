"""The stack of one checkout: what it consists of, and what it was last brought up with."""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from embedded.airflow import Airflow, significant
from embedded.postgres import OWNER, PIPELINE, EmbeddedPostgres
from embedded.processes import ProcessSpec, ProcessTable, Service
from embedded.secrets import SecretStore
from onestop.config.settings import (
    CHECKOUT,
    HOOK_PREFIX,
    MAIL_VARIABLE,
    OWNER_VARIABLE,
    SOURCE_PREFIX,
    WAREHOUSE_VARIABLE,
    Settings,
    SettingsError,
)

SITE = "site"
INTERNAL = "internal"
SIMULATOR = "simulator"
MAILBOX = "mailbox"
AS_OF_VARIABLE = "ONESTOP_AS_OF"
CATALOGUE_VARIABLE = "ONESTOP_CATALOGUE"
# The simulated source serves what had happened by six in the morning; the pipeline reads it an hour later.
DEMO_SOURCE_AS_OF = "2026-10-01T06:00:00+07:00"
DEMO_AS_OF = "2026-10-01T07:00:00+07:00"
# What names sources, webhooks and mail servers, or where Airflow looks for their connections.
REACHES_OUTSIDE = (
    *(SOURCE_PREFIX, HOOK_PREFIX, MAIL_VARIABLE, "ONESTOP_SOURCES", "ONESTOP_HOOKS"),
    *("AIRFLOW__SECRETS__", "AIRFLOW__WORKERS__SECRETS_BACKEND"),
)


@dataclass(frozen=True, slots=True)
class Memory:
    """What later commands must know of how the stack was brought up."""

    is_demo: bool = False
    as_of: str | None = None

    @classmethod
    def load(cls, var_dir: Path) -> Memory:
        """Read it; a stack that was never up has none of it."""
        try:
            return cls(**json.loads((var_dir / "stack.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return cls()

    def save(self, var_dir: Path) -> None:
        """Keep it for the commands to come."""
        content = {"is_demo": self.is_demo, "as_of": self.as_of}
        (var_dir / "stack.json").write_text(json.dumps(content), encoding="utf-8")


class EmbeddedStack:
    """All parts of the stack, wired for one environment."""

    def __init__(self, environ: Mapping[str, str], memory: Memory | None = None) -> None:
        self._given = _stack_variables(environ)
        base = Settings.from_env(self._given)
        self.memory = memory or Memory.load(base.var_dir)
        self.var_dir = base.var_dir
        self.secrets = SecretStore(base.var_dir / "secrets")
        self.table = ProcessTable(base.var_dir / "run", base.var_dir / "log")
        self._base = base

    @cached_property
    def server(self) -> EmbeddedPostgres:
        """Return the database server."""
        return EmbeddedPostgres.of_checkout(self._base)

    @cached_property
    def settings(self) -> Settings:
        """Return the settings of the stack's own processes, with the owner's address added for the migration."""
        return Settings.from_env({**self._variables(), OWNER_VARIABLE: self.server.url(OWNER)})

    @cached_property
    def airflow(self) -> Airflow:
        """Return the three processes of Airflow."""
        # The business clock and the catalogue are rows in the warehouse: a change of them must not restart anything.
        in_the_warehouse = {AS_OF_VARIABLE, CATALOGUE_VARIABLE}
        shared = {name: value for name, value in self._variables().items() if name not in in_the_warehouse}
        plain = Airflow(self.settings, self.server, self.secrets, self.table, {})
        environ = _process_environment({**shared, **plain.configuration()})
        return Airflow(self.settings, self.server, self.secrets, self.table, environ)

    def reference(self) -> ProcessSpec:
        """Return the process that installs what the country gives, working calendar and units, in the warehouse."""
        warehouse = {WAREHOUSE_VARIABLE: self.server.url(PIPELINE)}
        return self._spec("reference", ("-m", "onestop.reference"), warehouse, CHECKOUT / "include" / "reference")

    def catalogue(self) -> ProcessSpec:
        """Return the process that loads the files of the catalogue, ours and the province's own, into the warehouse."""
        own = {WAREHOUSE_VARIABLE: self.server.url(PIPELINE)}
        if self.settings.catalogue_dir is not None:
            own[CATALOGUE_VARIABLE] = str(self.settings.catalogue_dir)
        return self._spec("catalogue", ("-m", "onestop.catalogue"), own, CHECKOUT / "include" / "catalogue")

    def connections(self) -> ProcessSpec:
        """The process that checks the connections of the environment."""
        code = CHECKOUT / "plugins" / "onestop" / "config"
        environ = self.airflow.environ
        argv = (sys.executable, "-m", "onestop.config")
        return ProcessSpec("connections", argv, CHECKOUT, environ, significant(environ), sources=(code,))

    def sites(self) -> tuple[Service, Service]:
        """Return the servers of the published pages and of the internal ones; both answer this machine only."""
        settings = self.settings
        return (
            self._site(SITE, "the page", settings.site_dir, settings.site_port, "ONESTOP_SITE_PORT"),
            self._site(
                INTERNAL, "the internal page", settings.internal_dir, settings.internal_port, "ONESTOP_INTERNAL_PORT"
            ),
        )

    def _site(self, name: str, purpose: str, folder: Path, port: int, port_variable: str) -> Service:
        arguments = ("-m", "embedded.site_server", "--folder", str(folder), "--port", str(port))
        return Service(
            self._spec(name, arguments, {}, Path(__file__).with_name("site_server.py")),
            purpose=purpose,
            port=port,
            port_variable=port_variable,
            path="/",
            seconds=30,
        )

    def truth_dir(self) -> Path:
        """Return where the demo's source writes the expected figures, and what offices enter by hand."""
        return self.var_dir / "demo" / "truth"

    def simulator(self) -> Service:
        """Return the simulated source of the demo."""
        settings = self.settings
        arguments = (
            *("-m", "simulator", "serve", "--port", str(settings.simulator_port)),
            *("--as-of", DEMO_SOURCE_AS_OF, "--dossiers", str(settings.demo_dossiers)),
            *("--truth", str(self.truth_dir())),
        )
        token = {"SIMULATOR_TOKEN": self.secrets.password("simulator-token")}
        return Service(
            self._spec(SIMULATOR, arguments, token, CHECKOUT / "simulator"),
            purpose="the simulated source",
            port=settings.simulator_port,
            port_variable="ONESTOP_SIMULATOR_PORT",
            path="/v1/health",
            seconds=300,
        )

    def mailbox(self) -> Service:
        """Return the mail server of the demo, with the page that shows its mails."""
        settings = self.settings
        arguments = (
            *("-m", "simulator", "mailbox", "--mail-port", str(settings.mail_port)),
            *("--port", str(settings.mailbox_port), "--folder", str(self.var_dir / "demo" / "mails")),
        )
        return Service(
            self._spec(MAILBOX, arguments, {}, CHECKOUT / "simulator"),
            purpose="the mail box of the demo",
            port=settings.mailbox_port,
            port_variable="ONESTOP_MAILBOX_PORT",
            path="/",
            seconds=60,
        )

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Let one command at a time change the stack."""
        self.var_dir.mkdir(parents=True, exist_ok=True)
        with (self.var_dir / "stack.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                sys.stdout.write("Another command works on this stack; waiting for it to finish.\n")
                sys.stdout.flush()
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _variables(self) -> dict[str, str]:
        """Return the environment of the stack's processes: what was given, and what the stack itself provides."""
        given, own = (
            dict(self._given),
            {"ONESTOP_STACK": "embedded", WAREHOUSE_VARIABLE: self.server.url(PIPELINE)},
        )
        if self.memory.as_of is not None:
            given.setdefault(AS_OF_VARIABLE, self.memory.as_of)
        if self.memory.is_demo:
            # A demo must neither read a real office nor write to real people.
            given = {name: value for name, value in given.items() if not _reaches_outside(name)}
            # The simulated source stands on this machine and needs no sparing.
            given.setdefault("ONESTOP_REQUESTS_PER_SECOND", "1000")
            token = self.secrets.password("simulator-token")
            own[f"{SOURCE_PREFIX}HUE"] = f"http://:{token}@127.0.0.1:{self._base.simulator_port}"
            mailbox = f"smtp://127.0.0.1:{self._base.mail_port}"
            own[MAIL_VARIABLE] = f"{mailbox}?from_email=motcua@onestop.example&disable_tls=true"
        return given | own

    def _spec(self, name: str, arguments: tuple[str, ...], own: Mapping[str, str], code: Path) -> ProcessSpec:
        """Return a Python process of ours that needs nothing of the pipeline's configuration."""
        given = {key: value for key, value in self._given.items() if key not in significant(self._given)}
        environ = _process_environment({**given, **own})
        argv = (sys.executable, *arguments)
        return ProcessSpec(name, argv, CHECKOUT, environ, significant(environ), sources=(code,))


def _stack_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Refuse a warehouse of somebody's own: the embedded stack would leave it alone without a word."""
    if environ.get(WAREHOUSE_VARIABLE, "").strip() and environ.get("ONESTOP_STACK") != "embedded":
        raise SettingsError(
            f"{WAREHOUSE_VARIABLE} names a warehouse, but this command works on the embedded one. Unset it, "
            "or set ONESTOP_STACK=embedded to say that the embedded one is meant."
        )
    return {name: value for name, value in environ.items() if name not in (WAREHOUSE_VARIABLE, OWNER_VARIABLE)}


def _reaches_outside(name: str) -> bool:
    return name.startswith(REACHES_OUTSIDE)


def _process_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return an environment for our processes, without what would lead them astray."""
    # libpq takes PGHOST, PGOPTIONS and the like for whatever an address does not say, and without compiled
    # files each start of Python costs seconds more.
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith("PG") and name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME")
    }
    # Calls between our own processes must not go through a proxy for the outside world.
    direct = [
        *filter(None, kept.get("NO_PROXY", kept.get("no_proxy", "")).split(",")),
        "127.0.0.1",
        "localhost",
    ]
    own = {
        "PYTHONPATH": os.pathsep.join((str(CHECKOUT / "plugins"), str(CHECKOUT))),
        "NO_PROXY": ",".join(dict.fromkeys(direct)),
    }
    return {**kept, **own, "no_proxy": own["NO_PROXY"]}
