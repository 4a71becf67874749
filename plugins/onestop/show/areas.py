"""The content of the front page and of the pages of areas: headline figures, largest moves, tiles of all communes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean
from typing import Any

from sqlalchemy.engine import Connection

from onestop import words
from onestop.show.published import Fields, read_rows
from onestop.show.shapes import shade_of
from onestop.words import labels

View = dict[str, Any]

SIGNS = ("–", "▼▼", "▼", "●", "▲", "▲▲")
"""What a tile shows beside its colour, from without a figure to the best."""
HEADLINE_FIGURES = 5
"""So many indicators are in the headline, those that give the most points."""
MOVERS = 5
"""So many units are listed that moved up, and as many that moved down."""
FAMILIES = {
    "day": "week", "week": "week", "rolling_4_weeks": "week",
    "month": "month", "report_month": "month",
    "quarter": "quarter", "report_quarter": "quarter",
}  # fmt: skip
"""The heading below which a kind of period is listed; longer ones are below that of the year."""


@dataclass(frozen=True)
class Indicator:
    """A scored indicator of the whole area and of each unit.

    Attributes:
        definition: a row of ``show/read_headline_figures.sql``, with name, unit and most points.
        area: the row of the whole area, None without one.
        units: the row of each unit by its number.
    """

    definition: Fields
    area: Fields | None
    units: Mapping[int, Fields]


@dataclass(frozen=True)
class Overview:
    """The ranking that the page of an area shows first.

    Attributes:
        publication: the row of ``show/list_pages.sql``.
        previous: the row of the publication that it is compared with, None without one.
        units: rows of ``show/read_headline_units.sql``, by name.
        indicators: by code, in the order of the scheme.
    """

    publication: Fields
    previous: Fields | None
    units: Sequence[Fields]
    indicators: Mapping[str, Indicator]

    def view(self) -> View:
        """Return the headline, the moves, and the tiles coloured by the total score."""
        return {
            "publication": self.publication,
            "previous": self.previous,
            "headline": [*self._scores(), *(self._fact(each) for each in self._largest())],
            "up": self._movers(1),
            "down": self._movers(-1),
            "choices": [(code, each.definition["name_vi"]) for code, each in self.indicators.items()],
            "tiles": [
                _tile(row, labels.score({**row, "groups_left_out": ()}), _shade(row["score"], row["max_points"]))
                for row in self.units
            ],
            "legend": _legend(),
        }

    def maps(self) -> Iterator[tuple[str, View]]:
        """Yield the code of each scored indicator, and the content of the page of its tiles."""
        shared = self.view()
        for code, each in self.indicators.items():
            tiles = [_tile(row, *_unit_figure(each, row["unit_id"])) for row in self.units]
            name = each.definition["name_vi"]
            yield code, {**shared, "code": code, "name": name, "headline": [self._fact(each)], "tiles": tiles}

    def _scores(self) -> list[View]:
        scores = [row["score"] for row in self.units if row["score"] is not None]
        changes = [row["score_change"] for row in self.units if row["score_change"] is not None]
        if not scores:
            return []
        change = mean(changes) if changes else None
        name = words.text("area_page.mean_score")
        return [{"name": name, "value": labels.decimal(mean(scores)), **_change(change, labels.change(change), 1)}]

    def _largest(self) -> list[Indicator]:
        known = [each for each in self.indicators.values() if each.area and each.area["value"] is not None]
        largest = sorted(known, key=lambda each: each.definition["max_points"], reverse=True)[:HEADLINE_FIGURES]
        return [each for each in known if each in largest]

    def _fact(self, indicator: Indicator) -> View:
        definition, area = indicator.definition, indicator.area
        value, before = (area["value"], area["value_before"]) if area else (None, None)
        unit_vi, kind = definition["unit_vi"], definition["value_kind"]
        change = None if value is None or before is None else value - before
        good = {"higher_is_better": 1, "lower_is_better": -1}.get(definition["direction"], 0)
        shown = labels.value(value, unit_vi, kind, area["null_reason"] if area else None)
        changed = _change(change, labels.value_change(change, unit_vi, kind), good)
        return {"name": definition["name_vi"], "value": shown, **changed}

    def _movers(self, direction: int) -> list[View]:
        moved = [
            {**row, "places": (row["previous_rank"] - row["rank"]) * direction}
            for row in self.units
            if row["rank"] is not None and row["previous_rank"] is not None
        ]
        return sorted((row for row in moved if row["places"] > 0), key=lambda row: (-row["places"], row["rank"]))[
            :MOVERS
        ]


def read_overviews(connection: Connection, publications: Sequence[Fields]) -> dict[str, Overview]:
    """Read what the pages of all areas show first, in three statements.

    Args:
        connection: an open transaction.
        publications: the rows of ``show/list_pages.sql``.

    Returns:
        The overviews by the code of the area.

    Raises:
        WarehouseError: a statement failed.
    """
    by_id = {row["publication_id"]: row for row in publications}
    chosen = {
        row["publication_id"]: row["area_code"]
        for row in read_rows(connection, "show/list_headlines.sql")
        # One that was published meanwhile has no page yet.
        if row["publication_id"] in by_id
    }
    parameters = {"publication_ids": sorted(chosen)}
    units = _by_publication(read_rows(connection, "show/read_headline_units.sql", parameters))
    figures = _by_publication(read_rows(connection, "show/read_headline_figures.sql", parameters))
    return {
        area_code: Overview(
            publication=by_id[number],
            previous=by_id.get(by_id[number]["previous_publication_id"]),
            units=units[number],
            indicators=_indicators(figures[number]),
        )
        for number, area_code in chosen.items()
    }


def group_periods(publications: Sequence[Fields]) -> list[tuple[str, list[tuple[str, list[Fields]]]]]:
    """Return the publications of an area by week, month, quarter and year, and in each by scheme and kind of period."""
    groups: dict[str, dict[tuple[str, int, str], list[Fields]]] = {
        family: defaultdict(list) for family in ("week", "month", "quarter", "year")
    }
    for row in publications:
        kind = (row["scheme_name"], row["period_ordinal"], row["period_kind_vi"])
        groups[FAMILIES.get(row["period_kind"], "year")][kind].append(row)
    return [
        (
            words.table("period_family")[family],
            [(f"{scheme}: {kind}", rows) for (scheme, _, kind), rows in sorted(kinds.items())],
        )
        for family, kinds in groups.items()
        if kinds
    ]


def freshness(sources: Sequence[Fields]) -> str:
    """Return in one sentence how far the sources of an area were read.

    Args:
        sources: rows of ``show/list_area_sources.sql`` of one area.
    """
    count = len({row["source_id"] for row in sources})
    read_to = [row["as_of"] for row in sources if row["as_of"] is not None]
    if not read_to:
        return words.text("area_page.sources_unread", count=count)
    moment = labels.moment(min(read_to))
    unread = len({row["source_id"] for row in sources if row["as_of"] is None})
    if unread:
        return words.text("area_page.some_unread", count=count, moment=moment, unread=unread)
    return words.text("area_page.sources_read", count=count, moment=moment)


def _by_publication(rows: Sequence[Fields]) -> dict[int, list[Fields]]:
    found: dict[int, list[Fields]] = defaultdict(list)
    for row in rows:
        found[row["publication_id"]].append(row)
    return found


def _indicators(rows: Sequence[Fields]) -> dict[str, Indicator]:
    found: dict[str, list[Fields]] = defaultdict(list)
    for row in rows:
        found[row["indicator_code"]].append(row)
    return {
        code: Indicator(
            definition=of_code[0],
            area=next((row for row in of_code if row["subject_kind"] == "area"), None),
            units={row["subject_id"]: row for row in of_code if row["subject_kind"] == "unit"},
        )
        for code, of_code in found.items()
    }


def _unit_figure(indicator: Indicator, unit_id: int) -> tuple[str, int]:
    row = indicator.units.get(unit_id)
    if row is None:
        return "–", 0
    shown = labels.value(row["value"], row["unit_vi"], row["value_kind"], row["null_reason"])
    return shown, 0 if row["value"] is None else _shade(row["points"], row["max_points"])


def _shade(points: Decimal | None, most: Decimal) -> int:
    """Return the colour of points: 1 far from the most, 5 near to it, 0 without any."""
    return 0 if points is None or not most else shade_of(points / most)


def _tile(row: Fields, value: str, shade: int) -> View:
    return {"code": row["unit_code"], "name": row["unit_name"], "value": value, "shade": shade, "sign": SIGNS[shade]}


def _legend() -> list[tuple[int, str, str]]:
    """Return number, sign and words of each colour, the best first."""
    shades = words.table("tile")
    return [(shade, SIGNS[shade], shades[f"s{shade}"]) for shade in (5, 4, 3, 2, 1, 0)]


def _change(change: Decimal | None, shown: str, good: int) -> View:
    """Return a change with its sign and whether it is for the better; good is 1 where more is better, -1 where less."""
    if change is None:
        return {"change": "", "judged": ""}
    judged = "" if not change or not good else ("good" if (change > 0) == (good > 0) else "bad")
    sign = "" if not change else ("▲ " if change > 0 else "▼ ")
    return {"change": f"{sign}{shown}", "judged": judged}
