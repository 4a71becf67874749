"""The units of the country: counted, found by the feeds, dated, and rolled up where that is right."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onestop.config.settings import SourceConnection
from onestop.reference.tables import ReferenceFileError
from onestop.reference.units import UNITS_FOLDER, seed_units
from tests.support.scripted import COMMUNE, PROVINCE, dossier, script_of
from tests.support.warehouse import Warehouse

# Truth that was counted from the package's own tables, beside what make_units.py writes.
COUNTS = {
    ("province", True): 63,
    ("province", False): 34,
    ("district", True): 696,
    ("commune", True): 10_035,
    ("commune", False): 3_321,
}
SUCCESSORS_OF_SPLIT = 441
ISLANDS = ["318", "471", "498", "536", "755"]
BEFORE, NOW = "Phường Thuận Lộc", "Phường Phú Xuân"
"""Whom the list means by 19753, up to 30 June 2025 and since then."""


@pytest.fixture(scope="module")
def seeded(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse that nobody but the seed has written to, for what only looks."""
    assert seed_units(module_warehouse.engine) == sum(COUNTS.values())
    return module_warehouse


@pytest.fixture
def listed(copied: Callable[[Warehouse], Warehouse], seeded: Warehouse) -> Warehouse:
    """A copy of it, to write to."""
    return copied(seeded)


def pairs(warehouse: Warehouse, query: str, **values: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in warehouse.query(query, values)]


def meaning(warehouse: Warehouse, code: str, day: str) -> list[str]:
    """Return the names of the units that a code means on a day."""
    rows = warehouse.query(
        "SELECT name FROM core.unit_at INNER JOIN core.unit USING (unit_id) "
        "WHERE code = %(code)s AND %(day)s::date >= valid_from AND %(day)s::date < valid_before",
        {"code": code, "day": day},
    )
    return [row.name for row in rows]


def test_all_units_are_there(seeded: Warehouse) -> None:
    query = "SELECT kind, valid_to IS NOT NULL, count(*) FROM mart.unit GROUP BY 1, 2"
    assert {(kind, ended): n for kind, ended, n in pairs(seeded, query)} == COUNTS
    assert pairs(seeded, "SELECT 1 FROM mart.unit WHERE is_fed") == []


def test_successions_are_all_there(seeded: Warehouse) -> None:
    query = """
    SELECT succession.kind, predecessor.kind, count(*), count(DISTINCT predecessor_id), min(took_effect)::text
    FROM core.unit_succession AS succession INNER JOIN core.unit AS predecessor ON predecessor_id = unit_id
    GROUP BY 1, 2 ORDER BY 1, 2
    """
    assert pairs(seeded, query) == [
        ("split", "commune", 1_033, 471, "2025-07-01"),
        ("whole", "commune", 9_564, 9_564, "2025-07-01"),
        ("whole", "district", 5, 5, "2025-07-01"),
    ]
    islands = """
    SELECT unit_code FROM core.unit_succession INNER JOIN core.unit ON predecessor_id = unit_id
    WHERE unit.kind = 'district'
    """
    assert sorted(row.unit_code for row in seeded.query(islands)) == ISLANDS
    parts = """
    SELECT n, count(*) FROM (
        SELECT count(*) AS n FROM core.unit_succession WHERE kind = 'split' GROUP BY predecessor_id
    ) GROUP BY n
    """
    assert dict(pairs(seeded, parts)) == {2: 397, 3: 58, 4: 15, 5: 1}


def test_every_commune_has_its_successor_and_its_predecessor(seeded: Warehouse) -> None:
    lost = """
    SELECT unit_id FROM mart.unit WHERE kind = 'commune'
    EXCEPT (SELECT predecessor_id FROM core.unit_succession UNION SELECT successor_id FROM core.unit_succession)
    """
    assert pairs(seeded, lost) == []


def test_a_code_means_another_unit_since_the_reform(seeded: Warehouse) -> None:
    assert meaning(seeded, "00004", "2025-06-30") == ["Phường Trúc Bạch"]
    assert meaning(seeded, "00004", "2025-07-01") == ["Phường Ba Đình"]
    assert meaning(seeded, "001", "2025-06-30") == ["Quận Ba Đình"]
    assert meaning(seeded, "001", "2025-07-01") == []


