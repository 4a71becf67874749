"""Compare the open dossiers with earlier alerts, and write the lists of a slot.

There are three slots on a working day, by the local time of the business clock: ``morning`` before 12:00,
``early_afternoon`` before 15:00, then ``late_afternoon``. The first run of a day is the morning's, at whatever time, so
a missed morning is made up for. Each slot has lists once. All other runs only update ``mart.overdue_dossier``: a second
run in a slot, a run on a day off, and a run before every source was read once. A unit gets nothing on a day off of its
own calendar.

An alert is raised by dossier, level and unit, unless it is open already:

- In the morning it is raised for every level.
- In the afternoon it is raised for levels of same-day procedures, and for an online dossier whose time to be accepted
  has run out.
- In the afternoon it is also raised for the next level on the way to the due date and beyond, if the unit has an open
  alert of a level before.

An open alert ends when the dossier no longer has its level. It is ``passed_on`` where the unit has an open alert of
another level of the dossier. If the other level is reported only in the morning, the alert stays open until then. With
no level left it is ``waiting`` for the citizen (statuses 5 and 6), which is not reported, or ``resolved``, which is
reported once for a dossier and unit, in any slot.

In the morning an alert of the receiving unit (overdue, overdue for long, not yet accepted, at another agency) is
escalated if it stays open for ``escalate_after_working_days``. An escalated overdue alert is not escalated again
when it passes on to overdue for long. The alert of the agency that has the dossier is never escalated: the province is
notified once.

A unit with something new or resolved gets a list, and each morning a province with open or resolved alerts a digest.
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
    """Compare the open dossiers with earlier alerts and write the lists of this slot, in one transaction.

    Args:
        engine: the warehouse.
        as_of: when to look, with its time zone; without it at the time of the business clock.

    Returns:
        The ids of the lists that wait to be delivered; none if the slot has lists already, or on a day off.

    Raises:
        WarehouseError: a statement failed; nothing was changed.
    """
    with transaction(engine) as connection:
        as_of = as_of or read_clock(connection)
        local = as_of.astimezone(LOCAL)
        parameters = {"as_of": as_of, "run_on": local.date(), "slot": slot_of(local)}
        take_lock(connection, Lock.ALERTS)
        # Facts must not change in between: a supplement requested meanwhile would end an alert as resolved.
        take_lock(connection, Lock.PUBLISH)
        run(connection, "alert/clear_overdue.sql")
        find_attention(connection, as_of)
        run(connection, "alert/fill_overdue.sql")
        slot = run(connection, "alert/read_slot.sql", parameters).scalar()
        if slot is None:
            return []
        lists = _write_lists(connection, {**parameters, "slot": slot, "is_morning": slot == _MORNING})
    log.info("%s of %s: %s lists", slot, local.date(), len(lists))
    return lists


def slot_of(local: dt.datetime) -> str:
    """Return the slot that a local time belongs to; the first run of a day takes the morning's instead."""
    return next(name for ends, name in _SLOTS if local.hour < ends)


def _write_lists(connection: Connection, parameters: dict[str, object]) -> list[int]:
    # Raised before ended: what passes on to a level is known by the alert of that level.
    run(connection, "alert/raise_alerts.sql", parameters)
    run(connection, "alert/end_alerts.sql", parameters)
    if parameters["is_morning"]:
        run(connection, "alert/escalate_alerts.sql", parameters)
    run(connection, "alert/create_lists.sql", parameters)
    for file in _ITEMS:
        run(connection, file, parameters)
    return list(run(connection, "alert/list_lists.sql", parameters).scalars())
