"""Nothing personal is kept, nothing that the contract offers is forgotten, and nothing a source sends can break it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from onestop.contract import allowlist
from onestop.contract.allowlist import Shape
from onestop.contract.feeds import DOSSIERS, FEEDS
from onestop.contract.notices import Notice
from tests.contract.strategies import FEW, JSON, records, secretive
from tests.contract.texts import GOOD_TEXTS, ODD_TEXTS

SHAPES = {feed.singular: feed.shape for feed in FEEDS}
DOSSIER = DOSSIERS.shape

# The lists below are copied by hand from the source contract, version 1.0: its fields, and which of them it marks
# (x-privacy) or describes as personal or free text; LienKet, which leads to a person's dossier and which nobody reads,
# is added to these. A new version of the contract is copied here first.
FIELDS = {
    "unit": """MaDonVi TenDonVi CapDonVi MaDonViCha MaXaGSO HieuLucTu HieuLucDen DaXoa CapNhatLuc""",
    "procedure": """MaTTHC TenTTHC MaLinhVuc TenLinhVuc CapThucHien MucDo ThoiGianGiaiQuyet ThoiGianCamKet DonViTinh
        CoPhi TichHopThanhToan CoKetQua NhomLienThong HieuLucTu HieuLucDen DaXoa CapNhatLuc""",
    "dossier": """MaHoSo MaHoSoKhac MaTTHC TenTTHC MaLinhVuc TenLinhVuc MaDonVi MaDonViGiaiQuyet MaDonViXuLy DonViXuLy
        BuocXuLy GiuTu NguyenNhanTre KenhThucHien LoaiDoiTuong ChuHoSo SoGiayToChuHoSo DinhDanhCHS MaDoiTuong Email Fax
        SoDienThoai DiaChi TrichYeuHoSo GhiChu ThongTinTra NgayNopHoSo NgayCongXacNhan NgayTiepNhan NgayCoQuanNhan
        NgayHenTra NgayKetThucXuLy NgayTra NgayTuChoi TrangThaiHoSo HinhThuc HoSoCoThanhPhanSoHoa
        TaiKhoanDuocXacThucVoiVNeID DuocThanhToanTrucTuyen
        BanSaoDienTu DSKetNoiCSDL TaiLieuNop DanhSachLePhi DanhSachHoSoBoSung DanhSachGiaHan DanhSachGiayToKetQua
        LienKet DaXoa LyDoXoa CapNhatLuc""",
    "event": """MaSuKien MaHoSo NguoiXuLy ChucDanh ThoiDiemXuLy MaDonViXuLy PhongBanXuLy NoiDungXuLy TrangThai
        NgayBatDau NgayKetThucTheoQuyDinh DaXoa CapNhatLuc""",
    "payment": """MaYeuCau MaHoSo MaDonVi MaTTHC SoTien PhiLePhi HinhThucThu HinhThucThanhToan TrangThai NgayYeuCau
        NgayThuPhi NgayHoanPhi SoTienHoan HoTenNguoiNop SoCMNDNguoiNop SoTaiKhoan GiaoDich DaXoa CapNhatLuc""",
    "survey": """MaDanhGia MaHoSo MaDonVi MaLinhVuc ViTri Kenh HopLe TieuChi ThangDo MucDo YKien ThoiGianDanhGia DaXoa
        CapNhatLuc""",
    "feedback": """MaPAKN MaDonVi MaHoSo Loai TrangThai NgayTiepNhan HanXuLy NgayTraLoi NgayCongKhai LuotThich
        LuotKhongThich NoiDung DaXoa CapNhatLuc""",
    "interlinked": """MaHoSoLT MaHoSo Nhom MaDonVi NgayTiepNhan NgayHenTra TrangThaiLT TrangThaiTP CacBuoc NgayKetThuc
        ChoCongDan YeuCauCanCuoc CanXacMinh ApDungQuyDinhMoi DaXoa CapNhatLuc""",
}
NESTED = {
    "PhiLePhi": "LoaiPhiLePhi MaPhiLePhi TenPhiLePhi SoTien",
    "GiaoDich": "MaThamChieu MaGiaoDich MaNganHang SoTien ThoiGianGD TrangThaiGD MaLoi",
    "CacBuoc": "CoQuan Buoc TrangThai NhanLuc HanBuoc XongLuc",
    "ChoCongDan": "LoaiCho TuLuc DenLuc",
    "DSKetNoiCSDL": "MaCSDL",
    "TaiLieuNop": """TepDinhKemId TenTepDinhKem MaThanhPhanHoSo IsDeleted DuongDanTaiTepTin DuocSoHoa DuocTaiSuDung
        DuocLayTuKhoDMQG""",
    "DanhSachLePhi": "TenPhiLePhi MaPhiLePhi HinhThucThu Gia LoaiPhiLePhi",
    "DanhSachHoSoBoSung": """HoSoBoSungId NguoiYeuCauBoSung NoiDungBoSung NgayBoSung NgayTiepNhanBoSung TrangThaiBoSung
        NgayHenTraTruoc NgayHenTraMoi""",
    "DanhSachGiaHan": "NgayXinLoi LyDo NgayHenTraTruoc NgayHenTraMoi",
    "DanhSachGiayToKetQua": "TenGiayTo MaThanhPhanHoSo GiayToId DuongDanTepTinKetQua MaGiayToKetQua",
}
NOT_TO_BE_KEPT = {
    "dossier": """ChuHoSo SoGiayToChuHoSo DinhDanhCHS MaDoiTuong Email Fax SoDienThoai DiaChi TrichYeuHoSo GhiChu
        ThongTinTra LienKet LyDoXoa""",
    "TaiLieuNop": "TenTepDinhKem DuongDanTaiTepTin",
    "DanhSachHoSoBoSung": "NguoiYeuCauBoSung NoiDungBoSung",
    "DanhSachGiaHan": "LyDo",
    "DanhSachGiayToKetQua": "TenGiayTo DuongDanTepTinKetQua",
    "event": "NguoiXuLy NoiDungXuLy",
    "payment": "HoTenNguoiNop SoCMNDNguoiNop SoTaiKhoan",
    "survey": "YKien",
    "feedback": "NoiDung",
}
PERSONAL = {name for names in NOT_TO_BE_KEPT.values() for name in names.split()}
SECRET = "Nguyễn Văn A 0912345678"


def objects(name: str, shape: Shape) -> Iterator[tuple[str, Shape]]:
    """Yield a shape and those nested in it, each with the name that the lists above use."""
    yield name, shape
    for inner_name, inner in shape.arrays.items():
        yield from objects(inner_name, inner)


EVERY_SHAPE = dict(pair for name, shape in SHAPES.items() for pair in objects(name, shape))
KEPT_NAMES = {name for shape in EVERY_SHAPE.values() for name in shape.scalars | set(shape.arrays)}


def test_nothing_personal_is_in_the_allow_list() -> None:
    assert sorted(KEPT_NAMES & PERSONAL) == []


@pytest.mark.parametrize("name", EVERY_SHAPE)
def test_what_is_dropped_is_what_the_contract_marks(name: str) -> None:
    assert sorted(EVERY_SHAPE[name].dropped) == sorted(NOT_TO_BE_KEPT.get(name, "").split())


@pytest.mark.parametrize("name", EVERY_SHAPE)
def test_nothing_else_of_the_contract_is_forgotten(name: str) -> None:
    shape = EVERY_SHAPE[name]
    offered = (FIELDS | NESTED)[name].split()
    assert sorted(shape.scalars | set(shape.arrays)) == sorted(set(offered) - PERSONAL)


def test_every_nested_list_of_the_contract_has_its_shape() -> None:
    assert sorted(name for shape in SHAPES.values() for name in shape.arrays) == sorted(NESTED)


@pytest.mark.parametrize("name", EVERY_SHAPE)
def test_a_hint_cannot_be_mistaken_for_a_field(name: str) -> None:
    assert all(hint.startswith("_") for hint in EVERY_SHAPE[name].hints)
    assert not any(field.startswith("_") for field in EVERY_SHAPE[name].names)


@pytest.mark.parametrize("name", EVERY_SHAPE)
def test_no_two_fields_differ_in_case_only(name: str) -> None:
    shape = EVERY_SHAPE[name]
    assert len(shape.spelling) == len(shape.names) == len(shape.scalars) + len(shape.arrays) + len(shape.dropped)


def full(name: str, value: Any) -> dict[str, Any]:
    """Return a record with ``value`` in every field not to be kept, known and unknown, and in every nested object."""
    return {
        **dict.fromkeys(FIELDS[name].split(), "x"),
        **dict.fromkeys(NOT_TO_BE_KEPT.get(name, "").split(), value),
        "HoTenMe": value,
        **{
            inner: [
                {
                    **dict.fromkeys(NESTED[inner].split(), "x"),
                    **dict.fromkeys(NOT_TO_BE_KEPT.get(inner, "").split(), value),
                }
            ]
            for inner in SHAPES[name].arrays
        },
    }


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("value", [SECRET, [SECRET], {"Ten": SECRET}, [{SECRET: "1"}]], ids=repr)
def test_no_personal_value_passes(name: str, value: Any) -> None:
    unknown: set[str] = set()
    kept = allowlist.keep(full(name, value), SHAPES[name], unknown)
    assert SECRET not in json.dumps(kept, ensure_ascii=False)
    assert unknown == {f"HoTenMe:{type(value).__name__}"}


@pytest.mark.parametrize("value", [[SECRET], {"a": SECRET}, [{SECRET: SECRET}], [[SECRET]]], ids=repr)
def test_a_structure_where_none_belongs_does_not_pass(value: Any) -> None:
    for name in FIELDS["dossier"].split():
        kept = allowlist.keep({name: value}, DOSSIER, set())
        assert SECRET not in json.dumps(kept, ensure_ascii=False), name
        if name in DOSSIER.scalars:
            assert kept == {"_retyped": [name]}


@pytest.mark.parametrize(
    "value",
    [
        f'{{"a": "{SECRET}"}}',
        f' [["{SECRET}"',
        f'[ {{"{SECRET}": ',
        f'["{SECRET}"]',
        f'\ufeff{{"{SECRET}"',
        f'\0[["{SECRET}"',
        f'[1, {{"a": "{SECRET}"}}]',
    ],
)
def test_a_structure_in_text_where_one_value_belongs_does_not_pass(value: str) -> None:
    for name in sorted(DOSSIER.scalars):
        assert allowlist.keep({name: value}, DOSSIER, set()) == {"_retyped": [name]}


@pytest.mark.parametrize("value", ["[1.001193] Đăng ký", "(a)", "[", "a {b}", "[]"])
def test_brackets_alone_are_no_structure(value: str) -> None:
    assert allowlist.keep({"TenTTHC": value}, DOSSIER, set()) == {"TenTTHC": value}


@pytest.mark.parametrize("name", DOSSIER.arrays)
@pytest.mark.parametrize("value", [{"a": SECRET}, 1, True], ids=repr)
def test_a_value_where_a_list_belongs_does_not_pass(name: str, value: Any) -> None:
    assert allowlist.keep({name: value}, DOSSIER, set()) == {"_retyped": [name]}


@pytest.mark.parametrize("name", DOSSIER.arrays)
@pytest.mark.parametrize("value", [None, "", " \n"], ids=repr)
def test_an_absent_list_is_no_mistake(name: str, value: Any) -> None:
    assert allowlist.keep({name: value}, DOSSIER, set()) == {}


@pytest.mark.parametrize("record", [None, SECRET, 7, 0.5, True, [SECRET]], ids=repr)
def test_what_is_no_object_is_counted_and_not_kept(record: Any) -> None:
    assert allowlist.keep(record, DOSSIER, set()) == {"_unusable": type(record).__name__}


def test_of_an_unknown_field_name_and_type_are_noted() -> None:
    unknown: set[str] = set()
    record = {"MaHoSo": "1", "Moi": SECRET, "So": 1, "TaiLieuNop": [{"Khac": [SECRET]}, {"Khac": None}]}
    kept = allowlist.keep(record, DOSSIER, unknown)
    assert kept == {"MaHoSo": "1", "TaiLieuNop": [{}, {}]}
    assert unknown == {"Moi:str", "So:int", "Khac:list", "Khac:NoneType"}


@pytest.mark.parametrize(
    ("address", "has_file"), [("https://x", True), ("", False), (None, False), ([SECRET], True)], ids=repr
)
def test_a_hint_says_whether_there_was_a_file(address: Any, has_file: bool) -> None:
    hint = {"_has_file": "1"} if has_file else {}
    kept = allowlist.keep({"TaiLieuNop": [{"DuongDanTaiTepTin": address}]}, DOSSIER, set())
    assert kept == {"TaiLieuNop": [hint]}
    kept = allowlist.keep({"DanhSachGiayToKetQua": [{"DuongDanTepTinKetQua": address}]}, DOSSIER, set())
    assert kept == {"DanhSachGiayToKetQua": [hint]}


def test_a_source_cannot_send_our_own_keys() -> None:
    unknown: set[str] = set()
    forged = {
        "_unusable": SECRET, "_retyped": [SECRET], "_noticed": [SECRET], "_Noticed": 1, "_test_record": "1",
        "TaiLieuNop": [{"_has_file": SECRET}],
    }  # fmt: skip
    assert allowlist.keep(forged, DOSSIER, unknown) == {"TaiLieuNop": [{}]}
    assert unknown == {
        "_unusable:str", "_retyped:list", "_noticed:list", "_Noticed:int", "_test_record:str", "_has_file:str",
    }  # fmt: skip


def test_the_database_can_store_what_is_kept() -> None:
    """PostgreSQL stores no NUL, neither in text nor in the JSON of a quarantined record, nor in a field's name."""
    unknown: set[str] = set()
    kept = allowlist.keep({"MaHoSo": "H57\0-1", "M\0oi": "1"}, DOSSIER, unknown)
    assert kept == {"MaHoSo": "H57-1", "_noticed": ["text_not_normalised"]}
    assert unknown == {"?:str"}


