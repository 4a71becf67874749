"""The page of known defects names rules and tests that exist, for each of the 39."""

from __future__ import annotations

import re

from onestop.ingest.rules import catalogue
from tests.house import scan

PAGE = scan.CHECKOUT / "docs" / "defects.md"
ROW = re.compile(r"^\| (\d+) \| [^|]+ \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)


def test_every_defect_has_a_rule_or_a_test() -> None:
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert [int(number) for number, _ in rows] == list(range(1, 40))
    rules = {rule.rule_id for rule in catalogue()}
    named = {name for _, names in rows for name in re.findall(r"`([^`]+)`", names)}
    assert sorted(name for name in named if not name.startswith("tests/") and name not in rules) == []
    assert sorted(name for name in named if name.startswith("tests/") and not (scan.CHECKOUT / name).is_file()) == []
    assert all("`" in names for _, names in rows)
