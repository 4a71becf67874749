"""One dossier at a time, at the boundaries of day, minute and month; each case names what it shows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.scripted import dossier, script_of, scripted_source
from tests.support.warehouse import Warehouse

RECEIVED = {"received_total": 1, "received_direct_postal": 1}


def form(warehouse: Warehouse, first: str, last: str) -> dict[str, int]:
    """Return the nonzero columns of the one commune for a range of days."""
    row = warehouse.query(
        "SELECT form.* FROM mart.unit CROSS JOIN LATERAL "
        "mart.form_ii06a_between(unit_id, 'receiving', %(first)s, %(last)s) AS form "
        "WHERE unit.kind = 'commune' AND form.sector_code = '*'",
        {"first": first, "last": last},
    )[0]
    return {
        name: value for name, value in row._mapping.items() if isinstance(value, int) and value and name != "unit_id"
    }


def count(warehouse: Warehouse, first: str, last: str, **fields: Any) -> dict[str, int]:
    """Read one dossier and return the nonzero columns of its commune."""
    # Told long after: an end or a reception after CapNhatLuc would not be believed.
    told = {"CapNhatLuc": "2026-09-30T17:00:00+07:00", **fields}
    warehouse.read_script(script_of([dossier("A-1", **told)]))
    warehouse.refresh()
    return form(warehouse, first, last)


DAY = {"NgayHenTra": "20260305100000"}
HOUR = {"MaTTHC": "2.000815", "NgayHenTra": "20260302160000"}


def ended(at: str, **fields: str) -> dict[str, str]:
    """Return the fields of a finished dossier."""
    return {"TrangThaiHoSo": "10", "NgayKetThucXuLy": at, "NgayTra": at, **fields}


RESOLVED = {
    "days, on the due date after the due hour": (ended("20260305235959", **DAY), "resolved_on_time"),
    "days, the day before": (ended("20260304235959", **DAY), "resolved_early"),
    "days, just after midnight": (ended("20260306000000", **DAY), "resolved_overdue"),
    "hours, the due minute": (ended("20260302160059", **HOUR), "resolved_on_time"),
    "hours, a minute early": (ended("20260302155959", **HOUR), "resolved_early"),
    "hours, a minute late on the same day": (ended("20260302160100", **HOUR), "resolved_overdue"),
    "no due date": (ended("20260303090000", NgayHenTra=""), "resolved_no_due_date"),
    "UTC moments of the day before": (
        ended("2026-03-05T17:30:00+00:00", **DAY),
        "resolved_overdue",
    ),
    "end from NgayTra where NgayKetThucXuLy is missing": (
        {"TrangThaiHoSo": "10", "NgayTra": "20260305080000", **DAY},
        "resolved_on_time",
    ),
}


@pytest.mark.parametrize(("fields", "column"), RESOLVED.values(), ids=RESOLVED.keys())
def test_resolved(warehouse: Warehouse, fields: dict[str, str], column: str) -> None:
    assert count(warehouse, "2026-03-01", "2026-03-31", **fields) == {**RECEIVED, "resolved_total": 1, column: 1}


OPEN = {
    "days, due on the last day": ({"NgayHenTra": "20260331080000"}, "in_progress_within"),
    "days, due the day before the last": ({"NgayHenTra": "20260330170000"}, "in_progress_overdue"),
    "hours, due in the last minute": ({"MaTTHC": "2.000815", "NgayHenTra": "20260331235900"}, "in_progress_overdue"),
    "hours, due at 24:00 of the last day": (
        {"MaTTHC": "2.000815", "NgayHenTra": "20260401000000"},
        "in_progress_within",
    ),
    "no due date": ({"NgayHenTra": ""}, "in_progress_no_due_date"),
    "waiting for a supplement": (
        {"TrangThaiHoSo": "5", "DanhSachHoSoBoSung": [{"NgayBoSung": "20260303080000", "NgayTiepNhanBoSung": ""}]},
        "paused",
    ),
    "waiting since the last day": (
        {"TrangThaiHoSo": "5", "DanhSachHoSoBoSung": [{"NgayBoSung": "20260331235900"}]},
        "paused",
    ),
    "answered on the last day": (
        {
            "NgayHenTra": "20260406080000",
            "DanhSachHoSoBoSung": [
                {
                    "NgayBoSung": "20260303080000",
                    "NgayTiepNhanBoSung": "20260331080000",
                    "NgayHenTraTruoc": "20260305080000",
                    "NgayHenTraMoi": "20260406080000",
                }
            ],
        },
        "in_progress_within",
    ),
    "answered the day after the last": (
        {
            "NgayHenTra": "20260406080000",
            "DanhSachHoSoBoSung": [
                {
                    "NgayBoSung": "20260303080000",
                    "NgayTiepNhanBoSung": "20260401080000",
                    "NgayHenTraTruoc": "20260305080000",
                    "NgayHenTraMoi": "20260406080000",
                }
            ],
        },
        "paused",
    ),
    "extended on the last day": (
        {
            "NgayHenTra": "20260406080000",
            "DanhSachGiaHan": [
                {"NgayXinLoi": "20260331080000", "NgayHenTraTruoc": "20260330080000", "NgayHenTraMoi": "20260406080000"}
            ],
        },
        "in_progress_within",
    ),
    "extended the day after the last": (
        {
            "NgayHenTra": "20260406080000",
            "DanhSachGiaHan": [
                {"NgayXinLoi": "20260401080000", "NgayHenTraTruoc": "20260330080000", "NgayHenTraMoi": "20260406080000"}
            ],
        },
        "in_progress_overdue",
    ),
    "finished the day after the last": (ended("20260401000000", NgayHenTra="20260402080000"), "in_progress_within"),
}


@pytest.mark.parametrize(("fields", "column"), OPEN.values(), ids=OPEN.keys())
def test_in_progress_at_the_end_of_the_last_day(warehouse: Warehouse, fields: dict[str, Any], column: str) -> None:
    expected = {**RECEIVED, "in_progress_total": 1, column: 1}
    assert count(warehouse, "2026-03-01", "2026-03-31", **fields) == expected


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


@pytest.mark.parametrize(("fields", "column"), ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_ends_that_are_no_resolution_have_their_own_column(
    warehouse: Warehouse, fields: dict[str, Any], column: str
) -> None:
    assert count(warehouse, "2026-03-01", "2026-03-31", **fields) == {**RECEIVED, column: 1}
    assert form(warehouse, "2026-04-01", "2026-04-30") == {}


NEVER = {
    "submitted, not yet accepted": {"TrangThaiHoSo": "1", "NgayTiepNhan": ""},
    "refused without reception": {"TrangThaiHoSo": "3", "NgayTiepNhan": "", "NgayTuChoi": "20260303080000"},
    "deleted": {"DaXoa": "1"},
}


@pytest.mark.parametrize("fields", NEVER.values(), ids=NEVER.keys())
def test_a_dossier_never_received_or_deleted_is_in_no_column(warehouse: Warehouse, fields: dict[str, str]) -> None:
    assert count(warehouse, "2026-01-01", "2026-09-30", **fields) == {}


def test_what_is_open_is_carried_over_and_becomes_overdue_with_time(warehouse: Warehouse) -> None:
    count(warehouse, "2026-03-01", "2026-03-31", NgayHenTra="20260331080000")
    april = {"received_total": 1, "carried_over": 1, "in_progress_total": 1, "in_progress_overdue": 1}
    assert form(warehouse, "2026-04-01", "2026-04-30") == april


def test_a_reception_just_after_midnight_counts_on_that_day(warehouse: Warehouse) -> None:
    moments = {"NgayTiepNhan": "20260401000000", "NgayHenTra": "20260403080000"}
    assert count(warehouse, "2026-03-01", "2026-03-31", **moments) == {}
    assert form(warehouse, "2026-04-01", "2026-04-01") == {
        **RECEIVED, "in_progress_total": 1, "in_progress_within": 1,
    }  # fmt: skip


def test_an_end_before_reception_keeps_the_form_balanced(warehouse: Warehouse) -> None:
    finished = ended("20260227080000", **DAY)
    expected = {**RECEIVED, "resolved_total": 1, "resolved_early": 1}
    assert count(warehouse, "2026-03-02", "2026-03-02", **finished) == expected


@pytest.mark.parametrize(
    ("channel", "column"),
    [
        ("1", "received_direct_postal"),
        ("2", "received_online"),
        ("3", "received_direct_postal"),
        ("", "received_direct_postal"),
    ],
    ids=["in person", "online", "postal", "not said"],
)
def test_channels(warehouse: Warehouse, channel: str, column: str) -> None:
    counted = count(warehouse, "2026-03-02", "2026-03-02", KenhThucHien=channel)
    assert {name for name in counted if name.startswith("received_")} == {"received_total", column}


def test_without_measures_time_opens_no_period(warehouse: Warehouse) -> None:
    warehouse.refresh()
    assert warehouse.query("SELECT period_id FROM mart.period") == []


def test_a_mistyped_year_does_not_open_a_century_of_periods(warehouse: Warehouse) -> None:
    long_ago = {"NgayTiepNhan": "20250701080000", "NgayHenTra": "20250703080000"}
    with scripted_source(script_of([dossier("A-1", **long_ago)])) as connection:
        warehouse.set_clock("2031-01-15T07:00:00+07:00")
        warehouse.register(connection)
        warehouse.read(connection)
    warehouse.refresh()
    first = warehouse.query("SELECT min(period_start) AS first FROM mart.period WHERE kind = 'month'")[0].first
    assert str(first) == "2028-01-01"
