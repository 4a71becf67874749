"""What the environment says, read in one place and checked before anything uses it.

Airflow parses DAG files that import this module every few seconds, so it needs the standard library only.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit, urlunsplit

CHECKOUT = Path(__file__).resolve().parents[3]
SOURCE_PREFIX = "AIRFLOW_CONN_ONESTOP_"
HOOK_PREFIX = "AIRFLOW_CONN_HOOK_"
MAIL_VARIABLE = "AIRFLOW_CONN_SMTP_DEFAULT"
WAREHOUSE_VARIABLE = "AIRFLOW_CONN_WAREHOUSE"
OWNER_VARIABLE = "ONESTOP_OWNER_URL"
# The most that the source contract lets a client ask for in one page.
LARGEST_PAGE = 1000
IMPLICIT_TLS = 465
RANKING_WORKBOOK = "xep-hang.xlsx"
# A page of 1,000 dossiers has some 3 MB.
LARGEST_ANSWER = 64 * 1024 * 1024

Stack = Literal["", "embedded"]
MailSecurity = Literal["none", "starttls", "tls"]


class SettingsError(ValueError):
    """An environment variable is missing or wrong; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class SourceConnection:
    """A one-stop source: the name of its connection, where it listens, and the bearer token it wants."""

    name: str
    url: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HookConnection:
    """A webhook: the name of its connection, where it listens, and the secret that messages are signed with."""

    name: str
    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MailConnection:
    """The mail server, and the address that mails come from."""

    host: str
    port: int
    sender: str
    security: MailSecurity
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the environment decides. Addresses with passwords stay out of the representation."""

    warehouse_url: str | None = field(default=None, repr=False)
    owner_url: str | None = field(default=None, repr=False)
    var_dir: Path = CHECKOUT / "var"
    landing_dir: Path = CHECKOUT / "var" / "landing"
    site_dir: Path = CHECKOUT / "var" / "site"
    internal_dir: Path = CHECKOUT / "var" / "internal"
    sheets_dir: Path = CHECKOUT / "var" / "sheets"
    backups_dir: Path = CHECKOUT / "var" / "backups"
    backups_kept: int = 7
    as_of: datetime | None = None
    batch_records: int = 50_000
    page_limit: int = LARGEST_PAGE
    page_tries: int = 5
    page_seconds: float = 120
    page_bytes: int = LARGEST_ANSWER
    requests_per_second: int = 10
    overlap_minutes: int = 30
    clock_tolerance_minutes: int = 10
    quality: bool = True
    quality_records: int = 20_000
    quality_seconds: float = 300
    reconcile_days: int = 35
    stack: Stack = ""
    postgres_port: int = 54766
    airflow_port: int = 8766
    site_port: int = 8767
    simulator_port: int = 8768
    internal_port: int = 8769
    mail_port: int = 8770
    mailbox_port: int = 8771
    site_url: str = ""
    internal_url: str = ""
    run_seconds: int = 900
    demo_dossiers: int = 24_000
    stale_hours: int = 24
    commit: str = ""
    source_connections: tuple[SourceConnection, ...] = ()
    mail: MailConnection | None = None
    hooks: tuple[HookConnection, ...] = ()
    allows_private_hooks: bool = False

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read and check all variables; the first wrong one stops with a `SettingsError`."""
        env = _Reader(environ)
        var_dir = env.directory("ONESTOP_VAR", CHECKOUT / "var")
        return cls(
            warehouse_url=env.postgres_url(WAREHOUSE_VARIABLE),
            owner_url=env.postgres_url(OWNER_VARIABLE),
            var_dir=var_dir,
            landing_dir=env.directory("ONESTOP_LANDING", var_dir / "landing"),
            site_dir=env.directory("ONESTOP_SITE", var_dir / "site"),
            internal_dir=env.directory("ONESTOP_INTERNAL", var_dir / "internal"),
            sheets_dir=env.directory("ONESTOP_SHEETS", var_dir / "sheets"),
            backups_dir=env.directory("ONESTOP_BACKUPS", var_dir / "backups"),
            backups_kept=env.integer("ONESTOP_BACKUPS_KEPT", 7, 1, 10_000),
            as_of=env.moment("ONESTOP_AS_OF"),
            batch_records=env.integer("ONESTOP_BATCH_RECORDS", 50_000, 1, 5_000_000),
            page_limit=env.integer("ONESTOP_PAGE_LIMIT", LARGEST_PAGE, 1, LARGEST_PAGE),
            page_tries=env.integer("ONESTOP_PAGE_TRIES", 5, 1, 100),
            page_seconds=env.integer("ONESTOP_PAGE_SECONDS", 120, 1, 60 * 60),
            page_bytes=env.integer("ONESTOP_PAGE_BYTES", LARGEST_ANSWER, 1024, 1024 * 1024 * 1024),
            requests_per_second=env.integer("ONESTOP_REQUESTS_PER_SECOND", 10, 1, 10_000),
            overlap_minutes=env.integer("ONESTOP_OVERLAP_MINUTES", 30, 0, 7 * 24 * 60),
            clock_tolerance_minutes=env.integer("ONESTOP_CLOCK_TOLERANCE_MINUTES", 10, 0, 24 * 60),
            quality=env.switch("ONESTOP_QUALITY"),
            quality_records=env.integer("ONESTOP_QUALITY_RECORDS", 20_000, 1, 5_000_000),
            quality_seconds=env.integer("ONESTOP_QUALITY_SECONDS", 300, 1, 60 * 60),
            reconcile_days=env.integer("ONESTOP_RECONCILE_DAYS", 35, 1, 3 * 366),
            stack=env.stack("ONESTOP_STACK"),
            postgres_port=env.port("ONESTOP_POSTGRES_PORT", 54766),
            airflow_port=env.port("ONESTOP_AIRFLOW_PORT", 8766),
            site_port=env.port("ONESTOP_SITE_PORT", 8767),
            simulator_port=env.port("ONESTOP_SIMULATOR_PORT", 8768),
            internal_port=env.port("ONESTOP_INTERNAL_PORT", 8769),
            mail_port=env.port("ONESTOP_MAIL_PORT", 8770),
            mailbox_port=env.port("ONESTOP_MAILBOX_PORT", 8771),
            site_url=env.address("ONESTOP_SITE_URL"),
            internal_url=env.address("ONESTOP_INTERNAL_URL"),
            run_seconds=env.integer("ONESTOP_RUN_SECONDS", 900, 1, 24 * 60 * 60),
            demo_dossiers=env.integer("ONESTOP_DEMO_DOSSIERS", 24_000, 1, 10_000_000),
            stale_hours=env.integer("ONESTOP_STALE_HOURS", 24, 1, 31 * 24),
            commit=env.text("ONESTOP_COMMIT") or "",
            source_connections=env.sources(),
            mail=env.mail(),
            hooks=env.hooks(),
            allows_private_hooks=env.switch("ONESTOP_PRIVATE_HOOKS", default="off"),
        )

    def sources(self) -> tuple[SourceConnection, ...]:
        """The configured one-stop sources, by name."""
        return self.source_connections

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
    def dsn(self) -> str:
        """The warehouse as libpq and psycopg2 want it."""
        return f"postgresql{self._warehouse_tail()}"

    @property
    def sqlalchemy_url(self) -> str:
        """The warehouse as SQLAlchemy wants it."""
        return as_sqlalchemy(f"postgres{self._warehouse_tail()}")

    @property
    def owner_sqlalchemy_url(self) -> str:
        """The warehouse for its owner, who alone may change its tables, as SQLAlchemy wants it."""
        if self.owner_url is None:
            raise SettingsError(
                f"{OWNER_VARIABLE} is not set, so the warehouse cannot be migrated. Set it to the address of "
                f"{WAREHOUSE_VARIABLE} with the role that owns the warehouse."
            )
        return as_sqlalchemy(self.owner_url)

    def _warehouse_tail(self) -> str:
        if self.warehouse_url is None:
            raise SettingsError(
                f"{WAREHOUSE_VARIABLE} is not set, so there is no warehouse to work on. Set it to "
                "postgres://USER:PASSWORD@HOST:PORT/DATABASE, or start the embedded stack with `make up`, "
                "which sets it for its own processes."
            )
        return self.warehouse_url[self.warehouse_url.index("://") :]


