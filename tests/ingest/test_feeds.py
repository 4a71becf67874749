"""Each feed beside the dossiers: what a record becomes, versions, unusable ones, and who comes first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.scripted import Record, dossier, script_of
from tests.support.warehouse import Warehouse

UPDATED = "2026-03-02T08:01:00+07:00"
EVENT = {
    "MaHoSo": "A-1",
    "ThoiDiemXuLy": "20260302080000",
    "TrangThai": "2",
    "MaDonViXuLy": "H57.31.01",
    "PhongBanXuLy": "Bộ phận một cửa",
    "NguoiXuLy": "Nguyễn Văn A",
    "CapNhatLuc": UPDATED,
}
PAYMENT = {
    "MaYeuCau": "P-1",
    "MaHoSo": "A-1",
    "MaDonVi": "H57.31.01",
    "MaTTHC": "1.004194.000.00.00.H57",
    "SoTien": "15.000",
    "PhiLePhi": [{"LoaiPhiLePhi": "2", "MaPhiLePhi": "LP-CTR", "SoTien": "15000"}],
    "HinhThucThanhToan": "truc-tuyen",
    "TrangThai": "Đã thanh toán",
    "NgayYeuCau": "20260302080000",
    "NgayThuPhi": "20260302081500",
    "HoTenNguoiNop": "Nguyễn Văn A",
    "GiaoDich": [{"MaThamChieu": "R1", "SoTien": "15000", "ThoiGianGD": "20260302081500", "TrangThaiGD": "1"}],
    "CapNhatLuc": UPDATED,
}
SURVEY = {
    "MaDanhGia": "S-1",
    "TieuChi": "2",
    "MaDonVi": "H57.31.01",
    "Kenh": "quay",
    "HopLe": "1",
    "ThangDo": "5",
    "MucDo": "4",
    "YKien": "Nguyễn Văn A rất nhiệt tình",
    "ThoiGianDanhGia": "20260302090000",
    "CapNhatLuc": UPDATED,
}
FEEDBACK = {
    "MaPAKN": "F-1",
    "MaDonVi": "H57.31.01",
    "Loai": "hanh_vi",
    "NgayTiepNhan": "20260302080000",
    "NgayTraLoi": "20260304080000",
    "LuotThich": "3",
    "NoiDung": "Nguyễn Văn A chậm trễ",
    "CapNhatLuc": UPDATED,
}
INTERLINKED = {
    "MaHoSoLT": "LT-1",
    "MaHoSo": "A-1",
    "Nhom": "khai_sinh",
    "MaDonVi": "19753",
    "NgayTiepNhan": "20260302080000",
    "TrangThaiLT": "5",
    "TrangThaiTP": "4",
    "CacBuoc": [{"CoQuan": "Tư pháp", "TrangThai": "4", "XongLuc": "20260303080000"}],
    "CapNhatLuc": UPDATED,
}

BECOMES: dict[str, tuple[dict[str, Any], str, str]] = {
    "events": (EVENT, "core.event", "SELECT dossier_code, status, holding_unit_id, department FROM core.event"),
    "payments": (
        PAYMENT,
        "core.payment",
        "SELECT dossier_code, procedure_code, amount_vnd, method, status, attempts -> 0 ->> 'status' FROM core.payment "
        "WHERE request_code = 'P-1'",
    ),
    "surveys": (SURVEY, "core.survey", "SELECT form_code, criterion, unit_id, channel, scale, level FROM core.survey"),
    "feedback": (FEEDBACK, "core.feedback", "SELECT kind, unit_id, likes, dislikes FROM core.feedback"),
    "interlinked": (
        INTERLINKED,
        "core.interlinked",
        "SELECT interlinked_group, unit_id, partner_status, justice_status, steps -> 0 ->> 'agency' "
        "FROM core.interlinked",
    ),
}
ROWS = {
    "events": ("A-1", 2, 1, "Bộ phận một cửa"),
    "payments": ("A-1", "1.004194", 15000, "online", "paid", "success"),
    "surveys": ("S-1", "2", 1, "counter", "5", "4"),
    "feedback": ("conduct", 1, 3, None),
    "interlinked": ("birth", 1, 5, 4, "Tư pháp"),
}


def read(warehouse: Warehouse, feed: str, *records: dict[str, Any], with_dossier: bool = True) -> None:
    """Read records of one feed, with the dossier that they belong to or without."""
    warehouse.read_script(script_of([dossier("A-1")] if with_dossier else [], **{feed: records}))


def ledger(warehouse: Warehouse, feed: str) -> list[tuple[int, ...]]:
    """Return inserted, updated, unchanged, stale, quarantined of each reading of the feed that held a record."""
    rows = warehouse.query(
        "SELECT CASE again WHEN 0 THEN inserted ELSE 0 END, CASE again WHEN 0 THEN updated ELSE 0 END, "
        "unchanged + CASE again WHEN 0 THEN 0 ELSE inserted + updated END, stale, quarantined "
        "FROM audit.batch CROSS JOIN generate_series(0, repeats) AS reading (again) "
        "WHERE feed = %(feed)s AND received > 0 ORDER BY batch_id, again",
        {"feed": feed},
    )
    return [tuple(row) for row in rows]


UNUSABLE = {
    "event without its dossier": ("events", {**EVENT, "MaHoSo": ""}, "event_incomplete"),
    "event without its moment": ("events", {**EVENT, "ThoiDiemXuLy": "hom qua"}, "event_incomplete"),
    "event of an unknown status": ("events", {**EVENT, "TrangThai": "0"}, "event_incomplete"),
    "payment without a code": ("payments", {**PAYMENT, "MaYeuCau": ""}, "payment_key_missing"),
    "payment of a fraction": ("payments", {**PAYMENT, "SoTien": "15000.5"}, "payment_incomplete"),
    "payment of an unknown status": ("payments", {**PAYMENT, "TrangThai": "?"}, "payment_incomplete"),
    "payment of an unknown unit": ("payments", {**PAYMENT, "MaDonVi": "H57.99.99"}, "payment_unit_unknown"),
    "survey without its criterion": ("surveys", {**SURVEY, "TieuChi": ""}, "survey_key_missing"),
    "survey without its moment": ("surveys", {**SURVEY, "ThoiGianDanhGia": ""}, "survey_incomplete"),
    "feedback without its day": ("feedback", {**FEEDBACK, "NgayTiepNhan": ""}, "feedback_incomplete"),
    "interlinked of no group": ("interlinked", {**INTERLINKED, "Nhom": "ket_hon"}, "interlinked_incomplete"),
    "interlinked from the future": (
        "interlinked",
        {**INTERLINKED, "CapNhatLuc": "2026-10-01T09:00:00+07:00"},
        "interlinked_updated_in_future",
    ),
}
SPELLINGS = {
    **dict.fromkeys(("Đã hoàn phí", "Hoàn phí"), "refunded"),
    **dict.fromkeys(("Hủy thanh toán", "Huỷ thanh toán", "Hủy"), "cancelled"),
    **{"Chờ thanh toán": "waiting", "Chưa thanh toán": "unpaid", "Đã thanh toán ": "paid"},
}
KEYS = {"payments": "MaYeuCau", "surveys": "MaDanhGia", "feedback": "MaPAKN", "interlinked": "MaHoSoLT"}
PLACES: dict[str, int] = {}
"""At which place of its page each unusable record is sent: behind the good one."""
SENT: dict[str, list[Record]] = {feed: [record] for feed, (record, *_) in BECOMES.items()}
for name, (feed, record, _) in UNUSABLE.items():
    key = KEYS.get(feed)
    SENT[feed].append({**record, key: f"{record[key]}/{name}"} if key and record[key] else record)
    PLACES[name] = len(SENT[feed])
SENT["payments"] += [{**PAYMENT, "MaYeuCau": f"S-{place}", "TrangThai": each} for place, each in enumerate(SPELLINGS)]
GOOD = {**dict.fromkeys(BECOMES, 1), "payments": 1 + len(SPELLINGS)}


@pytest.fixture(scope="module")
def read_once(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse that read one good record of each feed, and the unusable ones; for tests that only look."""
    module_warehouse.read_script(script_of([dossier("A-1")], **SENT))
    return module_warehouse


