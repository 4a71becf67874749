"""The single writer of the mart: bring measures and figures up to date with the touched cases.

Under one advisory lock it computes the new fact of each touched case, subtracts the stored fact, and applies the
difference. So the cost depends on what changed, and a case without a change costs only the comparison.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.engine import Connection, Engine

from onestop.measure.facts import compute_facts
from onestop.measure.figures import PeriodChange, add_difference, add_periods, rebuild_figures
from onestop.warehouse.clock import read_clock, wall_clock
from onestop.warehouse.database import analyze, run, transaction
from onestop.warehouse.locks import Lock, await_lock, take_lock

log = logging.getLogger(__name__)

MAX_CASES = 100_000
"""Most touched cases of one transaction."""

MANY_CASES = 5_000
"""From this number of touched cases on, a refresh checks whether the query planner's statistics are out of date, and
a rebuild uses a second session. With statistics of a nearly empty table the planner may choose a plan that takes
minutes.
"""

_FIND_CHANGED = (
    "measure/find_changed_cases.sql",
    "measure/analyze_changed.sql",
)
_MOVE_COUNTS = (
    "measure/list_old_and_new_facts.sql",
    "measure/compute_difference.sql",
    "measure/compute_moved_durations.sql",
    "measure/move_day_counts.sql",
    "measure/move_durations.sql",
)
_STORE_FACTS = (
    "measure/archive_published_facts.sql",
    "measure/store_facts.sql",
)


def refresh(engine: Engine, max_cases: int = MAX_CASES) -> None:
    """Bring measures, periods, figures and forms up to date with the facts and the business clock.

    A second call finds nothing to do. Safe beside another run: the second waits, then finds the work done.

    Raises:
        WarehouseError: a statement failed; what earlier parts committed stays, the rest is done next time.
    """
    with transaction(engine) as connection:
        _begin_build_if_measures_changed(connection)
    with transaction(engine) as connection:
        clock_on = read_clock(connection).date()
        _number_recount(connection)
    while _refresh_part(engine, clock_on, max_cases):
        pass


def open_period(engine: Engine, period_start: dt.date, period_end: dt.date) -> None:
    """Open a period for a free range of days, of the kind ``custom``, with figures, forms and indicators as any other.

    Args:
        engine: the warehouse.
        period_start: first day; a range that begins after the business clock is opened when its first day has come.
        period_end: last day, inclusive.

    Raises:
        ValueError: the last day lies before the first.
        WarehouseError: a statement failed; the period is opened by the next ``refresh`` if it was noted.
    """
    if period_end < period_start:
        msg = f"a period must not end before it begins: {period_start} to {period_end}"
        raise ValueError(msg)
    with transaction(engine) as connection:
        run(connection, "measure/insert_custom_period.sql", {"period_start": period_start, "period_end": period_end})
    refresh(engine)


def rebuild(engine: Engine, max_cases: int = MAX_CASES) -> None:
    """Compute all measures again from the facts of every case.

    Until the last case is counted, readers see the earlier counts. The result is the same as before, and wrong figures
    are corrected. Publications do not change.

    Raises:
        WarehouseError: a statement failed; what earlier parts committed stays, ``refresh`` does the rest.
    """
    with transaction(engine) as connection:
        take_lock(connection, Lock.WRITER)
        _begin_build(connection)
    refresh(engine, max_cases)


def update(
    engine: Engine, *, is_rebuild: bool = False, period_start: str | None = None, period_end: str | None = None
) -> None:
    """Do what a run of `refresh_measures` asks for: refresh or rebuild, and open a free period.

    Args:
        engine: the warehouse.
        is_rebuild: compute all measures again from the facts.
        period_start: first day (YYYY-MM-DD) of a free period to open.
        period_end: last day of it, inclusive.

    Raises:
        ValueError: one of the two days is missing, or they are in the wrong order.
        WarehouseError: a statement failed.
    """
    days = [dt.date.fromisoformat(day) for day in (period_start, period_end) if day is not None]
    if len(days) == 1:
        msg = "a free period needs its first and its last day: give both period_start and period_end"
        raise ValueError(msg)
    if is_rebuild:
        rebuild(engine)
    if days:
        open_period(engine, *days)
    elif not is_rebuild:
        refresh(engine)


def _begin_build_if_measures_changed(connection: Connection) -> None:
    """Begin a build if the condition of a measure changed: the new one cannot subtract what the old one counted."""
    take_lock(connection, Lock.WRITER)
    changed = run(connection, "measure/detect_changed_measures.sql").one_or_none()
    if changed and changed.has_changed_condition:
        _begin_build(connection)


def _begin_build(connection: Connection) -> None:
    """Mark every case to be counted again; the earlier counts stay until then."""
    run(connection, "measure/begin_build.sql")
    log.info("all measures are computed again from the facts")


def _number_recount(connection: Connection) -> None:
    """Give a recount of published cases a sequence of its own, to distinguish it from the published count."""
    if run(connection, "measure/has_published_to_recount.sql").scalar():
        take_lock(connection, Lock.PUBLISH)
        change = {"kind": "rebuild", "batch_id": None, "recorded_at": wall_clock()}
        run(connection, "ingest/next_change.sql", change)


def _refresh_part(engine: Engine, clock_on: dt.date, max_cases: int) -> bool:
    """Apply some touched cases to measures and figures, with the last advance periods; False if none were left."""
    with transaction(engine) as connection:
        take_lock(connection, Lock.WRITER)
        # Read first, then take cases: a change published in between must not count as included.
        progress = run(connection, "measure/read_progress.sql").one()
        is_begun = run(connection, "measure/begin_drain.sql").rowcount > 0
        is_rebuild = run(connection, "measure/is_rebuilding.sql").scalar_one()
        if is_begun and is_rebuild:
            return True  # commit, so that a second session sees that the work has begun
        if is_rebuild:
            await_lock(connection, Lock.SECOND_SESSION)
        taken = run(connection, "measure/claim_cases.sql", {"max_cases": max_cases}).rowcount
        if taken and is_rebuild:
            _store_facts_in_two_sessions(engine, connection, taken)
        elif taken:
            _drain(connection)
        if taken >= MANY_CASES and not is_rebuild:
            _renew_statistics(connection, taken)
        if taken == max_cases:
            run(connection, "measure/note_drained.sql")
            log.info("%d touched cases applied, more are left", taken)
            return True
        if is_rebuild:
            _count_all(connection)
        _update_periods(connection, clock_on)
        applied_seq = run(connection, "measure/end_drain.sql").scalar()
        if applied_seq is None:
            run(connection, "measure/note_progress.sql", progress._asdict())
            return False
        log.info("figures are up to date with publish sequence %s", applied_seq)
        return True


def _drain(connection: Connection) -> None:
    """Apply the difference of these cases to the counts by day and to the figures of periods."""
    _find_changed(connection)
    for file in (*_MOVE_COUNTS, *_STORE_FACTS):
        run(connection, file)
    add_difference(connection)


def _find_changed(connection: Connection) -> None:
    """Compute the facts of these cases and find those that differ from the stored ones."""
    analyze(connection, "touched_case")
    compute_facts(connection)
    for file in _FIND_CHANGED:
        run(connection, file)


def _store_facts_in_two_sessions(engine: Engine, connection: Connection, taken: int) -> None:
    """Store the facts of these cases; a rebuild counts all of them together at its end.

    Of many cases a second session stores one half, so that two cores work. It commits separately: facts that are stored
    and not yet counted change no figure, and a later run continues an interrupted rebuild with them.
    """
    if taken < MANY_CASES:
        _store_facts(connection)
        return
    case_ids = run(connection, "measure/split_cases.sql").scalar_one()
    with ThreadPoolExecutor(max_workers=1) as second:
        other_half = second.submit(_store_handed_over, engine, case_ids)
        _store_facts(connection)
        other_half.result()


def _store_handed_over(engine: Engine, case_ids: Sequence[str]) -> None:
    """Store the facts of these cases in a second session; the session with the writer's lock waits for it."""
    with transaction(engine) as connection:
        take_lock(connection, Lock.SECOND_SESSION)
        run(connection, "measure/take_handed_over.sql", {"case_ids": case_ids})
        _store_facts(connection)


