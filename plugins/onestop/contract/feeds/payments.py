"""Payments (yêu cầu thanh toán): what was asked for, in VND, and the attempts to pay it."""

from __future__ import annotations

from onestop.contract.allowlist import Shape
from onestop.contract.feed import Cell, Feed
from onestop.contract.parsers import money, procedure_code

STATUSES = {
    "Đã thanh toán": "paid",
    "Chờ thanh toán": "waiting",
    "Chưa thanh toán": "unpaid",
    "Hủy thanh toán": "cancelled",
    "Huỷ thanh toán": "cancelled",
    "Hủy": "cancelled",
    "Đã hoàn phí": "refunded",
    "Hoàn phí": "refunded",
}
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

FEE: dict[str, Cell] = {
    "kind": lambda fee: fee.code("LoaiPhiLePhi"),
    "fee_code": lambda fee: fee.code("MaPhiLePhi"),
    "amount_vnd": lambda fee: fee.read(money, "SoTien"),
}
ATTEMPT: dict[str, Cell] = {
    "merchant_ref": lambda attempt: attempt.code("MaThamChieu"),
    "transaction_code": lambda attempt: attempt.code("MaGiaoDich"),
    "bank_code": lambda attempt: attempt.code("MaNganHang"),
    "amount_vnd": lambda attempt: attempt.read(money, "SoTien"),
    "tried_at": lambda attempt: attempt.moment("ThoiGianGD"),
    "status": lambda attempt: attempt.choice("TrangThaiGD", ATTEMPT_STATUSES),
    "error_code": lambda attempt: attempt.code("MaLoi"),
}

PAYMENTS = Feed(
    "payments",
    "payment",
    SHAPE,
    key=lambda payment: payment.code("MaYeuCau"),
    cells={
        "request_code": lambda payment: payment.code("MaYeuCau"),
        "dossier_code": lambda payment: payment.code("MaHoSo"),
        "unit_code": lambda payment: payment.code("MaDonVi"),
        "procedure_code": lambda payment: payment.read(procedure_code, "MaTTHC"),
        "amount_vnd": lambda payment: payment.read(money, "SoTien"),
        "collect_rule": lambda payment: payment.text("HinhThucThu"),
        "method": lambda payment: payment.choice("HinhThucThanhToan", METHODS),
        "status": lambda payment: payment.choice("TrangThai", STATUSES),
        "requested_at": lambda payment: payment.moment("NgayYeuCau"),
        "paid_at": lambda payment: payment.moment("NgayThuPhi"),
        "refunded_at": lambda payment: payment.moment("NgayHoanPhi"),
        "refund_vnd": lambda payment: payment.read(money, "SoTienHoan"),
        "fees": lambda payment: payment.children("PhiLePhi", FEE),
        "attempts": lambda payment: payment.children("GiaoDich", ATTEMPT),
    },
)
