"""The nine outcomes, case by case, and how they move on."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from onestop.config.settings import SourceConnection
from onestop.ingest.client import SourceClient
from onestop.reconcile.context import Context
from onestop.reconcile.payments import judge_payments
from onestop.warehouse.database import run_text, transaction
from tests.support.warehouse import Warehouse

LOCAL = dt.timezone(dt.timedelta(hours=7))
CLOCK = dt.datetime(2026, 9, 12, 2, 30, tzinfo=LOCAL)
NOT_TOLD = 12
"""The platform told 1 to 13 September, but for this day."""

Outcomes = dict[str, tuple[str, bool]]
"""By reference, and whether it is settled."""


def at(day: int, hour: int = 8, minute: int = 0) -> str:
    return dt.datetime(2026, 9, day, hour, minute, tzinfo=LOCAL).isoformat()


def tried(ref: str, status: str | None = "success", when: str = at(3), amount: int = 8000) -> dict[str, Any]:
    """Return an attempt as core.payment keeps it: an object of texts."""
    return {"merchant_ref": ref, "status": status, "tried_at": when, "amount_vnd": str(amount)}


def listed(ref: str, status: str = "success", when: str = at(3), amount: int = 8000, **other: Any) -> dict[str, Any]:
    """Return a row of the platform."""
    row = {"merchant_ref": ref, "status": status, "tried_at": when, "amount_vnd": amount, "day": when[:10]}
    return {"refund_vnd": None, "refunded_at": None, "dossier_code": None, "is_listed": True, **row, **other}


REFUND: dict[str, Any] = {"refund_vnd": 8000, "refunded_at": at(5)}


@dataclass(frozen=True)
class Case:
    """One payment, the platform's rows for it, and what should come of them."""

    outcomes: Outcomes
    attempts: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    payment: dict[str, Any] = field(default_factory=dict)


