"""What a code means is a matter of the source and of its version of the contract; what is in no list is not guessed."""

from __future__ import annotations

import pytest

from tests.support.scripted import dossier, script_of
from tests.support.warehouse import Warehouse

MAP = """
    INSERT INTO core.code_map (list, source_id, schema_version, raw, meaning) VALUES
    ('status', 'scripted', '*', '16', 2),
    ('status', 'scripted', '1.1', '16', 4),
    ('status', 'elsewhere', '*', 'posting', 4),
    ('status', 'scripted', '*', '3', NULL)
"""


@pytest.mark.parametrize(
    ("version", "sent", "meant"),
    [
        ("1.0", "4", 4),
        ("1.0", "16", 2),
        ("1.1", "16", 4),
        ("1.0", "posting", None),
        ("1.0", "3", None),
        ("1.0", "11", None),
        ("1.0", "", None),
    ],
    ids=[
        "every source's list",
        "this source's list",
        "this version of this source",
        "another source's list",
        "a general code that this source uses otherwise",
        "in no list",
        "no code",
    ],
)
def test_a_code_means_what_its_source_and_version_say(
    warehouse: Warehouse, version: str, sent: str, meant: int | None
) -> None:
    warehouse.execute(MAP)
    warehouse.read_script(script_of([dossier("A-1", TrangThaiHoSo=sent)], schema_version=version))
    assert [row.status for row in warehouse.query("SELECT status FROM core.dossier")] == [meant] * (meant is not None)
    refused = warehouse.query("SELECT rule_id FROM quarantine.broken_rule")
    assert [row.rule_id for row in refused] == ["dossier_status_unknown"] * (meant is None)
