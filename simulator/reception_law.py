"""From when time runs for a dossier, by the law of its reception; and who gets it outside its home area.

In a world with ``outside_receptions`` some dossiers are handed in at one commune although another is competent for them
(không phụ thuộc địa giới hành chính), and the source sends the optional moments of the contract. From 5 August 2026 the
time of such a dossier runs from when the competent commune has it. The 8 hours to accept an online dossier run from the
portal's acknowledgement. What comes after 15:00 waits for the next working day only where the procedure says so.
"""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from simulator.catalogue import Commune
from simulator.lifecycle import Dossier, Happening, Moment
from simulator.localtime import SECONDS_PER_DAY, day_number

CHANGED_ON = date(2026, 8, 5)
"""Decree 309/2026 and Decree 310/2026."""
_SAME_DAY_PROCEDURES = ("2.000635", "2.000908")
_FIRST_OUTSIDE = date(2026, 7, 1)
_ONE_IN = 5


def is_of_2026(received_at: int) -> bool:
    """Return whether the rules of August 2026 hold for what is received at a moment."""
    return received_at // SECONDS_PER_DAY >= day_number(CHANGED_ON)


def receive_some_outside(dossiers: Sequence[Dossier], communes: Sequence[Commune]) -> list[Dossier]:
    """Return the same dossiers with more fields; since July 2026 another commune is competent for some of them."""
    return [replace(dossier, outside=_competent(dossier, communes), tells_moments=True) for dossier in dossiers]


def _competent(dossier: Dossier, communes: Sequence[Commune]) -> Commune | None:
    """Return the commune that is competent; what a vertical agency resolves stays with it."""
    begun_on = dossier.moments[0].at // SECONDS_PER_DAY
    chosen = dossier.salt % _ONE_IN == 0 and begun_on >= day_number(_FIRST_OUTSIDE)
    others = [commune for commune in communes if commune.agency_code != dossier.commune.agency_code]
    if not chosen or not others or dossier.procedure.competent_agency:
        return None
    return others[dossier.salt // _ONE_IN % len(others)]


def sent_reception_there(dossier: Dossier, known: Sequence[Moment]) -> int | None:
    """Return when the competent commune got it (field NgayCoQuanNhan); every second one whose work began says so."""
    at = {moment.what: moment.at for moment in known if moment.what in (Happening.RECEIVED, Happening.STARTED)}
    if dossier.outside is None or dossier.number % 2 or len(at) < len((Happening.RECEIVED, Happening.STARTED)):
        return None
    return (at[Happening.RECEIVED] + at[Happening.STARTED]) // 2


def sent_acknowledgement(dossier: Dossier, known: Sequence[Moment]) -> int | None:
    """Return when the portal acknowledged it (field NgayCongXacNhan), sent with the reception of two in three."""
    received_at = next((moment.at for moment in known if moment.what is Happening.RECEIVED), None)
    submitted = known[0]
    sent = dossier.tells_moments and submitted.what is Happening.SUBMITTED and dossier.number % 3 > 0
    if not sent or received_at is None:
        return None
    return submitted.at + (received_at - submitted.at) * (dossier.salt // 7 % 4) // 4


def waits_after_three(dossier: Dossier, received_at: int) -> bool:
    """Return whether what comes after 15:00 waits for the next working day."""
    return not is_of_2026(received_at) or dossier.procedure.national_code in _SAME_DAY_PROCEDURES