SETTLED, OPEN = True, False
CASES = {
    "the same on both sides": Case({"A": ("matched", SETTLED)}, [tried("A")], [listed("A")]),
    "failed on both sides": Case({"A": ("matched", SETTLED)}, [tried("A", "failed")], [listed("A", "failed")]),
    "pending on both sides": Case({"A": ("matched", OPEN)}, [tried("A", "pending")], [listed("A", "pending")]),
    "failed here, unknown there": Case({"A": ("matched", SETTLED)}, [tried("A", "failed")]),
    "pending here, unknown there": Case({"A": ("matched", OPEN)}, [tried("A", "pending")]),
    "failed there, unknown here": Case({"A": ("matched", SETTLED)}, [], [listed("A", "failed")]),
    "paid here, unknown there": Case({"A": ("local_only", OPEN)}, [tried("A")]),
    "paid here, failed there": Case({"A": ("local_only", OPEN)}, [tried("A")], [listed("A", "failed")]),
    "paid here, pending there": Case({"A": ("local_only", OPEN)}, [tried("A")], [listed("A", "pending")]),
    "paid here, no longer listed there": Case(
        {"A": ("local_only", OPEN)}, [tried("A")], [listed("A", is_listed=False)]
    ),
    "missing on the day before one that was not told": Case({}, [tried("A", when=at(NOT_TOLD - 1))]),
    "missing on a day that was not told": Case({}, [tried("A", when=at(NOT_TOLD))]),
    "listed on the day before one that was not told": Case(
        {"A": ("matched", SETTLED)}, [tried("A", when=at(NOT_TOLD - 1))], [listed("A", when=at(NOT_TOLD - 1))]
    ),
    "paid there, unknown here": Case({"A": ("platform_only", OPEN)}, [], [listed("A")]),
    "paid there, pending here": Case({"A": ("platform_only", OPEN)}, [tried("A", "pending")], [listed("A")]),
    "paid there, failed here": Case({"A": ("platform_only", OPEN)}, [tried("A", "failed")], [listed("A")]),
    "paid there, deleted here": Case({"A": ("platform_only", OPEN)}, [tried("A")], [listed("A")], {"is_deleted": True}),
    "failed there, pending here": Case(
        {"A": ("status_mismatch", OPEN)}, [tried("A", "pending")], [listed("A", "failed")]
    ),
    "failed there, unreadable here": Case(
        {"A": ("status_mismatch", OPEN)}, [tried("A", None)], [listed("A", "failed")]
    ),
    "another amount": Case({"A": ("amount_mismatch", OPEN)}, [tried("A", amount=9000)], [listed("A")]),
    "another amount asked for": Case(
        {"A": ("amount_mismatch", OPEN)}, [tried("A")], [listed("A")], {"amount_vnd": 800_000}
    ),
    "another amount given back": Case(
        {"A": ("amount_mismatch", OPEN)},
        [tried("A")],
        [listed("A", **REFUND)],
        {"status": "refunded", "refund_vnd": 4000},
    ),
    "refunded on both sides": Case(
        {"A": ("refunded", SETTLED)}, [tried("A")], [listed("A", **REFUND)], {"status": "refunded", "refund_vnd": 8000}
    ),
    "refunded here": Case({"A": ("refunded", OPEN)}, [tried("A")], [listed("A")], {"status": "refunded"}),
    "refunded there": Case({"A": ("refunded", OPEN)}, [tried("A")], [listed("A", **REFUND)]),
    "refunded after a failed attempt": Case(
        {"A": ("matched", SETTLED), "B": ("refunded", OPEN)},
        [tried("A", "failed"), tried("B")],
        [listed("A", "failed"), listed("B")],
        {"status": "refunded"},
    ),
    "paid twice on both sides": Case(
        {"A": ("duplicate_success", OPEN), "B": ("duplicate_success", OPEN), "C": ("matched", SETTLED)},
        [tried("A"), tried("B"), tried("C", "failed")],
        [listed("A"), listed("B"), listed("C", "failed")],
    ),
    "paid twice there, once here": Case(
        {"A": ("duplicate_success", OPEN), "B": ("duplicate_success", OPEN)},
        [tried("A"), tried("B", "pending")],
        [listed("A"), listed("B")],
    ),
    "paid twice, once given back": Case(
        {"A": ("refunded", OPEN), "B": ("matched", SETTLED)},
        [tried("A"), tried("B")],
        [listed("A", **REFUND), listed("B")],
    ),
    "unknown here twice": Case(
        {"A": ("platform_only", OPEN), "B": ("platform_only", OPEN)}, [], [listed("A"), listed("B")]
    ),
    "listed on two days": Case(
        {"A": ("date_shift", SETTLED)}, [tried("A")], [listed("A"), listed("A", day="2026-09-04")]
    ),
    "listed on the following day": Case(
        {"A": ("date_shift", SETTLED)}, [tried("A", when=at(3, 23, 59))], [listed("A", when=at(4, 0, 1))]
    ),
    "twelve hours apart": Case(
        {"A": ("date_shift", SETTLED)}, [tried("A", when=at(3, 1, 5))], [listed("A", when=at(3, 13, 5))]
    ),
    "some minutes apart": Case(
        {"A": ("matched", SETTLED)}, [tried("A", when=at(3, 1, 5))], [listed("A", when=at(3, 1, 15))]
    ),
    "without its moment here": Case({"A": ("matched", SETTLED)}, [{**tried("A"), "tried_at": None}], [listed("A")]),
    "no such dossier": Case({"A": ("orphan", OPEN)}, [tried("A")], [listed("A")], {"dossier_code": "D-9"}),
    "no such dossier yet": Case(
        {"A": ("matched", SETTLED)}, [tried("A", when=at(10))], [listed("A", when=at(10))], {"dossier_code": "D-9"}
    ),
    "the dossier waits in quarantine": Case(
        {"A": ("matched", SETTLED)}, [tried("A")], [listed("A")], {"dossier_code": "D-2"}
    ),
    "the platform's dossier waits in quarantine": Case(
        {"A": ("matched", SETTLED)}, [tried("A")], [listed("A", dossier_code="D-2")], {"dossier_code": None}
    ),
    "the platform knows the dossier": Case(
        {"A": ("matched", SETTLED)}, [tried("A")], [listed("A", dossier_code="D-1")], {"dossier_code": "D-"}
    ),
    "neither knows the dossier": Case(
        {"A": ("orphan", OPEN)}, [tried("A")], [listed("A", dossier_code="D-8")], {"dossier_code": None}
    ),
    "no such dossier and paid here only": Case({"A": ("local_only", OPEN)}, [tried("A")], [], {"dossier_code": None}),
    "no such dossier and refunded": Case(
        {"A": ("orphan", OPEN)}, [tried("A")], [listed("A")], {"dossier_code": None, "status": "refunded"}
    ),
    "another amount and refunded": Case(
        {"A": ("amount_mismatch", OPEN)}, [tried("A", amount=9000)], [listed("A")], {"status": "refunded"}
    ),
    "refunded and twelve hours apart": Case(
        {"A": ("refunded", OPEN)},
        [tried("A", when=at(3, 1, 5))],
        [listed("A", when=at(3, 13, 5))],
        {"status": "refunded"},
    ),
}

