"""What the answers for comparing say: a source's own counts, and the payment platform's transactions of a day.

Neither is a feed: an answer holds all rows at once, has no cursor, and is compared instead of merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onestop.contract.allowlist import Shape, keep
from onestop.contract.cells import PROCEDURE, Cell, Choice, Code, Day, Integer, Moment, Parsed
from onestop.contract.feed import Row
from onestop.contract.feeds.payments import ATTEMPT_STATUSES
from onestop.contract.parsers import money
from onestop.contract.reader import Reader

MOST_RECORDS = 10_000_000
"""More than this for one unit and day is no number of records."""


@dataclass(frozen=True, slots=True)
class Told:
    """The rows of an answer that can be compared.

    Attributes:
        rows: texts for COPY in the order of the listing's columns.
        unusable: how many further rows lack something without which they cannot be compared.
        unknown: ``name:type`` of each field that the contract does not know.
    """

    rows: list[Row]
    unusable: int
    unknown: list[str]


@dataclass(frozen=True, slots=True)
class Listing:
    """One kind of answer.

    Attributes:
        shape: what may be kept of a row.
        cells: what each column holds, by name.
        required: columns without which a row cannot be compared.
    """

    shape: Shape
    cells: Mapping[str, Cell]
    required: frozenset[str]

    @property
    def columns(self) -> tuple[str, ...]:
        """What a row holds, in order."""
        return tuple(self.cells)

    def read(self, data: Iterable[Any]) -> Told:
        """Strip the rows of an answer to what may be kept, and read it; nothing that a source sends can break it."""
        unknown: set[str] = set()
        readers = [Reader(keep(sent, self.shape, unknown)) for sent in data]
        read = [{name: cell.read(reader) for name, cell in self.cells.items()} for reader in readers]
        usable = [row for row in read if all(row[name] is not None for name in self.required)]
        return Told([list(row.values()) for row in usable], len(read) - len(usable), sorted(unknown))


COUNTS = Listing(
    Shape(frozenset({"MaDonVi", "Ngay", "SoLuong", "TongTien"})),
    {
        "unit_code": Code("MaDonVi"),
        "day": Day("Ngay"),
        "records": Integer("SoLuong", 0, MOST_RECORDS),
        "amount_vnd": Parsed("TongTien", money, "bigint"),
    },
    required=frozenset({"unit_code", "day", "records"}),
)
"""What a source counts of a feed, by unit and day; TongTien is in VND."""

TRANSACTIONS = Listing(
    Shape(
        frozenset({
            "MaThamChieu", "MaGiaoDich", "LoaiGiaoDich", "MaHoSo", "MaTTHC", "SoTien", "MaTienTe", "MaNganHang",
            "ThoiGianGD", "TrangThaiGD", "MaLoi", "SoTienHoan", "NgayHoan",
        }),
        # Not in the contract, but in the platform's messages: a source that passes one on as it is must not fail.
        dropped=frozenset({
            "HoTenNguoiNop", "SoCMNDNguoiNop", "DiaChiNguoiNop", "ThongTinGiaoDich", "NoiDungThanhToan", "MaXacThuc",
            "Ip",
        }),
    ),
    {
        "merchant_ref": Code("MaThamChieu"),
        "transaction_code": Code("MaGiaoDich"),
        "kind_code": Code("LoaiGiaoDich"),
        "dossier_code": Code("MaHoSo"),
        "procedure_code": PROCEDURE,
        "amount_vnd": Parsed("SoTien", money, "bigint"),
        "currency": Code("MaTienTe"),
        "bank_code": Code("MaNganHang"),
        "tried_at": Moment("ThoiGianGD"),
        "status": Choice("TrangThaiGD", ATTEMPT_STATUSES),
        "error_code": Code("MaLoi"),
        "refund_vnd": Parsed("SoTienHoan", money, "bigint"),
        "refunded_at": Moment("NgayHoan"),
    },
    required=frozenset({"merchant_ref", "amount_vnd", "tried_at", "status"}),
)  # fmt: skip
"""What the payment platform lists for a day (PlatformTransaction), by the one-stop's reference."""
