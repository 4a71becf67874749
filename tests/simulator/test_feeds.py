"""Every feed against the field names of the contract, and against what happened."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from simulator.feedback import draw_feedback, feedback_record
from simulator.interlinked import draw_interlinked, interlinked_record
from simulator.lifecycle import STATUS_AFTER, Happening
from simulator.localtime import SECONDS_PER_DAY, VIETNAM, compact, date_of
from simulator.payments import draw_payment
from simulator.progress import event_key
from simulator.source import Source
from simulator.truth import write_truth
from simulator.world import Scale, World, build_world

pytestmark = pytest.mark.slow

Json = dict[str, Any]

# fmt: off
FIELDS: dict[str, tuple[set[str], set[str]]] = {
    "units": (
        {"MaDonVi", "TenDonVi", "CapDonVi", "CapNhatLuc"},
        {"MaDonViCha", "MaXaGSO", "HieuLucTu", "HieuLucDen", "DaXoa"},
    ),
    "procedures": (
        {"MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "CapNhatLuc"},
        {"CapThucHien", "MucDo", "ThoiGianGiaiQuyet", "ThoiGianCamKet", "DonViTinh", "CoPhi", "TichHopThanhToan",
         "CoKetQua", "NhomLienThong", "HieuLucTu", "HieuLucDen", "DaXoa"},
    ),
    "dossiers": (
        {"MaHoSo", "MaTTHC", "MaDonVi", "TrangThaiHoSo", "CapNhatLuc"},
        {"MaHoSoKhac", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "MaDonViGiaiQuyet", "MaDonViXuLy", "DonViXuLy",
         "BuocXuLy", "GiuTu", "NguyenNhanTre", "KenhThucHien", "LoaiDoiTuong", "ChuHoSo", "SoGiayToChuHoSo",
         "DinhDanhCHS", "MaDoiTuong", "Email", "Fax", "SoDienThoai", "DiaChi", "TrichYeuHoSo", "GhiChu",
         "ThongTinTra", "NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi",
         "HinhThuc", "HoSoCoThanhPhanSoHoa", "TaiKhoanDuocXacThucVoiVNeID", "DuocThanhToanTrucTuyen",
         "BanSaoDienTu", "DSKetNoiCSDL", "TaiLieuNop", "DanhSachLePhi", "DanhSachHoSoBoSung", "DanhSachGiaHan",
         "DanhSachGiayToKetQua", "LienKet", "DaXoa", "LyDoXoa", "NgayCongXacNhan", "NgayCoQuanNhan"},
    ),
    "events": (
        {"MaHoSo", "ThoiDiemXuLy", "TrangThai", "CapNhatLuc"},
        {"MaSuKien", "NguoiXuLy", "ChucDanh", "MaDonViXuLy", "PhongBanXuLy", "NoiDungXuLy", "NgayBatDau",
         "NgayKetThucTheoQuyDinh", "DaXoa"},
    ),
    "payments": (
        {"MaYeuCau", "SoTien", "TrangThai", "CapNhatLuc"},
        {"MaHoSo", "MaDonVi", "MaTTHC", "PhiLePhi", "HinhThucThu", "HinhThucThanhToan", "NgayYeuCau", "NgayThuPhi",
         "NgayHoanPhi", "SoTienHoan", "HoTenNguoiNop", "SoCMNDNguoiNop", "SoTaiKhoan", "GiaoDich", "DaXoa"},
    ),
    "surveys": (
        {"MaDanhGia", "TieuChi", "MaDonVi", "ThoiGianDanhGia", "CapNhatLuc"},
        {"MaHoSo", "MaLinhVuc", "ViTri", "Kenh", "HopLe", "ThangDo", "MucDo", "YKien", "DaXoa"},
    ),
    "feedback": (
        {"MaPAKN", "MaDonVi", "NgayTiepNhan", "CapNhatLuc"},
        {"MaHoSo", "Loai", "TrangThai", "HanXuLy", "NgayTraLoi", "NgayCongKhai", "LuotThich", "LuotKhongThich",
         "NoiDung", "DaXoa"},
    ),
    "interlinked": (
        {"MaHoSoLT", "Nhom", "MaDonVi", "TrangThaiLT", "CapNhatLuc"},
        {"MaHoSo", "NgayTiepNhan", "NgayHenTra", "TrangThaiTP", "CacBuoc", "ChoCongDan", "YeuCauCanCuoc",
         "CanXacMinh", "ApDungQuyDinhMoi", "NgayKetThuc", "DaXoa"},
    ),
    "reconciliation": (
        {"MaThamChieu", "SoTien", "ThoiGianGD", "TrangThaiGD"},
        {"MaGiaoDich", "LoaiGiaoDich", "MaHoSo", "MaTTHC", "MaTienTe", "MaNganHang", "MaLoi", "SoTienHoan", "NgayHoan"},
    ),
}
"""Required and optional fields of the contract, copied by hand."""
NESTED = {
    "PhiLePhi": {"LoaiPhiLePhi", "MaPhiLePhi", "TenPhiLePhi", "SoTien"},
    "GiaoDich": {"MaThamChieu", "MaGiaoDich", "MaNganHang", "SoTien", "ThoiGianGD", "TrangThaiGD", "MaLoi"},
    "CacBuoc": {"CoQuan", "TrangThai", "HanBuoc", "XongLuc"},
}
CODES = {
    "events": {"TrangThai": set(STATUS_AFTER.values()) - {STATUS_AFTER[Happening.PAYMENT_ASKED]}, "DaXoa": {"0"}},
    "payments": {
        "HinhThucThanhToan": {"", "truc-tuyen", "tien-mat", "chuyen-khoan"},
        "TrangThai": {"Đã thanh toán", "Chờ thanh toán", "Chưa thanh toán", "Hủy thanh toán", "Đã hoàn phí"},
    },
    "surveys": {
        "Kenh": {"", "quay", "truc_tuyen", "giay"}, "HopLe": {"0", "1"}, "TieuChi": {"0", "1", "2", "3", "4", "5"},
        "ThangDo": {"ABC", "3", "5", "diem"},
    },
    "feedback": {"Loai": {"quy_dinh", "hanh_vi"}},
    "interlinked": {"Nhom": {"khai_sinh", "khai_tu"}},
}
# fmt: on


def read(source: Source, feed: str) -> list[Json]:
    records: list[Json] = []
    cursor = None
    while True:
        page = source.page(feed, None, cursor, 1000, None)
        records += [msgspec.json.decode(record) for record in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return records


def days_of(world: World) -> Iterator[date]:
    payments = [payment for payment in map(draw_payment, world.dossiers) if payment]
    days = {attempt.began_at // SECONDS_PER_DAY for payment in payments for attempt in payment.attempts}
    return map(date_of, sorted(days))


def transactions(source: Source) -> list[Json]:
    bodies = [source.reconciliation(day) for day in days_of(source.world)]
    return [row for body in bodies if body for row in body["data"]]


@pytest.fixture(scope="module")
def source(year: World) -> Source:
    return Source(year, "clean")


@pytest.fixture(scope="module")
def feeds(source: Source) -> dict[str, list[Json]]:
    return {feed: read(source, feed) for feed in FIELDS if feed != "reconciliation"} | {
        "reconciliation": transactions(source)
    }


def only_strings(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(only_strings, value.values()))
    if isinstance(value, list):
        return all(map(only_strings, value))
    return isinstance(value, str)


@pytest.mark.parametrize("feed", FIELDS)
def test_records_keep_to_the_contract(feeds: dict[str, list[Json]], feed: str) -> None:
    required, optional = FIELDS[feed]
    assert feeds[feed]
    for record in feeds[feed]:
        assert set(record) == required | optional
        assert all(record[name] for name in required)
        assert only_strings(record)
        for name in NESTED.keys() & record.keys():
            assert all(set(part) == NESTED[name] for part in record[name])


@pytest.mark.parametrize("feed", CODES)
def test_codes_are_those_of_the_contract(feeds: dict[str, list[Json]], feed: str) -> None:
    for name, wanted in CODES[feed].items():
        assert {record[name] for record in feeds[feed]} == wanted, name


def test_the_default_world_has_not_changed(year: World, source: Source, tmp_path: Path) -> None:
    """Other tests rest on it: new chances need streams of their own."""
    write_truth(year, tmp_path)
    hashes = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in tmp_path.iterdir()}
    assert hashes == {
        "form_ii06a": "803e98b9304871a8",
        "form_ii06a_quarter": "1a0e479463f3fe39",
        "manual_figures": "ba9a8eb083ccfeeb",
        "ranking": "59e6713b58ef8a7f",
        "recipients": "e4438013a546b841",
    }
    pages, cursor = hashlib.sha256(), None
    while True:
        page = source.page("dossiers", None, cursor, 1000, None)
        for record in page["data"]:
            pages.update(bytes(record) + b"\n")
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert pages.hexdigest()[:16] == "5215ecc0aee6f328"


def test_there_is_one_event_for_each_happening(year: World, feeds: dict[str, list[Json]]) -> None:
    told = Counter((event["MaHoSo"], event["ThoiDiemXuLy"], event["TrangThai"]) for event in feeds["events"])
    assert told == Counter(
        (d.code, compact(m.at), STATUS_AFTER[m.what]) for d in year.dossiers for m in d.known_at(year.as_of)
    )
    assert len({event_key(event) for event in feeds["events"]}) == len(feeds["events"])
    by_office: dict[str, set[bool]] = {}
    for event in feeds["events"]:
        by_office.setdefault(event["MaHoSo"][:9], set()).add(bool(event["MaSuKien"]))
    assert Counter(map(len, by_office.values())) == {1: 40}
    assert {True} in by_office.values()
    assert {False} in by_office.values()


def test_events_tell_who_holds_the_dossier_as_its_record_does(feeds: dict[str, list[Json]]) -> None:
    last = {event["MaHoSo"]: event for event in feeds["events"]}
    police = 0
    for dossier in feeds["dossiers"]:
        event = last[dossier["MaHoSo"]]
        if event["ThoiDiemXuLy"] == dossier["NgayKetThucXuLy"]:
            continue
        assert event["MaDonViXuLy"] == (dossier["MaDonViXuLy"] or dossier["MaDonVi"])
        police += dossier["MaDonViXuLy"] != ""
    assert police > 3


def test_payments_agree_with_their_dossiers_at_any_time(year: World) -> None:
    for clock in (datetime(2026, 1, 15, 20, tzinfo=VIETNAM), datetime(2026, 8, 3, 10, tzinfo=VIETNAM), None):
        source = Source(year, "s")
        if clock is not None:
            source = Source(World(**{**fields_of(year), "as_of": int(clock.timestamp()) + 7 * 3600}), "s")
        payments = {payment["MaHoSo"]: payment for payment in read(source, "payments")}
        for dossier in read(source, "dossiers"):
            payment = payments.get(dossier["MaHoSo"])
            assert (payment is None) is (dossier["DanhSachLePhi"] == [])
            online = bool(payment and payment["HinhThucThanhToan"] == "truc-tuyen" and payment["NgayThuPhi"])
            assert online is (dossier["DuocThanhToanTrucTuyen"] != "0")


def fields_of(world: World) -> dict[str, Any]:
    return {name: getattr(world, name) for name in World.__dataclass_fields__}


def test_amounts_are_the_sum_of_their_parts(feeds: dict[str, list[Json]]) -> None:
    fees = {d["MaHoSo"]: sum(int(fee["Gia"]) for fee in d["DanhSachLePhi"]) for d in feeds["dossiers"]}
    for payment in feeds["payments"]:
        assert int(payment["SoTien"]) == sum(int(part["SoTien"]) for part in payment["PhiLePhi"])
        assert int(payment["SoTien"]) == fees[payment["MaHoSo"]]
        assert sum(attempt["TrangThaiGD"] == "1" for attempt in payment["GiaoDich"]) == (
            payment["HinhThucThanhToan"] == "truc-tuyen" and payment["NgayThuPhi"] != ""
        )
        assert bool(payment["NgayHoanPhi"]) is (payment["TrangThai"] == "Đã hoàn phí")
    assert max(len(payment["PhiLePhi"]) for payment in feeds["payments"]) == 2
    assert max(len(payment["GiaoDich"]) for payment in feeds["payments"]) == 2
    refunds = [payment for payment in feeds["payments"] if payment["SoTienHoan"]]
    assert {int(payment["SoTienHoan"]) == int(payment["SoTien"]) for payment in refunds} == {True, False}


def test_the_platform_and_the_offices_tell_the_same(feeds: dict[str, list[Json]]) -> None:
    attempts = {a["MaThamChieu"]: (p, a) for p in feeds["payments"] for a in p["GiaoDich"]}
    rows = {row["MaThamChieu"]: row for row in feeds["reconciliation"]}
    assert rows.keys() == attempts.keys()
    for reference, row in rows.items():
        payment, attempt = attempts[reference]
        assert row["SoTien"] == payment["SoTien"]
        assert all(row[name] == attempt[name] for name in ("ThoiGianGD", "TrangThaiGD", "MaLoi", "MaNganHang"))
        assert row["SoTienHoan"] == (payment["SoTienHoan"] if row["TrangThaiGD"] == "1" else "")
    assert {row["MaHoSo"] != "" for row in rows.values()} == {True, False}


def test_a_day_is_reconciled_once_it_is_over(year: World) -> None:
    source = Source(World(**{**fields_of(year), "as_of": year.as_of - 40 * SECONDS_PER_DAY}), "s")
    today = date_of(source.world.as_of // SECONDS_PER_DAY)
    assert source.reconciliation(today) is None
    assert source.reconciliation(date_of(source.world.as_of // SECONDS_PER_DAY - 1)) is not None
    source.set_clock(datetime(today.year, today.month, today.day + 1, tzinfo=VIETNAM))
    assert source.reconciliation(today) is not None


def test_interlinked_requests_point_at_their_child(year: World, feeds: dict[str, list[Json]]) -> None:
    dossiers = {dossier["MaHoSo"]: dossier for dossier in feeds["dossiers"]}
    requests = feeds["interlinked"]
    for request in requests:
        if request["MaHoSo"]:
            assert dossiers[request["MaHoSo"]]["NgayTiepNhan"]
            assert len(request["CacBuoc"]) >= 1
        assert bool(request["NgayKetThuc"]) is (request["TrangThaiLT"] in ("5", "6"))
    assert {len(request["MaDonVi"]) for request in requests} == {5, 9}
    assert all(dossier["MaHoSoKhac"] == "" for dossier in dossiers.values())
    crossed = Source(World(**{**fields_of(year), "cross_references": True}), "s")
    linked = {d["MaHoSo"]: d["MaHoSoKhac"] for d in read(crossed, "dossiers") if d["MaHoSoKhac"]}
    assert linked.items() >= {r["MaHoSo"]: r["MaHoSoLT"] for r in requests if r["MaHoSo"]}.items()
    assert set(linked.values()) == {request["MaHoSoLT"] for request in requests}


def test_every_state_occurs_on_the_way(year: World) -> None:
    states: dict[str, set[object]] = {"TrangThaiLT": set(), "TrangThaiTP": set(), "TrangThai": set()}
    for dossier in year.dossiers:
        if request := draw_interlinked(dossier):
            for at in (*(moment.at for moment in dossier.moments), *request.further):
                record = interlinked_record(request, dossier.written_at(at))
                states["TrangThaiLT"].add(record["TrangThaiLT"])
                states["TrangThaiTP"].add(record["TrangThaiTP"])
        if feedback := draw_feedback(dossier):
            for moment in (feedback.received_at, feedback.assigned_at, feedback.answered_at):
                if moment is not None:
                    states["TrangThai"].add(feedback_record(feedback, dossier.written_at(moment))["TrangThai"])
    assert states == {
        "TrangThaiLT": {"1", "2", "3", "4", "5", "6", "7"},
        "TrangThaiTP": {"", "1", "2", "3", "4", "6"},
        "TrangThai": {"Chờ xử lý", "Đang xử lý", "Đã xử lý"},
    }


def test_every_scale_of_rating_is_used_and_an_office_keeps_to_one(feeds: dict[str, list[Json]]) -> None:
    scales: dict[str, set[str]] = {}
    for answer in feeds["surveys"]:
        scales.setdefault(answer["MaDonVi"], set()).add(answer["ThangDo"])
    assert all(len(of_unit) == 1 for of_unit in scales.values())


DAYS = {
    "dossiers": "NgayTiepNhan",
    "events": "ThoiDiemXuLy",
    "payments": "NgayYeuCau",
    "surveys": "ThoiGianDanhGia",
    "feedback": "NgayTiepNhan",
    "interlinked": "NgayTiepNhan",
}


@pytest.mark.parametrize("feed", DAYS)
def test_counts_follow_from_the_records(source: Source, feeds: dict[str, list[Json]], feed: str) -> None:
    communes = {commune.statistical_code: commune.agency_code for commune in source.world.communes}
    wanted = Counter(
        (record["MaHoSo"][:9] if feed == "events" else communes.get(unit := record["MaDonVi"], unit), day)
        for record in feeds[feed]
        if "20260301" <= (day := record[DAYS[feed]][:8]) <= "20260320"
    )
    counted = source.counts(feed, date(2026, 3, 1), date(2026, 3, 20))["data"]
    assert {(row["MaDonVi"], row["Ngay"]): int(row["SoLuong"]) for row in counted} == wanted
    if feed == "payments":
        total = sum(int(payment["SoTien"]) for payment in feeds[feed] if payment["NgayYeuCau"][:6] == "202603")
        month = source.counts(feed, date(2026, 3, 1), date(2026, 3, 31))["data"]
        assert sum(int(row["TongTien"]) for row in month) == total


@pytest.mark.parametrize("feed", DAYS)
def test_every_state_of_a_record_is_a_fold_up_to_the_clock(feed: str) -> None:
    """What changed between two clocks is what has a new CapNhatLuc, and nothing is newer than the clock."""
    start = datetime(2026, 3, 4, 3, tzinfo=VIETNAM)
    source = Source(build_world(Scale(dossiers=3_000, communes=8, as_of=start)), "s")
    before = keyed(source, feed)
    assert all(record["CapNhatLuc"] <= source.as_of for record in before.values())
    old = source.as_of
    source.set_clock(datetime(2026, 3, 12, 15, tzinfo=VIETNAM))
    after = keyed(source, feed)
    changed = {key for key, record in after.items() if before.get(key) != record}
    assert changed == {key for key, record in after.items() if record["CapNhatLuc"] > old}
    assert set(before) <= set(after)


def keyed(source: Source, feed: str) -> dict[str, Json]:
    names = {
        "dossiers": "MaHoSo",
        "payments": "MaYeuCau",
        "feedback": "MaPAKN",
        "interlinked": "MaHoSoLT",
    }
    records = read(source, feed)
    if feed == "events":
        return {event_key(record): record for record in records}
    if feed == "surveys":
        return {f"{record['MaDanhGia']}|{record['TieuChi']}": record for record in records}
    return {record[names[feed]]: record for record in records}
