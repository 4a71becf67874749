"""Steps 2 to 5 for one batch: stage, judge, publish, from wherever it stands."""

from __future__ import annotations

from onestop.contract.feed import Feed
from onestop.ingest.gate import judge
from onestop.ingest.publish import publish
from onestop.ingest.stage import stage
from onestop.ingest.steps import Context


def settle(context: Context, batch_id: int, feed: Feed) -> None:
    """Bring a landed batch to its end: published, or held for a person.

    Raises:
        LandingDamagedError: a page file is short of what the manifest says.
        WarehouseError: a statement failed; the batch stays as it was.
    """
    published = False
    while not published:
        stage(context, batch_id, feed)
        published = judge(context, batch_id, feed) and publish(context, batch_id, feed)