def as_sqlalchemy(url: str) -> str:
    """Turn an address as Airflow knows it (`postgres://`) into one that SQLAlchemy opens with psycopg2.

    To SQLAlchemy 2.1 plain `postgresql://` means psycopg 3: this is the one place that says psycopg2.
    """
    return f"postgresql+psycopg2{url[url.index('://') :]}"


def environment(env_file: Path = CHECKOUT / ".env", environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment over the lines of `.env`: what both name, the environment decides."""
    return {**read_env_file(env_file), **environ}


def read_env_file(path: Path) -> dict[str, str]:
    """Read KEY=VALUE lines; a missing file is empty, quotes around a value are taken off."""
    if not path.is_file():
        return {}
    values: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        key, equals, value = text.removeprefix("export ").partition("=")
        if not equals or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key.strip()):
            raise SettingsError(f"{path.name} line {number} is no KEY=VALUE line. Correct it, or begin it with '#'.")
        values[key.strip()] = _unquoted(value.strip())
    return values


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value


class _Reader:
    """Typed look-ups in an environment; an empty variable counts as not set."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str) -> str | None:
        return self._environ.get(name, "").strip() or None

    def integer(self, name: str, default: int, lowest: int, highest: int) -> int:
        text = self.text(name)
        if text is None:
            return default
        if not re.fullmatch(r"\d+", text, flags=re.ASCII) or not lowest <= int(text) <= highest:
            raise SettingsError(
                f"{name} is {text!r}. Give it a whole number from {lowest} to {highest}, or leave it out for {default}."
            )
        return int(text)

    def switch(self, name: str, default: Literal["on", "off"] = "on") -> bool:
        text = self.text(name) or default
        if text not in ("on", "off"):
            raise SettingsError(f"{name} is {text!r}. Set it to 'on' or 'off', or leave it out for {default!r}.")
        return text == "on"

    def port(self, name: str, default: int) -> int:
        return self.integer(name, default, 1, 65535)

    def directory(self, name: str, default: Path) -> Path:
        text = self.text(name)
        # A relative folder means the same one wherever a process was started.
        return default if text is None else CHECKOUT / Path(text).expanduser()

    def moment(self, name: str) -> datetime | None:
        text = self.text(name)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise SettingsError(
                f"{name} is {text!r}. Give it a date and time with its offset, such as "
                "2026-10-01T07:00:00+07:00, or leave it out for the real time."
            )
        return moment

    def stack(self, name: str) -> Stack:
        text = self.text(name)
        if text is None:
            return ""
        if text != "embedded":
            raise SettingsError(f"{name} is {text!r}. Set it to 'embedded', or leave it out for servers of your own.")
        return "embedded"

    def postgres_url(self, name: str) -> str | None:
        text = self.text(name)
        if text is None:
            return None
        advice = f"Write {name} as postgres://USER:PASSWORD@HOST:PORT/DATABASE, percent-encoded."
        parts, _ = _split_url(text, name, advice)
        if parts.scheme not in ("postgres", "postgresql"):
            raise SettingsError(f"{name} begins with {parts.scheme or 'no scheme'!r}, not with 'postgres'. {advice}")
        for what, value in (
            ("user", parts.username),
            ("host", parts.hostname),
            ("database", parts.path.strip("/")),
        ):
            if not value:
                raise SettingsError(f"{name} names no {what}. {advice}")
        return text

    def address(self, name: str) -> str:
        text = self.text(name)
        if text is None:
            return ""
        parts, _ = _split_url(text, name, "Write it as https://HOST.")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(f"{name} is {text!r}. Write it as https://HOST, or leave it out for this machine.")
        return text.rstrip("/")

    def sources(self) -> tuple[SourceConnection, ...]:
        return tuple(SourceConnection(*self._http(name, SOURCE_PREFIX)) for name in self._named(SOURCE_PREFIX))

    def hooks(self) -> tuple[HookConnection, ...]:
        return tuple(HookConnection(*self._http(name, HOOK_PREFIX)) for name in self._named(HOOK_PREFIX))

    def mail(self) -> MailConnection | None:
        text = self.text(MAIL_VARIABLE)
        if text is None:
            return None
        advice = f"Write it as {MAIL_VARIABLE}=smtp://USER:PASSWORD@HOST:587?from_email=OFFICE@HOST, percent-encoded."
        parts, port = _split_url(text, MAIL_VARIABLE, advice)
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        user = unquote(parts.username) if parts.username else None
        if parts.scheme != "smtp" or not parts.hostname:
            raise SettingsError(f"{MAIL_VARIABLE} does not begin with smtp:// or names no host. {advice}")
        sender = options.get("from_email") or (user if user and "@" in user else f"onestop@{parts.hostname}")
        security: MailSecurity = "none" if options.get("disable_tls") == "true" else "starttls"
        password = unquote(parts.password) if parts.password else None
        return MailConnection(
            parts.hostname, port or 587, sender, "tls" if port == IMPLICIT_TLS else security, user, password
        )

    def _named(self, prefix: str) -> list[str]:
        return sorted(name for name in self._environ if name.startswith(prefix) and self.text(name))

    def _http(self, variable: str, prefix: str) -> tuple[str, str, str]:
        """Return name, address and password of an HTTP connection."""
        name = variable.removeprefix(prefix).lower()
        if not name:
            raise SettingsError(f"{variable} names nothing. Put a name behind it, such as {prefix}HUE.")
        text = self.text(variable) or ""
        url, password = _json_source(variable, text) if text.startswith("{") else _uri_source(variable, text)
        if not password:
            what = (
                "the source's bearer token" if prefix == SOURCE_PREFIX else "the secret that messages are signed with"
            )
            raise SettingsError(f"{variable} has no password. Put {what} there: {_source_form(variable)}")
        return name, url, password


def _source_form(variable: str) -> str:
    return f"{variable}=https://:TOKEN@HOST:PORT"


def _uri_source(variable: str, text: str) -> tuple[str, str]:
    advice = f"Write it as {_source_form(variable)}, the token percent-encoded, or as Airflow's JSON."
    parts, port = _split_url(text, variable, advice)
    scheme, path = parts.scheme, parts.path.rstrip("/")
    if path in ("/http", "/https"):  # Airflow's own way of writing the protocol of an HTTP connection
        scheme, path = path[1:], ""
    return _source_url(variable, scheme, parts.hostname, port, path), unquote(parts.password or "")


def _json_source(variable: str, text: str) -> tuple[str, str]:
    try:
        connection = json.loads(text)
    except json.JSONDecodeError as error:
        raise SettingsError(
            f"{variable} begins like JSON but breaks at character {error.pos}. Correct it, or write "
            f"{_source_form(variable)}"
        ) from None
    host = str(connection.get("host") or "")
    scheme, path = str(connection.get("schema") or connection.get("conn_type") or "http"), ""
    port = connection.get("port")
    if "://" in host:
        parts, own_port = _split_url(host, variable, "Correct its host.")
        scheme, host, path = parts.scheme, parts.hostname or "", parts.path.rstrip("/")
        port = port or own_port
    if port is not None and not (isinstance(port, int) and 0 < port < 65536):
        raise SettingsError(f"{variable} has the port {port!r}. Give it a number from 1 to 65535, or leave it out.")
    return _source_url(variable, scheme, host, port, path), str(connection.get("password") or "")


def _source_url(variable: str, scheme: str, host: str | None, port: int | None, path: str) -> str:
    if scheme not in ("http", "https"):
        raise SettingsError(
            f"{variable} has the protocol {scheme!r}. A source speaks http or https: {_source_form(variable)}"
        )
    if not host:
        raise SettingsError(f"{variable} names no host. Write it as {_source_form(variable)}")
    name = f"[{host}]" if ":" in host else host
    return urlunsplit((scheme, name if port is None else f"{name}:{port}", path, "", ""))


def _split_url(text: str, variable: str, advice: str) -> tuple[SplitResult, int | None]:
    """Split an address; what cannot be split is never quoted, since it may hold a password."""
    try:
        parts = urlsplit(text)
        return parts, parts.port
    except ValueError:
        raise SettingsError(f"{variable} is no address with a valid host and port. {advice}") from None
