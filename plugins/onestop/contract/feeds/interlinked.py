"""Interlinked requests (liên thông, Đề án 06): births and deaths in the separate national system."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.feed import Cell, Feed

GROUPS = {"khai_sinh": "birth", "khai_tu": "death"}

SHAPE = Shape(
    frozenset({
        "MaHoSoLT", "MaHoSo", "Nhom", "MaDonVi", "NgayTiepNhan", "NgayHenTra", "TrangThaiLT", "TrangThaiTP",
        "NgayKetThuc", "DaXoa", "CapNhatLuc",
    }),
    arrays={"CacBuoc": Shape(frozenset({"CoQuan", "TrangThai", "HanBuoc", "XongLuc"}))},
)  # fmt: skip

STEP: dict[str, Cell] = {
    "agency": lambda step: step.text("CoQuan"),
    "status_raw": lambda step: step.text("TrangThai"),
    "due_at": lambda step: step.moment("HanBuoc"),
    "done_at": lambda step: step.moment("XongLuc"),
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
    },
)
