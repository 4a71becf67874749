"""Define the form of measures, and the names that a condition may use: the columns of the fact of a case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from onestop.catalogue.entry import Code, Entry, Text

MeasureKind = Literal["flow", "stock", "opening", "sum", "distinct", "distribution"]
Counts = Literal["reception", "end", "moment"]
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
    """Return the names in a condition or amount that are no column of a fact, as they stand there."""
    found = _NAMED.finditer(_TEXT.sub("''", expression.lower()))
    return [name[0] for name in found if name[2] not in _WORDS and not (name[1] == "fact" and name[2] in FACT_COLUMNS)]


class Measure(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a case adds to the figures, and how it is added up. The statements that count it are generated."""

    KEY = ("measure",)

    measure: Code
    kind: MeasureKind
    counts: tuple[Counts, ...] = ()
    condition: str | None = None
    amount: str | None = None
    parts: tuple[Code, ...] | None = None
    share: Decimal | None = None
    definition: Text
    source: Text
    feed: Code = "dossiers"

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        yield from super().faults()
        if (self.kind == "flow") != bool(self.counts):
            yield "counts says where a flow is counted; other kinds have none"
        if (self.kind in ("flow", "stock")) != (self.parts is None):
            yield "openings, sums, distinct counts and distributions have parts; flows and stocks have none"
        if (self.kind == "distribution") != (self.share is not None):
            yield "a distribution has a share, others have none"
        at_a_fixed_day = bool({"reception", "end"} & set(self.counts))
        if at_a_fixed_day != ((self.condition is None) != (self.amount is None)):
            yield "a flow of reception or end has either condition or amount; one of moments has neither"
        for field, said in (("condition", self.condition), ("amount", self.amount)):
            for name in unknown_names(said or ""):
                yield f"{field} names {name}, which is no column of core.case_fact; write it as fact.<column>"
