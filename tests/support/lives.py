"""Lives of dossiers as a source tells them: records of several feeds, of a dossier as many as it had states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from tests.support.scripted import BY_DAY, BY_HOUR, CATALOGUE_MOMENT, COMMUNE, PROVINCE, Record, dossier

Item = tuple[str, Record]
"""A feed and one record of it."""

AGENCY = {
    "MaDonVi": "H57.10",
    "TenDonVi": "Sở Tư pháp",
    "CapDonVi": "2",
    "MaDonViCha": "H57",
    "HieuLucTu": "20250701",
}
NEIGHBOUR = {**COMMUNE, "MaDonVi": "H57.31.02", "TenDonVi": "Phường Phú Xuân", "MaXaGSO": "19774"}
COMMUNES = (COMMUNE["MaDonVi"], NEIGHBOUR["MaDonVi"])
FIRST = dt.datetime(2026, 1, 5, tzinfo=dt.timezone(dt.timedelta(hours=7)))
"""A Monday; no life begins before."""
WITH_FEE = {"CoPhi": "1", "CoKetQua": "1"}
PROCEDURES = ({**BY_DAY, **WITH_FEE}, {**BY_HOUR, **WITH_FEE})
LATER_PROCEDURE = {
    **PROCEDURES[0],
    "ThoiGianGiaiQuyet": "1",
    "MaLinhVuc": "HT",
    "TenLinhVuc": "Hộ tịch",
    "CoPhi": "0",
    "CapNhatLuc": "2026-02-01T08:00:00+07:00",
}


def units_and_procedures() -> dict[str, list[list[Record]]]:
    """Return a province with two communes and a department, and two procedures with a fee."""
    units = [{**unit, "CapNhatLuc": CATALOGUE_MOMENT} for unit in (PROVINCE, COMMUNE, NEIGHBOUR, AGENCY)]
    procedures = [{**procedure, "CapNhatLuc": CATALOGUE_MOMENT} for procedure in PROCEDURES]
    return {"units": [units], "procedures": [procedures]}


@dataclass(frozen=True)
class Life:
    """What happens to one dossier.

    Attributes:
        number: which one it is.
        begins: minutes from ``FIRST`` to its reception.
        place: which commune receives it.
        by_hour: whether its procedure counts hours.
        channel: KenhThucHien.
        due_hours: hours from reception to the due date, None for no due date.
        is_competent_elsewhere: the department is to resolve it.
        steps: what happens one after the other, each with the hours that it takes.
        ending: the last status, empty while it is open.
        is_end_told: the dossier names the moment of its end; otherwise only an event does.
        are_rounds_told: the dossier lists its supplement rounds; otherwise only events tell of them.
        undone: which of its events is taken back, None for none.
        payment: state of its payment, empty for none.
        is_known_twice: another source tells of it too.
    """

    number: int
    begins: int
    place: int
    by_hour: bool
    channel: int
    due_hours: int | None
    is_competent_elsewhere: bool
    steps: tuple[tuple[str, int], ...]
    ending: str
    is_end_told: bool
    are_rounds_told: bool
    undone: int | None
    payment: str
    is_known_twice: bool

    @property
    def code(self) -> str:
        """The dossier's code."""
        return f"{COMMUNES[self.place]}-260105-{self.number:04}"

    def records(self) -> list[Item]:
        """Return everything that its source ever tells of it, in order of time."""
        return _Teller(self).tell()

    def copies(self) -> list[Record]:
        """Return what the second source tells of it: its reception, and no more."""
        return [self.records()[0][1]] if self.is_known_twice else []


def _sent(moment: dt.datetime) -> str:
    return f"{moment:%Y%m%d%H%M%S}"


