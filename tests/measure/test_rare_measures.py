"""Measures that a small world seldom has, one hand-made record each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.apart import counted_days, read_side_by_side
from tests.support.scripted import dossier, extension
from tests.support.warehouse import Warehouse

TOLD = {"CapNhatLuc": "2026-09-30T17:00:00+07:00"}
ENDED = {"TrangThaiHoSo": "10", "NgayKetThucXuLy": "20260310080000", "NgayTra": "20260310080000"}


def apology(told_at: str) -> dict[str, Any]:
    """Return a dossier due on 5 March that was extended at a moment."""
    moved = extension(told_at, "20260305080000", "20260312080000")
    return {"NgayHenTra": "20260312080000", "DanhSachGiaHan": [moved], **ENDED}


def request(**fields: str) -> dict[str, Any]:
    """Return an interlinked death request."""
    return {
        "MaHoSoLT": "LT-1", "MaHoSo": "", "Nhom": "khai_tu", "MaDonVi": "H57.31.01", "NgayTiepNhan": "20260302080000",
        "NgayHenTra": "20260306080000", "TrangThaiLT": "5", "TrangThaiTP": "4", "DaXoa": "0", **TOLD, **fields,
    }  # fmt: skip


def feedback(**fields: str) -> dict[str, Any]:
    """Return feedback of 2 March, due on the 20th."""
    return {
        "MaPAKN": "P-1", "MaDonVi": "H57.31.01", "NgayTiepNhan": "20260302080000", "HanXuLy": "20260320080000",
        "TrangThai": "Đã xử lý", "LuotThich": "0", "LuotKhongThich": "0", "DaXoa": "0", **TOLD, **fields,
    }  # fmt: skip


CASES: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "an apology on the day before the due date": (
        "dossiers", apology("20260304235959"), {"extension_in_time": "2026-03-04"},
    ),
    "an apology on the due date": ("dossiers", apology("20260305000000"), {"extension_late": "2026-03-05"}),
    "no due date, beyond the limit of three working days": (
        "dossiers", {"NgayHenTra": "", **ENDED}, {"no_due_beyond_limit": "2026-03-10"},
    ),
    "no due date, in the last second of the limit": (
        "dossiers",
        {"NgayHenTra": "", **ENDED, "NgayKetThucXuLy": "20260305080000"},
        {"no_due_within_limit": "2026-03-05"},
    ),
    "no due date, received at 15:00, in the last second of the limit": (
        "dossiers",
        {"NgayHenTra": "", **ENDED, "NgayTiepNhan": "20260302150000", "NgayKetThucXuLy": "20260305150000"},
        {"no_due_within_limit": "2026-03-05"},
    ),
    "no due date, received at 15:00, a second beyond the limit": (
        "dossiers",
        {"NgayHenTra": "", **ENDED, "NgayTiepNhan": "20260302150000", "NgayKetThucXuLy": "20260305150001"},
        {"no_due_beyond_limit": "2026-03-05"},
    ),
    "no due date, received after 15:00: the limit runs from the next working day": (
        "dossiers",
        {"NgayHenTra": "", **ENDED, "NgayTiepNhan": "20260302150001", "NgayKetThucXuLy": "20260305170000"},
        {"no_due_within_limit": "2026-03-05"},
    ),
    "no due date, received after 15:00, beyond the limit": (
        "dossiers",
        {"NgayHenTra": "", **ENDED, "NgayTiepNhan": "20260302150001", "NgayKetThucXuLy": "20260306070001"},
        {"no_due_beyond_limit": "2026-03-06"},
    ),
    "completed on the due date": (
        "interlinked", request(NgayKetThuc="20260306235959"), {"interlinked_death_completed": "2026-03-06"},
    ),
    "completed after the due date": (
        "interlinked",
        request(NgayKetThuc="20260307000000"),
        {"interlinked_death_completed": "2026-03-07", "interlinked_death_late": "2026-03-07"},
    ),
    "an interlinked request refused": (
        "interlinked", request(NgayKetThuc="20260304080000", TrangThaiLT="6"), {"interlinked_refused": "2026-03-04"},
    ),
    "feedback answered on the due date": (
        "feedback", feedback(NgayTraLoi="20260320235959"), {"feedback_answered_in_time": "2026-03-20"},
    ),
    "feedback answered a day late, disliked": (
        "feedback",
        feedback(NgayTraLoi="20260321000000", LuotThich="1", LuotKhongThich="2"),
        {"feedback_answered_late": "2026-03-21", "feedback_rated": "2026-03-21"},
    ),
    "feedback as often liked as not": (
        "feedback",
        feedback(NgayTraLoi="20260310080000", LuotThich="2", LuotKhongThich="2"),
        {
            "feedback_answered_in_time": "2026-03-10",
            "feedback_rated": "2026-03-10",
            "feedback_satisfied": "2026-03-10",
        },
    ),
}  # fmt: skip
WATCHED = (
    "extension_in_time", "extension_late", "no_due_within_limit", "no_due_beyond_limit", "interlinked_death_completed",
    "interlinked_death_late", "interlinked_refused", "feedback_answered_in_time", "feedback_answered_late",
    "feedback_rated", "feedback_satisfied",
)  # fmt: skip


@pytest.fixture(scope="module")
def counted(module_warehouse: Warehouse) -> dict[str, dict[str, list[str]]]:
    """The days on which each case counts; all are read together, each in a commune of its own."""
    cases = {
        name: {feed: [dossier("A-1", **{**TOLD, **record}) if feed == "dossiers" else record]}
        for name, (feed, record, _) in CASES.items()
    }
    read_side_by_side(module_warehouse, cases)
    without_holder = "SELECT measure FROM core.applied_count WHERE measure = ANY(%(all)s) AND holding_unit_id IS NULL"
    assert module_warehouse.query(without_holder, {"all": list(WATCHED)}) == [], "each counts for every role"
    return counted_days(module_warehouse, WATCHED)


@pytest.mark.parametrize("case", CASES)
def test_it_counts_on_its_day_for_every_role(counted: dict[str, dict[str, list[str]]], case: str) -> None:
    assert counted[case] == {measure: [day] for measure, day in CASES[case][2].items()}
