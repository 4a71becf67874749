"""Feedback and recommendations (phản ánh, kiến nghị, PAKN)."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.cells import Choice, Code, Integer, Moment, Text, UnitCode
from onestop.contract.feed import Feed

KINDS = {"quy_dinh": "regulation", "hanh_vi": "conduct"}

SHAPE = Shape(
    frozenset({
        "MaPAKN", "MaDonVi", "MaHoSo", "Loai", "TrangThai", "NgayTiepNhan", "HanXuLy", "NgayTraLoi", "NgayCongKhai",
        "LuotThich", "LuotKhongThich", "DaXoa", "CapNhatLuc",
    }),
    dropped=frozenset({"NoiDung"}),
)  # fmt: skip

FEEDBACK = Feed(
    "feedback",
    "feedback",
    SHAPE,
    key=Code("MaPAKN"),
    cells={
        "feedback_code": Code("MaPAKN"),
        "unit_code": UnitCode("MaDonVi"),
        "dossier_code": Code("MaHoSo"),
        "kind": Choice("Loai", KINDS),
        "status_raw": Text("TrangThai"),
        "received_at": Moment("NgayTiepNhan"),
        "due_at": Moment("HanXuLy"),
        "answered_at": Moment("NgayTraLoi"),
        "published_at": Moment("NgayCongKhai"),
        "likes": Integer("LuotThich", 0, 1_000_000),
        "dislikes": Integer("LuotKhongThich", 0, 1_000_000),
    },
)
