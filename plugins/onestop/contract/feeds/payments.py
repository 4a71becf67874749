"""Payments (yêu cầu thanh toán): what was asked for, in VND, and the attempts to pay it."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.cells import PROCEDURE, Children, Choice, Code, Custom, FieldCell, Moment, Money, Text, UnitCode
from onestop.contract.feed import Feed
from onestop.contract.notices import Notice
from onestop.contract.reader import Reader

STATUSES = {
    "Đã thanh toán": "paid",
    "Chờ thanh toán": "waiting",
    "Chưa thanh toán": "unpaid",
    "Hủy thanh toán": "cancelled",
    "Đã hoàn phí": "refunded",
}
SECOND_SPELLINGS = {
    "Huỷ thanh toán": "cancelled",
    "Hủy": "cancelled",
    "Huỷ": "cancelled",
    "Hoàn phí": "refunded",
}
"""The front end of a known vendor says Hoàn phí where its database says Đã hoàn phí; uỷ and ủy are one sound."""
METHODS = {"truc-tuyen": "online", "tien-mat": "cash", "chuyen-khoan": "transfer"}
ATTEMPT_STATUSES = {"1": "success", "3": "pending", "4": "failed"}

SHAPE = Shape(
    frozenset({
        "MaYeuCau", "MaHoSo", "MaDonVi", "MaTTHC", "SoTien", "HinhThucThu", "HinhThucThanhToan", "TrangThai",
        "NgayYeuCau", "NgayThuPhi", "NgayHoanPhi", "SoTienHoan", "DaXoa", "CapNhatLuc",
    }),
    arrays={
        "PhiLePhi": Shape(frozenset({"LoaiPhiLePhi", "MaPhiLePhi", "TenPhiLePhi", "SoTien"})),
        "GiaoDich": Shape(
            frozenset({"MaThamChieu", "MaGiaoDich", "MaNganHang", "SoTien", "ThoiGianGD", "TrangThaiGD", "MaLoi"})
        ),
    },
    dropped=frozenset({"HoTenNguoiNop", "SoCMNDNguoiNop", "SoTaiKhoan"}),
)  # fmt: skip


def _status(payment: Reader, name: str) -> str | None:
    status = payment.choice(name, STATUSES | SECOND_SPELLINGS)
    if status is not None and payment.record[name] not in STATUSES:
        payment.noticed.append(Notice.STATUS_SPELLING_OTHER)
    return status


def _error_code(attempt: Reader, name: str) -> str | None:
    """Return the platform's error code; a number cuts 00, which means no error, to 0."""
    sent = attempt.code(name)
    if sent != "0":
        return sent
    attempt.noticed.append(Notice.ERROR_CODE_SHORT)
    return "00"


FEE: dict[str, FieldCell] = {
    "kind": Code("LoaiPhiLePhi"),
    "fee_code": Code("MaPhiLePhi"),
    "amount_vnd": Money("SoTien"),
}
ATTEMPT: dict[str, FieldCell] = {
    "merchant_ref": Code("MaThamChieu"),
    "transaction_code": Code("MaGiaoDich"),
    "bank_code": Code("MaNganHang"),
    "amount_vnd": Money("SoTien"),
    "tried_at": Moment("ThoiGianGD"),
    "status": Choice("TrangThaiGD", ATTEMPT_STATUSES),
    "error_code": Custom("MaLoi", _error_code),
}

PAYMENTS = Feed(
    "payments",
    "payment",
    SHAPE,
    key=Code("MaYeuCau"),
    cells={
        "request_code": Code("MaYeuCau"),
        "dossier_code": Code("MaHoSo"),
        "unit_code": UnitCode("MaDonVi"),
        "procedure_code": PROCEDURE,
        "amount_vnd": Money("SoTien"),
        "collect_rule": Text("HinhThucThu"),
        "method": Choice("HinhThucThanhToan", METHODS),
        "status": Custom("TrangThai", _status),
        "requested_at": Moment("NgayYeuCau"),
        "paid_at": Moment("NgayThuPhi"),
        "refunded_at": Moment("NgayHoanPhi"),
        "refund_vnd": Money("SoTienHoan"),
        "fees": Children("PhiLePhi", FEE),
        "attempts": Children("GiaoDich", ATTEMPT),
    },
)
