"""What the morning list says of a deadline: how much is left, until when, and what a list says as a whole.

The page of a unit and its mail read this, so that both say the same. Working time is counted where the dossiers that
need attention are found (``alert/find_60_attention.sql``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from onestop import words
from onestop.contract.parsers import LOCAL
from onestop.words import labels

Row = Mapping[str, Any]

URGENCIES = ("due", "apologise", "overdue", "close", "later")
"""Parts of the list, what to do first coming first; ``mart.overdue_dossier.urgency``."""


def time_left(row: Row) -> str:
    """Return how much time is left, or by how much it is late: ``còn 3 giờ 20 phút``, ``quá hạn 2 ngày làm việc``.

    Args:
        row: a row of ``mart.overdue_dossier``.
    """
    if row["urgency"] == "overdue":
        return _late(row)
    if row["urgency"] == "due":
        return _hours_left(row["working_minutes_left"])
    if row["working_days_left"] is None:
        # There is a result, so its due date does not matter; or there is none.
        return words.text("column.no_due_date") if row["act_by"] is None else ""
    return words.text("morning.days", count=labels.whole(row["working_days_left"]))


def _hours_left(minutes: int | None) -> str:
    if minutes is None:
        # It counts as on time when it is done on its day, whatever the hour.
        return words.text("morning.rest_of_the_day")
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return words.text("morning.hours_and_minutes", hours=hours, minutes=rest)
    if hours:
        return words.text("morning.hours", hours=hours)
    return words.text("morning.minutes", minutes=rest) if rest else words.text("morning.at_the_hour")


def _late(row: Row) -> str:
    if row["working_days_overdue"]:
        return words.text("morning.days_overdue", count=labels.whole(row["working_days_overdue"]))
    if row["working_days_overdue"] == 0:
        return words.text("morning.hours_overdue")
    return words.text("morning.hours_over") if row["received_at"] else words.text("morning.accepted_late")


def time_until(row: Row) -> str:
    """Return until when: ``Hẹn trả 10:30 hôm nay``, ``Tiếp nhận trước 02/10/2026 17:00``; empty where nothing is due.

    Args:
        row: a row of ``mart.overdue_dossier``.
    """
    if row["act_by"] is None:
        return ""
    at = _at(row["act_by"], row["as_of"])
    if not row["received_at"]:
        return words.text("morning.accept", at=at)
    return words.text("morning.due", at=at) if row["act_by"] == row["due_at"] else words.text("morning.agreed", at=at)


def _at(moment: dt.datetime, as_of: dt.datetime) -> str:
    if moment.astimezone(LOCAL).date() == as_of.astimezone(LOCAL).date():
        return words.text("morning.at_time", time=labels.time(moment))
    return labels.day_and_time(moment)


def headline(counts: Mapping[str, int]) -> str:
    """Return what a list says as a whole, the heading of the page and the subject of the mail.

    Args:
        counts: how many dossiers of the unit are ``due`` today, ``apologise``, ``overdue`` and ``open`` (all of them);
            how many of other units it has, ``held``, and of these ``held_due``.
    """
    forms = (
        ("today", counts["due"]),
        ("held_today", 0 if counts["open"] else counts["held_due"]),
        ("apologise", counts["apologise"]),
        ("overdue", counts["overdue"]),
        ("later", counts["open"]),
        ("held", counts["held"]),
    )
    form, count = next((each for each in forms if each[1]), ("nothing", 0))
    return words.table("headline")[form].format(count=labels.whole(count))
