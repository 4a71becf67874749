"""What the simulated city consists of: communes, other agencies, and the procedures they carry out."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from importlib.resources import files

import msgspec
from msgspec.structs import replace

from simulator.localtime import SECONDS_PER_DAY, day_number

PROVINCE_CODE = "H57"
"""Agency code of the People's Committee of thành phố Huế (a centrally run city)."""


class LimitUnit(StrEnum):
    """Unit of a time limit, in the source's spelling."""

    WORKING_DAYS = "ngay_lam_viec"
    CALENDAR_DAYS = "ngay"
    HOURS = "gio"


REFORM = day_number(date(2025, 7, 1)) * SECONDS_PER_DAY
"""The moment at which the communes of before went into those of today."""


class Commune(msgspec.Struct, frozen=True):
    """A commune-level unit: a phường (ward) or a xã (rural commune).

    One that ended with the reform of 1 July 2025 has ``valid_to`` and the ``successor`` that took it over whole.
    """

    statistical_code: str
    name: str
    kind: str
    agency_code: str
    valid_from: str
    valid_to: str = ""
    successor: "Commune | None" = None

    @property
    def unit_key(self) -> str:
        """Return its code in the truth: the statistical code, or the agency code of a unit that has ended."""
        return self.agency_code if self.successor else self.statistical_code

    def at(self, moment: int) -> "Commune":
        """Return who it is at a moment (local seconds): itself, or since the reform its successor."""
        return self.successor if self.successor and moment >= REFORM else self


class Agency(msgspec.Struct, frozen=True):
    """A unit that is no commune: the province (level 1) or a vertical agency such as the police (level 4)."""

    agency_code: str
    name: str
    level: str
    parent: str
    valid_from: str
    valid_to: str = ""


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
    valid_from: str = "20250701"

    @property
    def code(self) -> str:
        """Return the code as this source sends it: the national one, or the province's copy of it."""
        return f"{self.national_code}.000.00.00.{PROVINCE_CODE}" if self.province_form else self.national_code

    @property
    def limit_in_force(self) -> int:
        """Return the limit that a due date is computed from."""
        return self.limit if self.promised is None else self.promised

    @property
    def in_hours(self) -> bool:
        """Return whether timeliness is judged by the minute instead of by the date."""
        return self.limit_unit is LimitUnit.HOURS


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("simulator") / "data" / name).read_text(encoding="utf-8")
    return csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def load_communes() -> list[Commune]:
    """Return all communes of the city, by statistical code."""
    return [_commune(row) for row in _rows("communes.csv")]


def load_former_communes(communes: Iterable[Commune]) -> list[Commune]:
    """Return what some communes consisted of up to the reform, by statistical code. None of the city's was divided."""
    successors = {commune.statistical_code: commune for commune in communes}
    return [
        replace(_commune(row), valid_to=row["valid_to"], successor=successors[row["successor"]])
        for row in _rows("former_communes.csv")
        if row["successor"] in successors
    ]


def _commune(row: Mapping[str, str]) -> Commune:
    return Commune(row["statistical_code"], row["name"], row["kind"], row["agency_code"], row["valid_from"])


def load_agencies() -> list[Agency]:
    """Return the province and the vertical agencies."""
    return [Agency(**row) for row in _rows("agencies.csv")]


def load_procedures() -> list[Procedure]:
    """Return the procedures of the catalogue."""
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
