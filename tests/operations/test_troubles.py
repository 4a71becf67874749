"""What is wrong with the pipeline: every kind by an example, what is no trouble, and what is told once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from onestop.operations.troubles import record_troubles
from onestop.publish.rankings import publish_pending
from onestop.reconcile.comparing import reconcile_source
from tests.sheets.handing_in import two_communes
from tests.support.scripted import dossier, scripted_source
from tests.support.warehouse import Warehouse

BUSINESS = dt.datetime(2026, 10, 1, 7, tzinfo=dt.timezone(dt.timedelta(hours=7)))
"""The business clock of the fixture: a Thursday, half an hour before the morning list is missed."""
SOON = dt.timedelta(minutes=5)


@pytest.fixture(scope="module")
def measured(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse with two communes, read and measured a moment ago; no ranking is planned."""
    module_warehouse.keep_periods("month")
    module_warehouse.execute("DELETE FROM mart.publication_plan")
    with scripted_source(two_communes(dossier("A-1"))) as connection:
        module_warehouse.register(connection)
        module_warehouse.read(connection)
        reconcile_source(module_warehouse.engine, connection, module_warehouse.settings)
    module_warehouse.refresh()
    return module_warehouse


@pytest.fixture
def read_once(copied: Callable[[Warehouse], Warehouse], measured: Warehouse) -> Warehouse:
    """A copy of it, to change."""
    return copied(measured)


def machine_clock(warehouse: Warehouse) -> dt.datetime:
    """Return when the last batch was finished: the machine's time, without asking the machine."""
    at: dt.datetime = warehouse.query("SELECT max(finished_at) FROM audit.batch")[0][0]
    return at + SOON


def troubles(
    warehouse: Warehouse, business: dt.datetime = BUSINESS, later: dt.timedelta = SOON
) -> set[tuple[str, str]]:
    """Return kind and subject of all troubles."""
    rows = warehouse.query(
        "SELECT kind, subject, detail, advice FROM audit.troubles(%(as_of)s, %(at)s, 24)",
        {"as_of": business, "at": machine_clock(warehouse) + later},
    )
    assert all(row.detail and row.advice for row in rows)
    assert len({(row.kind, row.subject) for row in rows}) == len(rows), "each trouble is one row"
    return {(row.kind, row.subject) for row in rows}


def test_nothing_is_wrong_where_everything_was_done(read_once: Warehouse) -> None:
    assert troubles(read_once) == set()


def test_an_empty_warehouse_has_no_troubles(warehouse: Warehouse) -> None:
    assert warehouse.query("SELECT * FROM audit.troubles(%(at)s, %(at)s, 24)", {"at": BUSINESS}) == []


TODAY = "2026-10-01T06:00:00+07:00"
LATELY = "the machine's time of the last batch"


def insert(warehouse: Warehouse, table: str, row: dict[str, Any], since: dt.timedelta = dt.timedelta(0)) -> None:
    """Insert a row; what it dates by the machine's time happened so long before the last batch was finished."""
    moment = machine_clock(warehouse) - SOON - since
    given = {name: moment if value is LATELY else value for name, value in row.items()}
    places = ", ".join(f"%({name})s" for name in given)
    warehouse.execute(f"INSERT INTO {table} ({', '.join(given)}) VALUES ({places})", given)