def test_a_commune_that_moved_whole_counts_as_its_successor(seeded: Warehouse) -> None:
    query = """
    SELECT counted_as_unit_code, counted_as_name FROM mart.unit_history
    WHERE unit_code = '00001' AND valid_to IS NOT NULL
    """
    assert pairs(seeded, query) == [("00097", "Phường Hồng Hà")]
    rolled = "SELECT count(*) FROM core.unit_rollup WHERE unit_id <> counted_as_unit_id"
    assert pairs(seeded, rolled) == [(9_569,)]


def test_split_communes_and_their_successors_are_not_comparable(seeded: Warehouse) -> None:
    split = """
    SELECT DISTINCT rollup.unit_id = rollup.counted_as_unit_id, rollup.is_comparable
    FROM core.unit_succession AS succession INNER JOIN core.unit_rollup AS rollup ON predecessor_id = unit_id
    WHERE kind = 'split'
    """
    assert pairs(seeded, split) == [(True, False)]
    took = """
    SELECT DISTINCT rollup.has_split_predecessor, rollup.is_comparable
    FROM core.unit_succession AS succession INNER JOIN core.unit_rollup AS rollup ON successor_id = unit_id
    WHERE kind = 'split'
    """
    assert pairs(seeded, took) == [(True, False)]
    free = """
    SELECT count(*) FROM core.unit_rollup INNER JOIN core.unit USING (unit_id)
    WHERE NOT has_split_predecessor AND is_comparable AND kind = 'commune' AND upper_inf(valid)
    """
    assert pairs(seeded, free) == [(3_321 - SUCCESSORS_OF_SPLIT,)]


def test_former_districts_hold_the_communes_of_today(seeded: Warehouse) -> None:
    assert pairs(seeded, "SELECT kind, count(*) FROM core.area GROUP BY kind") == [("former_district", 696)]
    query = """
    SELECT unit.name FROM mart.area_member INNER JOIN mart.area USING (area_id) INNER JOIN mart.unit USING (unit_id)
    WHERE area_code = 'D001' AND area_member.valid_from = '2025-07-01' AND area_member.valid_to IS NULL
    ORDER BY name_sort
    """
    assert pairs(seeded, query) == [("Phường Ba Đình",), ("Phường Giảng Võ",), ("Phường Ngọc Hà",)]
    assert pairs(seeded, "SELECT unit_id FROM core.area_member GROUP BY unit_id HAVING count(*) > 1") == []


def test_a_second_seed_does_nothing(listed: Warehouse) -> None:
    before = listed.content("core")
    assert seed_units(listed.engine) == 0
    assert listed.content("core") == before


def test_the_planner_knows_at_once_how_many_units_there_are(listed: Warehouse) -> None:
    """What is read right after an installation took ten times as long: each code was looked for in all of them."""
    for table in ("unit", "unit_code", "unit_alias", "unit_succession", "area", "area_member"):
        known = listed.query(f"SELECT reltuples FROM pg_class WHERE oid = 'core.{table}'::regclass")
        there = listed.query(f"SELECT count(*) AS n FROM core.{table}")
        assert known[0].reltuples == there[0].n > 0, table


