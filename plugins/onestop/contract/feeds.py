"""The feeds of a source in the order in which they depend on each other, and how a record becomes a typed row.

A row is a list of texts for COPY in the order of the feed's columns; None is SQL null. A value that cannot be
read leaves its column empty and its field name in ``unreadable``: a record never stops a batch.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from onestop.contract import allowlist, parsers

T = TypeVar("T")
Record = Mapping[str, Any]
Row = list[str | None]

COMMON_COLUMNS = ("record_key", "source_updated_at", "is_deleted", "unreadable")

_UNIT_KINDS = {"1": "province", "2": "department", "3": "commune", "4": "agency"}
_LIMIT_UNITS = {"ngay_lam_viec": "working_day", "ngay": "day", "gio": "hour"}
_ALWAYS = "2000-01-01"
"""First day of a procedure whose source does not say since when it holds."""
_INTERLINKED_GROUPS = {"khai_sinh": "birth", "khai_tu": "death"}


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed of the contract.

    Attributes:
        name: last part of its address, ``/v1/<name>``.
        shape: what may be kept of a record.
        table: the staging table.
        columns: what ``to_row`` fills, in order.
        to_row: turns a kept record into a row.
    """

    name: str
    shape: allowlist.Shape
    table: str
    columns: tuple[str, ...]
    to_row: Callable[[Record], Row]

    @property
    def singular(self) -> str:
        """What one record is called, as rule ids begin."""
        return self.table.removeprefix("staging.")


# One record in two repeats a moment (submitted and received, finished and handed over), and codes recur all the time.
@functools.lru_cache(maxsize=1 << 16)
def _moment_text(sent: str) -> str | None:
    parsed = parsers.moment(sent)
    return parsed.isoformat() if parsed else None


@functools.lru_cache(maxsize=1 << 12)
def _flag_text(sent: str) -> str | None:
    parsed = parsers.flag(sent)
    return None if parsed is None else "tf"[not parsed]


