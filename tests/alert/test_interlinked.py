"""The levels of interlinked cases: hours of the commune, the window of a supplement, who apologises."""

from __future__ import annotations

from typing import Any

import pytest

from tests.alert.days import A, levels_at, rounds, sent, tell, told
from tests.support.scripted import Record, Script, catalogue
from tests.support.warehouse import Warehouse

OWN = {"MaTTHC": "2.002621"}
FAR = "2026-12-31 16:00"
MONDAY = "2026-09-07 08:00"


def request(code: str, *steps: dict[str, str], **fields: Any) -> Record:
    """Return the interlinked record of a dossier, received on Monday 7 September 2026 at 8:00."""
    return {
        "MaHoSoLT": f"LT-{code}", "MaHoSo": code, "Nhom": "khai_sinh", "MaDonVi": A, "NgayTiepNhan": sent(MONDAY),
        "TrangThaiLT": "7", "TrangThaiTP": "3", "DaXoa": "0", "CapNhatLuc": "2026-09-07T09:00:00+07:00",
        "CacBuoc": list(steps), **fields,
    }  # fmt: skip


JUSTICE = {"CoQuan": "Tư pháp", "TrangThai": "3"}
JUSTICE_DONE = {"CoQuan": "Tư pháp", "TrangThai": "4", "XongLuc": sent("2026-09-07 15:00")}
POLICE = {"CoQuan": "Công an", "TrangThai": "3"}

LEVELS: dict[str, tuple[list[Record], list[Record], dict[str, list[str]]]] = {
    "six hours left of 24": (
        [told("D", A, MONDAY, FAR, **OWN)],
        [],
        {
            "2026-09-08 01:59": [], "2026-09-08 02:00": ["interlinked_hours_low"],
            "2026-09-08 08:00": ["interlinked_hours_low"], "2026-09-08 08:01": ["interlinked_hours_over"],
        },
    ),
    "a record names an ordinary dossier": (
        [told("D", A, MONDAY, FAR)], [request("D", JUSTICE)], {"2026-09-08 08:01": ["interlinked_hours_over"]},
    ),
    "nobody names it": ([told("D", A, MONDAY, FAR)], [], {"2026-09-08 08:01": []}),
    "received on 31 August": (
        [told("D", A, "2026-08-31 08:00", FAR, **OWN)], [], {"2026-09-08 08:01": []},
    ),
    "the commune is done": (
        [told("D", A, MONDAY, FAR)], [request("D", JUSTICE_DONE, POLICE)], {"2026-09-08 08:01": []},
    ),
    "the window of a supplement": (
        [told("D", A, MONDAY, FAR, status="5", DanhSachHoSoBoSung=rounds((MONDAY, "")), **OWN)],
        [],
        {
            # Seven working days after Monday the 7th end on Wednesday the 16th.
            "2026-09-11 23:59": [], "2026-09-14 00:00": ["interlinked_supplement_due"],
            "2026-09-16 23:59": ["interlinked_supplement_due"], "2026-09-17 00:00": ["interlinked_stop_due"],
        },
    ),
    "an ordinary supplement has no window": (
        [told("D", A, MONDAY, FAR, status="5", DanhSachHoSoBoSung=rounds((MONDAY, "")))],
        [], {"2026-09-17 00:00": []},
    ),
    "the police apologise for themselves": (
        [told("D", A, MONDAY, "2026-09-10 16:00")], [request("D", JUSTICE_DONE, POLICE)],
        {"2026-09-09 08:00": ["due_soon"], "2026-09-11 08:00": ["overdue"]},
    ),
    "the commune apologises for itself": (
        [told("D", A, MONDAY, "2026-09-10 16:00")], [request("D", JUSTICE)],
        {"2026-09-09 08:00": ["last_moment_to_apologise", "interlinked_hours_over"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("dossiers", "requests", "at"), LEVELS.values(), ids=LEVELS.keys())
def test_a_level_holds_where_it_should(
    office: Warehouse, dossiers: list[Record], requests: list[Record], at: dict[str, list[str]]
) -> None:
    tell(office, "2026-09-07 23:00", *dossiers)
    if requests:
        office.read_script(Script({**catalogue(), "interlinked": [requests]}))
    assert {moment: levels_at(office, moment).get("D", []) for moment in at} == at
