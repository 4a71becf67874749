"""Tells when a session waits for a lock."""

from __future__ import annotations

from tests.support.warehouse import Warehouse


def wait_for_a_waiting_lock(warehouse: Warehouse) -> None:
    """Return when a session of this database waits for an advisory lock."""
    waiting = (
        "SELECT 1 FROM pg_locks INNER JOIN pg_database ON pg_locks.database = pg_database.oid "
        "WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
    )
    while not warehouse.query(waiting):
        pass
