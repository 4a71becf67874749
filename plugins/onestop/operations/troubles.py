"""Record the problems of the pipeline: each is reported once when it begins and once when it ends.

Problems are found in the tables, so a schedule that did not run is detected as well as a task that failed.
"""

from __future__ import annotations

import datetime as dt
import logging

from sqlalchemy.engine import Engine

from onestop.warehouse.clock import read_clock
from onestop.warehouse.database import run, transaction

log = logging.getLogger(__name__)


def record_troubles(engine: Engine, at: dt.datetime, stale_hours: int) -> int | None:
    """Compare the problems of now with the open ones, and write a list of what changed.

    Args:
        engine: the warehouse.
        at: the machine's time; what waits is judged by it. Freshness is judged by the business clock.
        stale_hours: after how many hours a source that was not read to its end is stale.

    Returns:
        The number of the list, None if nothing changed.

    Raises:
        WarehouseError: a statement failed; nothing was noted.
    """
    with transaction(engine) as connection:
        now = {"as_of": read_clock(connection)}
        run(connection, "operations/detect_troubles.sql", {**now, "at": at, "stale_hours": stale_hours})
        closed = [row.trouble_id for row in run(connection, "operations/close_troubles.sql", now)]
        opened = [row.trouble_id for row in run(connection, "operations/open_troubles.sql", now)]
        if not (opened or closed):
            return None
        list_id: int = run(connection, "operations/insert_list.sql", now).scalar_one()
        run(connection, "operations/insert_items.sql", {"list_id": list_id, "opened_ids": opened, "closed_ids": closed})
    log.info("troubles: %d new, %d gone", len(opened), len(closed))
    return list_id
