"""The risk that a dossier will be late, in words. It is an estimate, and each text calls it so."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from onestop.words import labels
from onestop.words.catalogue import table, text

WORKING_DAY = 480
"""Minutes of a working day."""


def with_risk(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with ``risk_level_vi`` and ``risk_reason_vi``, both None where it has no estimate.

    Args:
        row: has ``risk`` and, with ``risk_`` before their names, the columns level, cases, late_cases, tenth,
            minutes_used and holder_name of ``mart.late_risk``.
    """
    if row["risk"] is None:
        return {**row, "risk_level_vi": None, "risk_reason_vi": None}
    return {**row, "risk_level_vi": table("risk_level")[row["risk"]], "risk_reason_vi": _reason(row)}


def _reason(row: Mapping[str, Any]) -> str:
    holder = row["risk_holder_name"] or text("internal_unit.unknown")
    return text(
        "risk.reason",
        late=labels.whole(row["risk_late_cases"]),
        cases=labels.whole(row["risk_cases"]),
        group=table("risk_group")[str(row["risk_level"])].replace("{holder}", holder),
        share=f"{row['risk_tenth'] * 10}%",
        days=labels.exact(round(Decimal(row["risk_minutes_used"]) / WORKING_DAY, 1)),
    )
