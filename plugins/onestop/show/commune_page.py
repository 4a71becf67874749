"""The content of the page of a commune: where it stands, what its points depend on, all its figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup
from sqlalchemy.engine import Row

from onestop import words
from onestop.show.charts import trend
from onestop.show.form_workbook import COLUMNS, MEMOS
from onestop.show.indicator_page import judge, parts_in_words, value_format
from onestop.show.marks import bar
from onestop.show.published import Fields, Figure, Published
from onestop.words import labels

View = dict[str, Any]

FIRST_INDICATORS = 8
"""So many scored indicators are shown at once, those that lost most; the others are folded."""
_NOTHING = Figure(0, None, None, None)
_OVERDUE = ("resolved_overdue_count", "in_progress_overdue_count")
_LOST = {"back": "points_recoverable", "gone": "points_gone", "elsewhere": "points_not_ours"}


class Communes:
    """The pages of the units; what all of them share is computed once."""

    def __init__(self, published: Published) -> None:
        self._published = published
        self._names = {code: row.name_vi for code, row in published.indicators.items()}
        self._formats: dict[str, Callable[[Decimal | None], str]] = {
            code: value_format(row) for code, row in published.indicators.items()
        }
        self._medians = {code: written(published.area_figures[code].median) for code, written in self._formats.items()}
        self._meanings = {code: _meaning(row) for code, row in published.indicators.items()}
        self._with_page = set(published.page_codes)
        self._groups: dict[str, list[str]] = {}
        for code, row in published.indicators.items():
            if row.max_points is None:
                self._groups.setdefault(row.group_vi, []).append(code)
        self._peers: dict[tuple[str, ...], list[Fields]] = defaultdict(list)
        for each in published.rows:
            if each["rank"] is not None:
                self._peers[_left_out_groups(each)].append(each)

    def __iter__(self) -> Iterator[tuple[str, View]]:
        """Yield the code of each unit, and the content of its page."""
        for row in self._published.rows:
            yield row["unit_code"], self._view(row)

    def _view(self, row: Fields) -> View:
        published, unit_id = self._published, row["unit_id"]
        of_unit = published.figures[unit_id]
        items = {item.indicator_code: item for item in published.points.get(unit_id, ())}
        peers = self._peers[_left_out_groups(row)]
        scored = [self._scored(unit_id, code, items.get(code)) for code in published.scheme_codes]
        first = sorted(scored, key=lambda each: each["lost"], reverse=True)[:FIRST_INDICATORS]
        codes = {each["code"] for each in first}
        groups = (
            (group, [self._figure(unit_id, code, None) for code in indicators if self._has_figure(unit_id, code)])
            for group, indicators in self._groups.items()
        )
        ranks = published.ranks.get(unit_id, {})
        return {
            "row": row,
            "ranked": len(peers),
            "summary": summary(row, peers, list(items.values()), self._names),
            "total": points_lost(list(items.values())),
            "ranking_targets": published.targets_of_ranking(row),
            "overdue": [
                (self._names[code], self._formats[code](of_unit[code].value)) for code in _OVERDUE if code in of_unit
            ],
            "scored": first,
            "other_scored": [each for each in scored if each["code"] not in codes],
            "figures": [(group, shown) for group, shown in groups if shown],
            "entries": published.entries_of(unit_id),
            "form": published.forms.get(unit_id, ()),
            "columns": COLUMNS,
            "memos": MEMOS,
            "basis_vi": words.table("basis")[published.publication["basis"]],
            "history": published.history,
            "ranks": [
                (each, ranks[each["publication_id"]])
                for each in reversed(published.history)
                if each["publication_id"] in ranks
            ],
            "predecessors": published.predecessors.get(unit_id, ()),
        }

    def _has_figure(self, unit_id: int, code: str) -> bool:
        return code in self._published.figures[unit_id] or bool(self._published.sector_targets_of(unit_id, code))

    def _scored(self, unit_id: int, code: str, item: Row[Any] | None) -> View:
        """Return an indicator of the scheme with its points and what became of those that were lost."""
        return {
            **self._figure(unit_id, code, item.points if item else None),
            "max_points": item.max_points if item else self._published.indicators[code].max_points,
            "points": item.points if item else None,
            "lost": (item.points_lost if item else None) or Decimal(0),
            "dossiers_to_next_point": item.dossiers_to_next_point if item else None,
            "shares": points_lost([item] if item else []),
        }

    def _figure(self, unit_id: int, code: str, points: Decimal | None) -> View:
        published, indicator = self._published, self._published.indicators[code]
        figure, written = published.figures[unit_id].get(code, _NOTHING), self._formats[code]
        previous = published.previous(unit_id, code)
        change = None if previous is None or figure.value is None else figure.value - previous
        return {
            "code": code,
            "name": indicator.name_vi,
            "has_page": code in self._with_page,
            "value": labels.value(figure.value, indicator.unit_vi, indicator.value_kind, figure.null_reason),
            "parts": parts(figure),
            "meaning": self._meanings[code] if figure.denominator is not None else "",
            "targets": published.targets_of(unit_id, code, figure.value, points),
            "sectors": [
                {
                    "name": words.text("commune_page.of_sector", sector=each.sector),
                    "value": labels.value(
                        each.figure.value, indicator.unit_vi, indicator.value_kind, each.figure.null_reason
                    ),
                    "parts": parts(each.figure),
                    "target": each.target,
                }
                for each in published.sector_targets_of(unit_id, code)
            ],
            "median": self._medians[code],
            "previous": written(previous),
            "change": labels.value_change(change, indicator.unit_vi, indicator.value_kind),
            "judged": judge(change, indicator.direction),
            "trend": trend(published.values(unit_id, code), written),
        }


def summary(row: Fields, peers: Sequence[Fields], items: Sequence[Row[Any]], names: dict[str, str]) -> list[str]:
    """Return in sentences where a unit stands, what cost most, and what would win most.

    Args:
        row: the unit in the ranking.
        peers: the units that are ranked with it, best first, itself among them.
        items: its points.
        names: of the indicators, by code.
    """
    said = [_standing(row, peers)]
    worst = max(items, key=lambda item: item.points_lost or 0, default=None)
    if worst is None or not worst.points_lost:
        return said
    said.append(
        words.text(
            "commune_page.largest_loss",
            indicator=names[worst.indicator_code],
            lost=labels.decimal(worst.points_lost),
            max=labels.decimal(worst.max_points),
        )
    )
    win = max(items, key=lambda item: item.points_recoverable or 0)
    if not win.points_recoverable:
        return [*said, words.text("commune_page.nothing_to_win")]
    gain = {"indicator": names[win.indicator_code], "points": labels.decimal(win.points_recoverable)}
    if row["rank"] is not None:
        reached = row["score"] + win.points_recoverable
        rank = 1 + sum(each["score"] > reached for each in peers if each["unit_id"] != row["unit_id"])
        if rank < row["rank"]:
            return [*said, words.text("commune_page.win_with_rank", rank=labels.whole(rank), **gain)]
    return [*said, words.text("commune_page.win", **gain)]


def _standing(row: Fields, peers: Sequence[Fields]) -> str:
    """Return rank and score of a unit, and how far the next better one is; for the first how far the next one is."""
    if row["rank"] is None:
        return words.text("commune_page.not_ranked")
    place = words.text(
        "commune_page.place",
        rank=labels.whole(row["rank"]),
        ranked=labels.whole(len(peers)),
        score=labels.decimal(row["score"]),
    )
    better = [each for each in peers if each["rank"] < row["rank"]]
    worse = [each for each in peers if each["rank"] > row["rank"]]
    if not better and not worse:
        return f"{place}."
    other = better[-1] if better else worse[0]
    gap = words.text(
        "commune_page.behind" if better else "commune_page.ahead",
        rank=labels.whole(other["rank"]),
        unit=other["unit_name"],
        points=labels.decimal(abs(other["score"] - row["score"])),
    )
    return f"{place}, {gap}."


def points_lost(items: Sequence[Row[Any]]) -> View | None:
    """Return the points of some indicators as a bar with its text: reached, recoverable, gone, of others.

    Args:
        items: points of a unit.

    Returns:
        ``bar``, ``text`` and ``reached``; None where an indicator has no points.
    """
    if not items or any(item.points is None for item in items):
        return None
    sizes = {"got": sum((item.points for item in items), Decimal(0))}
    for kind, column in _LOST.items():
        sizes[kind] = sum((getattr(item, column) or Decimal(0) for item in items), Decimal(0))
    text = "; ".join(
        words.text(f"commune_page.{kind}", points=labels.decimal(size))
        for kind, size in sizes.items()
        if size and kind != "got"
    )
    whole = sum((item.max_points for item in items), Decimal(0))
    reached = words.text("commune_page.got", points=labels.decimal(sizes["got"]), max=labels.decimal(whole))
    drawn = bar(list(sizes.items()), whole, f"{reached}; {text}" if text else reached)
    return {"bar": drawn, "text": text, "reached": reached}


def better_or_worse(change: str, judged: str) -> Markup:
    """Return a change together with a word and a colour that say whether it is good."""
    if not judged:
        return Markup("{}").format(change)
    word = words.text(f"commune_page.{judged}")
    return Markup('{} <span class="{} said">{}</span>').format(change, judged, word)


def _meaning(indicator: Row[Any]) -> str:
    """Return what numerator and denominator count, where the quotient is not a share that explains itself."""
    told = parts_in_words(indicator) if indicator.value_kind == "mean" else None
    if told is None:
        return ""
    return words.text(
        "indicator_page.parts_in_words",
        numerator=told.numerator,
        denominator=told.denominator,
        factor=told.factor,
    ).strip()


def parts(figure: Figure) -> str:
    """Return numerator and denominator as ``9/10``; a dash where nothing is divided."""
    if figure.denominator is None:
        return "–"
    return f"{labels.whole(figure.numerator)}/{labels.whole(figure.denominator)}"


def _left_out_groups(row: Fields) -> tuple[str, ...]:
    return tuple(row["groups_left_out"])
