"""Rows of the views of figures in a case: what is stored so that the views show them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.statements.reading import Rows, Values
from tests.support.figures import as_stored, balanced

VIEWS = frozenset({"mart.period_figure", "mart.form_ii06a"})
_FREE = "ALTER TABLE mart.figure DROP CONSTRAINT IF EXISTS figure_balances"
_PERIOD = """
INSERT INTO mart.period (period_id, kind, period_start, period_end, state, counted_to)
SELECT period_id, part[1], part[2]::date, part[3]::date, 'closed', part[3]::date
FROM (SELECT %(period_id)s::text AS period_id, string_to_array(%(period_id)s, ':') AS part) AS told
ON CONFLICT (period_id) DO NOTHING
"""
_UNIT = """
INSERT INTO core.unit (unit_id, kind, unit_code, name, name_sort, valid)
VALUES (%(unit_id)s, 'commune', %(unit_code)s, 'x', 'x', '(,)')
ON CONFLICT (unit_id) DO NOTHING
"""
_FIGURE = """
INSERT INTO mart.figure
SELECT (
    jsonb_populate_record(NULL::mart.figure, %(row)s::jsonb || jsonb_build_object('period_no', period.period_no))
).*
FROM mart.period WHERE period.period_id = %(period_id)s
"""


def put_figures(ask: Callable[[str, Values], Any], table: str, rows: Rows) -> None:
    """Store what makes a view show these rows and no others; periods and units that are not there come with them."""
    if table == "mart.form_ii06a":
        ask(_FREE, {})
    ask("DELETE FROM mart.figure", {})
    for row in rows:
        ask(_PERIOD, row)
        key = {"subject_kind": "unit", "subject_id": row.get("unit_id"), **_key(row)}
        if table == "mart.form_ii06a":
            ask(_UNIT, {"unit_code": "x", **row})
            stored = as_stored({name: n for name, n in row.items() if isinstance(n, int) and name != "unit_id"})
        else:
            stored = balanced(as_stored(row.get("figures", {})))
        ask(_FIGURE, {"period_id": row["period_id"], "row": json.dumps({**stored, **key})})


def _key(row: Values) -> Values:
    return {name: row[name] for name in ("subject_kind", "subject_id", "basis", "sector_code") if name in row}
