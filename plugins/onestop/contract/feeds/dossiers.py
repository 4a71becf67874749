"""Dossiers (hồ sơ): the snapshot that a one-stop office reports to the national portal."""

from __future__ import annotations

from onestop.contract import hints
from onestop.contract.allowlist import Shape
from onestop.contract.feed import Cell, Feed, Record
from onestop.contract.parsers import holds, is_zero, procedure_code

SHAPE = Shape(
    scalars=frozenset({
        "MaHoSo", "MaHoSoKhac", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "MaDonVi", "MaDonViGiaiQuyet",
        "MaDonViXuLy", "DonViXuLy", "BuocXuLy", "GiuTu", "NguyenNhanTre", "KenhThucHien", "LoaiDoiTuong", "NgayNopHoSo",
        "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi", "TrangThaiHoSo", "HinhThuc",
        "HoSoCoThanhPhanSoHoa", "TaiKhoanDuocXacThucVoiVNeID", "DuocThanhToanTrucTuyen", "BanSaoDienTu", "DaXoa",
        "CapNhatLuc", "NgayCoQuanNhan", "NgayCongXacNhan",
    }),
    arrays={
        "DSKetNoiCSDL": Shape(frozenset({"MaCSDL"})),
        "TaiLieuNop": Shape(
            frozenset({
                "TepDinhKemId", "MaThanhPhanHoSo", "IsDeleted", "DuocSoHoa", "DuocTaiSuDung", "DuocLayTuKhoDMQG",
            }),
            dropped=frozenset({"TenTepDinhKem", "DuongDanTaiTepTin"}),
            hints={"_has_file": hints.sent("DuongDanTaiTepTin")},
        ),
        "DanhSachLePhi": Shape(frozenset({"TenPhiLePhi", "MaPhiLePhi", "HinhThucThu", "Gia", "LoaiPhiLePhi"})),
        "DanhSachHoSoBoSung": Shape(
            frozenset({
                "HoSoBoSungId", "NgayBoSung", "NgayTiepNhanBoSung", "TrangThaiBoSung", "NgayHenTraTruoc",
                "NgayHenTraMoi",
            }),
            dropped=frozenset({"NguoiYeuCauBoSung", "NoiDungBoSung"}),
        ),
        "DanhSachGiaHan": Shape(
            frozenset({"NgayXinLoi", "NgayHenTraTruoc", "NgayHenTraMoi"}), dropped=frozenset({"LyDo"})
        ),
        "DanhSachGiayToKetQua": Shape(
            frozenset({"MaThanhPhanHoSo", "GiayToId", "MaGiayToKetQua"}),
            dropped=frozenset({"TenGiayTo", "DuongDanTepTinKetQua"}),
            hints={"_has_file": hints.sent("DuongDanTepTinKetQua")},
        ),
    },
    dropped=frozenset({
        "ChuHoSo", "SoGiayToChuHoSo", "DinhDanhCHS", "MaDoiTuong", "Email", "Fax", "SoDienThoai", "DiaChi",
        "TrichYeuHoSo", "GhiChu", "ThongTinTra", "LienKet", "LyDoXoa",
    }),
    hints={
        "_test_record": hints.is_test,
        "_dummy_identity": hints.has_dummy_identity,
        "_text_truncated": hints.has_truncated_text,
        "_result_is_submission": hints.has_copied_result,
    },
)  # fmt: skip

STEPS = {
    "tiep_nhan": "reception",
    "chuyen_vien": "with_official",
    "cho_ky": "awaiting_signature",
    "da_ky_chua_tra": "signed_not_returned",
}
DELAY_CAUSES = {
    "dong_bo": "synchronisation",
    "chua_ket_thuc": "not_closed",
    "co_quan_khac": "other_agency",
    "cong_dan": "citizen",
    "phan_mem": "software",
    "don_vi": "unit",
}

SUPPLEMENT: dict[str, Cell] = {
    "requested_at": lambda round_: round_.moment("NgayBoSung"),
    "answered_at": lambda round_: round_.moment("NgayTiepNhanBoSung"),
    "due_before": lambda round_: round_.moment("NgayHenTraTruoc"),
    "due_after": lambda round_: round_.moment("NgayHenTraMoi"),
}
EXTENSION: dict[str, Cell] = {
    "apologised_at": lambda apology: apology.moment("NgayXinLoi"),
    "due_before": lambda apology: apology.moment("NgayHenTraTruoc"),
    "due_after": lambda apology: apology.moment("NgayHenTraMoi"),
}

POPULATION_DATABASE = "7"
"""What a known one-stop product sends in MaCSDL where it looked into the national population database."""
REUSED = frozenset({"1", "2"})
"""DuocTaiSuDung: from an earlier dossier, from another agency's data."""


def _papers(dossier: Record) -> list[Record]:
    """Return the submitted papers that were not taken back."""
    return [paper for paper in dossier.get("TaiLieuNop") or () if not holds(paper.get("IsDeleted"))]


