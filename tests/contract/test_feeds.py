"""A kept record always becomes a row of its feed's columns; what could not be read is named and left empty."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onestop.contract import allowlist
from onestop.contract.feed import COMMON_COLUMNS, Feed
from onestop.contract.feeds import DOSSIERS, FEEDS, PROCEDURES, UNITS
from onestop.stack.database import copy_line
from tests.contract.strategies import JSON, REPEATABLE, records

UPDATED = "2026-03-02T08:01:00+07:00"


def row_of(feed: Feed, **record: Any) -> dict[str, str | None]:
    kept = allowlist.keep({"CapNhatLuc": UPDATED, **record}, feed.shape, set())
    return dict(zip(COMMON_COLUMNS + feed.columns, feed.to_row(kept), strict=True))


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
        "procedure_code": "1.004194",
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
        DOSSIERS, MaHoSo="h57.31.15-260302-0001", MaTTHC="1.004194", MaDonVi="H57.31.15", KenhThucHien="2",
        TrangThaiHoSo="10", NgayNopHoSo="20260301220000", NgayTiepNhan="20260302080000", NgayHenTra="20260305080000",
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
        "dossier_code": "H57.31.15-260302-0001",
        "procedure_code": "1.004194",
        "receiving_code": "H57.31.15",
        "channel": "2",
        "status": "10",
        "submitted_at": "2026-03-01T22:00:00+07:00",
        "received_at": "2026-03-02T08:00:00+07:00",
        "due_at": "2026-03-05T08:00:00+07:00",
        "finished_at": "2026-03-04T00:00:00+07:00",
        "return_method": "0",
        "has_digitized_component": "t",
        "is_vneid_verified": "t",
        "online_payment_code": "2",
    }
    assert json.loads(supplements or "") == [
        {
            "requested_at": "2026-03-03T00:00:00+07:00",
            "answered_at": None,
            "due_before": None,
            "due_after": "2026-03-06T00:00:00+07:00",
        }
    ]


@pytest.mark.parametrize(
    ("record", "unreadable"),
    [
        ({"NgayHenTra": "20261301"}, ["NgayHenTra"]),
        ({"KenhThucHien": "4"}, ["KenhThucHien"]),
        ({"KenhThucHien": "0"}, ["KenhThucHien"]),
        ({"TrangThaiHoSo": "100"}, ["TrangThaiHoSo"]),
        ({"TrangThaiHoSo": "đã trả"}, ["TrangThaiHoSo"]),
        ({"MaTTHC": "TS_1"}, ["MaTTHC"]),
        ({"DaXoa": "2"}, ["DaXoa"]),
        ({"CapNhatLuc": "hôm qua"}, ["CapNhatLuc"]),
        ({"NgayTra": ["20260304"]}, ["NgayTra"]),
        ({"DanhSachGiaHan": "x"}, ["DanhSachGiaHan"]),
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
    assert row["unreadable"] == "{" + ",".join(f'"{name}"' for name in unreadable) + "}"


def test_a_record_that_is_no_object_still_makes_a_row() -> None:
    row = DOSSIERS.to_row(allowlist.keep("x", DOSSIERS.shape, set()))
    assert dict(zip(COMMON_COLUMNS, row, strict=False)) == {
        "record_key": None,
        "source_updated_at": None,
        "is_deleted": "f",
        "unreadable": '{"_unusable"}',
    }
    assert set(row[len(COMMON_COLUMNS) :]) == {None}


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_any_record_makes_a_row(feed: Feed) -> None:
    array = re.compile(r'\{("[\w.\[\]]+"(,"[\w.\[\]]+")*)?\}')

    @REPEATABLE
    @given(record=records(feed.shape) | JSON)
    def check(record: Any) -> None:
        row = feed.to_row(allowlist.keep(record, feed.shape, set()))
        assert len(row) == len(COMMON_COLUMNS) + len(feed.columns)
        assert all(value is None or isinstance(value, str) for value in row)
        assert row[2] in {"t", "f"}
        assert array.fullmatch(row[3] or "")
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


@REPEATABLE
@given(values=st.lists(st.none() | st.text(max_size=8) | st.text(alphabet="\\tnrN\t\n\r\0.", max_size=8), min_size=1))
@example(values=["\\", "\t", "\n", "\r", "\0", "\\N", None])
def test_copy_line_round_trip(values: list[str | None]) -> None:
    line = copy_line(values)
    assert line.count(b"\n") == 1
    assert line.count(b"\t") == len(values) - 1
    assert decoded(line) == [None if value is None else value.replace("\0", "") for value in values]
