"""What each defect does to a record: functions by the name of the defect, each changes the record in place.

A function gets the record as the clean source tells it, and what it is about. Where the field that it spoils is
still empty it changes nothing, and the defect does not show yet.
"""

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime

from simulator.chance import between, one_of
from simulator.lifecycle import Dossier, Happening
from simulator.localtime import SECONDS_PER_DAY, VIETNAM, compact, parse_rfc3339, rfc3339
from simulator.payments import Payment, PaymentState
from simulator.records import Record

FIVE_YEARS = 1826 * SECONDS_PER_DAY
_UNKNOWN_STATUSES = ("0", "16", "19", "posting", "interoperating")
_IMPOSSIBLE_DATES = ("20260230080000", "20261305080000", "2603050", "202603050930001", "260305")
_NESTED_LISTS = ("DSKetNoiCSDL", "DanhSachLePhi", "DanhSachHoSoBoSung", "DanhSachGiaHan", "DanhSachGiayToKetQua")
_PADDING = " Kèm theo các giấy tờ đã nộp tại Bộ phận Một cửa." * 25
_TONE_PLACES = (("òa", "oà"), ("óa", "oá"), ("ọa", "oạ"), ("úy", "uý"), ("ủy", "uỷ"), ("ụy", "uỵ"))

DossierBlemish = Callable[[Record, Dossier, int], None]


def received_at(dossier: Dossier) -> int | None:
    """Return when a dossier is received in the end."""
    return next((moment.at for moment in dossier.moments if moment.what is Happening.RECEIVED), None)


def entries(record: Record, name: str) -> list[dict[str, object]]:
    """Return a nested list of a record."""
    nested = record[name]
    if not isinstance(nested, list):
        raise TypeError(f"{name} is no list")
    return nested


def _dates(record: Record) -> list[str]:
    return [name for name, value in record.items() if (name.startswith("Ngay") or name == "GiuTu") and value]


def _finish_before_reception(record: Record, dossier: Dossier, _: int) -> None:
    at = received_at(dossier)
    if not record["NgayKetThucXuLy"] or at is None:
        return
    record["NgayKetThucXuLy"] = compact(at - between(dossier, "finish before", 1, 5) * SECONDS_PER_DAY)
    if record["NgayTra"]:
        record["NgayTra"] = record["NgayKetThucXuLy"]


def _future_reception(record: Record, dossier: Dossier, _: int) -> None:
    at = received_at(dossier)
    if record["NgayTiepNhan"] and at is not None:
        record["NgayTiepNhan"] = compact(at + FIVE_YEARS)


def _future_return(record: Record, *_: object) -> None:
    if record["NgayTra"]:
        record["NgayTra"] = str(record["CapNhatLuc"])[:10].replace("-", "") + "235959"


def _future_update(record: Record, *_: object) -> None:
    record["CapNhatLuc"] = rfc3339(parse_rfc3339(str(record["CapNhatLuc"])) + FIVE_YEARS)


def _finished_without_dates(record: Record, *_: object) -> None:
    record["NgayKetThucXuLy"] = record["NgayTra"] = ""


def _missing_due_date(record: Record, *_: object) -> None:
    record["NgayHenTra"] = ""
    for name in ("DanhSachHoSoBoSung", "DanhSachGiaHan"):
        for entry in entries(record, name):
            entry["NgayHenTraTruoc"] = entry["NgayHenTraMoi"] = ""


def _impossible_due_date(record: Record, dossier: Dossier, _: int) -> None:
    if record["NgayHenTra"]:
        _missing_due_date(record)
        record["NgayHenTra"] = one_of(dossier, "impossible date", _IMPOSSIBLE_DATES)


def _missing_reception(record: Record, *_: object) -> None:
    record["NgayTiepNhan"] = ""


