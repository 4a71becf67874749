"""The morning list of a unit: its dossiers that need attention, by when they have to be done."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onestop import words
from onestop.office.apology import apology_letter
from onestop.show.ranking_workbook import with_labels
from onestop.warehouse.clock import LOCAL
from onestop.words import deadlines
from onestop.words.risks import with_risk

Row = Mapping[str, Any]

LETTERS = "xin-loi"
"""The folder of letters of apology on the internal site."""
# How long dossiers are overdue, in working days: the last day of each group.
AGES = (0, 5, 10, 30)
_LAST = 9_999_999_999  # after every moment
_NEEDS_APOLOGY = {"last_moment_to_apologise", "overdue", "overdue_long"}


@dataclass(frozen=True)
class Part:
    """The dossiers of a unit with the same urgency.

    Attributes:
        urgency: of ``mart.overdue_dossier``.
        rows: its dossiers, what has to be done earliest first.
    """

    urgency: str
    rows: Sequence[Row]

    @property
    def title(self) -> str:
        """What the part is called."""
        return words.table("urgency")[self.urgency]

    @property
    def levels(self) -> Counter[str]:
        """How many of its dossiers have each level as their first."""
        return Counter(row["level"] for row in self.rows)

    @property
    def by_age(self) -> list[tuple[str, int]]:
        """Overdue dossiers by how long they are overdue."""
        counts = Counter(_age(row) for row in self.rows if row["working_days_overdue"] is not None)
        return [(name, counts[age]) for age, name in words.table("age").items() if counts[age]]


@dataclass
class MorningList:
    """The dossiers that need attention of a unit.

    Attributes:
        own: dossiers that it received.
        held: dossiers that another unit received and that it has now.
    """

    own: list[Row] = field(default_factory=list)
    held: list[Row] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        """Its own dossiers by urgency; parts without dossiers are left out."""
        return _parts(self.own)

    @property
    def held_in_order(self) -> list[Row]:
        """The dossiers of other units, what has to be done earliest first."""
        return [row for part in _parts(self.held) for row in part.rows]

    @property
    def counts(self) -> dict[str, int]:
        """How many dossiers there are, as ``deadlines.headline`` counts them."""
        by_urgency = Counter(row["urgency"] for row in self.own)
        held_due = sum(row["urgency"] == "due" for row in self.held)
        counts = {urgency: by_urgency[urgency] for urgency in deadlines.URGENCIES}
        return {**counts, "open": len(self.own), "held": len(self.held), "held_due": held_due}

    @property
    def headline(self) -> str:
        """What the list says as a whole."""
        return deadlines.headline(self.counts)

    def grouped(self, column: str) -> list[tuple[str, list[Row]]]:
        """Return all its dossiers by the values of a column, the most frequent value first.

        Args:
            column: ``holder_name``, ``step_vi`` or ``procedure_vi``.
        """
        found: dict[str, list[Row]] = {}
        for row in [row for part in self.parts for row in part.rows] + self.held_in_order:
            found.setdefault(row[column] or words.text("internal_unit.unknown"), []).append(row)
        return sorted(found.items(), key=lambda named: (-len(named[1]), named[0]))


def shown(row: Row) -> dict[str, Any]:
    """Return a row of ``show/list_attention.sql`` with what its card shows."""
    named = with_risk(with_labels(row))
    return {
        **named,
        "order": int(row["act_by"].timestamp()) if row["act_by"] else _LAST,
        "anchor": f"hs-{_safe(row['dossier_code'])}",
        "left": deadlines.time_left(row),
        "until": deadlines.time_until(row),
        "may_apologise": row["apology_deadline"] is not None and row["apology_deadline"] >= _day(row),
        "letter": _letter_path(named) if needs_letter(row) else None,
    }


def _day(row: Row) -> dt.date:
    """Return the day on which the dossier was looked at."""
    day: dt.date = row["as_of"].astimezone(LOCAL).date()
    return day


def needs_letter(row: Row) -> bool:
    """Return whether an apology has to be sent and none was."""
    return row["level"] in _NEEDS_APOLOGY and row["apology_issued_at"] is None


def letters(rows: Iterable[Row], existing: frozenset[str]) -> dict[str, bytes]:
    """Return the letters of apology that are missing, by path; a letter that exists stays as it is.

    Args:
        rows: what ``shown`` returned.
        existing: the paths of letters that are there.
    """
    return {
        row["letter"]: apology_letter(_told(row)) for row in rows if row["letter"] and row["letter"] not in existing
    }


def _letter_path(row: Row) -> str:
    # A letter says other things once the dossier is overdue, has another day, or another name of its procedure.
    said = [str(row[name]) for name in ("dossier_code", "unit_name", "received_at", "due_at", "procedure_vi")]
    said.append(str(row["working_days_overdue"] is not None))
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()[:8]
    return f"{LETTERS}/{_safe(row['dossier_code'])}.{digest}.docx"


def _told(row: Row) -> dict[str, Any]:
    """Return a dossier as ``apology_letter`` reads it: moments as text."""
    moments = {name: row[name] and row[name].isoformat() for name in ("received_at", "due_at", "as_of")}
    names = ("unit_name", "dossier_code", "working_days_overdue")
    return {**{name: row[name] for name in names}, "procedure_name": row["procedure_vi"], **moments}


def _parts(rows: Iterable[Row]) -> list[Part]:
    by_urgency: dict[str, list[Row]] = {urgency: [] for urgency in deadlines.URGENCIES}
    for row in rows:
        by_urgency[row["urgency"]].append(row)
    return [Part(urgency, sorted(found, key=_earliest_first)) for urgency, found in by_urgency.items() if found]


def _earliest_first(row: Row) -> tuple[int, str]:
    return row["order"], row["dossier_code"]


def _age(row: Row) -> str:
    return next((str(last) for last in AGES if row["working_days_overdue"] <= last), "more")


def _safe(code: str) -> str:
    """Return a dossier code as part of a file name or an anchor."""
    return re.sub(r"[^0-9A-Za-z.-]", "_", code).lstrip(".")
