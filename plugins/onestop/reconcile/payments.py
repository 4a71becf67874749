"""Compare the attempts to pay with the payment platform's own list, day by day.

Each attempt is one of nine outcomes, decided by the view ``audit.payment_judgement`` from what both sides say now.
"""

from __future__ import annotations

import datetime as dt

from onestop.contract.comparison import TRANSACTIONS
from onestop.contract.copying import copy_line
from onestop.ingest.client import WholeAnswer
from onestop.reconcile.context import Context
from onestop.warehouse.database import analyze, copy_rows, run, transaction

ASK_AGAIN_DAYS = 30
"""A day with an open outcome is asked for again for this many days."""
WAIT = dt.timedelta(days=3)
"""How long an attempt may be pending, and a payment may lack its dossier."""

_JUDGE = (
    "reconcile/record_payment_comparison.sql",
    "reconcile/judge_payments.sql",
    "reconcile/keep_outcomes.sql",
    "reconcile/close_outcomes.sql",
)


def ask_for_days(context: Context) -> int:
    """Keep what the platform lists for each day of the window without a list, or with an open outcome.

    A day is a transaction. One that is not closed at the platform is asked for again at the next run.

    Returns:
        The number of days of which the platform sent a list.

    Raises:
        SourceError: the source failed; the days before are kept.
        WarehouseError: a statement failed.
    """
    days = 0
    for day in _days(context):
        answer = context.client.platform_day(day)
        if answer is None:
            where = {"source_id": context.source_id, "day": day, "clock_on": context.clock_on}
            with transaction(context.engine) as connection:
                run(connection, "reconcile/record_day_not_closed.sql", where)
        else:
            _keep(context, day, answer)
            days += 1
    return days


def judge_payments(context: Context) -> None:
    """Bring the outcome of every attempt of the listed days up to date, in one transaction.

    Raises:
        WarehouseError: a statement failed.
    """
    parameters = {
        "source_id": context.source_id,
        "clock": context.clock,
        "clock_on": context.clock_on,
        "waited_since": context.clock - WAIT,
    }
    with transaction(context.engine) as connection:
        analyze(connection, "core.payment", "core.platform_transaction", "audit.platform_day")
        for file in _JUDGE:
            run(connection, file, parameters)


def _days(context: Context) -> list[dt.date]:
    parameters = {
        "source_id": context.source_id,
        "first_day": context.first_day,
        "last_day": context.last_day,
        "open_since": context.days_ago(ASK_AGAIN_DAYS),
    }
    with transaction(context.engine) as connection:
        return [row.day for row in run(connection, "reconcile/list_days.sql", parameters)]


def _keep(context: Context, day: dt.date, answer: WholeAnswer) -> None:
    told_as_of, listed = context.answered_as_of(answer), TRANSACTIONS.read(answer.rows)
    parameters = {
        "source_id": context.source_id,
        "day": day,
        "clock_on": context.clock_on,
        "told_as_of": told_as_of,
        "listed": len(listed.rows),
        "unusable": listed.unusable,
        "unknown_fields": listed.unknown,
    }
    with transaction(context.engine) as connection:
        run(connection, "reconcile/create_listed_transaction.sql")
        copy_rows(connection, "listed_transaction", TRANSACTIONS.columns, map(copy_line, listed.rows))
        run(connection, "reconcile/unlist_transactions.sql", parameters)
        run(connection, "reconcile/keep_transactions.sql", parameters)
        run(connection, "reconcile/record_day.sql", parameters)
