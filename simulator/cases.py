"""The cases of a world: each received dossier with what its life cycle comes to, as known at a clock.

A case is what every measure counts. It is computed from the happenings once: when it was received and when it
ended, whose it was on the way, how long it waited, which due date was in force. What planted defects leave of it
is decided here as well (``defects``).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from simulator.lifecycle import Dossier, Happening, Moment, end_of
from simulator.office_time import to_office
from simulator.planting import Planting, is_skipped, plant, understood
from simulator.progress import key_of
from simulator.reception_law import is_of_2026, sent_reception_there
from simulator.records import holder_after
from simulator.world import World

RECEIVING, RESPONSIBLE, HOLDING = "receiving", "responsible", "holding"
BASES = (RECEIVING, RESPONSIBLE, HOLDING)
"""For whom a case can count: who received it, who is competent to resolve it, who has it."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait for papers (bổ sung) or for a payment; it ends with the answer, or else with the case."""

    asked_at: int
    answered_at: int | None

    def lasts_at(self, moment: int) -> bool:
        """Return whether it was asked for before a moment and not answered by then."""
        return self.asked_at < moment and (self.answered_at is None or self.answered_at >= moment)


@dataclass(frozen=True, slots=True)
class Link:
    """Who has a case from a moment on."""

    since: int
    unit: str


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier that was received; moments are in local seconds.

    ``sent`` is the dossier as the source has it, ``dossier`` as the right treatment of its ``defect`` understands
    it; they have the same happenings at the same places. ``moments`` are those known at the clock.
    """

    sent: Dossier
    dossier: Dossier
    defect: str
    moments: tuple[Moment, ...]
    received: Moment
    end: Moment | None
    supplements: tuple[Wait, ...]
    payment_waits: tuple[Wait, ...]
    links: tuple[Link, ...]

    @property
    def receiver(self) -> str:
        """Return the unit that received it."""
        return self.dossier.commune.at(self.received.at).unit_key

    @property
    def responsible(self) -> str:
        """Return the competent unit, else the one that received it."""
        outside = self.dossier.outside
        return outside.unit_key if outside else self.dossier.procedure.competent_agency or self.receiver

    @property
    def procedure_known(self) -> bool:
        """Return whether its procedure is in the catalogue."""
        return self.defect != "pseudo_procedure_code"

    @property
    def sector(self) -> str:
        """Return the sector that it counts in."""
        return self.dossier.procedure.sector_code

    @property
    def resolved(self) -> bool:
        """Return whether it ended with a result."""
        return self.end is not None and self.end.what is Happening.FINISHED

    @property
    def submitted_at(self) -> int:
        """Return when the citizen submitted it."""
        return self.moments[0].at

    def due_before(self, moment: int) -> int | None:
        """Return the due date that the happenings before a moment leave in force."""
        due = None
        for happened in self.moments:
            if happened.at >= moment:
                break
            due = due_after(happened, due)
        return due

    def holder_at(self, moment: int) -> str:
        """Return who has it at a moment: before the reception the unit that will receive it, after the end the last."""
        return [link.unit for link in self.links if link.since <= moment or link is self.links[0]][-1]

    def is_open_at(self, moment: int) -> bool:
        """Return whether it was received before a moment and had not ended by then."""
        return self.received.at < moment and (self.end is None or self.end.at >= moment)

    @property
    def clock_begins_at(self) -> int:
        """From when its time runs: outside the home area from when the competent commune has it, as far as is sent."""
        outside, received_at = self.dossier.outside, self.received.at
        if outside is None or not is_of_2026(received_at):
            return received_at
        sent = sent_reception_there(self.sent, self.moments)
        taken = next((link.since for link in self.links if link.unit == outside.unit_key), received_at)
        return taken if sent is None else sent

    def used_office_seconds(self, until: int) -> int:
        """Office time from the reception to a moment, without the waits."""
        return _office_seconds(self.received.at, until) - sum(
            _office_seconds(wait.asked_at, until if wait.answered_at is None else wait.answered_at)
            for wait in (*self.supplements, *self.payment_waits)
        )


def _office_seconds(start: int, end: int) -> int:
    return to_office(end) - to_office(start)


def due_after(moment: Moment, due: int | None) -> int | None:
    """Return the due date in force after a happening."""
    if moment.what in (Happening.RECEIVED, Happening.SUPPLEMENT_ANSWERED, Happening.EXTENDED):
        return moment.due
    return due


def list_cases(world: World, clock: int, without: Collection[str]) -> Iterator[Case]:
    """Return every case that is known at a reading of the clock, except dossiers with a code in ``without``."""
    planting = plant(world.dossiers, world.defects)
    for sent in world.dossiers:
        case = None if sent.code in without else _case(sent, planting, clock)
        if case is not None:
            yield case


def _case(sent: Dossier, planting: Planting, clock: int) -> Case | None:
    dossier = understood(sent, planting.dossier(sent), clock)
    moments = () if dossier is None else dossier.known_at(clock)
    received = next((moment for moment in moments if moment.what is Happening.RECEIVED), None)
    if dossier is None or received is None:
        return None
    end = end_of(moments)
    return Case(
        sent=sent,
        dossier=dossier,
        defect=planting.dossier(sent),
        moments=moments,
        received=received,
        end=end,
        supplements=_supplement_rounds(moments),
        payment_waits=_payment_waits(moments),
        links=_links(dossier, received, end, _sent_holders(sent, planting, clock)),
    )


def _supplement_rounds(moments: tuple[Moment, ...]) -> tuple[Wait, ...]:
    """Return the rounds of missing papers; a reopening answers one that was still open."""
    rounds: list[Wait] = []
    for moment in moments:
        answers = moment.what in (Happening.SUPPLEMENT_ANSWERED, Happening.REOPENED)
        if moment.what is Happening.SUPPLEMENT_ASKED:
            rounds.append(Wait(moment.at, None))
        elif answers and rounds and rounds[-1].answered_at is None:
            rounds[-1] = Wait(rounds[-1].asked_at, moment.at)
    return tuple(rounds)


def _payment_waits(moments: tuple[Moment, ...]) -> tuple[Wait, ...]:
    """Return the waits for a payment, each until whatever happens next."""
    following = [*(moment.at for moment in moments[1:]), None]
    return tuple(
        Wait(moment.at, until)
        for moment, until in zip(moments, following, strict=True)
        if moment.what is Happening.PAYMENT_ASKED
    )


def _links(
    dossier: Dossier, received: Moment, end: Moment | None, holders: Iterable[tuple[int, str]]
) -> tuple[Link, ...]:
    """Return who had it, one after the other, by the events from the reception to before the end."""
    links = [Link(received.at, dossier.commune.at(received.at).unit_key)]
    for at, holder in holders:
        unit = _unit_of(holder, dossier) or dossier.commune.at(at).unit_key
        if received.at <= at and (end is None or at < end.at) and unit != links[-1].unit:
            links.append(Link(at, unit))
    return tuple(links)


def _unit_of(holder: str, dossier: Dossier) -> str:
    """Return the unit that an agency code means; what is no commune is called by it."""
    outside = dossier.outside
    return outside.unit_key if outside and holder == outside.agency_code else holder


def _sent_holders(sent: Dossier, planting: Planting, clock: int) -> list[tuple[int, str]]:
    """Return the moments of the events that are sent and the agencies that they name, empty for the commune."""
    skips = planting.events(sent) == "skipped_event"
    events = sorted(
        (moment.at, key_of(sent, index), index)
        for index, moment in enumerate(sent.known_at(clock))
        if not (skips and is_skipped(sent, index))
    )
    return [(at, holder_after(sent, sent.moments[: index + 1])) for at, _, index in events]
