"""Publishes quarantined records again, after a rule, a code list or a field was changed.

What was kept of them is landed as pages again, one for each moment at which the source sent them, so that each record
gets its place among the versions. One transaction registers the batch of these pages and closes the records; from
then on it is a batch like any other, and any run may finish it. No position moves.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy.engine import Connection, Row

from onestop.contract.feed import Feed
from onestop.contract.feeds import FEED_BY_NAME
from onestop.ingest.fetch import ManifestEntry, register_pages
from onestop.ingest.landing import PageFiles
from onestop.ingest.settle import settle
from onestop.ingest.steps import Context
from onestop.quarantine.overrides import apply_overrides
from onestop.quarantine.records import Signature, close_records, group_by_feed, positions_of
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import run, transaction

Replayed = tuple[int, Feed]
"""The id of a batch of replayed records, and their feed."""


def register(
    connection: Connection, context: Context, records: Sequence[Row[Any]], signature: Signature
) -> list[Replayed]:
    """Land open records again with their overrides, open a batch for each source and feed, and close the records.

    Raises:
        OSError: the landing folder cannot be written.
        WarehouseError: a statement failed; nothing was registered.
    """
    return [
        (_register(connection, context, group, signature), FEED_BY_NAME[group[0].feed])
        for group in group_by_feed(records)
    ]


def finish(context: Context, batches: Sequence[Replayed]) -> dict[str, Any]:
    """Stage and publish the registered batches; a record that is still bad becomes a new open one.

    Returns:
        The ids of the ``batches``, and how many of their records are ``still_bad``.

    Raises:
        WarehouseError: a statement failed; the next run of the source goes on with the batch.
    """
    for batch_id, feed in batches:
        context.observe("batch registered", f"{feed.name} batch {batch_id}, a replay")
        settle(context, batch_id, feed)
    batch_ids = [batch_id for batch_id, _ in batches]
    with transaction(context.engine) as connection:
        still_bad: int = run(connection, "quarantine/count_still_bad.sql", {"batch_ids": batch_ids}).scalar_one()
    return {"batches": batch_ids, "still_bad": still_bad}


def _register(connection: Connection, context: Context, records: Sequence[Row[Any]], signature: Signature) -> int:
    """Land records of one source and feed again, open a batch of them, and close them."""
    source_id, feed = records[0].source_id, records[0].feed
    entries = _land(connection, context, records)
    started_at = wall_clock()
    batch_id: int = run(
        connection,
        "quarantine/open_replay.sql",
        {
            "source_id": source_id,
            "feed": feed,
            "as_of": max(entry.as_of for entry in entries),
            "started_at": started_at,
            "received": len(records),
        },
    ).scalar_one()
    register_pages(connection, batch_id, entries, started_at)
    close_records(connection, records, "replayed", signature, batch_id)
    return batch_id


def _land(connection: Connection, context: Context, records: Sequence[Row[Any]]) -> list[ManifestEntry]:
    overrides = run(
        connection,
        "quarantine/list_overrides.sql",
        {"source_id": records[0].source_id, "feed": records[0].feed, **positions_of(records)},
    )
    values: dict[tuple[str, int], dict[str, str]] = {}
    for override in overrides:
        values.setdefault((override.page_hash, override.ordinal), {})[override.field] = override.value
    entries = []
    with PageFiles(context.settings.landing_dir) as files:
        for (as_of, schema_version), same_page in itertools.groupby(sorted(records, key=_page), key=_page):
            page = list(same_page)
            kept = [
                apply_overrides(msgspec.json.decode(record.payload), values.get((record.page_hash, record.ordinal), {}))
                for record in page
            ]
            origin = "".join(f"{record.page_hash}:{record.ordinal}\n" for record in page).encode()
            landed = files.land_again(page[0].source_id, page[0].feed, kept, origin)
            entries.append(ManifestEntry(landed, as_of, schema_version))
            context.observe("page landed", f"{page[0].feed}, a replay")
    return entries


def _page(record: Row[Any]) -> tuple[Any, str]:
    """Return what the records of a page share: when the source sent them, and the version of its schema."""
    return record.first_seen_at, record.schema_version
