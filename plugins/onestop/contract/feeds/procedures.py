"""Procedures (thủ tục hành chính, TTHC): the catalogue with limits and fees."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.feed import Feed, Reader
from onestop.contract.parsers import decimal, procedure_code

ALWAYS = "2000-01-01"
"""First day of a procedure whose source does not say since when it holds."""
LIMIT_UNITS = {"ngay_lam_viec": "working_day", "ngay": "day", "gio": "hour"}
INTERLINKED_GROUPS = {"khai_sinh": "birth", "khai_tu": "death"}

SHAPE = Shape(
    frozenset({
        "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "CapThucHien", "MucDo", "ThoiGianGiaiQuyet", "ThoiGianCamKet",
        "DonViTinh", "CoPhi", "TichHopThanhToan", "CoKetQua", "NhomLienThong", "HieuLucTu", "HieuLucDen", "DaXoa",
        "CapNhatLuc",
    })
)  # fmt: skip


def _key(procedure: Reader) -> str | None:
    """Return code and first day: one that is issued anew under its old code is another record."""
    code = procedure.read(procedure_code, "MaTTHC")
    return f"{code}@{procedure.day('HieuLucTu') or ALWAYS}" if code else None


PROCEDURES = Feed(
    "procedures",
    "procedure",
    SHAPE,
    key=_key,
    cells={
        "procedure_code": lambda procedure: procedure.read(procedure_code, "MaTTHC"),
        "procedure_code_raw": lambda procedure: procedure.code("MaTTHC"),
        "name": lambda procedure: procedure.text("TenTTHC"),
        "sector_code": lambda procedure: procedure.code("MaLinhVuc"),
        "sector_name": lambda procedure: procedure.text("TenLinhVuc"),
        "executing_levels": lambda procedure: procedure.text("CapThucHien"),
        "online_level": lambda procedure: procedure.integer("MucDo", 1, 4),
        "statutory_limit": lambda procedure: procedure.read(decimal, "ThoiGianGiaiQuyet"),
        "promised_limit": lambda procedure: procedure.read(decimal, "ThoiGianCamKet"),
        "limit_unit": lambda procedure: procedure.choice("DonViTinh", LIMIT_UNITS),
        "has_fee": lambda procedure: procedure.flag("CoPhi"),
        "has_online_payment": lambda procedure: procedure.flag("TichHopThanhToan"),
        "has_result": lambda procedure: procedure.flag("CoKetQua"),
        "interlinked_group": lambda procedure: procedure.choice("NhomLienThong", INTERLINKED_GROUPS),
        "valid_from": lambda procedure: procedure.day("HieuLucTu") or ALWAYS,
        "valid_to": lambda procedure: procedure.day("HieuLucDen"),
    },
)
