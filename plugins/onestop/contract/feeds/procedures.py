"""Procedures (thủ tục hành chính, TTHC): the catalogue with limits and fees."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.cells import PROCEDURE, Choice, Code, Day, Flag, Integer, Joined, Parsed, Text
from onestop.contract.feed import Feed
from onestop.contract.parsers import decimal

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


FIRST_DAY = Day("HieuLucTu", ALWAYS)
KEY = Joined("@", (PROCEDURE, FIRST_DAY))
"""Code and first day: one that is issued again under its old code is another record."""

PROCEDURES = Feed(
    "procedures",
    "procedure",
    SHAPE,
    key=KEY,
    cells={
        "procedure_code": PROCEDURE,
        "procedure_code_raw": Code("MaTTHC"),
        "name": Text("TenTTHC"),
        "sector_code": Code("MaLinhVuc"),
        "sector_name": Text("TenLinhVuc"),
        "executing_levels": Text("CapThucHien"),
        "online_level": Integer("MucDo", 1, 4),
        "statutory_limit": Parsed("ThoiGianGiaiQuyet", decimal, "numeric"),
        "promised_limit": Parsed("ThoiGianCamKet", decimal, "numeric"),
        "limit_unit": Choice("DonViTinh", LIMIT_UNITS),
        "has_fee": Flag("CoPhi"),
        "has_online_payment": Flag("TichHopThanhToan"),
        "has_result": Flag("CoKetQua"),
        "interlinked_group": Choice("NhomLienThong", INTERLINKED_GROUPS),
        "valid_from": FIRST_DAY,
        "valid_to": Day("HieuLucDen"),
    },
)
