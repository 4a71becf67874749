"""Interlinked requests (liên thông, Đề án 06): births and deaths in the separate national system."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.cells import Children, Choice, Code, FieldCell, Flag, Integer, Moment, Text, UnitCode
from onestop.contract.feed import Feed

GROUPS = {"khai_sinh": "birth", "khai_tu": "death"}

SHAPE = Shape(
    frozenset({
        "MaHoSoLT", "MaHoSo", "Nhom", "MaDonVi", "NgayTiepNhan", "NgayHenTra", "TrangThaiLT", "TrangThaiTP",
        "NgayKetThuc", "YeuCauCanCuoc", "CanXacMinh", "ApDungQuyDinhMoi", "DaXoa", "CapNhatLuc",
    }),
    arrays={
        "CacBuoc": Shape(frozenset({"CoQuan", "Buoc", "TrangThai", "NhanLuc", "HanBuoc", "XongLuc"})),
        "ChoCongDan": Shape(frozenset({"LoaiCho", "TuLuc", "DenLuc"})),
    },
)  # fmt: skip

STEPS = {
    "khai_sinh": "birth",
    "thuong_tru": "residence",
    "the_bhyt": "health_card",
    "can_cuoc": "identity_card",
    "khai_tu": "death",
    "xoa_thuong_tru": "removal_of_residence",
    "dung_tro_cap": "benefit_stop",
    "mai_tang_phi": "funeral",
}
"""The steps of both groups; a step that does not say which it is, is known by its agency."""

REASONS = {"bo_sung": "supplement", "vneid": "vneid"}

STEP: dict[str, FieldCell] = {
    "agency": Text("CoQuan"),
    "step": Choice("Buoc", STEPS),
    "received_at": Moment("NhanLuc"),
    "status_raw": Text("TrangThai"),
    "due_at": Moment("HanBuoc"),
    "done_at": Moment("XongLuc"),
}

WAIT: dict[str, FieldCell] = {
    "reason": Choice("LoaiCho", REASONS),
    "since": Moment("TuLuc"),
    "until": Moment("DenLuc"),
}

INTERLINKED = Feed(
    "interlinked",
    "interlinked",
    SHAPE,
    key=Code("MaHoSoLT"),
    cells={
        "request_code": Code("MaHoSoLT"),
        "dossier_code": Code("MaHoSo"),
        "interlinked_group": Choice("Nhom", GROUPS),
        "unit_code": UnitCode("MaDonVi"),
        "received_at": Moment("NgayTiepNhan"),
        "due_at": Moment("NgayHenTra"),
        "partner_status": Integer("TrangThaiLT", 0, 99),
        "justice_status": Integer("TrangThaiTP", 0, 99),
        "ended_at": Moment("NgayKetThuc"),
        "steps": Children("CacBuoc", STEP),
        "waits": Children("ChoCongDan", WAIT),
        "asks_identity_card": Flag("YeuCauCanCuoc"),
        "is_verified": Flag("CanXacMinh"),
        "asks_later_rule": Flag("ApDungQuyDinhMoi"),
    },
)