DOSSIER = """
INSERT INTO core.dossier (source_id, dossier_code, case_id, receiving_unit_id, status, is_deleted, source_updated_at,
    read_as_of, record_hash, publish_seq)
VALUES ('s', 'D-1', gen_random_uuid(), 1, 4, FALSE, '2026-09-01', '2026-09-01', '', 1)
"""
QUARANTINED = """
WITH batch AS (
    INSERT INTO audit.batch (source_id, feed, status, as_of, ends_feed, started_at, received)
    VALUES ('s', 'dossiers', 'fetched', '2026-09-01', TRUE, '2026-09-01', 1) RETURNING batch_id
)
INSERT INTO quarantine.record (source_id, feed, page_hash, ordinal, record_key, batch_id, first_seen_at, last_seen_at,
    schema_version, reason, payload)
SELECT 's', 'dossiers', 'h', 1, 'D-2', batch_id, '2026-09-01', '2026-09-01', '1.0', 'r', '{}' FROM batch
"""
ASKED = """
INSERT INTO audit.platform_day (source_id, day, asked_on, told_as_of, listed, unusable, unknown_fields)
SELECT 's', day::date, '2026-09-14', '2026-09-14', 0, 0, '{}'
FROM generate_series(timestamp '2026-09-01', '2026-09-13', interval '1 day') AS series (day);
UPDATE audit.platform_day SET told_as_of = NULL, listed = NULL, unusable = NULL, unknown_fields = NULL
WHERE day = %(not_told)s
"""
PAYMENT = """
INSERT INTO core.payment (source_id, record_key, dossier_code, unit_id, amount_vnd, status, requested_at, refund_vnd,
    attempts, is_deleted, source_updated_at, read_as_of, record_hash, publish_seq)
VALUES ('s', %(record_key)s, %(dossier_code)s, 1, %(amount_vnd)s, %(status)s, '2026-09-03T07:55:00+07:00',
    %(refund_vnd)s, %(attempts)s, %(is_deleted)s, '2026-09-03', '2026-09-03', '', 1)
"""
ROW = """
INSERT INTO core.platform_transaction (source_id, merchant_ref, day, dossier_code, amount_vnd, tried_at, status,
    refund_vnd, refunded_at, is_listed)
VALUES ('s', %(merchant_ref)s, %(day)s, %(dossier_code)s, %(amount_vnd)s, %(tried_at)s, %(status)s, %(refund_vnd)s,
    %(refunded_at)s, %(is_listed)s)
"""
USUAL = {"dossier_code": "D-1", "amount_vnd": 8000, "status": "paid", "refund_vnd": None, "is_deleted": False}


