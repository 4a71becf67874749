"""The one way to the warehouse: SQLAlchemy over psycopg2, SQL from files, COPY, errors without values.

Statements live in ``include/sql`` and take bound parameters (``%(name)s``); nothing is formatted into them.
Messages of the driver may quote values of a record, so they are replaced by what is safe to log: the SQLSTATE,
its class, the file and, where known, the constraint, table and column.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg2
import sqlalchemy as sa
from sqlalchemy.engine import Connection, CursorResult, Engine
from sqlalchemy.exc import DBAPIError

from onestop.config.settings import LONGEST_TASK
from onestop.errors import TellableError

SQL_ROOT = Path(__file__).resolve().parents[3] / "include" / "sql"
TIME_ZONE = "Asia/Ho_Chi_Minh"
# No compiled plans: statements are many and short. A statement ends with the time of its task, since the driver tells
# Python of nothing while it waits, and soon after its process was killed: its locks would stop the next try.
SESSION = {
    "timezone": TIME_ZONE,
    "jit": "off",
    "statement_timeout": f"{LONGEST_TASK.total_seconds():.0f}s",
    "client_connection_check_interval": "2s",
}


class WarehouseError(TellableError):
    """A statement failed. The text names the statement and the kind of failure and never quotes a value."""

    def __init__(self, statement: str, error: DBAPIError) -> None:
        """Keep what is safe of ``error``: SQLSTATE, error class, constraint, table and column."""
        self.sqlstate: str | None = getattr(error.orig, "pgcode", None)
        diagnostics = getattr(error.orig, "diag", None)
        parts = [
            f"{label} {value}"
            for label, value in (
                ("constraint", getattr(diagnostics, "constraint_name", None)),
                ("table", getattr(diagnostics, "table_name", None)),
                ("column", getattr(diagnostics, "column_name", None)),
            )
            if value
        ]
        where = f" ({', '.join(parts)})" if parts else ""
        super().__init__(f"{statement}: {type(error.orig).__name__} [{self.sqlstate or 'no SQLSTATE'}]{where}")


def connect(url: str) -> Engine:
    """Return an engine on the warehouse: sessions are in +07:00, and a statement does not outlive its task.

    Args:
        url: a SQLAlchemy address that says ``postgresql+psycopg2`` (``Settings.sqlalchemy_url``).

    Raises:
        ValueError: the address names another driver.
    """
    parsed = sa.make_url(url)
    if parsed.drivername != "postgresql+psycopg2":
        msg = f"the warehouse address must start with postgresql+psycopg2://, not {parsed.drivername}://"
        raise ValueError(msg)
    return sa.create_engine(
        parsed,
        pool_pre_ping=True,
        pool_size=2,
        hide_parameters=True,
        connect_args={
            "options": " ".join(f"-c {name}={value}" for name, value in SESSION.items()),
            "application_name": "onestop",
        },
    )


@contextlib.contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Open a database, and close its connections at the end of the block.

    Raises:
        ValueError: the address names another driver.
    """
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


@functools.cache
def sql(path: str) -> str:
    """Return the text of a statement file, named by its path below ``include/sql``."""
    return (SQL_ROOT / path).read_text(encoding="utf-8")


def run(connection: Connection, path: str, parameters: Mapping[str, Any] | None = None) -> CursorResult[Any]:
    """Execute the statement file ``path`` with bound parameters.

    Raises:
        WarehouseError: the statement failed.
    """
    return run_text(connection, path, sql(path), parameters or {})


def run_text(
    connection: Connection, name: str, statement: str, parameters: Mapping[str, Any] | None = None
) -> CursorResult[Any]:
    """Execute a statement that was put together from files; ``name`` stands for it in error messages.

    Raises:
        WarehouseError: the statement failed.
    """
    try:
        if not parameters:
            # Without parameters the driver must not look for placeholders: a function body may hold a percent sign.
            return connection.execution_options(no_parameters=True).exec_driver_sql(statement)
        return connection.execution_options(no_parameters=False).exec_driver_sql(statement, dict(parameters))
    except DBAPIError as error:
        raise WarehouseError(name, error) from None


@contextlib.contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Open a transaction; commit at the end of the block, roll back on any exception.

    Raises:
        WarehouseError: the connection or the commit failed.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise WarehouseError("transaction", error) from None


def copy_rows(connection: Connection, table: str, columns: Sequence[str], lines: Iterable[bytes]) -> None:
    """COPY ready text lines into ``table``.

    Args:
        connection: an open transaction.
        table: schema-qualified name, written in our code, never taken from data.
        columns: the columns of a line, in order.
        lines: rows in COPY text format, each ending with a line feed (see ``copy_line``).

    Raises:
        WarehouseError: the server refused the rows.
    """
    stream = _Lines(lines)
    cursor = connection.connection.cursor()
    try:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", stream, size=1 << 16)
    except psycopg2.Error as error:
        # The driver hides what went wrong while it read the lines; that comes first.
        if stream.error is not None:
            raise stream.error from None
        if connection.connection.closed:
            connection.invalidate()  # or the rollback fails too, and its error hides this one
        raise WarehouseError(f"COPY {table}", DBAPIError(None, None, error)) from None
    finally:
        cursor.close()


def analyze(connection: Connection, *tables: str) -> None:
    """Let the query planner measure tables, which the pipeline may do where a table grants it MAINTAIN.

    Args:
        connection: an open transaction.
        tables: written in our code, never taken from data; columns in brackets limit the work to these.

    Raises:
        WarehouseError: the statement failed.
    """
    run_text(connection, "ANALYZE", f"ANALYZE {', '.join(tables)}")


class _Lines:
    """A readable stream over an iterable of byte lines, as COPY wants it."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._rest = b""
        self.error: Exception | None = None

    def read(self, size: int) -> bytes:
        parts = [self._rest]
        length = len(self._rest)
        try:
            while length < size and (line := next(self._lines, None)) is not None:
                parts.append(line)
                length += len(line)
        except Exception as error:
            self.error = error
            raise
        data = b"".join(parts)
        self._rest = data[size:]
        return data[:size]
