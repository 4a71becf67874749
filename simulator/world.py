"""A simulated world: the city's units and procedures, and every dossier of a year with its life cycle."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from random import Random

from msgspec.structs import replace

from simulator.arrivals import USUAL_YEAR, Month, draw_arrival, draw_month, year_from
from simulator.catalogue import (
    REFORM,
    Agency,
    Commune,
    Procedure,
    load_agencies,
    load_communes,
    load_former_communes,
    load_procedures,
)
from simulator.communes import Office, draw_office
from simulator.defects import SOUND, Defects
from simulator.histories import enrich_some
from simulator.interlinked import with_own_procedures
from simulator.journeys import Request, draw_journey
from simulator.lifecycle import Channel, Dossier
from simulator.localtime import SECONDS_PER_DAY, VIETNAM, compact_day, moment_of
from simulator.planting import delay_some
from simulator.reception_law import receive_some_outside

DEFAULT_AS_OF = datetime(2026, 10, 1, 6, 0, tzinfo=VIETNAM)
"""Six hours after the year of data, so that all of it has closed."""

_FIRST_MONTH, _LAST_FIRST_MONTH = (2025, 1), (2026, 1)
_REFORM_MONTH, _LONG_AGO = (2025, 7), "20150101"
_BUSY_FACTOR = 3
_LONGEST_LAG = 90


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a world is, and which one of that size.

    ``dossiers`` are drawn for the first ``communes`` communes by statistical code; the same ``seed`` gives
    the same world. ``as_of`` is where the source's clock starts; it changes what is known, not what happens.
    With ``cross_references`` the dossiers of interlinked requests carry the code of the request (MaHoSoKhac).
    ``defects`` says how often records are wrong; they change what is sent, and late_update when, not what happens.
    With ``outside_receptions`` some of those since July 2026 are received at another commune than the competent one.
    With ``rich_histories`` some dossiers wait for a payment, go to another agency and back, or are reopened.
    With ``own_procedures`` some offices keep interlinked dossiers under the groups' own procedures, and some of these
    send no record of the request.
    Dossiers come during twelve months from ``first_month`` on, the earliest is January 2025. Before 1 July 2025 the
    communes that went into the ``communes`` receive them; what happens to them from then on is their successors'.
    """

    dossiers: int = 24_000
    seed: int = 766
    communes: int = 40
    as_of: datetime = DEFAULT_AS_OF
    cross_references: bool = False
    defects: Defects = SOUND
    rich_histories: bool = False
    own_procedures: bool = False
    outside_receptions: bool = False
    first_month: Month = USUAL_YEAR[0]

    @property
    def months(self) -> tuple[Month, ...]:
        """Return the months of data."""
        return year_from(*self.first_month)


@dataclass(frozen=True, slots=True)
class World:
    """Everything that the source can tell and the truth can count. ``as_of`` is in local seconds.

    Dossiers are in order of their first happening. See ``Scale`` for ``cross_references``, ``defects`` and ``months``;
    there are ``former_communes`` if the months begin before the reform.
    """

    as_of: int
    communes: list[Commune]
    agencies: list[Agency]
    procedures: list[Procedure]
    dossiers: list[Dossier]
    cross_references: bool = False
    defects: Defects = SOUND
    months: tuple[Month, ...] = USUAL_YEAR
    former_communes: tuple[Commune, ...] = ()


