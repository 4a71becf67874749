"""Personal values that can be told from everything else, and the guises in which a source may send them.

Every value has a mark that occurs nowhere else: a word that no language has, or a number of eleven digits. Whatever
becomes of a value, upper case, another Unicode form, another encoding of its diacritics, a part of something longer,
its mark stays as it is.
"""

from __future__ import annotations

import copy
import gzip
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from simulator.feeds import FEED_NAMES, build_feeds
from simulator.world import World
from tests.support.malformed import KEYS
from tests.support.scripted import Answer

Record = dict[str, Any]
_LETTERS = str.maketrans("0123456789", "abcdefghij")


class Planter:
    """Makes values, each with a mark of its own, and remembers where each was put.

    Attributes:
        places: where the value with a mark was put, by mark.
    """

    def __init__(self, stem: str, digits: str) -> None:
        """Begin with none; marks are ``stem`` and five letters, or ``digits`` (six) and five more."""
        self.places: dict[str, str] = {}
        self._stem, self._digits = stem, digits
        # Two patterns that begin with plain text are found many times as fast as one of both.
        self._patterns = [re.compile(f"{stem}[a-j]{{5}}".encode()), re.compile(f"{digits}[0-9]{{5}}".encode())]
        self._words = self._numbers = 0

    def found_in(self, content: bytes) -> set[str]:
        """Return the marks that occur in some bytes, in whatever case."""
        small = content.lower()
        marks = {match.decode() for pattern in self._patterns for match in pattern.findall(small)}
        return marks & self.places.keys()

    def word(self, place: str) -> str:
        """Return a capitalised word."""
        self._words += 1
        mark = self._stem + f"{self._words:05}".translate(_LETTERS)
        self.places[mark] = place
        return mark.capitalize()

    def number(self, place: str) -> str:
        """Return eleven digits: a telephone number behind a plus sign."""
        self._numbers += 1
        mark = f"{self._digits}{self._numbers:05}"
        self.places[mark] = place
        return mark

    def value(self, kind: str, place: str) -> Any:
        """Return a value of a kind; every other text is decomposed (NFD)."""
        value = KINDS[kind](self, place)
        decomposed = isinstance(value, str) and len(self.places) % 2
        return unicodedata.normalize("NFD", value) if decomposed else value


KINDS: dict[str, Callable[[Planter, str], Any]] = {
    "name": lambda planter, place: f"Nguyễn Thị {planter.word(place)}",
    "address": lambda planter, place: f"Số 12 đường {planter.word(place)}, phường Thuận Hóa",
    "email": lambda planter, place: f"{planter.word(place).lower()}@example.invalid",
    "text": lambda planter, place: f"Bà {planter.word(place)} đề nghị\nđiện lại số +{planter.number(place)}",
    "file": lambda planter, place: f"can-cuoc_{planter.word(place)}.pdf",
    "link": lambda planter, place: f"https://tep.example.invalid/{planter.word(place)}?cccd=0{planter.number(place)}",
    "identity": lambda planter, place: f"0{planter.number(place)}",
    "phone": lambda planter, place: f"+{planter.number(place)}",
    "account": lambda planter, place: f"97{planter.number(place)}",
    "number": lambda planter, place: int(planter.number(place)),
    "identities": lambda planter, place: [{"LoaiDinhDanh": "1", "SoDinhDanh": f"0{planter.number(place)}"}],
    "person": lambda planter, place: {
        "HoTen": f"Trần Văn {planter.word(place)}",
        f"0{planter.number(place)}": "1",
        "Con": [planter.word(place), {"Ten": planter.word(place), "SoDinhDanh": int(planter.number(place))}],
        "NoiO": {"Duong": planter.word(place)},
    },
}
"""How a value of each kind is made."""

