"""Record how far sources were read when a reading brought nothing new."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from onestop.warehouse.database import run, transaction
from onestop.warehouse.locks import Lock, try_lock


def note_reading(engine: Engine) -> None:
    """Record how far the sources are read, unless changes wait for the figures.

    A reading that brought nothing new starts no refresh, but the figures are now valid for a later moment. A working
    writer records this itself.

    Raises:
        WarehouseError: a statement failed; the next reading or refresh records it.
    """
    with transaction(engine) as connection:
        if not try_lock(connection, Lock.WRITER):
            return
        # Read first, then check what waits: a change published in between must not count as included.
        progress = run(connection, "measure/read_progress.sql").one()
        if not run(connection, "ingest/has_unmeasured.sql").scalar_one():
            run(connection, "measure/note_progress.sql", progress._asdict())
