"""The feed of payments: what is owed for a dossier, the attempts to pay it, and the payment platform's own day.

Who pays online does so while submitting, so a dossier's DuocThanhToanTrucTuyen (1 or 2) and an online payment
that went through always come together; a refund later takes neither back. The payment platform (Nền tảng thanh
toán) keeps its own list of transactions, joined to the attempts by MaThamChieu.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from simulator.chance import between, one_of, share
from simulator.lifecycle import ENDS_WITHOUT_RESULT, Channel, Dossier, Happening, Moment
from simulator.localtime import SECONDS_PER_DAY, compact, rfc3339
from simulator.office_time import WORKING_DAY, to_moment, to_office
from simulator.personal import personal_data
from simulator.records import Record, paid_online

ONLINE, CASH, TRANSFER = "truc-tuyen", "tien-mat", "chuyen-khoan"
_BANKS = ("VCB", "BIDV", "CTG", "VBA", "MB")


class PaymentState(StrEnum):
    """The state of a payment (field TrangThai), as this vendor spells it."""

    UNPAID = "Chưa thanh toán"
    WAITING = "Chờ thanh toán"
    PAID = "Đã thanh toán"
    CANCELLED = "Hủy thanh toán"
    REFUNDED = "Đã hoàn phí"


class Attempt(msgspec.Struct, frozen=True, gc=False):
    """One attempt to pay online: it ends in success or failure, seconds or minutes later."""

    reference: str
    began_at: int
    ended_at: int
    succeeded: bool

    def state_at(self, clock: int) -> str:
        """TrangThaiGD: 1 success, 3 pending, 4 failed."""
        if clock < self.ended_at:
            return "3"
        return "1" if self.succeeded else "4"


class Payment(msgspec.Struct, frozen=True, gc=False):
    """What is owed for one dossier, and what became of it: (moment, state) in time order."""

    code: str
    dossier: Dossier
    method: str
    """How it is or will be paid; empty as long as nobody knows."""
    paid_first: bool
    """Before the work (Thu trước) or after it (Thu sau)."""
    changes: tuple[tuple[int, PaymentState], ...]
    attempts: tuple[Attempt, ...] = ()
    refund_vnd: int = 0

    @property
    def amount_vnd(self) -> int:
        """Return what is owed, in đồng."""
        return self.dossier.procedure.fee_vnd

    def moments(self) -> list[int]:
        """Return everything that changes the record, in time order."""
        ends = [at for attempt in self.attempts for at in (attempt.began_at, attempt.ended_at)]
        return sorted({at for at, _ in self.changes} | set(ends))

    def known_at(self, clock: int) -> int | None:
        """Return the latest change that the source knows of at a reading of its clock; None if it knows nothing."""
        written = self.dossier.written_at
        return max((at for at in self.moments() if written(at) <= clock), default=None)

    def when(self, state: PaymentState, until: int) -> int | None:
        """Return when a state was reached, if by then."""
        return next((at for at, reached in self.changes if reached is state and at <= until), None)


def draw_payment(dossier: Dossier) -> Payment | None:
    """Return the payment of a dossier; None if its procedure is free of charge."""
    if dossier.procedure.fee_vnd == 0:
        return None
    if paid_online(dossier) != "0":
        return _paid_while_submitting(dossier)
    if asked := _moment(dossier, Happening.PAYMENT_ASKED):
        return _paid_when_asked(dossier, asked.at)
    if dossier.channel is Channel.ONLINE:
        return _paid_later(dossier)
    return _paid_at_the_counter(dossier)


def _moment(dossier: Dossier, *what: Happening) -> Moment | None:
    return next((moment for moment in dossier.moments if moment.what in what), None)


def _attempt(dossier: Dossier, index: int, began_at: int, seconds: int, *, succeeded: bool) -> Attempt:
    return Attempt(f"TC{dossier.number:09}{index:02}", began_at, began_at + seconds, succeeded)


def _code(dossier: Dossier) -> str:
    return f"YC{dossier.number:09}"


def _paid_while_submitting(dossier: Dossier) -> Payment:
    last = dossier.moments[0].at - between(dossier, "paid before", 35, 90)
    attempts = [_attempt(dossier, 2, last, 30, succeeded=True)]
    if share(dossier, "failed first") < 0.12:
        attempts.insert(0, _attempt(dossier, 1, last - between(dossier, "retry", 90, 400), 60, succeeded=False))
    requested = attempts[0].began_at - between(dossier, "request", 15, 300)
    changes = [(requested, PaymentState.WAITING), (attempts[-1].ended_at, PaymentState.PAID)]
    refund = 0
    if refunded_at := _refund_moment(dossier):
        changes.append((refunded_at, PaymentState.REFUNDED))
        whole = share(dossier, "whole refund") < 0.8
        refund = dossier.procedure.fee_vnd if whole else dossier.procedure.fee_vnd // 2
    return Payment(_code(dossier), dossier, ONLINE, True, tuple(changes), tuple(attempts), refund)


def _refund_moment(dossier: Dossier) -> int | None:
    end = dossier.moments[-1]
    if end.what not in ENDS_WITHOUT_RESULT:
        return None
    chance = 0.3 if _moment(dossier, Happening.RECEIVED) else 0.8
    if share(dossier, "refund") >= chance:
        return None
    return _working_days_after(end.at, dossier, "refund wait", 10)


def _working_days_after(at: int, dossier: Dossier, purpose: str, most: int) -> int:
    return to_moment(to_office(at) + between(dossier, purpose, 1800, most * WORKING_DAY))


def _paid_later(dossier: Dossier) -> Payment:
    """Return the payment of a dossier that was submitted online and not paid there: at the counter, or never."""
    requested = dossier.moments[0].at
    fate = share(dossier, "paid later")
    end = _moment(dossier, Happening.RETURNED) or _moment(dossier, Happening.FINISHED)
    if fate < 0.6 and end is not None:
        return _paid(dossier, CASH, requested, end.at, paid_first=False)
    if fate < 0.75 and end is not None:
        return _paid(dossier, TRANSFER, requested, _working_days_after(requested, dossier, "transfer", 3))
    if fate < 0.9:
        failed = _attempt(dossier, 1, requested + between(dossier, "try", 30, 3600), 120, succeeded=False)
        changes = ((requested, PaymentState.WAITING),)
        return Payment(_code(dossier), dossier, ONLINE, True, changes, (failed,))
    return _cancelled(dossier, requested)


def _paid_when_asked(dossier: Dossier, asked_at: int) -> Payment:
    """Let the work wait for the money, which comes in full or never."""
    made = _moment(dossier, Happening.PAYMENT_MADE)
    if made is None:
        return Payment(_code(dossier), dossier, "", True, ((asked_at, PaymentState.WAITING),))
    return _paid(dossier, TRANSFER, asked_at, made.at)


def _paid_at_the_counter(dossier: Dossier) -> Payment:
    requested = dossier.moments[0].at
    fate = share(dossier, "paid at the counter")
    if fate < 0.86:
        return _paid(dossier, CASH, requested, requested + between(dossier, "cash", 30, 600))
    if fate < 0.93:
        return _paid(dossier, TRANSFER, requested, _working_days_after(requested, dossier, "transfer", 3))
    end = _moment(dossier, Happening.RETURNED)
    if fate < 0.97 and end is not None:
        return _paid(dossier, CASH, requested, end.at, paid_first=False)
    if fate < 0.99:
        return Payment(_code(dossier), dossier, "", False, ((requested, PaymentState.UNPAID),))
    return _cancelled(dossier, requested)


def _paid(dossier: Dossier, method: str, requested: int, paid_at: int, *, paid_first: bool = True) -> Payment:
    before = PaymentState.WAITING if method == TRANSFER else PaymentState.UNPAID
    changes = (requested, before), (paid_at, PaymentState.PAID)
    return Payment(_code(dossier), dossier, method, paid_first, changes)


def _cancelled(dossier: Dossier, requested: int) -> Payment:
    cancelled = _working_days_after(requested, dossier, "cancel", 5)
    changes = (requested, PaymentState.WAITING), (cancelled, PaymentState.CANCELLED)
    return Payment(_code(dossier), dossier, "", True, changes)


def payment_record(payment: Payment, clock: int) -> Record:
    """Return the record of a payment that exists at a reading of the clock."""
    dossier, person = payment.dossier, personal_data(payment.dossier)
    known = payment.known_at(clock)
    if known is None:
        raise ValueError(f"the payment {payment.code} does not exist yet")
    state = [reached for at, reached in payment.changes if at <= known][-1]
    refunded_at = payment.when(PaymentState.REFUNDED, known)
    return {
        "MaYeuCau": payment.code,
        "MaHoSo": dossier.code,
        "MaDonVi": dossier.commune.at(payment.changes[0][0]).agency_code,
        "MaTTHC": dossier.procedure.code,
        "SoTien": str(payment.amount_vnd),
        "PhiLePhi": _parts(payment),
        "HinhThucThu": "Thu trước" if payment.paid_first else "Thu sau",
        "HinhThucThanhToan": payment.method,
        "TrangThai": state.value,
        "NgayYeuCau": compact(payment.changes[0][0]),
        "NgayThuPhi": compact(payment.when(PaymentState.PAID, known)),
        "NgayHoanPhi": compact(refunded_at),
        "SoTienHoan": "" if refunded_at is None else str(payment.refund_vnd),
        "HoTenNguoiNop": person.name,
        "SoCMNDNguoiNop": person.identity_number,
        "SoTaiKhoan": person.account_number if payment.method == TRANSFER else "",
        "GiaoDich": [_attempt_record(payment, attempt, known) for attempt in payment.attempts],
        "DaXoa": "0",
        "CapNhatLuc": rfc3339(dossier.written_at(known)),
    }


def _parts(payment: Payment) -> list[dict[str, str]]:
    """Return the fee (phí) and the charge (lệ phí) that make up the amount."""
    sector, amount = payment.dossier.procedure.sector_code, payment.amount_vnd
    fee = amount // 5 // 1000 * 1000 if payment.dossier.procedure.has_result else 0
    parts = [{"LoaiPhiLePhi": "2", "MaPhiLePhi": f"LP-{sector}", "TenPhiLePhi": "Lệ phí", "SoTien": str(amount - fee)}]
    if fee:
        parts.append({"LoaiPhiLePhi": "1", "MaPhiLePhi": f"P-{sector}", "TenPhiLePhi": "Phí", "SoTien": str(fee)})
    return parts


def _attempt_record(payment: Payment, attempt: Attempt, clock: int) -> dict[str, str]:
    state = attempt.state_at(clock)
    return {
        "MaThamChieu": attempt.reference,
        "MaGiaoDich": transaction_number(attempt) if state == "1" else "",
        "MaNganHang": one_of(payment.dossier, "bank", _BANKS),
        "SoTien": str(payment.amount_vnd),
        "ThoiGianGD": compact(attempt.began_at),
        "TrangThaiGD": state,
        "MaLoi": {"1": "00", "3": "", "4": "24"}[state],
    }


def transaction_number(attempt: Attempt) -> str:
    """Return the platform's own number of a transaction."""
    return f"GD{attempt.reference[2:]}"


