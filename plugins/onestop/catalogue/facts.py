"""What is known of a counted case: the columns that conditions and amounts of measures may name."""

from __future__ import annotations

import re

FACT_COLUMNS = (
    "receiving_unit_id", "responsible_unit_id", "last_holder_id",
    "received_on", "ended_on",
    "channel", "component_count", "digitized_count", "supplement_count", "processing_minutes", "status_lag_minutes",
    "has_due_date", "is_accepted_late", "is_digitized", "is_reused", "is_from_national_store", "is_population_linked",
    "is_payable", "is_paid_online",
    "is_resolved", "is_within_original", "is_within_limit", "is_timely_at_portal", "is_delayed_by_other",
    "is_interlinked_late", "is_interlinked_stopped",
    "has_result", "has_electronic_result", "has_result_file", "has_e_certified_copy", "has_ending_event",
    "outcome", "interlinked_group", "counted_group",
    "sector_code", "procedure_code",
    "moments", "stretches",
)  # fmt: skip
"""The columns of core.case_fact that say what a case counts as: all but its id, and when it began to count so."""

_NAMED = re.compile(r"(?:(\w+)\.)?\b([a-z_][a-z0-9_]*)\b(?!\s*\()")
_TEXT = re.compile(r"'[^']*'")
_WORDS = frozenset({"and", "or", "not", "is", "null", "true", "false", "in", "between", "distinct", "from"})


def unknown_names(expression: str) -> list[str]:
    """Return the names in a condition or amount that are no column of a fact, in the order in which they stand there."""
    found = _NAMED.finditer(_TEXT.sub("''", expression.lower()))
    return [
        name[0] for name in found if name[2] not in _WORDS and not (name[1] == "fact" and name[2] in FACT_COLUMNS)
    ]
