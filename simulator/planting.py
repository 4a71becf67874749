"""Which record has which defect, and what a defect leaves of a life cycle for a reader that treats it rightly.

Everything follows from the dossiers and the rates alone, so two readings of the clock tell of the same defects.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from simulator.blemishes import received_at
from simulator.chance import between, share
from simulator.defects import BY_NAME, DEFECTS, Defects, Disposition
from simulator.lifecycle import Channel, Dossier, Happening, Moment
from simulator.localtime import SECONDS_PER_DAY, compact_day
from simulator.payments import Attempt, Payment, PaymentState
from simulator.records import attaches_result

_A_DAY_LATE = SECONDS_PER_DAY
_LOOK_BACK = 200
_WORK = (Happening.STARTED, Happening.FOR_SIGNATURE)


def delay_some(dossiers: list[Dossier], rate: float) -> list[Dossier]:
    """Return the same dossiers, some of which the source learns about 1 to 20 days later (late_update)."""
    return [_delayed(dossier) if share(dossier, "late update") < rate else dossier for dossier in dossiers]


def _delayed(dossier: Dossier) -> Dossier:
    days = between(dossier, "days late", 1, 20)
    return msgspec.structs.replace(dossier, lag=dossier.lag + days * SECONDS_PER_DAY)


def _has(dossier: Dossier, *what: Happening) -> bool:
    return any(moment.what in what for moment in dossier.moments)


def _ends_returned_by_day(dossier: Dossier) -> bool:
    """Return whether it was returned and recorded before the last hour of that day."""
    last = dossier.moments[-1]
    written = dossier.recorded_at(last)
    same_day = written // SECONDS_PER_DAY == last.at // SECONDS_PER_DAY
    return last.what is Happening.RETURNED and same_day and written % SECONDS_PER_DAY < SECONDS_PER_DAY - 3600


def _received_and_kept(dossier: Dossier) -> bool:
    return _has(dossier, Happening.RECEIVED) and not _has(dossier, Happening.REFUSED)


_CAN_HAVE: dict[str, Callable[[Dossier], bool]] = {
    "duplicate_row": lambda dossier: len(dossier.moments) > 1,
    "reused_code": lambda dossier: dossier.moments[0].what is Happening.RECEIVED,
    "two_codes": lambda dossier: dossier.channel is Channel.ONLINE,
    "finish_before_reception": lambda dossier: _has(dossier, Happening.FINISHED),
    "future_reception": lambda dossier: _has(dossier, Happening.RECEIVED),
    "future_return": _ends_returned_by_day,
    "finished_without_dates": lambda dossier: _has(dossier, Happening.FINISHED),
    "missing_due_date": lambda dossier: any(moment.due is not None for moment in dossier.moments),
    "missing_reception": _received_and_kept,
    "impossible_due_date": lambda dossier: any(moment.due is not None for moment in dossier.moments),
    "lying_copy": lambda dossier: dossier.channel is Channel.ONLINE and _has(dossier, Happening.SUPPLEMENT_ASKED),
    "pseudo_procedure_code": lambda dossier: not dossier.procedure.in_hours,
    "copied_result": lambda dossier: _has(dossier, Happening.FINISHED) and attaches_result(dossier),
    "skipped_event": lambda dossier: _has(dossier, *_WORK),
    "retracted_event": lambda dossier: _has(dossier, Happening.STARTED),
}
"""Dossiers that can have a defect, where not all can."""


def _paid_online(payment: Payment) -> bool:
    states = [state for _, state in payment.changes]
    return PaymentState.PAID in states and PaymentState.REFUNDED not in states and bool(payment.attempts)


_PAYMENT_CAN_HAVE: dict[str, Callable[[Payment], bool]] = {
    "twelve_hour_clock": lambda payment: any(a.began_at // 3600 % 24 > 12 for a in payment.attempts),
    "stuck_attempt": lambda payment: any(not attempt.succeeded for attempt in payment.attempts),
    "lost_callback": _paid_online,
    "unknown_to_platform": _paid_online,
    "other_spelling": lambda payment: payment.changes[-1][1] in (PaymentState.REFUNDED, PaymentState.CANCELLED),
    "separated_amount": lambda payment: payment.amount_vnd >= 1000,
    "double_paid": _paid_online,
    "short_error_code": _paid_online,
}

_IN_FEED = {
    feed: tuple(defect.name for defect in DEFECTS if defect.feed == feed and defect.name != "late_update")
    for feed in ("dossiers", "events", "payments", "surveys")
}


def _choose(dossier: Dossier, feed: str, defects: Defects, can_have: Callable[[str], bool]) -> str:
    """Return the defect that a record gets, or the empty string."""
    draw = share(dossier, f"{feed} defect")
    for name in _IN_FEED[feed]:
        rate = getattr(defects, name)
        if rate and can_have(name):
            draw -= rate
            if draw < 0:
                return name
    return ""


@dataclass(frozen=True, slots=True)
class Planting:
    """The defects of a world's dossiers by dossier code; ``earlier`` is whose code a reused code is."""

    defects: Defects
    of_dossier: dict[str, str]
    earlier: dict[str, str]
    neighbour: dict[str, str]
    """Another dossier of the same unit, for ratings that name the wrong one."""

    def dossier(self, dossier: Dossier) -> str:
        """Return the defect of a dossier's record, or the empty string."""
        return self.of_dossier.get(dossier.code, "")

    def is_told_elsewhere(self, dossier: Dossier) -> bool:
        """Return whether the other feeds know a dossier: one under a reused code is in no other."""
        return dossier.code not in self.earlier

    def events(self, dossier: Dossier) -> str:
        """Return the defect of a dossier's events, or the empty string."""
        return _choose(dossier, "events", self.defects, lambda name: _CAN_HAVE[name](dossier)) if self.defects else ""

    def payment(self, payment: Payment) -> str:
        """Return the defect of a payment, or the empty string."""
        if not self.defects:
            return ""
        return _choose(
            payment.dossier, "payments", self.defects, lambda name: _PAYMENT_CAN_HAVE.get(name, bool)(payment)
        )

    def survey(self, dossier: Dossier) -> str:
        """Return the defect of a dossier's ratings, or the empty string."""
        return _choose(dossier, "surveys", self.defects, lambda _: True) if self.defects else ""

    def quarantined(self) -> frozenset[str]:
        """Return the dossiers whose records cannot be used, by their code in the world."""
        return frozenset(
            code for code, name in self.of_dossier.items() if BY_NAME[name].disposition is Disposition.QUARANTINED
        )


