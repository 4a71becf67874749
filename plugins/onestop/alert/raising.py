"""Looks at the open dossiers and tells each unit once what became of them.

Three looks a working day, by the local time of the business clock: ``morning`` before 12:00, ``early_afternoon`` before
15:00, ``late_afternoon`` from then on. The first look of a day is the morning's, whenever it comes, so that a morning
on which nothing ran is made up for. Each slot is told once. Every other look, one on a day on which nobody works, and
one before every source was read for the first time only brings ``mart.overdue_dossier`` up to date. A unit is told
nothing on a day off of its own calendar.

What is raised, by dossier, level and unit, unless it is open already:

- in the morning everything;
- in the afternoon the levels of same-day procedures, an online dossier whose time to be accepted has run out, and a
  step further on the way to the due date and beyond, of a dossier of which the unit has an open alert of a step before.

What ends: an open alert whose level the dossier has no longer. It is ``passed_on`` where the unit has an open alert of
another level that the dossier has. Where the dossier has one that is not told before the next morning, the alert stays
open until then. With no level left it is ``waiting`` for the citizen (statuses 5 and 6), which is not told, or
``resolved``, which is told once a dossier and unit, at any slot.

What is escalated, in the morning: an alert of the receiving unit (overdue, overdue for long, not yet accepted, at
another agency) that stays open for ``escalate_after_working_days``. What was escalated as overdue is not escalated
again when it passes on to overdue for long. The alert of the agency that has the dossier never is: the province hears
of it once.

A unit with something new or resolved gets a list, each morning a province with open or resolved alerts a digest.
"""

from __future__ import annotations

import datetime as dt
import logging

from sqlalchemy.engine import Connection, Engine

from onestop.alert.attention import find_attention
from onestop.warehouse.clock import LOCAL, read_clock
from onestop.warehouse.database import run, transaction
from onestop.warehouse.locks import Lock, take_lock

log = logging.getLogger(__name__)

_MORNING = "morning"
_SLOTS = ((12, _MORNING), (15, "early_afternoon"), (24, "late_afternoon"))
_ITEMS = ("alert/insert_new_items.sql", "alert/insert_resolved_items.sql", "alert/insert_counts.sql")


def raise_alerts(engine: Engine, as_of: dt.datetime | None = None) -> list[int]:
    """Look at the open dossiers and make the lists of this slot, all in one transaction.

    Args:
        engine: the warehouse.
        as_of: when to look, with its time zone; without it at the time of the business clock.

    Returns:
        The ids of the lists that wait to be delivered; none when the slot was told, or when nobody works on the day.

    Raises:
        WarehouseError: a statement failed; nothing was changed.
    """
    with transaction(engine) as connection:
        as_of = as_of or read_clock(connection)
        local = as_of.astimezone(LOCAL)
        look = {"as_of": as_of, "run_on": local.date(), "slot": slot_of(local)}
        take_lock(connection, Lock.ALERTS)
        # The facts stand still meanwhile: a dossier asked for a supplement between two statements would be resolved.
        take_lock(connection, Lock.PUBLISH)
        run(connection, "alert/clear_overdue.sql")
        find_attention(connection, as_of)
        run(connection, "alert/fill_overdue.sql")
        slot = run(connection, "alert/read_slot.sql", look).scalar()
        if slot is None:
            return []
        lists = _tell(connection, {**look, "slot": slot, "is_morning": slot == _MORNING})
    log.info("%s of %s: %s lists", slot, local.date(), len(lists))
    return lists


def slot_of(local: dt.datetime) -> str:
    """Return the slot that a local time belongs to; the first look of a day takes the morning's instead."""
    return next(name for ends, name in _SLOTS if local.hour < ends)


def _tell(connection: Connection, look: dict[str, object]) -> list[int]:
    # Raised before ended: what passes on to a level is known by the alert of that level.
    run(connection, "alert/raise_alerts.sql", look)
    run(connection, "alert/end_alerts.sql", look)
    if look["is_morning"]:
        run(connection, "alert/escalate_alerts.sql", look)
    run(connection, "alert/open_lists.sql", look)
    for file in _ITEMS:
        run(connection, file, look)
    return list(run(connection, "alert/list_lists.sql", look).scalars())
