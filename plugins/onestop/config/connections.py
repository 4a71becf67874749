"""Sources, webhooks and the mail server: connections of Airflow.

Airflow finds them in its secrets backend, in the environment (``AIRFLOW_CONN_ONESTOP_HUE`` is the connection
``onestop_hue``) or among the connections of its own pages. A message about one never quotes what it holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit, urlunsplit

from onestop.config.environ import SettingsError, variable

if TYPE_CHECKING:
    from airflow.sdk import Connection

SOURCE_ID, HOOK_ID, MAIL_ID = "onestop_", "hook_", "smtp_default"
IMPLICIT_TLS = 465
HTTP_FORM = "https://:TOKEN@HOST:PORT"
MAIL_FORM = "smtp://USER:PASSWORD@HOST:587?from_email=OFFICE@HOST"

# What may be in a header of HTTP (RFC 9110 §5.5), without a space.
_TOKEN = re.compile("[!-~]+")

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


class Connections:
    """Look connections up in Airflow; every method raises `SettingsError` for one that is missing or wrong."""

    def source(self, name: str) -> SourceConnection:
        """Return the one-stop source ``onestop_<name>``."""
        conn_id = f"{SOURCE_ID}{name}"
        url, token = _http_fields(conn_id, "the source's bearer token")
        if not _TOKEN.fullmatch(token):
            raise _wrong(conn_id, "has a password with a space, a line end or other signs than a token has", HTTP_FORM)
        return SourceConnection(name, url, token)

    def hook(self, name: str) -> HookConnection:
        """Return the webhook ``hook_<name>``."""
        return HookConnection(name, *_http_fields(f"{HOOK_ID}{name}", "the secret that messages are signed with"))

    def mail(self) -> MailConnection | None:
        """Return the mail server ``smtp_default``; None where there is no such connection."""
        found = _find(MAIL_ID, MAIL_FORM)
        if found is None:
            return None
        if found.conn_type != "smtp" or not found.host:
            raise _wrong(MAIL_ID, "does not begin with smtp:// or names no host", MAIL_FORM)
        options = found.extra_dejson
        user = found.login or None
        sender = options.get("from_email") or (user if user and "@" in user else f"onestop@{found.host}")
        security: MailSecurity = "none" if str(options.get("disable_tls")).lower() == "true" else "starttls"
        if found.port == IMPLICIT_TLS:
            security = "tls"
        return MailConnection(found.host, found.port or 587, sender, security, user, found.password or None)


def variable_of(conn_id: str) -> str:
    """Return the environment variable that Airflow reads a connection from."""
    return f"AIRFLOW_CONN_{conn_id.upper()}"


def names(variables: Iterable[str], prefix: str) -> list[str]:
    """Return the ids of the connections that an environment names by these variables and whose id begins so.

    Raises:
        SettingsError: a variable has the prefix only.
    """
    begin = variable_of(prefix)
    if begin in variables:
        raise SettingsError(f"{begin} names nothing. Put a name behind it, such as {begin}HUE.")
    return [name.removeprefix(variable_of("")).lower() for name in variables if name.startswith(begin)]


def _find(conn_id: str, form: str) -> Connection | None:
    """Return a connection, None where Airflow knows none of this id."""
    from airflow.sdk import Connection
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        found: Connection = Connection.get(conn_id)
    except AirflowNotFoundException:
        text = variable(variable_of(conn_id))
        if text:  # Airflow passes over a variable that it cannot read, and says so at its lowest level only
            raise _wrong(conn_id, _why_unreadable(text), form) from None
        return None
    return found


def _why_unreadable(text: str) -> str:
    if not text.startswith("{"):
        return "is no address with a valid host and port"
    try:
        port = json.loads(text).get("port")
    except json.JSONDecodeError as error:
        return f"begins like JSON but breaks at character {error.pos}"
    return f"has the port {port!r}, which is no number from 1 to 65535, or a field that Airflow does not know"


def _http_fields(conn_id: str, secret: str) -> tuple[str, str]:
    """Return address and password of an HTTP connection."""
    found = _find(conn_id, HTTP_FORM)
    if found is None:
        raise SettingsError(
            f"there is no connection {conn_id}. Add it in Airflow, or set {variable_of(conn_id)}={HTTP_FORM}"
        )
    url, password = _address(conn_id, found), str(found.password or "")
    if not password:
        raise _wrong(conn_id, f"has no password. Put {secret} there", HTTP_FORM)
    return url, password


def _address(conn_id: str, found: Connection) -> str:
    """Return the address that the fields of a connection make up, as Airflow's own HTTP hook puts it together.

    The protocol is in the host, in the schema or in the type; a schema that is no protocol is a path.
    """
    host, port = found.host or "", found.port
    scheme, path = (found.schema, "") if found.schema in ("http", "https") else (found.conn_type, found.schema or "")
    if "://" in host:
        try:
            parts = urlsplit(host)
            scheme, host, path, port = parts.scheme, parts.hostname or "", parts.path or path, port or parts.port
        except ValueError:
            raise _wrong(conn_id, "is no address with a valid host and port", HTTP_FORM) from None
    if scheme not in ("http", "https"):
        raise _wrong(conn_id, f"has the protocol {scheme!r}, neither http nor https", HTTP_FORM)
    if not host:
        raise _wrong(conn_id, "names no host", HTTP_FORM)
    if port is not None and not 0 < port < 65536:
        raise _wrong(conn_id, f"has the port {port!r}, which is no number from 1 to 65535", HTTP_FORM)
    place = f"[{host}]" if ":" in host else host
    url: str = urlunsplit((scheme, f"{place}:{port}" if port else place, quote(path.strip("/"), safe="/%"), "", ""))
    return url


def _wrong(conn_id: str, what: str, form: str) -> SettingsError:
    name = variable_of(conn_id)
    if variable(name):
        return SettingsError(f"{name} {what}. Write it as {name}={form}, percent-encoded, or as Airflow's JSON.")
    return SettingsError(f"the connection {conn_id} {what}. Correct it in Airflow; as an address it is {form}")
