"""The way from a ranking to its dossiers, on the internal site.

Of each area, scheme and kind of period the latest overview has a page with all its units, and for each unit a page
with the dossiers that every indicator counts against it. What a publication counts never changes, so its pages are
made once, and removed when another publication is the latest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy.engine import Connection

from onestop import words
from onestop.config.settings import Settings
from onestop.show.published import read_rows
from onestop.words import labels

Row = Mapping[str, Any]

RANKINGS, FIGURES = "bang", "so-lieu"
MOST_DOSSIERS = 300
"""Dossiers of an indicator that a page lists; it says how many more there are."""
MOST_RANKINGS = 6
"""Rankings whose pages one run makes, the latest first; the next run makes more."""
ENDED = frozenset({3, 7, 8, 9, 10})
"""Statuses of a dossier that has ended."""


@dataclass
class Ranking:
    """A ranking whose figures can be followed to their dossiers.

    Attributes:
        head: a row of ``show/list_rankings_to_open.sql``.
        is_latest: whether it is the latest of its area and scheme.
        items: rows of ``show/list_ranking_items.sql`` by unit; read for the latest only.
    """

    head: Row
    is_latest: bool
    items: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """Its publication."""
        return int(self.head["publication_id"])

    @property
    def path(self) -> str:
        """The path of its page below the site's folder."""
        return f"{RANKINGS}/{self.number}.html"

    def unit_path(self, unit_code: str) -> str:
        """Return the path of the page with the dossiers of a unit."""
        return f"{FIGURES}/{self.number}/{file_name(unit_code)}"

    def points_each(self, unit_code: str) -> Decimal | None:
        """Return how many points one overdue dossier more costs a unit; None if the ranking does not say."""
        each = [
            row["points_each"] for row in self.items.get(unit_code, ()) if row["is_about_time"] and row["points_each"]
        ]
        return sum(each, Decimal(0)) if each else None

    def public_url(self, settings: Settings, unit_code: str) -> str | None:
        """Return the address of the unit's page on the public site; None where the ranking has no page yet."""
        if not self.head["public_path"]:
            return None
        return settings.page_url(str(PurePosixPath(self.head["public_path"]).parent / "don-vi" / f"{unit_code}.html"))


def file_name(unit_code: str) -> str:
    """Return the name of a unit's file, safe for any code that a source sends."""
    return f"{re.sub(r'[^0-9A-Za-z.-]', '_', unit_code).lstrip('.')}.html"


def read_rankings(connection: Connection) -> list[Ranking]:
    """Return the rankings to open, the latest first, with the figures of those that are the latest of their scheme."""
    seen: set[tuple[Any, Any]] = set()
    rankings = []
    for head in read_rows(connection, "show/list_rankings_to_open.sql"):
        key = (head["area_id"], head["scheme_code"])
        rankings.append(Ranking(head, key not in seen))
        seen.add(key)
    latest = {ranking.number: ranking for ranking in rankings if ranking.is_latest}
    for (number, code), rows in _read_items(connection, list(latest)).items():
        latest[number].items[code] = rows
    return rankings


def _read_items(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, str], list[Row]]:
    found: dict[tuple[int, str], list[Row]] = {}
    for row in read_rows(connection, "show/list_ranking_items.sql", {"publication_ids": list(numbers)}):
        found.setdefault((row["publication_id"], row["unit_code"]), []).append(with_value(row))
    return found


def with_value(row: Row) -> dict[str, Any]:
    """Return an item with its figure as text: ``75,86% (22/29)``."""
    value = labels.value(row["value"], row["unit_vi"], row["value_kind"], row["null_reason"])
    parts = [row["numerator"], row["denominator"]]
    if row["value_kind"] != "count" and all(part is not None for part in parts) and row["denominator"]:
        value = words.text("figure.of_counts", value=value, counts="/".join(labels.exact(part) for part in parts))
    return {**row, "shown": value}


def missing(rankings: Iterable[Ranking], folder: Path) -> list[Ranking]:
    """Return the rankings whose pages are to be made in this run.

    The page of a ranking is written after those of its units, so it says that all are there.
    """
    return [ranking for ranking in rankings if not (folder / ranking.path).exists()][:MOST_RANKINGS]


def read_figures(connection: Connection, ranking: Ranking) -> dict[str, list[Row]]:
    """Return the figures of each unit of a ranking, best rank first."""
    return {code: rows for (_, code), rows in _read_items(connection, [ranking.number]).items()}


def read_dossiers(connection: Connection, ranking: Ranking) -> dict[tuple[str, str], list[Row]]:
    """Return the dossiers that count against each unit of a ranking, by unit and indicator."""
    parameters = {"publication_id": ranking.number, "most": MOST_DOSSIERS}
    found = read_rows(connection, "show/list_dossiers_against.sql", parameters)
    return {
        key: [{**row, **_names(row)} for row in rows]
        for key, rows in groupby(found, key=lambda row: (row["unit_code"], row["indicator_code"]))
    }


def _names(row: Row) -> dict[str, str | None]:
    return {
        "step_vi": words.table("step").get(row["step"]),
        "cause_vi": words.table("cause").get(row["cause_code"]),
        "todo": _what_can_be_done(row),
    }


def _what_can_be_done(row: Row) -> str | None:
    """Return what the office can still do about a dossier; None where the record is no dossier."""
    if row["status"] is None:
        return None
    if row["status"] not in ENDED:
        return words.text("dossiers_page.still_open")
    if row["cause_code"] in (None, "unit"):
        return words.text("dossiers_page.ended")
    return words.text("dossiers_page.objectionable")


def paths_of(rankings: Sequence[Ranking], folder: Path) -> set[str]:
    """Return the paths of pages that stay: those of these rankings."""
    kept = {ranking.path for ranking in rankings}
    for ranking in rankings:
        kept |= {str(path.relative_to(folder)) for path in folder.glob(f"{FIGURES}/{ranking.number}/*.html")}
    return kept