BATCH = {
    "source_id": "scripted", "feed": "dossiers", "status": "held", "as_of": TODAY, "ends_feed": False,
    "started_at": LATELY, "received": 5, "held_reason": "a field is gone",
}  # fmt: skip
DIFFERENCE = {
    "source_id": "scripted", "feed": "dossiers", "unit_code": "19753", "day": "2026-09-28", "name": "missing_here",
    "here": 1, "there": 2, "quarantined": 0, "unplaced": 0, "told_as_of": TODAY, "first_seen_on": "2026-09-30",
    "opened_on": "2026-09-30", "last_seen_on": "2026-10-01", "times_seen": 2, "times_opened": 1, "status": "open",
}  # fmt: skip
DELIVERY = {
    "subject_kind": "publication", "subject_id": 1, "channel": "mail", "address": "a@b.vn", "message_id": "<1>",
    "status": "waiting", "queued_at": LATELY, "next_try_at": LATELY,
}  # fmt: skip
SHEET = {
    "kind": "targets", "file_name": "a.xlsx", "content_hash": "a" * 64, "received_at": TODAY, "status": "refused",
    "row_count": 0, "error_text": "x",
}  # fmt: skip
OTHERS = {
    "held_batch": ("audit.batch", BATCH, "batch {batch}"),
    "count_difference": ("audit.count_difference", DIFFERENCE, "scripted dossiers"),
    "delivery_dead": (
        "audit.delivery", {**DELIVERY, "status": "dead", "last_error": "no such mail box"}, "delivery {delivery}",
    ),
    "refused_sheet": ("audit.sheet", SHEET, "targets/a.xlsx"),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_wrong_is_seen_and_nothing_else(read_once: Warehouse, kind: str) -> None:
    table, row, subject = OTHERS[kind]
    insert(read_once, table, row)
    numbers = {
        name: read_once.query(f"SELECT max({name}_id) FROM audit.{name}")[0][0] for name in ("batch", "delivery")
    }
    assert troubles(read_once) == {(kind, subject.format(**numbers))}


def test_a_source_that_cannot_be_read(read_once: Warehouse) -> None:
    read_once.execute("UPDATE audit.source SET last_error = 'refused'")
    assert troubles(read_once) == {("source_failed", "scripted")}


def test_a_source_is_stale_after_its_hours_and_not_before(read_once: Warehouse) -> None:
    """The source's clock stood at 6:00 when it was read to its end."""
    read_once.set_clock(BUSINESS + dt.timedelta(hours=23))
    read_once.refresh()
    day_later = dt.timedelta(hours=23)
    assert troubles(read_once, BUSINESS + day_later) == set()
    assert troubles(read_once, BUSINESS + day_later + dt.timedelta(seconds=1)) == {("stale_source", "scripted")}


def test_a_first_load_may_take_an_hour(read_once: Warehouse) -> None:
    read_once.execute("UPDATE audit.batch SET ends_feed = FALSE WHERE feed = 'dossiers'")
    assert troubles(read_once) == set()
    assert troubles(read_once, later=dt.timedelta(hours=1)) == {("stale_source", "scripted")}


def test_a_batch_is_stuck_after_an_hour(read_once: Warehouse) -> None:
    insert(read_once, "audit.batch", {**BATCH, "status": "staged", "held_reason": None})
    hour = dt.timedelta(hours=1)
    assert troubles(read_once, later=hour - 2 * SOON) == set()
    assert {kind for kind, _ in troubles(read_once, later=hour)} == {"stuck_batch"}


def test_facts_wait_for_the_measures(read_once: Warehouse) -> None:
    read_once.execute("UPDATE audit.measure_state SET applied_seq = 0")
    assert troubles(read_once) == set()
    assert troubles(read_once, later=dt.timedelta(hours=2)) == {("unmeasured", "facts")}


def test_a_ranking_that_is_due_and_a_page_that_is_missing(communes: Warehouse) -> None:
    communes.execute(
        "DELETE FROM mart.publication_plan WHERE period_kind <> 'month' OR scheme_code <> 'on_time_simple'"
    )
    late = dt.timedelta(hours=2)
    due = {subject for kind, subject in troubles(communes, later=late) if kind == "unpublished"}
    pending = communes.query("SELECT area_code, period_id, scheme_code FROM audit.pending_publication")
    assert due == {" ".join(row) for row in pending}
    assert len(due) > 0
    published = publish_pending(communes.engine)
    # A publication is dated by the business clock, which in an office is the machine's.
    found = troubles(communes, later=late)
    assert {subject for kind, subject in found if kind == "page_missing"} == {
        f"publication {number}" for number in published
    }
    assert not [subject for kind, subject in found if kind == "unpublished"]


def test_a_ranking_is_not_late_because_nothing_changed_for_a_day(communes: Warehouse) -> None:
    communes.execute("UPDATE audit.change SET recorded_at = recorded_at - interval '1 day'")
    assert len(communes.query("SELECT * FROM audit.pending_publication")) > 0, "the source was just read past the end"
    assert not [subject for kind, subject in troubles(communes) if kind == "unpublished"]


def test_a_schedule_that_did_not_run_is_seen_by_what_is_missing(read_once: Warehouse) -> None:
    half_past_seven = BUSINESS + dt.timedelta(minutes=30)
    assert troubles(read_once, half_past_seven - dt.timedelta(seconds=1)) == set()
    assert troubles(read_once, half_past_seven) == {("not_run", "raise_alerts")}
    read_once.execute(
        "INSERT INTO audit.alert_run (run_on, slot, as_of, raised, resolved, escalated, lists) VALUES "
        "('2026-10-01', 'morning', '2026-10-01T07:00:00+07:00', 0, 0, 0, 0)"
    )
    assert troubles(read_once, half_past_seven) == set()
    saturday = dt.datetime(2026, 10, 3, 9, tzinfo=BUSINESS.tzinfo)
    assert ("not_run", "raise_alerts") not in troubles(read_once, saturday)
    past_midnight = dt.datetime(2026, 10, 2, 0, 59, tzinfo=BUSINESS.tzinfo)
    assert ("not_run", "tick") not in troubles(read_once, past_midnight)
    assert ("not_run", "tick") in troubles(read_once, past_midnight + dt.timedelta(minutes=1))


def test_a_fresh_installation_misses_no_list_of_a_morning_before_it(read_once: Warehouse) -> None:
    noon = BUSINESS + dt.timedelta(hours=5)
    read_once.execute("UPDATE audit.batch SET as_of = '2026-10-01T07:00:00+07:00'")
    assert ("not_run", "raise_alerts") not in troubles(read_once, noon)
    read_once.execute(
        "UPDATE audit.batch SET as_of = '2026-10-01T06:59:59+07:00' "
        "WHERE batch_id = (SELECT min(batch_id) FROM audit.batch)"
    )
    assert ("not_run", "raise_alerts") in troubles(read_once, noon)
    read_once.execute("UPDATE audit.batch SET as_of = '2026-10-01T11:00:00+07:00'")
    assert ("not_run", "raise_alerts") in troubles(read_once, noon + dt.timedelta(days=1)), "the next morning counts"


def test_a_source_that_is_not_compared_any_more(read_once: Warehouse) -> None:
    late = dt.timedelta(hours=27)
    assert ("not_run", "reconcile scripted") not in troubles(read_once, BUSINESS + dt.timedelta(hours=25), late)
    assert ("not_run", "reconcile scripted") in troubles(read_once, BUSINESS + late, late)


def test_more_quarantine_than_usual(read_once: Warehouse) -> None:
    def batch(days_ago: int, quarantined: int) -> None:
        number = read_once.query("SELECT max(publish_seq) + 1 FROM audit.batch")[0][0]
        none = dict.fromkeys(("inserted", "updated", "unchanged", "stale", "repaired", "flagged"), 0)
        refused = {"received": quarantined, "quarantined": quarantined, "publish_seq": number}
        row = {**BATCH, **none, **refused, "status": "published", "finished_at": LATELY, "held_reason": None}
        insert(read_once, "audit.batch", row, dt.timedelta(days=days_ago))

    batch(20, 280 - 8 * 28)
    batch(0, 6)
    assert troubles(read_once) == set(), "six are few, whatever is usual"
    batch(0, 4)
    assert troubles(read_once) == {("unusual_quarantine", "scripted dossiers")}
    batch(10, 8 * 28)
    assert troubles(read_once) == set(), "ten a day are usual now"


def test_more_quarantine_than_usual_of_a_feed_that_was_quiet_for_weeks(read_once: Warehouse) -> None:
    none = dict.fromkeys(
        ("inserted", "updated", "unchanged", "stale", "repaired", "flagged", "received", "quarantined"), 0
    )
    row = {**BATCH, **none, "status": "published", "finished_at": LATELY, "held_reason": None, "publish_seq": None}
    insert(read_once, "audit.batch", {**row, "received": 10, "quarantined": 10})
    assert troubles(read_once) == set(), "of a feed that was read for the first time today nothing is usual"
    insert(read_once, "audit.batch", row, dt.timedelta(days=60))
    assert troubles(read_once) == {("unusual_quarantine", "scripted dossiers")}


def test_messages_that_wait(read_once: Warehouse) -> None:
    insert(read_once, "audit.delivery", DELIVERY)
    assert troubles(read_once) == set()
    assert troubles(read_once, later=dt.timedelta(hours=1)) == {("delivery_late", "mail")}


def test_a_trouble_is_told_once_when_it_begins_and_once_when_it_is_gone(read_once: Warehouse) -> None:
    at = machine_clock(read_once)
    assert record_troubles(read_once.engine, at, 24) is None
    read_once.execute("UPDATE audit.source SET last_error = 'refused'")
    first = record_troubles(read_once.engine, at, 24)
    assert record_troubles(read_once.engine, at, 24) is None, "it is there still"
    read_once.execute("UPDATE audit.source SET last_error = NULL")
    second = record_troubles(read_once.engine, at, 24)
    assert record_troubles(read_once.engine, at, 24) is None
    read_once.execute("UPDATE audit.source SET last_error = 'again'")
    third = record_troubles(read_once.engine, at, 24)
    rows = read_once.query(
        "SELECT item.list_id, trouble.kind, item.is_gone, item.detail FROM audit.trouble_list_item AS item "
        "INNER JOIN audit.trouble USING (trouble_id) ORDER BY item.list_id"
    )
    assert [tuple(row) for row in rows] == [
        (first, "source_failed", False, "the last run could not read it: refused"),
        (second, "source_failed", True, ""),
        (third, "source_failed", False, "the last run could not read it: again"),
    ]
