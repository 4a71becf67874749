"""The single writer of the mart: drains touched cases into measures and makes the figures follow.

Under one advisory lock it computes what the touched cases count as now, subtracts what they were counted as, and
applies the difference; so the cost follows what changed, and a case that is touched for nothing moves nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.engine import Connection, Engine

from onestop.measure.facts import compute_facts
from onestop.measure.figures import Turned, add_difference, rebuild_figures, turn
from onestop.warehouse.clock import read_clock, wall_clock
from onestop.warehouse.database import analyze, run, transaction
from onestop.warehouse.locks import Lock, await_lock, take_lock

log = logging.getLogger(__name__)

MAX_CASES = 100_000
"""Most touched cases of one transaction."""

MANY_CASES = 5_000
"""From this number of touched cases on, a refresh looks whether the query planner's statistics are out of date, and
a rebuild takes a second session. With statistics of a nearly empty table the planner may choose a plan that takes
minutes.
"""

_FIND_CHANGED = (
    "measure/find_changed_cases.sql",
    "measure/analyze_changed.sql",
)
_MOVE_COUNTS = (
    "measure/sign_facts.sql",
    "measure/compute_difference.sql",
    "measure/compute_moved_durations.sql",
    "measure/move_day_counts.sql",
    "measure/move_durations.sql",
)
_STORE_FACTS = (
    "measure/keep_published_facts.sql",
    "measure/remember_facts.sql",
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
        _number_a_recount(connection)
    while _refresh_part(engine, clock_on, max_cases):
        pass


def open_period(engine: Engine, period_start: dt.date, period_end: dt.date) -> None:
    """Make a free range of days a period of the kind ``custom``, with figures, forms and indicators as any other.

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
    """Make the measures anew from the facts: every case of core is counted again.

    Until the last case is counted, readers see what was counted before. What comes out is what moving gave; figures
    that moved all the same are put right. Publications stay as they are.

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
        is_rebuild: make the measures anew from the facts.
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
    """Begin a build if a measure counts something else: what it counted before cannot be taken away by the new rule."""
    take_lock(connection, Lock.WRITER)
    changed = run(connection, "measure/notice_changed_measures.sql").one_or_none()
    if changed and changed.counts_otherwise:
        _begin_build(connection)


def _begin_build(connection: Connection) -> None:
    """Let every case be counted again. What was counted stays until that is done."""
    run(connection, "measure/begin_build.sql")
    log.info("measures are made anew from the facts")


def _number_a_recount(connection: Connection) -> None:
    """Give a count of what is published already a sequence of its own, so that the two can be told apart."""
    if run(connection, "measure/has_published_to_recount.sql").scalar():
        take_lock(connection, Lock.PUBLISH)
        change = {"kind": "rebuild", "batch_id": None, "recorded_at": wall_clock()}
        run(connection, "ingest/next_change.sql", change)


def _refresh_part(engine: Engine, clock_on: dt.date, max_cases: int) -> bool:
    """Take some touched cases into measures and figures; periods turn with the last. False when none were left."""
    with transaction(engine) as connection:
        take_lock(connection, Lock.WRITER)
        # Before it looks what is left: what is published in between must not be promised.
        progress = run(connection, "measure/read_progress.sql").one()
        is_begun = run(connection, "measure/begin_drain.sql").rowcount > 0
        is_rebuild = run(connection, "measure/is_rebuilding.sql").scalar_one()
        if is_begun and is_rebuild:
            return True  # a second session must see that the drain is under way
        if is_rebuild:
            await_lock(connection, Lock.SECOND_SESSION)
        taken = run(connection, "measure/take_touched.sql", {"max_cases": max_cases}).rowcount
        if taken and is_rebuild:
            _store_facts_in_two_sessions(engine, connection, taken)
        elif taken:
            _drain(connection)
        if taken >= MANY_CASES and not is_rebuild:
            _renew_statistics(connection, taken)
        if taken == max_cases:
            run(connection, "measure/note_drained.sql")
            log.info("%d touched cases are in the measures, more are left", taken)
            return True
        if is_rebuild:
            _count_all(connection)
        _turn_periods(connection, clock_on)
        applied_seq = run(connection, "measure/end_drain.sql").scalar()
        if applied_seq is None:
            run(connection, "measure/note_progress.sql", progress._asdict())
            return False
        log.info("figures follow the facts up to publish sequence %s", applied_seq)
        return True


def _drain(connection: Connection) -> None:
    """Apply the difference of the cases that were taken to the counts by day, and to the figures of periods."""
    _find_changed(connection)
    for file in (*_MOVE_COUNTS, *_STORE_FACTS):
        run(connection, file)
    add_difference(connection)


def _find_changed(connection: Connection) -> None:
    """Compute the facts of the cases that were taken, and find which are others than those that were counted."""
    analyze(connection, "touched_case")
    compute_facts(connection)
    for file in _FIND_CHANGED:
        run(connection, file)


def _store_facts_in_two_sessions(engine: Engine, connection: Connection, taken: int) -> None:
    """Store the facts of the cases that were taken; a rebuild counts all of them together at its end.

    Of many cases a second session stores one half, so that two cores work. It commits by itself: facts that are stored
    and not yet counted move no figure, and whoever goes on with a rebuild that broke off finds them as they are.
    """
    if taken < MANY_CASES:
        _store_facts(connection)
        return
    case_ids = run(connection, "measure/hand_over_half.sql").scalar_one()
    with ThreadPoolExecutor(max_workers=1) as second:
        other_half = second.submit(_store_handed_over, engine, case_ids)
        _store_facts(connection)
        other_half.result()


def _store_handed_over(engine: Engine, case_ids: Sequence[str]) -> None:
    """Store the facts of these cases in a session of its own, while the one that has the writer's lock waits for it."""
    with transaction(engine) as connection:
        take_lock(connection, Lock.SECOND_SESSION)
        run(connection, "measure/take_handed_over.sql", {"case_ids": case_ids})
        _store_facts(connection)


