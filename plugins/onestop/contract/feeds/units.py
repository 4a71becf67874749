"""Units (đơn vị): province, departments, communes, vertical agencies."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.cells import Choice, Code, Custom, Day, Text, UnitCode
from onestop.contract.feed import Feed
from onestop.contract.parsers import vietnamese_sort_key
from onestop.contract.reader import Reader

KINDS = {"1": "province", "2": "department", "3": "commune", "4": "agency"}

SHAPE = Shape(
    frozenset({
        "MaDonVi", "TenDonVi", "CapDonVi", "MaDonViCha", "MaXaGSO", "HieuLucTu", "HieuLucDen", "DaXoa", "CapNhatLuc",
    })
)  # fmt: skip


def _sort_key(unit: Reader, name: str) -> str | None:
    text = unit.text(name)
    return vietnamese_sort_key(text) if text else None


UNITS = Feed(
    "units",
    "unit",
    SHAPE,
    key=UnitCode("MaDonVi"),
    cells={
        "agency_code": UnitCode("MaDonVi"),
        "gso_code": Code("MaXaGSO"),
        "name": Text("TenDonVi"),
        "name_sort": Custom("TenDonVi", _sort_key),
        "kind": Choice("CapDonVi", KINDS),
        "parent_code": UnitCode("MaDonViCha"),
        "valid_from": Day("HieuLucTu"),
        "valid_to": Day("HieuLucDen"),
    },
)
