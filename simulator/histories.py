"""Richer life cycles: waits for a payment, dossiers that go to another agency and back, reopened ends.

They are added to life cycles that are already drawn, each from chances of the dossier's own, so that nothing else
in the world moves. What comes between two happenings leaves both where they are; a dossier that is paid for by
nobody, or stays with the other agency, goes no further.
"""

from collections.abc import Sequence
from random import Random

import msgspec

from simulator.catalogue import Agency
from simulator.chance import bits
from simulator.journeys import due_after
from simulator.lifecycle import (
    ENDS_WITHOUT_RESULT,
    FOLLOWED_BY,
    Dossier,
    Happening,
    Moment,
    check_order,
)
from simulator.office_time import HOUR, WORKING_DAY, to_moment, to_office
from simulator.records import paid_online

_VERTICAL = "4"
_REOPENED, _REOPENED_AGAIN = 0.4, 0.3
_ELSEWHERE, _STAYS_ELSEWHERE = 0.08, 0.08
_WAITS_FOR_PAYMENT, _NEVER_PAID, _WITHDRAWN_UNPAID, _STOPPED_UNPAID = 0.1, 0.1, 0.08, 0.06
_SHORTEST_GAP = HOUR

_Moments = tuple[Moment, ...]


def enrich_some(dossiers: list[Dossier], agencies: Sequence[Agency]) -> list[Dossier]:
    """Return the same dossiers, some of which now have more to their life cycle; they go to vertical agencies."""
    others = [agency.agency_code for agency in agencies if agency.level == _VERTICAL]
    return [_enriched(dossier, others) for dossier in dossiers]


def _enriched(dossier: Dossier, agencies: Sequence[str]) -> Dossier:
    if not any(moment.what is Happening.STARTED for moment in dossier.moments):
        return dossier
    rng = Random(bits(dossier, "rich history"))
    moments = dossier.moments
    if dossier.procedure.fee_vnd and paid_online(dossier) == "0" and rng.random() < _WAITS_FOR_PAYMENT:
        moments = _wait_for_payment(moments, rng)
    moments = _reopen(dossier, moments, rng)
    if not dossier.procedure.competent_agency and rng.random() < _ELSEWHERE:
        moments = _hand_over(moments, agencies, rng)
    return dossier if moments == dossier.moments else msgspec.structs.replace(dossier, moments=check_order(moments))


def _later(moments: _Moments, office_seconds: float) -> int:
    return to_moment(to_office(moments[-1].at) + max(1, int(office_seconds)))


def _reopen(dossier: Dossier, moments: _Moments, rng: Random) -> _Moments:
    """Return a refusal, stop or withdrawal that does not stand, and what comes of it."""
    chance = _REOPENED
    while moments[-1].what in ENDS_WITHOUT_RESULT and rng.random() < chance:
        reopened = Moment(Happening.REOPENED, _later(moments, rng.uniform(HOUR, 5 * WORKING_DAY)))
        moments = _work_again(dossier, (*moments, reopened), rng)
        chance = _REOPENED_AGAIN
    return moments


def _work_again(dossier: Dossier, moments: _Moments, rng: Random) -> _Moments:
    """From the reopening to another end, or to where it is left lying."""
    fate = rng.random()
    if fate < 0.15:
        refused = rng.choice((Happening.REFUSED, Happening.STOPPED))
        return (*moments, Moment(refused, _later(moments, rng.uniform(HOUR, 3 * WORKING_DAY))))
    if fate < 0.25:
        return moments
    if fate < 0.4:
        moments = _supplement_again(dossier, moments, rng)
    elif fate < 0.55 and not dossier.procedure.in_hours:
        moments = _extend(moments, rng)
    moments = (*moments, Moment(Happening.FINISHED, _later(moments, rng.uniform(HOUR, 4 * WORKING_DAY))))
    return (*moments, Moment(Happening.RETURNED, _later(moments, rng.uniform(1, WORKING_DAY))))


