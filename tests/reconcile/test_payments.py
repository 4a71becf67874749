"""Attempts to pay beside the payment platform: outcomes, dossiers and flags against what the simulator planted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import pytest

from onestop.warehouse.database import WarehouseError
from simulator.feeds import sent_payments
from simulator.localtime import SECONDS_PER_DAY, date_of
from simulator.payments import Attempt, Payment, PaymentState, platform_row
from simulator.planted import list_planted, quarantined_codes
from simulator.planting import plant
from simulator.testing import RunningSource
from simulator.world import World
from tests.reconcile.conftest import CLOCK
from tests.support.warehouse import Warehouse

TODAY = CLOCK.date()
THREE_DAYS = 3 * SECONDS_PER_DAY
PAID, PENDING, FAILED = "1", "3", "4"
WITHOUT_DOSSIER = ("payment_without_dossier", "payment_cut_dossier")


class Truth(NamedTuple):
    """What an attempt should come to, and whether that is the last word."""

    outcome: str
    is_settled: bool


@dataclass(frozen=True)
class Case:
    """A payment of the world, the defect that shows in its record, and what is told of it at the clock."""

    payment: Payment
    defect: str
    is_listed: bool
    clock: int

    @property
    def known(self) -> int | None:
        """The latest change that the one-stop tells of; None if it tells nothing yet."""
        return self.payment.known_at(self.clock)

    @property
    def is_orphan(self) -> bool:
        """Whether neither the payment's own code nor the platform's leads to a dossier."""
        if self.defect not in WITHOUT_DOSSIER:
            return False
        rows = (platform_row(self.payment, attempt, self.clock) for attempt in self.payment.attempts)
        return not any(row["MaHoSo"] for row in rows)

    def truth(self, attempt: Attempt) -> Truth:
        """Return what one attempt should come to: the first that applies."""
        here = attempt.state_at(self.known) if self.known is not None else ""
        there = attempt.state_at(self.clock) if self.is_listed else ""
        refunded = [self.payment.when(PaymentState.REFUNDED, at) is not None for at in (self.known or 0, self.clock)]
        applies = {
            "duplicate_success": self.defect == "double_paid" and here == PAID,
            "local_only": self.defect == "unknown_to_platform" and here == PAID,
            "platform_only": there == PAID and (here != PAID or self.defect == "lost_callback"),
            "status_mismatch": bool(here and there and here != there)
            or (self.defect == "stuck_attempt" and here == FAILED),
            "amount_mismatch": self.defect == "amount_times_100",
            "orphan": self.is_orphan and attempt.began_at < self.clock - THREE_DAYS,
            "refunded": here == PAID and any(refunded),
            "date_shift": self.defect == "twelve_hour_clock" and attempt.began_at // 3600 % 24 > 12,
            "matched": True,
        }
        settled = {"refunded": all(refunded), "date_shift": True, "matched": PENDING not in (here, there)}
        outcome = next(name for name, is_so in applies.items() if is_so)
        return Truth(outcome, settled.get(outcome, False))

    def is_judged(self, attempt: Attempt) -> bool:
        """Whether an attempt is old enough: a day later where it has to be missed in the platform's list."""
        day = day_of(attempt.began_at)
        return day < TODAY if self.is_listed else self.known is not None and day < TODAY - dt.timedelta(days=1)


