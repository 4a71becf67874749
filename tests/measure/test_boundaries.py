"""A dossier at the boundaries of day, minute and month, each in a commune of its own; each case names what it shows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.scripted import PROVINCE, commune, dossier, extension, script_of, supplement
from tests.support.warehouse import Warehouse

RECEIVED = {"received_total": 1, "received_direct_postal": 1}


DAY = {"NgayHenTra": "20260305100000"}
HOUR = {"MaTTHC": "2.000815", "NgayHenTra": "20260302160000"}


def returned(at: str, **fields: str) -> dict[str, str]:
    """Return the fields of a dossier that was resolved and returned at a moment."""
    return {"TrangThaiHoSo": "10", "NgayKetThucXuLy": at, "NgayTra": at, **fields}


RESOLVED = {
    "days, on the due date after the due hour": (returned("20260305235959", **DAY), "resolved_on_time"),
    "days, the day before": (returned("20260304235959", **DAY), "resolved_early"),
    "days, just after midnight": (returned("20260306000000", **DAY), "resolved_overdue"),
    "hours, the due minute": (returned("20260302160059", **HOUR), "resolved_on_time"),
    "hours, a minute early": (returned("20260302155959", **HOUR), "resolved_early"),
    "hours, a minute late on the same day": (returned("20260302160100", **HOUR), "resolved_overdue"),
    "no due date": (returned("20260303090000", NgayHenTra=""), "resolved_no_due_date"),
    "UTC moments of the day before": (
        returned("2026-03-05T17:30:00+00:00", **DAY),
        "resolved_overdue",
    ),
    "end from NgayTra where NgayKetThucXuLy is missing": (
        {"TrangThaiHoSo": "10", "NgayTra": "20260305080000", **DAY},
        "resolved_on_time",
    ),
}


MOVED = ("20260305080000", "20260406080000")
OPEN = {
    "days, due on the last day": ({"NgayHenTra": "20260331080000"}, "in_progress_within"),
    "days, due the day before the last": ({"NgayHenTra": "20260330170000"}, "in_progress_overdue"),
    "hours, due in the last minute": ({"MaTTHC": "2.000815", "NgayHenTra": "20260331235900"}, "in_progress_overdue"),
    "hours, due at 24:00 of the last day": (
        {"MaTTHC": "2.000815", "NgayHenTra": "20260401000000"},
        "in_progress_within",
    ),
    "open without due date": ({"NgayHenTra": ""}, "in_progress_no_due_date"),
    "waiting for a supplement": (
        {"TrangThaiHoSo": "5", "DanhSachHoSoBoSung": [supplement("20260303080000")]},
        "paused",
    ),
    "waiting since the last day": (
        {"TrangThaiHoSo": "5", "DanhSachHoSoBoSung": [{"NgayBoSung": "20260331235900"}]},
        "paused",
    ),
    "answered on the last day": (
        {
            "NgayHenTra": "20260406080000",
            "DanhSachHoSoBoSung": [supplement("20260303080000", "20260331080000", MOVED)],
        },
        "in_progress_within",
    ),
    "answered the day after the last": (
        {
            "NgayHenTra": "20260406080000",
            "DanhSachHoSoBoSung": [supplement("20260303080000", "20260401080000", MOVED)],
        },
        "paused",
    ),
    "extended on the last day": (
        {
            "NgayHenTra": "20260406080000",
            "DanhSachGiaHan": [extension("20260331080000", "20260330080000", "20260406080000")],
        },
        "in_progress_within",
    ),
    "extended the day after the last": (
        {
            "NgayHenTra": "20260406080000",
            "DanhSachGiaHan": [extension("20260401080000", "20260330080000", "20260406080000")],
        },
        "in_progress_overdue",
    ),
    "finished the day after the last": (returned("20260401000000", NgayHenTra="20260402080000"), "in_progress_within"),
}


ELSEWHERE = {
    "refused after reception": ({"TrangThaiHoSo": "3", "NgayTuChoi": "20260303080000"}, "refused"),
    "withdrawn": ({"TrangThaiHoSo": "7", "NgayTuChoi": "20260303080000"}, "withdrawn"),
    "stopped": ({"TrangThaiHoSo": "8", "NgayTuChoi": "20260303080000"}, "stopped"),
    "withdrawn while waiting": (
        {
            "TrangThaiHoSo": "7",
            "NgayTuChoi": "20260304080000",
            "DanhSachHoSoBoSung": [{"NgayBoSung": "20260303080000"}],
        },
        "withdrawn",
    ),
}


NEVER = {
    "submitted, not yet accepted": {"TrangThaiHoSo": "1", "NgayTiepNhan": ""},
    "refused without reception": {"TrangThaiHoSo": "3", "NgayTiepNhan": "", "NgayTuChoi": "20260303080000"},
    "deleted": {"DaXoa": "1"},
}


CHANNELS = {
    "in person": ("1", "received_direct_postal"),
    "online": ("2", "received_online"),
    "postal": ("3", "received_direct_postal"),
    "not said": ("", "received_direct_postal"),
}
OTHERS: dict[str, dict[str, Any]] = {
    "due on the last day of March": {"NgayHenTra": "20260331080000"},
    "received at midnight": {"NgayTiepNhan": "20260401000000", "NgayHenTra": "20260403080000"},
    "ended before reception": returned("20260227080000", **DAY),
}
CASES: dict[str, dict[str, Any]] = {
    **{name: fields for cases in (RESOLVED, OPEN, ELSEWHERE) for name, (fields, _) in cases.items()},
    **{name: {"KenhThucHien": channel} for name, (channel, _) in CHANNELS.items()},
    **NEVER,
    **OTHERS,
}


@pytest.fixture(scope="module")
def told(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse with a commune and a dossier for each case."""
    assert len(CASES) == sum(map(len, (RESOLVED, OPEN, ELSEWHERE, CHANNELS, NEVER, OTHERS))), "a name is taken twice"
    numbered = list(enumerate(CASES.items(), start=1))
    # Told long after: an end or a reception after CapNhatLuc would not be believed.
    later = {"CapNhatLuc": "2026-09-30T17:00:00+07:00"}
    script = script_of(
        [dossier(f"A-{number}", MaDonVi=f"H57.31.{number:02}", **later, **fields) for number, (_, fields) in numbered],
        units=[
            PROVINCE,
            *(commune(f"H57.31.{number:02}", f"{19750 + 3 * number}", name) for number, (name, _) in numbered),
        ],
    )
    module_warehouse.keep_periods("month")
    module_warehouse.read_and_refresh(script)
    return module_warehouse


