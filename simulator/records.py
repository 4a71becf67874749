"""A dossier as the source tells it: one JSON record, as known at a reading of the source's clock.

The record has every dossier field of the contract, in the spelling of the National Public Service Portal;
every scalar is a string, an absent date the empty string.
"""

from dataclasses import dataclass, field

from simulator.catalogue import Agency, Commune, Procedure
from simulator.lifecycle import STATUS_AFTER, Channel, Dossier, Happening, Moment
from simulator.localtime import SECONDS_PER_DAY, compact, rfc3339
from simulator.personal import PersonalData, personal_data
from simulator.reception_law import sent_acknowledgement, sent_reception_there

Record = dict[str, object]

STEP_AFTER: dict[Happening, str] = {
    Happening.RECEIVED: "tiep_nhan",
    Happening.STARTED: "chuyen_vien",
    Happening.SUPPLEMENT_ANSWERED: "chuyen_vien",
    Happening.FOR_SIGNATURE: "cho_ky",
    Happening.FINISHED: "da_ky_chua_tra",
    Happening.HANDED_OVER: "chuyen_vien",
    Happening.HANDED_BACK: "chuyen_vien",
    Happening.REOPENED: "chuyen_vien",
}
"""The office's step (field BuocXuLy): at reception, with an official, awaiting signature, signed and not yet
handed over."""

KEEPS_STEP = frozenset({Happening.EXTENDED, Happening.PAYMENT_ASKED, Happening.PAYMENT_MADE})
"""Leaves the step as it is; what is neither here nor in ``STEP_AFTER`` ends it."""

_DELAY_CAUSES = ("dong_bo", "chua_ket_thuc", "cong_dan", "phan_mem", "don_vi", "don_vi")
_CERTIFIED_COPIES = "2.000815"
_HOST = "https://motcua.example.invalid"


@dataclass(slots=True)
class _Story:
    """What has become of a dossier so far, in local seconds; ``last`` is the latest happening known."""

    last: Moment
    submitted_at: int | None = None
    received_at: int | None = None
    due: int | None = None
    finished_at: int | None = None
    returned_at: int | None = None
    refused_at: int | None = None
    step: str = ""
    step_since: int | None = None
    elsewhere: str = ""
    """The agency that the dossier is handed over to."""
    was_elsewhere: bool = False
    supplements: list[tuple[int, int | None, int | None, int | None]] = field(default_factory=list)
    """Asked at, answered at, due date before and after."""
    extensions: list[tuple[int, int | None, int | None]] = field(default_factory=list)
    """Apologised at, due date before and after."""


def _story(known: tuple[Moment, ...]) -> _Story:
    story = _Story(last=known[-1], submitted_at=known[0].at)
    for moment in known:
        _tell(story, moment)
    return story


def _tell(story: _Story, moment: Moment) -> None:
    match moment.what:
        case Happening.RECEIVED:
            story.received_at, story.due = moment.at, moment.due
        case Happening.SUPPLEMENT_ASKED:
            story.supplements.append((moment.at, None, story.due, None))
        case Happening.SUPPLEMENT_ANSWERED:
            asked_at, _, before, _ = story.supplements.pop()
            story.supplements.append((asked_at, moment.at, before, moment.due))
            story.due = moment.due
        case Happening.EXTENDED:
            story.extensions.append((moment.at, story.due, moment.due))
            story.due = moment.due
        case Happening.FINISHED:
            story.finished_at = moment.at
        case Happening.RETURNED:
            story.returned_at = moment.at
        case Happening.WITHDRAWN | Happening.REFUSED | Happening.STOPPED:
            story.refused_at = moment.at
        case Happening.REOPENED:
            _reopen(story, moment)
        case Happening.HANDED_OVER:
            story.elsewhere, story.was_elsewhere = moment.agency, True
        case Happening.HANDED_BACK:
            story.elsewhere = ""
    if moment.what not in KEEPS_STEP:
        story.step = STEP_AFTER.get(moment.what, "")
        story.step_since = moment.at if story.step else None