def _store_facts(connection: Connection) -> None:
    """Store the facts of the cases in ``touched_case``."""
    _find_changed(connection)
    for file in _STORE_FACTS:
        run(connection, file)


def _count_all(connection: Connection) -> None:
    """Replace the earlier counts by the counts of all facts."""
    run(connection, "measure/count_facts.sql")
    run(connection, "measure/forget_measures.sql")
    run(connection, "measure/forget_durations.sql")
    counted = run(connection, "measure/insert_day_counts.sql").rowcount
    run(connection, "measure/insert_durations.sql")
    # An eighth is enough to renew statistics: half of the true number gives the same plan.
    _renew_statistics(connection, counted // 8)


def _renew_statistics(connection: Connection, taken: int) -> None:
    """Renew the planner's statistics if these cases are more than a quarter of the known rows."""
    if run(connection, "measure/are_statistics_old.sql", {"taken": taken}).scalar_one():
        run(connection, "measure/analyze_measures.sql")


def _update_periods(connection: Connection, clock_on: dt.date) -> None:
    """Open, advance and close periods by the clock, and update their figures.

    All figures are computed again when their common basis changed: measures, successions of units, members of areas, or
    what is stored of a kind of periods.
    """
    advanced = run(connection, "measure/advance_periods.sql", {"clock_on": clock_on})
    changes = [PeriodChange(row.period_no, row.period_start, row.counted_to, row.counted_before) for row in advanced]
    opened = run(connection, "measure/open_periods.sql", {"clock_on": clock_on})
    changes += [PeriodChange(row.period_no, row.period_start, row.counted_to, None) for row in opened]
    if changes:
        log.info("%d periods opened, advanced or closed", len(changes))
    if run(connection, "measure/detect_changed_catalogue.sql").one_or_none():
        log.info("all figures are computed again")
        rebuild_figures(connection)
    elif changes:
        add_periods(connection, changes)
