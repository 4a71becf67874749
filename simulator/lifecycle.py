"""The life cycle of a dossier: what can happen to it, in which order, and when the source knows.

A life cycle is a tuple of moments in time order. Everything that the source tells about a dossier, and
everything that the truth counts, is a fold of these moments.
"""

from bisect import bisect_right
from enum import IntEnum

import msgspec

from simulator.catalogue import Commune, Procedure


class Channel(IntEnum):
    """How a dossier is submitted (field KenhThucHien)."""

    IN_PERSON = 1
    ONLINE = 2
    POSTAL = 3


class Happening(IntEnum):
    """What happens to a dossier."""

    SUBMITTED = 1
    RECEIVED = 2
    STARTED = 3
    SUPPLEMENT_ASKED = 4
    SUPPLEMENT_ANSWERED = 5
    EXTENDED = 6
    """An apology is sent and the due date moves."""
    FOR_SIGNATURE = 7
    FINISHED = 8
    RETURNED = 9
    WITHDRAWN = 10
    REFUSED = 11
    STOPPED = 12
    PAYMENT_ASKED = 13
    """The work waits until the citizen has paid; the due date stays."""
    PAYMENT_MADE = 14
    HANDED_OVER = 15
    """Another agency gets the dossier (``Moment.agency``), from the commune or from a third one."""
    HANDED_BACK = 16
    REOPENED = 17
    """The work goes on after an end without a result; the due date stays."""


class Moment(msgspec.Struct, frozen=True, gc=False):
    """One happening at one moment (local seconds).

    ``due`` is the due date that comes into force; only a reception, an answered supplement and an extension
    set one, and on a dossier without a due date they leave it None. ``agency`` is the code of the agency that a
    dossier is handed over to; empty everywhere else.
    """

    what: Happening
    at: int
    due: int | None = None
    agency: str = ""


STATUS_AFTER: dict[Happening, str] = {
    Happening.SUBMITTED: "1",
    Happening.RECEIVED: "2",
    Happening.STARTED: "4",
    Happening.SUPPLEMENT_ASKED: "5",
    Happening.SUPPLEMENT_ANSWERED: "4",
    Happening.EXTENDED: "4",
    Happening.FOR_SIGNATURE: "4",
    Happening.FINISHED: "9",
    Happening.RETURNED: "10",
    Happening.WITHDRAWN: "7",
    Happening.REFUSED: "3",
    Happening.STOPPED: "8",
    Happening.PAYMENT_ASKED: "6",
    Happening.PAYMENT_MADE: "4",
    Happening.HANDED_OVER: "4",
    Happening.HANDED_BACK: "4",
    Happening.REOPENED: "4",
}
"""The status (field TrangThaiHoSo) that each happening leads to."""

ENDS_WITHOUT_RESULT = frozenset({Happening.WITHDRAWN, Happening.REFUSED, Happening.STOPPED})
ENDS = ENDS_WITHOUT_RESULT | {Happening.FINISHED}
"""What ends a dossier; a return is after the end."""

_AT_WORK = frozenset(
    {
        Happening.SUPPLEMENT_ASKED,
        Happening.PAYMENT_ASKED,
        Happening.HANDED_OVER,
        Happening.EXTENDED,
        Happening.FOR_SIGNATURE,
        Happening.FINISHED,
        Happening.REFUSED,
        Happening.STOPPED,
    }
)
_END: frozenset[Happening] = frozenset()