# What the contract marks or describes as personal or as free text, copied by hand.
PERSONAL: dict[str, dict[str, str]] = {
    "dossiers": {
        "ChuHoSo": "name",
        "SoGiayToChuHoSo": "identity",
        "DinhDanhCHS": "identities",
        "MaDoiTuong": "account",
        "Email": "email",
        "Fax": "phone",
        "SoDienThoai": "phone",
        "DiaChi": "address",
        "TrichYeuHoSo": "text",
        "GhiChu": "text",
        "ThongTinTra": "text",
        "LyDoXoa": "text",
    },
    "events": {"NguoiXuLy": "name", "NoiDungXuLy": "text"},
    "payments": {"HoTenNguoiNop": "name", "SoCMNDNguoiNop": "identity", "SoTaiKhoan": "account"},
    "surveys": {"YKien": "text"},
    "feedback": {"NoiDung": "text"},
}
NESTED: dict[str, dict[str, str]] = {
    "TaiLieuNop": {"TenTepDinhKem": "file", "DuongDanTaiTepTin": "link"},
    "DanhSachHoSoBoSung": {"NguoiYeuCauBoSung": "name", "NoiDungBoSung": "text"},
    "DanhSachGiaHan": {"LyDo": "text"},
    "DanhSachGiayToKetQua": {"TenGiayTo": "file", "DuongDanTepTinKetQua": "link"},
}
MISPLACED = {
    "dossiers": [
        "NgayHenTra", "HinhThuc", "BanSaoDienTu", "TenTTHC", "TenLinhVuc", "DonViXuLy", "LoaiDoiTuong",
        "BuocXuLy", "NguyenNhanTre",
    ],
    "events": ["ChucDanh", "NgayBatDau", "NgayKetThucTheoQuyDinh"],
    "payments": ["NgayThuPhi", "NgayHoanPhi", "SoTienHoan", "HinhThucThanhToan"],
    "surveys": ["Kenh", "HopLe"],
    "feedback": ["Loai", "HanXuLy", "LuotThich"],
    "interlinked": ["NgayHenTra", "TrangThaiLT", "NgayKetThuc"],
}  # fmt: skip
"""Fields that the contract does not call personal and of which nothing else than a date, a number or a code is used."""


class Planters(NamedTuple):
    """Who makes which values.

    Attributes:
        personal: values in fields that are personal, free text or unknown, in every guise.
        misplaced: text in ``MISPLACED`` fields of records that are used.
        refused: text in such fields of records that end in quarantine.
        control: names of units, and keys of records in quarantine: what is kept, shown and told.
    """

    personal: Planter
    misplaced: Planter
    refused: Planter
    control: Planter


