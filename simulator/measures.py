"""What a correct count of the world must give for every measure, as far as the source has sent it at a clock.

Flows (what happens) and members count on their local day, stocks (what is there) at the end of a day. A case counts
three times (``cases.BASES``): for the unit that received it, for the one that is competent, for the one that has it.
What is no case, such as a rating, counts for its own unit on all three. Units are named as in ``Commune.unit_key``,
those that are no commune by agency code. Nothing that is zero has a key.

Where records have defects, it counts what their right treatment gives (``defects``). Dossiers whose records are
quarantined are to be left out (``planted.quarantined_codes``); ratings, feedback and interlinked requests of theirs
are records of their own and stay.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from simulator.case_measures import Flow, case_flows, case_members, is_overdue, is_timely_at_portal, stock_at
from simulator.cases import BASES, HOLDING, RECEIVING, RESPONSIBLE, Case, list_cases
from simulator.feedback import Feedback, draw_feedback
from simulator.feeds import SentPayment, sent_payments
from simulator.interlinked import draw_interlinked, is_of_own_procedure
from simulator.interlinked_law import case_flows as interlinked_flows
from simulator.interlinked_law import record_flows
from simulator.lifecycle import Dossier
from simulator.localtime import SECONDS_PER_DAY, date_of, day_number
from simulator.payments import PaymentState, platform_knows
from simulator.planting import plant
from simulator.surveys import Answer, draw_answers
from simulator.world import World

FEEDBACK_SECTOR = "?"
"""Feedback is about an office, not about a sector."""

Key = tuple[str, str, date, str, str]
"""Basis, unit, day, sector and measure."""

MemberKey = tuple[str, str, date, str, str, str]
"""Basis, unit, day, sector, dimension and member."""

_SATISFIED = {"5": ("5", "4"), "3": ("1", "2"), "ABC": ("A", "B")}
_SATISFIED_SCORE = 80
_WITHOUT_CODE = ("payment_without_dossier", "payment_cut_dossier")


def count_flows(
    world: World, clock: int | None = None, without: Collection[str] = frozenset(), *, with_platform: bool = True
) -> Counter[Key]:
    """Return every flow; ``with_platform`` says whether the days of the payment platform are read too.

    They are what finds the dossier of a payment that does not name it. A day that is not over has the flows so far.
    """
    clock = world.as_of if clock is None else clock
    cases = {case.sent.code: case for case in list_cases(world, clock, without)}
    flows: Counter[Key] = Counter()
    elsewhere = {dossier.code for dossier in _sent_elsewhere(world)}
    for case in cases.values():
        _add(flows, case, case_flows(case, clock))
        _add_transfers(flows, case)
        if is_of_own_procedure(case.sent) and not _has_record(case.sent, elsewhere, clock):
            own = interlinked_flows(case, is_overdue=is_overdue(case))
            _add(flows, case, ((at, measure, 1) for at, measure in own))
    for sent in sent_payments(world, plant(world.dossiers, world.defects)):
        payer = cases.get(sent.payment.dossier.code)
        if payer and _names_dossier(sent, clock, with_platform=with_platform):
            _add(flows, payer, _payment_flows(sent, clock))
    for dossier in _sent_elsewhere(world):
        for begun, at, sector, measure in _flows_of_other_records(dossier, clock):
            for basis in BASES:
                flows[basis, dossier.commune.at(begun).unit_key, _date(at), sector, measure] += 1
    return flows


def count_stocks(
    world: World, days: Sequence[date], clock: int | None = None, without: Collection[str] = frozenset()
) -> Counter[Key]:
    """Return the stocks at the end of each of the days."""
    clock = world.as_of if clock is None else clock
    midnights = {day: (day_number(day) + 1) * SECONDS_PER_DAY for day in days}
    stocks: Counter[Key] = Counter()
    for case in list_cases(world, clock, without):
        for day, midnight in midnights.items():
            for measure in _stocks(case, midnight):
                for basis, unit in _units(case, midnight - 1).items():
                    stocks[basis, unit, day, case.sector, measure] += 1
    return stocks


def count_members(world: World, clock: int | None = None, without: Collection[str] = frozenset()) -> Counter[MemberKey]:
    """Return how often each member of a dimension occurs: procedures, processing minutes, criteria by role."""
    clock = world.as_of if clock is None else clock
    members: Counter[MemberKey] = Counter()
    for case in list_cases(world, clock, without):
        for at, dimension, member in case_members(case):
            for basis, unit in _units(case, at).items():
                members[basis, unit, _date(at), case.sector, dimension, member] += 1
    for dossier in _sent_elsewhere(world):
        sector = dossier.procedure.sector_code
        for answer, measure in _survey_measures(dossier, clock):
            unit = dossier.commune.at(answer.rated_at).unit_key
            for basis in BASES:
                key = basis, unit, _date(answer.rated_at), sector, measure, f"{answer.criterion}|{answer.role}"
                members[key] += 1
    return members


def count_for_successors(world: World, counts: Mapping[tuple[Any, ...], int]) -> Counter[tuple[Any, ...]]:
    """Return the same counts, those of the communes of before added to the communes that took them over whole.

    The second part of a key is the unit.
    """
    successors = {old.unit_key: old.successor.unit_key for old in world.former_communes if old.successor}
    rolled_up = Counter(counts)
    for key, number in counts.items():
        if key[1] in successors:
            rolled_up[key[0], successors[key[1]], *key[2:]] += number
    return rolled_up


def _date(moment: int) -> date:
    return date_of(moment // SECONDS_PER_DAY)


def _units(case: Case, moment: int) -> Mapping[str, str]:
    """Return the unit of each basis at a moment."""
    return {RECEIVING: case.receiver, RESPONSIBLE: case.responsible, HOLDING: case.holder_at(moment)}


def _add(flows: Counter[Key], case: Case, happened: Iterator[Flow]) -> None:
    for at, measure, amount in happened:
        if amount:
            for basis, unit in _units(case, at).items():
                flows[basis, unit, _date(at), case.sector, measure] += amount


def _add_transfers(flows: Counter[Key], case: Case) -> None:
    """Count each change of the holder: it leaves one unit and reaches another."""
    for old, new in pairwise(case.links):
        flows[HOLDING, old.unit, _date(new.since), case.sector, "transferred_out"] += 1
        flows[HOLDING, new.unit, _date(new.since), case.sector, "transferred_in"] += 1


def _stocks(case: Case, midnight: int) -> Iterator[str]:
    stock = stock_at(case, midnight)
    if stock:
        yield stock
    if stock == "overdue" and case.holder_at(midnight - 1) != case.receiver:
        yield "overdue_elsewhere"
    if stock and is_timely_at_portal(case, midnight):
        yield "portal_timely"


def _names_dossier(sent: SentPayment, clock: int, *, with_platform: bool) -> bool:
    """Return whether the dossier of a payment can be known, from itself or from a day that the platform has sent."""
    if sent.defect not in _WITHOUT_CODE:
        return True
    today = clock // SECONDS_PER_DAY
    listed = any(attempt.began_at // SECONDS_PER_DAY < today for attempt in sent.payment.attempts)
    return with_platform and listed and platform_knows(sent.payment.dossier)


def _payment_flows(sent: SentPayment, clock: int) -> Iterator[Flow]:
    """Return what was paid and given back; the office knows of no payment whose callback was lost."""
    payment, known = sent.payment, sent.payment.known_at(clock)
    if known is None or sent.defect == "lost_callback":
        return
    if (paid_at := payment.when(PaymentState.PAID, known)) is not None:
        yield paid_at, "paid_count", 1
        yield paid_at, "paid_vnd", payment.amount_vnd
    if (refunded_at := payment.when(PaymentState.REFUNDED, known)) is not None:
        yield refunded_at, "refund_count", 1
        yield refunded_at, "refund_vnd", payment.refund_vnd


def _sent_elsewhere(world: World) -> Iterator[Dossier]:
    """Return the dossiers that the feeds of ratings, feedback and interlinked requests know."""
    return filter(plant(world.dossiers, world.defects).is_told_elsewhere, world.dossiers)


def _has_record(dossier: Dossier, elsewhere: Collection[str], clock: int) -> bool:
    """Return whether the feed of interlinked requests tells of it."""
    request = draw_interlinked(dossier) if dossier.code in elsewhere else None
    return request is not None and request.known_at(clock) is not None


def _flows_of_other_records(dossier: Dossier, clock: int) -> Iterator[tuple[int, int, str, str]]:
    """Return when it began, moment, sector and measure of what is no case; the unit is whose it was when it began."""
    sector = dossier.procedure.sector_code
    for answer, measure in _survey_measures(dossier, clock):
        if answer.criterion == "0":
            yield answer.rated_at, answer.rated_at, sector, measure
    if feedback := draw_feedback(dossier):
        for at, measure in _feedback_flows(feedback, clock):
            yield feedback.received_at, at, FEEDBACK_SECTOR, measure
    if request := draw_interlinked(dossier):
        for at, measure in record_flows(request, clock):
            yield dossier.moments[0].at, at, sector, measure


def _survey_measures(dossier: Dossier, clock: int) -> Iterator[tuple[Answer, str]]:
    """Return the answers on valid forms."""
    for answer in draw_answers(dossier):
        if answer.is_valid and dossier.written_at(answer.rated_at) <= clock:
            yield answer, "survey_answers"
            if _is_satisfied(answer):
                yield answer, "survey_satisfied"


def _is_satisfied(answer: Answer) -> bool:
    """Satisfied or very satisfied, on the scale of the office."""
    if answer.scale == "diem":
        return int(answer.level) >= _SATISFIED_SCORE
    return answer.level in _SATISFIED[answer.scale]


def _feedback_flows(feedback: Feedback, clock: int) -> Iterator[tuple[int, str]]:
    known = feedback.known_at(clock)
    if known is None:
        return
    yield feedback.received_at, "feedback_received"
    answered_at, published_at = feedback.answered_at, feedback.published_at
    if answered_at is None or answered_at > known:
        return
    in_time = answered_at // SECONDS_PER_DAY <= feedback.due // SECONDS_PER_DAY
    yield answered_at, "feedback_answered_in_time" if in_time else "feedback_answered_late"
    likes, dislikes = feedback.opinions
    if published_at is not None and published_at <= known and likes + dislikes > 0:
        yield answered_at, "feedback_rated"
        if likes >= dislikes:
            yield answered_at, "feedback_satisfied"
