"""The single writer of the mart: drains touched cases into measures and makes the figures follow.

Under one advisory lock it computes what the touched cases count as now, subtracts what they were counted as, and
applies the difference; so the cost follows what changed, and a case that is touched for nothing moves nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Sequence

from sqlalchemy.engine import Connection, Engine

from onestop.stack.clock import read_clock
from onestop.stack.database import run, transaction

log = logging.getLogger(__name__)

MAX_CASES = 100_000
"""Most touched cases of one transaction, unless a single change touched more."""

BASES = ("receiving", "responsible", "holding")
"""The roles of a unit: who received a dossier, who is competent for it, who has it."""

_DRAIN = (
    "measure/take_touched.sql",
    "measure/analyze_touched.sql",
    "measure/compute_fresh.sql",
    "measure/compute_changed.sql",
    "measure/analyze_changed.sql",
    "measure/compute_moved.sql",
    "measure/move_measures.sql",
    "measure/move_durations.sql",
    "measure/remember_counts.sql",
)


def refresh(engine: Engine, max_cases: int = MAX_CASES) -> None:
    """Bring measures, periods, forms and indicator values up to date with the facts and the business clock.

    A second call finds nothing to do. Safe beside another run: the second waits, then finds the work done.

    Raises:
        WarehouseError: a statement failed; what earlier slices committed stays, the rest is done next time.
    """
    with transaction(engine) as connection:
        clock_on = read_clock(connection).date()
    while _refresh_slice(engine, clock_on, max_cases):
        pass


def rebuild(engine: Engine, max_cases: int = MAX_CASES) -> None:
    """Throw the measures away and make them anew from the facts: every case that was ever touched is counted again.

    What comes out is what moving gave; figures that moved all the same are put right. Publications stay as they are.

    Raises:
        WarehouseError: a statement failed; what earlier slices committed stays, ``refresh`` does the rest.
    """
    with transaction(engine) as connection:
        run(connection, "measure/lock_writer.sql")
        run(connection, "measure/forget_counts.sql")
        run(connection, "measure/forget_measures.sql")
        run(connection, "measure/forget_durations.sql")
        run(connection, "measure/forget_applied.sql")
        log.info("measures are made anew from the facts")
    refresh(engine, max_cases)


def _refresh_slice(engine: Engine, clock_on: dt.date, max_cases: int) -> bool:
    """Apply one slice of touched cases in one transaction; False when none were left."""
    with transaction(engine) as connection:
        run(connection, "measure/lock_writer.sql")
        publish_seq = run(connection, "measure/next_slice.sql", {"max_cases": max_cases}).scalar()
        moved = _drain(connection, publish_seq) if publish_seq is not None else []
        # Looked up before any figure is written: having none is what tells them.
        come_or_gone = list(run(connection, "measure/list_come_or_gone_units.sql")) if publish_seq is not None else []
        turned = _refresh_turned_periods(connection, clock_on)
        for basis, unit_ids, since in moved:
            reached = {row.period_id for row in run(connection, "measure/list_periods_since.sql", {"since": since})}
            _refresh_figures(connection, basis, unit_ids, reached - turned)
        if come_or_gone:
            every = {row.period_id for row in run(connection, "measure/list_periods.sql")}
            for basis, unit_ids in come_or_gone:
                _refresh_figures(connection, basis, unit_ids, every - turned)
        if publish_seq is not None:
            run(connection, "measure/move_applied.sql", {"publish_seq": publish_seq})
            log.info("measures follow the facts up to publish sequence %s", publish_seq)
    return publish_seq is not None


def _drain(connection: Connection, publish_seq: int) -> list[tuple[str, list[int], dt.date]]:
    """Apply the difference of the touched cases; return by basis the units that moved and since which day."""
    for file in _DRAIN:
        run(connection, file, {"publish_seq": publish_seq} if file.endswith("take_touched.sql") else None)
    return [tuple(row) for row in run(connection, "measure/list_moved_units.sql")]


def _refresh_turned_periods(connection: Connection, clock_on: dt.date) -> set[str]:
    """Open, advance and close periods with the clock, and compute those that turned for every unit.

    All turn when the catalogue of measures or indicators changed.
    """
    turned = {row.period_id for row in run(connection, "measure/open_periods.sql", {"clock_on": clock_on})}
    if run(connection, "measure/take_catalogue.sql").one_or_none():
        turned = {row.period_id for row in run(connection, "measure/list_periods.sql")}
    if turned:
        for basis in BASES:
            units = run(connection, "measure/list_counted_units.sql", {"basis": basis})
            _refresh_figures(connection, basis, [row.unit_id for row in units], turned)
        log.info("%d periods opened, advanced or closed", len(turned))
    return turned


def _refresh_figures(connection: Connection, basis: str, unit_ids: Sequence[int], period_ids: Collection[str]) -> None:
    if not period_ids:
        return
    scope = {"basis": basis, "unit_ids": list(unit_ids), "period_ids": sorted(period_ids)}
    moved = {row.period_id for row in run(connection, "measure/refresh_unit_figures.sql", scope)}
    run(connection, "measure/restate_periods.sql", {"period_ids": sorted(moved)})
    run(connection, "measure/refresh_area_figures.sql", scope)
    run(connection, "measure/refresh_forms.sql", scope)
    run(connection, "measure/refresh_indicators.sql", scope)
