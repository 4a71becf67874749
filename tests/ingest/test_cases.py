"""Several dossiers about one request are one case, whatever came first."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.support.scripted import Record, Script, dossier, script_of
from tests.support.warehouse import Warehouse

NATIONAL = "000.00.00.G22-260302-000001"
LOCAL = dossier("H57.31.01-260302-0001")
COPY = dossier(NATIONAL, MaHoSoKhac=LOCAL["MaHoSo"], CapNhatLuc="2026-03-02T08:05:00+07:00", TrangThaiHoSo="2")
ENDED = {
    **LOCAL,
    "MaHoSoKhac": NATIONAL,
    "TrangThaiHoSo": "9",
    "NgayKetThucXuLy": "20260304090000",
    "CapNhatLuc": "2026-03-04T09:01:00+07:00",
}
ALONE = dossier("H57.31.01-260302-0009")
INTERLINKED = dossier("H57.31.01-260302-0002", MaHoSoKhac=LOCAL["MaHoSo"], CapNhatLuc="2026-03-02T08:06:00+07:00")

CASES = """
    SELECT main.dossier_code AS main_code, array_agg(dossier.dossier_code ORDER BY dossier.dossier_code) AS codes
    FROM core."case"
    INNER JOIN core.dossier AS main
        ON "case".source_id = main.source_id AND "case".dossier_code = main.dossier_code
    INNER JOIN core.dossier ON "case".case_id = dossier.case_id
    GROUP BY "case".case_id, main.dossier_code ORDER BY main.dossier_code
"""


def read(warehouse: Warehouse, *scripts: Script) -> None:
    """Read each script as a source of its own, under its own name."""
    for script in scripts:
        warehouse.read_script(script, script.source_system)


def cases(warehouse: Warehouse) -> list[tuple[str, list[str]]]:
    """Return the main dossier of each case and all its dossiers."""
    return [(row.main_code, row.codes) for row in warehouse.query(CASES)]


def facts(warehouse: Warehouse) -> tuple[Any, Any]:
    """Return what the order of arrival must not change: which dossier belongs where, and what is counted."""
    warehouse.refresh()
    members = warehouse.query(
        "SELECT case_id, source_id, dossier_code, status, record_hash FROM core.dossier ORDER BY dossier_code"
    )
    return [(*row[:4], bytes(row[4])) for row in members], warehouse.content("mart")


@pytest.mark.parametrize("order", list(itertools.permutations([LOCAL, COPY, INTERLINKED])))
def test_twins_are_one_case_in_any_order(warehouse: Warehouse, order: tuple[Record, ...]) -> None:
    read(warehouse, script_of([ALONE, order[0]]))
    for record in order[1:]:
        read(warehouse, script_of([record]))
    twins = sorted([LOCAL["MaHoSo"], NATIONAL, INTERLINKED["MaHoSo"]])
    assert cases(warehouse) == [(LOCAL["MaHoSo"], twins), (ALONE["MaHoSo"], [ALONE["MaHoSo"]])]
    warehouse.refresh()
    counted = warehouse.query(
        "SELECT sum(received_in_person)::integer AS n FROM mart.measure_day WHERE basis = 'receiving'"
    )
    assert counted[0].n == 2, "three codes of one request count once"


def test_arrival_one_by_one_and_all_at_once_give_the_same_content(
    warehouse: Warehouse, another_warehouse: Warehouse
) -> None:
    for record in (COPY, ENDED, INTERLINKED, ALONE):
        read(warehouse, script_of([record]))
        warehouse.refresh()
    read(another_warehouse, script_of([ALONE, INTERLINKED, ENDED, COPY]))
    assert facts(warehouse) == facts(another_warehouse)


def test_the_local_record_decides_whatever_its_copy_says(warehouse: Warehouse) -> None:
    lying = {**COPY, "TrangThaiHoSo": "9", "NgayKetThucXuLy": "20260303080000"}
    read(warehouse, script_of([LOCAL, lying]))
    warehouse.refresh()
    resolved = warehouse.query(
        "SELECT count(*) AS n FROM mart.measure_day WHERE 0 < num_nonnulls(resolved_early, resolved_on_time)"
    )
    assert resolved[0].n == 0


def test_a_copy_counts_while_its_dossier_has_not_come(warehouse: Warehouse) -> None:
    read(warehouse, script_of([COPY]))
    warehouse.refresh()
    assert (
        warehouse.query("SELECT sum(received_in_person)::integer AS n FROM mart.measure_day WHERE basis = 'receiving'")[
            0
        ].n
        == 1
    )
    assert cases(warehouse) == [(NATIONAL, [NATIONAL])]


def test_a_link_that_is_taken_back_ends_the_case(warehouse: Warehouse) -> None:
    read(warehouse, script_of([LOCAL, COPY]))
    warehouse.refresh()
    read(warehouse, script_of([{**COPY, "MaHoSoKhac": "", "CapNhatLuc": "2026-03-05T08:00:00+07:00"}]))
    assert cases(warehouse) == [(NATIONAL, [NATIONAL]), (LOCAL["MaHoSo"], [LOCAL["MaHoSo"]])]
    warehouse.refresh()
    assert (
        warehouse.query("SELECT sum(received_in_person)::integer AS n FROM mart.measure_day WHERE basis = 'receiving'")[
            0
        ].n
        == 2
    )


@pytest.mark.parametrize("first", ["hue", "quang_dien"])
def test_one_dossier_known_to_two_sources_is_one_case(warehouse: Warehouse, first: str) -> None:
    scripts = {name: script_of([LOCAL], source_system=name) for name in ("hue", "quang_dien")}
    read(warehouse, scripts.pop(first), *scripts.values())
    assert cases(warehouse) == [(LOCAL["MaHoSo"], [LOCAL["MaHoSo"]] * 2)]
    main = warehouse.query('SELECT source_id FROM core."case"')
    assert [row.source_id for row in main] == ["hue"]


def test_one_code_for_two_dossiers_of_two_sources_is_two_cases(warehouse: Warehouse) -> None:
    other = {**LOCAL, "MaTTHC": "2.000815", "NgayTiepNhan": "20260301080000"}
    read(warehouse, script_of([LOCAL], source_system="hue"), script_of([other], source_system="quang_dien"))
    assert len(cases(warehouse)) == 2


def test_a_deleted_main_dossier_gives_way(warehouse: Warehouse) -> None:
    read(warehouse, script_of([LOCAL, INTERLINKED]))
    read(warehouse, script_of([{**LOCAL, "DaXoa": "1", "CapNhatLuc": "2026-03-05T08:00:00+07:00"}]))
    assert cases(warehouse) == [(INTERLINKED["MaHoSo"], sorted([LOCAL["MaHoSo"], INTERLINKED["MaHoSo"]]))]
