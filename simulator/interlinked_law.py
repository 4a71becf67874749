"""What a correct count of interlinked requests gives: steps and wholes against the limits of their day of reception.

From 1 September 2026 the commune has 24 hours (nights count, days off do not). The police have two working days for a
residence and one for its removal, insurance two, social protection eighteen. A birth has three working days as a
whole, from the next working day if it came after 15:00 (Decree 63/2024 as amended by Decree 301/2026). What came
before is judged by the dates that were promised. Waits for the citizen do not count.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from simulator.cases import Case
from simulator.interlinked import Interlinked, step_due
from simulator.lifecycle import ENDS_WITHOUT_RESULT, Dossier, Happening, Moment
from simulator.localtime import SECONDS_PER_DAY, day_number
from simulator.office_time import HOUR, WORKING_DAY, is_working_day, to_office

IN_FORCE = day_number(date(2026, 9, 1)) * SECONDS_PER_DAY
_GROUPS = {"khai_sinh": "birth", "khai_tu": "death"}
_AGENCIES = {"khai_sinh": (("police", 2), ("insurance", 2)), "khai_tu": (("police", 1), ("other", 18))}
_WHOLE = {"khai_sinh": 3}
_COMMUNE = 24 * HOUR
_WINDOW = 7

Span = tuple[int, int]
Told = tuple[int, str]
"""Moment and measure."""


def record_flows(request: Interlinked, clock: int) -> Iterator[Told]:
    """Return every flow of a request that a record tells of."""
    known = request.known_at(clock)
    if known is None:
        return
    dossier = request.dossier
    moments = [moment for moment in dossier.moments if moment.at <= known]
    group, kind = _GROUPS[dossier.procedure.interlinked_group], dossier.procedure.interlinked_group
    yield moments[0].at, f"interlinked_{group}_received"
    steps = list(_steps(request, moments, known))
    for agency, began, done, days in steps:
        if done is not None:
            yield done, f"interlinked_{agency}_done"
            if _is_step_late(dossier, clock, began, done, days):
                yield done, f"interlinked_{agency}_late"
    if request.completed_at is not None and request.completed_at <= known:
        yield request.completed_at, f"interlinked_{group}_completed"
        spans = [(began, done) for _, began, done, _ in steps if done is not None]
        if _is_whole_late(request, clock, request.completed_at, _WHOLE.get(kind), spans):
            yield request.completed_at, f"interlinked_{group}_late"
    elif moments[-1].what in ENDS_WITHOUT_RESULT:
        stopped = _is_unanswered(moments[0].at, dossier.known_at(clock), moments[-1].at)
        yield moments[-1].at, "interlinked_stopped" if stopped else "interlinked_refused"


def case_flows(case: Case, *, is_overdue: bool) -> Iterator[Told]:
    """Return every flow of a group's own case that no record shows; ``is_overdue`` judges by its due date."""
    kind = case.dossier.procedure.interlinked_group
    group, received, end = _GROUPS[kind], case.received.at, case.end
    yield received, f"interlinked_{group}_received"
    if end is None:
        return
    if end.what is Happening.FINISHED:
        yield end.at, f"interlinked_{group}_completed"
        late = is_overdue
        if received >= IN_FORCE and kind in _WHOLE:
            waits = [(wait.asked_at, wait.answered_at or end.at) for wait in case.supplements]
            late = _ends_after(received, end.at, _WHOLE[kind], _clip(waits, [(received, end.at)]), after_15=True)
        if late:
            yield end.at, f"interlinked_{group}_late"
    elif end.what in (Happening.REFUSED, Happening.STOPPED):
        if _is_unanswered(received, case.moments, end.at):
            yield end.at, "interlinked_stopped"
        elif end.what is Happening.REFUSED:
            yield end.at, "interlinked_refused"


