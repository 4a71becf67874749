"""The feeds of the source: what each lists at one reading of the clock, and how a row becomes a record.

Every feed is ordered by (CapNhatLuc, key). The keys are MaDonVi, MaTTHC, MaHoSo, MaSuKien (or dossier, moment
and status where an office has no such ids), MaYeuCau, MaDanhGia with TieuChi, MaPAKN, and MaHoSoLT.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cached_property, partial
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from simulator.blemishes import DOSSIER_BLEMISHES, FIVE_YEARS, PAYMENT_BLEMISHES, deleted_record, national_copy
from simulator.catalogue import PROVINCE_CODE
from simulator.feedback import Feedback, draw_feedback, feedback_record
from simulator.interlinked import Interlinked, draw_interlinked, interlinked_record
from simulator.lifecycle import Dossier, Happening
from simulator.localtime import SECONDS_PER_DAY, VIETNAM, moment_of, rfc3339
from simulator.paging import Listing, Position
from simulator.payments import Payment, draw_payment, payment_record
from simulator.planting import (
    Planting,
    carries_national_code,
    deleted_at,
    is_skipped,
    national_code,
    paid_twice,
    plant,
    retracted_at,
)
from simulator.progress import event_record, key_of, retracted_event, retracted_key, retraction_written_at
from simulator.records import Record, agency_record, commune_record, dossier_record, procedure_record
from simulator.surveys import Answer, draw_answers, survey_record
from simulator.world import World

FEED_NAMES = ("units", "procedures", "dossiers", "events", "payments", "surveys", "feedback", "interlinked")
"""The feeds of the contract."""

COUNTED_FEEDS = FEED_NAMES[2:]
"""The feeds that a client may compare by counts: all but the catalogues."""

_CATALOGUE_WRITTEN_AT = moment_of(datetime(2025, 9, 15, 8, tzinfo=VIETNAM))
"""Units and procedures were loaded in one go, so all of them share one CapNhatLuc."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """Encoded records of a feed, where they end if more follow (else None), and how many changed in all."""

    records: list[msgspec.Raw]
    end: Position | None
    total: int


class Counted(NamedTuple):
    """Where a row is counted: receiving unit, day (a day number) and amount in đồng."""

    unit: str
    day: int
    amount: int = 0


class Feed(Generic[T]):
    """A feed whose rows are (CapNhatLuc in local seconds, key, item).

    Rows are listed when the feed is first asked, and items become records when their page is read. A feed that
    belongs to no unit ignores the filter by unit.
    """

    def __init__(
        self,
        rows: Callable[[], list[tuple[int, str, T]]],
        render: Callable[[T], Record],
        unit_of: Callable[[T], str] | None = None,
        counted: Callable[[T], Counted | None] | None = None,
    ) -> None:
        self._list, self._render, self._unit_of, self._counted = rows, render, unit_of, counted
        self._listings: dict[str | None, Listing[T]] = {}

    @cached_property
    def rows(self) -> list[tuple[int, str, T]]:
        """Return all rows, in no order."""
        return self._list()

    def record(self, item: T) -> Record:
        """Return the record of an item of a row."""
        return self._render(item)

    def stamped(self, stamp: Callable[[int, str], int]) -> "Feed[tuple[int, T]]":
        """Return the same feed with another CapNhatLuc: ``stamp`` makes it of the old one and the key."""

        def rows() -> list[tuple[int, str, tuple[int, T]]]:
            return [(at := stamp(old, key), key, (at, item)) for old, key, item in self.rows]

        def render(row: tuple[int, T]) -> Record:
            return {**self._render(row[1]), "CapNhatLuc": rfc3339(row[0])}

        unit_of, counted = self._unit_of, self._counted
        return Feed(
            rows,
            render,
            None if unit_of is None else lambda row: unit_of(row[1]),
            None if counted is None else lambda row: counted(row[1]),
        )

    def page(self, since: int | None, after: Position | None, limit: int, unit_code: str | None) -> Page:
        """Return the page behind a position, see ``Listing.read``."""
        listing = self._listing(unit_code)
        part = listing.read(since, after, limit)
        # Encoded one by one: their many small objects are gone before the garbage collector visits them.
        records = [msgspec.Raw(msgspec.json.encode(self._render(item))) for item in part.rows]
        return Page(records, part.end, listing.count_since(since))

    def counts(self, first: int, last: int) -> dict[tuple[str, int], tuple[int, int]]:
        """Count records and add up amounts by unit and day, both days (day numbers) included."""
        numbers: Counter[tuple[str, int]] = Counter()
        amounts: Counter[tuple[str, int]] = Counter()
        for _, _, item in self.rows if self._counted else []:
            counted = self._counted(item) if self._counted else None
            if counted and first <= counted.day <= last:
                numbers[counted.unit, counted.day] += 1
                amounts[counted.unit, counted.day] += counted.amount
        return {key: (number, amounts[key]) for key, number in sorted(numbers.items())}

    def _listing(self, unit_code: str | None) -> Listing[T]:
        unit = unit_code if self._unit_of else None
        if unit not in self._listings:
            self._listings[unit] = Listing(row for row in self.rows if self._belongs(row[2], unit))
        return self._listings[unit]

    def _belongs(self, item: T, unit: str | None) -> bool:
        return unit is None or self._unit_of is None or self._unit_of(item) == unit


def build_feeds(world: World, clock: int, planting: Planting | None = None) -> Mapping[str, Feed[Any]]:
    """Return every feed of the contract at a reading of the clock; ``planting`` is the world's, where it is at hand."""
    planting = planting or plant(world.dossiers, world.defects)
    return {
        "units": _units(world, clock),
        "procedures": _procedures(world, clock),
        "dossiers": dossier_feed(world, clock, planting),
        "events": event_feed(world, clock, planting),
        "payments": payment_feed(world, clock, planting),
        "surveys": survey_feed(world, clock, planting),
        "feedback": _feedback(world, clock, planting),
        "interlinked": _interlinked(world, clock, planting),
    }


