"""Events (tiến độ xử lý): the steps that a dossier went through, its history."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.cells import Code, FirstOf, Joined, Moment, Status, Text, UnitCode
from onestop.contract.feed import Feed

SHAPE = Shape(
    frozenset({
        "MaSuKien", "MaHoSo", "ChucDanh", "ThoiDiemXuLy", "MaDonViXuLy", "PhongBanXuLy", "TrangThai", "NgayBatDau",
        "NgayKetThucTheoQuyDinh", "DaXoa", "CapNhatLuc",
    }),
    dropped=frozenset({"NguoiXuLy", "NoiDungXuLy"}),
)  # fmt: skip


KEY = FirstOf((Code("MaSuKien"), Joined("|", (Code("MaHoSo"), Moment("ThoiDiemXuLy"), Status("TrangThai")))))
"""The event's own code; few sources send one, for the others dossier, moment and status say which it is."""

EVENTS = Feed(
    "events",
    "event",
    SHAPE,
    key=KEY,
    cells={
        "event_key": KEY,
        "dossier_code": Code("MaHoSo"),
        "happened_at": Moment("ThoiDiemXuLy"),
        "status_raw": Status("TrangThai"),
        "holding_code": UnitCode("MaDonViXuLy"),
        "department": Text("PhongBanXuLy"),
        "step_started_at": Moment("NgayBatDau"),
        "step_due_at": Moment("NgayKetThucTheoQuyDinh"),
    },
)
