"""Multiplies the stored dossiers inside the warehouse, so that millions need not be read from a source.

A copy of a dossier has another code and another case; its events, payments, flags, survey answers, feedback and
interlinked requests are copied with it and name the copy. Everything else is the same: the units, the days, the
procedures. So the form and the figures of a unit are those of so many times as many dossiers.
"""

from __future__ import annotations

from tests.support.warehouse import Warehouse

TABLES = (
    'core."case"',
    "core.dossier",
    "core.superseded_dossier",
    "core.event",
    "core.payment",
    "core.survey",
    "core.feedback",
    "core.interlinked",
    "core.flag",
)
CODES = ("dossier_code", "other_code", "record_key", "request_code", "form_code", "feedback_code")
CASES = ("case_id", "counted_as")
BATCH = 100_000
"""So many copies of rows at most are written by one statement, that no transaction holds all of them."""

COLUMNS = """
SELECT column_name AS name FROM information_schema.columns
WHERE format('%%I.%%I', table_schema, table_name) = %(table)s AND is_generated = 'NEVER' ORDER BY ordinal_position
"""
TOUCH = """
WITH change AS (
    INSERT INTO audit.change (publish_seq, kind, recorded_at)
    SELECT max(publish_seq) + 1, 'rebuild', '2026-10-01T06:30:00+07:00' FROM audit.change
    RETURNING publish_seq
),

copied AS (
    SELECT case_id FROM core."case"
    UNION
    SELECT counted_as FROM core.survey
    UNION
    SELECT counted_as FROM core.feedback
    UNION
    SELECT counted_as FROM core.interlinked
)

INSERT INTO audit.touched (publish_seq, case_id)
SELECT change.publish_seq, copied.case_id
FROM change CROSS JOIN copied
WHERE NOT EXISTS (SELECT 1 FROM audit.touched AS known WHERE known.case_id = copied.case_id)
"""


def multiply(warehouse: Warehouse, copies: int) -> None:
    """Let there be so many of each stored dossier, the original included, and touch the cases of the new ones."""
    if copies < 2:
        return
    for table in TABLES:
        _copy(warehouse, table, copies)
        warehouse.execute(f"ANALYZE {table}")
    warehouse.execute(TOUCH)
    warehouse.execute("ANALYZE audit.touched")


def _copy(warehouse: Warehouse, table: str, copies: int) -> None:
    names = [row.name for row in warehouse.query(COLUMNS, {"table": table})]
    stored = warehouse.query(f"SELECT count(*) AS n FROM {table}")[0].n
    at_once = max(1, BATCH // max(1, stored))
    taken = f"SELECT {', '.join(map(_copied, names))} FROM {table} AS t CROSS JOIN generate_series(%(a)s, %(b)s) AS n"
    # Only what was read is copied, not the copies of the statement before.
    taken += f" WHERE {_key(names)} NOT LIKE '%%~%%'"
    for first in range(1, copies, at_once):
        last = min(copies - 1, first + at_once - 1)
        warehouse.execute(f"INSERT INTO {table} ({', '.join(names)}) {taken}", {"a": first, "b": last})


def _copied(name: str) -> str:
    if name in CODES:
        return f"t.{name} || '~' || n"
    if name in CASES:
        return f"md5(t.{name} || '~' || n)::uuid"
    return f"t.{name}"


def _key(names: list[str]) -> str:
    return "t.record_key" if "record_key" in names else "t.dossier_code"