@pytest.mark.parametrize("feed", BECOMES)
def test_a_record_becomes_a_typed_row_without_personal_data(read_once: Warehouse, feed: str) -> None:
    _, table, query = BECOMES[feed]
    assert [tuple(row) for row in read_once.query(query)] == [ROWS[feed]]
    assert "Nguyễn" not in repr(read_once.query(f"SELECT * FROM {table}"))
    assert ledger(read_once, feed) == [(GOOD[feed], 0, 0, 0, len(SENT[feed]) - GOOD[feed])]


@pytest.mark.parametrize("case", UNUSABLE)
def test_an_unusable_record_lands_in_quarantine(read_once: Warehouse, case: str) -> None:
    feed, _, rule = UNUSABLE[case]
    broken = read_once.query(
        "SELECT rule_id FROM quarantine.broken_rule INNER JOIN audit.rule USING (rule_id, feed) "
        "WHERE feed = %(feed)s AND ordinal = %(place)s",
        {"feed": feed, "place": PLACES[case]},
    )
    assert rule in {row.rule_id for row in broken}


@pytest.mark.parametrize("feed", BECOMES)
def test_again_later_silently_edited_and_out_of_order(warehouse: Warehouse, feed: str) -> None:
    record, table, _ = BECOMES[feed]
    later = {**record, "DaXoa": "1", "CapNhatLuc": "2026-03-05T08:00:00+07:00"}
    edited = {**later, "DaXoa": "0"}
    for version in (record, record, later, record, edited):
        read(warehouse, feed, version)
    terms = ledger(warehouse, feed)
    assert terms[:4] == [(1, 0, 0, 0, 0), (0, 0, 1, 0, 0), (0, 1, 0, 0, 0), (0, 0, 0, 1, 0)]
    assert sum(terms[4]) == 1
    is_deleted = warehouse.query(f"SELECT is_deleted FROM {table}")[0].is_deleted
    # Of two with one CapNhatLuc and one as_of the hash decides, so that the order of arrival does not.
    assert terms[4] == ((0, 0, 0, 1, 0) if is_deleted else (0, 1, 0, 0, 0))


