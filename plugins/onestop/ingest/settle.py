"""Steps 2 to 5 for one batch: stage, judge, publish, from wherever it stands."""

from __future__ import annotations

from onestop.contract.feed import Feed
from onestop.ingest.gate import judge
from onestop.ingest.kept_rows import KeptRows
from onestop.ingest.publish import publish
from onestop.ingest.stage import stage
from onestop.ingest.steps import Context


def settle(context: Context, batch_id: int, feed: Feed, arrived: KeptRows | None = None) -> None:
    """Bring a landed batch to its end: published, or held for a person.

    Args:
        context: of the run.
        batch_id: a registered batch.
        feed: what it holds.
        arrived: its rows, as far as they are in memory; without them they are read from the landed pages.

    Raises:
        LandingDamagedError: a page file is short of what the manifest says.
        WarehouseError: a statement failed; the batch stays as it was.
    """
    published = False
    while not published:
        feed_state = stage(context, batch_id, feed, arrived)
        if arrived is not None:
            arrived.release()
            arrived = None  # what was lost, or decided otherwise, is staged whole
        published = judge(context, batch_id, feed) and publish(context, batch_id, feed, feed_state)
