import pytest

from simulator.lifecycle import Happening, Moment
from simulator.localtime import compact
from simulator.personal import personal_data
from simulator.records import Record, dossier_record
from simulator.world import Scale, World, build_world

pytestmark = pytest.mark.slow

# fmt: off
FIELDS = {
    "MaHoSo", "MaHoSoKhac", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "MaDonVi",
    "MaDonViGiaiQuyet", "MaDonViXuLy", "DonViXuLy", "BuocXuLy", "GiuTu", "NguyenNhanTre",
    "KenhThucHien", "LoaiDoiTuong", "ChuHoSo", "SoGiayToChuHoSo", "DinhDanhCHS", "MaDoiTuong", "Email",
    "Fax", "SoDienThoai", "DiaChi", "TrichYeuHoSo", "GhiChu", "ThongTinTra", "NgayNopHoSo",
    "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi", "TrangThaiHoSo",
    "HinhThuc", "HoSoCoThanhPhanSoHoa", "TaiKhoanDuocXacThucVoiVNeID", "DuocThanhToanTrucTuyen",
    "BanSaoDienTu", "DSKetNoiCSDL", "TaiLieuNop", "DanhSachLePhi", "DanhSachHoSoBoSung",
    "DanhSachGiaHan", "DanhSachGiayToKetQua", "LienKet", "DaXoa", "LyDoXoa", "CapNhatLuc",
    "NgayCongXacNhan", "NgayCoQuanNhan",
}
# fmt: on
REQUIRED = ("MaHoSo", "MaTTHC", "MaDonVi", "TrangThaiHoSo", "CapNhatLuc")
CODES = {
    "BuocXuLy": {"", "tiep_nhan", "chuyen_vien", "cho_ky", "da_ky_chua_tra"},
    "NguyenNhanTre": {"", "dong_bo", "chua_ket_thuc", "co_quan_khac", "cong_dan", "phan_mem", "don_vi"},
    "KenhThucHien": {"1", "2", "3"},
    "TrangThaiHoSo": {"1", "2", "3", "4", "5", "7", "8", "9", "10"},
    "HinhThuc": {"0", "1"},
    "HoSoCoThanhPhanSoHoa": {"0", "1"},
    "TaiKhoanDuocXacThucVoiVNeID": {"0", "1"},
    "DuocThanhToanTrucTuyen": {"0", "1", "2"},
    "BanSaoDienTu": {"", "0", "1"},
    "DaXoa": {"0"},
}


@pytest.fixture(scope="module")
def busy_world() -> World:
    return build_world(Scale(dossiers=2_000, communes=3))


@pytest.fixture(scope="module")
def records(busy_world: World) -> list[Record]:
    """Every dossier after each of its happenings."""
    return [
        dossier_record(dossier, dossier.recorded_at(one), names(busy_world))
        for dossier in busy_world.dossiers
        for one in dossier.moments
    ]


def names(world: World) -> dict[str, str]:
    return {c.agency_code: c.name for c in world.communes} | {a.agency_code: a.name for a in world.agencies}


def scalars(value: object) -> list[object]:
    if isinstance(value, dict):
        return [scalar for part in value.values() for scalar in scalars(part)]
    if isinstance(value, list):
        return [scalar for part in value for scalar in scalars(part)]
    return [value]


def test_records_have_every_field_and_only_strings(records: list[Record]) -> None:
    for record in records:
        assert set(record) == FIELDS
        assert all(record[name] for name in REQUIRED)
        assert all(isinstance(scalar, str) for scalar in scalars(record))


def test_every_code_is_used_and_no_other(records: list[Record]) -> None:
    for name, codes in CODES.items():
        assert {record[name] for record in records} == codes


@pytest.mark.parametrize(
    ("status", "filled", "empty"),
    [
        ("1", ["NgayNopHoSo"], ["NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi"]),
        ("4", ["NgayTiepNhan", "BuocXuLy", "GiuTu"], ["NgayKetThucXuLy", "NgayTra", "NgayTuChoi"]),
        ("5", ["NgayTiepNhan", "DanhSachHoSoBoSung"], ["NgayKetThucXuLy", "NgayTuChoi", "BuocXuLy", "GiuTu"]),
        ("7", ["NgayTuChoi", "NgayTiepNhan"], ["NgayKetThucXuLy", "NgayTra"]),
        ("8", ["NgayTuChoi", "NgayTiepNhan"], ["NgayKetThucXuLy", "NgayTra"]),
        ("9", ["NgayTiepNhan", "NgayKetThucXuLy", "GiuTu"], ["NgayTra", "NgayTuChoi"]),
        ("10", ["NgayTiepNhan", "NgayKetThucXuLy", "NgayTra", "ThongTinTra"], ["NgayTuChoi", "BuocXuLy"]),
    ],
)
def test_dates_go_with_the_status(records: list[Record], status: str, filled: list[str], empty: list[str]) -> None:
    of_status = [record for record in records if record["TrangThaiHoSo"] == status]
    assert of_status
    for record in of_status:
        assert all(record[name] for name in filled)
        assert not any(record[name] for name in empty)


def test_refusals_have_a_date_with_and_without_a_reception(records: list[Record]) -> None:
    refused = [record for record in records if record["TrangThaiHoSo"] == "3"]
    assert all(record["NgayTuChoi"] for record in refused)
    assert {bool(record["NgayTiepNhan"]) for record in refused} == {True, False}


def test_due_dates_follow_supplements_and_extensions(busy_world: World) -> None:
    for dossier in busy_world.dossiers:
        due: int | None = None
        for one in dossier.moments:
            before = due
            due = one.due or due
            record = dossier_record(dossier, dossier.recorded_at(one), names(busy_world))
            assert record["NgayHenTra"] == compact(due)
            if one == dossier.known_at(dossier.recorded_at(one))[-1]:
                check_change_of_due_date(record, one, before)


def check_change_of_due_date(record: Record, moment: Moment, before: int | None) -> None:
    if moment.what is Happening.EXTENDED:
        change, on = last_of(record, "DanhSachGiaHan"), "NgayXinLoi"
    elif moment.what is Happening.SUPPLEMENT_ANSWERED:
        change, on = last_of(record, "DanhSachHoSoBoSung"), "NgayTiepNhanBoSung"
    else:
        return
    assert change[on] == compact(moment.at)
    assert change["NgayHenTraTruoc"] == compact(before)
    assert change["NgayHenTraMoi"] == compact(moment.due) == record["NgayHenTra"]


def last_of(record: Record, name: str) -> dict[str, str]:
    entries = record[name]
    assert isinstance(entries, list)
    entry: dict[str, str] = entries[-1]
    return entry


def test_personal_values_are_unique_to_a_dossier(busy_world: World) -> None:
    for values in zip(*(personal_data(dossier).values() for dossier in busy_world.dossiers), strict=True):
        assert len(set(values)) == len(busy_world.dossiers)
