"""The feed of events: one for each happening in a life cycle, as CapNhatTienDoHoSoMC reports them."""

from simulator.chance import habit
from simulator.lifecycle import STATUS_AFTER, Dossier, Happening, Moment
from simulator.localtime import compact, rfc3339
from simulator.personal import personal_data
from simulator.planting import retracted_at
from simulator.records import KEEPS_STEP, STEP_AFTER, Record, holder_after

_DEPARTMENTS = {
    "tiep_nhan": "Bộ phận Một cửa",
    "chuyen_vien": "Phòng chuyên môn",
    "cho_ky": "Lãnh đạo Ủy ban nhân dân",
    "da_ky_chua_tra": "Bộ phận Một cửa",
}
_TITLES = {"chuyen_vien": "Công chức chuyên môn", "cho_ky": "Chủ tịch"}
_CITIZEN_ACTS = (Happening.SUBMITTED, Happening.WITHDRAWN)


def event_id(dossier: Dossier, index: int) -> str:
    """Return the stable id of an event (field MaSuKien); empty where the office's software has none."""
    has_ids = habit(dossier.commune.agency_code, "event ids", (True, True, False))
    return f"SK{dossier.number:08}-{index:02}" if has_ids else ""


def event_key(record: Record) -> str:
    """Return the key of an event: its id, else dossier, moment and status."""
    return str(record["MaSuKien"]) or "|".join(str(record[name]) for name in ("MaHoSo", "ThoiDiemXuLy", "TrangThai"))


def key_of(dossier: Dossier, index: int) -> str:
    """Return the key of the event of a happening, see ``event_key``."""
    moment = dossier.moments[index]
    return event_id(dossier, index) or f"{dossier.code}|{compact(moment.at)}|{STATUS_AFTER[moment.what]}"


def retracted_key(dossier: Dossier) -> str:
    """Return the key of the event that was undone."""
    return event_key(retracted_event(dossier))


def retraction_written_at(dossier: Dossier) -> int:
    """Return when the source knows that the event was undone: an hour later (local seconds)."""
    return dossier.written_at(retracted_at(dossier) + 3600)


def retracted_event(dossier: Dossier) -> Record:
    """Return a finish that was reported too early and undone; only the undone event is sent."""
    at = retracted_at(dossier)
    return event_record(dossier, 0) | {
        "MaSuKien": event_id(dossier, 90),
        "ThoiDiemXuLy": compact(at),
        "TrangThai": STATUS_AFTER[Happening.FINISHED],
        "DaXoa": "1",
        "CapNhatLuc": rfc3339(retraction_written_at(dossier)),
    }


def event_record(dossier: Dossier, index: int) -> Record:
    """Return the event of the happening number ``index`` of a life cycle; it never changes."""
    moment = dossier.moments[index]
    happened = dossier.moments[: index + 1]
    step, due = _state_after(happened)
    person = personal_data(dossier)
    commune = dossier.commune.at(moment.at).agency_code
    by_citizen = moment.what in _CITIZEN_ACTS
    return {
        "MaSuKien": event_id(dossier, index),
        "MaHoSo": dossier.code,
        "NguoiXuLy": person.name if by_citizen else person.official,
        "ChucDanh": "" if by_citizen else _TITLES.get(step, "Công chức Một cửa"),
        "ThoiDiemXuLy": compact(moment.at),
        "MaDonViXuLy": holder_after(dossier, happened) or commune,
        "PhongBanXuLy": "" if by_citizen else _DEPARTMENTS.get(step, "Bộ phận Một cửa"),
        "NoiDungXuLy": f"{moment.what.name.lower()}: {person.abstract}",
        "TrangThai": STATUS_AFTER[moment.what],
        "NgayBatDau": compact(moment.at) if step else "",
        "NgayKetThucTheoQuyDinh": compact(due) if step else "",
        "DaXoa": "0",
        "CapNhatLuc": rfc3339(dossier.recorded_at(moment)),
    }


def _state_after(moments: tuple[Moment, ...]) -> tuple[str, int | None]:
    """Return the office's step, empty when the dossier is with nobody, and the due date in force."""
    step, due = "", None
    for moment in moments:
        due = moment.due or due
        if moment.what not in KEEPS_STEP:
            step = STEP_AFTER.get(moment.what, "")
    return step, due
