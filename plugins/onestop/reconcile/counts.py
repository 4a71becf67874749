"""Compare how many records a source counts of each feed, by unit and day, with what the warehouse holds.

A difference has a name that says what the warehouse knows of its cause (``reconcile/name_differences.sql``).
"""

from __future__ import annotations

import datetime as dt

from onestop.contract.comparison import COUNTS
from onestop.contract.copying import copy_line
from onestop.reconcile.context import Context
from onestop.warehouse.database import copy_rows, run, transaction

COUNTED_FEEDS = ("dossiers", "events", "payments", "surveys", "feedback", "interlinked")
"""The feeds that a source counts: all but the catalogues."""
LOOK_BACK_DAYS = 366
"""Open differences are compared again for this many days; older ones stay as they are."""

_COMPARE = (
    "reconcile/count_held.sql",
    "reconcile/compare_counts.sql",
    "reconcile/name_differences.sql",
    "reconcile/close_differences.sql",
    "reconcile/record_comparison.sql",
)


def compare_counts(context: Context, feed: str) -> int:
    """Compare one feed in one transaction: differences are opened, kept open or closed.

    The window reaches back to the oldest difference that is still open.

    Returns:
        The number of units and days that differ.

    Raises:
        SourceError: the source sent no counts.
        WarehouseError: a statement failed.
    """
    first_day = _first_day(context, feed)
    answer = context.client.counts(feed, first_day, context.last_day)
    told_as_of, counted = context.answered_as_of(answer), COUNTS.read(answer.rows)
    parameters = {
        "source_id": context.source_id,
        "feed": feed,
        "first_day": first_day,
        "last_day": context.last_day,
        "clock": context.clock,
        "clock_on": context.clock_on,
        "told_as_of": told_as_of,
        "unusable": counted.unusable,
    }
    with transaction(context.engine) as connection:
        run(connection, "reconcile/create_source_count.sql")
        copy_rows(connection, "source_count", COUNTS.columns, map(copy_line, counted.rows))
        for file in _COMPARE:
            run(connection, file, parameters)
        return run(connection, "reconcile/keep_differences.sql", parameters).rowcount


def _first_day(context: Context, feed: str) -> dt.date:
    with transaction(context.engine) as connection:
        first_day: dt.date = run(
            connection,
            "reconcile/read_first_day.sql",
            {
                "source_id": context.source_id,
                "feed": feed,
                "first_day": context.first_day,
                "earliest_day": context.days_ago(LOOK_BACK_DAYS),
            },
        ).scalar_one()
    return first_day
