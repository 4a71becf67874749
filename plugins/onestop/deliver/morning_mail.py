"""The morning list of a unit as a mail, and its updates in the afternoon: a card for each dossier, read on a phone.

It says the same as the page of the unit: the same headline, the same hours, the same order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from onestop import words
from onestop.deliver.alert_letters import detail, merge_levels, notes, totals
from onestop.deliver.letters import Mail
from onestop.words import deadlines, labels

Row = Mapping[str, Any]

_MOMENTS = ("act_by", "due_at", "received_at", "accept_by", "holding_since", "as_of")
_NUMBERS = ("working_minutes_left", "working_days_left", "working_days_overdue")


@dataclass(frozen=True, slots=True)
class Card:
    """A dossier.

    Attributes:
        left: how much time is left.
        until: until when; empty if nothing is due.
        code: its code.
        lines: its procedure, who has it, and notes.
    """

    left: str
    until: str
    code: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """Dossiers under a heading; those of the day come first and stand out."""

    heading: str
    cards: Sequence[Card]
    is_today: bool


@dataclass(frozen=True, slots=True)
class MorningMail(Mail):
    """The content of the mail.

    Attributes:
        title: the subject line too.
        greeting: the line that addresses the reader.
        opening: paragraphs.
        parts: those without dossiers are left out.
        ended: what needs no attention any more, a line each, under its heading; empty: nothing ended.
        links: each with its text and its address.
    """

    template: ClassVar[str] = "alerts"

    title: str
    greeting: str
    opening: Sequence[str]
    parts: Sequence[Part]
    ended: tuple[str, Sequence[str]]
    links: Sequence[tuple[str, str]]


def list_letter(head: Row, items: Sequence[Row], counts: Sequence[Row], letters: int, url: str) -> MorningMail:
    """Return the list of a unit: what has to be done today as a whole, what else is new, what ended, and sums.

    Args:
        head: a row of ``deliver/read_alert_list.sql``.
        items: rows of ``deliver/read_alert_items.sql``.
        counts: rows of ``deliver/read_alert_counts.sql``.
        letters: how many letters of apology go with it.
        url: the page of the unit.
    """
    listed = [_parsed(item) for item in merge_levels(item for item in items if item["what"] in ("new", "still_open"))]
    own = [item for item in listed if item["told"].get("unit_code") == head["code"]]
    held = [item for item in listed if item not in own]
    by_urgency = {
        urgency: sorted((item for item in own if item["urgency"] == urgency), key=_earliest_first)
        for urgency in deadlines.URGENCIES
    }
    parts = [_part(urgency, found) for urgency, found in by_urgency.items()]
    held_heading = words.text("alert_mail.held_part", count=labels.whole(len(held)))
    parts.append(
        Part(held_heading, [_card(item, names_unit=True) for item in sorted(held, key=_earliest_first)], False)
    )
    sums = totals(counts)
    is_new = any(item["what"] == "new" for item in listed)
    return MorningMail(
        _title(head, sums),
        words.text("mail.to", name=head["name"]),
        _opening(head, sums, letters, is_new=is_new),
        [part for part in parts if part.cards],
        _ended([item for item in items if item["what"] == "resolved"]),
        [(words.text("alert_mail.link"), url)],
    )


def _title(head: Row, sums: Mapping[str, int]) -> str:
    headline = deadlines.headline({**sums, "open": sums["need_attention"]})
    title = words.text("alert_mail.title", headline=headline, name=head["name"])
    return words.text("alert_mail.update", title=title) if head["kind"] == "update" else title


def _opening(head: Row, sums: Mapping[str, int], letters: int, *, is_new: bool) -> list[str]:
    count, held = labels.whole(sums["need_attention"]), labels.whole(sums["held"])
    opening = [
        words.text("alert_mail.opening", moment=labels.moment(head["as_of"])),
        words.text("alert_mail.now", count=count, held=held),
    ]
    names = words.table("urgency")
    folded = {names[urgency]: sums[urgency] for urgency in ("apologise", "overdue") if sums[urgency]}
    if folded:
        said = [words.text("alert_mail.sum", name=name, count=labels.whole(number)) for name, number in folded.items()]
        opening.append(words.text("alert_mail.sums", sums="; ".join(said)))
    if not is_new:
        opening.append(words.text("alert_mail.nothing_new"))
    if head["open_before"]:
        opening.append(words.text("alert_mail.open_before", count=labels.whole(head["open_before"])))
    if letters:
        opening.append(words.text("alert_mail.apologies", count=letters))
    return opening


def _part(urgency: str, found: Sequence[Row]) -> Part:
    name, count = words.table("urgency")[urgency], labels.whole(len(found))
    if urgency == "due":
        heading = words.text("alert_mail.part", part=name, count=count)
    else:
        heading = words.text("alert_mail.new_part", part=name, count=count)
    return Part(heading, [_card(item, names_unit=False) for item in found], urgency == "due")


def _parsed(item: Row) -> dict[str, Any]:
    """Return an item with the fields of its dossier; lists made before version 1.1.0 have no hours."""
    details = item["told"]
    moments = {name: details.get(name) and dt.datetime.fromisoformat(details[name]) for name in _MOMENTS}
    numbers = {name: details.get(name) for name in _NUMBERS}
    moments["act_by"] = moments["act_by"] or moments["due_at"]
    return {**item, **moments, **numbers, "urgency": details.get("urgency", "later")}


def _card(item: Row, *, names_unit: bool) -> Card:
    details = item["told"]
    step = words.table("step").get(details.get("step") or "")
    holder = ", ".join(filter(None, (details.get("holding_unit_name"), step)))
    lines = [detail(item, "unit_name")] if names_unit else []
    lines.append(detail(item, "procedure_name"))
    if holder and item["holding_since"]:
        lines.append(words.text("alert_mail.at_since", holder=holder, since=labels.day_and_time(item["holding_since"])))
    elif holder:
        lines.append(words.text("alert_mail.at", holder=holder))
    lines.append(words.text("alert_mail.todo", action=item["action_vi"]))
    # The time left says by how much it is overdue.
    said = {**details, "working_days_overdue": None} if "urgency" in details else details
    known = [words.text("alert_mail.known")] if item["what"] == "still_open" else []
    lines.append("; ".join([item["level_vi"], *known, *notes(said, item["also_vi"])]))
    return Card(deadlines.time_left(item), deadlines.time_until(item), item["dossier_code"], lines)


def _earliest_first(item: Row) -> tuple[bool, float, str]:
    act_by = item["act_by"]
    return act_by is None, act_by.timestamp() if act_by else 0.0, item["dossier_code"]


def _ended(ended: Sequence[Row]) -> tuple[str, Sequence[str]]:
    endings = words.table("alert_ending")
    lines = [
        words.text(
            "alert_mail.ended_item",
            code=item["dossier_code"],
            procedure=detail(item, "procedure_name"),
            level=item["level_vi"],
            ending=endings.get(item["ended_because"], endings["resolved"]),
        )
        for item in ended
    ]
    return words.text("alert_mail.ended", count=labels.whole(len(ended))), lines