def plant(dossiers: list[Dossier], defects: Defects) -> Planting:
    """Give every dossier the defect that it has."""
    planting = Planting(defects, {}, {}, {})
    if not defects:
        return planting
    sound: dict[str, list[Dossier]] = {}
    before: dict[str, Dossier] = {}
    taken: set[str] = set()
    for dossier in dossiers:
        unit = dossier.commune.agency_code
        if unit in before:
            planting.neighbour[dossier.code] = before[unit].code
        before[unit] = dossier
        name = _defect_of(dossier, defects)
        if name == "reused_code":
            earlier = _earlier(dossier, sound.get(unit, []), taken)
            if earlier is None:
                name = ""
            else:
                taken.add(earlier.code)
                planting.earlier[dossier.code] = earlier.code
        if name:
            planting.of_dossier[dossier.code] = name
        else:
            sound.setdefault(unit, []).append(dossier)
    return planting


def _defect_of(dossier: Dossier, defects: Defects) -> str:
    if dossier.lag >= _A_DAY_LATE:
        return "late_update"
    return _choose(dossier, "dossiers", defects, lambda name: name not in _CAN_HAVE or _CAN_HAVE[name](dossier))


def _earlier(dossier: Dossier, sound: list[Dossier], taken: set[str]) -> Dossier | None:
    """Return a dossier that was over before this one came, of another procedure and day."""
    start = dossier.recorded_at(dossier.moments[0])
    for other in reversed(sound[-_LOOK_BACK:]):
        over = other.recorded_at(other.moments[-1]) < start and _has(other, Happening.RETURNED)
        received = received_at(other)
        another_day = received is not None and received // SECONDS_PER_DAY != start // SECONDS_PER_DAY
        if over and another_day and other.procedure.code != dossier.procedure.code and other.code not in taken:
            return other
    return None


def deleted_at(dossier: Dossier) -> int:
    """Return when the source writes the tombstone of a deleted dossier (local seconds)."""
    return dossier.written_at(dossier.moments[-1].at + between(dossier, "deleted after", 3600, 30 * SECONDS_PER_DAY))


def national_code(dossier: Dossier) -> str:
    """Return the code that the national portal gives an online dossier."""
    day = compact_day(dossier.moments[0].at // SECONDS_PER_DAY)
    return f"000.00.00.G22-{day[2:]}-{dossier.number:06}"


def carries_national_code(dossier: Dossier) -> bool:
    """Return whether the local record of a dossier with a national copy knows the national code."""
    return share(dossier, "knows national code") < 0.5


def paid_twice(payment: Payment) -> Payment:
    """Return the same payment with a second success, seconds after the first."""
    first = next(attempt for attempt in payment.attempts if attempt.succeeded)
    reference = first.reference[:-2] + "09"
    second = Attempt(reference, first.ended_at + 1, first.ended_at + 3, succeeded=True)
    return msgspec.structs.replace(payment, attempts=(*payment.attempts, second))


def retracted_at(dossier: Dossier) -> int:
    """Return the moment of an event that never was: a finish right after the start."""
    return next(moment.at for moment in dossier.moments if moment.what is Happening.STARTED) + 60


def is_skipped(dossier: Dossier, index: int) -> bool:
    """Return whether the event of a happening is left out where events are skipped."""
    return dossier.moments[index].what in _WORK


def understood(dossier: Dossier, defect: str, clock: int) -> Dossier | None:
    """Return the dossier as the right treatment of its defect understands it; None if it counts nowhere.

    Most treatments restore what really happened, so the dossier comes back as it is.
    """
    match defect:
        case "test_dossier":
            return None
        case "deleted":
            return None if deleted_at(dossier) <= clock else dossier
        case "missing_channel":
            return msgspec.structs.replace(dossier, channel=Channel.IN_PERSON)
        case "missing_due_date" | "impossible_due_date":
            moments = tuple(Moment(moment.what, moment.at) for moment in dossier.moments)
            return msgspec.structs.replace(dossier, moments=moments)
        case "missing_reception":
            first = dossier.moments[0].at
            moments = tuple(
                Moment(moment.what, first, moment.due) if moment.what is Happening.RECEIVED else moment
                for moment in dossier.known_at(clock)
            )
            return msgspec.structs.replace(dossier, moments=moments)
    return dossier
