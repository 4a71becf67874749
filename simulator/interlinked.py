"""The feed of interlinked requests (dịch vụ công liên thông): one form, several agencies.

A birth is registered (Justice), then the child gets its residence (police) and its health card (social
insurance); a death ends in the removal from residence and the funeral allowance. The request lives in a
national system of its own; at the one-stop it is an ordinary dossier, the child, that goes its usual way.

States: TrangThaiLT as the interlinking system sends them (1 received, 2 supplement, 3 accepted at the one-stop,
4 Justice result ready, 5 result returned, 6 refused, 7 sent to Justice). TrangThaiTP as Justice sends them (1 waiting,
2 supplement, 3 processing, 4 registered, 6 refused); a step in CacBuoc has the latter too.
"""

import msgspec
from msgspec.structs import replace

from simulator.catalogue import Procedure
from simulator.chance import between, habit, share
from simulator.lifecycle import ENDS_WITHOUT_RESULT, Channel, Dossier, Happening, Moment
from simulator.localtime import SECONDS_PER_DAY, compact, compact_day, rfc3339
from simulator.office_time import WORKING_DAY, to_moment, to_office
from simulator.records import Record

_INTERLINKED = 0.6
_LIMIT = 8
"""Working days for the whole request."""
_JUSTICE = "Tư pháp - Hộ tịch"
_FURTHER_STEPS = {"khai_sinh": ("Công an", "Bảo hiểm xã hội"), "khai_tu": ("Công an", "Bảo trợ xã hội")}

_STATES_AFTER = {
    Happening.SUBMITTED: ("1", ""),
    Happening.RECEIVED: ("3", "1"),
    Happening.STARTED: ("7", "3"),
    Happening.SUPPLEMENT_ASKED: ("2", "2"),
    Happening.SUPPLEMENT_ANSWERED: ("7", "3"),
    Happening.EXTENDED: ("7", "3"),
    Happening.FOR_SIGNATURE: ("7", "3"),
    Happening.FINISHED: ("4", "4"),
    Happening.RETURNED: ("4", "4"),
    Happening.WITHDRAWN: ("6", "6"),
    Happening.REFUSED: ("6", "6"),
    Happening.STOPPED: ("6", "6"),
    Happening.PAYMENT_ASKED: ("7", "3"),
    Happening.PAYMENT_MADE: ("7", "3"),
    Happening.HANDED_OVER: ("7", "3"),
    Happening.HANDED_BACK: ("7", "3"),
    Happening.REOPENED: ("7", "3"),
}


class Interlinked(msgspec.Struct, frozen=True, gc=False):
    """An interlinked request: its child dossier, and when the agencies after Justice are done."""

    dossier: Dossier
    further: tuple[int, ...]

    @property
    def code(self) -> str:
        """Field MaHoSoLT."""
        day = self.dossier.moments[0].at // SECONDS_PER_DAY
        return f"LT-{compact_day(day)}-{self.dossier.number:07}"

    @property
    def due(self) -> int:
        """Return when the whole request should be done."""
        return to_moment(to_office(self.dossier.moments[0].at) + _LIMIT * WORKING_DAY)

    @property
    def completed_at(self) -> int | None:
        """Return when the last agency is done, if it ever is."""
        steps = len(_FURTHER_STEPS[self.dossier.procedure.interlinked_group])
        return self.further[-1] if len(self.further) == steps else None

    def known_at(self, clock: int) -> int | None:
        """Return the latest change that the source knows of at a reading of its clock; None if it knows nothing."""
        moments = [moment.at for moment in self.dossier.moments] + list(self.further)
        written = self.dossier.written_at
        return max((at for at in moments if written(at) <= clock), default=None)


OWN_PROCEDURES = {"khai_sinh": "2.002621", "khai_tu": "2.002622"}
"""The groups' own procedures, under which some offices keep the dossiers of interlinked requests."""


def with_own_procedures(dossiers: list[Dossier], procedures: list[Procedure]) -> tuple[list[Dossier], list[Procedure]]:
    """Let offices keep the dossiers of interlinked requests in three ways, each office in one.

    As before: under the ordinary procedure, with a record of the request. Under the group's own procedure with a
    record, or without any (``draw_interlinked``). The catalogue gets the own procedures.
    """
    own = {
        procedure: replace(
            procedure,
            national_code=OWN_PROCEDURES[procedure.interlinked_group],
            name=f"Liên thông: {procedure.name}",
            province_form=False,
        )
        for procedure in procedures
        if procedure.interlinked_group
    }
    kept = [
        replace(dossier, procedure=own[dossier.procedure])
        if draw_interlinked(dossier) and _way_of(dossier) != "record"
        else dossier
        for dossier in dossiers
    ]
    return kept, [*procedures, *own.values()]


