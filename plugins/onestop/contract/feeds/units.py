"""Units (đơn vị): province, departments, communes, vertical agencies."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.feed import Feed
from onestop.contract.parsers import vietnamese_sort_key

KINDS = {"1": "province", "2": "department", "3": "commune", "4": "agency"}

SHAPE = Shape(
    frozenset({
        "MaDonVi", "TenDonVi", "CapDonVi", "MaDonViCha", "MaXaGSO", "HieuLucTu", "HieuLucDen", "DaXoa", "CapNhatLuc",
    })
)  # fmt: skip


def _sort_key(name: str | None) -> str | None:
    return vietnamese_sort_key(name) if name else None


UNITS = Feed(
    "units",
    "unit",
    SHAPE,
    key=lambda unit: unit.unit_code("MaDonVi"),
    cells={
        "agency_code": lambda unit: unit.unit_code("MaDonVi"),
        "gso_code": lambda unit: unit.code("MaXaGSO"),
        "name": lambda unit: unit.text("TenDonVi"),
        "name_sort": lambda unit: _sort_key(unit.text("TenDonVi")),
        "kind": lambda unit: unit.choice("CapDonVi", KINDS),
        "parent_code": lambda unit: unit.unit_code("MaDonViCha"),
        "valid_from": lambda unit: unit.day("HieuLucTu"),
        "valid_to": lambda unit: unit.day("HieuLucDen"),
    },
)