def plant(world: World, planters: Planters) -> dict[str, list[list[Any]]]:
    """Return pages of every feed of a world with values of four planters in them."""
    feeds = build_feeds(world, world.as_of)
    pages: dict[str, list[list[Any]]] = {}
    for name in FEED_NAMES:
        sent: list[Any] = []
        for number, (_, _, item) in enumerate(feeds[name].rows):
            record = _personal(planters.personal, name, feeds[name].record(item))
            if name == "units":
                record["TenDonVi"] = f"Phường {planters.control.word('unit')}"
            if number % 10 == 3:
                sent += _refused(planters, name, record, number)
            if number % 4 == 1 and name in MISPLACED:
                field = MISPLACED[name][number // 4 % len(MISPLACED[name])]
                record[field] = planters.misplaced.value("name", f"{name} {field}")
            guise = GUISES[number % len(GUISES)]
            guise(planters.personal, name, record)
            sent.append(record)
        pages[name] = [sent[at : at + 400] for at in range(0, len(sent), 400)]
    return pages


def _personal(planter: Planter, feed: str, record: Record) -> Record:
    """Put a value into every personal field of a record, of its nested lists too."""
    for name, kind in PERSONAL.get(feed, {}).items():
        record[name] = planter.value(kind, f"{feed} {name}")
    for name, fields in NESTED.items():
        for entry in record.get(name, []):
            entry.update({field: planter.value(kind, f"{feed} {name}.{field}") for field, kind in fields.items()})
    return record


def _refused(planters: Planters, feed: str, record: Record, number: int) -> list[Any]:
    """Return a record of which nobody knows when it was written, and a value that is no record."""
    undated = _personal(planters.personal, feed, copy.deepcopy(record)) | {"CapNhatLuc": ""}
    undated[KEYS[feed][0]] = planters.control.word("key")
    if feed in MISPLACED:
        field = MISPLACED[feed][number // 10 % len(MISPLACED[feed])]
        undated[field] = planters.refused.value("name", f"{feed} {field}")
    kind = ("name", "number", "person", "identities")[number // 10 % 4]
    return [undated, planters.personal.value(kind, f"{feed} instead of a record")]


Guise = Callable[[Planter, str, Record], None]


def _unknown_fields(planter: Planter, feed: str, record: Record) -> None:
    for name, kind in {"HoTenMe": "name", "so_cccd": "number", "DienThoai2": "phone", "Anh": "link"}.items():
        record[name] = planter.value(kind, f"{feed} unknown field")


def _unknown_objects(planter: Planter, feed: str, record: Record) -> None:
    record["NguoiLienQuan"] = planter.value("person", f"{feed} unknown object")
    record["DanhSachNguoi"] = [
        planter.value("person", f"{feed} unknown list"),
        planter.value("name", f"{feed} unknown list"),
    ]


def _unknown_in_entries(planter: Planter, feed: str, record: Record) -> None:
    for name, value in record.items():
        if isinstance(value, list) and name not in PERSONAL.get(feed, {}):
            for entry in value:
                entry["NguoiKy"] = planter.value("name", f"{feed} {name} unknown field")
                entry["NguoiNhan"] = planter.value("person", f"{feed} {name} unknown object")


def _names_of_fields(planter: Planter, feed: str, record: Record) -> None:
    """Data that stands where a field's name belongs: it is no identifier."""
    for kind in ("name", "identity", "email", "phone", "text"):
        record[planter.value(kind, f"{feed} name of a field")] = "1"


def _other_case(planter: Planter, feed: str, record: Record) -> None:
    for name, kind in PERSONAL.get(feed, {"ChuHoSo": "name"}).items():
        for spelled in (name.upper(), name.lower()):
            record[spelled] = planter.value(kind, f"{feed} {name} in other case")


def _json_text(planter: Planter, feed: str, record: Record) -> None:
    _unknown_in_entries(planter, feed, record)
    for name, value in record.items():
        if isinstance(value, list):
            record[name] = json.dumps(value, ensure_ascii=len(planter.places) % 2 == 0)


def _broken_json_text(planter: Planter, feed: str, record: Record) -> None:
    _json_text(planter, feed, record)
    for name, value in record.items():
        if isinstance(value, str) and value.startswith("[{"):
            record[name] = value[: len(value) * 3 // 4]
    record.setdefault("DSKetNoiCSDL", [])
    record["DSKetNoiCSDL"] = f"{planter.value('name', f'{feed} broken list')} ["


def _structures(planter: Planter, feed: str, record: Record) -> None:
    """Objects and lists, also as JSON text, where one value belongs that nobody needs."""
    person = planter.value("person", f"{feed} object for a value")
    text = json.dumps(planter.value("person", f"{feed} JSON text for a value"), ensure_ascii=False)
    for name, value in {
        "TenTTHC": person,
        "DonViXuLy": [planter.value("name", f"{feed} list for a value")],
        "ChucDanh": text,
        "HinhThucThu": f"\u200b [{text}]",
        "ViTri": f' ["{planter.value("name", f"{feed} JSON text for a value")}"]',
    }.items():
        if name in record:
            record[name] = value


def _no_lists(planter: Planter, feed: str, record: Record) -> None:
    """Texts, numbers and objects where a list belongs, or in it where an object belongs."""
    lists = [name for name, value in record.items() if isinstance(value, list)]
    for number, name in enumerate(lists):
        place = f"{feed} {name}"
        inside = [planter.value("name", place), [planter.value("phone", place)], planter.value("number", place), None]
        record[name] = (planter.value("text", place), planter.value("person", place), inside)[number % 3]


def _as_sent(_: Planter, __: str, ___: Record) -> None:
    """As the contract has it."""


GUISES: list[Guise] = [
    _as_sent, _unknown_fields, _unknown_objects, _unknown_in_entries, _names_of_fields, _other_case, _json_text,
    _broken_json_text, _structures, _no_lists,
]  # fmt: skip


def platform_rows(planter: Planter) -> list[Any]:
    """Return what the payment platform tells of a day, in place of the answer without values that it owes us."""
    sound = {"SoTien": "10000", "ThoiGianGD": "20260930080000", "TrangThaiGD": "1", "MaNganHang": "VCB"}
    rows: list[Any] = [{**sound, "MaThamChieu": f"TC{number}"} for number in range(20)]
    for number, row in enumerate(rows):
        place = "platform"
        row |= {"HoTenNguoiNop": planter.value("name", place), "SoCMNDNguoiNop": planter.value("identity", place)}
        row |= {"ThongTinGiaoDich": planter.value("text", place), "so_tai_khoan": planter.value("number", place)}
        row |= {"NguoiNop": planter.value("person", place), "DIACHINGUOINOP": planter.value("address", place)}
        if number % 4 == 0:
            row["MaNganHang"] = planter.value("person", place)
    return [
        *rows,
        planter.value("name", "platform instead of a row"),
        planter.value("person", "platform instead of a row"),
    ]


def passing_faults(planter: Planter, page: Record) -> Iterator[Answer]:
    """Yield answers with personal values after which a source is asked again."""
    page = {**page, "data": [planter.value("person", "a page that is none") for _ in range(8)]}
    whole = json.dumps(page, ensure_ascii=False).encode()
    yield from (Answer(200, whole[:at]) for at in range(len(whole) // 12, len(whole), len(whole) // 6))
    for name in page:
        wrong = (
            planter.value("person", f"envelope {name}") if name != "data" else planter.value("name", "envelope data")
        )
        yield Answer(200, json.dumps({**page, name: wrong}).encode())
    yield Answer(200, json.dumps({**page, "as_of": planter.value("name", "envelope as_of")}).encode())
    yield Answer(200, json.dumps(page["data"]).encode())
    yield Answer(200, whole, {"Content-Encoding": "gzip"})
    yield Answer(200, gzip.compress(whole))
    yield Answer(200, whole, {"Content-Length": str(2 * len(whole))})
    yield Answer(200, whole, reset_after=len(whole) // 2)
    for status in (200, 429, 500, 502, 503, 504):
        detail = {"detail": [planter.value(kind, f"body of a {status}") for kind in ("name", "identity", "text")]}
        yield Answer(status, json.dumps(detail).encode(), _headers(planter, status))
        yield Answer(status, f"<html><h1>{planter.value('text', f'page of a {status}')}</h1></html>".encode())


def lasting_faults(planter: Planter, page: Record) -> Iterator[Answer]:
    """Yield answers with personal values after which a source is left alone."""
    for status in (302, 400, 401, 403, 404, 409):
        yield Answer(status, planter.value("text", f"body of a {status}").encode(), _headers(planter, status))
    data = [{"ChuHoSo": planter.value("name", "a page whose envelope is wrong")}]
    for wrong in ({"as_of": "2026-10-01T06:00:00"}, {"source_system": planter.value("name", "source_system")}):
        yield Answer(200, json.dumps({**page, "data": data, **wrong}).encode())


def _headers(planter: Planter, status: int) -> dict[str, str]:
    return {
        "Retry-After": planter.value("name", f"header of a {status}"),
        "Location": f"/dang-nhap?email={planter.value('email', f'header of a {status}')}",
        "Set-Cookie": f"nguoi-dung={planter.value('phone', f'header of a {status}')}",
    }
