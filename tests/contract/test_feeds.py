"""A kept record always becomes a row of its feed's columns; what could not be read is named and left empty."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onestop.contract import allowlist
from onestop.contract.copying import copy_line
from onestop.contract.feed import COMMON_COLUMNS, Feed
from onestop.contract.feeds import DOSSIERS, EVENTS, FEEDS, PAYMENTS, PROCEDURES, SURVEYS, UNITS
from onestop.contract.notices import Notice
from tests.contract.strategies import FEW, JSON, records

UPDATED = "2026-03-02T08:01:00+07:00"


def row_of(feed: Feed, **record: Any) -> dict[str, str | None]:
    kept = allowlist.keep({"CapNhatLuc": UPDATED, **record}, feed.shape, set())
    return dict(zip(COMMON_COLUMNS + feed.columns, feed.to_row(kept), strict=True))


def array(*words: str) -> str:
    return "{" + ",".join(f'"{word}"' for word in words) + "}"


def filled(row: dict[str, str | None]) -> dict[str, str]:
    return {column: value for column, value in row.items() if value is not None}


def test_feeds_come_after_those_they_refer_to() -> None:
    assert [feed.name for feed in FEEDS] == [
        "units", "procedures", "dossiers", "events", "payments", "surveys", "feedback", "interlinked",
    ]  # fmt: skip
    assert {feed.name: feed.table for feed in FEEDS if feed.name != f"{feed.singular}s"} == {
        "feedback": "staging.feedback", "interlinked": "staging.interlinked",
    }  # fmt: skip


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_no_column_is_named_twice(feed: Feed) -> None:
    columns = COMMON_COLUMNS + feed.columns
    assert len(set(columns)) == len(columns)


def test_a_unit() -> None:
    row = row_of(
        UNITS, MaDonVi="h57.31.15 ", TenDonVi=" Phường  Thuận Hóa", CapDonVi="3", MaDonViCha="H57", MaXaGSO="00019",
        HieuLucTu="20250701", HieuLucDen="", DaXoa="0",
    )  # fmt: skip
    sort_key = row.pop("name_sort")
    assert sort_key
    assert filled(row) == {
        "record_key": "H57.31.15",
        "source_updated_at": UPDATED,
        "is_deleted": "f",
        "unreadable": "{}",
        "noticed": "{}",
        "agency_code": "H57.31.15",
        "gso_code": "00019",
        "name": "Phường Thuận Hóa",
        "kind": "commune",
        "parent_code": "H57",
        "valid_from": "2025-07-01",
    }


@pytest.mark.parametrize(
    ("sent", "kind"), [("1", "province"), ("2", "department"), ("3", "commune"), (4, "agency"), ("", None)]
)
def test_kinds_of_units(sent: Any, kind: str | None) -> None:
    assert row_of(UNITS, CapDonVi=sent)["kind"] == kind


def test_a_procedure() -> None:
    row = row_of(
        PROCEDURES, MaTTHC="1.004194.000.00.00.H57", TenTTHC="Đăng ký tạm trú", MaLinhVuc="ctr", TenLinhVuc="Cư trú",
        CapThucHien="xa", MucDo="4", ThoiGianGiaiQuyet="3", ThoiGianCamKet="2.5", DonViTinh="ngay_lam_viec", CoPhi="1",
        TichHopThanhToan="0", CoKetQua="1", NhomLienThong="khai_sinh", HieuLucTu="20250701",
    )  # fmt: skip
    assert filled(row) == {
        "record_key": "1.004194@2025-07-01",
        "source_updated_at": UPDATED,
        "is_deleted": "f",
        "unreadable": "{}",
        "noticed": "{}",
        "procedure_code": "1.004194",
        "procedure_code_raw": "1.004194.000.00.00.H57",
        "name": "Đăng ký tạm trú",
        "sector_code": "CTR",
        "sector_name": "Cư trú",
        "executing_levels": "xa",
        "online_level": "4",
        "statutory_limit": "3",
        "promised_limit": "2.5",
        "limit_unit": "working_day",
        "has_fee": "t",
        "has_online_payment": "f",
        "has_result": "t",
        "interlinked_group": "birth",
        "valid_from": "2025-07-01",
    }


def test_a_dossier() -> None:
    row = row_of(
        DOSSIERS, MaHoSo="h57.31.15-260302-0001", MaTTHC="1.004194.h57 ", MaDonVi="H57.31.15", KenhThucHien="2",
        TrangThaiHoSo="010", NgayNopHoSo="20260301220000", NgayTiepNhan="20260302080000", NgayHenTra="20260305080000",
        NgayKetThucXuLy="20260304", NgayTra="0", NgayTuChoi=None, HinhThuc="0", HoSoCoThanhPhanSoHoa="1",
        TaiKhoanDuocXacThucVoiVNeID="True", DuocThanhToanTrucTuyen="2", BanSaoDienTu="", DaXoa="1", LyDoXoa="nhập sai",
        DanhSachHoSoBoSung=[{"NgayBoSung": "20260303", "NgayHenTraMoi": "20260306", "NoiDungBoSung": "x"}],
        DanhSachGiaHan=[],
    )  # fmt: skip
    supplements = row.pop("supplements")
    assert filled(row) == {
        "record_key": "H57.31.15-260302-0001",
        "source_updated_at": UPDATED,
        "is_deleted": "t",
        "unreadable": "{}",
        "noticed": '{"date_format_other","scalar_retyped"}',
        "dossier_code": "H57.31.15-260302-0001",
        "procedure_code": "1.004194",
        "procedure_code_raw": "1.004194.H57",
        "receiving_code": "H57.31.15",
        "channel": "2",
        "status_raw": "10",
        "submitted_at": "2026-03-01T22:00:00+07:00",
        "received_at": "2026-03-02T08:00:00+07:00",
        "due_at": "2026-03-05T08:00:00+07:00",
        "finished_at": "2026-03-04T00:00:00+07:00",
        "return_method": "0",
        "has_digitized_component": "t",
        "is_vneid_verified": "t",
        "online_payment_code": "2",
        "component_count": "0",
        "digitized_count": "0",
        "is_reused": "f",
        "is_from_national_store": "f",
        "is_population_linked": "f",
        "has_result_file": "f",
        "has_electronic_result": "f",
        "is_free": "f",
        "is_test": "f",
        "has_dummy_identity": "f",
        "has_truncated_text": "f",
        "has_copied_result": "f",
    }
    assert json.loads(supplements or "") == [
        {
            "requested_at": "2026-03-03T00:00:00+07:00",
            "answered_at": None,
            "due_before": None,
            "due_after": "2026-03-06T00:00:00+07:00",
        }
    ]


PAPER = {"DuocSoHoa": "0", "DuocTaiSuDung": "0", "DuocLayTuKhoDMQG": "0", "IsDeleted": "False"}
RESULT = {"MaGiayToKetQua": "KQ1", "GiayToId": "9", "DuongDanTepTinKetQua": "https://motcua.example.invalid/9"}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"TaiLieuNop": [PAPER, {**PAPER, "DuocSoHoa": "1"}]}, {"component_count": "2", "digitized_count": "1"}),
        ({"TaiLieuNop": [PAPER, {**PAPER, "DuocSoHoa": "1", "IsDeleted": "True"}]}, {"component_count": "1"}),
        ({"TaiLieuNop": [PAPER, {**PAPER, "DuocSoHoa": True}]}, {"component_count": "2", "digitized_count": "1"}),
        ({"TaiLieuNop": [{**PAPER, "DuocTaiSuDung": "2"}]}, {"component_count": "1", "is_reused": "t"}),
        ({"TaiLieuNop": [{**PAPER, "DuocTaiSuDung": "3"}]}, {"component_count": "1"}),
        ({"TaiLieuNop": [{**PAPER, "DuocLayTuKhoDMQG": "1"}]}, {"component_count": "1", "is_from_national_store": "t"}),
        ({"DSKetNoiCSDL": [{"MaCSDL": "2"}, {"MaCSDL": " 7 "}]}, {"is_population_linked": "t"}),
        ({"DSKetNoiCSDL": [{"MaCSDL": "77"}]}, {}),
        ({"DanhSachGiayToKetQua": [RESULT]}, {"has_result_file": "t", "has_electronic_result": "t"}),
        ({"DanhSachGiayToKetQua": [{**RESULT, "MaGiayToKetQua": ""}]}, {"has_result_file": "t"}),
        ({"DanhSachGiayToKetQua": [{**RESULT, "DuongDanTepTinKetQua": ""}]}, {}),
        (
            {"DanhSachGiayToKetQua": [RESULT], "TaiLieuNop": [{**PAPER, "TepDinhKemId": "9"}]},
            {"has_result_file": "t", "component_count": "1"},
        ),
        ({"DanhSachLePhi": [{"Gia": "0"}, {"Gia": "0.00"}]}, {"is_free": "t"}),
        ({"DanhSachLePhi": [{"Gia": "0"}, {"Gia": "8.000"}]}, {}),
        ({"DanhSachLePhi": [{"Gia": ""}]}, {}),
        ({"DanhSachLePhi": []}, {}),
    ],
    ids=[
        "one of two papers digitized", "a paper taken back", "a boolean", "reused", "another code of reuse",
        "from the national store", "population database", "another database", "electronic result",
        "result without code", "result without file", "result that is a submitted paper", "free of charge",
        "one fee of two", "a fee without amount", "no fees listed",
    ],
)  # fmt: skip
def test_what_papers_results_and_fees_come_to(fields: dict[str, Any], told: dict[str, str]) -> None:
    row = row_of(DOSSIERS, **fields)
    nothing = {"component_count": "0", "digitized_count": "0"} | dict.fromkeys(
        ("is_reused", "is_from_national_store", "is_population_linked", "has_result_file", "has_electronic_result",
         "is_free"), "f",
    )  # fmt: skip
    assert {name: row[name] for name in nothing} == nothing | told


@pytest.mark.parametrize(
    ("record", "unreadable"),
    [
        ({"NgayHenTra": "20261301"}, ["NgayHenTra"]),
        ({"KenhThucHien": "4"}, ["KenhThucHien"]),
        ({"KenhThucHien": "0"}, ["KenhThucHien"]),
        ({"TrangThaiHoSo": ["9"]}, ["TrangThaiHoSo"]),
        ({"MaTTHC": "TS_1"}, ["MaTTHC"]),
        ({"DaXoa": "2"}, ["DaXoa"]),
        ({"CapNhatLuc": "hôm qua"}, ["CapNhatLuc"]),
        ({"NgayTra": ["20260304"]}, ["NgayTra"]),
        ({"DanhSachGiaHan": 1}, ["DanhSachGiaHan"]),
        ({"ngayhentra": "20261301"}, ["NgayHenTra"]),
        ({"NgayTra": '{"a": "20260304"}'}, ["NgayTra"]),
        ({"DanhSachGiaHan": [{"NgayXinLoi": "x"}]}, ["DanhSachGiaHan[0].NgayXinLoi"]),
        ({"DanhSachHoSoBoSung": [{}, {"NgayBoSung": ["x"]}]}, ["DanhSachHoSoBoSung[1].NgayBoSung"]),
        ({"DanhSachHoSoBoSung": ["x"]}, ["DanhSachHoSoBoSung[0]._unusable"]),
        ({"NgayTra": "x", "NgayHenTra": "y"}, ["NgayHenTra", "NgayTra"]),
    ],
    ids=str,
)
def test_what_could_not_be_read_is_named(record: dict[str, Any], unreadable: list[str]) -> None:
    row = row_of(DOSSIERS, MaHoSo="1", **record)
    assert row["record_key"] == "1"
    assert row["unreadable"] == array(*unreadable)


NOTICED: dict[str, tuple[Feed, dict[str, Any], list[str]]] = {
    "14 digits": (DOSSIERS, {"NgayTra": "20260304100000"}, []),
    "an absent date as 0": (DOSSIERS, {"NgayTra": "0"}, []),
    "8 digits for a moment": (DOSSIERS, {"NgayTra": "20260304"}, ["date_format_other"]),
    "RFC 3339 for a moment": (DOSSIERS, {"NgayTra": "2026-03-04T10:00:00+07:00"}, ["date_format_other"]),
    "a date with slashes": (DOSSIERS, {"GiuTu": "04/03/2026 10:00"}, ["date_format_other"]),
    "UTC": (DOSSIERS, {"NgayTra": "2026-03-04T03:00:00.000+0000"}, ["date_in_other_zone"]),
    "both": (DOSSIERS, {"NgayTra": "2026-03-04T03:00:00Z", "GiuTu": "04.03.2026"},
             ["date_format_other", "date_in_other_zone"]),
    "an unreadable date": (DOSSIERS, {"NgayTra": "31/02/2026"}, []),
    "a date in a list": (DOSSIERS, {"DanhSachGiaHan": [{}, {"NgayXinLoi": "2026-03-04"}]}, ["date_format_other"]),
    "UTC in a list": (DOSSIERS, {"DanhSachHoSoBoSung": [{"NgayBoSung": "2026-03-04T03:00:00Z"}]},
                      ["date_in_other_zone"]),
    "an update time in UTC": (DOSSIERS, {"CapNhatLuc": "2026-03-04T03:00:00Z"}, ["date_in_other_zone"]),
    "an update time with milliseconds": (DOSSIERS, {"CapNhatLuc": "2026-03-04T03:00:00.5+07:00"}, []),
    "an update time in 14 digits": (DOSSIERS, {"CapNhatLuc": "20260304030000"}, ["date_format_other"]),
    "an update time without a zone": (DOSSIERS, {"CapNhatLuc": "2026-03-04T03:00:00"}, ["date_format_other"]),
    "a day": (UNITS, {"HieuLucTu": "20250701"}, []),
    "a day with midnight": (PROCEDURES, {"HieuLucDen": "20250701000000"}, []),
    "a day with dashes": (PROCEDURES, {"HieuLucTu": "2025-07-01"}, ["date_format_other"]),
    "1 and 0": (DOSSIERS, {"HoSoCoThanhPhanSoHoa": "1", "BanSaoDienTu": "0", "DaXoa": " 0 "}, []),
    "True for 1": (DOSSIERS, {"HoSoCoThanhPhanSoHoa": "True"}, ["scalar_retyped"]),
    "false for 0": (DOSSIERS, {"DaXoa": "false"}, ["scalar_retyped"]),
    "a boolean": (SURVEYS, {"HopLe": False}, ["scalar_retyped"]),
    "a number": (DOSSIERS, {"KenhThucHien": 2}, ["scalar_retyped"]),
    "null": (EVENTS, {"ChucDanh": None}, ["scalar_retyped"]),
    "IsDeleted is True by contract": (DOSSIERS, {"TaiLieuNop": [{"IsDeleted": "True"}]}, []),
    "a boolean in a list": (DOSSIERS, {"TaiLieuNop": [{"IsDeleted": True}]}, ["scalar_retyped"]),
    "a name in other case": (EVENTS, {"PHONGBANXULY": "x"}, ["field_name_case"]),
    "a dropped name in other case": (EVENTS, {"nguoixuly": "x"}, ["field_name_case"]),
    "a decomposed text": (EVENTS, {"PhongBanXuLy": "Pho\u0300ng"}, ["text_not_normalised"]),
    "a decomposed text in a list": (PAYMENTS, {"PhiLePhi": [{"TenPhiLePhi": "Phi\u0301"}]}, ["text_not_normalised"]),
    "a list as text": (PAYMENTS, {"GiaoDich": '[{"SoTien": "5.000", "MaLoi": 0}]'},
                       ["amount_format_other", "error_code_short", "nested_json_text", "scalar_retyped"]),
    "a list as broken text": (PAYMENTS, {"GiaoDich": '[{"SoTien": "5.000", "MaLoi": 0}'}, ["nested_json_unreadable"]),
    "digits": (PAYMENTS, {"SoTien": " 015000 ", "SoTienHoan": ""}, []),
    "dots": (PAYMENTS, {"SoTien": "15.000"}, ["amount_format_other"]),
    "decimals": (PAYMENTS, {"SoTienHoan": "15000.00"}, ["amount_format_other"]),
    "an amount as a number": (PAYMENTS, {"SoTien": 15000.0}, ["scalar_retyped"]),
    "an amount in a list": (PAYMENTS, {"PhiLePhi": [{"SoTien": "15,000"}]}, ["amount_format_other"]),
    "an unreadable amount": (PAYMENTS, {"SoTien": "15.000,5"}, []),
    "the first spelling": (PAYMENTS, {"TrangThai": "Đã hoàn phí"}, []),
    "the second spelling": (PAYMENTS, {"TrangThai": "Hoàn phí"}, ["status_spelling_other"]),
    "the tone elsewhere": (PAYMENTS, {"TrangThai": "Huỷ thanh toán"}, ["status_spelling_other"]),
    "00": (PAYMENTS, {"GiaoDich": [{"MaLoi": "00"}, {"MaLoi": ""}, {"MaLoi": "24"}]}, []),
    "0": (PAYMENTS, {"GiaoDich": [{"MaLoi": "00"}, {"MaLoi": "0"}]}, ["error_code_short"]),
    "a date that stands for none": (DOSSIERS, {"NgayTra": "0001-01-01T00:00:00"}, ["date_placeholder"]),
    "the last day that software knows": (UNITS, {"HieuLucDen": "99991231"}, ["date_placeholder"]),
    "the first day of Unix in a list": (PAYMENTS, {"GiaoDich": [{"ThoiGianGD": "19700101070000"}]},
                                        ["date_placeholder"]),
    "an only entry without its list": (PAYMENTS, {"GiaoDich": {"MaLoi": "00"}}, ["nested_object"]),
    "entries by number": (PAYMENTS, {"GiaoDich": {"0": {"MaLoi": "00"}, "1": {"MaLoi": "24"}}}, ["nested_object"]),
    "an empty list of PHP": (PAYMENTS, {"GiaoDich": {}}, []),
    "an only entry as text": (PAYMENTS, {"GiaoDich": '{"MaLoi": "00"}'}, ["nested_json_text", "nested_object"]),
    "a whole number with decimals": (DOSSIERS, {"KenhThucHien": "2.0"}, ["scalar_retyped"]),
    "a date as a fraction": (DOSSIERS, {"NgayTra": 20260302080000.0}, ["scalar_retyped"]),
    "a state in capitals": (PAYMENTS, {"TrangThai": "ĐÃ THANH TOÁN"}, ["status_spelling_other"]),
    "a letter that only looks right": (PAYMENTS, {"TrangThai": "\u00d0ã thanh toán"},
                                       ["status_spelling_other", "text_not_normalised"]),
    "Cyrillic in a code": (DOSSIERS, {"MaDonVi": "\u041d57.31.01"}, ["text_not_normalised"]),
    "a mark of direction": (DOSSIERS, {"MaHoSo": "\u200eH57.31.01-260302-0001"}, ["text_not_normalised"]),
    "any form of a procedure's code": (DOSSIERS, {"MaTTHC": "1.001193.H57"}, []),
}  # fmt: skip


@pytest.mark.parametrize(("feed", "record", "noticed"), NOTICED.values(), ids=NOTICED)
def test_what_had_to_be_understood_is_noticed(feed: Feed, record: dict[str, Any], noticed: list[str]) -> None:
    assert row_of(feed, **record)["noticed"] == array(*noticed)


def test_every_kind_of_notice_is_shown_above() -> None:
    assert {kind for _, _, noticed in NOTICED.values() for kind in noticed} == set(Notice)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("Đã thanh toán", "paid"),
        ("Chờ thanh toán", "waiting"),
        ("Chưa thanh toán", "unpaid"),
        ("Hủy thanh toán", "cancelled"),
        ("Huỷ thanh toán", "cancelled"),
        ("Hu\u031by\u0309", None),
        ("Hu\u0309y", "cancelled"),
        ("Đã hoàn phí", "refunded"),
        ("Hoàn phí", "refunded"),
        ("", None),
    ],
)
def test_states_of_a_payment(sent: str, status: str | None) -> None:
    row = row_of(PAYMENTS, TrangThai=sent)
    assert row["status"] == status
    assert row["unreadable"] == ("{}" if status or not sent else array("TrangThai"))


def test_a_payment_in_other_shapes() -> None:
    row = row_of(
        PAYMENTS, mayeucau=7, SoTien="15.000,00", SoTienHoan=5000.0,
        PhiLePhi='[{"LoaiPhiLePhi": 2, "SoTien": "15 000"}]',
        GiaoDich=[{"MATHAMCHIEU": "tc1", "SoTien": "15,000", "ThoiGianGD": "02/03/2026 08:00", "MaLoi": "0"}],
    )  # fmt: skip
    assert (row["record_key"], row["amount_vnd"], row["refund_vnd"]) == ("7", "15000", "5000")
    assert json.loads(row["fees"] or "") == [{"kind": "2", "fee_code": None, "amount_vnd": "15000"}]
    [attempt] = json.loads(row["attempts"] or "")
    assert filled(attempt) == {
        "merchant_ref": "TC1", "amount_vnd": "15000", "tried_at": "2026-03-02T08:00:00+07:00", "error_code": "00",
    }  # fmt: skip
    assert row["unreadable"] == "{}"


@pytest.mark.parametrize(("sent", "status"), [("9", "9"), ("09", "9"), (9, "9"), ("posting", "posting"), ("", None)])
def test_a_status_is_a_word_of_the_source(sent: Any, status: str | None) -> None:
    assert row_of(DOSSIERS, TrangThaiHoSo=sent)["status_raw"] == status
    assert row_of(EVENTS, TrangThai=sent)["status_raw"] == status


def test_an_event_without_a_code_of_its_own_is_known_by_dossier_moment_and_status() -> None:
    key = "H57-1|2026-03-02T08:00:00+07:00|9"
    moments = ("20260302080000", "2026-03-02T01:00:00Z", "02/03/2026 08:00:00")
    rows = [row_of(EVENTS, MaHoSo="h57-1", ThoiDiemXuLy=moment, TrangThai="09") for moment in moments]
    assert [(row["record_key"], row["event_key"]) for row in rows] == [(key, key)] * 3
    assert row_of(EVENTS, MaHoSo="H57-1", ThoiDiemXuLy="20260302080000")["record_key"] is None
    assert row_of(EVENTS, MaSuKien="sk 1", MaHoSo="H57-1")["record_key"] == "SK1"


def test_days_are_those_of_vietnam() -> None:
    row = row_of(UNITS, HieuLucTu="2025-06-30T17:00:00Z", HieuLucDen="2025-12-31T16:59:59Z")
    assert (row["valid_from"], row["valid_to"]) == ("2025-07-01", "2025-12-31")


def test_a_record_that_is_no_object_still_makes_a_row() -> None:
    row = DOSSIERS.to_row(allowlist.keep("x", DOSSIERS.shape, set()))
    assert dict(zip(COMMON_COLUMNS, row, strict=False)) == {
        "record_key": None,
        "source_updated_at": None,
        "is_deleted": "f",
        "unreadable": '{"_unusable"}',
        "noticed": "{}",
    }
    assert set(row[len(COMMON_COLUMNS) :]) == {None, "f", "0"}


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_any_record_makes_a_row(feed: Feed) -> None:
    names = re.compile(r'\{("[\w.\[\]]+"(,"[\w.\[\]]+")*)?\}')

    @FEW
    @given(record=records(feed.shape) | JSON)
    def check(record: Any) -> None:
        landed = msgspec.json.decode(msgspec.json.encode(allowlist.keep(record, feed.shape, set())))
        row = feed.to_row(landed)
        assert len(row) == len(COMMON_COLUMNS) + len(feed.columns)
        assert all(value is None or isinstance(value, str) for value in row)
        by_name = dict(zip(COMMON_COLUMNS, row, strict=False))
        assert by_name["is_deleted"] in {"t", "f"}
        assert names.fullmatch(by_name["unreadable"] or "")
        noticed = re.findall(r"\w+", by_name["noticed"] or "")
        assert by_name["noticed"] == array(*noticed)
        assert noticed == sorted(set(noticed) & set(Notice))
        assert decoded(copy_line(row)) == [None if value is None else value.replace("\0", "") for value in row]

    check()


def decoded(line: bytes) -> list[str | None]:
    """Read a line of COPY's text format as PostgreSQL documents it."""
    text = line.decode()
    assert text.endswith("\n")
    escapes = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
    return [
        None if field == "\\N" else re.sub(r"\\(.)", lambda match: escapes[match.group(1)], field)
        for field in text[:-1].split("\t")
    ]


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (["a", None, "b"], b"a\t\\N\tb\n"),
        (["\\N"], b"\\\\N\n"),
        (["\\."], b"\\\\.\n"),
        (["a\tb", "c\nd", "e\r\nf"], b"a\\tb\tc\\nd\te\\r\\nf\n"),
        (["a\0b", "\0"], b"ab\t\n"),
        (["", None], b"\t\\N\n"),
        (["Huế"], "Huế\n".encode()),
    ],
    ids=repr,
)
def test_copy_line(values: list[str | None], line: bytes) -> None:
    assert copy_line(values) == line


@FEW
@given(values=st.lists(st.none() | st.text(max_size=8) | st.text(alphabet="\\tnrN\t\n\r\0.", max_size=8), min_size=1))
@example(values=["\\", "\t", "\n", "\r", "\0", "\\N", None])
def test_copy_line_round_trip(values: list[str | None]) -> None:
    line = copy_line(values)
    assert line.count(b"\n") == 1
    assert line.count(b"\t") == len(values) - 1
    assert decoded(line) == [None if value is None else value.replace("\0", "") for value in values]
