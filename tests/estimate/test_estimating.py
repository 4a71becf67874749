"""From what estimates are made, when they are made again, and that they know nothing of what came later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from onestop.estimate.estimating import REPLAYED_WEEKS, estimate_late, replay
from tests.alert.days import A, moment, sent, tell, told
from tests.support.scripted import Record
from tests.support.visits import visits
from tests.support.warehouse import Warehouse

LOOK = "2026-04-20 07:00"
"""A Monday. What is open was received on Wednesday and is due in a week: 3 of its 6 working days have passed."""


@pytest.fixture
def office(warehouse: Warehouse) -> Warehouse:
    """An empty warehouse without a clock."""
    warehouse.execute("DELETE FROM audit.clock")
    return warehouse


def ended(name: str, number: int, due: str, end: str) -> Sequence[Record]:
    """Return dossiers that were received on 2 March and ended at a moment."""
    times = {"NgayKetThucXuLy": sent(end)}
    return [told(f"{name}-{count}", A, "2026-03-02 07:00", due, "10", **times) for count in range(number)]


def an_earlier_year(office: Warehouse) -> None:
    """Let 70 dossiers end in time on their last day and 30 a day late, and one be open."""
    in_time = ended("IN", 70, "2026-03-06 07:00", "2026-03-06 16:00")
    late = ended("LATE", 30, "2026-03-06 07:00", "2026-03-09 16:00")
    tell(office, "2026-04-17 20:00", *in_time, *late, told("OPEN", A, "2026-04-15 07:00", "2026-04-22 07:00"))
    office.refresh()


def estimates(office: Warehouse) -> list[tuple[object, ...]]:
    """Return what was estimated: day, tenth of the limit, cases, late cases, risk and outcome."""
    return [
        tuple(row)
        for row in office.query(
            "SELECT estimated_on, tenth, level, cases, late_cases, risk, outcome FROM mart.late_estimate "
            "INNER JOIN core.case USING (case_id) WHERE dossier_code = 'OPEN' ORDER BY estimated_on"
        )
    ]


def look(office: Warehouse, at: str) -> int:
    """Let the clock come to a moment and estimate."""
    office.set_clock(moment(at))
    return estimate_late(office.engine)


def test_an_open_dossier_is_compared_with_those_that_were_open_as_long(office: Warehouse) -> None:
    an_earlier_year(office)
    assert look(office, LOOK) == 1
    assert estimates(office) == [(dt.date(2026, 4, 20), 5, 1, 100, 30, "high", None)]


def test_a_look_knows_nothing_of_what_was_due_later(office: Warehouse) -> None:
    an_earlier_year(office)
    look(office, LOOK)
    before = estimates(office)
    times = {"NgayKetThucXuLy": sent("2026-04-24 09:00")}
    later = [told(f"LATER-{n}", A, "2026-04-13 07:00", "2026-04-20 07:00", "10", **times) for n in range(100)]
    tell(office, "2026-04-27 20:00", *later, told("OPEN", A, "2026-04-15 07:00", "2026-04-22 07:00", "10", **times))
    office.refresh()
    office.set_clock(moment("2026-04-28 07:00"))
    replay(office.engine, [moment(LOOK)])
    again = [row for row in estimates(office) if row[0] == dt.date(2026, 4, 20)]
    assert [row[:-1] for row in again] == [row[:-1] for row in before]
    assert [row[-1] for row in again] == ["late"]


def test_a_second_look_of_a_day_replaces_the_first_and_counts_nothing_again(office: Warehouse) -> None:
    an_earlier_year(office)
    look(office, LOOK)
    office.execute("ANALYZE")
    read = visits(office, lambda: look(office, "2026-04-20 14:00"))
    assert [row[:2] for row in estimates(office)] == [(dt.date(2026, 4, 20), 6)]
    assert read["core.case_pace"] == 0
    assert read["core.dossier"] <= 20, "not the hundred that have ended"
    look(office, "2026-04-21 07:00")
    assert [row[0] for row in estimates(office)] == [dt.date(2026, 4, 20), dt.date(2026, 4, 21)]


def test_the_first_look_estimates_earlier_weeks_as_well(office: Warehouse) -> None:
    an_earlier_year(office)
    look(office, LOOK)
    days = office.query("SELECT estimated_on, is_replayed FROM audit.estimate_day ORDER BY estimated_on")
    assert [day.is_replayed for day in days] == [True] * REPLAYED_WEEKS + [False]
    assert days[0].estimated_on == dt.date(2026, 1, 19)


def test_estimates_are_shown_once_they_were_better_or_where_the_catalogue_says_so(office: Warehouse) -> None:
    an_earlier_year(office)
    look(office, LOOK)
    assert office.query("SELECT * FROM mart.late_risk") == []
    office.execute("UPDATE mart.late_estimate_limit SET is_shown = TRUE")
    shown = office.query("SELECT dossier_code, cases, late_cases, probability, risk FROM mart.late_risk")
    assert [(*row[:3], str(row[3]), row[4]) for row in shown] == [("OPEN", 100, 30, "0.3000", "high")]
