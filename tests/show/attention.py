"""Dossiers that need attention, put where the pages look for them."""

from __future__ import annotations

from typing import Any

from tests.support.warehouse import Warehouse

_ROW = """
    INSERT INTO mart.overdue_dossier (
        source_id, dossier_code, case_id, unit_id, unit_code, holding_unit_id, holding_unit_code, holding_since, step,
        procedure_code, submitted_at, received_at, due_original, due_at, level, levels, is_same_day,
        working_days_overdue, extension_count, apology_issued_at, apology_deadline, supplement_rounds, cause_code,
        as_of, urgency, act_by, working_minutes_left, working_days_left, accept_by
    )
    SELECT
        'scripted', %(code)s, gen_random_uuid(), unit.unit_id, unit.unit_code, holder.unit_id, holder.unit_code,
        %(holding_since)s, %(step)s, '1.004194', '2026-09-10T08:00:00+07:00', %(received_at)s, %(due_original)s,
        %(due_at)s, %(level)s, ARRAY[%(level)s] || %(also)s::text[], FALSE, %(working_days_overdue)s,
        %(extension_count)s, %(apology_issued_at)s, %(apology_deadline)s, %(supplement_rounds)s, %(cause_code)s,
        %(as_of)s, %(urgency)s, coalesce(%(act_by)s, %(accept_by)s, %(due_at)s)::timestamptz, %(working_minutes_left)s,
        %(working_days_left)s, %(accept_by)s
    FROM mart.unit LEFT JOIN mart.unit AS holder ON holder.unit_code = %(holder)s
    WHERE unit.unit_code = %(unit_code)s
"""
_USUAL = {
    "holding_since": "2026-09-11T09:30:00+07:00",
    "step": "awaiting_signature",
    "received_at": "2026-09-10T08:00:00+07:00",
    "due_original": None,
    "due_at": "2026-09-15T08:00:00+07:00",
    "also": [],
    "working_days_overdue": None,
    "extension_count": 0,
    "apology_issued_at": None,
    "apology_deadline": None,
    "supplement_rounds": 0,
    "cause_code": "software",
    "as_of": "2026-10-01T07:00:00+07:00",
    "urgency": "later",
    "act_by": None,
    "working_minutes_left": None,
    "working_days_left": None,
    "accept_by": None,
}


def needs_attention(
    warehouse: Warehouse, code: str, unit_code: str = "19753", holder: str | None = "19753", **fields: Any
) -> None:
    """Let a dossier of a unit need attention, which a holder has; `level` must be given."""
    warehouse.execute(_ROW, {**_USUAL, "code": code, "unit_code": unit_code, "holder": holder, **fields})