def _units(world: World, clock: int) -> Feed[Record]:
    records = [agency_record(agency, _CATALOGUE_WRITTEN_AT) for agency in world.agencies]
    communes = (*world.communes, *world.former_communes)
    records += [commune_record(commune, PROVINCE_CODE, _CATALOGUE_WRITTEN_AT) for commune in communes]
    return _catalogue(records, "MaDonVi", clock, unit_of=lambda record: str(record["MaDonVi"]))


def _procedures(world: World, clock: int) -> Feed[Record]:
    records = [procedure_record(procedure, _CATALOGUE_WRITTEN_AT) for procedure in world.procedures]
    return _catalogue(records, "MaTTHC", clock)


def _catalogue(
    records: list[Record], key: str, clock: int, unit_of: Callable[[Record], str] | None = None
) -> Feed[Record]:
    known = records if clock >= _CATALOGUE_WRITTEN_AT else []
    return Feed(lambda: [(_CATALOGUE_WRITTEN_AT, str(record[key]), record) for record in known], dict, unit_of)


class Role(IntEnum):
    """Which of the rows of a dossier a row is; all but those with defects have one."""

    MAIN = 0
    OLDER = 1
    """An older state, listed once more."""
    COPY = 2
    """The national copy."""


class SentDossier(msgspec.Struct, frozen=True, gc=False):
    """One row of the feed of dossiers; ``clock`` is the moment up to which it is sent."""

    dossier: Dossier
    clock: int
    defect: str = ""
    role: Role = Role.MAIN