def _reopen(story: _Story, moment: Moment) -> None:
    """Reopen without a refusal: missing papers come with the reopening, and the due date stays."""
    story.refused_at = None
    if story.supplements and story.supplements[-1][1] is None:
        asked_at, _, before, _ = story.supplements.pop()
        story.supplements.append((asked_at, moment.at, before, None))


def holder_after(dossier: Dossier, moments: tuple[Moment, ...]) -> str:
    """Return the other agency that holds a dossier after some happenings, empty if the commune does."""
    return _holder(dossier, _story(moments))


def dossier_record(dossier: Dossier, clock: int, unit_names: dict[str, str], other_code: str = "") -> Record:
    """Return the record of a dossier that exists at a reading of the clock; ``unit_names`` by agency code.

    ``other_code`` is the code that the same request has elsewhere (field MaHoSoKhac).
    """
    story = _story(dossier.known_at(clock))
    person = personal_data(dossier)
    procedure, commune, salt = dossier.procedure, dossier.receiver_at(clock), dossier.salt
    holder = _holder(dossier, story)
    papers = submitted_papers(dossier)
    return {
        "MaHoSo": dossier.code,
        "MaHoSoKhac": other_code,
        "MaTTHC": procedure.code,
        "TenTTHC": procedure.name,
        "MaLinhVuc": procedure.sector_code,
        "TenLinhVuc": procedure.sector_name,
        "MaDonVi": commune.agency_code,
        "MaDonViGiaiQuyet": dossier.competent,
        "MaDonViXuLy": holder,
        "DonViXuLy": unit_names[holder or commune.agency_code],
        "BuocXuLy": story.step,
        "GiuTu": compact(story.step_since),
        "NguyenNhanTre": _delay_cause(dossier, story),
        "KenhThucHien": str(int(dossier.channel)),
        "LoaiDoiTuong": "2" if procedure.sector_code == "HKD" and salt % 3 else "1",
        **_personal_fields(person, story, online=dossier.channel is Channel.ONLINE),
        "NgayNopHoSo": compact(story.submitted_at),
        "NgayTiepNhan": compact(story.received_at),
        "NgayHenTra": compact(story.due),
        "NgayKetThucXuLy": compact(story.finished_at),
        "NgayTra": compact(story.returned_at),
        "NgayTuChoi": compact(story.refused_at),
        "TrangThaiHoSo": STATUS_AFTER[story.last.what],
        "HinhThuc": "1" if dossier.channel is Channel.POSTAL or salt % 11 == 0 else "0",
        "HoSoCoThanhPhanSoHoa": "1" if any(paper["DuocSoHoa"] == "1" for paper in papers) else "0",
        "TaiKhoanDuocXacThucVoiVNeID": "1" if dossier.channel is Channel.ONLINE and salt % 10 else "0",
        "DuocThanhToanTrucTuyen": paid_online(dossier),
        "BanSaoDienTu": _electronic_copy(dossier, finished=story.finished_at is not None),
        "DSKetNoiCSDL": [{"MaCSDL": "7"}] if looked_into_population_database(dossier) else [],
        "TaiLieuNop": papers,
        "DanhSachLePhi": _fees(procedure),
        "DanhSachHoSoBoSung": _supplements(dossier, story, person),
        "DanhSachGiaHan": _extensions(story),
        "DanhSachGiayToKetQua": _results(dossier, story),
        "LienKet": f"{_HOST}/ho-so/{dossier.code}",
        "DaXoa": "0",
        "LyDoXoa": "",
        **_optional_moments(dossier, clock),
        "CapNhatLuc": rfc3339(dossier.recorded_at(story.last)),
    }


def _optional_moments(dossier: Dossier, clock: int) -> Record:
    """Return the moments that not every source tells; empty where it does not."""
    known = dossier.known_at(clock) if dossier.tells_moments else ()
    return {
        "NgayCongXacNhan": compact(sent_acknowledgement(dossier, known) if known else None),
        "NgayCoQuanNhan": compact(sent_reception_there(dossier, known) if known else None),
    }


