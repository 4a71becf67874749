"""Procedures are renamed, get other limits, end and are replaced: a dossier is judged by the row of its reception."""

from __future__ import annotations

import pytest

from tests.support.scripted import BY_DAY, dossier, script_of
from tests.support.warehouse import Warehouse

UNTIL_NEW_YEAR = {**BY_DAY, "TenTTHC": "Đăng ký tạm trú", "HieuLucDen": "20251231"}
SINCE_NEW_YEAR = {
    **BY_DAY,
    "TenTTHC": "Đăng ký tạm trú, thường trú",
    "ThoiGianGiaiQuyet": "10",
    "HieuLucTu": "20260101",
}
REPLACED = {**BY_DAY, "MaTTHC": "1.111111", "TenTTHC": "Khai báo cũ", "HieuLucDen": "20251231"}
REPLACING = {**BY_DAY, "MaTTHC": "1.222222", "TenTTHC": "Khai báo mới", "HieuLucTu": "20260101"}
NO_DUE_DATE = {"NgayHenTra": "", "NgayTra": "", "TrangThaiHoSo": "10", "CapNhatLuc": "2026-02-27T17:00:00+07:00"}


def sent(code: str, received: str, ended: str, **fields: str) -> dict[str, object]:
    """Return a resolved dossier without due date."""
    return dossier(code, NgayTiepNhan=received, NgayKetThucXuLy=ended, **NO_DUE_DATE, **fields)


@pytest.fixture
def changed(warehouse: Warehouse) -> Warehouse:
    """Two dossiers of eight working days, before and after three days became ten; three of a replaced procedure."""
    dossiers = [
        sent("OLD", "20251201080000", "20251211080000"),
        sent("NEW", "20260202080000", "20260212080000"),
        sent("R-1", "20251215080000", "20251216080000", MaTTHC="1.111111"),
        sent("R-2", "20260105080000", "20260106080000", MaTTHC="1.222222"),
        sent("R-3", "20260107080000", "20260108080000", MaTTHC="1.111111"),
    ]
    procedures = [UNTIL_NEW_YEAR, SINCE_NEW_YEAR, REPLACED, REPLACING]
    warehouse.read_and_refresh(script_of(dossiers, procedures=procedures))
    return warehouse


def numbers(warehouse: Warehouse, period_id: str) -> dict[str, int]:
    """Return figures of the commune that the statutory limit and the procedures decide."""
    figures = warehouse.query(
        "SELECT figures FROM mart.period_figure WHERE subject_kind = 'unit' AND basis = 'receiving' "
        "AND sector_code = '*' AND period_id = %(period_id)s",
        {"period_id": period_id},
    )[0].figures
    names = ("no_due_within_limit", "no_due_beyond_limit", "procedures_received")
    return {name: figures[name] for name in names if name in figures}


def test_the_limit_is_that_of_the_reception(changed: Warehouse) -> None:
    assert numbers(changed, "month:2025-12-01:2025-12-31") == {
        "no_due_within_limit": 1, "no_due_beyond_limit": 1, "procedures_received": 2,
    }  # fmt: skip
    assert numbers(changed, "month:2026-02-01:2026-02-28") == {"no_due_within_limit": 1, "procedures_received": 1}


def test_a_renamed_procedure_is_one_and_a_replaced_one_two(changed: Warehouse) -> None:
    assert numbers(changed, "month:2026-01-01:2026-01-31")["procedures_received"] == 2
    year = numbers(changed, "report_year:2025-12-15:2026-12-14")
    assert year["procedures_received"] == 3


def test_a_dossier_of_a_procedure_that_had_ended_is_counted_and_flagged(changed: Warehouse) -> None:
    rows = changed.query(
        "SELECT record_key FROM core.flag WHERE rule_id = 'dossier_procedure_ended' ORDER BY record_key"
    )
    assert [row.record_key for row in rows] == ["R-3"]
