"""Figures that a test gives to a unit or area, by the names under which they are read."""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator.measures import Measures, read_measures
from tests.support.warehouse import Warehouse

MEASURES: Measures = read_measures()
STORED = frozenset(column.name for column in MEASURES.stored)
DISTINCT = {one.measure: list(one.parts or ())[-1] for one in MEASURES.of_kind("distinct")}


def as_stored(figures: Mapping[str, int]) -> dict[str, int]:
    """Return columns of mart.figure that come to these figures.

    What a sum has more than its given parts goes to the last part that nothing is told of.

    Raises:
        ValueError: no part is left for it, or the parts come to more than their sum.
    """
    stored = {name: n for name, n in figures.items() if name in STORED}
    told = set(stored)
    sums = [one for one in MEASURES.of_kind("sum") if one.measure in figures]
    for measure in sorted(sums, key=lambda one: len(MEASURES.terms(one))):
        terms = MEASURES.terms(measure)
        rest = figures[measure.measure] - sum(stored.get(term, 0) for term in terms)
        free = [term for term in terms if term not in told]
        if rest < 0 or (rest and not free):
            msg = f"{measure.measure} cannot be {figures[measure.measure]}: its parts come to something else"
            raise ValueError(msg)
        if rest:
            stored[free[-1]] = rest
        told.update(terms)
    return {name: n for name, n in stored.items() if n}


def balanced(stored: Mapping[str, int]) -> dict[str, int]:
    """Return columns that balance: what is missing on one side was handed over."""
    came, went = (
        sum(stored.get(term, 0) for name in names for term in MEASURES.terms(MEASURES.named(name)))
        for names in (("received_total", "transferred_in"), ("ended_total", "in_progress_total", "transferred_out"))
    )
    column = "transferred_out" if came > went else "transferred_in"
    return {**stored, column: stored.get(column, 0) + abs(came - went)} if came != went else dict(stored)


def give_figures(
    warehouse: Warehouse,
    subject: tuple[str, int],
    period_id: str,
    figures: Mapping[str, int],
    *,
    basis: str = "receiving",
    sector_code: str = "*",
) -> None:
    """Let a unit or area have these figures, and no others but what makes them balance.

    A number of procedures comes from counts of the first day, which nothing else reads.
    """
    kind, subject_id = subject
    key = {"kind": kind, "id": subject_id, "period_id": period_id, "basis": basis, "sector": sector_code}
    warehouse.execute(
        "DELETE FROM mart.figure USING mart.period WHERE period.period_no = figure.period_no "
        "AND period_id = %(period_id)s AND subject_kind = %(kind)s AND subject_id = %(id)s AND basis = %(basis)s "
        "AND sector_code = %(sector)s",
        key,
    )
    warehouse.execute(
        "INSERT INTO mart.figure SELECT (jsonb_populate_record(NULL::mart.figure, %(stored)s::jsonb || "
        "jsonb_build_object('period_no', period_no, 'basis', %(basis)s, 'subject_kind', %(kind)s, "
        "'subject_id', %(id)s, 'sector_code', %(sector)s))).* FROM mart.period WHERE period_id = %(period_id)s",
        {**key, "stored": json.dumps(balanced(as_stored(figures)))},
    )
    _give_procedures(warehouse, subject_id, period_id, figures)


def unit_id_of(warehouse: Warehouse, unit_code: str) -> int:
    """Return the number of the unit that a source named by a code."""
    found = warehouse.query("SELECT unit_id FROM core.unit WHERE unit_code = %(code)s AND is_fed", {"code": unit_code})
    return int(found[0].unit_id)


def _give_procedures(warehouse: Warehouse, unit_id: int, period_id: str, figures: Mapping[str, int]) -> None:
    """Count as many procedures as the figures say on the first day of the period."""
    asked = {name: n for name, n in figures.items() if name in DISTINCT}
    if not asked:
        return
    rows = [
        {"procedure_code": f"P{place}"} | {DISTINCT[name]: 1 for name, n in asked.items() if place <= n}
        for place in range(1, max(asked.values()) + 1)
    ]
    warehouse.execute(
        "INSERT INTO core.day_count SELECT one.* FROM mart.period CROSS JOIN LATERAL jsonb_populate_recordset("
        "jsonb_populate_record(NULL::core.day_count, jsonb_build_object('day', period_start, "
        "'receiving_unit_id', %(unit_id)s, 'responsible_unit_id', 0, 'holding_unit_id', 0, 'sector_code', '?')), "
        "%(rows)s::jsonb) AS one WHERE period_id = %(period_id)s",
        {"unit_id": unit_id, "period_id": period_id, "rows": json.dumps(rows)},
    )