def platform_transactions(payments: Iterable[Payment], day: int, clock: int) -> Iterator[Record]:
    """Return the payment platform's rows of a day (a day number) as it tells them at a reading of the clock.

    A transaction stays in the row of the day on which it began; its end and a refund change that row. The
    platform knows at once, without the lag of the one-stop software.
    """
    for payment in payments:
        for attempt in payment.attempts:
            if attempt.began_at // SECONDS_PER_DAY == day and attempt.began_at <= clock:
                yield platform_row(payment, attempt, clock)


def platform_knows(dossier: Dossier) -> bool:
    """Return whether the platform's rows name the dossier."""
    return share(dossier, "platform knows dossier") < 0.9


def platform_row(payment: Payment, attempt: Attempt, clock: int) -> Record:
    """Return one transaction as the payment platform tells it."""
    dossier, state = payment.dossier, attempt.state_at(clock)
    refunded_at = payment.when(PaymentState.REFUNDED, clock) if attempt.succeeded else None
    return {
        "MaThamChieu": attempt.reference,
        "MaGiaoDich": transaction_number(attempt),
        "LoaiGiaoDich": "G22.99.01",
        "MaHoSo": dossier.code if platform_knows(dossier) else "",
        "MaTTHC": dossier.procedure.code,
        "SoTien": str(payment.amount_vnd),
        "MaTienTe": "VND",
        "MaNganHang": one_of(dossier, "bank", _BANKS),
        "ThoiGianGD": compact(attempt.began_at),
        "TrangThaiGD": state,
        "MaLoi": {"1": "00", "3": "", "4": "24"}[state],
        "SoTienHoan": "" if refunded_at is None else str(payment.refund_vnd),
        "NgayHoan": compact(refunded_at),
    }
