"""The content of the pages of a publication as text, so that templates only place it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from onestop import words
from onestop.show.charts import trend
from onestop.show.commune_page import parts
from onestop.show.marks import bar
from onestop.show.published import Fields, Figure, Published, Target
from onestop.words import labels

View = dict[str, Any]

_NOTHING = Figure(0, None, None, None)


def target_result(target: Target) -> Markup:
    """Return in words whether a target is met."""
    if target.note:
        return Markup('<span class="soft">({})</span>').format(target.note)
    if target.is_met is None:
        return Markup("–")
    if target.is_met:
        return Markup('<span class="good">{}</span>').format(words.text("page.target_met"))
    return Markup('<span class="bad">{}</span>').format(words.text("page.target_missed"))


def ranking(published: Published) -> View:
    """Return the content of the page of the ranking."""
    rows, before = published.rows, published.publication["previous_publication_id"]
    return {
        "rows": rows,
        "ranked": _count_ranked(published),
        "left_out": _left_out(rows),
        "figures": _shown_figures(published),
        "has_online": any(row["online_rate"] is not None for row in rows),
        "has_grade": any(row["grade"] for row in rows),
        "has_form": any(row["resolved_total"] is not None for row in rows),
        "bars": _bars(rows),
        "trends": {row["unit_id"]: _score_trend(published, row) for row in rows},
        "grades": _grade_colours(published.grades),
        "compared_with": next(
            (each for each in published.history[:-1] if each["publication_id"] == before),
            None,
        ),
        "groups": published.groups,
        "explained": published.explained,
        "definitions": [published.indicators[code] for code in published.scheme_codes],
        "basis_vi": words.table("basis")[published.publication["basis"]],
    }


def _left_out(rows: Sequence[Fields]) -> list[tuple[int, str]]:
    """Return the number of units whose scores leave out the same groups, and the names of the groups."""
    counted = Counter(text for row in rows if row["score"] is not None and (text := labels.left_out(row)))
    return [(count, text) for text, count in counted.items()]


def _shown_figures(published: Published) -> View | None:
    """Return the few indicators of a ranking that is no overview, with the values of each unit."""
    if published.publication["is_overview"]:
        return None
    scored = [published.indicators[code] for code in published.scheme_codes]
    cells = {}
    for row in published.rows:
        of_unit = published.figures[row["unit_id"]]
        found = [(each, of_unit.get(each.indicator_code, _NOTHING)) for each in scored]
        cells[row["unit_id"]] = [
            (labels.value(figure.value, each.unit_vi, each.value_kind, figure.null_reason), parts(figure))
            for each, figure in found
        ]
    return {"indicators": scored, "cells": cells}


def _count_ranked(published: Published) -> int:
    return sum(row["rank"] is not None for row in published.rows)


def _bars(rows: Sequence[Fields]) -> dict[int, Markup]:
    """Return a bar for the score of each unit, all drawn to the largest score that a unit can have."""
    whole = max((row["max_points"] for row in rows if row["max_points"] is not None), default=Decimal(0))
    return {
        row["unit_id"]: Markup("")
        if row["score"] is None
        else bar(
            [("got", row["score"])],
            whole,
            words.text("ranking_page.bar", score=labels.decimal(row["score"]), max=labels.decimal(row["max_points"])),
        )
        for row in rows
    }


def _score_trend(published: Published, row: Fields) -> Markup:
    """Return the scores of a unit through the periods; those that count other groups are left out."""
    ranks = published.ranks.get(row["unit_id"], {})
    found = (ranks.get(each["publication_id"]) for each in published.history)
    scores = [
        each.score if each is not None and each.groups_left_out == row["groups_left_out"] else None for each in found
    ]
    return trend(scores, labels.decimal)


def _grade_colours(grades: Sequence[str]) -> dict[str, str]:
    """Return good for the upper grades and bad for the two lowest, where a scheme has at least four.

    Args:
        grades: of the scheme, the best first.
    """
    if len(grades) < 4:
        return {}
    return dict.fromkeys(grades[:-3], "good") | dict.fromkeys(grades[-2:], "bad")