def _holder(dossier: Dossier, story: _Story) -> str:
    """Return the other agency that holds the dossier now, empty if the commune does."""
    competent = dossier.competent if story.step in ("chuyen_vien", "cho_ky") else ""
    return story.elsewhere or competent


def _delay_cause(dossier: Dossier, story: _Story) -> str:
    """Return the cause that the office enters when it extends a dossier or ends it late."""
    ended_late = False
    if story.due is not None and story.finished_at is not None:
        unit = 60 if dossier.procedure.in_hours else SECONDS_PER_DAY
        ended_late = story.finished_at // unit > story.due // unit
    if not (ended_late or story.extensions):
        return ""
    elsewhere = dossier.competent or story.was_elsewhere
    return "co_quan_khac" if elsewhere else _DELAY_CAUSES[dossier.salt % len(_DELAY_CAUSES)]


def _personal_fields(person: PersonalData, story: _Story, *, online: bool) -> Record:
    return {
        "ChuHoSo": person.name,
        "SoGiayToChuHoSo": person.identity_number,
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": person.identity_number}],
        "MaDoiTuong": person.account_id if online else "",
        "Email": person.email,
        "Fax": person.fax,
        "SoDienThoai": person.phone,
        "DiaChi": person.address,
        "TrichYeuHoSo": person.abstract,
        "GhiChu": f"Liên hệ {person.phone}",
        "ThongTinTra": person.returned_to if story.returned_at is not None else "",
    }


def paid_online(dossier: Dossier) -> str:
    """0 not, 1 on the national portal, 2 on the province's gateway."""
    if dossier.procedure.fee_vnd == 0 or dossier.channel is not Channel.ONLINE:
        return "0"
    return ("1", "1", "1", "2", "0")[dossier.salt % 5]


def _electronic_copy(dossier: Dossier, *, finished: bool) -> str:
    if dossier.procedure.national_code != _CERTIFIED_COPIES:
        return ""
    return "1" if finished and makes_electronic_copy(dossier) else "0"


def makes_electronic_copy(dossier: Dossier) -> bool:
    """Return whether an electronic certified copy is made of a dossier once it is finished."""
    return dossier.procedure.national_code == _CERTIFIED_COPIES and dossier.salt % 7 == 0


def looked_into_population_database(dossier: Dossier) -> bool:
    """Return whether the office looked into the national population database (MaCSDL 7)."""
    return dossier.salt % 4 != 0


def attaches_result(dossier: Dossier) -> bool:
    """Return whether the office attaches an electronic result once a dossier is finished; some forget to."""
    return dossier.procedure.has_result and dossier.salt % 13 != 0


def submitted_papers(dossier: Dossier) -> list[dict[str, str]]:
    """Return one to three papers, mostly digitised, some reused from an earlier dossier or the national store."""
    papers = []
    for index in range(1 + dossier.salt % 3):
        draw = (dossier.salt >> (8 * index + 4)) % 100
        papers.append(
            {
                "TepDinhKemId": f"{dossier.number}{index}",
                "TenTepDinhKem": f"giay-to-cua-nguoi-dan-{dossier.number}-{index}.pdf",
                "MaThanhPhanHoSo": f"{dossier.procedure.national_code}-TP{index + 1}",
                "IsDeleted": "False",
                "DuongDanTaiTepTin": f"{_HOST}/tep/{dossier.number}/{index}?khoa={dossier.salt:x}",
                "DuocSoHoa": "1" if draw < 82 else "0",
                "DuocTaiSuDung": "2" if draw < 6 else "1" if draw < 25 else "0",
                "DuocLayTuKhoDMQG": "1" if draw < 9 else "0",
            }
        )
    return papers


def _fees(procedure: Procedure) -> list[dict[str, str]]:
    if procedure.fee_vnd == 0:
        return []
    return [
        {
            "TenPhiLePhi": f"Lệ phí {procedure.sector_name.lower()}",
            "MaPhiLePhi": f"LP-{procedure.sector_code}",
            "HinhThucThu": "1",
            "Gia": str(procedure.fee_vnd),
            "LoaiPhiLePhi": "2",
        }
    ]


