"""The advisory locks of the warehouse: what must not happen twice at the same time."""

from __future__ import annotations

import enum

from sqlalchemy.engine import Connection

from onestop.warehouse.database import run


class Lock(enum.IntEnum):
    """A lock, with its number in the database."""

    MIGRATION = 766001
    """Held by a migration, and by a backup."""
    PUBLISH = 766002
    """Held while a change of the facts is numbered and written."""
    WRITER = 766003
    """Held by the single writer of measures, figures and publications."""
    ALERTS = 766006
    """Held while alerts are raised."""
    SECOND_SESSION = 766007
    """Held by the second session of a rebuild while it stores facts."""
    ESTIMATES = 766008
    """Held while open dossiers are estimated."""
    SITE = 766014
    """Held while pages are written."""


def take_lock(connection: Connection, lock: Lock) -> None:
    """Take a lock for the rest of the transaction; wait for the transaction that has it.

    Raises:
        WarehouseError: the transaction was ended while it waited.
    """
    run(connection, "audit/take_lock.sql", {"number": lock.value})


def try_lock(connection: Connection, lock: Lock) -> bool:
    """Take a lock for the rest of the transaction unless somebody has it; tell whether it was free.

    Raises:
        WarehouseError: the statement failed.
    """
    return bool(run(connection, "audit/try_lock.sql", {"number": lock.value}).scalar_one())


def await_lock(connection: Connection, lock: Lock) -> None:
    """Wait until nobody has a lock, without keeping it.

    Raises:
        WarehouseError: the transaction was ended while it waited.
    """
    run(connection, "audit/await_lock.sql", {"number": lock.value})