NAME_CASES = {
    "all lower": ({"mahoso": "1", "chuhoso": SECRET}, {"MaHoSo": "1"}),
    "all upper": ({"MAHOSO": "1", "CHUHOSO": SECRET}, {"MaHoSo": "1"}),
    "any case": ({"Mahoso": "1", "chuHoSo": SECRET}, {"MaHoSo": "1"}),
    "a dropped one": ({"MaHoSo": "1", "EMAIL": SECRET}, {"MaHoSo": "1"}),
    "exactly spelled first": ({"MaHoSo": "1", "MAHOSO": "2"}, {"MaHoSo": "1"}),
    "exactly spelled last": ({"mahoso": "2", "MaHoSo": "1"}, {"MaHoSo": "1"}),
    "exactly spelled and empty": ({"mahoso": "2", "MaHoSo": ""}, {"MaHoSo": ""}),
    "twice": ({"mahoso": "2", "MAHOSO": "1"}, {"MaHoSo": "1"}),
    "a list": ({"tailieunop": [{"TepDinhKemId": "1"}]}, {"TaiLieuNop": [{"TepDinhKemId": "1"}]}),
    "in a list": (
        {"TaiLieuNop": [{"tepdinhkemid": "1", "TENTEPDINHKEM": SECRET, "duongdantaiteptin": SECRET}]},
        {"TaiLieuNop": [{"TepDinhKemId": "1", "_has_file": "1"}]},
    ),
}


