"""A unit is found by its code in any scheme, and by the dossier code where MaDonVi is none."""

from __future__ import annotations

import pytest

from tests.support.scripted import CATALOGUE_MOMENT, COMMUNE, dossier, script_of
from tests.support.warehouse import Warehouse

FLAGS = "SELECT rule_id FROM core.flag WHERE feed = 'dossiers' ORDER BY rule_id"


@pytest.mark.parametrize(
    ("sent", "flags"),
    [
        ("H57.31.01", []),
        ("000.01.31.H57", ["dossier_unit_code_other_scheme"]),
        ("000,01,31,h57", ["dossier_unit_code_other_scheme"]),
        ("19753", ["dossier_unit_code_other_scheme"]),
        ("Phường Thuận Hóa", ["dossier_unit_from_code"]),
        ("", ["dossier_unit_from_code"]),
    ],
    ids=["agency code", "the other scheme", "commas and small letters", "statistical code", "a name", "nothing"],
)
def test_a_unit_is_found_by(warehouse: Warehouse, sent: str, flags: list[str]) -> None:
    warehouse.read_script(script_of([dossier("H57.31.01-260302-0001", MaDonVi=sent)]))
    units = warehouse.query(
        "SELECT unit_code FROM core.dossier INNER JOIN core.unit ON dossier.receiving_unit_id = unit.unit_id"
    )
    assert [row.unit_code for row in units] == ["19753"]
    assert [row.rule_id for row in warehouse.query(FLAGS)] == flags


def test_a_dossier_of_nowhere_is_quarantined(warehouse: Warehouse) -> None:
    warehouse.read_script(script_of([dossier("X-1", MaDonVi="H99.01.01")]))
    assert [row.rule_id for row in warehouse.query("SELECT rule_id FROM quarantine.broken_rule")] == [
        "dossier_unit_unknown"
    ]


@pytest.mark.parametrize("order", [1, -1], ids=["inferred first", "named first"])
def test_a_code_that_a_catalogue_names_overrules_an_inferred_one(warehouse: Warehouse, order: int) -> None:
    """Another commune carries the code that is this one's in the other scheme: no conversion is laid down."""
    other = {**COMMUNE, "MaDonVi": "000.01.31.H57", "MaXaGSO": "19756", "TenDonVi": "Phường An Cựu"}
    units = [{**unit, "CapNhatLuc": CATALOGUE_MOMENT} for unit in (COMMUNE, other)][::order]
    script = script_of([dossier("A-1", MaDonVi="000.01.31.H57"), dossier("A-2")])
    script.feeds["units"] = [[unit] for unit in units]
    warehouse.read_script(script, batch_records=1)
    found = warehouse.query(
        "SELECT dossier_code, unit_code FROM core.dossier "
        "INNER JOIN core.unit ON dossier.receiving_unit_id = unit.unit_id ORDER BY dossier_code"
    )
    assert [tuple(row) for row in found] == [("A-1", "19756"), ("A-2", "19753")]
