"""Estimate for each open dossier how probable it is that it will be late, and see what became of earlier estimates.

The estimate is a share of earlier cases: of those that were still open when the same tenth of their time limit had
passed, as many as were late. Time is working time without waits for the citizen. The cases have the procedure and the
unit in common; where they are too few, less and less (``core.late_count``).

Only cases count that were due before the day of the estimate, so their outcome was known then. The counts are made once
a day, the estimates at each run. The first run estimates a look of each of the last weeks as well, in the same way, so
that it is known from the start how good the estimates are.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Iterable, Iterator

from sqlalchemy.engine import Connection, Engine

from onestop.warehouse.clock import LOCAL, read_clock
from onestop.warehouse.database import analyze, run, transaction
from onestop.warehouse.locks import Lock, take_lock

log = logging.getLogger(__name__)

REPLAYED_WEEKS = 13
"""How many weeks the first run estimates afterwards: as far back as estimates are compared with the simple rule."""


def estimate_late(engine: Engine, as_of: dt.datetime | None = None) -> int:
    """Estimate the open dossiers, and store the outcome of earlier estimates.

    A second run of a day replaces the estimates of the first.

    Args:
        engine: the warehouse.
        as_of: when to look, with its time zone; without it at the time of the business clock.

    Returns:
        How many dossiers have an estimate.

    Raises:
        WarehouseError: a statement failed; no estimate of this moment was changed.
    """
    with _locked(engine) as connection:
        as_of = as_of or read_clock(connection)
        last_day = run(connection, "estimate/read_last_day.sql").scalar_one()
    today = as_of.astimezone(LOCAL).date()
    if last_day is None:
        replay(engine, [as_of - dt.timedelta(weeks=weeks) for weeks in range(1, REPLAYED_WEEKS + 1)])
    with _locked(engine) as connection:
        if last_day != today:
            _learn(connection)
            _count(connection, today)
        estimates = _estimate(connection, as_of, is_replayed=False)
        run(connection, "estimate/settle_estimates.sql", {"day": today})
    log.info("estimated %d open dossiers", estimates)
    return estimates


def replay(engine: Engine, looks: Iterable[dt.datetime]) -> int:
    """Estimate the dossiers that were open at earlier moments, from what was known then, and store their outcome.

    Each moment is a transaction of its own; a second call makes the same estimates again.

    Args:
        engine: the warehouse.
        looks: moments on different days, each with its time zone.

    Returns:
        How many estimates were made.

    Raises:
        WarehouseError: a statement failed; moments before it are estimated.
    """
    estimates = 0
    with _locked(engine) as connection:
        _learn(connection)
    for look in looks:
        with _locked(engine) as connection:
            _count(connection, look.astimezone(LOCAL).date())
            estimates += _estimate(connection, look, is_replayed=True)
    with _locked(engine) as connection:
        # The counts were those of earlier days; estimates of the last day go on with its own.
        last_day = run(connection, "estimate/read_last_day.sql").scalar_one()
        if last_day is not None:
            _count(connection, last_day)
        run(connection, "estimate/settle_estimates.sql", {"day": read_clock(connection).date()})
    return estimates


@contextlib.contextmanager
def _locked(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that estimates alone."""
    with transaction(engine) as connection:
        take_lock(connection, Lock.ESTIMATES)
        yield connection


def _learn(connection: Connection) -> None:
    """Follow the facts: only cases that are new or have changed are computed."""
    run(connection, "estimate/delete_changed_paces.sql")
    run(connection, "estimate/insert_paces.sql")
    analyze(connection, "core.case_pace")


def _count(connection: Connection, day: dt.date) -> None:
    run(connection, "estimate/clear_counts.sql")
    run(connection, "estimate/insert_counts.sql", {"day": day})


def _estimate(connection: Connection, as_of: dt.datetime, *, is_replayed: bool) -> int:
    parameters = {"as_of": as_of, "day": as_of.astimezone(LOCAL).date(), "is_replayed": is_replayed}
    run(connection, "estimate/delete_estimates_of_day.sql", parameters)
    run(connection, "estimate/find_open_then.sql" if is_replayed else "estimate/find_open.sql", parameters)
    estimates = run(connection, "estimate/insert_estimates.sql", parameters).rowcount
    run(connection, "estimate/store_day.sql", parameters)
    return estimates
