"""Every planted defect meets its rule and no other record does; what is counted is what the right treatment gives."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest

from simulator.defects import DEFECTS, Defects, Disposition
from simulator.feeds import dossier_feed
from simulator.lifecycle import Happening
from simulator.localtime import VIETNAM
from simulator.planted import Planted, list_planted, quarantined_codes
from simulator.planting import plant
from simulator.truth import calendar_months, calendar_quarters
from simulator.world import Scale, World, build_world
from tests.support.truth import differences, mart_forms, true_forms
from tests.support.warehouse import Warehouse

END = dt.datetime(2026, 10, 1, 6, tzinfo=VIETNAM)
Marks = dict[tuple[str, str], set[str]]
"""Record keys by feed and rule."""

# Seen only beside the platform's own transactions of the day: tests/reconcile.
BY_RECONCILIATION = {"payment_orphan", "payment_pending_too_long", "payment_local_only"}


@pytest.fixture(scope="module")
def world() -> World:
    """A year of six communes with every defect that can be planted, far more often than in life."""
    profile = Defects.profile().rates()
    rates = {name: min(0.5, max(0.012, rate)) for name, rate in profile.items()}
    return build_world(Scale(dossiers=4000, communes=6, defects=Defects(**rates)))


@pytest.fixture(scope="module")
def planted(world: World) -> list[Planted]:
    """What is wrong, as the source itself tells."""
    return list_planted(world)


@pytest.fixture(scope="module")
def dirty(world: World, module_warehouse: Warehouse) -> Warehouse:
    """The dirty world, read and measured once."""
    module_warehouse.keep_periods("month", "quarter")
    module_warehouse.read_and_refresh(world)
    return module_warehouse


def by_rule(planted: list[Planted], *dispositions: Disposition) -> Marks:
    """Return the keys that each rule should have found."""
    expected: Marks = defaultdict(set)
    for one in planted:
        if one.disposition in {each.value for each in dispositions} and one.rule_id not in BY_RECONCILIATION:
            expected[one.feed, one.rule_id].add(one.record_key)
    return dict(expected)


def naturally_without_due_date(world: World, planted: list[Planted]) -> set[str]:
    """Return the keys of received dossiers that nobody promised a date: no defect, flagged all the same."""
    deleted = {one.record_key for one in planted if one.name == "deleted"}
    unusable = {defect.name for defect in DEFECTS if defect.disposition is Disposition.QUARANTINED}
    planting = plant(world.dossiers, world.defects)
    return {
        key
        for _, key, told in dossier_feed(world, world.as_of, planting).rows
        if key not in deleted
        and told.defect not in unusable
        and any(moment.what is Happening.RECEIVED for moment in told.dossier.known_at(told.clock))
        and not any(moment.due for moment in told.dossier.moments)
    }


def found(warehouse: Warehouse, statement: str) -> Marks:
    """Return the keys by feed and rule of a statement."""
    marks: Marks = defaultdict(set)
    for row in warehouse.query(statement):
        marks[row.feed, row.rule_id].add(row.record_key)
    return dict(marks)


def unlike(expected: Marks, actual: Marks) -> list[tuple[str, str, list[str], list[str]]]:
    """Return feed, rule, what was missed and what was marked without need, where there is any; a few of each."""
    found_unlike = []
    for feed, rule in sorted(expected.keys() | actual.keys()):
        wanted, marked = expected.get((feed, rule), set()), actual.get((feed, rule), set())
        if wanted != marked:
            found_unlike.append((feed, rule, sorted(wanted - marked)[:3], sorted(marked - wanted)[:3]))
    return found_unlike


def test_every_defect_that_can_be_planted_is(planted: list[Planted]) -> None:
    assert {defect.name for defect in DEFECTS} - {one.name for one in planted} == set()


def test_flagged_and_repaired_are_exactly_the_planted(dirty: Warehouse, world: World, planted: list[Planted]) -> None:
    expected = by_rule(planted, Disposition.FLAGGED, Disposition.REPAIRED)
    expected["dossiers", "dossier_due_date_missing"] |= naturally_without_due_date(world, planted)
    assert unlike(expected, found(dirty, "SELECT feed, rule_id, record_key FROM core.flag")) == []


def test_quarantined_are_exactly_the_planted(dirty: Warehouse, planted: list[Planted]) -> None:
    expected = by_rule(planted, Disposition.QUARANTINED)
    statement = (
        "SELECT broken_rule.feed, rule_id, record_key FROM quarantine.broken_rule "
        "INNER JOIN quarantine.record USING (source_id, feed, page_hash, ordinal) "
        "INNER JOIN audit.rule USING (rule_id) WHERE rule.disposition = 'quarantined'"
    )
    assert unlike(expected, found(dirty, statement)) == []


def test_the_figures_are_those_of_the_right_treatment(dirty: Warehouse, world: World) -> None:
    left_out = quarantined_codes(world)
    assert left_out
    for kind, periods in (("month", calendar_months()), ("quarter", calendar_quarters())):
        assert differences(true_forms(world, periods, END, left_out), mart_forms(dirty, kind)) == []
