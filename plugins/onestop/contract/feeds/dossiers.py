"""Dossiers (hồ sơ): the snapshot that a one-stop office reports to the national portal."""

from __future__ import annotations

from collections.abc import Sequence

from onestop.contract import hints
from onestop.contract.allowlist import Shape
from onestop.contract.cells import (
    PROCEDURE,
    Children,
    Choice,
    Code,
    Entries,
    FieldCell,
    Flag,
    Hint,
    Integer,
    Moment,
    Status,
    Summary,
    UnitCode,
)
from onestop.contract.feed import Feed
from onestop.contract.parsers import holds, is_zero
from onestop.contract.reader import Record

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
            texts_for_hints=frozenset({"TenTepDinhKem", "DuongDanTaiTepTin"}),
            hints={"_has_file": hints.Sent("DuongDanTaiTepTin")},
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
            texts_for_hints=frozenset({"DuongDanTepTinKetQua"}),
            hints={"_has_file": hints.Sent("DuongDanTepTinKetQua")},
        ),
    },
    dropped=frozenset({
        "ChuHoSo", "SoGiayToChuHoSo", "DinhDanhCHS", "MaDoiTuong", "Email", "Fax", "SoDienThoai", "DiaChi",
        "TrichYeuHoSo", "GhiChu", "ThongTinTra", "LienKet", "LyDoXoa",
    }),
    texts_for_hints=frozenset({"ChuHoSo", "SoGiayToChuHoSo", "Email", "TrichYeuHoSo"}),
    lists_for_hints=frozenset({"DinhDanhCHS"}),
    hints={
        "_test_record": hints.Rare(hints.is_test, hints.suspected_tests),
        "_dummy_identity": hints.Rare(hints.has_dummy_identity, hints.suspected_dummies),
        "_text_truncated": hints.Rare(hints.has_truncated_text, hints.suspected_truncations),
        "_result_is_submission": hints.Rare(hints.has_copied_result, hints.suspected_copies),
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

SUPPLEMENT: dict[str, FieldCell] = {
    "requested_at": Moment("NgayBoSung"),
    "answered_at": Moment("NgayTiepNhanBoSung"),
    "due_before": Moment("NgayHenTraTruoc"),
    "due_after": Moment("NgayHenTraMoi"),
}
EXTENSION: dict[str, FieldCell] = {
    "apologised_at": Moment("NgayXinLoi"),
    "due_before": Moment("NgayHenTraTruoc"),
    "due_after": Moment("NgayHenTraMoi"),
}

POPULATION_DATABASE = "7"
"""What a known one-stop product sends in MaCSDL where it looked into the national population database."""
REUSED = frozenset({"1", "2"})
"""DuocTaiSuDung: from an earlier dossier, from another agency's data."""

PAPERS = Entries("TaiLieuNop", ("IsDeleted", "DuocSoHoa", "DuocTaiSuDung", "DuocLayTuKhoDMQG"))
RESULTS = Entries("DanhSachGiayToKetQua", ("MaGiayToKetQua", "_has_file"), frozenset({"MaGiayToKetQua"}))
LINKS = Entries("DSKetNoiCSDL", ("MaCSDL",))
FEES = Entries("DanhSachLePhi", ("Gia",))


def _remaining(papers: Sequence[Record]) -> list[Record]:
    """Return the submitted papers that were not taken back."""
    return [paper for paper in papers if not holds(paper.get("IsDeleted"))]


def _components(papers: Sequence[Record]) -> str:
    return str(len(_remaining(papers)))


def _digitized(papers: Sequence[Record]) -> str:
    return str(sum(holds(paper.get("DuocSoHoa")) for paper in _remaining(papers)))


def _is_reused(papers: Sequence[Record]) -> str:
    return _flag(any(holds(paper.get("DuocTaiSuDung"), REUSED) for paper in _remaining(papers)))


def _is_from_national_store(papers: Sequence[Record]) -> str:
    return _flag(any(holds(paper.get("DuocLayTuKhoDMQG")) for paper in _remaining(papers)))


def _is_population_linked(links: Sequence[Record]) -> str:
    return _flag(any(str(link.get("MaCSDL")).strip() == POPULATION_DATABASE for link in links))


def _has_file(results: Sequence[Record]) -> str:
    return _flag(any("_has_file" in result for result in results))


def _is_electronic(results: Sequence[Record]) -> str:
    """Tell whether a result with a file has a code: an electronic one (kết quả điện tử)."""
    return _flag(any("_has_file" in result and bool(result.get("MaGiayToKetQua")) for result in results))


def _is_free(fees: Sequence[Record]) -> str:
    """Tell whether every fee of a list that is not empty is zero: nobody has to pay anything."""
    return _flag(bool(fees) and all(is_zero(fee.get("Gia")) for fee in fees))


def _flag(holds: bool) -> str:
    return "t" if holds else "f"


DOSSIERS = Feed(
    "dossiers",
    "dossier",
    SHAPE,
    key=Code("MaHoSo"),
    cells={
        "dossier_code": Code("MaHoSo"),
        "other_code": Code("MaHoSoKhac"),
        "procedure_code": PROCEDURE,
        "procedure_code_raw": Code("MaTTHC"),
        "sector_code": Code("MaLinhVuc"),
        "receiving_code": UnitCode("MaDonVi"),
        "responsible_code": UnitCode("MaDonViGiaiQuyet"),
        "holding_code": UnitCode("MaDonViXuLy"),
        "step": Choice("BuocXuLy", STEPS),
        "holding_since": Moment("GiuTu"),
        "delay_cause": Choice("NguyenNhanTre", DELAY_CAUSES),
        "channel": Integer("KenhThucHien", 1, 3),
        "status_raw": Status("TrangThaiHoSo"),
        "submitted_at": Moment("NgayNopHoSo"),
        "received_at": Moment("NgayTiepNhan"),
        "acknowledged_at": Moment("NgayCongXacNhan"),
        "competent_got_at": Moment("NgayCoQuanNhan"),
        "due_at": Moment("NgayHenTra"),
        "finished_at": Moment("NgayKetThucXuLy"),
        "returned_at": Moment("NgayTra"),
        "refused_at": Moment("NgayTuChoi"),
        "return_method": Integer("HinhThuc", 0, 1),
        "has_digitized_component": Flag("HoSoCoThanhPhanSoHoa"),
        "is_vneid_verified": Flag("TaiKhoanDuocXacThucVoiVNeID"),
        "online_payment_code": Integer("DuocThanhToanTrucTuyen", 0, 3),
        "has_e_certified_copy": Flag("BanSaoDienTu"),
        "supplements": Children("DanhSachHoSoBoSung", SUPPLEMENT),
        "extensions": Children("DanhSachGiaHan", EXTENSION),
        "component_count": Summary(PAPERS, _components, "smallint"),
        "digitized_count": Summary(PAPERS, _digitized, "smallint"),
        "is_reused": Summary(PAPERS, _is_reused),
        "is_from_national_store": Summary(PAPERS, _is_from_national_store),
        "is_population_linked": Summary(LINKS, _is_population_linked),
        "has_result_file": Summary(RESULTS, _has_file),
        # What was handed in and comes back as the result is no electronic one.
        "has_electronic_result": Summary(RESULTS, _is_electronic, unless="_result_is_submission"),
        "is_free": Summary(FEES, _is_free),
        "is_test": Hint("_test_record"),
        "has_dummy_identity": Hint("_dummy_identity"),
        "has_truncated_text": Hint("_text_truncated"),
        "has_copied_result": Hint("_result_is_submission"),
    },
)
