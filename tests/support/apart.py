"""Cases that do not touch each other and are read together: each happens in a commune of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.support.scripted import COMMUNE, PROVINCE, Record, Script, commune, script_of
from tests.support.warehouse import Warehouse

KEYS = ("MaHoSo", "MaSuKien", "MaHoSoLT", "MaPAKN")
"""Fields that say which record one is."""

Sent = Mapping[str, Iterable[Record]]
"""Records of the usual commune by feed."""


def communes_of(cases: Iterable[str]) -> dict[str, Record]:
    """Return a commune for each case, named like it; the usual communes are none of them."""
    return {name: commune(f"H57.32.{n:02}", f"{20000 + 3 * n}", name) for n, name in enumerate(cases, start=1)}


def moved_to(agency: str, record: Record) -> Record:
    """Return a record of the usual commune as one of another, with keys of its own."""
    moved = {
        name: value.replace(COMMUNE["MaDonVi"], agency) if isinstance(value, str) else value
        for name, value in record.items()
    }
    for key in KEYS:
        if moved.get(key) and agency not in moved[key]:
            moved[key] += f"-{agency}"
    return moved


def side_by_side(cases: Mapping[str, Sent], more_units: Sequence[Record] = (), **said: Any) -> Script:
    """Return a script that sends each case in its commune; for what else is said see ``script_of``."""
    communes = communes_of(cases)
    feeds: dict[str, list[Record]] = {"dossiers": []}
    for name, sent in cases.items():
        for feed, records in sent.items():
            feeds.setdefault(feed, []).extend(moved_to(communes[name]["MaDonVi"], record) for record in records)
    units = [PROVINCE, COMMUNE, *more_units, *communes.values()]
    return script_of(feeds.pop("dossiers"), units=units, **feeds, **said)


def read_side_by_side(
    warehouse: Warehouse, cases: Mapping[str, Sent], more_units: Sequence[Record] = (), **said: Any
) -> None:
    """Read the cases at once, and count them by months; no batch is held, however unusual all of it is."""
    warehouse.keep_periods("month")
    warehouse.hold_nothing()
    warehouse.read_and_refresh(side_by_side(cases, more_units, **said))


def counted_days(warehouse: Warehouse, like: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """Return for each case the days on which its commune is counted, by measure, a day as often as it counts.

    Args:
        warehouse: where the cases were read.
        like: patterns of names of measures.
    """
    rows = warehouse.query(
        "SELECT unit.name, measure, day, sum(n)::integer AS n FROM core.applied_count "
        "INNER JOIN core.unit ON receiving_unit_id = unit_id WHERE measure LIKE ANY(%(like)s) "
        "GROUP BY unit.name, measure, day ORDER BY unit.name, measure, day",
        {"like": list(like)},
    )
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        found.setdefault(row.name, {}).setdefault(row.measure, []).extend([row.day.isoformat()] * row.n)
    return found