def _mixed_date_formats(record: Record, dossier: Dossier, _: int) -> None:
    for index, name in enumerate(_dates(record)):
        when = datetime.strptime(str(record[name]), "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
        if name == "NgayHenTra" and not dossier.procedure.in_hours:
            record[name] = when.strftime(one_of(dossier, "due date format", ("%d.%m.%Y", "%Y%m%d", "%d/%m/%Y")))
            continue
        choice = (index + between(dossier, "date format", 0, 4)) % 5
        record[name] = (
            when.strftime("%Y-%m-%d %H:%M:%S"),
            when.strftime("%d/%m/%Y %H:%M:%S"),
            when.isoformat(),
            when.strftime("%Y-%m-%dT%H:%M:%S.000"),
            record[name],
        )[choice]


def _utc_dates(record: Record, *_: object) -> None:
    for name in _dates(record):
        when = datetime.strptime(str(record[name]), "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
        record[name] = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def _unknown_status(record: Record, dossier: Dossier, _: int) -> None:
    record["TrangThaiHoSo"] = one_of(dossier, "unknown status", _UNKNOWN_STATUSES)


def _missing_channel(record: Record, dossier: Dossier, _: int) -> None:
    record["KenhThucHien"] = ""
    if between(dossier, "channel left out", 0, 1):
        del record["KenhThucHien"]


def _wrong_content(record: Record, *_: object) -> None:
    record["Fax"], record["MaDoiTuong"] = record["SoDienThoai"], record["SoGiayToChuHoSo"]
    record["TenTTHC"] = ""
    for paper in entries(record, "TaiLieuNop"):
        paper["MaThanhPhanHoSo"] = ""


def _unit_name_for_code(record: Record, dossier: Dossier, clock: int) -> None:
    record["MaDonVi"] = dossier.receiver_at(clock).name


def _pseudo_procedure_code(record: Record, dossier: Dossier, _: int) -> None:
    record["MaTTHC"] = f"TS_{dossier.number % 1000:04}"


def _dummy_identity(record: Record, *_: object) -> None:
    record["SoGiayToChuHoSo"], record["TrichYeuHoSo"] = "000000001", "Hồ sơ"
    record["DinhDanhCHS"] = [{"LoaiDinhDanh": "2", "SoDinhDanh": "000000001"}]


def _truncated_text(record: Record, *_: object) -> None:
    record["TrichYeuHoSo"] = (str(record["TrichYeuHoSo"]) + _PADDING)[:995] + "..."


def _copied_result(record: Record, *_: object) -> None:
    paper = entries(record, "TaiLieuNop")[0]
    for result in entries(record, "DanhSachGiayToKetQua"):
        result["GiayToId"], result["DuongDanTepTinKetQua"] = paper["TepDinhKemId"], paper["DuongDanTaiTepTin"]


def older_scheme(agency_code: str) -> str:
    """Return a code of this province in the older scheme (QCVN 102:2016), leaf first."""
    province, group, unit = agency_code.split(".")
    return f"000.{unit}.{group}.{province}"


def _qcvn_unit_code(record: Record, dossier: Dossier, clock: int) -> None:
    record["MaDonVi"] = older_scheme(dossier.receiver_at(clock).agency_code)


def _gso_unit_code(record: Record, dossier: Dossier, clock: int) -> None:
    record["MaDonVi"] = dossier.receiver_at(clock).statistical_code


def _other_procedure_form(record: Record, dossier: Dossier, _: int) -> None:
    national = dossier.procedure.national_code
    other = national if dossier.procedure.province_form else f"{national}.000.00.00.H57"
    record["MaTTHC"] = one_of(dossier, "procedure form", (other, f"{national}.H57"))


def _silent_edit(record: Record, _: Dossier, clock: int) -> None:
    if clock - parse_rfc3339(str(record["CapNhatLuc"])) >= SECONDS_PER_DAY:
        record["HinhThuc"] = "0" if record["HinhThuc"] == "1" else "1"


def _test_dossier(record: Record, dossier: Dossier, _: int) -> None:
    record["ChuHoSo"], record["Email"] = f"Nguyễn Văn Test {dossier.number}", f"{dossier.number}@test.example.invalid"
    record["TrichYeuHoSo"] = "test"


def _decomposed_text(record: Record, dossier: Dossier, _: int) -> None:
    for name in ("TenTTHC", "TenLinhVuc", "DonViXuLy"):
        text = str(record[name])
        for today, other in _TONE_PLACES:
            text = text.replace(today, other)
        if between(dossier, "zero width", 0, 1):
            text = text.replace(" ", " \u200b")
        record[name] = unicodedata.normalize("NFD", text)


def _typed_scalars(record: Record, *_: object) -> None:
    record["HoSoCoThanhPhanSoHoa"] = "True" if record["HoSoCoThanhPhanSoHoa"] == "1" else "False"
    record["TaiKhoanDuocXacThucVoiVNeID"] = record["TaiKhoanDuocXacThucVoiVNeID"] == "1"
    record["DaXoa"] = False
    for name in ("KenhThucHien", "TrangThaiHoSo"):
        record[name] = int(str(record[name]))
    for name in [name for name, value in record.items() if value == ""]:
        record[name] = None


def _json_in_text(record: Record, *_: object) -> None:
    for name in _NESTED_LISTS:
        record[name] = json.dumps(record[name], ensure_ascii=False)


def _broken_json_in_text(record: Record, *_: object) -> None:
    record["TaiLieuNop"] = json.dumps(record["TaiLieuNop"], ensure_ascii=False)[:-9]


def _other_case_keys(record: Record, dossier: Dossier, _: int) -> None:
    spell = one_of(dossier, "key case", (str.lower, str.upper))
    values = dict(record)
    record.clear()
    record.update({spell(name): value for name, value in values.items()})


DOSSIER_BLEMISHES: dict[str, DossierBlemish] = {
    "finish_before_reception": _finish_before_reception,
    "future_reception": _future_reception,
    "future_return": _future_return,
    "future_update": _future_update,
    "finished_without_dates": _finished_without_dates,
    "missing_due_date": _missing_due_date,
    "missing_reception": _missing_reception,
    "mixed_date_formats": _mixed_date_formats,
    "utc_dates": _utc_dates,
    "impossible_due_date": _impossible_due_date,
    "unknown_status": _unknown_status,
    "missing_channel": _missing_channel,
    "wrong_content": _wrong_content,
    "unit_name_for_code": _unit_name_for_code,
    "pseudo_procedure_code": _pseudo_procedure_code,
    "dummy_identity": _dummy_identity,
    "truncated_text": _truncated_text,
    "copied_result": _copied_result,
    "qcvn_unit_code": _qcvn_unit_code,
    "gso_unit_code": _gso_unit_code,
    "other_procedure_form": _other_procedure_form,
    "silent_edit": _silent_edit,
    "test_dossier": _test_dossier,
    "decomposed_text": _decomposed_text,
    "typed_scalars": _typed_scalars,
    "json_in_text": _json_in_text,
    "broken_json_in_text": _broken_json_in_text,
    "other_case_keys": _other_case_keys,
}


def deleted_record(record: Record, dossier: Dossier, deleted_at: int) -> None:
    """Turn a record into its tombstone."""
    record |= {"DaXoa": "1", "LyDoXoa": f"Nhập trùng, {record['ChuHoSo']}", "CapNhatLuc": rfc3339(deleted_at)}
    if between(dossier, "bare tombstone", 0, 1):
        kept = ("MaHoSo", "MaTTHC", "MaDonVi", "TrangThaiHoSo", "DaXoa", "LyDoXoa", "CapNhatLuc")
        for name in record.keys() - kept:
            del record[name]


def national_copy(record: Record, code: str, *, lying: bool) -> None:
    """Turn a record into what the national portal tells of the dossier: another code, and less."""
    status = str(record["TrangThaiHoSo"])
    waiting_since = [entry["NgayBoSung"] for entry in entries(record, "DanhSachHoSoBoSung")]
    record |= {
        "MaHoSo": code,
        "MaHoSoKhac": record["MaHoSo"],
        "TrangThaiHoSo": "1" if status == "1" else "5" if status in ("3", "7", "8") else "2",
        "LienKet": "",
    }
    for name in ("MaDonViXuLy", "BuocXuLy", "GiuTu", "NguyenNhanTre", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi"):
        record[name] = ""
    for name in (*_NESTED_LISTS, "TaiLieuNop"):
        record[name] = []
    if lying and status == "5":
        record |= {"TrangThaiHoSo": "9", "NgayKetThucXuLy": waiting_since[-1]}


PaymentBlemish = Callable[[Record, Payment], None]


def _twelve_hour_clock(record: Record, _: Payment) -> None:
    for attempt in entries(record, "GiaoDich"):
        text = str(attempt["ThoiGianGD"])
        hour = int(text[8:10])
        attempt["ThoiGianGD"] = f"{text[:8]}{hour - 12 if hour > 12 else hour:02}{text[10:]}"


def _payment_without_dossier(record: Record, _: Payment) -> None:
    record["MaHoSo"] = ""


def _payment_cut_dossier(record: Record, _: Payment) -> None:
    record["MaHoSo"] = str(record["MaHoSo"])[3:-1]


def _pending(attempt: dict[str, object]) -> None:
    attempt |= {"TrangThaiGD": "3", "MaLoi": "", "MaGiaoDich": ""}


def _stuck_attempt(record: Record, _: Payment) -> None:
    for attempt in entries(record, "GiaoDich"):
        if attempt["TrangThaiGD"] == "4":
            _pending(attempt)


def _lost_callback(record: Record, _: Payment) -> None:
    record |= {"TrangThai": PaymentState.WAITING.value, "NgayThuPhi": ""}
    for attempt in entries(record, "GiaoDich"):
        if attempt["TrangThaiGD"] == "1":
            _pending(attempt)


def _other_spelling(record: Record, _: Payment) -> None:
    other = {PaymentState.REFUNDED.value: "Hoàn phí", PaymentState.CANCELLED.value: "Huỷ thanh toán"}
    record["TrangThai"] = other.get(str(record["TrangThai"]), record["TrangThai"])


def _separated_amount(record: Record, payment: Payment) -> None:
    amount = f"{payment.amount_vnd:,}"
    spelled = (amount, amount.replace(",", "."), f"{payment.amount_vnd}.00")
    record["SoTien"] = one_of(payment.dossier, "separators", spelled)


def _amount_as_number(record: Record, payment: Payment) -> None:
    record["SoTien"] = payment.amount_vnd


def _amount_times_100(record: Record, payment: Payment) -> None:
    record["SoTien"] = str(100 * payment.amount_vnd)


def _short_error_code(record: Record, _: Payment) -> None:
    for attempt in entries(record, "GiaoDich"):
        if attempt["MaLoi"] == "00":
            attempt["MaLoi"] = "0"


PAYMENT_BLEMISHES: dict[str, PaymentBlemish] = {
    "twelve_hour_clock": _twelve_hour_clock,
    "payment_without_dossier": _payment_without_dossier,
    "payment_cut_dossier": _payment_cut_dossier,
    "stuck_attempt": _stuck_attempt,
    "lost_callback": _lost_callback,
    "other_spelling": _other_spelling,
    "separated_amount": _separated_amount,
    "amount_as_number": _amount_as_number,
    "amount_times_100": _amount_times_100,
    "short_error_code": _short_error_code,
}
