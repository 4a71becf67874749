"""What freezing the rankings of a province reads follows that province: rows are counted, no clock is looked at."""

from __future__ import annotations

from collections import Counter

import pytest

from onestop.publish.rankings import Plans, UnsoundFiguresError, publish_pending
from simulator.world import Scale, World, build_world
from tests.support.visits import visits
from tests.support.warehouse import Warehouse

HUE, OTHER = "H57", "H20"
HALF = "(SELECT unit_id FROM core.unit WHERE is_fed AND kind = 'commune' ORDER BY unit_code LIMIT 6)"
TABLES_OF_SUBJECTS = """
    SELECT DISTINCT table_schema || '.' || table_name AS name
    FROM information_schema.columns INNER JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'mart' AND table_type = 'BASE TABLE' AND column_name IN ('subject_id', 'unit_id')
"""


@pytest.fixture(scope="module")
def world() -> World:
    """Twelve communes, which two provinces are made of."""
    return build_world(Scale(dossiers=600, communes=12))


def halved(warehouse: Warehouse, world: World, *, other_is_known: bool) -> None:
    """Count six communes of Huế's, and the other six as those of another province, or not at all."""
    warehouse.keep_periods("month")
    warehouse.execute(
        "INSERT INTO core.area (area_id, area_code, kind, name) "
        "SELECT coalesce(max(area_id), 0) + 1, %(code)s, 'province', 'Tỉnh khác' FROM core.area",
        {"code": OTHER},
    )
    warehouse.read_world(world)
    moved = f"UPDATE core.area_member SET area_id = (SELECT area_id FROM core.area WHERE area_code = '{OTHER}') "
    hue = f"area_id = (SELECT area_id FROM core.area WHERE area_code = '{HUE}') AND unit_id NOT IN {HALF}"
    warehouse.execute(f"{moved if other_is_known else 'DELETE FROM core.area_member '} WHERE {hue}")
    warehouse.rebuild()
    warehouse.execute("ANALYZE")


def only_hue(plans: Plans) -> list[str]:
    """Find fault with every other province, so that it is not published."""
    return [plan["area_code"] for plan in plans if plan["area_code"] != HUE]


def frozen(warehouse: Warehouse) -> Counter[str]:
    """Publish what is due of Huế alone, and return how many rows of each table of units and areas that read."""

    def publish() -> None:
        try:
            publish_pending(warehouse.engine, only_hue)
        except UnsoundFiguresError:
            assert warehouse.query(f"SELECT 1 FROM core.area_member NATURAL JOIN core.area WHERE area_code = '{OTHER}'")

    read = visits(warehouse, publish)
    return Counter({row.name: read[row.name] for row in warehouse.query(TABLES_OF_SUBJECTS)})


@pytest.fixture
def alone(warehouse: Warehouse, world: World) -> Warehouse:
    """Huế's six communes, and six that are in no area."""
    halved(warehouse, world, other_is_known=False)
    return warehouse


@pytest.fixture
def beside(another_warehouse: Warehouse, world: World) -> Warehouse:
    """Huế's six communes, and another province with six."""
    halved(another_warehouse, world, other_is_known=True)
    return another_warehouse


def test_freezing_a_province_reads_no_more_rows_beside_another_province(alone: Warehouse, beside: Warehouse) -> None:
    read_alone, read_beside = frozen(alone), frozen(beside)
    rankings = "SELECT count(*) AS n FROM mart.ranking"
    assert alone.query(rankings) == beside.query(rankings)
    assert read_alone.total() > 0
    # Which rows a unique index looks at beside its own is the server's affair: a few in ten thousand.
    assert read_beside.total() <= 1.01 * read_alone.total(), read_beside - read_alone