def _steps(request: Interlinked, moments: Sequence[Moment], known: int) -> Iterator[tuple[str, int, int | None, int]]:
    """Agency, beginning, end and limit in working days of each step that is sent; the commune's limit is 0."""
    dossier = request.dossier
    accepted = next((moment.at for moment in moments if moment.what is Happening.RECEIVED), None)
    if accepted is None:
        return
    justice_done = moments[-1].what in (Happening.FINISHED, Happening.RETURNED)
    finished = next((moment.at for moment in dossier.moments if moment.what is Happening.FINISHED), None)
    done = finished if justice_done else None
    yield "commune", accepted, done, 0
    ends = [at for at in request.further if at <= known]
    for index, (agency, days) in enumerate(_AGENCIES[dossier.procedure.interlinked_group]):
        if done is None:
            return
        began, done = done, ends[index] if index < len(ends) else None
        yield agency, began, done, days


def _is_step_late(dossier: Dossier, clock: int, began: int, done: int, days: int) -> bool:
    if dossier.moments[0].at < IN_FORCE:
        return done // SECONDS_PER_DAY > step_due(began) // SECONDS_PER_DAY
    waits = _clip(_waits(dossier.known_at(clock), done), [(began, done)])
    if days:
        return _ends_after(began, done, days, waits, after_15=False)
    return _counted_hours(began, done // 60 * 60, waits) > _COMMUNE


def _is_whole_late(request: Interlinked, clock: int, done: int, days: int | None, steps: Sequence[Span]) -> bool:
    dossier = request.dossier
    if dossier.moments[0].at < IN_FORCE or days is None:
        return done // SECONDS_PER_DAY > request.due // SECONDS_PER_DAY
    known = dossier.known_at(clock)
    accepted = next(moment.at for moment in known if moment.what is Happening.RECEIVED)
    return _ends_after(accepted, done, days, _clip(_waits(known, done), steps), after_15=True)


def _waits(moments: Sequence[Moment], until: int) -> list[Span]:
    """Return the waits for a supplement; one that was not answered lasts."""
    waits: list[Span] = []
    asked: int | None = None
    for moment in moments:
        if moment.what is Happening.SUPPLEMENT_ASKED:
            asked = moment.at
        elif moment.what is Happening.SUPPLEMENT_ANSWERED and asked is not None:
            waits.append((asked, moment.at))
            asked = None
    return [*waits, *([(asked, max(asked, until))] if asked is not None else [])]


def _is_unanswered(received: int, moments: Sequence[Moment], ended: int) -> bool:
    """Return whether the last request for a supplement got no answer in its window of working days."""
    rounds = [m for m in moments if m.what in (Happening.SUPPLEMENT_ASKED, Happening.SUPPLEMENT_ANSWERED)]
    if received < IN_FORCE or not rounds or rounds[-1].what is not Happening.SUPPLEMENT_ASKED:
        return False
    first, last = rounds[-1].at // SECONDS_PER_DAY, ended // SECONDS_PER_DAY
    return sum(is_working_day(day) for day in range(first + 1, last + 1)) > _WINDOW


def _clip(spans: Sequence[Span], into: Sequence[Span]) -> list[Span]:
    clipped = [(max(a, c), min(b, d)) for a, b in spans for c, d in into]
    return [(begin, end) for begin, end in clipped if begin < end]


def _counted_hours(began: int, done: int, waits: Sequence[Span]) -> int:
    """Seconds of working days, round the clock, that no wait takes."""
    days = range(began // SECONDS_PER_DAY, done // SECONDS_PER_DAY + 1)
    open_days = [(day * SECONDS_PER_DAY, (day + 1) * SECONDS_PER_DAY) for day in days if is_working_day(day)]
    used = _clip(open_days, [(began, done)])
    return sum(end - begin for begin, end in used) - sum(end - begin for begin, end in _clip(waits, used))


def _ends_after(began: int, done: int, days: int, waits: Sequence[Span], *, after_15: bool) -> bool:
    """Return whether the end lies behind the last of so many working days after the beginning."""
    waited = sum(to_office(end) - to_office(begin) for begin, end in waits)
    left = days + -(-waited // WORKING_DAY)
    day, second = divmod(began, SECONDS_PER_DAY)
    if after_15 and is_working_day(day) and second > 15 * HOUR:
        left += 1
    # What begins on a day off begins on the next working day; the day of the beginning does not count.
    while not is_working_day(day):
        day += 1
    while left:
        day += 1
        left -= is_working_day(day)
    return done // SECONDS_PER_DAY > day