class _Reader:
    """Reads fields of one record and remembers which could not be read."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.unreadable: list[str] = list(record.get(allowlist.RETYPED, ()))
        if allowlist.UNUSABLE in record:
            self.unreadable.append(allowlist.UNUSABLE)

    def read(self, parse: Callable[[Any], T | None], name: str) -> T | None:
        try:
            return parse(self.record.get(name))
        except parsers.UnreadableError:
            self.unreadable.append(name)
            return None

    def _cached(self, parse: Callable[[str], str | None], name: str) -> str | None:
        sent = self.record.get(name)
        if sent is None or sent == "":
            return None
        try:
            return parse(str(sent))
        except parsers.UnreadableError:
            self.unreadable.append(name)
            return None

    def text(self, name: str) -> str | None:
        return parsers.text(self.record.get(name))

    def code(self, name: str) -> str | None:
        return parsers.code(self.record.get(name))

    def moment(self, name: str) -> str | None:
        return self._cached(_moment_text, name)

    def day(self, name: str) -> str | None:
        parsed = self.read(parsers.day, name)
        return parsed.isoformat() if parsed else None

    def flag(self, name: str) -> str | None:
        return self._cached(_flag_text, name)

    def integer(self, name: str, least: int, most: int) -> str | None:
        parsed = self.read(parsers.integer, name)
        if parsed is not None and not least <= parsed <= most:
            self.unreadable.append(name)
            return None
        return None if parsed is None else str(parsed)

    def choice(self, name: str, codes: Mapping[str, str]) -> str | None:
        sent = self.text(name)
        if sent is None:
            return None
        if sent not in codes:
            self.unreadable.append(name)
        return codes.get(sent)

    def common(self, key: str | None) -> Row:
        updated_at = self.moment("CapNhatLuc")
        is_deleted = self.flag("DaXoa") or "f"
        return [key, updated_at, is_deleted, "{" + ",".join(f'"{name}"' for name in self.unreadable) + "}"]


def _unit_row(record: Record) -> Row:
    reader = _Reader(record)
    key, name = reader.code("MaDonVi"), reader.text("TenDonVi")
    row = [
        key,
        reader.code("MaXaGSO"),
        name,
        parsers.vietnamese_sort_key(name) if name else None,
        reader.choice("CapDonVi", _UNIT_KINDS),
        reader.code("MaDonViCha"),
        reader.day("HieuLucTu"),
        reader.day("HieuLucDen"),
    ]
    return reader.common(key) + row


def _procedure_row(record: Record) -> Row:
    reader = _Reader(record)
    code = reader.read(parsers.procedure_code, "MaTTHC")
    valid_from = reader.day("HieuLucTu") or _ALWAYS
    row = [
        code,
        reader.text("TenTTHC"),
        reader.code("MaLinhVuc"),
        reader.text("TenLinhVuc"),
        reader.text("CapThucHien"),
        reader.integer("MucDo", 1, 4),
        reader.read(parsers.decimal, "ThoiGianGiaiQuyet"),
        reader.read(parsers.decimal, "ThoiGianCamKet"),
        reader.choice("DonViTinh", _LIMIT_UNITS),
        reader.flag("CoPhi"),
        reader.flag("TichHopThanhToan"),
        reader.flag("CoKetQua"),
        reader.choice("NhomLienThong", _INTERLINKED_GROUPS),
        valid_from,
        reader.day("HieuLucDen"),
    ]
    # A procedure that is issued anew under its old code is another record.
    return reader.common(f"{code}@{valid_from}" if code else None) + row


def _dossier_row(record: Record) -> Row:
    reader = _Reader(record)
    key = reader.code("MaHoSo")
    row = [
        key,
        reader.code("MaHoSoKhac"),
        reader.read(parsers.procedure_code, "MaTTHC"),
        reader.code("MaLinhVuc"),
        reader.code("MaDonVi"),
        reader.code("MaDonViGiaiQuyet"),
        reader.code("MaDonViXuLy"),
        reader.text("BuocXuLy"),
        reader.moment("GiuTu"),
        reader.text("NguyenNhanTre"),
        reader.integer("KenhThucHien", 1, 3),
        reader.integer("TrangThaiHoSo", 0, 99),
        reader.moment("NgayNopHoSo"),
        reader.moment("NgayTiepNhan"),
        reader.moment("NgayHenTra"),
        reader.moment("NgayKetThucXuLy"),
        reader.moment("NgayTra"),
        reader.moment("NgayTuChoi"),
        reader.integer("HinhThuc", 0, 1),
        reader.flag("HoSoCoThanhPhanSoHoa"),
        reader.flag("TaiKhoanDuocXacThucVoiVNeID"),
        reader.integer("DuocThanhToanTrucTuyen", 0, 3),
        reader.flag("BanSaoDienTu"),
        _children(reader, "DanhSachHoSoBoSung", _SUPPLEMENT),
        _children(reader, "DanhSachGiaHan", _EXTENSION),
    ]
    return reader.common(key) + row


_SUPPLEMENT = {
    "requested_at": "NgayBoSung",
    "answered_at": "NgayTiepNhanBoSung",
    "due_before": "NgayHenTraTruoc",
    "due_after": "NgayHenTraMoi",
}
_EXTENSION = {"apologised_at": "NgayXinLoi", "due_before": "NgayHenTraTruoc", "due_after": "NgayHenTraMoi"}


def _children(reader: _Reader, name: str, moments: Mapping[str, str]) -> str | None:
    """Return the entries of a nested list as JSON with our names, or None when there are none."""
    entries = reader.record.get(name)
    if not entries:
        return None
    rows = []
    for place, entry in enumerate(entries):
        child = _Reader(entry)
        rows.append({ours: child.moment(theirs) for ours, theirs in moments.items()})
        reader.unreadable.extend(f"{name}[{place}].{field}" for field in child.unreadable)
    return msgspec.json.encode(rows).decode()


UNITS = Feed(
    "units",
    allowlist.UNIT,
    "staging.unit",
    ("agency_code", "gso_code", "name", "name_sort", "kind", "parent_code", "valid_from", "valid_to"),
    _unit_row,
)
PROCEDURES = Feed(
    "procedures",
    allowlist.PROCEDURE,
    "staging.procedure",
    (
        "procedure_code",
        "name",
        "sector_code",
        "sector_name",
        "executing_levels",
        "online_level",
        "statutory_limit",
        "promised_limit",
        "limit_unit",
        "has_fee",
        "has_online_payment",
        "has_result",
        "interlinked_group",
        "valid_from",
        "valid_to",
    ),
    _procedure_row,
)
DOSSIERS = Feed(
    "dossiers",
    allowlist.DOSSIER,
    "staging.dossier",
    (
        "dossier_code",
        "other_code",
        "procedure_code",
        "sector_code",
        "receiving_code",
        "responsible_code",
        "holding_code",
        "step",
        "holding_since",
        "delay_cause",
        "channel",
        "status",
        "submitted_at",
        "received_at",
        "due_at",
        "finished_at",
        "returned_at",
        "refused_at",
        "return_method",
        "has_digitized_component",
        "is_vneid_verified",
        "online_payment_code",
        "has_e_certified_copy",
        "supplements",
        "extensions",
    ),
    _dossier_row,
)

FEEDS = (UNITS, PROCEDURES, DOSSIERS)
"""Every feed, each after those that it refers to."""
