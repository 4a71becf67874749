"""Surveys (đánh giá mức độ hài lòng): one answer to one criterion of a form."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.feed import Feed, Reader

CHANNELS = {"quay": "counter", "truc_tuyen": "online", "giay": "paper"}

SHAPE = Shape(
    frozenset({
        "MaDanhGia", "MaHoSo", "MaDonVi", "MaLinhVuc", "ViTri", "Kenh", "HopLe", "TieuChi", "ThangDo", "MucDo",
        "ThoiGianDanhGia", "DaXoa", "CapNhatLuc",
    }),
    dropped=frozenset({"YKien"}),
)  # fmt: skip


def _key(answer: Reader) -> str | None:
    parts = (answer.code("MaDanhGia"), answer.code("TieuChi"))
    return None if None in parts else "|".join(part for part in parts if part)


SURVEYS = Feed(
    "surveys",
    "survey",
    SHAPE,
    key=_key,
    cells={
        "form_code": lambda answer: answer.code("MaDanhGia"),
        "criterion": lambda answer: answer.code("TieuChi"),
        "dossier_code": lambda answer: answer.code("MaHoSo"),
        "unit_code": lambda answer: answer.unit_code("MaDonVi"),
        "sector_code": lambda answer: answer.code("MaLinhVuc"),
        "role": lambda answer: answer.text("ViTri"),
        "channel": lambda answer: answer.choice("Kenh", CHANNELS),
        "is_valid": lambda answer: answer.flag("HopLe"),
        "scale": lambda answer: answer.text("ThangDo"),
        "level": lambda answer: answer.text("MucDo"),
        "rated_at": lambda answer: answer.moment("ThoiGianDanhGia"),
    },
)
