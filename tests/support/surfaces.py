"""A crawl that knows the names of a warehouse: what codes mean, and which column of the form an indicator is."""

from __future__ import annotations

import re

from onestop import words
from tests.support.crawl import Crawl
from tests.support.warehouse import Warehouse

_NAMES = """
    SELECT unit_code AS code, name FROM mart.unit WHERE is_fed
    UNION ALL SELECT level, name_vi FROM mart.alert_level
    UNION ALL SELECT indicator_code, name_vi FROM mart.indicator
"""

_NO_DUE_DATE, _OPEN_NO_DUE_DATE, _WAITING = (
    words.text(f"form.{name}") for name in ("resolved_no_due_date", "in_progress_no_due_date", "paused")
)
_WITH_MEMOS = {
    "resolved_count": f"(7)+{_NO_DUE_DATE}",
    "in_progress_count": f"(11)+{_OPEN_NO_DUE_DATE}+{_WAITING}",
}
"""Indicators that count a column of the form together with what stands beside it."""


def crawl_of(warehouse: Warehouse) -> Crawl:
    """Return a crawl that has read nothing yet."""
    names = {row.code: row.name for row in warehouse.query(_NAMES)}
    sources = warehouse.query("SELECT name_vi, source FROM mart.indicator WHERE value_kind = 'count'")
    cited = {}
    for row in sources:
        column = re.search(r"[Bb]iểu II\.06a(?:/VPCP/KSTT)?, cột (\d+)(?: và (\d+))?$", row.source)
        if column and not _is_part(row.source, sources):
            cited[row.name_vi] = "+".join(f"({number})" for number in column.groups() if number)
    for code, columns in _WITH_MEMOS.items():
        cited[names[code]] = columns
    return Crawl(names, cited)


def _is_part(source: str, others: list[object]) -> bool:
    """Tell whether several indicators share a column, so that each is a part of it."""
    return sum(other.source == source for other in others) > 1
