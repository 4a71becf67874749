"""Draws life cycles: takes a dossier through the state machine of ``lifecycle`` with invented chances.

A life cycle has a position in office seconds (``office_time``), because offices act only while they are open.
What the citizen or the system does at night is placed by its own moment, and the position follows.
"""

from dataclasses import dataclass
from random import Random

from simulator.catalogue import LimitUnit, Procedure
from simulator.communes import Office
from simulator.lifecycle import Channel, Happening, Moment, check_order
from simulator.office_time import HOUR, WORKING_DAY, after_calendar_days, office_day, to_moment, to_office

_MINUTE = 60

_AUTOMATIC = 0.6
_REFUSED_AT_THE_DOOR, _NEVER_LOOKED_AT = 0.03, 0.001
_NO_DUE_DATE = 0.015
_SUPPLEMENT, _SUPPLEMENT_IN_HOURS, _SECOND_SUPPLEMENT = 0.09, 0.03, 0.12
_WITHDRAWN_WAITING, _STOPPED_WAITING, _NEVER_ANSWERED = 0.14, 0.05, 0.05
_REFUSED, _STOPPED, _ABANDONED = 0.012, 0.006, 0.003
_EXTENDED, _EXTENDED_WHEN_LATE = 0.01, 0.25
_FOR_SIGNATURE = 0.6
_RETURNED_AT_ONCE, _NEVER_FETCHED = 0.35, 0.03


def due_after(start: int, procedure: Procedure) -> int:
    """Return the due date of work that starts at a moment, a full minute: receipts print no seconds."""
    limit = procedure.limit_in_force
    if procedure.limit_unit is LimitUnit.CALENDAR_DAYS:
        due = after_calendar_days(start, limit)
    else:
        unit = HOUR if procedure.in_hours else WORKING_DAY
        due = to_moment(to_office(start) + limit * unit)
    return due // _MINUTE * _MINUTE


@dataclass(frozen=True, slots=True)
class Request:
    """What a journey starts from: a citizen submits (local seconds) a request to an office."""

    procedure: Procedure
    office: Office
    channel: Channel
    submitted_at: int


def draw_journey(request: Request, rng: Random) -> tuple[Moment, ...]:
    """Return a whole life cycle, to its end or to where it is left lying."""
    journey = _Journey(request, rng)
    if journey.receive() and journey.supplement():
        journey.work()
    return check_order(tuple(journey.moments))


