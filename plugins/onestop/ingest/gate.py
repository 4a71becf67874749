"""Step 4, the gate: a staged batch goes on, or waits for a person with a reason.

Each check is a statement in ``include/sql/ingest/gate`` that says in Vietnamese what is wrong, with its figures and
what to do; nothing said means that the batch may pass. Limits are rows of ``audit.gate_limit``.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy.engine import Connection

from onestop.contract.feed import Feed
from onestop.ingest.stage import Batch, lock, set_status, stage_whole
from onestop.ingest.steps import Context
from onestop.stack.database import run, transaction

_CHECKS = (
    "ingest/gate/shares.sql",
    "ingest/gate/unreadable_fields.sql",
    "ingest/gate/removed_fields.sql",
)


def judge(context: Context, batch_id: int, feed: Feed) -> None:
    """Let the gate decide: a staged batch goes on to passed, or is held with its reasons and those of the inspection.

    A replay passes: a person asked for exactly these records.
    """
    with transaction(context.engine) as connection:
        batch = lock(connection, batch_id)
        if batch.status != "staged":
            return
        reasons = _reasons(context, connection, batch) if batch.kind == "read" else []
        if reasons:
            stage_whole(context, connection, batch, feed)
            run(connection, "ingest/remember_held.sql", {"batch_id": batch_id})
            set_status(connection, batch_id, "held", " ".join(reasons))
        else:
            set_status(connection, batch_id, "passed")
    context.observe("batch judged", f"{feed.name} batch {batch_id}")


def _reasons(context: Context, connection: Connection, batch: Batch) -> list[str]:
    """Return why a person has to look, what was held before left aside; a day without a record may be the reason."""
    parameters = {"batch_id": batch.batch_id}
    fresh = batch.received and run(connection, "ingest/gate/count_fresh.sql", parameters).scalar_one()
    checks = _CHECKS if fresh else ()
    reasons = [row.reason for check in checks for row in run(connection, check, parameters)]
    fallen = run(connection, "ingest/gate/volume.sql", parameters).one_or_none()
    if fallen and not _is_public_holiday(fallen.day):
        reasons.append(fallen.reason)
    second_opinion = context.inspect(connection, batch.batch_id) if fresh else None
    return [*reasons, second_opinion] if second_opinion else reasons


def _is_public_holiday(day: dt.date) -> bool:
    """Tell whether offices rest on a day by law; weekends are compared with weekends and need no such mercy."""
    # Costs a second to import, and is asked only where a batch is about to be held.
    import holidays

    return day in holidays.country_holidays("VN", years=day.year)
