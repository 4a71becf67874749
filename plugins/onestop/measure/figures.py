"""Figures of periods: what changed in the counts by day is added to them, and so are the days of periods that turn.

A figure is never summed again because a day of it moved. Three things are added, all in the same way (``_add``): the
difference of the cases that were counted again; the days by which open periods were advanced; and the days of periods
that opened, with the stocks of the nearest period that ended before them as their openings. Where what every figure
follows is another, all are made anew: each period as one that opens.
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
class Turned:
    """A period that opened, was advanced or closed with the clock.

    Attributes:
        period_no: its number.
        period_start: its first day.
        counted_to: the last day that counts in it by now.
        counted_before: the last day that counted until now; none: it opened.
    """

    period_no: int
    period_start: dt.date
    counted_to: dt.date
    counted_before: dt.date | None


def add_difference(connection: Connection) -> None:
    """Add the difference of the counts by day to the figures of all periods that are known.

    Nothing is to be done before there are periods, and where all figures are about to be made anew.

    Args:
        connection: the writer's transaction, with the temporary table ``difference``; periods have not turned yet.

    Raises:
        WarehouseError: a statement failed.
    """
    if not run(connection, "measure/figures/are_followed.sql").scalar_one():
        return
    _make_room(connection)
    run(connection, "measure/figures/read_known_periods.sql")
    run(connection, "measure/figures/take_difference.sql")
    _add(connection)
    _restate(connection, "measure/figures/list_moved.sql")
    if run(connection, "measure/figures/count_new_units.sql").all():
        periods = [row.period_no for row in run(connection, "measure/list_periods.sql")]
        run(connection, "measure/figures/open_rows.sql", {"period_nos": periods})
    run(connection, "measure/figures/forget_units.sql")


def turn(connection: Connection, turned: Sequence[Turned]) -> None:
    """Add to the figures of the periods that turned the days that they gained.

    Args:
        connection: the writer's transaction; all differences have been added.
        turned: what turned since.

    Raises:
        WarehouseError: a statement failed.
    """
    advanced = [period for period in turned if period.counted_before not in (None, period.counted_to)]
    opened = [period for period in turned if period.counted_before is None]
    # First, as they begin with stocks that the others have as long as nothing was added to them.
    if opened:
        if len(opened) == run(connection, "measure/figures/count_periods.sql").scalar_one():
            run(connection, "measure/figures/count_units.sql")
        _open(connection, opened, turned)
    if advanced:
        _make_room(connection)
        _read(connection, advanced)
        first_day = min(period.counted_before for period in advanced if period.counted_before) + dt.timedelta(days=1)
        _take_counts(connection, first_day, advanced)
        _add(connection)


def rebuild_figures(connection: Connection) -> None:
    """Make all figures anew from the counts by day.

    Args:
        connection: the writer's transaction; all periods have turned.

    Raises:
        WarehouseError: a statement failed.
    """
    run(connection, "measure/figures/note_published.sql")
    run(connection, "measure/figures/forget_figures.sql")
    run(connection, "measure/figures/count_units.sql")
    periods = [
        Turned(row.period_no, row.period_start, row.counted_to, row.counted_before)
        for row in run(connection, "measure/figures/list_as_opened.sql")
    ]
    if periods:
        _open(connection, periods, periods)
    analyze(connection, "mart.figure (period_no, basis, subject_kind, subject_id, sector_code)")
    _restate(connection, "measure/figures/list_made_otherwise.sql")


def _open(connection: Connection, opened: Sequence[Turned], turned: Sequence[Turned]) -> None:
    """Make the figures of periods that have none: of their days, and of the stocks of before."""
    _make_room(connection)
    _read(connection, opened)
    before = min(period.period_start for period in opened)
    balance = run(connection, "measure/figures/find_balance.sql", {"before": before, **_pairs(turned)}).one_or_none()
    if balance:
        run(connection, "measure/figures/take_balances.sql", balance._asdict())
    _take_counts(connection, balance.counted_to + dt.timedelta(days=1) if balance else None, opened)
    _add(connection)
    run(connection, "measure/figures/open_rows.sql", {"period_nos": _pairs(opened)["period_nos"]})


def _read(connection: Connection, turned: Sequence[Turned]) -> None:
    """Note which days are added to which of these periods."""
    run(connection, "measure/figures/read_turned_periods.sql", _pairs(turned))


def _pairs(turned: Sequence[Turned]) -> dict[str, list[Any]]:
    """Return periods as a statement takes them: arrays that are read pairwise."""
    return {
        "period_nos": [period.period_no for period in turned],
        "counted_before": [period.counted_before for period in turned],
    }


def _take_counts(connection: Connection, first_day: dt.date | None, turned: Sequence[Turned]) -> None:
    """Take the counts of the days from the first to the last that counts in one of these periods."""
    last_day = max(period.counted_to for period in turned)
    run(connection, "measure/figures/take_counts.sql", {"first_day": first_day, "last_day": last_day})


def _add(connection: Connection) -> None:
    """Add the days that were taken to the periods that are read."""
    run(connection, "measure/figures/add_days.sql")
    run(connection, "measure/figures/drop_empty.sql")


def _restate(connection: Connection, listing: str) -> None:
    """Mark the closed periods whose figures moved after something had been published of them."""
    moved = [row.period_no for row in run(connection, listing)]
    run(connection, "measure/restate_periods.sql", {"period_nos": moved})


def _make_room(connection: Connection) -> None:
    """Have the temporary tables of this module, with nothing in them."""
    if run(connection, "measure/figures/has_tables.sql").scalar_one():
        run(connection, "measure/figures/empty_tables.sql")
        return
    for name in _TABLES:
        run(connection, name)