FOLLOWED_BY: dict[Happening | None, frozenset[Happening]] = {
    None: frozenset({Happening.SUBMITTED, Happening.RECEIVED}),
    Happening.SUBMITTED: frozenset({Happening.RECEIVED, Happening.REFUSED}),
    Happening.RECEIVED: frozenset({Happening.STARTED}),
    Happening.STARTED: _AT_WORK,
    Happening.SUPPLEMENT_ASKED: frozenset({Happening.SUPPLEMENT_ANSWERED, Happening.WITHDRAWN, Happening.STOPPED}),
    Happening.SUPPLEMENT_ANSWERED: _AT_WORK,
    Happening.PAYMENT_ASKED: frozenset({Happening.PAYMENT_MADE, Happening.WITHDRAWN, Happening.STOPPED}),
    Happening.PAYMENT_MADE: _AT_WORK,
    Happening.HANDED_OVER: frozenset({Happening.HANDED_OVER, Happening.HANDED_BACK}),
    Happening.HANDED_BACK: _AT_WORK,
    Happening.EXTENDED: frozenset(
        {Happening.PAYMENT_ASKED, Happening.HANDED_OVER, Happening.FOR_SIGNATURE, Happening.FINISHED}
    ),
    Happening.FOR_SIGNATURE: frozenset({Happening.PAYMENT_ASKED, Happening.FINISHED}),
    Happening.FINISHED: frozenset({Happening.RETURNED}),
    Happening.RETURNED: _END,
    Happening.WITHDRAWN: frozenset({Happening.REOPENED}),
    Happening.REFUSED: frozenset({Happening.REOPENED}),
    Happening.STOPPED: frozenset({Happening.REOPENED}),
    Happening.REOPENED: _AT_WORK,
}
"""The state machine: what may come next; None is the beginning."""


def check_order(moments: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """Return the same moments; ValueError if they break the state machine or go back in time."""
    previous: Moment | None = None
    for moment in moments:
        if moment.what not in FOLLOWED_BY[previous.what if previous else None]:
            raise ValueError(f"{moment} may not follow {previous}")
        if previous and moment.at < previous.at:
            raise ValueError(f"{moment} lies before {previous}")
        previous = moment
    return moments


def end_of(moments: tuple[Moment, ...]) -> Moment | None:
    """Return the end of a life cycle; one that was reopened is none."""
    for moment in reversed(moments):
        if moment.what is Happening.REOPENED:
            return None
        if moment.what in ENDS:
            return moment
    return None


class Dossier(msgspec.Struct, frozen=True, gc=False):
    """One dossier with its whole life cycle, the part after the source's clock included.

    ``commune`` is the one that it was submitted to; who receives it can be the successor (``receiver_at``).
    ``number`` counts the dossiers of a world from 1. ``salt`` is a random number from which all incidental
    fields follow. The source writes a happening down ``lag`` seconds after it, at the next multiple of
    ``sync_every`` seconds: some offices' software sends its changes in bundles, so that many records share
    one CapNhatLuc. ``outside`` is the commune that is competent for what was handed in at another one; with
    ``tells_moments`` the source tells the moments of a dossier that are optional in the contract.
    """

    code: str
    number: int
    commune: Commune
    procedure: Procedure
    channel: Channel
    moments: tuple[Moment, ...]
    salt: int = 0
    lag: int = 0
    sync_every: int = 1
    outside: Commune | None = None
    tells_moments: bool = False

    @property
    def competent(self) -> str:
        """Return the agency code of who is competent to resolve it, empty if the receiving commune is."""
        return self.outside.agency_code if self.outside else self.procedure.competent_agency

    def recorded_at(self, moment: Moment) -> int:
        """Return when the source knows of a happening (local seconds)."""
        return self.written_at(moment.at)

    def written_at(self, at: int) -> int:
        """Return when the source knows of something about this dossier (local seconds)."""
        return -(-(at + self.lag) // self.sync_every) * self.sync_every

    def receiver_at(self, clock: int) -> Commune:
        """Return who received it, by what the source knows at a reading of its clock; before that who is to."""
        if self.commune.successor is None:
            return self.commune
        known = self.known_at(clock) or self.moments
        received = next((moment.at for moment in known if moment.what is Happening.RECEIVED), known[0].at)
        return self.commune.at(received)

    def known_at(self, clock: int) -> tuple[Moment, ...]:
        """Return the happenings that the source knows of at a reading of its clock."""
        return self.moments[: bisect_right(self.moments, clock, key=self.recorded_at)]
