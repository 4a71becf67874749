"""How far the sources had been read whose facts are all in the figures, where nothing of a reading was new."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from onestop.warehouse.database import run, transaction
from onestop.warehouse.locks import Lock, try_lock


def note_reading(engine: Engine) -> None:
    """Note how far the sources are read, unless something waits for the figures.

    A reading that brought nothing new wakes no refresh, and still the figures hold for a later moment. While the writer
    works it notes this itself.

    Raises:
        WarehouseError: a statement failed; the next reading or refresh notes it.
    """
    with transaction(engine) as connection:
        if not try_lock(connection, Lock.WRITER):
            return
        # Before it looks whether something waits: what is published in between must not be promised.
        progress = run(connection, "measure/read_progress.sql").one()
        if not run(connection, "ingest/has_unmeasured.sql").scalar_one():
            run(connection, "measure/note_progress.sql", progress._asdict())
