"""Connections, which the environment names as Airflow does: sources, webhooks, the mail server, databases.

What cannot be read is never quoted, since it may hold a password.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit, urlunsplit

from onestop.config.environ import Environment, SettingsError

SOURCE_PREFIX = "AIRFLOW_CONN_ONESTOP_"
HOOK_PREFIX = "AIRFLOW_CONN_HOOK_"
MAIL_VARIABLE = "AIRFLOW_CONN_SMTP_DEFAULT"
IMPLICIT_TLS = 465

MailSecurity = Literal["none", "starttls", "tls"]


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


def postgres_url(env: Environment, name: str) -> str | None:
    """Return the address of a PostgreSQL database, as Airflow writes it; None where it is not set."""
    text = env.text(name)
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


def address(env: Environment, name: str) -> str:
    """Return the address of a site without a slash behind it, empty where it is not set."""
    text = env.text(name)
    if text is None:
        return ""
    parts, _ = _split_url(text, name, "Write it as https://HOST.")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"{name} is {text!r}. Write it as https://HOST, or leave it out for this machine.")
    return text.rstrip("/")


def sources(env: Environment, prefix: str) -> tuple[SourceConnection, ...]:
    """Return the one-stop sources, by name."""
    return tuple(SourceConnection(*_http(env, name, prefix)) for name in env.named(prefix))


def hooks(env: Environment, prefix: str) -> tuple[HookConnection, ...]:
    """Return the webhooks, by name."""
    return tuple(HookConnection(*_http(env, name, prefix)) for name in env.named(prefix))


def mail(env: Environment, variable: str) -> MailConnection | None:
    """Return the mail server, None where it is not set."""
    text = env.text(variable)
    if text is None:
        return None
    advice = f"Write it as {variable}=smtp://USER:PASSWORD@HOST:587?from_email=OFFICE@HOST, percent-encoded."
    parts, port = _split_url(text, variable, advice)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    user = unquote(parts.username) if parts.username else None
    if parts.scheme != "smtp" or not parts.hostname:
        raise SettingsError(f"{variable} does not begin with smtp:// or names no host. {advice}")
    sender = options.get("from_email") or (user if user and "@" in user else f"onestop@{parts.hostname}")
    security: MailSecurity = "none" if options.get("disable_tls") == "true" else "starttls"
    password = unquote(parts.password) if parts.password else None
    return MailConnection(
        parts.hostname, port or 587, sender, "tls" if port == IMPLICIT_TLS else security, user, password
    )


def _http(env: Environment, variable: str, prefix: str) -> tuple[str, str, str]:
    """Return name, address and password of an HTTP connection."""
    name = variable.removeprefix(prefix).lower()
    if not name:
        raise SettingsError(f"{variable} names nothing. Put a name behind it, such as {prefix}HUE.")
    text = env.text(variable) or ""
    url, password = _json_source(variable, text) if text.startswith("{") else _uri_source(variable, text)
    if not password:
        what = "the source's bearer token" if prefix == SOURCE_PREFIX else "the secret that messages are signed with"
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