@pytest.mark.parametrize("feed", ["events", "payments", "interlinked"])
def test_a_record_may_come_before_its_dossier(warehouse: Warehouse, another_warehouse: Warehouse, feed: str) -> None:
    record, table, _ = BECOMES[feed]
    read(warehouse, feed, record, with_dossier=False)
    assert warehouse.query(f"SELECT dossier_code FROM {table}")[0].dossier_code == "A-1"
    read(warehouse, feed)
    read(another_warehouse, feed, record)
    for each in (warehouse, another_warehouse):
        each.refresh()
    assert warehouse.content("core", "mart", "quarantine") == another_warehouse.content("core", "mart", "quarantine")


@pytest.mark.parametrize("feed", ["events", "payments", "interlinked"])
def test_a_changed_record_touches_the_case_of_its_dossier(warehouse: Warehouse, feed: str) -> None:
    record, _, _ = BECOMES[feed]
    read(warehouse, feed, record)
    touched = warehouse.query(
        'SELECT publish_seq, case_id FROM audit.touched INNER JOIN core."case" USING (case_id) ORDER BY publish_seq'
    )
    assert len(touched) == 2, "once by the dossier, once by the record"
    assert touched[0].case_id == touched[1].case_id


def test_an_event_without_a_code_of_its_own_is_known_by_dossier_moment_and_status(warehouse: Warehouse) -> None:
    moments = ("20260302080000", "2026-03-02T08:00:00+07:00", "2026-03-02T01:00:00Z")
    read(warehouse, "events", *({**EVENT, "ThoiDiemXuLy": moment} for moment in moments), {**EVENT, "TrangThai": "4"})
    assert ledger(warehouse, "events") == [(2, 0, 0, 2, 0)]


@pytest.mark.parametrize(("spelling", "status"), SPELLINGS.items())
def test_spellings_of_payment_states(read_once: Warehouse, spelling: str, status: str) -> None:
    known = read_once.query(
        "SELECT status FROM core.payment WHERE request_code = %(code)s",
        {"code": f"S-{list(SPELLINGS).index(spelling)}"},
    )
    assert [row.status for row in known] == [status]
