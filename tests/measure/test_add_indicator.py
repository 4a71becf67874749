"""What CONTRIBUTING.md says of a new indicator and a new measure is done here, word by word."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.measures import read_measures
from generator.rendering import rendered
from onestop import catalogue
from onestop.warehouse import database, migrate, objects
from simulator.world import World
from tests.catalogue.laying import lay
from tests.catalogue.manual import shown_files
from tests.house import scan
from tests.support.warehouse import Warehouse

MANUAL = (scan.CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CLOSED = "period_kind = 'month' AND basis = 'receiving' AND sector_code = '*' AND is_final"


def shown_measure() -> str:
    """Return the entry that the manual shows."""
    section = MANUAL.split("## Example: add a measure\n")[1].split("\n## ")[0]
    (entry,) = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    return str(entry)


@pytest.fixture(scope="module")
def measured(small_world: World, module_warehouse: Warehouse) -> Warehouse:
    """A warehouse that has read a year; each test adds something of its own."""
    module_warehouse.keep_periods("week", "month")
    module_warehouse.read_and_refresh(small_world)
    return module_warehouse


def values(warehouse: Warehouse) -> set[tuple[object, ...]]:
    """Return every value that a person may have seen before."""
    return {
        tuple(row)
        for row in warehouse.query(
            "SELECT subject_kind, subject_id, basis, period_id, sector_code, indicator_code, numerator, denominator, "
            "value FROM mart.indicator_value WHERE indicator_code <> 'waiting_share'"
        )
    }


def test_an_indicator_added_as_an_entry_reaches_closed_periods_too(measured: Warehouse, tmp_path: Path) -> None:
    before = values(measured)
    lay(measured, tmp_path, **shown_files("add an indicator"))
    measured.keep_periods("week", "month")
    measured.refresh()
    compared = measured.query(
        f"""
        SELECT indicator_value.numerator, indicator_value.denominator, form_ii06a.paused, form_ii06a.in_progress_total
        FROM mart.indicator_value
        INNER JOIN mart.form_ii06a
            ON indicator_value.subject_id = form_ii06a.unit_id
            AND indicator_value.basis = form_ii06a.basis
            AND indicator_value.period_id = form_ii06a.period_id
            AND indicator_value.sector_code = form_ii06a.sector_code
        WHERE indicator_code = 'waiting_share' AND subject_kind = 'unit'
            AND indicator_value.{CLOSED.replace(" AND ", " AND indicator_value.")}
        """
    )
    assert len(compared) == 12 * 6
    assert any(one.numerator for one in compared)
    assert [tuple(one) for one in compared if (one.paused, one.in_progress_total) != tuple(one)[:2]] == []
    assert values(measured) == before


def test_a_measure_is_an_entry(measured: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = values(measured)
    build = measured.query("SELECT build FROM audit.measure_state")[0].build
    catalogue_folder, sql_root = tmp_path / "catalogue", tmp_path / "sql"
    shutil.copytree(catalogue.FOLDER, catalogue_folder)
    with (catalogue_folder / "measures.yaml").open("a", encoding="utf-8") as file:
        file.write(shown_measure())
    shutil.copytree(database.SQL_ROOT, sql_root)
    for path, text in rendered(read_measures(catalogue_folder)).items():
        (sql_root / path).write_text(text, encoding="utf-8")
    for module in (database, migrate, objects):
        monkeypatch.setattr(module, "SQL_ROOT", sql_root)
    database.sql.cache_clear()
    objects.object_files.cache_clear()
    try:
        migrate.migrate(measured.owner_url)
        catalogue.install(measured.engine, folder=catalogue_folder)
        measured.keep_periods("week", "month")
        measured.refresh()
    finally:
        monkeypatch.undo()
        database.sql.cache_clear()
        objects.object_files.cache_clear()
    counted = measured.query(
        "SELECT (SELECT count(*) FROM core.case_fact WHERE component_count >= 3) AS told, "
        "(SELECT sum(received_many_papers) FROM mart.measure_day WHERE basis = 'receiving') AS measured, "
        "(SELECT sum((figures ->> 'received_many_papers')::integer) FROM mart.period_figure INNER JOIN mart.period "
        "USING (period_id) WHERE kind = 'month' AND basis = 'receiving' AND sector_code = '*' "
        "AND subject_kind = 'unit') AS figured, "
        "(SELECT count(*) FROM core.applied_count WHERE measure = 'received_many_papers') AS explained, "
        "(SELECT build FROM audit.measure_state) AS build"
    )[0]
    assert counted.told == counted.measured == counted.figured == counted.explained > 0
    assert counted.build == build + 1
    assert values(measured) == before
