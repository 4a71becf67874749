"""What CONTRIBUTING.md says of a new rule is done here, word by word."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onestop.ingest.rules import catalogue
from onestop.warehouse.database import SQL_ROOT
from tests.house import scan
from tests.quality.examples import staged_row
from tests.quality.staging import marks_of, stage
from tests.support.scripted import CATALOGUE_MOMENT, dossier, script_of
from tests.support.warehouse import Warehouse

MANUAL = (scan.CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTION = MANUAL.split("## Example: add a rule\n")[1].split("\n## ")[0]


def rows_of(place: str) -> dict[str, Any]:
    """Return the row that the manual shows for a table of examples."""
    (row,) = re.findall(rf"a row of `{place}`.*?```python\n(.*?)```", SECTION, re.DOTALL)
    found: dict[str, Any] = ast.literal_eval(f"{{{row.strip()}}}")
    return found


@pytest.fixture
def rule_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The rule of the manual, in a folder of rules that has it beside all others."""
    (name,) = re.findall(r"^`include/sql/(ingest/rules/\S+)`:$", SECTION, re.MULTILINE)
    (text,) = re.findall(r"```sql\n(.*?)```", SECTION, re.DOTALL)
    root = tmp_path / "sql"
    shutil.copytree(SQL_ROOT / "ingest" / "rules", root / "ingest" / "rules")
    (root / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr("onestop.ingest.rules.SQL_ROOT", root)
    catalogue.cache_clear()
    yield Path(name).stem
    catalogue.cache_clear()


def test_a_record_that_breaks_it_lands_in_quarantine_with_its_sentence(warehouse: Warehouse, rule_id: str) -> None:
    ((change, key, rule),) = rows_of("UNUSABLE").values()
    warehouse.read_script(script_of([dossier("A-1"), dossier(key, **change)]))
    found = warehouse.query(
        "SELECT record_key, rule_id, reason FROM quarantine.record "
        "INNER JOIN quarantine.broken_rule USING (source_id, feed, page_hash, ordinal)"
    )
    sentence = next(each.reason_vi for each in catalogue() if each.rule_id == rule_id)
    assert [tuple(row) for row in found] == [(key, rule_id, sentence)]
    assert rule == rule_id
    assert warehouse.query("SELECT dossier_code FROM core.dossier") == [("A-1",)]


def test_its_example_breaks_it_and_no_other(warehouse: Warehouse, rule_id: str) -> None:
    examples = rows_of("BROKEN")
    assert list(examples) == [rule_id]
    warehouse.read_script(script_of([dossier("A-1", CapNhatLuc=CATALOGUE_MOMENT)]))
    rows = [staged_row("dossiers", 1, {}), staged_row("dossiers", 2, examples[rule_id])]
    assert marks_of(warehouse, stage(warehouse, "dossiers", rows)) == {2: {rule_id}}