def day_of(moment: int) -> dt.date:
    return date_of(moment // SECONDS_PER_DAY)


@pytest.fixture(scope="module")
def cases(world: World) -> list[Case]:
    planted = {one.record_key: one.name for one in list_planted(world) if one.feed == "payments"}
    return [
        Case(told.payment, planted.get(told.payment.code, ""), told.defect != "unknown_to_platform", world.as_of)
        for told in sent_payments(world, plant(world.dossiers, world.defects))
    ]


def test_every_attempt_has_its_outcome(reconciled: tuple[Warehouse, RunningSource], cases: list[Case]) -> None:
    warehouse, _ = reconciled
    true = {
        attempt.reference: case.truth(attempt)
        for case in cases
        for attempt in case.payment.attempts
        if case.is_judged(attempt)
    }
    rows = warehouse.query("SELECT merchant_ref, outcome, closed_on IS NOT NULL AS settled FROM audit.payment_outcome")
    assert {row.merchant_ref: Truth(row.outcome, row.settled) for row in rows} == true
    outcomes = Counter(one.outcome for one in true.values())
    assert set(outcomes) == {
        "matched", "amount_mismatch", "local_only", "platform_only", "status_mismatch", "duplicate_success", "orphan",
        "date_shift", "refunded",
    }  # fmt: skip


def test_every_payment_has_its_dossier(
    reconciled: tuple[Warehouse, RunningSource], world: World, cases: list[Case]
) -> None:
    warehouse, _ = reconciled
    unusable = quarantined_codes(world)
    true = {}
    for case in cases:
        if case.known is not None:
            code = case.payment.dossier.code
            found_by = None if case.is_orphan or code in unusable else "own"
            if found_by and case.defect in WITHOUT_DOSSIER:
                found_by = "platform"
            true[case.payment.code] = (code if found_by else None, found_by, case.is_orphan)
    rows = warehouse.query("SELECT record_key, dossier_code, found_by, is_orphan FROM core.payment_dossier")
    assert {row.record_key: (row.dossier_code, row.found_by, row.is_orphan) for row in rows} == true
    assert Counter(true.values()).keys() >= {(None, None, True), (None, None, False)}
    assert Counter(found_by for _, found_by, _ in true.values())["platform"] > 5


def test_flags_follow_from_what_was_planted(
    reconciled: tuple[Warehouse, RunningSource], world: World, cases: list[Case]
) -> None:
    warehouse, _ = reconciled
    planted: dict[str, set[str]] = {}
    for one in list_planted(world):
        planted.setdefault(one.rule_id, set()).add(one.record_key)
    by_code = {case.payment.code: case for case in cases}

    def some(flag: str, *, before: int, is_orphan: bool = False) -> set[str]:
        found = (by_code[code] for code in planted[flag])
        return {
            case.payment.code for case in found if case.payment.changes[0][0] < before and case.is_orphan == is_orphan
        }

    midnight = world.as_of // SECONDS_PER_DAY * SECONDS_PER_DAY
    true = {
        "payment_double_success": some("payment_double_success", before=midnight),
        "payment_local_only": some("payment_local_only", before=midnight - SECONDS_PER_DAY),
        "payment_pending_too_long": some("payment_pending_too_long", before=world.as_of - THREE_DAYS),
        "payment_orphan": some("payment_orphan", before=world.as_of - THREE_DAYS, is_orphan=True),
    }
    found: dict[str, set[str]] = {}
    for row in warehouse.query("SELECT flag, request_code FROM mart.payment_flag"):
        found.setdefault(row.flag, set()).add(row.request_code)
    assert found == true
    assert min(map(len, true.values())) > 4


def test_officials_read_vietnamese(reconciled: tuple[Warehouse, RunningSource]) -> None:
    warehouse, _ = reconciled
    for view in ("mart.payment_reconciliation", "mart.payment_flag", "mart.count_difference"):
        names = {row.name_vi for row in warehouse.query(f"SELECT DISTINCT name_vi FROM {view}")}
        assert names
        assert not any(name.isascii() for name in names), view


@pytest.mark.parametrize("table", ["audit.payment_outcome", "audit.count_difference"])
def test_what_was_found_is_closed_and_never_deleted(reconciled: tuple[Warehouse, RunningSource], table: str) -> None:
    warehouse, _ = reconciled
    for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(WarehouseError, match="RestrictViolation"):
            warehouse.execute(statement)


def test_outcomes_move_forward_only(reconciled: tuple[Warehouse, RunningSource]) -> None:
    warehouse, _ = reconciled
    for change in ("since_on = since_on - 1", "outcome = 'orphan', since_on = closed_on - 1"):
        with pytest.raises(WarehouseError, match="CheckViolation"):
            warehouse.execute(f"UPDATE audit.payment_outcome SET {change} WHERE outcome = 'matched'")
