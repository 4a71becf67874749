"""What the environment decides, read in one place and checked before anything uses it.

The declaration below says of each setting its variable, its bounds, its default and what to do about a wrong value.
Airflow parses DAG files that import this module every few seconds, so it imports little.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)
from pydantic.fields import FieldInfo

from onestop.config.connections import (
    HOOK_ID,
    MAIL_ID,
    SOURCE_ID,
    Connections,
    HookConnection,
    MailConnection,
    SourceConnection,
    names,
    variable_of,
)
from onestop.config.environ import CHECKOUT, SettingsError, environment, read_env_file

__all__ = [
    "CHECKOUT",
    "HOOK_PREFIX",
    "MAIL_VARIABLE",
    "SOURCE_PREFIX",
    "Connections",
    "HookConnection",
    "MailConnection",
    "Settings",
    "SettingsError",
    "SourceConnection",
    "as_sqlalchemy",
    "environment",
    "read_env_file",
    "variables",
]

LONGEST_TASK = timedelta(hours=2)
"""How long a task may run, and so each of its statements: the server ends what its task no longer waits for."""
WAREHOUSE_VARIABLE = "AIRFLOW_CONN_WAREHOUSE"
OWNER_VARIABLE = "ONESTOP_OWNER_URL"
SOURCE_PREFIX, HOOK_PREFIX, MAIL_VARIABLE = variable_of(SOURCE_ID), variable_of(HOOK_ID), variable_of(MAIL_ID)
# The most that the source contract lets a client ask for in one page.
LARGEST_PAGE = 1000
RANKING_WORKBOOK = "xep-hang.xlsx"
# A page of 1,000 dossiers has some 3 MB.
LARGEST_ANSWER = 64 * 1024 * 1024
# The gate compares a day with those of four weeks, and what was sent is disputed within a month.
SHORTEST_KEPT = 35
VAR = CHECKOUT / "var"


def _whole(variable: str, lowest: int, highest: int) -> Any:
    advice = f"Give it a whole number from {lowest} to {highest}, or leave it out for {{default}}."
    return Field(alias=variable, ge=lowest, le=highest, description=advice)


def _check_digits(given: object) -> object:
    """Refuse what only Python reads as a whole number, such as ``1_000`` and ``+5``; a default is a number already."""
    if isinstance(given, str) and not (given.isascii() and given.isdigit()):
        raise ValueError(given)
    return given


def _check_database(text: str) -> str:
    """Return the address of a PostgreSQL database, as Airflow writes it; no error quotes it, it holds a password."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise ValueError("is no address with a valid host and port") from None
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"begins with {parts.scheme or 'no scheme'!r}, not with 'postgres'")
    wanted = {"user": parts.username, "host": parts.hostname, "database": parts.path.strip("/")}
    if missing := [what for what, value in wanted.items() if not value]:
        raise ValueError(f"names no {missing[0]}")
    return text