def _any_paper(dossier: Record, name: str, codes: frozenset[str] = frozenset()) -> str:
    found = any(holds(paper.get(name), codes) for paper in _papers(dossier))
    return "t" if found else "f"


def _digitized(dossier: Record) -> str:
    return str(sum(holds(paper.get("DuocSoHoa")) for paper in _papers(dossier)))


def _is_population_linked(dossier: Record) -> str:
    linked = dossier.get("DSKetNoiCSDL") or ()
    return "t" if any(str(entry.get("MaCSDL")).strip() == POPULATION_DATABASE for entry in linked) else "f"


def _has_result(dossier: Record, *, with_code: bool) -> str:
    """Tell whether a result has a file; an electronic one (kết quả điện tử) has a code and is no submitted paper."""
    results = dossier.get("DanhSachGiayToKetQua") or ()
    if with_code:
        results = () if "_result_is_submission" in dossier else [e for e in results if e.get("MaGiayToKetQua")]
    return "t" if any("_has_file" in entry for entry in results) else "f"


def _is_free(dossier: Record) -> str:
    """Tell whether every fee of a list that is not empty is zero: nobody has to pay anything."""
    fees = dossier.get("DanhSachLePhi") or ()
    return "t" if fees and all(is_zero(fee.get("Gia")) for fee in fees) else "f"


DOSSIERS = Feed(
    "dossiers",
    "dossier",
    SHAPE,
    key=lambda dossier: dossier.code("MaHoSo"),
    cells={
        "dossier_code": lambda dossier: dossier.code("MaHoSo"),
        "other_code": lambda dossier: dossier.code("MaHoSoKhac"),
        "procedure_code": lambda dossier: dossier.read(procedure_code, "MaTTHC"),
        "procedure_code_raw": lambda dossier: dossier.code("MaTTHC"),
        "sector_code": lambda dossier: dossier.code("MaLinhVuc"),
        "receiving_code": lambda dossier: dossier.unit_code("MaDonVi"),
        "responsible_code": lambda dossier: dossier.unit_code("MaDonViGiaiQuyet"),
        "holding_code": lambda dossier: dossier.unit_code("MaDonViXuLy"),
        "step": lambda dossier: dossier.choice("BuocXuLy", STEPS),
        "holding_since": lambda dossier: dossier.moment("GiuTu"),
        "delay_cause": lambda dossier: dossier.choice("NguyenNhanTre", DELAY_CAUSES),
        "channel": lambda dossier: dossier.integer("KenhThucHien", 1, 3),
        "status_raw": lambda dossier: dossier.status("TrangThaiHoSo"),
        "submitted_at": lambda dossier: dossier.moment("NgayNopHoSo"),
        "received_at": lambda dossier: dossier.moment("NgayTiepNhan"),
        "acknowledged_at": lambda dossier: dossier.moment("NgayCongXacNhan"),
        "competent_got_at": lambda dossier: dossier.moment("NgayCoQuanNhan"),
        "due_at": lambda dossier: dossier.moment("NgayHenTra"),
        "finished_at": lambda dossier: dossier.moment("NgayKetThucXuLy"),
        "returned_at": lambda dossier: dossier.moment("NgayTra"),
        "refused_at": lambda dossier: dossier.moment("NgayTuChoi"),
        "return_method": lambda dossier: dossier.integer("HinhThuc", 0, 1),
        "has_digitized_component": lambda dossier: dossier.flag("HoSoCoThanhPhanSoHoa"),
        "is_vneid_verified": lambda dossier: dossier.flag("TaiKhoanDuocXacThucVoiVNeID"),
        "online_payment_code": lambda dossier: dossier.integer("DuocThanhToanTrucTuyen", 0, 3),
        "has_e_certified_copy": lambda dossier: dossier.flag("BanSaoDienTu"),
        "supplements": lambda dossier: dossier.children("DanhSachHoSoBoSung", SUPPLEMENT),
        "extensions": lambda dossier: dossier.children("DanhSachGiaHan", EXTENSION),
        "component_count": lambda dossier: str(len(_papers(dossier.record))),
        "digitized_count": lambda dossier: _digitized(dossier.record),
        "is_reused": lambda dossier: _any_paper(dossier.record, "DuocTaiSuDung", REUSED),
        "is_from_national_store": lambda dossier: _any_paper(dossier.record, "DuocLayTuKhoDMQG"),
        "is_population_linked": lambda dossier: _is_population_linked(dossier.record),
        "has_result_file": lambda dossier: _has_result(dossier.record, with_code=False),
        "has_electronic_result": lambda dossier: _has_result(dossier.record, with_code=True),
        "is_free": lambda dossier: _is_free(dossier.record),
        "is_test": lambda dossier: dossier.hint("_test_record"),
        "has_dummy_identity": lambda dossier: dossier.hint("_dummy_identity"),
        "has_truncated_text": lambda dossier: dossier.hint("_text_truncated"),
        "has_copied_result": lambda dossier: dossier.hint("_result_is_submission"),
    },
)
