"""What the environment decides, read in one place and checked before anything uses it.

Airflow parses DAG files that import this module every few seconds, so it needs the standard library only.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, TypeVar

from onestop.config import connections
from onestop.config.connections import (
    HOOK_PREFIX,
    MAIL_VARIABLE,
    SOURCE_PREFIX,
    HookConnection,
    MailConnection,
    SourceConnection,
)
from onestop.config.environ import CHECKOUT, Environment, SettingsError, environment, read_env_file

__all__ = [
    "CHECKOUT",
    "HOOK_PREFIX",
    "MAIL_VARIABLE",
    "SOURCE_PREFIX",
    "HookConnection",
    "MailConnection",
    "Settings",
    "SettingsError",
    "SourceConnection",
    "as_sqlalchemy",
    "environment",
    "read_env_file",
]

LONGEST_TASK = timedelta(hours=2)
"""How long a task may run, and so each of its statements: the server ends what its task no longer waits for."""
WAREHOUSE_VARIABLE = "AIRFLOW_CONN_WAREHOUSE"
OWNER_VARIABLE = "ONESTOP_OWNER_URL"
# The most that the source contract lets a client ask for in one page.
LARGEST_PAGE = 1000
RANKING_WORKBOOK = "xep-hang.xlsx"
# A page of 1,000 dossiers has some 3 MB.
LARGEST_ANSWER = 64 * 1024 * 1024

# The gate compares a day with those of four weeks, and what was told is disputed within a month.
SHORTEST_KEPT = 35

Stack = Literal["", "embedded"]
T = TypeVar("T")


def _read(variable: str, default: T, read: Callable[[Environment, str], T], *, shows: bool = True) -> T:
    """Return a field with its variable, or the prefix of its variables, its default and how it is read."""
    found: T = field(default=default, repr=shows, metadata={"variable": variable, "read": read})
    return found


def _whole(variable: str, default: int, lowest: int, highest: int) -> int:
    return _read(variable, default, lambda env, name: env.integer(name, default, lowest, highest))


def _port(variable: str, default: int) -> int:
    return _whole(variable, default, 1, 65535)


def _switch(variable: str, *, default: bool) -> bool:
    return _read(variable, default, lambda env, name: env.switch(name, default=default))


def _folder(variable: str, below: str) -> Path:
    """A folder below the one of ONESTOP_VAR, unless its own variable says another."""
    usual = CHECKOUT / "var"
    return _read(
        variable, usual / below, lambda env, name: env.directory(name, env.directory("ONESTOP_VAR", usual) / below)
    )


def _folder_if_named(env: Environment, name: str) -> Path | None:
    return env.directory(name, CHECKOUT) if env.text(name) is not None else None


def _secret(variable: str) -> str | None:
    return _read(variable, None, connections.postgres_url, shows=False)


def _stack(env: Environment, name: str) -> Stack:
    text = env.text(name)
    if text is None:
        return ""
    if text != "embedded":
        raise SettingsError(f"{name} is {text!r}. Set it to 'embedded', or leave it out for servers of your own.")
    return "embedded"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the environment decides. Addresses with passwords stay out of the representation."""

    warehouse_url: str | None = _secret(WAREHOUSE_VARIABLE)
    owner_url: str | None = _secret(OWNER_VARIABLE)
    var_dir: Path = _folder("ONESTOP_VAR", "")
    landing_dir: Path = _folder("ONESTOP_LANDING", "landing")
    site_dir: Path = _folder("ONESTOP_SITE", "site")
    internal_dir: Path = _folder("ONESTOP_INTERNAL", "internal")
    sheets_dir: Path = _folder("ONESTOP_SHEETS", "sheets")
    catalogue_dir: Path | None = _read("ONESTOP_CATALOGUE", None, _folder_if_named)
    backups_dir: Path = _folder("ONESTOP_BACKUPS", "backups")
    backups_kept: int = _whole("ONESTOP_BACKUPS_KEPT", 7, 1, 10_000)
    as_of: datetime | None = _read("ONESTOP_AS_OF", None, Environment.moment)
    batch_records: int = _whole("ONESTOP_BATCH_RECORDS", 50_000, 1, 5_000_000)
    page_limit: int = _whole("ONESTOP_PAGE_LIMIT", LARGEST_PAGE, 1, LARGEST_PAGE)
    page_tries: int = _whole("ONESTOP_PAGE_TRIES", 5, 1, 100)
    page_seconds: float = _whole("ONESTOP_PAGE_SECONDS", 120, 1, 60 * 60)
    page_bytes: int = _whole("ONESTOP_PAGE_BYTES", LARGEST_ANSWER, 1024, 1024 * 1024 * 1024)
    requests_per_second: int = _whole("ONESTOP_REQUESTS_PER_SECOND", 10, 1, 10_000)
    overlap_minutes: int = _whole("ONESTOP_OVERLAP_MINUTES", 30, 0, 7 * 24 * 60)
    clock_tolerance_minutes: int = _whole("ONESTOP_CLOCK_TOLERANCE_MINUTES", 10, 0, 24 * 60)
    quality: bool = _switch("ONESTOP_QUALITY", default=True)
    quality_records: int = _whole("ONESTOP_QUALITY_RECORDS", 20_000, 1, 5_000_000)
    quality_seconds: float = _whole("ONESTOP_QUALITY_SECONDS", 300, 1, 60 * 60)
    reconcile_days: int = _whole("ONESTOP_RECONCILE_DAYS", 35, 1, 3 * 366)
    keep_ledger_days: int = _whole("ONESTOP_KEEP_LEDGER_DAYS", 90, SHORTEST_KEPT, 100 * 366)
    keep_told_days: int = _whole("ONESTOP_KEEP_TOLD_DAYS", 400, SHORTEST_KEPT, 100 * 366)
    stack: Stack = _read("ONESTOP_STACK", "", _stack)
    postgres_port: int = _port("ONESTOP_POSTGRES_PORT", 54766)
    airflow_port: int = _port("ONESTOP_AIRFLOW_PORT", 8766)
    site_port: int = _port("ONESTOP_SITE_PORT", 8767)
    simulator_port: int = _port("ONESTOP_SIMULATOR_PORT", 8768)
    internal_port: int = _port("ONESTOP_INTERNAL_PORT", 8769)
    mail_port: int = _port("ONESTOP_MAIL_PORT", 8770)
    mailbox_port: int = _port("ONESTOP_MAILBOX_PORT", 8771)
    site_url: str = _read("ONESTOP_SITE_URL", "", connections.address)
    internal_url: str = _read("ONESTOP_INTERNAL_URL", "", connections.address)
    run_seconds: int = _whole("ONESTOP_RUN_SECONDS", 900, 1, 24 * 60 * 60)
    demo_dossiers: int = _whole("ONESTOP_DEMO_DOSSIERS", 24_000, 1, 10_000_000)
    stale_hours: int = _whole("ONESTOP_STALE_HOURS", 24, 1, 31 * 24)
    commit: str = _read("ONESTOP_COMMIT", "", lambda env, name: env.text(name) or "")
    sources: tuple[SourceConnection, ...] = _read(SOURCE_PREFIX, (), connections.sources)
    mail: MailConnection | None = _read(MAIL_VARIABLE, None, connections.mail)
    hooks: tuple[HookConnection, ...] = _read(HOOK_PREFIX, (), connections.hooks)
    allows_private_hooks: bool = _switch("ONESTOP_PRIVATE_HOOKS", default=False)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read and check all variables; the first wrong one stops with a `SettingsError`."""
        env = Environment(environ)
        return cls(**{each.name: each.metadata["read"](env, each.metadata["variable"]) for each in fields(cls)})

    def source(self, name: str) -> SourceConnection:
        """Return the source of this name.

        Raises:
            SettingsError: no connection has it any more.
        """
        for source in self.sources:
            if source.name == name:
                return source
        raise SettingsError(f"there is no source {name} any more: {SOURCE_PREFIX}{name.upper()} is not set")

    def page_url(self, path: str = "") -> str:
        """The address of a page of the public site, for messages."""
        return f"{self.site_url or f'http://127.0.0.1:{self.site_port}'}/{path}"

    def workbook_beside(self, path: str) -> Path:
        """Where the workbook of a ranking stands, beside the page of this path in the public site."""
        return (self.site_dir / path).with_name(RANKING_WORKBOOK)

    def internal_page_url(self, path: str = "") -> str:
        """The address of a page of the internal site, for messages."""
        return f"{self.internal_url or f'http://127.0.0.1:{self.internal_port}'}/{path}"

    @property
    def exports_dir(self) -> Path:
        """Where lists of quarantined records are written for offices."""
        return self.var_dir / "exports"

    @property
    def documents_dir(self) -> Path:
        """Where workbooks for signing and objecting are written."""
        return self.var_dir / "documents"

    @property
    def quality_dir(self) -> Path:
        """Where the pages of Great Expectations are: a part of the internal site."""
        return self.internal_dir / "quality"

    @property
    def overrides_dir(self) -> Path:
        """Where offices put sheets that override fields of quarantined records."""
        return self.var_dir / "overrides"

    @property
    def sqlalchemy_url(self) -> str:
        """The warehouse as SQLAlchemy wants it."""
        if self.warehouse_url is None:
            raise SettingsError(
                f"{WAREHOUSE_VARIABLE} is not set, so there is no warehouse to work on. Set it to "
                "postgres://USER:PASSWORD@HOST:PORT/DATABASE, or start the embedded stack with `make up`, "
                "which sets it for its own processes."
            )
        return as_sqlalchemy(self.warehouse_url)

    @property
    def owner_sqlalchemy_url(self) -> str:
        """The warehouse for its owner, who alone may change its tables, as SQLAlchemy wants it."""
        if self.owner_url is None:
            raise SettingsError(
                f"{OWNER_VARIABLE} is not set, so the warehouse cannot be migrated. Set it to the address of "
                f"{WAREHOUSE_VARIABLE} with the role that owns the warehouse."
            )
        return as_sqlalchemy(self.owner_url)


def as_sqlalchemy(url: str) -> str:
    """Turn an address as Airflow knows it (`postgres://`) into one that SQLAlchemy opens with psycopg2.

    To SQLAlchemy 2.1 plain `postgresql://` means psycopg 3: this is the one place that says psycopg2.
    """
    return f"postgresql+psycopg2{url[url.index('://') :]}"
