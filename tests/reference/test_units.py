"""The units of the country: counted, found by the feeds, dated, and rolled up where that is right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from onestop.reference.units import seed_units
from onestop.stack.embedded.postgres import EmbeddedPostgres
from onestop.stack.settings import SourceConnection
from tests.conftest import make_warehouse
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


@pytest.fixture(scope="module")
def seeded(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse that nobody but the seed has written to, for what only looks."""
    for warehouse in make_warehouse(server, tmp_path_factory.mktemp("units")):
        assert seed_units(warehouse.engine) == sum(COUNTS.values())
        yield warehouse


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


def test_a_second_seed_does_nothing(warehouse: Warehouse) -> None:
    seed_units(warehouse.engine)
    before = warehouse.content("core")
    assert seed_units(warehouse.engine) == 0
    assert warehouse.content("core") == before


def test_the_planner_knows_at_once_how_many_units_there_are(warehouse: Warehouse) -> None:
    """What is read right after an installation took ten times as long: each code was looked for in all of them."""
    seed_units(warehouse.engine)
    for table in ("unit", "unit_code", "unit_alias", "unit_succession", "area", "area_member"):
        known = warehouse.query(f"SELECT reltuples FROM pg_class WHERE oid = 'core.{table}'::regclass")
        there = warehouse.query(f"SELECT count(*) AS n FROM core.{table}")
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


def read_script(warehouse: Warehouse, **changed: str) -> None:
    script = script_of([dossier("H57.31.01-260302-0001"), dossier("H57.31.01-260302-0002", MaDonVi="19753")])
    if changed:
        script.feeds["units"] = [
            [{**unit, "CapNhatLuc": "2026-01-02T00:00:00+07:00", **changed} for unit in (PROVINCE, COMMUNE)]
        ]
    warehouse.read_script(script)


def test_seed_and_feed_meet_in_either_order(warehouse: Warehouse, another_warehouse: Warehouse) -> None:
    seed_units(warehouse.engine)
    read_script(warehouse)
    read_script(another_warehouse)
    seed_units(another_warehouse.engine)
    assert described(warehouse) == described(another_warehouse)
    fed = "SELECT unit_code, name, valid_from::text, valid_to FROM mart.unit WHERE is_fed ORDER BY 1"
    assert pairs(warehouse, fed) == [
        ("19753", COMMUNE["TenDonVi"], "2025-07-01", None),
        ("H57", PROVINCE["TenDonVi"], "2025-07-01", None),
    ]
    assert meaning(warehouse, "H57.31.01", "2026-03-02") == [COMMUNE["TenDonVi"]]
    assert meaning(warehouse, "19753", "2025-07-01") == [COMMUNE["TenDonVi"]]
    assert meaning(warehouse, "19753", "2025-06-30") not in ([], [COMMUNE["TenDonVi"]])
    received = "SELECT DISTINCT unit_code, is_fed FROM core.dossier INNER JOIN core.unit ON receiving_unit_id = unit_id"
    assert pairs(warehouse, received) == [("19753", True)]
    province = "SELECT area_code FROM core.area WHERE kind = 'province'"
    assert pairs(warehouse, province) == [("H57",)]


@pytest.mark.parametrize("changed", [{"HieuLucTu": ""}, {"HieuLucTu": "20250615"}], ids=["ever", "before the reform"])
def test_a_commune_fed_with_too_long_a_span_is_never_its_namesake_of_before(
    warehouse: Warehouse, changed: dict[str, str]
) -> None:
    seed_units(warehouse.engine)
    before = meaning(warehouse, "19753", "2025-06-30")
    read_script(warehouse, **changed)
    read_script(warehouse, **changed, CapNhatLuc="2026-02-02T00:00:00+07:00")
    fed = "SELECT unit_code FROM mart.unit WHERE is_fed AND kind = 'commune' AND valid_to IS NULL"
    assert pairs(warehouse, fed) == [("19753",)]
    assert meaning(warehouse, "19753", "2025-06-30") == before
    assert meaning(warehouse, "19753", "2025-07-01") == [COMMUNE["TenDonVi"]]
    assert meaning(warehouse, "H57.31.01", "2025-07-01") == [COMMUNE["TenDonVi"]]
    assert meaning(warehouse, "H57.31.01", "2025-06-30") != before


def test_both_lives_of_a_code_may_be_fed(warehouse: Warehouse) -> None:
    seed_units(warehouse.engine)
    former = {
        **COMMUNE,
        "MaDonVi": "H57.99.01",
        "TenDonVi": "Phường Phú Hội",
        "HieuLucTu": "",
        "HieuLucDen": "20250630",
    }
    script = script_of([dossier("H57.31.01-260302-0001")])
    units = [{**unit, "CapNhatLuc": "2026-01-02T00:00:00+07:00"} for unit in (PROVINCE, COMMUNE, former)]
    script.feeds["units"] = [units]
    warehouse.read_script(script)
    for code in ("H57.99.01", "19753"):
        assert meaning(warehouse, code, "2025-06-30") == [former["TenDonVi"]]
    for code in ("H57.31.01", "19753"):
        assert meaning(warehouse, code, "2025-07-01") == [COMMUNE["TenDonVi"]]
    records = "SELECT agency_code, name FROM core.unit_record INNER JOIN core.unit USING (unit_id) ORDER BY 1"
    assert pairs(warehouse, records)[1:] == [("H57.31.01", COMMUNE["TenDonVi"]), ("H57.99.01", former["TenDonVi"])]


def test_figures_are_those_of_a_warehouse_without_the_list(
    warehouse: Warehouse, another_warehouse: Warehouse, hue: SourceConnection
) -> None:
    seed_units(warehouse.engine)
    for each in (warehouse, another_warehouse):
        each.keep_periods("month")
        each.register(hue)
        each.read(hue)
        each.refresh()
    forms = "SELECT * FROM mart.form_ii06a ORDER BY unit_code, basis, period_id, sector_code"
    figures = [
        [{name: value for name, value in row._mapping.items() if name != "unit_id"} for row in each.query(forms)]
        for each in (warehouse, another_warehouse)
    ]
    assert figures[0] == figures[1]
    assert figures[0]
    provinces = "SELECT area_code, name FROM core.area WHERE kind = 'province'"
    assert pairs(warehouse, provinces) == pairs(another_warehouse, provinces)
