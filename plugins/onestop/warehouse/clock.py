"""The business clock ``as_of``: read once by each run, and handed to whatever needs the time.

Where ``ONESTOP_AS_OF`` was set, ``audit.clock`` holds it and every run sees the same moment; otherwise it is the
wall clock. No statement in ``include/sql`` asks the server for the time.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from onestop.config.settings import Settings
from onestop.warehouse.database import TIME_ZONE, opened, run, transaction

LOCAL = ZoneInfo(TIME_ZONE)


def wall_clock() -> dt.datetime:
    """Return the machine's time, in +07:00; for stamps of what we did, never for what a dossier counts as."""
    return dt.datetime.now(LOCAL)


def read_clock(connection: Connection) -> dt.datetime:
    """Return the business clock: the fixed moment if one is set, else the wall clock, in +07:00."""
    fixed: dt.datetime | None = run(connection, "audit/read_clock.sql").scalar()
    return fixed.astimezone(LOCAL) if fixed else wall_clock()


def set_clock(settings: Settings) -> None:
    """Write ``settings.as_of`` to the warehouse; without one the clock runs freely.

    Raises:
        WarehouseError: the stored clock is later; a business clock moves forward only.
    """
    with opened(settings.sqlalchemy_url) as engine, transaction(engine) as connection:
        if settings.as_of is not None:
            run(connection, "audit/set_clock.sql", {"as_of": settings.as_of})
        else:
            run(connection, "audit/free_clock.sql")