def add(warehouse: Warehouse, name: str, case: Case) -> None:
    """Write a case down; its references begin with its name."""
    attempts = [{**attempt, "merchant_ref": f"{name}/{attempt['merchant_ref']}"} for attempt in case.attempts]
    with transaction(warehouse.engine) as connection:
        if attempts:
            payment = {**USUAL, "record_key": name, "attempts": json.dumps(attempts), **case.payment}
            run_text(connection, "payment", PAYMENT, payment)
        for row in case.rows:
            run_text(connection, "row", ROW, {**row, "merchant_ref": f"{name}/{row['merchant_ref']}"})


def judge(warehouse: Warehouse, clock: dt.datetime = CLOCK) -> None:
    """One night, without the source."""
    nowhere = SourceConnection("s", "http://127.0.0.1:1", "token")
    with SourceClient(nowhere, warehouse.settings) as client:
        judge_payments(Context(warehouse.engine, client, "s", "s", clock, 35))


def prepare(warehouse: Warehouse) -> None:
    """A dossier, one in quarantine, and the platform's days."""
    warehouse.execute(DOSSIER)
    warehouse.execute(QUARANTINED)
    warehouse.execute(ASKED, {"not_told": f"2026-09-{NOT_TOLD}"})


@pytest.fixture(scope="module")
def judged(module_warehouse: Warehouse) -> dict[str, Outcomes]:
    """What came of all cases, judged in one night."""
    prepare(module_warehouse)
    for name, case in CASES.items():
        add(module_warehouse, name, case)
    judge(module_warehouse)
    found: dict[str, Outcomes] = {}
    for row in module_warehouse.query("SELECT merchant_ref, outcome, closed_on FROM audit.payment_outcome"):
        name, _, ref = row.merchant_ref.partition("/")
        found.setdefault(name, {})[ref] = (row.outcome, row.closed_on is not None)
    return found


@pytest.mark.parametrize("name", CASES)
def test_outcome(judged: dict[str, Outcomes], name: str) -> None:
    assert judged.get(name, {}) == CASES[name].outcomes


def test_an_outcome_moves_on(warehouse: Warehouse) -> None:
    prepare(warehouse)
    add(warehouse, "P", Case({}, [tried("A")]))
    add(warehouse, "Q", Case({}, [tried("A", when=at(4))], []))

    def night(day: int) -> list[tuple[str, str, int, int | None]]:
        judge(warehouse, CLOCK.replace(day=day))
        rows = warehouse.query("SELECT * FROM audit.payment_outcome ORDER BY merchant_ref")
        return [(row.merchant_ref, row.outcome, row.since_on.day, row.closed_on and row.closed_on.day) for row in rows]

    assert night(12) == [("P/A", "local_only", 12, None), ("Q/A", "local_only", 12, None)]
    assert night(13) == [("P/A", "local_only", 12, None), ("Q/A", "local_only", 12, None)]
    add(warehouse, "P", Case({}, [], [listed("A")]))
    warehouse.execute("UPDATE core.payment SET is_deleted = TRUE WHERE record_key = 'Q'")
    assert night(14) == [("P/A", "matched", 14, 14), ("Q/A", "matched", 14, 14)]
    assert night(15) == [("P/A", "matched", 14, 14), ("Q/A", "matched", 14, 14)]
    warehouse.execute("UPDATE core.payment SET status = 'refunded' WHERE record_key = 'P'")
    assert night(16)[0] == ("P/A", "refunded", 16, None)
    warehouse.execute("UPDATE core.platform_transaction SET refunded_at = '2026-09-16', refund_vnd = 8000")
    assert night(17)[0] == ("P/A", "refunded", 16, 17)
    assert night(18)[0] == ("P/A", "refunded", 16, 17)
