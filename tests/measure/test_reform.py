"""Figures across the reform of 1 July 2025: whole moves count for the successor, divided communes do not compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.scripted import (
    PROVINCE,
    Record,
    catalogue,
    commune,
    dossier,
    ended,
    script_of,
)
from tests.support.warehouse import Warehouse

LAST_OF_BEFORE, FIRST_OF_NOW = "20250630", "20250701"
BEFORE = {"HieuLucTu": "20150101", "HieuLucDen": LAST_OF_BEFORE}
NOW = {"HieuLucTu": FIRST_OF_NOW}
UNITS = [
    {**PROVINCE, "HieuLucTu": "20150101"},
    commune("H57.21.01", "19750", "Phường Cũ Một", **BEFORE),
    commune("H57.21.02", "19751", "Phường Cũ Hai", **BEFORE),
    commune("H57.21.03", "19752", "Xã Cũ Bị Chia", **BEFORE),
    commune("H57.31.01", "19753", "Phường Mới", **NOW),
    commune("H57.31.02", "19754", "Xã Mới", **NOW),
]
PROCEDURES = [{**one, "HieuLucTu": "20150101"} for one in catalogue()["procedures"][0]]


def resolved(code: str, unit: str, received: str, due: str, at: str) -> Record:
    """Return a dossier that a unit received and resolved."""
    times = {"NgayNopHoSo": received, "NgayTiepNhan": received, "NgayHenTra": due, "NgayTra": ""}
    return ended(code, at, MaDonVi=unit, **times, CapNhatLuc="2025-12-31T17:00:00+07:00")


def read(warehouse: Warehouse, *dossiers: Record) -> None:
    """Read these dossiers with the units before and after the reform."""
    warehouse.read_script(script_of(dossiers, units=UNITS, procedures=PROCEDURES))


@pytest.fixture(scope="module")
def after_the_reform(module_warehouse: Warehouse) -> Warehouse:
    """Phường Mới took both old wards whole and a part of the old commune; Xã Mới took the other part only."""
    read(
        module_warehouse,
        resolved("A-1", "H57.21.01", "20250610080000", "20250707080000", "20250705080000"),
        resolved("B-1", "H57.21.02", "20250611080000", "20250613080000", "20250612080000"),
        resolved("N-1", "H57.31.01", "20250702080000", "20250704080000", "20250703080000"),
        resolved("X-1", "H57.31.02", "20251002080000", "20251006080000", "20251003080000"),
    )
    module_warehouse.execute(
        """
        INSERT INTO core.unit_succession (predecessor_id, successor_id, took_effect, kind)
        SELECT old.unit_id, new.unit_id, '2025-07-01', move.kind
        FROM (
            VALUES ('19750', '19753', 'whole'), ('19751', '19753', 'whole'), ('19752', '19754', 'split')
        ) AS move (old_code, new_code, kind)
        INNER JOIN core.unit AS old ON move.old_code = old.unit_code
        INNER JOIN core.unit AS new ON move.new_code = new.unit_code
        """
    )
    module_warehouse.refresh()
    return module_warehouse


@pytest.fixture
def reformed(copied: Callable[[Warehouse], Warehouse], after_the_reform: Warehouse) -> Warehouse:
    """A copy of it, to change."""
    return copied(after_the_reform)


def figures(warehouse: Warehouse, code: str, period_id: str) -> dict[str, int]:
    """Return some figures of a unit and period, those that are not zero."""
    row = warehouse.query(
        "SELECT figures FROM mart.period_figure INNER JOIN mart.unit ON subject_id = unit_id "
        "WHERE subject_kind = 'unit' AND unit_code = %(code)s AND period_id = %(period_id)s "
        "AND basis = 'receiving' AND sector_code = '*'",
        {"code": code, "period_id": period_id},
    )[0]
    names = ("received_new", "carried_over", "resolved_total", "in_progress_total", "procedures_received")
    return {name: row.figures[name] for name in names if name in row.figures}


SECOND_QUARTER = "quarter:2025-04-01:2025-06-30"
THIRD_QUARTER = "quarter:2025-07-01:2025-09-30"


def test_what_moved_whole_counts_for_its_successor_before_and_after(reformed: Warehouse) -> None:
    one = {"received_new": 1, "in_progress_total": 1, "procedures_received": 1}
    assert figures(reformed, "19750", SECOND_QUARTER) == one
    both = {"received_new": 2, "resolved_total": 1, "in_progress_total": 1, "procedures_received": 1}
    assert figures(reformed, "19753", SECOND_QUARTER) == both
    assert figures(reformed, "19753", THIRD_QUARTER) == {
        "received_new": 1, "carried_over": 1, "resolved_total": 2, "procedures_received": 1,
    }  # fmt: skip


def test_a_province_counts_nobody_twice(reformed: Warehouse) -> None:
    rows = reformed.query(
        "SELECT (figures ->> 'received_new')::integer AS received, (figures ->> 'resolved_total')::integer AS n "
        "FROM mart.period_figure WHERE subject_kind = 'area' AND basis = 'receiving' AND sector_code = '*' "
        "AND period_id = ANY(%(periods)s) ORDER BY period_id",
        {"periods": [SECOND_QUARTER, THIRD_QUARTER]},
    )
    assert [(row.received, row.n) for row in rows] == [(2, 1), (1, 2)]


def test_who_took_part_of_a_divided_commune_has_no_value_for_a_period_that_began_before(reformed: Warehouse) -> None:
    rows = reformed.query(
        "SELECT unit_code, period_kind, value, null_reason FROM mart.indicator_value "
        "WHERE subject_kind = 'unit' AND indicator_code = 'received_count' AND basis = 'receiving' "
        "AND sector_code = '*' AND unit_code IN ('19753', '19754') AND period_id = ANY(%(periods)s) "
        "ORDER BY unit_code, period_kind",
        {"periods": ["year:2025-01-01:2025-12-31", "quarter:2025-10-01:2025-12-31"]},
    )
    assert [(row.unit_code, row.period_kind, row.value, row.null_reason) for row in rows] == [
        ("19753", "quarter", 0, None),
        ("19753", "year", 3, None),
        ("19754", "quarter", 1, None),
        ("19754", "year", None, "not_comparable"),
    ]


def changes(warehouse: Warehouse, code: str, period_id: str, indicator: str = "received_count") -> tuple[Any, ...]:
    """Return value, value before, change, the reason of none, and the change that was asked for on purpose."""
    rows = warehouse.query(
        "SELECT value, before_value, change, no_change_reason, change_across FROM mart.indicator_change "
        "INNER JOIN mart.unit ON subject_id = unit_id WHERE subject_kind = 'unit' AND basis = 'receiving' "
        "AND sector_code = '*' AND unit.unit_code = %(code)s AND period_id = %(period_id)s "
        "AND indicator_code = %(indicator)s",
        {"code": code, "period_id": period_id, "indicator": indicator},
    )
    return tuple(rows[0])


def test_no_change_is_shown_over_the_reform_unless_it_is_asked_for(reformed: Warehouse) -> None:
    whole = {"kind": "whole"}
    reformed.execute(
        "DELETE FROM core.unit_succession USING core.unit WHERE successor_id = unit_id AND unit_code = '19753' "
        "AND unit_succession.kind <> %(kind)s",
        whole,
    )
    assert changes(reformed, "19753", THIRD_QUARTER) == (1, 2, None, "across_reorganisation", -1)
    assert changes(reformed, "19753", "quarter:2025-10-01:2025-12-31") == (0, 1, -1, None, None)
    assert changes(reformed, "19753", "quarter:2025-04-01:2025-06-30")[2:] == (None, "nothing_before", None)
    ratio = changes(reformed, "19753", "quarter:2025-10-01:2025-12-31", "on_time_rate_06a")
    assert ratio[:1] + ratio[2:] == (None, None, "no_value", None)


def test_who_took_part_of_a_divided_commune_has_no_change_at_all_over_the_reform(reformed: Warehouse) -> None:
    assert changes(reformed, "19754", THIRD_QUARTER)[2:] == (None, "across_reorganisation", None)
    assert changes(reformed, "19754", "quarter:2025-10-01:2025-12-31") == (1, 0, 1, None, None)


def test_an_area_shows_no_change_over_the_reform_of_its_members(reformed: Warehouse) -> None:
    rows = reformed.query(
        "SELECT period_id, change, no_change_reason, change_across FROM mart.indicator_change "
        "WHERE subject_kind = 'area' AND basis = 'receiving' AND sector_code = '*' "
        "AND indicator_code = 'received_count' AND period_kind = 'quarter' AND period_start >= '2025-07-01' "
        "AND period_start < '2026-01-01' ORDER BY period_start"
    )
    assert [tuple(row) for row in rows] == [
        (THIRD_QUARTER, None, "across_reorganisation", None),
        ("quarter:2025-10-01:2025-12-31", 0, None, None),
    ]


def test_an_area_that_nobody_is_in_any_more_has_no_figures(reformed: Warehouse) -> None:
    of_areas = "SELECT count(*) AS n FROM mart.period_figure WHERE subject_kind = 'area'"
    assert reformed.query(of_areas)[0].n > 0
    reformed.execute("DELETE FROM core.area_member")
    reformed.refresh()
    assert reformed.query(of_areas)[0].n == 0


def test_a_late_dossier_of_a_predecessor_moves_its_successor(reformed: Warehouse) -> None:
    late = dossier(
        "A-2", MaDonVi="H57.21.01", NgayNopHoSo="20250612080000", NgayTiepNhan="20250612080000",
        NgayHenTra="20250616080000", CapNhatLuc="2026-01-02T08:00:00+07:00",
    )  # fmt: skip
    read(reformed, late)
    reformed.refresh()
    assert figures(reformed, "19753", SECOND_QUARTER)["received_new"] == 3
    assert figures(reformed, "19753", THIRD_QUARTER)["in_progress_total"] == 1


def test_an_office_that_goes_on_with_its_old_code_counts_for_its_successor(reformed: Warehouse) -> None:
    day = {"NgayNopHoSo": "20250703080000", "NgayTiepNhan": "20250703080000", "NgayHenTra": "20250707080000"}
    late = [
        dossier("L-1", MaDonVi="H57.21.01", CapNhatLuc="2026-01-02T08:00:00+07:00", **day),
        dossier("L-2", MaDonVi="19750", CapNhatLuc="2026-01-02T08:00:00+07:00", **day),
    ]
    read(reformed, *late)
    reformed.refresh()
    assert figures(reformed, "19753", THIRD_QUARTER)["received_new"] == 2
    flags = reformed.query("SELECT record_key FROM core.flag WHERE rule_id = 'dossier_unit_ended'")
    assert [row.record_key for row in flags] == ["L-1"]
    refused = reformed.query("SELECT record_key FROM quarantine.record WHERE status = 'open'")
    assert [row.record_key for row in refused] == ["L-2"], "a statistical code is another commune's at once"


def test_a_move_that_becomes_known_late_moves_the_figures_of_its_successor(reformed: Warehouse) -> None:
    reformed.execute(
        "INSERT INTO core.unit_succession (predecessor_id, successor_id, took_effect, kind) "
        "SELECT old.unit_id, new.unit_id, '2025-07-01', 'whole' FROM core.unit AS old, core.unit AS new "
        "WHERE old.unit_code = '19752' AND new.unit_code = '19753'"
    )
    reformed.execute(
        "DELETE FROM core.unit_succession USING core.unit "
        "WHERE predecessor_id = unit_id AND unit_code = '19751' AND unit_succession.kind = 'whole'"
    )
    assert figures(reformed, "19753", SECOND_QUARTER)["received_new"] == 2
    reformed.refresh()
    assert figures(reformed, "19753", SECOND_QUARTER)["received_new"] == 1