class _Journey:
    """A life cycle in the making."""

    __slots__ = (
        "_has_due_date",
        "_office",
        "_position",
        "_procedure",
        "_request",
        "_rng",
        "_target",
        "moments",
    )

    def __init__(self, request: Request, rng: Random) -> None:
        self._request, self._procedure, self._office = request, request.procedure, request.office
        self._rng = rng
        self._has_due_date = rng.random() >= _NO_DUE_DATE
        self._position = to_office(request.submitted_at)
        self._target = 0
        """The due date, also where none is promised: staff then aim at the usual limit."""
        self.moments: list[Moment] = []

    def receive(self) -> bool:
        """Submission and reception; False if the office never receives the dossier."""
        if self._request.channel is not Channel.ONLINE:
            self._note(Happening.RECEIVED, self._request.submitted_at, restart=True)
        else:
            self._note(Happening.SUBMITTED, self._request.submitted_at)
            if not self._accept_online():
                return False
        self._after(self._rng.uniform(_MINUTE, 20 * _MINUTE), Happening.STARTED)
        return True

    def supplement(self) -> bool:
        """Up to two requests for missing papers; False if the dossier goes no further."""
        chance = _SUPPLEMENT_IN_HOURS if self._procedure.in_hours else _SUPPLEMENT
        for chance_of_round in (chance, _SECOND_SUPPLEMENT):
            if self._rng.random() >= chance_of_round:
                return True
            if not self._supplement_round():
                return False
        return True

    def work(self) -> None:
        """From complete papers to the result in the citizen's hands."""
        fate = self._rng.random()
        if fate < _REFUSED:
            self._after(self._some_of_the_limit(), Happening.REFUSED)
        elif fate < _REFUSED + _STOPPED:
            self._after(self._some_of_the_limit(), Happening.STOPPED)
        elif fate >= _REFUSED + _STOPPED + _ABANDONED:
            self._finish()

    def _note(self, what: Happening, at: int, *, restart: bool = False) -> None:
        if restart:
            self._target = due_after(at, self._procedure)
        due = self._target if self._has_due_date and (restart or what is Happening.EXTENDED) else None
        self.moments.append(Moment(what, at, due))

    def _after(self, office_seconds: float, what: Happening, *, restart: bool = False) -> None:
        self._position += max(1, int(office_seconds))
        self._note(what, to_moment(self._position), restart=restart)

    def _accept_online(self) -> bool:
        fate = self._rng.random()
        if self._procedure.automatic and self._rng.random() < _AUTOMATIC:
            self._note(Happening.RECEIVED, self._request.submitted_at + self._rng.randrange(5, 240), restart=True)
            self._position = to_office(self.moments[-1].at)
        elif fate < _NEVER_LOOKED_AT:
            return False
        elif fate < _NEVER_LOOKED_AT + _REFUSED_AT_THE_DOOR:
            self._after(self._acceptance_time(), Happening.REFUSED)
            return False
        else:
            self._after(self._acceptance_time(), Happening.RECEIVED, restart=True)
        return True

    def _acceptance_time(self) -> float:
        """Office seconds; more than 8 working hours count as accepted late."""
        late = WORKING_DAY if self._rng.random() < self._office.late_acceptance else 0
        return late + _MINUTE + self._rng.expovariate(1 / self._office.acceptance_mean)

    def _some_of_the_limit(self) -> float:
        left = max(to_office(self._target) - self._position, 10 * _MINUTE)
        return left * self._rng.uniform(0.1, 0.9)

    def _supplement_round(self) -> bool:
        self._after(min(self._some_of_the_limit(), 3 * WORKING_DAY), Happening.SUPPLEMENT_ASKED)
        fate = self._rng.random()
        wait = 10 * _MINUTE + self._rng.expovariate(1 / (3 * WORKING_DAY))
        if fate < _WITHDRAWN_WAITING:
            self._after(wait, Happening.WITHDRAWN)
        elif fate < _WITHDRAWN_WAITING + _STOPPED_WAITING:
            self._after(10 * WORKING_DAY + wait, Happening.STOPPED)
        elif fate >= _WITHDRAWN_WAITING + _STOPPED_WAITING + _NEVER_ANSWERED:
            self._after(wait, Happening.SUPPLEMENT_ANSWERED, restart=True)
            return True
        return False

    def _finish(self) -> None:
        punctual = self._rng.random() < self._office.punctuality
        if self._rng.random() < (_EXTENDED if punctual else _EXTENDED_WHEN_LATE) and self._extend():
            punctual = self._rng.random() < self._office.punctuality
        in_hours = self._procedure.in_hours
        end = self._end_by_the_minute(punctual) if in_hours else self._end_by_the_date(punctual)
        left = max(1, end - self._position)
        if not in_hours and self._rng.random() < _FOR_SIGNATURE:
            self._after(left * self._rng.uniform(0.5, 0.9), Happening.FOR_SIGNATURE)
        self._after(end - self._position, Happening.FINISHED)
        self._return()

    def _extend(self) -> bool:
        """Apologise and move the due date, a working day or more before it; False if it is too late."""
        latest = to_office(self._target) - WORKING_DAY
        if self._procedure.in_hours or latest <= self._position:
            return False
        added = self._rng.choice((1, 2, 3, 5)) * WORKING_DAY
        self._target = to_moment(to_office(self._target) + added)
        self._after((latest - self._position) * self._rng.uniform(0.3, 1.0), Happening.EXTENDED)
        return True

    def _end_by_the_date(self, punctual: bool) -> int:
        """Return the office second of the end of a procedure in days."""
        due_morning, due_evening = office_day(self._target)
        if not punctual:
            return due_evening + self._lateness()
        if self._rng.random() < 0.7:
            return self._position + int((to_office(self._target) - self._position) * self._rng.uniform(0.1, 0.95))
        return max(self._position, self._rng.randrange(due_morning, due_evening)) + 1

    def _end_by_the_minute(self, punctual: bool) -> int:
        """Return the office second of the end of a procedure in hours; some end in the very minute they are due."""
        due = to_office(self._target)
        if not punctual:
            return due + _MINUTE + (self._lateness() if self._rng.random() < 0.5 else self._rng.randrange(HOUR))
        if self._rng.random() < 0.03:
            return due + self._rng.randrange(_MINUTE)
        return self._position + int((due - self._position) * self._rng.uniform(0.02, 0.98))

    def _lateness(self) -> int:
        """Office seconds: mostly hours, sometimes weeks."""
        days = 25 if self._rng.random() < 0.08 else 1.5
        return 1 + int(self._rng.expovariate(1 / (days * WORKING_DAY)))

    def _return(self) -> None:
        fate = self._rng.random()
        if fate < _RETURNED_AT_ONCE:
            self._note(Happening.RETURNED, self.moments[-1].at)
        elif fate < 1 - _NEVER_FETCHED:
            self._after(5 * _MINUTE + self._rng.expovariate(1 / WORKING_DAY), Happening.RETURNED)
