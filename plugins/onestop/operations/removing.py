"""Remove what is old and no longer needed from the warehouse and the landing folder.

Facts, figures, publications and decisions of people stay. Each statement in ``include/sql/operations``
says which rows of its table stay at any age; triggers of the warehouse refuse the rest. Rows are removed in portions,
each in a transaction of its own, so locks are short, and an interrupted run continues the next night.
"""

from __future__ import annotations

import datetime as dt
import logging

from sqlalchemy.engine import Engine

from onestop.config.settings import Settings
from onestop.operations.landed import remove_landed
from onestop.warehouse.clock import read_clock, wall_clock
from onestop.warehouse.database import run, transaction

log = logging.getLogger(__name__)

PORTION = 10_000
"""Most rows that one transaction removes, apart from those that go with them."""

# The order matters: messages before their lists, lists before their alerts, changes before their batches.
_STATEMENTS = (
    "operations/delete_touched.sql",
    "operations/delete_changes.sql",
    "operations/delete_superseded.sql",
    "operations/delete_batches.sql",
    "operations/delete_undecodable_pages.sql",
    "operations/delete_deliveries.sql",
    "operations/delete_estimates.sql",
    "operations/delete_alert_lists.sql",
    "operations/delete_alert_runs.sql",
    "operations/delete_alerts.sql",
    "operations/delete_trouble_lists.sql",
    "operations/delete_troubles.sql",
    "operations/delete_differences.sql",
    "operations/delete_feed_days.sql",
)


def remove_old(engine: Engine, settings: Settings, portion: int = PORTION) -> dict[str, int]:
    """Remove what is older than ``ONESTOP_KEEP_LEDGER_DAYS`` and ``ONESTOP_KEEP_MESSAGE_DAYS`` allow.

    The ledger is judged by the machine's clock, alerts, estimates and messages by the business clock. A second call finds nothing.

    Returns:
        How many rows were removed by each statement that removed any, and how many ``files`` of landed pages.

    Raises:
        OSError: a landed file cannot be removed; rows that were removed before stay removed.
        WarehouseError: a statement failed; portions that were removed before stay removed.
    """
    with transaction(engine) as connection:
        as_of = read_clock(connection)
    ledger_before = wall_clock() - dt.timedelta(days=settings.keep_ledger_days)
    parameters = {
        "portion": portion,
        "as_of": as_of,
        "ledger_before": ledger_before,
        "sent_before": as_of - dt.timedelta(days=settings.keep_message_days),
    }
    removed = {statement: _remove(engine, statement, parameters) for statement in _STATEMENTS}
    removed["files"] = remove_landed(engine, settings.landing_dir, ledger_before)
    removed = {what: number for what, number in removed.items() if number}
    log.info("removed: %s", removed or "nothing")
    return removed


def _remove(engine: Engine, statement: str, parameters: dict[str, object]) -> int:
    """Run a statement until nothing is left for it, each time in a transaction of its own."""
    removed = 0
    while True:
        with transaction(engine) as connection:
            rows = run(connection, statement, parameters).rowcount
        if not rows:
            return removed
        removed += rows