def form(warehouse: Warehouse, case: str, first: str, last: str) -> dict[str, int]:
    """Return the nonzero columns of the commune of a case for a range of days."""
    rows = warehouse.query(
        "SELECT form.* FROM mart.unit CROSS JOIN LATERAL "
        "mart.form_ii06a_between(unit_id, 'receiving', %(first)s, %(last)s) AS form "
        "WHERE unit.kind = 'commune' AND unit.name = %(case)s AND form.sector_code = '*'",
        {"case": case, "first": first, "last": last},
    )
    assert len(rows) == 1
    return {
        name: value
        for name, value in rows[0]._mapping.items()
        if isinstance(value, int) and value and name != "unit_id"
    }


@pytest.mark.parametrize("case", RESOLVED)
def test_resolved(told: Warehouse, case: str) -> None:
    expected = {**RECEIVED, "resolved_total": 1, RESOLVED[case][1]: 1}
    assert form(told, case, "2026-03-01", "2026-03-31") == expected


@pytest.mark.parametrize("case", OPEN)
def test_in_progress_at_the_end_of_the_last_day(told: Warehouse, case: str) -> None:
    expected = {**RECEIVED, "in_progress_total": 1, OPEN[case][1]: 1}
    assert form(told, case, "2026-03-01", "2026-03-31") == expected


@pytest.mark.parametrize("case", ELSEWHERE)
def test_ends_that_are_no_resolution_have_their_own_column(told: Warehouse, case: str) -> None:
    assert form(told, case, "2026-03-01", "2026-03-31") == {**RECEIVED, ELSEWHERE[case][1]: 1}
    assert form(told, case, "2026-04-01", "2026-04-30") == {}


@pytest.mark.parametrize("case", NEVER)
def test_a_dossier_never_received_or_deleted_is_in_no_column(told: Warehouse, case: str) -> None:
    assert form(told, case, "2026-01-01", "2026-09-30") == {}


def test_what_is_open_is_carried_over_and_becomes_overdue_with_time(told: Warehouse) -> None:
    april = {"received_total": 1, "carried_over": 1, "in_progress_total": 1, "in_progress_overdue": 1}
    assert form(told, "due on the last day of March", "2026-04-01", "2026-04-30") == april


def test_a_reception_just_after_midnight_counts_on_that_day(told: Warehouse) -> None:
    assert form(told, "received at midnight", "2026-03-01", "2026-03-31") == {}
    open_within = {**RECEIVED, "in_progress_total": 1, "in_progress_within": 1}
    assert form(told, "received at midnight", "2026-04-01", "2026-04-01") == open_within


def test_an_end_before_reception_keeps_the_form_balanced(told: Warehouse) -> None:
    expected = {**RECEIVED, "resolved_total": 1, "resolved_early": 1}
    assert form(told, "ended before reception", "2026-03-02", "2026-03-02") == expected


@pytest.mark.parametrize("case", CHANNELS)
def test_channels(told: Warehouse, case: str) -> None:
    counted = form(told, case, "2026-03-02", "2026-03-02")
    assert {name for name in counted if name.startswith("received_")} == {"received_total", CHANNELS[case][1]}


def test_without_measures_time_opens_no_period(warehouse: Warehouse) -> None:
    warehouse.refresh()
    assert warehouse.query("SELECT period_id FROM mart.period") == []


def test_a_mistyped_year_does_not_open_a_century_of_periods(warehouse: Warehouse) -> None:
    long_ago = {"NgayTiepNhan": "20250701080000", "NgayHenTra": "20250703080000"}
    warehouse.keep_periods("month")
    warehouse.set_clock("2031-01-15T07:00:00+07:00")
    warehouse.read_and_refresh(script_of([dossier("A-1", **long_ago)]), every_feed=True)
    first = warehouse.query("SELECT min(period_start) AS first FROM mart.period WHERE kind = 'month'")[0].first
    assert str(first) == "2028-01-01"
