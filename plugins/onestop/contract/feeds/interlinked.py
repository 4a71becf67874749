"""Interlinked requests (liên thông, Đề án 06): births and deaths in the separate national system."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.feed import Cell, Feed

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

STEP: dict[str, Cell] = {
    "agency": lambda step: step.text("CoQuan"),
    "step": lambda step: step.choice("Buoc", STEPS),
    "received_at": lambda step: step.moment("NhanLuc"),
    "status_raw": lambda step: step.text("TrangThai"),
    "due_at": lambda step: step.moment("HanBuoc"),
    "done_at": lambda step: step.moment("XongLuc"),
}

WAIT: dict[str, Cell] = {
    "reason": lambda wait: wait.choice("LoaiCho", REASONS),
    "since": lambda wait: wait.moment("TuLuc"),
    "until": lambda wait: wait.moment("DenLuc"),
}

INTERLINKED = Feed(
    "interlinked",
    "interlinked",
    SHAPE,
    key=lambda request: request.code("MaHoSoLT"),
    cells={
        "request_code": lambda request: request.code("MaHoSoLT"),
        "dossier_code": lambda request: request.code("MaHoSo"),
        "interlinked_group": lambda request: request.choice("Nhom", GROUPS),
        "unit_code": lambda request: request.unit_code("MaDonVi"),
        "received_at": lambda request: request.moment("NgayTiepNhan"),
        "due_at": lambda request: request.moment("NgayHenTra"),
        "partner_status": lambda request: request.integer("TrangThaiLT", 0, 99),
        "justice_status": lambda request: request.integer("TrangThaiTP", 0, 99),
        "ended_at": lambda request: request.moment("NgayKetThuc"),
        "steps": lambda request: request.children("CacBuoc", STEP),
        "waits": lambda request: request.children("ChoCongDan", WAIT),
        "asks_identity_card": lambda request: request.flag("YeuCauCanCuoc"),
        "is_verified": lambda request: request.flag("CanXacMinh"),
        "asks_later_rule": lambda request: request.flag("ApDungQuyDinhMoi"),
    },
)
