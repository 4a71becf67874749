"""The register of configured sources: which connections there are, and to which source each is bound."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy.engine import Connection, Engine

from onestop.config.settings import Settings, SettingsError, SourceConnection
from onestop.ingest.client import RefusedBody, SourceError
from onestop.ingest.rules import load_catalogue
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import WarehouseError, run, transaction

_SOURCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_UNIQUE_VIOLATION = "23505"


def register(engine: Engine, names: Sequence[str]) -> None:
    """List the names of the configured sources, and the rules that will judge their records.

    A source that is no longer configured does not hold up publications any more.
    """
    with transaction(engine) as connection:
        load_catalogue(connection)
        for name in names:
            run(connection, "ingest/register_source.sql", {"connection_name": name})
        run(connection, "ingest/retire_sources.sql", {"connection_names": list(names)})


def find_connection(engine: Engine, settings: Settings, name: str) -> SourceConnection:
    """Return the connection of a source; why it cannot be used is kept in ``audit.source``.

    Raises:
        SettingsError: it is no source any more, or its connection is missing or wrong.
    """
    try:
        return settings.source(name)
    except SettingsError as error:
        with transaction(engine) as connection:
            record_attempt(connection, name, str(error))
        raise


def bound_source_id(connection: Connection, name: str) -> str | None:
    """Return the source id to which a connection is bound; None before its first page."""
    source_id: str | None = run(connection, "ingest/read_source_id.sql", {"connection_name": name}).scalar()
    return source_id


def bind(connection: Connection, name: str, source_system: str) -> None:
    """Bind a connection to the ``source_system`` that its pages name; the same pair again changes nothing.

    Raises:
        SourceError: the name has no usable form, the connection was bound to another source, or another
            connection is bound to this source.
    """
    if not _SOURCE_ID.fullmatch(source_system):
        raise SourceError(
            f"source {name}: source_system must be 1 to 64 letters, digits, dots, dashes or underscores; "
            "ask the source to send a stable id"
        )
    try:
        bound = run(connection, "ingest/bind_source.sql", {"connection_name": name, "source_id": source_system})
    except WarehouseError as error:
        if error.sqlstate != _UNIQUE_VIOLATION:
            raise
        raise SourceError(
            f"source {name}: it is {source_system}, which another connection already reads; remove one of the two"
        ) from None
    if bound.rowcount == 0:
        raise SourceError(
            f"source {name}: its pages now say source_system {source_system}, but this connection was bound to "
            "another id; give a different source a connection of its own, or have the source keep its id"
        )


def record_attempt(connection: Connection, name: str, error: str | None) -> None:
    """Remember when a source was last read and what went wrong, if anything; ``error`` holds no data."""
    run(connection, "ingest/record_attempt.sql", {"connection_name": name, "at": wall_clock(), "error": error})


def record_undecodable(connection: Connection, name: str, feed: str, body: RefusedBody) -> None:
    """Keep hash, length, status and place of the error of an answer that was no page."""
    run(
        connection,
        "ingest/record_undecodable_page.sql",
        {
            "connection_name": name,
            "feed": feed,
            "fetched_at": body.fetched_at,
            "http_status": body.http_status,
            "bytes": body.size,
            "page_hash": body.digest,
            "error_offset": body.offset,
        },
    )
