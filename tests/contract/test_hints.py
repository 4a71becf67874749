"""What the hints about dropped fields of a dossier hold for, and what they leave alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from onestop.contract import allowlist
from onestop.contract.feed import COMMON_COLUMNS
from onestop.contract.feeds import DOSSIERS

COLUMNS = ("is_test", "has_dummy_identity", "has_truncated_text", "has_copied_result")
HINTS = dict(zip(DOSSIERS.shape.hints, COLUMNS, strict=True))


def hinted(record: dict[str, Any]) -> list[str]:
    """Return the columns that hold for a record; each is there exactly where its hint was landed."""
    kept = allowlist.keep(record, DOSSIERS.shape, set())
    row = dict(zip(COMMON_COLUMNS + DOSSIERS.columns, DOSSIERS.to_row(kept), strict=True))
    landed = {column for hint, column in HINTS.items() if hint in kept}
    assert {column: row[column] for column in COLUMNS} == {
        column: "t" if column in landed else "f" for column in COLUMNS
    }
    assert {kept[hint] for hint in HINTS.keys() & kept.keys()} <= {"1"}
    return sorted(landed)


def test_each_hint_has_its_column() -> None:
    assert HINTS == {
        "_test_record": "is_test",
        "_dummy_identity": "has_dummy_identity",
        "_text_truncated": "has_truncated_text",
        "_result_is_submission": "has_copied_result",
    }
    assert hinted({}) == []


@pytest.mark.parametrize(
    "record",
    [
        {"ChuHoSo": "Nguyễn Văn Test"},
        {"ChuHoSo": "TEST"},
        {"ChuHoSo": "test_1"},
        {"ChuHoSo": "Test 12"},
        {"ChuHoSo": "(test)"},
        {"ChuHoSo": "Người kiểm thử"},
        {"chuhoso": "test"},
        {"Email": "a@test.vn"},
        {"Email": "test@vidu.vn"},
        {"Email": "a.test2@vidu.vn"},
        {"Email": "a@apitest.vidu.vn"},
        {"TrichYeuHoSo": "Hồ sơ TEST, đừng xử lý"},
        {"TrichYeuHoSo": "Hồ sơ Kiểm  Thử"},
        {"TrichYeuHoSo": "Hồ sơ thử nghiệm"},
        {"TrichYeuHoSo": "Hồ sơ thư\u0309 nghiê\u0323m"},
        {"TrichYeuHoSo": "Test: đăng ký khai sinh", "TenTTHC": "Đăng ký khai sinh"},
    ],
    ids=str,
)
def test_a_test_record(record: dict[str, Any]) -> None:
    assert hinted(record) == ["is_test"]


@pytest.mark.parametrize(
    "record",
    [
        {"ChuHoSo": "Lê Thị Testa"},
        {"ChuHoSo": "Nguyễn Thử"},
        {"ChuHoSo": ["test"]},
        {"ChuHoSo": None, "Email": 1, "TrichYeuHoSo": True},
        {"Email": "latest@vidu.vn"},
        {"Email": "testimony@vidu.vn"},
        {"Email": "contest2026@protest.vn"},
        {"TrichYeuHoSo": "Xác nhận kết quả test nhanh"},
        {"TrichYeuHoSo": "Kiểm tra, thử lại"},
        {"TrichYeuHoSo": "Ông A đề nghị: Đăng ký hoạt động thử nghiệm", "TenTTHC": "Đăng ký hoạt động thử nghiệm"},
        {"DiaChi": "Số 1 đường Thử Nghiệm"},
        {"GhiChu": "test"},
        {"TenTTHC": "test"},
    ],
    ids=str,
)
def test_no_test_record(record: dict[str, Any]) -> None:
    assert hinted(record) == (["is_test"] if record == {"ChuHoSo": ["test"]} else [])


DUMMIES = ["000000001", "0000001", "000000000001", "111111111", "000000000000", "999999999999", " 000000001 "]
IDENTITIES = ["046090000001", "123456789", "100000000", "000000010", "000000002", "1", "0", "01", "B0000001", "", None]


def with_identity(number: Any) -> list[dict[str, Any]]:
    listed = [{"LoaiDinhDanh": "2", "SoDinhDanh": number}]
    return [
        {"SoGiayToChuHoSo": number},
        {"sogiaytochuhoso": number},
        {"DinhDanhCHS": listed},
        {"dinhdanhchs": [{name.upper(): value for name, value in listed[0].items()}]},
        {"DinhDanhCHS": json.dumps(listed)},
        {"SoGiayToChuHoSo": "046090000001", "DinhDanhCHS": ["x", {"SoDinhDanh": "046090000001"}, *listed]},
    ]


@pytest.mark.parametrize("number", DUMMIES)
def test_a_dummy_identity(number: str) -> None:
    assert [hinted(record) for record in with_identity(number)] == [["has_dummy_identity"]] * 6


@pytest.mark.parametrize("number", IDENTITIES, ids=repr)
def test_no_dummy_identity(number: Any) -> None:
    assert [hinted(record) for record in with_identity(number)] == [[]] * 6


def test_a_dummy_identity_as_a_number() -> None:
    assert hinted({"SoGiayToChuHoSo": 111111111}) == ["has_dummy_identity"]
    assert hinted({"SoGiayToChuHoSo": 111111112, "DinhDanhCHS": 111111111}) == []


@pytest.mark.parametrize(
    ("record", "holds"),
    [
        ({"TrichYeuHoSo": "ă" * 995 + "..."}, True),
        ({"TrichYeuHoSo": "ă" * 995}, False),
        ({"TrichYeuHoSo": "ă" * 998}, False),
        ({"TrichYeuHoSo": "ă" * 994 + "..."}, False),
        ({"TrichYeuHoSo": "ă" * 996 + "..."}, False),
        ({"GhiChu": "ă" * 995 + "..."}, False),
        ({"TrichYeuHoSo": ["ă"] * 998}, False),
        ({"TaiLieuNop": [{}, {"TenTepDinhKem": "ă" * 4000}]}, True),
        ({"TaiLieuNop": [{"TenTepDinhKem": "ă" * 3999}]}, False),
        ({"TaiLieuNop": [{"TenTepDinhKem": ["ă"] * 4000}, "ă" * 4000]}, False),
        ({"TaiLieuNop": json.dumps([{"TENTEPDINHKEM": "ă" * 4000}])}, True),
    ],
    ids=lambda case: str(case)[:30],
)
def test_truncated_text(record: dict[str, Any], holds: bool) -> None:
    assert hinted(record) == (["has_truncated_text"] if holds else [])


PAPERS = [{"TepDinhKemId": "1", "DuongDanTaiTepTin": "https://x/1"}, {"TepDinhKemId": 2}, {"TepDinhKemId": ""}, "x"]


@pytest.mark.parametrize(
    ("result", "holds"),
    [
        ({"GiayToId": "1"}, True),
        ({"GiayToId": "2"}, True),
        ({"GiayToId": "3", "DuongDanTepTinKetQua": "https://x/1"}, True),
        ({"GiayToId": "3", "DuongDanTepTinKetQua": "https://x/2"}, False),
        ({"GiayToId": "", "DuongDanTepTinKetQua": ""}, False),
        ({}, False),
        ("1", False),
    ],
    ids=str,
)
def test_a_copied_result(result: Any, holds: bool) -> None:
    column = ["has_copied_result"] if holds else []
    listed = [{"GiayToId": "9"}, result]
    assert hinted({"TaiLieuNop": PAPERS, "DanhSachGiayToKetQua": listed}) == column
    assert hinted({"tailieunop": json.dumps(PAPERS), "DanhSachGiayToKetQua": json.dumps(listed)}) == column
    assert hinted({"TaiLieuNop": [], "DanhSachGiayToKetQua": listed}) == []
    assert hinted({"TaiLieuNop": PAPERS}) == []
