"""What the simulated city consists of: communes, other agencies, and the procedures they carry out."""

import csv
from collections.abc import Iterator
from enum import StrEnum
from importlib.resources import files

import msgspec

PROVINCE_CODE = "H57"
"""Agency code of the People's Committee of thành phố Huế (a centrally run city)."""


class LimitUnit(StrEnum):
    """Unit of a time limit, in the source's spelling."""

    WORKING_DAYS = "ngay_lam_viec"
    CALENDAR_DAYS = "ngay"
    HOURS = "gio"


class Commune(msgspec.Struct, frozen=True):
    """A commune-level unit: a phường (ward) or a xã (rural commune)."""

    statistical_code: str
    name: str
    kind: str
    agency_code: str
    valid_from: str


class Agency(msgspec.Struct, frozen=True):
    """A unit that is no commune: the province (level 1) or a vertical agency such as the police (level 4)."""

    agency_code: str
    name: str
    level: str
    parent: str
    valid_from: str


class Procedure(msgspec.Struct, frozen=True):
    """An administrative procedure (thủ tục hành chính).

    ``limit`` and ``promised`` count ``limit_unit``; ``promised`` is the province's shorter limit, or None.
    ``fee_vnd`` is the fee of one dossier in đồng. ``weight`` says how often it is asked for, relative to the
    others.
    """

    national_code: str
    name: str
    sector_code: str
    sector_name: str
    limit: int
    limit_unit: LimitUnit
    promised: int | None = None
    fee_vnd: int = 0
    online_level: str = "4"
    has_result: bool = True
    interlinked_group: str = ""
    province_form: bool = False
    automatic: bool = False
    competent_agency: str = ""
    weight: int = 1
    busy_months: frozenset[int] = frozenset()

    @property
    def code(self) -> str:
        """The code as this source sends it: the national one, or the province's copy of it."""
        return f"{self.national_code}.000.00.00.{PROVINCE_CODE}" if self.province_form else self.national_code

    @property
    def limit_in_force(self) -> int:
        """The limit that a due date is computed from."""
        return self.limit if self.promised is None else self.promised

    @property
    def in_hours(self) -> bool:
        """Whether timeliness is judged by the minute instead of by the date."""
        return self.limit_unit is LimitUnit.HOURS


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("simulator") / "data" / name).read_text(encoding="utf-8")
    return csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def load_communes() -> list[Commune]:
    """All communes of the city, by statistical code."""
    return [Commune(**row) for row in _rows("communes.csv")]


def load_agencies() -> list[Agency]:
    """The province and the vertical agencies."""
    return [Agency(**row) for row in _rows("agencies.csv")]


def load_procedures() -> list[Procedure]:
    """The procedures of the catalogue."""
    return [_procedure(row) for row in _rows("procedures.csv")]


def _procedure(row: dict[str, str]) -> Procedure:
    return Procedure(
        national_code=row["national_code"],
        name=row["name"],
        sector_code=row["sector_code"],
        sector_name=row["sector_name"],
        limit=int(row["limit"]),
        limit_unit=LimitUnit(row["limit_unit"]),
        promised=int(row["promised"]) if row["promised"] else None,
        fee_vnd=int(row["fee_vnd"]),
        online_level=row["online_level"],
        has_result=row["has_result"] == "1",
        interlinked_group=row["interlinked_group"],
        province_form=row["province_form"] == "1",
        automatic=row["automatic"] == "1",
        competent_agency=row["competent_agency"],
        weight=int(row["weight"]),
        busy_months=frozenset(int(month) for month in row["busy_months"].split()),
    )
