"""Feedback and recommendations (phản ánh, kiến nghị, PAKN)."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
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
    key=lambda feedback: feedback.code("MaPAKN"),
    cells={
        "feedback_code": lambda feedback: feedback.code("MaPAKN"),
        "unit_code": lambda feedback: feedback.unit_code("MaDonVi"),
        "dossier_code": lambda feedback: feedback.code("MaHoSo"),
        "kind": lambda feedback: feedback.choice("Loai", KINDS),
        "status_raw": lambda feedback: feedback.text("TrangThai"),
        "received_at": lambda feedback: feedback.moment("NgayTiepNhan"),
        "due_at": lambda feedback: feedback.moment("HanXuLy"),
        "answered_at": lambda feedback: feedback.moment("NgayTraLoi"),
        "published_at": lambda feedback: feedback.moment("NgayCongKhai"),
        "likes": lambda feedback: feedback.integer("LuotThich", 0, 1_000_000),
        "dislikes": lambda feedback: feedback.integer("LuotKhongThich", 0, 1_000_000),
    },
)
