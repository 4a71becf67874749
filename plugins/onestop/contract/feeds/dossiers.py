"""Dossiers (hồ sơ): the snapshot that a one-stop office reports to the national portal."""

from __future__ import annotations

from onestop.contract import hints
from onestop.contract.allowlist import Shape
from onestop.contract.feed import Cell, Feed
from onestop.contract.parsers import procedure_code

SHAPE = Shape(
    scalars=frozenset({
        "MaHoSo", "MaHoSoKhac", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "MaDonVi", "MaDonViGiaiQuyet",
        "MaDonViXuLy", "DonViXuLy", "BuocXuLy", "GiuTu", "NguyenNhanTre", "KenhThucHien", "LoaiDoiTuong", "NgayNopHoSo",
        "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi", "TrangThaiHoSo", "HinhThuc",
        "HoSoCoThanhPhanSoHoa", "TaiKhoanDuocXacThucVoiVNeID", "DuocThanhToanTrucTuyen", "BanSaoDienTu", "DaXoa",
        "CapNhatLuc",
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
        "is_test": lambda dossier: dossier.hint("_test_record"),
        "has_dummy_identity": lambda dossier: dossier.hint("_dummy_identity"),
        "has_truncated_text": lambda dossier: dossier.hint("_text_truncated"),
        "has_copied_result": lambda dossier: dossier.hint("_result_is_submission"),
    },
)