@pytest.mark.parametrize(("record", "kept"), NAME_CASES.values(), ids=NAME_CASES)
def test_names_are_matched_in_any_case(record: dict[str, Any], kept: dict[str, Any]) -> None:
    unknown: set[str] = set()
    assert allowlist.keep(record, DOSSIER, unknown) == kept | {"_noticed": ["field_name_case"]}
    assert unknown == set()


def test_unknown_names_keep_their_case_and_are_not_noticed() -> None:
    unknown: set[str] = set()
    assert allowlist.keep({"MOI": 1, "moi": SECRET}, DOSSIER, unknown) == {}
    assert unknown == {"MOI:int", "moi:str"}


PAPER = {"TepDinhKemId": "1", "TenTepDinhKem": SECRET, "IsDeleted": "False"}
KEPT_PAPER = {"TepDinhKemId": "1", "IsDeleted": "False"}
LISTS_AS_TEXT = {
    "a list": (json.dumps([PAPER]), {"TaiLieuNop": [KEPT_PAPER]}),
    "no entries": (" [] ", {"TaiLieuNop": []}),
    "null": ("null", {}),
    "what is no object": (json.dumps([SECRET]), {"TaiLieuNop": [{"_unusable": "str"}]}),
    "an unknown field": (json.dumps([{"Khac": SECRET}]), {"TaiLieuNop": [{}]}),
}


