"""Step 4, the gate: a staged batch goes on, or waits for a person with a reason.

Each check is a statement in ``include/sql/ingest/gate`` that says in Vietnamese what is wrong, with its figures and
what to do; nothing said means that the batch may pass. Limits are rows of ``audit.gate_limit``.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy.engine import Connection

from onestop.contract.feed import Feed
from onestop.ingest.stage import Batch, is_staged, lock, set_status, stage, stage_whole
from onestop.ingest.steps import Context
from onestop.warehouse.database import run, transaction

_CHECKS = (
    "ingest/gate/shares.sql",
    "ingest/gate/unreadable_fields.sql",
    "ingest/gate/removed_fields.sql",
)


def judge(context: Context, batch_id: int, feed: Feed) -> bool:
    """Let the gate decide: a staged batch goes on to passed, or is held with its reasons and those of the inspection.

    A replay passes: a person asked for exactly these records.

    Returns:
        False if the staged rows were lost, so that the batch must be staged again before it can be judged.
    """
    what = f"{feed.name} batch {batch_id}"
    second_opinion = _second_opinion(context, batch_id, feed)
    context.observe("batch inspected", what)
    with transaction(context.engine) as connection:
        batch = lock(connection, batch_id)
        # Another run may have judged it while it was inspected.
        if batch.status != "staged":
            return True
        if not is_staged(connection, batch):
            return False
        reasons = _reasons(connection, batch, second_opinion) if batch.kind == "read" else []
        if reasons:
            stage_whole(context, connection, batch, feed)
            run(connection, "ingest/remember_held.sql", {"batch_id": batch_id})
            set_status(connection, batch_id, "held", " ".join(reasons))
        else:
            set_status(connection, batch_id, "passed")
    context.observe("batch judged", what)
    return True


def _second_opinion(context: Context, batch_id: int, feed: Feed) -> str | None:
    """Return what the inspection holds against a batch; no transaction is open while it looks.

    What it objects to may only have become so: rules ask for units and procedures, and some may have been published
    since the batch was marked. So it is marked once more before a person is called.
    """
    if context.inspect(context.engine, batch_id) is None:
        return None
    stage(context, batch_id, feed)
    return context.inspect(context.engine, batch_id)


def _reasons(connection: Connection, batch: Batch, second_opinion: str | None) -> list[str]:
    """Return why a person has to look, what was held before left aside; a day without a record may be the reason."""
    parameters = {"batch_id": batch.batch_id}
    fresh = batch.received and run(connection, "ingest/gate/count_fresh.sql", parameters).scalar_one()
    checks = _CHECKS if fresh else ()
    reasons = [row.reason for check in checks for row in run(connection, check, parameters)]
    fallen = run(connection, "ingest/gate/volume.sql", parameters).one_or_none()
    if fallen and not _is_public_holiday(fallen.day):
        reasons.append(fallen.reason)
    return [*reasons, second_opinion] if fresh and second_opinion else reasons


def _is_public_holiday(day: dt.date) -> bool:
    """Tell whether offices rest on a day by law; weekends are compared with weekends and need no such mercy."""
    # Costs a second to import, and is asked only where a batch is about to be held.
    import holidays

    return day in holidays.country_holidays("VN", years=day.year)