def _supplements(dossier: Dossier, story: _Story, person: PersonalData) -> list[dict[str, str]]:
    return [
        {
            "HoSoBoSungId": f"{dossier.number}{count}",
            "NguoiYeuCauBoSung": person.official,
            "NoiDungBoSung": f"Đề nghị {person.name} bổ sung giấy tờ còn thiếu",
            "NgayBoSung": compact(asked_at),
            "NgayTiepNhanBoSung": compact(answered_at),
            "TrangThaiBoSung": "0" if answered_at is None else "1",
            "NgayHenTraTruoc": compact(due_before),
            "NgayHenTraMoi": compact(due_after),
        }
        for count, (asked_at, answered_at, due_before, due_after) in enumerate(story.supplements, start=1)
    ]


def _extensions(story: _Story) -> list[dict[str, str]]:
    return [
        {
            "NgayXinLoi": compact(apologised_at),
            "LyDo": "Cần thêm thời gian để xác minh",
            "NgayHenTraTruoc": compact(due_before),
            "NgayHenTraMoi": compact(due_after),
        }
        for apologised_at, due_before, due_after in story.extensions
    ]


def _results(dossier: Dossier, story: _Story) -> list[dict[str, str]]:
    """Return the electronic result of a finished dossier."""
    if story.finished_at is None or not attaches_result(dossier):
        return []
    return [
        {
            "TenGiayTo": f"Kết quả: {dossier.procedure.name}",
            "MaThanhPhanHoSo": f"{dossier.procedure.national_code}-KQ",
            "GiayToId": f"KQ{dossier.number}",
            "DuongDanTepTinKetQua": f"{_HOST}/ket-qua/{dossier.number}?khoa={dossier.salt:x}",
            "MaGiayToKetQua": f"KQ.{dossier.procedure.sector_code}.{dossier.number:06}",
        }
    ]


def commune_record(commune: Commune, parent: str, updated_at: int) -> Record:
    """Return a commune in the feed of units."""
    return _unit_record(commune, "3", parent, updated_at) | {"MaXaGSO": commune.statistical_code}


def agency_record(agency: Agency, updated_at: int) -> Record:
    """Return the province or a vertical agency in the feed of units."""
    return _unit_record(agency, agency.level, agency.parent, updated_at) | {"MaXaGSO": ""}


def _unit_record(unit: Commune | Agency, level: str, parent: str, updated_at: int) -> Record:
    return {
        "MaDonVi": unit.agency_code,
        "TenDonVi": unit.name,
        "CapDonVi": level,
        "MaDonViCha": parent,
        "HieuLucTu": unit.valid_from,
        "HieuLucDen": unit.valid_to,
        "DaXoa": "0",
        "CapNhatLuc": rfc3339(updated_at),
    }


def procedure_record(procedure: Procedure, updated_at: int) -> Record:
    """Return a procedure in the feed of procedures."""
    return {
        "MaTTHC": procedure.code,
        "TenTTHC": procedure.name,
        "MaLinhVuc": procedure.sector_code,
        "TenLinhVuc": procedure.sector_name,
        "CapThucHien": "xa",
        "MucDo": procedure.online_level,
        "ThoiGianGiaiQuyet": str(procedure.limit),
        "ThoiGianCamKet": "" if procedure.promised is None else str(procedure.promised),
        "DonViTinh": procedure.limit_unit.value,
        "CoPhi": "1" if procedure.fee_vnd else "0",
        "TichHopThanhToan": "1" if procedure.fee_vnd and procedure.online_level == "4" else "0",
        "CoKetQua": "1" if procedure.has_result else "0",
        "NhomLienThong": procedure.interlinked_group,
        "HieuLucTu": procedure.valid_from,
        "HieuLucDen": "",
        "DaXoa": "0",
        "CapNhatLuc": rfc3339(updated_at),
    }
