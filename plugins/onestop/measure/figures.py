"""Keep the figures of periods up to date by adding differences.

A figure is never summed again because one of its days changed. Three things are added, all in the same way (``_add``):

- the difference of the cases that were counted again;
- the new days of open periods;
- the days of new periods, with the stocks of the nearest period that ended before them as their openings.

When the common basis of all figures changes, all are computed again, each period like a new one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from onestop.warehouse.database import analyze, run

_TABLES = (
    "measure/figures/create_moved_day.sql",
    "measure/figures/create_reading.sql",
    "measure/figures/create_stored_figure.sql",
)


@dataclass(frozen=True, slots=True)
class PeriodChange:
    """A period that opened, was advanced or closed with the clock.

    Attributes:
        period_no: number of the period.
        period_start: first day of the period.
        counted_to: last day that counts in it now.
        counted_before: last day that counted before; None for a new period.
    """

    period_no: int
    period_start: dt.date
    counted_to: dt.date
    counted_before: dt.date | None


def add_difference(connection: Connection) -> None:
    """Add the difference of the counts by day to the figures of all known periods.

    Do nothing while there are no periods, or if all figures will be computed again anyway.

    Args:
        connection: the writer's transaction, with the temporary table ``difference``; periods are not advanced yet.

    Raises:
        WarehouseError: a statement failed.
    """
    if not run(connection, "measure/figures/has_figures_to_update.sql").scalar_one():
        return
    _prepare_tables(connection)
    run(connection, "measure/figures/read_known_periods.sql")
    run(connection, "measure/figures/take_difference.sql")
    _add(connection)
    _mark_restated(connection, "measure/figures/list_changed_by_difference.sql")
    if run(connection, "measure/figures/count_new_units.sql").all():
        periods = [row.period_no for row in run(connection, "measure/list_periods.sql")]
        run(connection, "measure/figures/open_rows.sql", {"period_nos": periods})
    run(connection, "measure/figures/delete_uncounted_units.sql")


def add_periods(connection: Connection, changes: Sequence[PeriodChange]) -> None:
    """Add the new days of opened and advanced periods to their figures.

    Args:
        connection: the writer's transaction; all differences have been added.
        changes: the periods that opened, advanced or closed since the last call.

    Raises:
        WarehouseError: a statement failed.
    """
    advanced = [period for period in changes if period.counted_before not in (None, period.counted_to)]
    opened = [period for period in changes if period.counted_before is None]
    # New periods first: their openings are stocks of other periods, to which nothing may be added before.
    if opened:
        if len(opened) == run(connection, "measure/figures/count_periods.sql").scalar_one():
            run(connection, "measure/figures/count_units.sql")
        _open_figures(connection, opened, changes)
    if advanced:
        _prepare_tables(connection)
        _read_periods(connection, advanced)
        first_day = min(period.counted_before for period in advanced if period.counted_before) + dt.timedelta(days=1)
        _read_counts(connection, first_day, advanced)
        _add(connection)


def rebuild_figures(connection: Connection) -> None:
    """Compute all figures again from the counts by day.

    Args:
        connection: the writer's transaction; all periods have been advanced.

    Raises:
        WarehouseError: a statement failed.
    """
    run(connection, "measure/figures/store_published_figures.sql")
    run(connection, "measure/figures/forget_figures.sql")
    run(connection, "measure/figures/count_units.sql")
    periods = [
        PeriodChange(row.period_no, row.period_start, row.counted_to, row.counted_before)
        for row in run(connection, "measure/figures/list_as_opened.sql")
    ]
    if periods:
        _open_figures(connection, periods, periods)
    analyze(connection, "mart.figure (period_no, basis, subject_kind, subject_id, sector_code)")
    _mark_restated(connection, "measure/figures/list_changed_by_rebuild.sql")


def _open_figures(connection: Connection, opened: Sequence[PeriodChange], changes: Sequence[PeriodChange]) -> None:
    """Compute the figures of new periods from their days and from the stocks before them."""
    _prepare_tables(connection)
    _read_periods(connection, opened)
    before = min(period.period_start for period in opened)
    balance = run(
        connection, "measure/figures/find_opening_period.sql", {"before": before, **_arrays(changes)}
    ).one_or_none()
    if balance:
        run(connection, "measure/figures/read_opening_stocks.sql", balance._asdict())
    _read_counts(connection, balance.counted_to + dt.timedelta(days=1) if balance else None, opened)
    _add(connection)
    run(connection, "measure/figures/open_rows.sql", {"period_nos": _arrays(opened)["period_nos"]})


def _read_periods(connection: Connection, changes: Sequence[PeriodChange]) -> None:
    """Store which days are added to which of these periods."""
    run(connection, "measure/figures/read_turned_periods.sql", _arrays(changes))


def _arrays(changes: Sequence[PeriodChange]) -> dict[str, list[Any]]:
    """Return periods as parameters of a statement: arrays that are read pairwise."""
    return {
        "period_nos": [period.period_no for period in changes],
        "counted_before": [period.counted_before for period in changes],
    }


def _read_counts(connection: Connection, first_day: dt.date | None, changes: Sequence[PeriodChange]) -> None:
    """Read the counts from the first day to the last day of any of these periods."""
    last_day = max(period.counted_to for period in changes)
    run(connection, "measure/figures/take_counts.sql", {"first_day": first_day, "last_day": last_day})


def _add(connection: Connection) -> None:
    """Add the counts that were read to the stored periods."""
    run(connection, "measure/figures/add_days.sql")
    run(connection, "measure/figures/delete_empty_figures.sql")


def _mark_restated(connection: Connection, listing: str) -> None:
    """Mark the closed periods whose figures changed after a publication of them."""
    moved = [row.period_no for row in run(connection, listing)]
    run(connection, "measure/restate_periods.sql", {"period_nos": moved})


def _prepare_tables(connection: Connection) -> None:
    """Create the temporary tables of this module, or empty them."""
    if run(connection, "measure/figures/has_tables.sql").scalar_one():
        run(connection, "measure/figures/empty_tables.sql")
        return
    for name in _TABLES:
        run(connection, name)
