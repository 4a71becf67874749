"""The list of what is wrong: every planted defect that shows at a reading of the clock."""

from collections.abc import Iterator
from copy import deepcopy
from typing import NamedTuple

from simulator.blemishes import DOSSIER_BLEMISHES, PAYMENT_BLEMISHES
from simulator.defects import BY_NAME
from simulator.feeds import Role, SentDossier, dossier_feed, event_feed, payment_feed, survey_feed
from simulator.payments import payment_record
from simulator.planting import Planting, deleted_at, is_skipped, plant
from simulator.progress import key_of
from simulator.records import dossier_record
from simulator.world import World


class Planted(NamedTuple):
    """One defect of one record.

    ``record_key`` is the key as it is served; a skipped event has the key that it would have.
    """

    feed: str
    record_key: str
    number: int
    name: str
    disposition: str
    rule_id: str
    reason: str


def quarantined_codes(world: World) -> frozenset[str]:
    """Return the dossiers whose records cannot be used, by their code in the world.

    Under a reused code the later dossier is meant, by the code that it should have had: the earlier one stays.
    """
    return plant(world.dossiers, world.defects).quarantined()


def list_planted(world: World, clock: int | None = None) -> list[Planted]:
    """Return every defect that shows at a reading of the clock, the world's own by default, by feed and key."""
    clock = world.as_of if clock is None else clock
    planting = plant(world.dossiers, world.defects)
    if not world.defects:
        return []
    found = [
        *_in_dossiers(world, clock, planting),
        *_in_events(world, clock, planting),
        *_in_payments(world, clock, planting),
        *_in_surveys(world, clock, planting),
    ]
    return sorted(found, key=lambda planted: (planted.feed, planted.record_key, planted.name))


def _planted(name: str, key: str) -> Planted:
    defect = BY_NAME[name]
    reason = f"{defect.effect}: {defect.treatment}"
    return Planted(defect.feed, key, defect.number, name, defect.disposition.value, defect.rule_id, reason)


def _in_dossiers(world: World, clock: int, planting: Planting) -> Iterator[Planted]:
    for _, key, sent in dossier_feed(world, clock, planting).rows:
        if sent.defect and _shows(sent):
            yield _planted(sent.defect, key)


def _shows(sent: SentDossier) -> bool:
    match sent.defect:
        case "duplicate_row":
            return sent.role is Role.OLDER
        case "two_codes" | "lying_copy":
            return sent.role is Role.COPY
        case "deleted":
            return deleted_at(sent.dossier) <= sent.clock
        case "late_update" | "reused_code":
            return True
    dossier = sent.dossier
    agencies = (moment.agency for moment in dossier.moments)
    receiver = dossier.receiver_at(sent.clock).agency_code
    names = dict.fromkeys((receiver, dossier.competent, *agencies), "Hòa")
    clean = dossier_record(dossier, sent.clock, names)
    spoilt = deepcopy(clean)
    DOSSIER_BLEMISHES[sent.defect](spoilt, dossier, sent.clock)
    return spoilt != clean


def _in_events(world: World, clock: int, planting: Planting) -> Iterator[Planted]:
    for _, key, sent in event_feed(world, clock, planting).rows:
        if sent.index is None:
            yield _planted("retracted_event", key)
    for dossier in filter(planting.is_told_elsewhere, world.dossiers):
        if planting.events(dossier) == "skipped_event":
            for index, _ in enumerate(dossier.known_at(clock)):
                if is_skipped(dossier, index):
                    yield _planted("skipped_event", key_of(dossier, index))


def _in_payments(world: World, clock: int, planting: Planting) -> Iterator[Planted]:
    for _, key, sent in payment_feed(world, clock, planting).rows:
        if not sent.defect:
            continue
        clean = payment_record(sent.payment, clock)
        if sent.defect in PAYMENT_BLEMISHES:
            spoilt = deepcopy(clean)
            PAYMENT_BLEMISHES[sent.defect](spoilt, sent.payment)
            if spoilt == clean:
                continue
        elif clean["NgayThuPhi"] == "":
            continue
        yield _planted(sent.defect, key)


def _in_surveys(world: World, clock: int, planting: Planting) -> Iterator[Planted]:
    feed = survey_feed(world, clock, planting)
    for _, key, answer in feed.rows:
        if planting.survey(answer.dossier) and feed.record(answer)["MaHoSo"] not in ("", answer.dossier.code):
            yield _planted("rating_of_another", key)
