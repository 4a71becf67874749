"""Payments (yêu cầu thanh toán): what was asked for, in VND, and the attempts to pay it."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.feed import Cell, Feed, Reader
from onestop.contract.notices import Notice
from onestop.contract.parsers import procedure_code

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


def _status(payment: Reader) -> str | None:
    if payment.text("TrangThai") in SECOND_SPELLINGS:
        payment.noticed.append(Notice.STATUS_SPELLING_OTHER)
    return payment.choice("TrangThai", STATUSES | SECOND_SPELLINGS)


def _error_code(attempt: Reader) -> str | None:
    """Return the platform's error code; a number cuts 00, which means no error, to 0."""
    sent = attempt.code("MaLoi")
    if sent != "0":
        return sent
    attempt.noticed.append(Notice.ERROR_CODE_SHORT)
    return "00"


FEE: dict[str, Cell] = {
    "kind": lambda fee: fee.code("LoaiPhiLePhi"),
    "fee_code": lambda fee: fee.code("MaPhiLePhi"),
    "amount_vnd": lambda fee: fee.money("SoTien"),
}
ATTEMPT: dict[str, Cell] = {
    "merchant_ref": lambda attempt: attempt.code("MaThamChieu"),
    "transaction_code": lambda attempt: attempt.code("MaGiaoDich"),
    "bank_code": lambda attempt: attempt.code("MaNganHang"),
    "amount_vnd": lambda attempt: attempt.money("SoTien"),
    "tried_at": lambda attempt: attempt.moment("ThoiGianGD"),
    "status": lambda attempt: attempt.choice("TrangThaiGD", ATTEMPT_STATUSES),
    "error_code": _error_code,
}

PAYMENTS = Feed(
    "payments",
    "payment",
    SHAPE,
    key=lambda payment: payment.code("MaYeuCau"),
    cells={
        "request_code": lambda payment: payment.code("MaYeuCau"),
        "dossier_code": lambda payment: payment.code("MaHoSo"),
        "unit_code": lambda payment: payment.unit_code("MaDonVi"),
        "procedure_code": lambda payment: payment.read(procedure_code, "MaTTHC"),
        "amount_vnd": lambda payment: payment.money("SoTien"),
        "collect_rule": lambda payment: payment.text("HinhThucThu"),
        "method": lambda payment: payment.choice("HinhThucThanhToan", METHODS),
        "status": _status,
        "requested_at": lambda payment: payment.moment("NgayYeuCau"),
        "paid_at": lambda payment: payment.moment("NgayThuPhi"),
        "refunded_at": lambda payment: payment.moment("NgayHoanPhi"),
        "refund_vnd": lambda payment: payment.money("SoTienHoan"),
        "fees": lambda payment: payment.children("PhiLePhi", FEE),
        "attempts": lambda payment: payment.children("GiaoDich", ATTEMPT),
    },
)