class _Teller:
    """Walks through a life and writes down what a source sends at each step."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.now = FIRST + dt.timedelta(minutes=life.begins)
        self.due = self.now + dt.timedelta(hours=life.due_hours) if life.due_hours is not None else None
        self.rounds: list[Record] = []
        self.extensions: list[Record] = []
        self.events: list[Record] = []
        self.items: list[Item] = []
        self.state: Record = {}

    def tell(self) -> list[Item]:
        """Return the records of the whole life."""
        self.state = {"NgayNopHoSo": _sent(self.now - dt.timedelta(hours=30)), "NgayTiepNhan": _sent(self.now)}
        self._event("1", at=self.now - dt.timedelta(hours=30))
        self._becomes("2")
        for kind, hours in self.life.steps:
            self._pass(hours)
            STEPS[kind](self, hours)
        if self.life.ending:
            self._pass(3)
            self._ends(self.life.ending, is_told=self.life.is_end_told)
        self._undo()
        self._pay()
        dossiers = [item for item in self.items if item[0] == "dossiers"]
        return dossiers + [item for item in self.items if item[0] != "dossiers"]

    def _pass(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours, minutes=7)

    def _told_at(self, minutes: int = 5) -> str:
        return f"{self.now + dt.timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%S}+07:00"

    def _becomes(self, status: str, holder: str = "") -> None:
        """Write down a step: the event and the dossier as it is after it."""
        self._event(status, holder)
        life = self.life
        record = dossier(
            life.code,
            MaTTHC=PROCEDURES[life.by_hour]["MaTTHC"],
            MaDonVi=COMMUNES[life.place],
            MaDonViGiaiQuyet=AGENCY["MaDonVi"] if life.is_competent_elsewhere else "",
            KenhThucHien=str(life.channel),
            TrangThaiHoSo=status,
            NgayHenTra=_sent(self.due) if self.due else "",
            CapNhatLuc=self._told_at(),
            **self.state,
        )
        if self.rounds and life.are_rounds_told:
            record["DanhSachHoSoBoSung"] = [dict(each) for each in self.rounds]
        if self.extensions:
            record["DanhSachGiaHan"] = [dict(each) for each in self.extensions]
        self.items.append(("dossiers", record))

    def _event(self, status: str, holder: str = "", at: dt.datetime | None = None) -> None:
        event = {
            "MaSuKien": f"{self.life.code}/{len(self.events)}",
            "MaHoSo": self.life.code,
            "ThoiDiemXuLy": _sent(at or self.now),
            "TrangThai": status,
            "MaDonViXuLy": holder,
            "CapNhatLuc": self._told_at(),
        }
        self.events.append(event)
        self.items.append(("events", event))

    def _move_due(self, hours: int) -> Record:
        """Set another due date where there is one; return what was in force before and after."""
        if self.due is None:
            return {}
        before, self.due = self.due, self.due + dt.timedelta(hours=hours)
        return {"NgayHenTraTruoc": _sent(before), "NgayHenTraMoi": _sent(self.due)}

    def _asks(self, hours: int) -> None:
        self.rounds.append({"NgayBoSung": _sent(self.now), "NgayTiepNhanBoSung": ""})
        self._becomes("5")
        self._pass(hours)

    def _supplements(self, hours: int) -> None:
        self._asks(hours)
        self.rounds[-1] |= {"NgayTiepNhanBoSung": _sent(self.now), **self._move_due(hours)}
        self._becomes("4")

    def _waits_for_payment(self, hours: int) -> None:
        self._becomes("6")
        self._pass(hours)
        self._becomes("4")

    def _extends(self, hours: int) -> None:
        if self.due is not None:
            self.extensions.append({"NgayXinLoi": _sent(self.now), **self._move_due(hours)})
        self._becomes("4")

    def _hands_over(self, _hours: int) -> None:
        self._becomes("4", AGENCY["MaDonVi"])

    def _hands_back(self, _hours: int) -> None:
        self._becomes("4", COMMUNES[self.life.place])

    def _reopens(self, hours: int) -> None:
        self._ends("378"[hours % 3], is_told=True)
        self._pass(hours)
        self.state.pop("NgayTuChoi")
        self._becomes("4")

    def _ends(self, status: str, *, is_told: bool) -> None:
        if is_told:
            self.state["NgayTuChoi" if status in "378" else "NgayKetThucXuLy"] = _sent(self.now)
        self._becomes(status)

    def _undo(self) -> None:
        if self.life.undone is not None:
            event = self.events[self.life.undone % len(self.events)]
            self.items.append(("events", {**event, "DaXoa": "1", "CapNhatLuc": self._told_at(30)}))

    def _pay(self) -> None:
        if not self.life.payment:
            return
        payment = {
            "MaYeuCau": f"P-{self.life.code}",
            "MaHoSo": self.life.code,
            "MaDonVi": COMMUNES[self.life.place],
            "SoTien": "20000",
            "PhiLePhi": [{"LoaiPhiLePhi": "2", "MaPhiLePhi": "LP", "SoTien": "20000"}],
            "TrangThai": "Đã thanh toán",
            "NgayThuPhi": self.state["NgayNopHoSo"],
            "CapNhatLuc": self._told_at(),
        }
        self.items.append(("payments", payment))
        if self.life.payment == "refunded":
            refund = {"TrangThai": "Đã hoàn phí", "NgayHoanPhi": _sent(self.now), "SoTienHoan": "20000"}
            self.items.append(("payments", {**payment, **refund, "CapNhatLuc": self._told_at(40)}))


STEPS: dict[str, Callable[[_Teller, int], None]] = {
    "asked": _Teller._asks,
    "supplemented": _Teller._supplements,
    "waited for payment": _Teller._waits_for_payment,
    "extended": _Teller._extends,
    "handed over": _Teller._hands_over,
    "handed back": _Teller._hands_back,
    "reopened": _Teller._reopens,
}
