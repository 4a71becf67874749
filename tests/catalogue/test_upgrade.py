"""A warehouse that 1.0.0 filled by its migrations comes to the same catalogue as a new one, with what it published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onestop import catalogue
from onestop.catalogue.entry import CatalogueError
from onestop.catalogue.forms import Indicator
from onestop.publish.rankings import publish_pending
from tests.catalogue.laying import lay
from tests.house import scan
from tests.sheets.handing_in import two_communes
from tests.support.warehouse import Warehouse

ROWS = json.loads((Path(__file__).parent / "rows_of_1_0_0.json").read_text(encoding="utf-8"))
"""The rows that the migrations of 1.0.0 put into the tables of the catalogue."""
IN_ORDER = (
    "mart.scheme_band", "mart.scheme_item", "mart.scheme_group", "mart.publication_plan", "mart.scheme",
    "mart.indicator", "core.figure", "mart.alert_limit", "mart.alert_level", "mart.period_kind",
    "core.objection_cause",
)  # fmt: skip
"""Who refers to another comes first."""
NEW = (
    "core.interlinked_step_limit", "core.interlinked_procedure", "core.interlinked_group", "core.interlinked_agency",
    "core.law_rule", "mart.late_estimate_limit",
)  # fmt: skip


def migrated(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the migrations since then leave it: what was entered stands among the parts of an indicator."""
    over, under = (row.get(column) for column in ("entered_numerator", "entered_denominator"))
    row = {name: value for name, value in row.items() if not name.startswith("entered_")}
    if row.get("value_kind") != "external":
        return row
    parts = {"numerator": [over] if over else row["numerator"], "denominator": [under]}
    return {**row, **parts, "value_kind": "ratio"}


def as_1_0_0_left_it(warehouse: Warehouse) -> None:
    """Let the catalogue of a warehouse be what the migrations of 1.0.0 made of it."""
    for table in (*NEW, *IN_ORDER):
        warehouse.execute(f"DELETE FROM {table}")
    # Columns that came later have what the migration gives to rows of before.
    later = {"mart.publication_plan": {"is_overview": True, "announce": True}}
    for table in reversed(IN_ORDER):
        rows = [{**migrated(row), **later.get(table, {})} for row in ROWS[table]]
        warehouse.execute(
            f"INSERT INTO {table} SELECT row.* FROM jsonb_populate_recordset(NULL::{table}, %(rows)s::jsonb) AS row",
            {"rows": json.dumps(rows)},
        )


def content(warehouse: Warehouse) -> dict[str, list[str]]:
    return {
        table: [row.line for row in warehouse.query(f"SELECT to_jsonb(t)::text AS line FROM {table} AS t ORDER BY 1")]
        for table in (*NEW, *IN_ORDER)
    }


def computed(indicator: dict[str, Any]) -> dict[str, Any]:
    """Return what an indicator computes, without the words that may be put right."""
    return {name: value for name, value in indicator.items() if name not in (Indicator.MAY_CHANGE or ())}


@pytest.fixture
def upgraded(warehouse: Warehouse) -> Warehouse:
    """A warehouse that 1.0.0 filled, that read two communes and published."""
    as_1_0_0_left_it(warehouse)
    warehouse.read_and_refresh(two_communes(), every_feed=True)
    publish_pending(warehouse.engine)
    return warehouse


def test_both_come_to_the_same_catalogue(upgraded: Warehouse, another_warehouse: Warehouse) -> None:
    published = upgraded.content("mart", excluded=())
    assert published["mart.publication"]
    catalogue.install(upgraded.engine)
    assert content(upgraded) == content(another_warehouse)
    after = upgraded.content("mart", excluded=())
    frozen = [name for name in after if "published" in name or name in ("mart.publication", "mart.ranking")]
    assert {name: after[name] for name in frozen} == {name: published[name] for name in frozen}
    assert catalogue.install(upgraded.engine) == []


def test_what_1_0_0_published_by_is_what_our_files_say(warehouse: Warehouse) -> None:
    """Every version of 1.0.0 that may have been published by computes the same, or the upgrade would refuse it."""
    as_1_0_0_left_it(warehouse)
    told = catalogue.install(warehouse.engine)
    assert [line for line in told if line.startswith("schemes: ") and not line.endswith(" is new")] == []
    now = [row.entry for row in warehouse.query("SELECT to_jsonb(indicator) AS entry FROM mart.indicator")]
    rows = [migrated(row) for row in ROWS["mart.indicator"]]
    before = {(row["indicator_code"], row["indicator_version"]): computed(row) for row in rows}
    after = {(row["indicator_code"], row["indicator_version"]): computed(row) for row in now}
    assert {key: row for key, row in before.items() if after[key] != row} == {}


def test_an_indicator_that_1_0_0_published_by_cannot_change(upgraded: Warehouse, tmp_path: Path) -> None:
    ours = (catalogue.FOLDER / "indicators.yaml").read_text(encoding="utf-8")
    start = ours.index("- indicator_code: on_time_rate_06a\n")
    changed = ours[start : ours.index("\n- ", start)].replace("[resolved_timely]", "[resolved_early]")
    with pytest.raises(CatalogueError, match=r"\(on_time_rate_06a 1\): a ranking was published by it"):
        lay(upgraded, tmp_path, indicators=changed)


def test_no_migration_writes_rows_of_the_catalogue() -> None:
    assert rows_in_migrations({scan.sql_name(path): path.read_text() for path in scan.sql_files("migrations")}) == []


def rows_in_migrations(files: dict[str, str]) -> list[str]:
    """Return the migrations that write rows of a table of the catalogue, with the table."""
    tables = (*NEW, *IN_ORDER, "core.area", "core.area_member")
    return [
        f"{name}: {table}"
        for name, sql in files.items()
        for table in tables
        for verb in ("INSERT INTO ", "UPDATE ", "DELETE FROM ", "MERGE INTO ")
        if any(f"{verb}{table}{end}" in scan.without_comments(sql) for end in (" ", "\n", "("))
    ]


def test_the_scan_of_migrations_sees() -> None:
    files = {
        "a.sql": "-- INSERT INTO mart.scheme (x)\nALTER TABLE mart.scheme ADD COLUMN x text;",
        "d.sql": "INSERT INTO mart.measure (x) SELECT 1",
        "b.sql": "INSERT INTO mart.scheme (x) SELECT 1",
        "c.sql": "UPDATE mart.period_kind SET kept = '1 day'",
    }
    assert rows_in_migrations(files) == ["b.sql: mart.scheme", "c.sql: mart.period_kind"]