def _check_site(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(text)
    return text.rstrip("/")


def _split_ids(prefix: str, text: str) -> tuple[str, ...]:
    """Return the names behind the common prefix of ids that commas separate."""
    ids = {part.strip() for part in text.split(",")} - {""}
    if any(not each.startswith(prefix) or each == prefix for each in ids):
        raise ValueError(text)
    return tuple(sorted(each.removeprefix(prefix) for each in ids))


def _ids_advice(prefix: str) -> str:
    return f"Write ids of connections that begin with {prefix}, separated by commas, such as {prefix}hue."


# Kinds of values: how the text of a variable is read, and what to do about one that cannot be read.
Whole = Annotated[int, BeforeValidator(_check_digits)]
# A relative folder is the same wherever a process was started.
Folder = Annotated[Path, BeforeValidator(lambda text: CHECKOUT / Path(text).expanduser())]
Switch = Annotated[
    bool,
    BeforeValidator({"on": True, "off": False}.get),
    Field(description="Set it to 'on' or 'off', or leave it out for {default!r}."),
]
Moment = Annotated[
    AwareDatetime | None,
    BeforeValidator(datetime.fromisoformat),
    Field(
        description="Give it a date and time with its offset, such as 2026-10-01T07:00:00+07:00, or leave it out for "
        "the real time."
    ),
]
SiteUrl = Annotated[
    str,
    AfterValidator(_check_site),
    Field(description="Write it as https://HOST, or leave it out for this machine."),
]
DatabaseUrl = Annotated[
    str | None,
    AfterValidator(_check_database),
    Field(repr=False, description="Write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE, percent-encoded."),
]
Stack = Annotated[
    Literal["", "embedded"],
    Field(description="Set it to 'embedded', or leave it out for servers of your own."),
]
SourceNames = Annotated[
    tuple[str, ...], BeforeValidator(partial(_split_ids, SOURCE_ID)), Field(description=_ids_advice(SOURCE_ID))
]
HookNames = Annotated[
    tuple[str, ...], BeforeValidator(partial(_split_ids, HOOK_ID)), Field(description=_ids_advice(HOOK_ID))
]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the environment decides. Addresses with passwords stay out of the representation."""

    __pydantic_config__ = ConfigDict(arbitrary_types_allowed=True)

    warehouse_url: Annotated[DatabaseUrl, Field(alias=WAREHOUSE_VARIABLE)] = field(default=None, repr=False)
    owner_url: Annotated[DatabaseUrl, Field(alias=OWNER_VARIABLE)] = field(default=None, repr=False)
    var_dir: Annotated[Folder, Field(alias="ONESTOP_VAR")] = VAR
    landing_dir: Annotated[Folder, Field(alias="ONESTOP_LANDING")] = VAR / "landing"
    site_dir: Annotated[Folder, Field(alias="ONESTOP_SITE")] = VAR / "site"
    internal_dir: Annotated[Folder, Field(alias="ONESTOP_INTERNAL")] = VAR / "internal"
    sheets_dir: Annotated[Folder, Field(alias="ONESTOP_SHEETS")] = VAR / "sheets"
    catalogue_dir: Annotated[Folder | None, Field(alias="ONESTOP_CATALOGUE")] = None
    backups_dir: Annotated[Folder, Field(alias="ONESTOP_BACKUPS")] = VAR / "backups"
    backups_kept: Annotated[Whole, _whole("ONESTOP_BACKUPS_KEPT", 1, 10_000)] = 7
    as_of: Annotated[Moment, Field(alias="ONESTOP_AS_OF")] = None
    batch_records: Annotated[Whole, _whole("ONESTOP_BATCH_RECORDS", 1, 5_000_000)] = 50_000
    page_limit: Annotated[Whole, _whole("ONESTOP_PAGE_LIMIT", 1, LARGEST_PAGE)] = LARGEST_PAGE
    page_tries: Annotated[Whole, _whole("ONESTOP_PAGE_TRIES", 1, 100)] = 5
    page_seconds: Annotated[Whole, _whole("ONESTOP_PAGE_SECONDS", 1, 60 * 60)] = 120
    page_bytes: Annotated[Whole, _whole("ONESTOP_PAGE_BYTES", 1024, 1024 * 1024 * 1024)] = LARGEST_ANSWER
    requests_per_second: Annotated[Whole, _whole("ONESTOP_REQUESTS_PER_SECOND", 1, 10_000)] = 10
    overlap_minutes: Annotated[Whole, _whole("ONESTOP_OVERLAP_MINUTES", 0, 7 * 24 * 60)] = 30
    clock_tolerance_minutes: Annotated[Whole, _whole("ONESTOP_CLOCK_TOLERANCE_MINUTES", 0, 24 * 60)] = 10
    quality: Annotated[Switch, Field(alias="ONESTOP_QUALITY")] = True
    quality_records: Annotated[Whole, _whole("ONESTOP_QUALITY_RECORDS", 1, 5_000_000)] = 20_000
    quality_seconds: Annotated[Whole, _whole("ONESTOP_QUALITY_SECONDS", 1, 60 * 60)] = 300
    reconcile_days: Annotated[Whole, _whole("ONESTOP_RECONCILE_DAYS", 1, 3 * 366)] = 35
    keep_ledger_days: Annotated[Whole, _whole("ONESTOP_KEEP_LEDGER_DAYS", SHORTEST_KEPT, 100 * 366)] = 90
    keep_message_days: Annotated[Whole, _whole("ONESTOP_KEEP_MESSAGE_DAYS", SHORTEST_KEPT, 100 * 366)] = 400
    stack: Annotated[Stack, Field(alias="ONESTOP_STACK")] = ""
    postgres_port: Annotated[Whole, _whole("ONESTOP_POSTGRES_PORT", 1, 65535)] = 54766
    airflow_port: Annotated[Whole, _whole("ONESTOP_AIRFLOW_PORT", 1, 65535)] = 8766
    site_port: Annotated[Whole, _whole("ONESTOP_SITE_PORT", 1, 65535)] = 8767
    simulator_port: Annotated[Whole, _whole("ONESTOP_SIMULATOR_PORT", 1, 65535)] = 8768
    internal_port: Annotated[Whole, _whole("ONESTOP_INTERNAL_PORT", 1, 65535)] = 8769
    mail_port: Annotated[Whole, _whole("ONESTOP_MAIL_PORT", 1, 65535)] = 8770
    mailbox_port: Annotated[Whole, _whole("ONESTOP_MAILBOX_PORT", 1, 65535)] = 8771
    site_url: Annotated[SiteUrl, Field(alias="ONESTOP_SITE_URL")] = ""
    internal_url: Annotated[SiteUrl, Field(alias="ONESTOP_INTERNAL_URL")] = ""
    run_seconds: Annotated[Whole, _whole("ONESTOP_RUN_SECONDS", 1, 24 * 60 * 60)] = 900
    demo_dossiers: Annotated[Whole, _whole("ONESTOP_DEMO_DOSSIERS", 1, 10_000_000)] = 24_000
    stale_hours: Annotated[Whole, _whole("ONESTOP_STALE_HOURS", 1, 31 * 24)] = 24
    commit: Annotated[str, Field(alias="ONESTOP_COMMIT")] = ""
    sources: Annotated[SourceNames, Field(alias="ONESTOP_SOURCES")] = ()
    hooks: Annotated[HookNames, Field(alias="ONESTOP_HOOKS")] = ()
    allows_private_hooks: Annotated[Switch, Field(alias="ONESTOP_PRIVATE_HOOKS")] = False
    connections: Connections = field(default=Connections(), repr=False, compare=False)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read and check all variables; an empty one counts as not set.

        Raises:
            SettingsError: a variable is wrong; the message is about the first one.
        """
        given = {name: text for name, value in environ.items() if (text := value.strip())}
        complete = {**_folders(given), **given}
        # Connections of the environment need no listing.
        for listing, prefix in (("ONESTOP_SOURCES", SOURCE_ID), ("ONESTOP_HOOKS", HOOK_ID)):
            complete[listing] = ",".join([*names(given, prefix), given.get(listing, "")])
        try:
            return _adapter().validate_python(complete)
        except ValidationError as error:
            problem = error.errors()[0]
            variable, reason = str(problem["loc"][0]), problem.get("ctx", {}).get("error")
        raise _wrong(variable, given.get(variable, ""), str(reason))

    def source(self, name: str) -> SourceConnection:
        """Return the source of this name.

        Raises:
            SettingsError: it is no source any more, or its connection is missing or wrong.
        """
        if name not in self.sources:
            raise SettingsError(
                f"there is no source {name} any more: {SOURCE_PREFIX}{name.upper()} is not set, and ONESTOP_SOURCES "
                f"does not list {SOURCE_ID}{name}"
            )
        return self.connections.source(name)

    def hook(self, name: str) -> HookConnection | None:
        """Return the webhook of this name; None where no variable names it.

        Raises:
            SettingsError: its connection is missing or wrong.
        """
        return self.connections.hook(name) if name in self.hooks else None

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


@cache
def _adapter() -> TypeAdapter[Settings]:
    return TypeAdapter(Settings)


@cache
def _declared() -> dict[str, tuple[str, FieldInfo, Any]]:
    """Return by variable the field that it is read into, what is declared of it, and its default."""
    hints = get_type_hints(Settings, include_extras=True)
    declared = {each: FieldInfo.from_annotation(hints[each.name]) for each in fields(Settings)}
    return {info.alias: (each.name, info, each.default) for each, info in declared.items() if info.alias}


def variables() -> dict[str, str]:
    """Return by variable the field of the settings that it is read into."""
    return {variable: name for variable, (name, *_) in _declared().items()}


def _folders(given: Mapping[str, str]) -> dict[str, str]:
    """Return the folders below the one of ONESTOP_VAR, by variable."""
    var = CHECKOUT / Path(given.get("ONESTOP_VAR", VAR)).expanduser()
    usual = {variable: default for variable, (*_, default) in _declared().items() if isinstance(default, Path)}
    return {variable: str(var / folder.relative_to(VAR)) for variable, folder in usual.items()}


def _wrong(variable: str, text: str, reason: str) -> SettingsError:
    """Return the error that says which variable is wrong, why and what to do; a secret value is not quoted."""
    _, info, default = _declared()[variable]
    shown = {True: "on", False: "off"}[default] if isinstance(default, bool) else default
    why = f"is {text!r}" if info.repr else reason
    return SettingsError(f"{variable} {why}. {(info.description or '').format(default=shown)}")


def as_sqlalchemy(url: str) -> str:
    """Turn an address as Airflow knows it (`postgres://`) into one that SQLAlchemy opens with psycopg2.

    To SQLAlchemy 2.1 plain `postgresql://` means psycopg 3: this is the one place that says psycopg2.
    """
    return f"postgresql+psycopg2{url[url.index('://') :]}"
