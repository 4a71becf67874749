"""Surveys (đánh giá mức độ hài lòng): one answer to one criterion of a form."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.cells import Choice, Code, Flag, Joined, Moment, Text, UnitCode
from onestop.contract.feed import Feed

CHANNELS = {"quay": "counter", "truc_tuyen": "online", "giay": "paper"}

SHAPE = Shape(
    frozenset({
        "MaDanhGia", "MaHoSo", "MaDonVi", "MaLinhVuc", "ViTri", "Kenh", "HopLe", "TieuChi", "ThangDo", "MucDo",
        "ThoiGianDanhGia", "DaXoa", "CapNhatLuc",
    }),
    dropped=frozenset({"YKien"}),
)  # fmt: skip


SURVEYS = Feed(
    "surveys",
    "survey",
    SHAPE,
    key=Joined("|", (Code("MaDanhGia"), Code("TieuChi"))),
    cells={
        "form_code": Code("MaDanhGia"),
        "criterion": Code("TieuChi"),
        "dossier_code": Code("MaHoSo"),
        "unit_code": UnitCode("MaDonVi"),
        "sector_code": Code("MaLinhVuc"),
        "role": Text("ViTri"),
        "channel": Choice("Kenh", CHANNELS),
        "is_valid": Flag("HopLe"),
        "scale": Text("ThangDo"),
        "level": Text("MucDo"),
        "rated_at": Moment("ThoiGianDanhGia"),
    },
)