def _due(moments: _Moments) -> int | None:
    return next((moment.due for moment in reversed(moments) if moment.due is not None), None)


def _supplement_again(dossier: Dossier, moments: _Moments, rng: Random) -> _Moments:
    asked = (*moments, Moment(Happening.SUPPLEMENT_ASKED, _later(moments, rng.uniform(1, WORKING_DAY))))
    at = _later(asked, rng.uniform(HOUR, 3 * WORKING_DAY))
    due = None if _due(moments) is None else due_after(at, dossier.procedure)
    return (*asked, Moment(Happening.SUPPLEMENT_ANSWERED, at, due))


def _extend(moments: _Moments, rng: Random) -> _Moments:
    """Return an apology, often later than it should come."""
    due = _due(moments)
    added = rng.choice((2, 3, 5)) * WORKING_DAY
    moved = None if due is None else to_moment(to_office(due) + added)
    return (*moments, Moment(Happening.EXTENDED, _later(moments, rng.uniform(1, WORKING_DAY)), moved))


def _place_for(what: Happening, moments: _Moments, rng: Random) -> int | None:
    """Return the index of a happening that this one can follow with time left until the next."""
    places = [
        index
        for index, moment in enumerate(moments)
        if what in FOLLOWED_BY[moment.what] and _office_seconds_after(index, moments) >= _SHORTEST_GAP
    ]
    return rng.choice(places) if places else None


def _office_seconds_after(index: int, moments: _Moments) -> int:
    """Return the office seconds from a happening to the next; where none comes, some days."""
    if index + 1 == len(moments):
        return 5 * WORKING_DAY
    return to_office(moments[index + 1].at) - to_office(moments[index].at)


def _positions(index: int, moments: _Moments, count: int, rng: Random) -> list[int]:
    """Moments after a happening and before the next; some are close together, on one day."""
    start = to_office(moments[index].at)
    length = _office_seconds_after(index, moments)
    if length > 2 * HOUR and rng.random() < 0.4:
        start += rng.randrange(length - 2 * HOUR)
        length = 2 * HOUR
    return [to_moment(start + passed) for passed in sorted(rng.sample(range(1, length), count))]


def _hand_over(moments: _Moments, agencies: Sequence[str], rng: Random) -> _Moments:
    """Return one to three ways to another agency and back, now and then by way of a second one."""
    index = _place_for(Happening.HANDED_OVER, moments, rng)
    if index is None:
        return moments
    ways: list[tuple[Happening, str]] = []
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
        first, second = rng.sample(agencies, 2)
        ways.append((Happening.HANDED_OVER, first))
        if rng.random() < 0.1:
            ways.append((Happening.HANDED_OVER, second))
        ways.append((Happening.HANDED_BACK, ""))
    stays = rng.random() < _STAYS_ELSEWHERE
    places = _positions(index, moments, len(ways), rng)
    trips = [Moment(what, at, agency=agency) for (what, agency), at in zip(ways, places, strict=True)]
    before = moments[: index + 1]
    return (*before, *trips[:-1]) if stays else (*before, *trips, *moments[index + 1 :])


def _wait_for_payment(moments: _Moments, rng: Random) -> _Moments:
    """Let the work wait for the fee, which is paid or not."""
    index = _place_for(Happening.PAYMENT_ASKED, moments, rng)
    if index is None:
        return moments
    asked_at, over_at = _positions(index, moments, 2, rng)
    asked = (*moments[: index + 1], Moment(Happening.PAYMENT_ASKED, asked_at))
    fate = rng.random()
    if fate < _NEVER_PAID:
        return asked
    if fate < _NEVER_PAID + _WITHDRAWN_UNPAID:
        return (*asked, Moment(Happening.WITHDRAWN, over_at))
    if fate < _NEVER_PAID + _WITHDRAWN_UNPAID + _STOPPED_UNPAID:
        return (*asked, Moment(Happening.STOPPED, over_at))
    return (*asked, Moment(Happening.PAYMENT_MADE, over_at), *moments[index + 1 :])