def build_world(scale: Scale | None = None) -> World:
    """Draw a world; deterministic in everything that ``scale`` says."""
    scale = scale or Scale()
    communes = load_communes()
    if not _FIRST_MONTH <= scale.first_month <= _LAST_FIRST_MONTH:
        raise ValueError(f"the first month must lie between 2025-01 and 2026-01, not {scale.first_month}")
    if not 1 <= scale.communes <= len(communes):
        raise ValueError(f"communes must be 1 to {len(communes)}, not {scale.communes}")
    communes, procedures, agencies = communes[: scale.communes], load_procedures(), load_agencies()
    former = []
    if scale.first_month < _REFORM_MONTH:
        former = load_former_communes(communes)
        procedures = [replace(procedure, valid_from=_LONG_AGO) for procedure in procedures]
        agencies = [replace(agency, valid_from=_LONG_AGO) for agency in agencies]
    dossiers = _draw_dossiers(scale, communes, former, procedures)
    if scale.own_procedures:
        dossiers, procedures = with_own_procedures(dossiers, procedures)
    if scale.rich_histories:
        dossiers = enrich_some(dossiers, agencies)
    if scale.outside_receptions:
        dossiers = receive_some_outside(dossiers, communes)
    return World(
        as_of=moment_of(scale.as_of),
        communes=communes,
        agencies=agencies,
        procedures=procedures,
        dossiers=delay_some(dossiers, scale.defects.late_update),
        cross_references=scale.cross_references,
        defects=scale.defects,
        months=scale.months,
        former_communes=tuple(former),
    )


def _draw_dossiers(
    scale: Scale, communes: list[Commune], former: list[Commune], procedures: list[Procedure]
) -> list[Dossier]:
    rng = Random(scale.seed)
    offices = [draw_office(commune, rng) for commune in communes]
    demand = _demand_by_month(procedures, scale.months)
    volumes = list(accumulate(office.volume for office in offices))
    requests = [
        _draw_request(rng.choices(offices, cum_weights=volumes)[0], procedures, scale.months, demand, rng)
        for _ in range(scale.dossiers)
    ]
    requests.sort(key=lambda request: request.submitted_at)
    predecessors: defaultdict[str, list[Commune]] = defaultdict(list)
    for commune in former:
        if commune.successor:
            predecessors[commune.successor.agency_code].append(commune)
    return _register(requests, predecessors, rng)


def _demand_by_month(procedures: list[Procedure], months: tuple[Month, ...]) -> list[list[float]]:
    """Cumulated weights of the procedures, per index into the months."""
    return [
        list(accumulate(p.weight * (_BUSY_FACTOR if month in p.busy_months else 1) for p in procedures))
        for _, month in months
    ]


def _draw_request(
    office: Office, procedures: list[Procedure], months: tuple[Month, ...], demand: list[list[float]], rng: Random
) -> Request:
    month = draw_month(months, rng)
    procedure = rng.choices(procedures, cum_weights=demand[month])[0]
    channel = _draw_channel(office.online_share(month / (len(months) - 1)), office.postal_share, rng)
    return Request(procedure, office, channel, draw_arrival(months[month], channel, rng))


def _draw_channel(online_share: float, postal_share: float, rng: Random) -> Channel:
    draw = rng.random()
    if draw < online_share:
        return Channel.ONLINE
    return Channel.POSTAL if draw < online_share + postal_share else Channel.IN_PERSON


def _register(requests: list[Request], predecessors: Mapping[str, list[Commune]], rng: Random) -> list[Dossier]:
    """Give every request its life cycle and its code, which never changes afterwards.

    A code is agency code, day and the office's serial of that day. The day is that of submission, which is
    the day of reception unless an online dossier waits to be accepted: a code cannot wait with it.
    """
    serials: Counter[tuple[str, int]] = Counter()
    dossiers = []
    for number, request in enumerate(requests, start=1):
        commune = request.office.commune
        if request.submitted_at < REFORM:
            commune = rng.choice(predecessors[commune.agency_code])
        agency, day = commune.agency_code, request.submitted_at // SECONDS_PER_DAY
        serials[agency, day] += 1
        dossiers.append(
            Dossier(
                code=f"{agency}-{compact_day(day)[2:]}-{serials[agency, day]:04}",
                number=number,
                commune=commune,
                procedure=request.procedure,
                channel=request.channel,
                moments=draw_journey(request, rng),
                salt=rng.getrandbits(62),
                lag=rng.randrange(_LONGEST_LAG),
                sync_every=request.office.sync_every,
            )
        )
    return dossiers
