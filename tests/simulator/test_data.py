"""The data files, and what the package may depend on."""

import ast
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

from simulator.catalogue import LimitUnit, load_agencies, load_communes, load_procedures

PACKAGE = Path(__file__).parents[2] / "simulator"


def test_the_city_has_21_wards_and_19_rural_communes() -> None:
    communes = load_communes()
    assert Counter(commune.kind for commune in communes) == {"ward": 21, "rural": 19}
    assert len({commune.statistical_code for commune in communes}) == 40
    assert all(re.fullmatch(r"\d{5}", commune.statistical_code) for commune in communes)
    assert all(commune.valid_from == "20250701" for commune in communes)


def test_agency_codes_are_unique_and_lie_under_the_province() -> None:
    codes = [commune.agency_code for commune in load_communes()]
    codes += [agency.agency_code for agency in load_agencies() if agency.level != "1"]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"H57\.\d\d\.\d\d", code) for code in codes)


def test_names_are_composed_unicode_and_say_the_kind_of_unit() -> None:
    for commune in load_communes():
        assert unicodedata.is_normalized("NFC", commune.name)
        assert commune.name.startswith("Phường " if commune.kind == "ward" else "Xã ")


def test_procedures_cover_units_of_limit_sectors_and_both_forms_of_code() -> None:
    procedures = load_procedures()
    assert len({procedure.code for procedure in procedures}) == len(procedures) >= 30
    assert {procedure.limit_unit for procedure in procedures} == set(LimitUnit)
    assert len({procedure.sector_code for procedure in procedures}) >= 5
    forms = Counter(procedure.code.endswith(".000.00.00.H57") for procedure in procedures)
    assert min(forms[True], forms[False]) >= 10


def test_competent_agencies_exist() -> None:
    known = {agency.agency_code for agency in load_agencies()} | {""}
    assert {procedure.competent_agency for procedure in load_procedures()} <= known


def test_the_package_imports_only_itself_and_its_server_libraries() -> None:
    allowed = {"simulator", "fastapi", "pydantic", "uvicorn", "msgspec", "aiosmtpd"} | sys.stdlib_module_names
    imported = {name.split(".")[0] for path in PACKAGE.rglob("*.py") for name in _imports(path)}
    assert imported <= allowed


def _imports(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names