def dossier_feed(world: World, clock: int, planting: Planting) -> Feed[SentDossier]:
    """Return the feed of dossiers."""
    unit_names = {agency.agency_code: agency.name for agency in world.agencies}
    unit_names |= {commune.agency_code: commune.name for commune in (*world.communes, *world.former_communes)}

    def rows() -> list[tuple[int, str, SentDossier]]:
        sent: list[tuple[int, str, SentDossier]] = []
        for dossier in world.dossiers:
            known = dossier.known_at(clock)
            if known:
                sent += _rows_of(dossier, dossier.recorded_at(known[-1]), clock, planting)
        return sent

    def render(sent: SentDossier) -> Record:
        dossier = sent.dossier
        record = dossier_record(dossier, sent.clock, unit_names, _other_code(sent, world))
        if sent.defect:
            _spoil(record, sent, planting)
        return record

    def counted(sent: SentDossier) -> Counted | None:
        dossier = sent.dossier
        if sent.role is not Role.MAIN or (sent.defect == "deleted" and deleted_at(dossier) <= clock):
            return None
        for moment in dossier.known_at(clock):
            if moment.what is Happening.RECEIVED:
                unit = dossier.commune.at(moment.at).agency_code
                return Counted(unit, moment.at // SECONDS_PER_DAY, dossier.procedure.fee_vnd)
        return None

    return Feed(rows, render, lambda sent: sent.dossier.receiver_at(sent.clock).agency_code, counted)


def _rows_of(dossier: Dossier, written: int, clock: int, planting: Planting) -> Iterator[tuple[int, str, SentDossier]]:
    """Return the rows of a dossier that exists; most have one."""
    defect = planting.dossier(dossier)
    sent = SentDossier(dossier, clock, defect)
    match defect:
        case "future_update":
            yield written + FIVE_YEARS, dossier.code, sent
            return
        case "deleted" if deleted_at(dossier) <= clock:
            yield deleted_at(dossier), dossier.code, sent
            return
        case "reused_code":
            yield written, planting.earlier[dossier.code], sent
            return
        case "duplicate_row":
            before = dossier.known_at(written - 1)
            if before:
                older = SentDossier(dossier, written - 1, defect, Role.OLDER)
                yield dossier.recorded_at(before[-1]), dossier.code, older
        case "two_codes" | "lying_copy":
            yield written, national_code(dossier), SentDossier(dossier, clock, defect, Role.COPY)
    yield written, dossier.code, sent


def _other_code(sent: SentDossier, world: World) -> str:
    if sent.defect in ("two_codes", "lying_copy") and carries_national_code(sent.dossier):
        return national_code(sent.dossier)
    request = draw_interlinked(sent.dossier) if world.cross_references else None
    return request.code if request else ""


def _spoil(record: Record, sent: SentDossier, planting: Planting) -> None:
    dossier = sent.dossier
    if sent.role is Role.COPY:
        national_copy(record, national_code(dossier), lying=sent.defect == "lying_copy")
    elif sent.defect == "deleted" and deleted_at(dossier) <= sent.clock:
        deleted_record(record, dossier, deleted_at(dossier))
    elif sent.defect == "reused_code":
        record["MaHoSo"] = planting.earlier[dossier.code]
    elif sent.defect in DOSSIER_BLEMISHES:
        DOSSIER_BLEMISHES[sent.defect](record, dossier, sent.clock)


def _unit_at(dossier: Dossier, moment: int) -> str:
    return dossier.commune.at(moment).agency_code


class SentEvent(msgspec.Struct, frozen=True, gc=False):
    """One row of the feed of events: a happening, or one that was undone (``index`` is then None)."""

    dossier: Dossier
    index: int | None

    @property
    def at(self) -> int:
        """Return when it happens."""
        return retracted_at(self.dossier) if self.index is None else self.dossier.moments[self.index].at


def event_feed(world: World, clock: int, planting: Planting) -> Feed[SentEvent]:
    """Return the feed of events."""

    def rows() -> list[tuple[int, str, SentEvent]]:
        sent: list[tuple[int, str, SentEvent]] = []
        for dossier in world.dossiers:
            known = dossier.known_at(clock)
            if not known or not planting.is_told_elsewhere(dossier):
                continue
            defect = planting.events(dossier)
            for index, moment in enumerate(known):
                if defect != "skipped_event" or not is_skipped(dossier, index):
                    sent.append((dossier.recorded_at(moment), key_of(dossier, index), SentEvent(dossier, index)))
            if defect == "retracted_event" and (written := retraction_written_at(dossier)) <= clock:
                sent.append((written, retracted_key(dossier), SentEvent(dossier, None)))
        return sent

    def render(sent: SentEvent) -> Record:
        return retracted_event(sent.dossier) if sent.index is None else event_record(sent.dossier, sent.index)

    def counted(sent: SentEvent) -> Counted | None:
        return None if sent.index is None else Counted(_unit_at(sent.dossier, sent.at), sent.at // SECONDS_PER_DAY)

    return Feed(rows, render, lambda sent: _unit_at(sent.dossier, sent.at), counted)


class SentPayment(msgspec.Struct, frozen=True, gc=False):
    """One row of the feed of payments."""

    payment: Payment
    defect: str = ""


def sent_payments(world: World, planting: Planting) -> Iterator[SentPayment]:
    """Return every payment with its defect."""
    for payment in map(draw_payment, filter(planting.is_told_elsewhere, world.dossiers)):
        if payment:
            defect = planting.payment(payment)
            yield SentPayment(paid_twice(payment) if defect == "double_paid" else payment, defect)


def payment_feed(world: World, clock: int, planting: Planting) -> Feed[SentPayment]:
    """Return the feed of payments."""

    def rows() -> list[tuple[int, str, SentPayment]]:
        return [
            (sent.payment.dossier.written_at(known), sent.payment.code, sent)
            for sent in sent_payments(world, planting)
            if (known := sent.payment.known_at(clock)) is not None
        ]

    def render(sent: SentPayment) -> Record:
        record = payment_record(sent.payment, clock)
        if sent.defect in PAYMENT_BLEMISHES:
            PAYMENT_BLEMISHES[sent.defect](record, sent.payment)
        return record

    def counted(sent: SentPayment) -> Counted:
        payment = sent.payment
        asked_at = payment.changes[0][0]
        return Counted(_unit_at(payment.dossier, asked_at), asked_at // SECONDS_PER_DAY, payment.amount_vnd)

    return Feed(rows, render, lambda sent: _unit_at(sent.payment.dossier, sent.payment.changes[0][0]), counted)


def survey_feed(world: World, clock: int, planting: Planting) -> Feed[Answer]:
    """Return the feed of surveys."""

    def rows() -> list[tuple[int, str, Answer]]:
        return [
            (written, answer.key, answer)
            for dossier in world.dossiers
            if planting.is_told_elsewhere(dossier)
            for answer in draw_answers(dossier)
            if (written := dossier.written_at(answer.rated_at)) <= clock
        ]

    def render(answer: Answer) -> Record:
        record = survey_record(answer)
        if record["MaHoSo"] and planting.survey(answer.dossier):
            record["MaHoSo"] = planting.neighbour.get(answer.dossier.code, answer.dossier.code)
        return record

    return Feed(
        rows,
        render,
        lambda item: _unit_at(item.dossier, item.rated_at),
        lambda item: Counted(_unit_at(item.dossier, item.rated_at), item.rated_at // SECONDS_PER_DAY),
    )


def _feedback(world: World, clock: int, planting: Planting) -> Feed[Feedback]:
    def rows() -> list[tuple[int, str, Feedback]]:
        return [
            (feedback.dossier.written_at(known), feedback.code, feedback)
            for feedback in map(draw_feedback, filter(planting.is_told_elsewhere, world.dossiers))
            if feedback and (known := feedback.known_at(clock)) is not None
        ]

    return Feed(
        rows,
        partial(feedback_record, clock=clock),
        lambda item: _unit_at(item.dossier, item.received_at),
        lambda item: Counted(_unit_at(item.dossier, item.received_at), item.received_at // SECONDS_PER_DAY),
    )


def _interlinked(world: World, clock: int, planting: Planting) -> Feed[Interlinked]:
    def rows() -> list[tuple[int, str, Interlinked]]:
        return [
            (request.dossier.written_at(known), request.code, request)
            for request in map(draw_interlinked, filter(planting.is_told_elsewhere, world.dossiers))
            if request and (known := request.known_at(clock)) is not None
        ]

    def unit_of(item: Interlinked) -> str:
        return item.dossier.commune.agency_code

    return Feed(
        rows,
        partial(interlinked_record, clock=clock),
        unit_of,
        lambda item: Counted(unit_of(item), item.dossier.moments[0].at // SECONDS_PER_DAY),
    )