def _store_facts(connection: Connection) -> None:
    """Store the facts of the cases that were taken."""
    _find_changed(connection)
    for file in _STORE_FACTS:
        run(connection, file)


def _count_all(connection: Connection) -> None:
    """Let the counts of all facts take the place of the former counts."""
    run(connection, "measure/count_facts.sql")
    run(connection, "measure/forget_measures.sql")
    run(connection, "measure/forget_durations.sql")
    counted = run(connection, "measure/insert_day_counts.sql").rowcount
    run(connection, "measure/insert_durations.sql")
    # The planner may know half of them: that makes no other plan.
    _renew_statistics(connection, counted // 8)


def _renew_statistics(connection: Connection, taken: int) -> None:
    """Let the planner look at the tables again if so many cases are more than a quarter of what it knows."""
    if run(connection, "measure/are_statistics_old.sql", {"taken": taken}).scalar_one():
        run(connection, "measure/analyze_measures.sql")


def _turn_periods(connection: Connection, clock_on: dt.date) -> None:
    """Open, advance and close periods with the clock, and let their figures follow.

    All are made anew when what every figure follows is another: the measures, which unit moved into which, who is in an
    area, what is stored of a kind of periods.
    """
    advanced = run(connection, "measure/advance_periods.sql", {"clock_on": clock_on})
    turned = [Turned(row.period_no, row.period_start, row.counted_to, row.counted_before) for row in advanced]
    opened = run(connection, "measure/open_periods.sql", {"clock_on": clock_on})
    turned += [Turned(row.period_no, row.period_start, row.counted_to, None) for row in opened]
    if turned:
        log.info("%d periods opened, advanced or closed", len(turned))
    if run(connection, "measure/notice_changed_catalogue.sql").one_or_none():
        log.info("all figures are made anew")
        rebuild_figures(connection)
    elif turned:
        turn(connection, turned)