@pytest.mark.parametrize(("value", "kept"), LISTS_AS_TEXT.values(), ids=LISTS_AS_TEXT)
def test_a_list_as_text_is_decoded(value: str, kept: dict[str, Any]) -> None:
    noticed = {"_noticed": ["nested_json_text"]}
    assert allowlist.keep({"TaiLieuNop": value}, DOSSIER, set()) == kept | noticed


def test_a_list_as_text_is_decoded_under_a_name_in_other_case() -> None:
    value = json.dumps([{name.upper(): value for name, value in PAPER.items()}])
    kept = allowlist.keep({"TAILIEUNOP": value}, DOSSIER, set())
    assert kept == {"TaiLieuNop": [KEPT_PAPER], "_noticed": ["field_name_case", "nested_json_text"]}


@pytest.mark.parametrize(
    "value",
    [
        SECRET,
        json.dumps([PAPER])[:-9],
        json.dumps(SECRET),
        json.dumps(json.dumps([PAPER])),
        "1",
        "true",
        "[NaN]",
        "[1e999]",
        f'["{SECRET}\\ud800"]',
        f"[{SECRET}\ud800]",
        "[" * 100_000,
        f"<ds><ten>{SECRET}</ten></ds>",
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_a_list_that_cannot_be_decoded_is_lost_and_not_kept_as_text(value: str) -> None:
    kept = allowlist.keep({"MaHoSo": "1", "TaiLieuNop": value}, DOSSIER, set())
    assert kept == {"MaHoSo": "1", "_noticed": ["nested_json_unreadable"]}


@pytest.mark.parametrize("value", [7, 0.5, True, None], ids=repr)
def test_a_kept_value_that_is_no_text_is_noticed(value: Any) -> None:
    assert allowlist.keep({"MaHoSo": value}, DOSSIER, set()) == {"MaHoSo": value, "_noticed": ["scalar_retyped"]}
    inner = allowlist.keep({"TaiLieuNop": [{"DuocSoHoa": value}]}, DOSSIER, set())
    assert inner == {"TaiLieuNop": [{"DuocSoHoa": value}], "_noticed": ["scalar_retyped"]}
    assert allowlist.keep({"ChuHoSo": value}, DOSSIER, set()) == {}


@pytest.mark.parametrize("value", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_a_kept_text_in_another_form_is_kept_as_it_is_and_noticed(value: str) -> None:
    noticed = {"_noticed": ["text_not_normalised"]}
    assert allowlist.keep({"TenTTHC": value}, DOSSIER, set()) == {"TenTTHC": value} | noticed
    inner = allowlist.keep({"DanhSachLePhi": [{"TenPhiLePhi": value}]}, DOSSIER, set())
    assert inner == {"DanhSachLePhi": [{"TenPhiLePhi": value}]} | noticed
    assert allowlist.keep({"ChuHoSo": value}, DOSSIER, set()) == {}


@pytest.mark.parametrize("value", GOOD_TEXTS)
def test_a_kept_text_in_order_is_not_noticed(value: str) -> None:
    assert allowlist.keep({"TenTTHC": value}, DOSSIER, set()) == {"TenTTHC": value}


@pytest.mark.parametrize("name", SHAPES)
def test_no_secret_passes_in_whatever_guise(name: str) -> None:
    """Fields to drop in any case and at any depth, structures for values, and all of that as JSON text."""
    shape = SHAPES[name]

    @FEW
    @given(record=secretive(shape, SECRET))
    def check(record: dict[str, Any]) -> None:
        unknown: set[str] = set()
        kept = allowlist.keep(record, shape, unknown)
        assert_only_allowed(kept, shape)
        assert SECRET not in json.dumps([kept, sorted(unknown)], ensure_ascii=False)

    check()


def assert_only_allowed(kept: dict[str, Any], shape: Shape) -> None:
    if "_unusable" in kept:
        assert list(kept) == ["_unusable"]
        return
    assert set(kept) <= shape.scalars | set(shape.arrays) | set(shape.hints) | {"_retyped", "_noticed"}
    for name, value in kept.items():
        if name in shape.arrays:
            for item in value:
                assert_only_allowed(item, shape.arrays[name])
        elif name == "_retyped":
            assert set(value) <= shape.scalars | set(shape.arrays)
        elif name == "_noticed":
            assert value == sorted(set(value) & set(Notice))
        else:
            assert value is None or isinstance(value, str | int | float | bool)


def without_hints(kept: Any) -> Any:
    if isinstance(kept, list):
        return [without_hints(item) for item in kept]
    if isinstance(kept, dict):
        return {name: without_hints(value) for name, value in kept.items() if not name.startswith("_")}
    return kept


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@FEW
@given(record=JSON)
def test_any_json_value_is_stripped(shape: Shape, record: Any) -> None:
    assert_only_allowed(allowlist.keep(record, shape, set()), shape)


@pytest.mark.parametrize("name", SHAPES)
def test_any_record_is_stripped_once_and_for_all(name: str) -> None:
    shape = SHAPES[name]

    @FEW
    @given(record=records(shape))
    def check(record: dict[str, Any]) -> None:
        kept = allowlist.keep(record, shape, set())
        assert_only_allowed(kept, shape)
        assert without_hints(allowlist.keep(kept, shape, set())) == without_hints(kept)

    check()


@pytest.mark.parametrize("value", [PAPER, json.dumps(PAPER), {"0": PAPER}, {"7": PAPER, "9": "x"}], ids=repr)
def test_an_object_in_the_place_of_a_list_is_read_and_stripped(value: Any) -> None:
    kept = allowlist.keep({"TaiLieuNop": value}, DOSSIER, set())
    assert kept["TaiLieuNop"][0] == KEPT_PAPER
    assert kept["_noticed"][-1] == "nested_object"
    assert SECRET not in json.dumps(kept, ensure_ascii=False)
