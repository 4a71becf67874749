"""Events (tiến độ xử lý): the steps that a dossier went through, its history."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.feed import Feed, Reader

SHAPE = Shape(
    frozenset({
        "MaSuKien", "MaHoSo", "ChucDanh", "ThoiDiemXuLy", "MaDonViXuLy", "PhongBanXuLy", "TrangThai", "NgayBatDau",
        "NgayKetThucTheoQuyDinh", "DaXoa", "CapNhatLuc",
    }),
    dropped=frozenset({"NguoiXuLy", "NoiDungXuLy"}),
)  # fmt: skip


def _key(event: Reader) -> str | None:
    """Return the event's own code; few sources send one, for the others dossier, moment and status say which it is."""
    sent = event.code("MaSuKien")
    if sent is not None:
        return sent
    parts = (event.code("MaHoSo"), event.moment("ThoiDiemXuLy"), event.status("TrangThai"))
    return None if None in parts else "|".join(part for part in parts if part)


EVENTS = Feed(
    "events",
    "event",
    SHAPE,
    key=_key,
    cells={
        "event_key": _key,
        "dossier_code": lambda event: event.code("MaHoSo"),
        "happened_at": lambda event: event.moment("ThoiDiemXuLy"),
        "status_raw": lambda event: event.status("TrangThai"),
        "holding_code": lambda event: event.unit_code("MaDonViXuLy"),
        "department": lambda event: event.text("PhongBanXuLy"),
        "step_started_at": lambda event: event.moment("NgayBatDau"),
        "step_due_at": lambda event: event.moment("NgayKetThucTheoQuyDinh"),
    },
)
