"""What one source told from July to October 2026, by arithmetic alone: the same in every version of this project.

The warehouse that version 1.0.0 left (``warehouse-1.0.0.sql.xz``) was read from these records, and the test of the
upgrade reads the same ones. So nothing here may change, and nothing is imported from the project.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

Record = dict[str, Any]

ZONE = dt.timezone(dt.timedelta(hours=7))
COMMUNES = {
    "H57.31.01": ("19753", "Phường Phú Xuân"),
    "H57.31.02": ("19774", "Phường Kim Long"),
    "H57.31.03": ("19777", "Phường Vỹ Dạ"),
}
POLICE = "H57.91.01"
STALE_CODE = "H57.31.01"
STALE = {"TenDonVi": "UBND P. Phú Xuân", "HieuLucTu": "20150101"}
"""A row that covers two communes which had its statistical code one after the other, under a name of its own."""
DOSSIERS = 210
FORMER_DOSSIERS = 3
FIRST_DAY = dt.date(2026, 7, 1)
DAYS = 120
CATALOGUE_MOMENT = "2025-09-01T08:00:00+07:00"


def told_by(as_of: dt.datetime) -> dict[str, list[Record]]:
    """Return, by feed, the latest version that the source has of each record at a moment."""
    feeds: dict[str, dict[str, Record]] = {}
    for feed, key, record in _records():
        if dt.datetime.fromisoformat(record["CapNhatLuc"]) <= as_of:
            feeds.setdefault(feed, {})[key] = record
    return {feed: list(records.values()) for feed, records in feeds.items()}


def _records() -> Iterator[tuple[str, str, Record]]:
    for unit in _units():
        yield "units", unit["MaDonVi"], {"HieuLucTu": "20250701", **unit, "CapNhatLuc": CATALOGUE_MOMENT}
    for procedure in _PROCEDURES:
        told = {**procedure, "HieuLucTu": "20250701", "CapNhatLuc": CATALOGUE_MOMENT}
        yield "procedures", procedure["MaTTHC"], told
    for number in range(DOSSIERS):
        yield from _dossier(number)
    for number in range(FORMER_DOSSIERS):
        yield from _former_dossier(number)


def _units() -> Iterator[Record]:
    yield {"MaDonVi": "H57", "TenDonVi": "Ủy ban nhân dân thành phố Huế", "CapDonVi": "1"}
    yield {"MaDonVi": POLICE, "TenDonVi": "Công an thành phố Huế", "CapDonVi": "4", "MaDonViCha": "H57"}
    for agency_code, (code, name) in COMMUNES.items():
        yield {
            "MaDonVi": agency_code, "TenDonVi": name, "CapDonVi": "3", "MaDonViCha": "H57", "MaXaGSO": code,
            **(STALE if agency_code == STALE_CODE else {}),
        }  # fmt: skip


_PROCEDURES: list[Record] = [
    {
        "MaTTHC": "1.004194", "TenTTHC": "Đăng ký tạm trú", "MaLinhVuc": "CTR", "TenLinhVuc": "Cư trú",
        "ThoiGianGiaiQuyet": "3", "DonViTinh": "ngay_lam_viec", "CoPhi": "1", "TichHopThanhToan": "1", "CoKetQua": "1",
    },
    {
        "MaTTHC": "2.000815", "TenTTHC": "Chứng thực bản sao từ bản chính", "MaLinhVuc": "CT",
        "TenLinhVuc": "Chứng thực", "ThoiGianGiaiQuyet": "8", "DonViTinh": "gio", "CoPhi": "1", "CoKetQua": "1",
    },
    {
        "MaTTHC": "1.001193", "TenTTHC": "Đăng ký khai sinh", "MaLinhVuc": "HT", "TenLinhVuc": "Hộ tịch",
        "ThoiGianGiaiQuyet": "1", "DonViTinh": "ngay_lam_viec", "CoPhi": "0", "CoKetQua": "1",
    },
]  # fmt: skip


def _dossier(number: int) -> Iterator[tuple[str, str, Record]]:
    """Yield what is told of a dossier: its reception, steps, end, payment, and what was thought of it."""
    code = f"H57.31.{number % 3 + 1:02}-{number:04}"
    commune = list(COMMUNES)[number % 3]
    procedure = _PROCEDURES[number * 7 % 11 % 3]
    is_by_hour = procedure["DonViTinh"] == "gio"
    received = _working(FIRST_DAY + dt.timedelta(days=number * 37 % DAYS)) + dt.timedelta(minutes=number * 53 % 480)
    submitted = received - dt.timedelta(hours=number % 4)
    due = received + (dt.timedelta(hours=3) if is_by_hour else dt.timedelta(days=5))
    ended = received + (
        dt.timedelta(minutes=30 + number * 29 % 170) if is_by_hour else dt.timedelta(days=1 + number % 4)
    )
    if number % 9 == 0:
        ended = due + dt.timedelta(days=1 + number % 5)
    channel = "2" if number % 3 != 1 else "1"
    record: Record = {
        "MaHoSo": code, "MaTTHC": procedure["MaTTHC"], "MaLinhVuc": procedure["MaLinhVuc"], "MaDonVi": commune,
        "KenhThucHien": channel, "NgayNopHoSo": _sent(submitted), "NgayTiepNhan": _sent(received),
        "NgayHenTra": "" if number % 31 == 5 else _sent(due), "HoSoCoThanhPhanSoHoa": str(int(number % 5 != 0)),
        "TaiLieuNop": [
            {"TepDinhKemId": f"{code}/1", "MaThanhPhanHoSo": "G1", "DuocSoHoa": str(int(number % 5 != 0)),
             "DuocTaiSuDung": str(number % 3)},
        ],
        "DanhSachLePhi": [{"MaPhiLePhi": "LP", "HinhThucThu": "1", "Gia": "20000" if number % 4 else "0"}],
        "DuocThanhToanTrucTuyen": str(int(channel == "2" and number % 4 != 0)),
    }  # fmt: skip
    yield "dossiers", code, {**record, "TrangThaiHoSo": "4", "CapNhatLuc": _told(received)}
    yield "events", f"{code}/0", _event(code, 0, received, "4")
    if number % 6 == 0 and not is_by_hour:
        yield "events", f"{code}/1", _event(code, 1, received + dt.timedelta(hours=2), "4", POLICE)
        yield "events", f"{code}/2", _event(code, 2, received + dt.timedelta(hours=20), "4", commune)
    if number % 10 == 3 and not is_by_hour:
        yield from _supplement(code, record, received, due)
    if number % 14 != 13:
        status = {7: "3", 11: "7"}.get(number % 40, "10")
        end = {"NgayTuChoi" if status in "37" else "NgayKetThucXuLy": _sent(ended)}
        if status == "10" and number % 2:
            end["DanhSachGiayToKetQua"] = [
                {"MaThanhPhanHoSo": "KQ", "GiayToId": f"{code}/kq", "MaGiayToKetQua": f"KQ{number}",
                 "DuongDanTepTinKetQua": "https://kho.example/kq.pdf"},
            ]  # fmt: skip
        yield "dossiers", code, {**record, **end, "TrangThaiHoSo": status, "CapNhatLuc": _told(ended)}
        yield "events", f"{code}/9", _event(code, 9, ended, status)
    if number % 4 and procedure["CoPhi"] == "1":
        yield "payments", code, {
            "MaYeuCau": f"P-{code}", "MaHoSo": code, "MaDonVi": commune, "SoTien": "20000",
            "PhiLePhi": [{"LoaiPhiLePhi": "2", "MaPhiLePhi": "LP", "SoTien": "20000"}], "TrangThai": "Đã thanh toán",
            "HinhThucThanhToan": "truc-tuyen" if channel == "2" else "tien-mat", "NgayYeuCau": _sent(received),
            "NgayThuPhi": _sent(received + dt.timedelta(minutes=3)), "CapNhatLuc": _told(received),
        }  # fmt: skip
    if number % 5 == 2:
        yield "surveys", code, {
            "MaDanhGia": f"D-{code}", "MaHoSo": code, "MaDonVi": commune, "MaLinhVuc": procedure["MaLinhVuc"],
            "Kenh": "quay", "HopLe": "1", "TieuChi": "TD1", "ThangDo": "5", "MucDo": str(5 - number % 3),
            "ThoiGianDanhGia": _sent(ended), "CapNhatLuc": _told(ended),
        }  # fmt: skip
    if number % 25 == 4:
        yield "feedback", code, {
            "MaPAKN": f"F-{code}", "MaDonVi": commune, "Loai": "hanh_vi", "TrangThai": "da_tra_loi",
            "NgayTiepNhan": _sent(received), "HanXuLy": _sent(received + dt.timedelta(days=20)),
            "NgayTraLoi": _sent(received + dt.timedelta(days=9)), "CapNhatLuc": _told(received + dt.timedelta(days=9)),
        }  # fmt: skip
    if procedure["MaLinhVuc"] == "HT":
        yield "interlinked", code, {
            "MaHoSoLT": f"LT-{code}", "MaHoSo": code, "Nhom": "khai_sinh", "MaDonVi": commune,
            "NgayTiepNhan": _sent(received), "NgayHenTra": _sent(due), "NgayKetThuc": _sent(ended),
            "TrangThaiLT": "5", "TrangThaiTP": "5", "CapNhatLuc": _told(ended),
        }  # fmt: skip


def _former_dossier(number: int) -> Iterator[tuple[str, str, Record]]:
    """Yield a dossier of June 2025, which the commune of then received; it is told late."""
    code = f"{STALE_CODE}-2506{number:02}-0001"
    received = dt.datetime(2025, 6, 2 + number, 8, tzinfo=ZONE)
    yield "dossiers", code, {
        "MaHoSo": code, "MaTTHC": "1.004194", "MaLinhVuc": "CTR", "MaDonVi": STALE_CODE, "KenhThucHien": "1",
        "NgayNopHoSo": _sent(received), "NgayTiepNhan": _sent(received), "NgayHenTra": _sent(received),
        "NgayKetThucXuLy": _sent(received), "TrangThaiHoSo": "10", "CapNhatLuc": "2026-08-20T08:00:00+07:00",
    }  # fmt: skip


def _supplement(
    code: str, record: Record, received: dt.datetime, due: dt.datetime
) -> Iterator[tuple[str, str, Record]]:
    """Yield a request for papers and the answer a day later, which moves the due date by that day."""
    asked, answered = received + dt.timedelta(hours=3), received + dt.timedelta(hours=27)
    moved = due + dt.timedelta(days=1)
    record["DanhSachHoSoBoSung"] = [
        {"HoSoBoSungId": f"{code}/bs", "NgayBoSung": _sent(asked), "NgayTiepNhanBoSung": _sent(answered),
         "NgayHenTraTruoc": _sent(due), "NgayHenTraMoi": _sent(moved)},
    ]  # fmt: skip
    if record["NgayHenTra"]:
        record["NgayHenTra"] = _sent(moved)
    yield "events", f"{code}/3", _event(code, 3, asked, "5")
    yield "events", f"{code}/4", _event(code, 4, answered, "4")
    yield "dossiers", code, {**record, "TrangThaiHoSo": "4", "CapNhatLuc": _told(answered)}


def _event(code: str, number: int, at: dt.datetime, status: str, holder: str = "") -> Record:
    return {
        "MaSuKien": f"{code}/{number}", "MaHoSo": code, "ThoiDiemXuLy": _sent(at), "TrangThai": status,
        "MaDonViXuLy": holder, "CapNhatLuc": _told(at),
    }  # fmt: skip


def _working(day: dt.date) -> dt.datetime:
    """Return 8:00 of the day, or of the Monday after a weekend."""
    day += dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
    return dt.datetime.combine(day, dt.time(8), ZONE)


def _sent(at: dt.datetime) -> str:
    return f"{at:%Y%m%d%H%M%S}"


def _told(at: dt.datetime) -> str:
    return (at + dt.timedelta(minutes=5)).isoformat()