def described(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    """Return units, aliases, members and areas by their codes; ids follow from the order in which units were met."""
    return {
        "units": pairs(
            warehouse, "SELECT kind, unit_code, valid::text, name, parent_code, is_fed FROM core.unit ORDER BY 1, 2, 3"
        ),
        "aliases": pairs(
            warehouse,
            "SELECT scheme, code, unit_alias.valid::text, unit_code, unit.valid::text FROM core.unit_alias "
            "INNER JOIN core.unit_code USING (code_id) INNER JOIN core.unit USING (unit_id) ORDER BY 1, 2, 3",
        ),
        "members": pairs(
            warehouse,
            "SELECT area_code, area.name, unit_code, area_member.valid::text FROM core.area_member "
            "INNER JOIN core.area USING (area_id) INNER JOIN core.unit USING (unit_id) ORDER BY 1, 3, 4",
        ),
        "successions": pairs(
            warehouse,
            "SELECT p.unit_code, p.valid::text, s.unit_code, s.valid::text, x.kind FROM core.unit_succession AS x "
            "INNER JOIN core.unit AS p ON predecessor_id = p.unit_id "
            "INNER JOIN core.unit AS s ON successor_id = s.unit_id ORDER BY 1, 2, 3",
        ),
    }


def read_script(warehouse: Warehouse) -> None:
    warehouse.read_script(
        script_of([dossier("H57.31.01-260302-0001"), dossier("H57.31.01-260302-0002", MaDonVi="19753")])
    )


def test_seed_and_feed_meet_in_either_order(listed: Warehouse, another_warehouse: Warehouse) -> None:
    read_script(listed)
    read_script(another_warehouse)
    seed_units(another_warehouse.engine)
    one, other = described(listed), described(another_warehouse)
    assert {kind: set(one[kind]) ^ set(other[kind]) for kind in one if one[kind] != other[kind]} == {}
    fed = "SELECT unit_code, name, valid_from::text, valid_to FROM mart.unit WHERE is_fed ORDER BY 1"
    assert pairs(listed, fed) == [
        ("19753", NOW, "2025-07-01", None),
        ("H57", PROVINCE["TenDonVi"], "2025-07-01", None),
    ]
    assert meaning(listed, "H57.31.01", "2026-03-02") == [NOW]
    assert meaning(listed, "19753", "2025-07-01") == [NOW]
    assert meaning(listed, "19753", "2025-06-30") == [BEFORE]
    received = "SELECT DISTINCT unit_code, is_fed FROM core.dossier INNER JOIN core.unit ON receiving_unit_id = unit_id"
    assert pairs(listed, received) == [("19753", True)]
    province = "SELECT area_code FROM core.area WHERE kind = 'province'"
    assert pairs(listed, province) == [("H57",)]


STALE = {"ever": "", "since 2015": "20150101", "before the reform": "20250615"}


@pytest.mark.parametrize("since", STALE.values(), ids=STALE)
def test_a_row_over_several_lives_means_in_each_the_unit_of_that_life(listed: Warehouse, since: str) -> None:
    """Stale lists say "valid since 2015, never ended" of a code that another commune had until June 2025."""
    names = "SELECT unit_code, valid::text, name, name_sort, parent_code FROM core.unit WHERE is_listed ORDER BY 1, 2"
    before = pairs(listed, names)
    former_day = since or "20230302"
    former = {"NgayNopHoSo": f"{former_day}080000", "NgayTiepNhan": f"{former_day}080000", "NgayHenTra": ""}
    dossiers = [dossier("H57.31.01-230302-0001", **former), dossier("H57.31.01-260302-0001")]
    for moment in ("2026-01-02T00:00:00+07:00", "2026-02-02T00:00:00+07:00"):
        stale = {**COMMUNE, "TenDonVi": "UBND phường Sai Tên", "HieuLucTu": since, "CapNhatLuc": moment}
        listed.read_script(script_of(dossiers, units=[{**PROVINCE, "CapNhatLuc": moment}, stale]))
    assert pairs(listed, names) == before, "a source changes nothing of the list"
    for code in ("H57.31.01", "000.01.31.H57", "19753"):
        assert meaning(listed, code, "2025-06-30") == [BEFORE], code
        assert meaning(listed, code, "2025-07-01") == [NOW], code
    received = """
    SELECT received_on::text, unit.name FROM core.dossier
    INNER JOIN core.unit ON receiving_unit_id = unit_id ORDER BY 1
    """
    assert [name for _, name in pairs(listed, received)] == [BEFORE, NOW]
    assert pairs(listed, "SELECT 1 FROM quarantine.record") == []
    assert pairs(listed, "SELECT DISTINCT status FROM audit.batch") == [("published",)]
    flags = "SELECT rule_id FROM core.flag WHERE feed = 'units' AND record_key = 'H57.31.01' ORDER BY 1"
    assert pairs(listed, flags) == [("unit_name_not_listed",), ("unit_span_over_lives",)]
    members = """
    SELECT unit.name FROM core.area_member INNER JOIN core.area USING (area_id) INNER JOIN core.unit USING (unit_id)
    WHERE area_code = 'H57' ORDER BY lower(unit.valid) NULLS FIRST
    """
    assert pairs(listed, members)[-1] == (NOW,)


def test_dossiers_of_a_former_life_count_for_the_unit_of_then_in_every_order(
    warehouse: Warehouse, listed: Warehouse
) -> None:
    """The list may be entered after a source named the unit, and an old dossier may come last."""
    stale = {**COMMUNE, "HieuLucTu": "20150101", "CapNhatLuc": "2026-01-02T00:00:00+07:00"}
    old = {"NgayNopHoSo": "20230302080000", "NgayTiepNhan": "20230302080000", "NgayHenTra": "20230306080000"}
    late = dossier("H57.31.01-230302-0001", CapNhatLuc="2026-04-02T00:00:00+07:00", **old)
    province = {**PROVINCE, "CapNhatLuc": "2026-01-02T00:00:00+07:00"}
    for each in (listed, warehouse):
        each.read_script(script_of([dossier("H57.31.01-260302-0001")], units=[province, stale]))
        if each is warehouse:
            assert meaning(each, "H57.31.01", "2023-03-02") == [COMMUNE["TenDonVi"]]
            seed_units(each.engine)
        each.read_script(script_of([late]))
        received = """
        SELECT dossier_code, unit.name FROM core.dossier INNER JOIN core.unit ON receiving_unit_id = unit_id ORDER BY 1
        """
        assert pairs(each, received) == [("H57.31.01-230302-0001", BEFORE), ("H57.31.01-260302-0001", NOW)]
        assert seed_units(each.engine) == 0
    aliases = [described(each)["aliases"] for each in (listed, warehouse)]
    assert aliases[0] == aliases[1]


def test_an_agency_code_that_a_source_gives_to_another_commune_means_it_from_then_on(listed: Warehouse) -> None:
    listed.read_script(script_of([dossier("H57.31.01-251002-0001", NgayTiepNhan="20251002080000")]))
    other = {
        **COMMUNE, "MaXaGSO": "19774", "TenDonVi": "Phường Kim Long", "HieuLucTu": "20260101",
        "CapNhatLuc": "2026-01-02T00:00:00+07:00",
    }  # fmt: skip
    listed.read_script(script_of([dossier("H57.31.01-260302-0001")], more_units=[other]))
    assert meaning(listed, "H57.31.01", "2025-12-31") == [NOW]
    assert meaning(listed, "H57.31.01", "2026-01-01") == ["Phường Kim Long"]
    assert meaning(listed, "000.01.31.H57", "2026-01-01") == ["Phường Kim Long"]
    assert meaning(listed, "19753", "2026-01-01") == [NOW]


def test_two_rows_of_one_code_and_one_that_ends_before_it_begins(listed: Warehouse) -> None:
    moment = {"CapNhatLuc": "2026-01-02T00:00:00+07:00"}
    second = {**COMMUNE, "MaDonVi": "H57.99.01", "TenDonVi": "Phường Phú Xuân", "HieuLucTu": "20150101", **moment}
    reversed_ = {**COMMUNE, "MaDonVi": "H57.99.02", "HieuLucTu": "20260101", "HieuLucDen": "20250101", **moment}
    dossiers = [dossier("H57.31.01-260302-0001"), dossier("H57.99.01-260302-0002", MaDonVi="H57.99.01")]
    listed.read_script(script_of(dossiers, more_units=[second, reversed_]))
    for code in ("H57.31.01", "H57.99.01"):
        assert meaning(listed, code, "2026-03-02") == [NOW]
    assert meaning(listed, "H57.99.01", "2023-03-02") == [BEFORE]
    assert meaning(listed, "H57.31.01", "2023-03-02") == []
    assert meaning(listed, "H57.99.02", "2026-03-02") == []
    broken = "SELECT DISTINCT rule_id FROM quarantine.broken_rule"
    assert pairs(listed, broken) == [("unit_validity_reversed",)]


def test_agencies_that_are_in_no_list_take_their_names_from_their_source(listed: Warehouse) -> None:
    """Even where the code of one is also that of a district of before."""
    for moment, name in (
        ("2026-01-02T00:00:00+07:00", "Công an quận"),
        ("2026-02-02T00:00:00+07:00", "Công an khu vực"),
    ):
        agency = {"MaDonVi": "475", "TenDonVi": name, "CapDonVi": "4", "MaDonViCha": "H57", "CapNhatLuc": moment}
        listed.read_script(script_of([dossier("H57.31.01-260302-0001")], more_units=[agency]))
    named = "SELECT kind, name FROM core.unit WHERE unit_code = '475' ORDER BY 1"
    assert pairs(listed, named) == [("agency", "Công an khu vực"), ("district", "Quận Phú Xuân")]
    assert meaning(listed, "475", "2026-03-02") == ["Công an khu vực"]


def test_a_correction_of_the_list_renames_ends_and_begins_units(listed: Warehouse, tmp_path: Path) -> None:
    read_script(listed)
    folder = Path(shutil.copytree(UNITS_FOLDER, tmp_path / "units"))
    with (folder / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("commune,19774,Phường Kim Long Mới,46,2025-07-01,,Nghị quyết 1\n")
        file.write("commune,19753,Phường Phú Xuân,46,2025-07-01,2026-12-31,Nghị quyết 2\n")
        file.write("commune,19753,Phường Cố Đô,46,2027-01-01,,Nghị quyết 2\n")
    unit_id = pairs(listed, f"SELECT unit_id FROM core.unit WHERE name = '{NOW}'")
    assert seed_units(listed.engine, folder) == 1
    assert seed_units(listed.engine, folder) == 0
    assert pairs(listed, f"SELECT unit_id FROM core.unit WHERE name = '{NOW}'") == unit_id
    assert meaning(listed, "19774", "2026-03-02") == ["Phường Kim Long Mới"]
    for code in ("19753", "H57.31.01"):
        assert meaning(listed, code, "2026-12-31") == [NOW]
        assert meaning(listed, code, "2027-01-01") == ["Phường Cố Đô"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("commune,19753,,46,2025-07-01,,x", "name is empty"),
        ("commune,19753,A,46,2025-07-01,,", "document is empty"),
        ("ward,19753,A,46,2025-07-01,,x", "kind is 'ward'. Write one of province, district, commune"),
        ("commune,19753,A,46,01/07/2025,,x", "valid_from is '01/07/2025'"),
        ("commune,19753,A,46,2025-07-01,2025-06-30,x", "valid_to 2025-06-30 is before valid_from 2025-07-01"),
    ],
)
def test_a_wrong_correction_is_refused(warehouse: Warehouse, tmp_path: Path, line: str, message: str) -> None:
    folder = Path(shutil.copytree(UNITS_FOLDER, tmp_path / "units"))
    with (folder / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(ReferenceFileError, match=r"corrections\.csv line 2: ") as caught:
        seed_units(warehouse.engine, folder)
    assert message in str(caught.value)
    assert pairs(warehouse, "SELECT 1 FROM core.unit") == []


def test_both_lives_of_a_code_may_be_fed(listed: Warehouse) -> None:
    former = {
        **COMMUNE,
        "MaDonVi": "H57.99.01",
        "TenDonVi": "UBND phường Thuận Lộc",
        "HieuLucTu": "",
        "HieuLucDen": "20250630",
    }
    units = [{**unit, "CapNhatLuc": "2026-01-02T00:00:00+07:00"} for unit in (PROVINCE, COMMUNE, former)]
    listed.read_script(script_of([dossier("H57.31.01-260302-0001")], units=units))
    for code in ("H57.99.01", "19753"):
        assert meaning(listed, code, "2025-06-30") == [BEFORE]
    for code in ("H57.31.01", "19753"):
        assert meaning(listed, code, "2025-07-01") == [NOW]
    records = "SELECT agency_code, name FROM core.unit_record INNER JOIN core.unit USING (unit_id) ORDER BY 1"
    assert pairs(listed, records)[1:] == [("H57.31.01", NOW), ("H57.99.01", BEFORE)]
    assert pairs(listed, "SELECT rule_id, record_key FROM core.flag WHERE feed = 'units'") == [
        ("unit_name_not_listed", "H57.31.01")
    ], "a People's Committee has the name of its place"


def test_figures_are_those_of_a_warehouse_without_the_list(
    listed: Warehouse, another_warehouse: Warehouse, hue: SourceConnection
) -> None:
    for each in (listed, another_warehouse):
        each.keep_periods("month")
        each.register(hue)
        each.read(hue)
        each.refresh()
    forms = "SELECT * FROM mart.form_ii06a ORDER BY unit_code, basis, period_id, sector_code"
    figures = [
        [{name: value for name, value in row._mapping.items() if name != "unit_id"} for row in each.query(forms)]
        for each in (listed, another_warehouse)
    ]
    assert figures[0] == figures[1]
    assert figures[0]
    provinces = "SELECT area_code, name FROM core.area WHERE kind = 'province'"
    assert pairs(listed, provinces) == pairs(another_warehouse, provinces)
