"""What mails say of dossiers that need attention: the digest of an area, letters of apology, notes on a dossier.

A dossier that has several levels is listed once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onestop import words
from onestop.deliver.channels import Attachment
from onestop.deliver.letters import Letter, Table, grouped
from onestop.office.apology import apology_letter
from onestop.warehouse.clock import LOCAL
from onestop.words import labels

Row = Mapping[str, Any]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_LETTERS = 5
"""Letters of apology that go with one mail; the internal page has the rest."""
_NEEDS_APOLOGY = {"last_moment_to_apologise", "overdue", "overdue_long"}
_UNIT = words.text("column.unit")
_DOSSIER = (
    words.text("column.dossier_code"),
    words.text("column.procedure"),
    words.text("column.due_at"),
    words.text("alert_mail.holder"),
    words.text("column.since"),
    words.text("alert_mail.notes"),
)


def digest_letter(head: Row, items: Sequence[Row], counts: Sequence[Row], url: str) -> Letter:
    """Return the digest of an area: its units with the columns of the internal page, what lasts, what is latest.

    Args:
        head: a row of ``deliver/read_alert_list.sql``.
        items: rows of ``deliver/read_alert_items.sql``.
        counts: rows of ``deliver/read_alert_counts.sql``.
        url: the internal site.
    """
    columns = (_UNIT, *_DOSSIER)
    by_kind = {what: merge_levels(item for item in items if item["what"] == what) for what in ("escalated", "worst")}
    tables = [
        _count_table(counts),
        Table(
            words.text("digest_mail.escalated", count=labels.whole(len(by_kind["escalated"]))),
            columns,
            [(detail(item, "unit_name"), *_dossier(item)) for item in by_kind["escalated"]],
            words.text("digest_mail.escalated_action"),
        ),
        Table(
            words.text("digest_mail.worst"),
            columns,
            [(detail(item, "unit_name"), *_dossier(item)) for item in by_kind["worst"]],
        ),
    ]
    name, count = head["name"], labels.whole(totals(counts)["need_attention"])
    opening = [words.text("digest_mail.opening", moment=labels.moment(head["as_of"]), count=count)]
    title = words.text("digest_mail.title", name=name, count=count)
    return Letter(title, words.text("mail.to", name=name), opening, tables, [(words.text("mail.internal_site"), url)])


def _count_table(counts: Sequence[Row]) -> Table:
    """Return the dossiers that need attention by unit and level, with the columns of the internal page."""
    levels = {row["level"]: row["level_vi"] for row in sorted(counts, key=lambda row: row["ordinal"]) if row["open"]}
    rows = []
    for (_, name), found in grouped(counts, "unit_code", "unit_name").items():
        by_level = {row["level"]: row["open"] for row in found}
        total = totals(found)
        figures = [
            total["due"],
            total["need_attention"],
            *(by_level.get(level, 0) for level in levels),
            total["held"],
        ]
        rows.append((name, *map(labels.whole, figures)))
    to_do = (words.text("internal_index.today"), words.text("internal_index.to_do"))
    columns = (_UNIT, *to_do, *levels.values(), words.text("internal_index.held"))
    return Table(words.text("digest_mail.by_unit"), columns, rows)


def totals(counts: Iterable[Row]) -> dict[str, int]:
    """Return how many dossiers need attention, each once, and how many of other units the units have.

    With how many have to be done today, and how many more are overdue or have their last day to apologise.
    """
    rows = list(counts)
    urgencies = ("due", "apologise", "overdue", "held_due")
    sums = {name: sum(row[name] for row in rows) for name in urgencies}
    return {"need_attention": sum(row["open"] for row in rows), "held": sum(row["held"] for row in rows), **sums}


def merge_levels(items: Iterable[Row]) -> list[Row]:
    """Return each dossier once, under the first of its levels; with the names of the others."""
    return [
        {**found[0], "also_vi": [item["level_vi"] for item in found[1:]]}
        for found in grouped(items, "source_id", "dossier_code").values()
    ]


def _dossier(item: Row) -> tuple[str, ...]:
    """Return the cells of a dossier as it was when the list was made."""
    details = item["told"]
    step = words.table("step").get(details.get("step") or "")
    holder = ", ".join(filter(None, (details.get("holding_unit_name"), step)))
    return (
        item["dossier_code"],
        detail(item, "procedure_name"),
        _due(details),
        holder or "–",
        _moment(details.get("holding_since")),
        "; ".join(notes(details, item["also_vi"])) or "–",
    )


def _due(details: Row) -> str:
    """Return until when; to the minute where the procedure counts hours or the dossier has to be accepted first."""
    if details.get("accept_by") and not details.get("received_at"):
        return words.text("alert_mail.accept_by", moment=_moment(details["accept_by"]))
    if not details.get("due_at"):
        return words.text("column.no_due_date")
    return _moment(details["due_at"]) if details.get("is_same_day") else _date(details["due_at"])


def notes(details: Row, also_vi: Sequence[str]) -> Iterable[str]:
    """Return what else is to be known of a dossier as it was when the list was made.

    Args:
        details: ``told`` of an item.
        also_vi: the names of its other levels.
    """
    if also_vi:
        yield words.text("alert_mail.also", levels=", ".join(also_vi))
    if details.get("working_days_overdue") is not None:
        yield words.text("alert_mail.days_overdue", count=labels.whole(details["working_days_overdue"]))
    if details.get("extension_count"):
        yield words.text("alert_mail.extended", count=details["extension_count"])
    if details.get("apology_issued_at"):
        yield words.text("alert_mail.apologised", day=_date(details["apology_issued_at"]))
    elif details.get("apology_deadline") and details["apology_deadline"] >= details["as_of"][:10]:
        yield words.text("alert_mail.apologise_by", day=_date(details["apology_deadline"]))
    if details.get("supplement_rounds"):
        yield words.text("alert_mail.supplements", count=details["supplement_rounds"])


def detail(item: Row, name: str) -> str:
    """Return a detail of a dossier as it was when the list was made, or a dash."""
    return str(item["told"].get(name) or "–")


def _moment(text: str | None) -> str:
    return labels.moment(dt.datetime.fromisoformat(text)) if text else "–"


def _date(text: str) -> str:
    """Return the local day of a moment or day as JSON has it."""
    if len(text) == len("2026-03-05"):
        return labels.date(dt.date.fromisoformat(text))
    return labels.date(dt.datetime.fromisoformat(text).astimezone(LOCAL))


def apologies(items: Sequence[Row]) -> list[Attachment]:
    """Return a letter for each dossier whose last moment it is, or that is newly overdue, and has none yet."""
    needed = {
        item["dossier_code"]: item["told"]
        for item in items
        if item["what"] == "new" and item["level"] in _NEEDS_APOLOGY and not item["told"].get("apology_issued_at")
    }
    return [
        Attachment(
            f"phieu-xin-loi-{re.sub('[^A-Za-z0-9.-]', '_', code)}.docx",
            apology_letter({**details, "dossier_code": code}),
            DOCX,
        )
        for code, details in list(needed.items())[:MOST_LETTERS]
    ]
