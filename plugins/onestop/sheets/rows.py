"""Reads the rows of sheets, by kind: every column is read, and every fault of a cell is noted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from onestop import words
from onestop.office.reader import Cell
from onestop.sheets.catalogue import TOTAL_WORDS, TOTALS, UNIT_KIND_WORDS, Catalogue
from onestop.sheets.cells import (
    VALUE_UNIT_WORDS,
    as_choice,
    as_day,
    as_figure,
    as_moment,
    as_number,
    as_quantity,
    as_text,
)
from onestop.sheets.faults import CellError, Fault
from onestop.sheets.kinds import Kind, KindName
from onestop.sheets.periods import KIND_WORDS, PORTAL_KINDS, SHAPES, Period, as_period
from onestop.texts import folded
from onestop.words import labels

SCOPE_WORDS = words.choices("sheet_choice.scope")
COMPARATOR_WORDS = words.choices("sheet_choice.comparator")
ORIGIN_WORDS = words.choices("sheet_choice.origin")
DECISION_WORDS = words.choices("sheet_choice.decision")
BASIS_WORDS = words.choices("sheet_choice.basis")
RECIPIENT_SCOPE_WORDS = words.choices("sheet_choice.recipient_scope")
CHANNEL_WORDS = words.choices("sheet_choice.channel")
WANTS_WORDS = words.choices("sheet_choice.wants")
ACTIVE_WORDS = words.choices("sheet_choice.active")
ALL_SECTORS_WORDS = words.choices("sheet_choice.all_sectors")
SYSTEM_WORDS = words.choices("sheet_choice.system")
NO_DATA_WORDS = words.choices("sheet_choice.no_data")
_MAIL_BOX = re.compile(
    r"[a-z0-9_](?:[a-z0-9_.+-]{0,62}[a-z0-9_])?@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)
_HOOK_NAME = re.compile(r"[a-z0-9_]+")
# Providers of private mail boxes, which no office uses.
_OPEN_TO_ANYBODY = {
    *("gmail.com", "googlemail.com", "yahoo.com", "yahoo.com.vn", "ymail.com", "outlook.com", "outlook.com.vn"),
    *("hotmail.com", "live.com", "icloud.com", "proton.me", "protonmail.com"),
}

LONGEST_MAIL_BOX = 254
"""Of RFC 5321, the path without its brackets."""

T = TypeVar("T")
Record = dict[str, Any]


@dataclass(slots=True)
class SheetRow:
    """A row being read: its cells by column, and what is wrong with them.

    Attributes:
        kind: of its sheet.
        number: of the row, the heading being 1.
        cells: by the English name of their column.
        catalogue: the units, indicators and other things that they may name.
        clock_on: the day of the business clock.
        faults: what is wrong so far.
    """

    kind: Kind
    number: int
    cells: Mapping[str, Cell]
    catalogue: Catalogue
    clock_on: dt.date
    faults: list[Fault] = field(default_factory=list)

    def cell(self, name: str) -> Cell:
        """Return a cell, empty where the sheet has no such column."""
        return self.cells.get(name, "")

    def read(self, name: str, parse: Callable[[Cell], T]) -> T | None:
        """Return a cell as ``parse`` reads it; None if it is empty, with a fault if it must not be."""
        column, cell = self.kind.column(name), self.cell(name)
        if cell == "":
            if not (column.is_optional or column.may_be_empty):
                self.add_fault(name, words.text("sheet_error.empty_cell"))
            return None
        try:
            return parse(cell)
        except CellError as error:
            self.add_fault(name, str(error))
            return None

    def add_fault(self, name: str, what: str) -> None:
        """Note a fault of a cell."""
        self.faults.append(Fault(self.number, self.kind.column(name).heading, what))

    def text(self, name: str) -> str:
        """Return a cell as text; empty where it is."""
        return self.read(name, as_text) or ""

    def period(self, kinds: Sequence[str] | None = None) -> Period | None:
        """Return the period, which must have begun."""
        period = self.read("period_id", lambda cell: as_period(cell, kinds or SHAPES))
        if period and period.start > self.clock_on:
            self.add_fault("period_id", words.text("sheet_error.period_to_come"))
        return period

    def unit_id(self, day: dt.date | None) -> int | None:
        """Return the unit of the code on a day; an unknown day is replaced by that of the clock."""
        unit = self.read("unit_code", lambda cell: self.catalogue.unit(cell, day or self.clock_on))
        return unit.unit_id if unit else None


def _read_target(row: SheetRow) -> Record:
    scope_kind = row.read("scope_kind", lambda cell: as_choice(cell, SCOPE_WORDS))
    valid_from = row.read("valid_from", as_day)
    valid_to = row.read("valid_to", as_day)
    if valid_from and valid_to and valid_to < valid_from:
        row.add_fault("valid_to", words.text("sheet_error.ends_before_it_begins"))
    scope_code, scope_id = _scope(row, scope_kind, valid_from)
    value_unit = row.read("value_unit", lambda cell: as_choice(cell, VALUE_UNIT_WORDS))
    return {
        "row_no": row.number,
        "scope_kind": scope_kind,
        "scope_code": scope_code,
        "scope_id": scope_id,
        "sector_code": _sector(row),
        "indicator_code": _target_indicator(row, value_unit),
        "scheme_code": _target_scheme(row, value_unit),
        "period_kind": row.read("period_kind", lambda cell: as_choice(cell, KIND_WORDS)) or "*",
        "valid_from": valid_from,
        "valid_to": valid_to,
        "comparator": row.read("comparator", lambda cell: as_choice(cell, COMPARATOR_WORDS)),
        "value": row.read("value", lambda cell: as_quantity(cell, value_unit) if value_unit else as_number(cell).value),
        "value_unit": value_unit,
        "document": row.text("document"),
        "clause": row.text("clause"),
        "origin": row.read("origin", lambda cell: as_choice(cell, ORIGIN_WORDS)),
    }


def _scope(row: SheetRow, scope_kind: str | None, day: dt.date | None) -> tuple[str | None, int | None]:
    """Return code and id of what a target is set for."""
    if scope_kind is None:
        return None, None
    is_blank = row.cell("scope_code") in ("", "*")
    if scope_kind == "all":
        if not is_blank:
            row.add_fault("scope_code", words.text("sheet_error.scope_without_code"))
        return "*", None
    if is_blank:
        row.add_fault("scope_code", words.text("sheet_error.scope_code_empty"))
        return None, None
    if scope_kind == "unit_kind":
        return row.read("scope_code", lambda cell: as_choice(cell, UNIT_KIND_WORDS)), None
    if scope_kind == "area":
        area = row.read("scope_code", lambda cell: row.catalogue.entry(cell, "area"))
        return (area.code, area.id) if area else (None, None)
    unit = row.read("scope_code", lambda cell: row.catalogue.unit(cell, day or row.clock_on))
    return (unit.unit_code, unit.unit_id) if unit else (None, None)


def _sector(row: SheetRow) -> str:
    if (cell := row.cell("sector_code")) == "" or ALL_SECTORS_WORDS.get(folded(as_text(cell))):
        return "*"
    sector = row.read("sector_code", lambda cell: row.catalogue.entry(cell, "sector"))
    return sector.code if sector else "*"


def _target_indicator(row: SheetRow, value_unit: str | None) -> str | None:
    total = TOTAL_WORDS.get(folded(as_text(cell))) if (cell := row.cell("indicator_code")) != "" else None
    if total:
        if value_unit and TOTALS[total] != value_unit:
            row.add_fault("value_unit", words.text("sheet_error.total_in_other_unit"))
        return total
    if value_unit == "rank":
        row.add_fault("value_unit", words.text("sheet_error.rank_of_indicator"))
    named = row.read("indicator_code", lambda cell: row.catalogue.entry(cell, "indicator", "figure"))
    return named.code if named else None


def _target_scheme(row: SheetRow, value_unit: str | None) -> str:
    """Return the scheme of a target: points and ranks belong to one scheme, values to none."""
    is_by_scheme = value_unit in ("points", "rank")
    if row.cell("scheme_code") == "":
        if is_by_scheme:
            row.add_fault("scheme_code", words.text("sheet_error.no_scheme"))
        return ""
    if value_unit and not is_by_scheme:
        row.add_fault("scheme_code", words.text("sheet_error.scheme_of_value"))
    scheme = row.read("scheme_code", lambda cell: row.catalogue.entry(cell, "scheme"))
    return scheme.code if scheme else ""


def _indicator(row: SheetRow) -> str | None:
    indicator = row.read("indicator_code", lambda cell: row.catalogue.entry(cell, "indicator"))
    return indicator.code if indicator else None


def _read_manual_figure(row: SheetRow) -> Record | None:
    """Return a figure; None if the row has neither a value nor a reason, so was not filled in."""
    cell, reason = row.cell("value"), row.text("null_reason")
    says_none = isinstance(cell, str) and folded(cell) in NO_DATA_WORDS
    if cell == "" and not reason:
        return None
    if says_none and not reason:
        row.add_fault("null_reason", words.text("sheet_error.no_reason"))
    if reason and cell != "" and not says_none:
        row.add_fault("null_reason", words.text("sheet_error.value_and_reason"))
    period = row.period()
    figure = row.read("figure_code", lambda named: row.catalogue.entry(named, "figure"))
    value_unit = (figure.value_unit if figure else None) or "count"
    return {
        "row_no": row.number,
        "unit_id": row.unit_id(period.end if period else None),
        "period_id": period.period_id if period else None,
        "figure_code": figure.code if figure else None,
        "value": None if says_none else row.read("value", lambda number: as_quantity(number, value_unit)),
        "null_reason": reason or None,
        "document": row.text("document"),
        "entered_by_post": row.text("entered_by_post"),
    }


def _read_portal_figure(row: SheetRow) -> Record:
    period = row.period(PORTAL_KINDS)
    taken_at = row.read("taken_at", as_moment)
    if taken_at and taken_at.date() > row.clock_on:
        row.add_fault("taken_at", words.text("sheet_error.in_future"))
    if taken_at and period and taken_at.date() < period.start:
        row.add_fault("taken_at", words.text("sheet_error.before_period"))
    if not any(row.cell(name) != "" for name in ("numerator", "denominator", "points")):
        row.add_fault("numerator", words.text("sheet_error.no_portal_figure"))
    return {
        "row_no": row.number,
        "unit_id": row.unit_id(period.end if period else None),
        "period_id": period.period_id if period else None,
        "indicator_code": _indicator(row),
        "numerator": row.read("numerator", as_figure),
        "denominator": row.read("denominator", as_figure),
        "points": row.read("points", lambda cell: as_quantity(cell, "points")),
        "taken_at": taken_at,
    }


def _read_objected_figure(row: SheetRow) -> Record:
    """Return the ranking, figure and dossier that a row names."""
    named = row.read("publication_id", row.catalogue.ranking)
    publication_id, ranking = named or (None, None)
    unit_id = row.unit_id(ranking.period_end if ranking else None)
    if ranking and unit_id and unit_id not in ranking.unit_ids:
        row.add_fault("unit_code", words.text("sheet_error.unit_not_in_ranking"))
    indicator_code = _indicator(row)
    if ranking and indicator_code and indicator_code not in ranking.indicator_codes:
        row.add_fault("indicator_code", words.text("sheet_error.indicator_not_in_ranking"))
    return {
        "row_no": row.number,
        "publication_id": publication_id,
        "unit_id": unit_id,
        "indicator_code": indicator_code,
        "dossier_code": row.text("dossier_code"),
    }


def _required_text(row: SheetRow, name: str) -> str:
    """Return a text that is required once the row is filled in."""
    text = row.text(name)
    if not text:
        row.add_fault(name, words.text("sheet_error.empty_cell"))
    return text


def _read_objection(row: SheetRow) -> Record | None:
    """Return an objection; None without a cause, because the sheet lists every dossier that may be objected to."""
    if row.cell("cause_code") == "":
        return None
    objected = _read_objected_figure(row)
    ranking = row.catalogue.open_rankings.get(objected["publication_id"] or 0)
    if ranking and ranking.objections_until < row.clock_on:
        until = labels.date(ranking.objections_until)
        row.add_fault("publication_id", words.text("sheet_error.objections_closed", day=until))
    cause = row.read("cause_code", lambda cell: row.catalogue.entry(cell, "cause"))
    return {
        **objected,
        "cause_code": cause.code if cause else None,
        "evidence": _required_text(row, "evidence"),
        "filed_by_post": _required_text(row, "filed_by_post"),
    }


def _read_decision(row: SheetRow) -> Record | None:
    """Return the decision on an objection; None for a row without one."""
    if (cell := row.cell("is_accepted")) == "" or DECISION_WORDS.get(folded(as_text(cell))) == "open":
        return None
    objected = _read_objected_figure(row)
    ranking = row.catalogue.open_rankings.get(objected["publication_id"] or 0)
    key = (objected["unit_id"], objected["indicator_code"], objected["dossier_code"])
    if ranking and not row.faults and key not in ranking.objections:
        row.add_fault("dossier_code", words.text("sheet_error.not_objected"))
    accepted = row.read("is_accepted", lambda cell: as_choice(cell, DECISION_WORDS))
    return {
        **objected,
        "is_accepted": accepted == "accepted",
        "reason": _required_text(row, "reason"),
        "decided_by_post": _required_text(row, "decided_by_post"),
    }


def _read_reported_form(row: SheetRow) -> Record:
    """Return the form that a row names; its period must be over."""
    period = row.period()
    if period and period.end >= row.clock_on:
        row.add_fault("period_id", words.text("sheet_error.period_not_over"))
    return {
        "row_no": row.number,
        "unit_id": row.unit_id(period.end if period else None),
        "period_id": period.period_id if period else None,
        "basis": row.read("basis", lambda cell: as_choice(cell, BASIS_WORDS)) or "receiving",
    }


def _read_confirmation(row: SheetRow) -> Record:
    return {**_read_reported_form(row), "confirmed_by_post": row.text("confirmed_by_post")}


def _read_signature(row: SheetRow) -> Record:
    document_date = row.read("document_date", as_day)
    if document_date and document_date > row.clock_on:
        row.add_fault("document_date", words.text("sheet_error.in_future"))
    return {
        **_read_reported_form(row),
        "document_number": row.text("document_number"),
        "document_date": document_date,
        "signed_by_post": row.text("signed_by_post"),
    }


def _read_recipient(row: SheetRow) -> Record:
    scope_kind = row.read("scope_kind", lambda cell: as_choice(cell, RECIPIENT_SCOPE_WORDS))
    scope_code, scope_id = _scope(row, scope_kind, row.clock_on)
    channel = row.read("channel", lambda cell: as_choice(cell, CHANNEL_WORDS))
    return {
        "row_no": row.number,
        "scope_kind": scope_kind,
        "scope_code": scope_code,
        "scope_id": scope_id,
        "channel": channel,
        "address": row.read("address", _hook_name if channel == "webhook" else _mail_box),
        "wants": row.read("wants", lambda cell: as_choice(cell, WANTS_WORDS)),
        "is_active": row.read("is_active", lambda cell: as_choice(cell, ACTIVE_WORDS)) != "no",
    }


def _mail_box(cell: Cell) -> str:
    """Return the mail box of an office, in lower case, so that no box gets a mail twice."""
    box = folded(as_text(cell))
    if len(box) > LONGEST_MAIL_BOX or ".." in box or not _MAIL_BOX.fullmatch(box):
        raise CellError(words.text("sheet_error.no_mail_box"))
    if box.partition("@")[2] in _OPEN_TO_ANYBODY:
        raise CellError(words.text("sheet_error.private_mail_box"))
    return box


def _hook_name(cell: Cell) -> str:
    """Return the name of a webhook's connection as the settings know it."""
    name = folded(as_text(cell))
    if not _HOOK_NAME.fullmatch(name):
        raise CellError(words.text("sheet_error.no_hook_name"))
    return name


def _read_outage(row: SheetRow) -> Record:
    """Return an announced outage; it must have begun, and need not have ended."""
    since, until = row.read("since", as_moment), row.read("until", as_moment)
    if since and since.date() > row.clock_on:
        row.add_fault("since", words.text("sheet_error.in_future"))
    if since and until and until < since:
        row.add_fault("until", words.text("sheet_error.ends_before_it_begins"))
    return {
        "row_no": row.number,
        "system": row.read("system", lambda cell: as_choice(cell, SYSTEM_WORDS)),
        "since": since,
        "until": until,
        "document": row.text("document"),
    }


READERS: dict[KindName, Callable[[SheetRow], Record | None]] = {
    "targets": _read_target,
    "manual_figures": _read_manual_figure,
    "portal_figures": _read_portal_figure,
    "objections": _read_objection,
    "objection_decisions": _read_decision,
    "form_confirmations": _read_confirmation,
    "form_signatures": _read_signature,
    "recipients": _read_recipient,
    "outages": _read_outage,
}
"""Reads a row of each kind; None for a row that was not filled in."""