def is_of_own_procedure(dossier: Dossier) -> bool:
    """Return whether it is kept under a group's own procedure."""
    return dossier.procedure.national_code in OWN_PROCEDURES.values()


def _way_of(dossier: Dossier) -> str:
    way: str = habit(dossier.commune.agency_code, "interlinked way", ("record", "procedure", "both"))
    return way


def draw_interlinked(dossier: Dossier) -> Interlinked | None:
    """Return the interlinked request behind a dossier, if there is one that the feed tells of."""
    group = dossier.procedure.interlinked_group
    if not group or dossier.channel is not Channel.ONLINE or share(dossier, "interlinked") >= _INTERLINKED:
        return None
    if is_of_own_procedure(dossier) and _way_of(dossier) == "procedure":
        return None
    finished = next((moment for moment in dossier.moments if moment.what is Happening.FINISHED), None)
    if finished is None:
        return Interlinked(dossier, ())
    further, at = [], finished.at
    for agency in _FURTHER_STEPS[group]:
        if share(dossier, f"{agency} forgets") < 0.04:
            break
        at = to_moment(to_office(at) + between(dossier, agency, 1800, 4 * WORKING_DAY))
        further.append(at)
    return Interlinked(dossier, tuple(further))


def interlinked_record(request: Interlinked, clock: int) -> Record:
    """Return the record of a request that exists at a reading of the clock."""
    dossier, known = request.dossier, request.known_at(clock)
    if known is None:
        raise ValueError(f"the request {request.code} does not exist yet")
    group = dossier.procedure.interlinked_group
    moments = [moment for moment in dossier.moments if moment.at <= known]
    done = [at for at in request.further if at <= known]
    all_done = request.completed_at is not None and request.completed_at <= known
    side, justice = _STATES_AFTER[moments[-1].what]
    ended = done[-1] if all_done else moments[-1].at if moments[-1].what in ENDS_WITHOUT_RESULT else None
    accepted = next((moment.at for moment in moments if moment.what is Happening.RECEIVED), None)
    commune = dossier.commune
    uses_gso = habit(commune.agency_code, "interlinked unit code", (True, True, False))
    return {
        "MaHoSoLT": request.code,
        "MaHoSo": "" if accepted is None else dossier.code,
        "Nhom": group,
        "MaDonVi": commune.statistical_code if uses_gso else commune.agency_code,
        "NgayTiepNhan": compact(moments[0].at),
        "NgayHenTra": compact(request.due),
        "TrangThaiLT": "5" if all_done else side,
        "TrangThaiTP": justice,
        "CacBuoc": _steps(dossier, justice, accepted, done),
        "ChoCongDan": _waits(moments) if habit(commune.agency_code, "interlinked waits", (True, False)) else [],
        "YeuCauCanCuoc": "0" if group == "khai_sinh" else "",
        "CanXacMinh": "0",
        "ApDungQuyDinhMoi": "",
        "NgayKetThuc": compact(ended),
        "DaXoa": "0",
        "CapNhatLuc": rfc3339(dossier.written_at(known)),
    }


def _steps(dossier: Dossier, justice: str, accepted: int | None, done: list[int]) -> list[dict[str, str]]:
    """Justice from the acceptance on, every further agency once the one before is done."""
    if accepted is None:
        return []
    finished = next((m.at for m in dossier.moments if m.what is Happening.FINISHED), None)
    steps = [_step(_JUSTICE, justice, accepted, finished if justice == "4" else None)]
    began = finished if justice == "4" else None
    for index, agency in enumerate(_FURTHER_STEPS[dossier.procedure.interlinked_group]):
        if began is None:
            break
        ended = done[index] if index < len(done) else None
        steps.append(_step(agency, "3" if ended is None else "4", began, ended))
        began = ended
    return steps


def _waits(moments: list[Moment]) -> list[dict[str, str]]:
    """Return the supplements that were asked for, each until its answer."""
    waits: list[dict[str, str]] = []
    for moment in moments:
        if moment.what is Happening.SUPPLEMENT_ASKED:
            waits.append({"LoaiCho": "bo_sung", "TuLuc": compact(moment.at), "DenLuc": ""})
        elif moment.what is Happening.SUPPLEMENT_ANSWERED and waits:
            waits[-1]["DenLuc"] = compact(moment.at)
    return waits


def step_due(began: int) -> int:
    """Return when a step that begins at a moment is promised to be done."""
    return to_moment(to_office(began) + 3 * WORKING_DAY)


def _step(agency: str, state: str, began: int, ended: int | None) -> dict[str, str]:
    return {
        "CoQuan": agency,
        "TrangThai": state,
        "HanBuoc": compact(step_due(began)),
        "XongLuc": compact(ended),
    }
