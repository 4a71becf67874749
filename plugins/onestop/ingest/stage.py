"""Steps 2 and 3: stage a batch, mark the rules it breaks.

Rows come from memory while the batch is on its way, else from its landed pages; they are the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection, Row

from onestop.config.settings import Settings
from onestop.contract.feed import COMMON_COLUMNS, Feed
from onestop.contract.pages import read_landed
from onestop.errors import TellableError
from onestop.ingest import landing
from onestop.ingest.kept_rows import KeptRows, PageRows
from onestop.ingest.known import FeedState, RecordsToStage, find_records_to_stage, read_feed_state
from onestop.ingest.rules import marking_statement
from onestop.ingest.steps import Context
from onestop.warehouse.database import analyze, copy_rows, run, run_text, transaction

_PLACE_COLUMNS = ("batch_id", "page_no", "ordinal", "read_as_of", "record_hash")
_STAGEABLE = {"fetched", "staged", "passed"}


class LandingDamagedError(TellableError):
    """A landed page file does not hold what the manifest says."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that is locked for this transaction.

    Attributes:
        batch_id: which one.
        source_id: where it came from.
        kind: ``read`` or ``replay``.
        status: how far it is.
        received: its records.
        known: how many of them are known as they came, and so were not staged.
    """

    batch_id: int
    source_id: str
    kind: str
    status: str
    received: int
    known: int


def stage(context: Context, batch_id: int, feed: Feed, arrived: KeptRows | None = None) -> FeedState | None:
    """Fill staging and mark the rows, unless that is done and still there.

    Staging is unlogged: a crash of the server may empty it, and then this fills it again.

    Args:
        context: of the run.
        batch_id: a registered batch.
        feed: what it holds.
        arrived: its rows, as far as they are in memory; without them they are read from the landed pages.

    Returns:
        What the records depend on that were not staged, to be handed to `publish`; None if every record was.

    Raises:
        LandingDamagedError: a page file is short of what the manifest says.
        WarehouseError: a statement failed; the batch stays as it was.
    """
    with transaction(context.engine) as connection:
        batch = lock(connection, batch_id)
        if batch.status not in _STAGEABLE:
            return None
        # Which records were not staged, and why, is known to the run alone that staged the others.
        if batch.status != "fetched" and batch.known == 0 and is_staged(connection, batch):
            # Rules ask the warehouse too, and units or procedures may have been published since an earlier try marked.
            clear_found(connection, batch_id)
            _resolve(connection, batch, feed)
            _mark(connection, batch, feed, context.settings)
            return None
        chosen = _fill(context, connection, batch, feed, arrived)
        context.observe("rows copied", f"{feed.name} batch {batch_id}")
        _resolve(connection, batch, feed)
        _mark(connection, batch, feed, context.settings)
        if batch.status == "fetched":
            set_status(connection, batch_id, "staged")
    context.observe("batch staged", f"{feed.name} batch {batch_id}")
    return chosen.feed_state if chosen else None


def stage_whole(context: Context, connection: Connection, batch: Batch, feed: Feed) -> None:
    """Stage the records too that are known as they came: before a batch is held, all of it is there.

    Raises:
        LandingDamagedError: a page file is short of what the manifest says.
        WarehouseError: a statement failed.
    """
    if batch.known:
        _fill(context, connection, batch, feed, None)
        _resolve(connection, batch, feed)
        _mark(connection, batch, feed, context.settings)


def _fill(
    context: Context, connection: Connection, batch: Batch, feed: Feed, arrived: KeptRows | None
) -> RecordsToStage | None:
    """Copy the rows of a batch to staging, in place of those that are there; return which ones, None for all."""
    clear(connection, batch.batch_id)
    pages = manifest(connection, batch.batch_id)
    settings = context.settings
    chosen = None
    if arrived is not None and arrived.may_be_known:
        where = {"batch_id": batch.batch_id, "source_id": batch.source_id, "feed": feed.name}
        all_rows = ((page, _rows_of(page, feed, settings, arrived)) for page in pages)
        chosen = find_records_to_stage(connection, where, all_rows)
    rows = ((page, _rows_of(page, feed, settings, arrived)) for page in pages if _is_staged(page, chosen))
    columns = _PLACE_COLUMNS + COMMON_COLUMNS + feed.columns
    copy_rows(connection, feed.table, columns, _lines(batch.batch_id, rows, chosen))
    analyze(connection, f"{feed.table} (batch_id, page_no, ordinal, record_key)")
    staged = batch.received if chosen is None else sum(map(len, chosen.ordinals.values()))
    if batch.known or staged < batch.received:
        left = {"batch_id": batch.batch_id, "unchanged": batch.received - staged or None}
        run(connection, "ingest/stage_note_known.sql", left)
    return chosen


def lock(connection: Connection, batch_id: int) -> Batch:
    """Take a batch for the rest of the transaction; waits for the transaction that has it."""
    row = run(connection, "ingest/lock_batch.sql", {"batch_id": batch_id}).one()
    return Batch(batch_id, row.source_id, row.kind, row.status, row.received, row.unchanged or 0)


def is_staged(connection: Connection, batch: Batch) -> bool:
    """Tell whether staging holds as many rows of the batch as its manifest says, without those that are known."""
    staged = run(connection, "ingest/count_staged.sql", {"batch_id": batch.batch_id}).scalar_one()
    return bool(staged + batch.known == batch.received)


def is_still_known(connection: Connection, batch: Batch, feed: Feed, feed_state: FeedState | None) -> bool:
    """Tell whether the records that were not staged are still known as they came.

    Args:
        connection: the publish transaction, with the lock of the source taken: nothing of it can be published any more.
        batch: the batch.
        feed: what it holds.
        feed_state: what `stage` returned.
    """
    where = {"source_id": batch.source_id, "feed": feed.name}
    return batch.known == 0 or read_feed_state(connection, where) == feed_state


def clear(connection: Connection, batch_id: int) -> None:
    """Throw away the staged rows of a batch, and what was found out about them."""
    run(connection, "ingest/clear_staged.sql", {"batch_id": batch_id})
    clear_found(connection, batch_id)


def clear_found(connection: Connection, batch_id: int) -> None:
    """Throw away what was resolved of the staged rows of a batch, and their marks."""
    run(connection, "ingest/clear_resolved.sql", {"batch_id": batch_id})
    run(connection, "ingest/clear_marks.sql", {"batch_id": batch_id})


def manifest(connection: Connection, batch_id: int) -> list[Row[Any]]:
    """Return the landed pages of a batch, in order."""
    return list(run(connection, "ingest/read_manifest.sql", {"batch_id": batch_id}))


def _is_staged(page: Row[Any], chosen: RecordsToStage | None) -> bool:
    return chosen is None or page.page_no in chosen.ordinals


def _rows_of(page: Row[Any], feed: Feed, settings: Settings, arrived: KeptRows | None) -> PageRows:
    """Return the rows of a page, from memory or read back."""
    rows = arrived.page(page.page_no) if arrived else None
    if rows is not None:
        return rows
    read = read_landed(landing.read(settings.landing_dir, page.path), feed)
    if len(read.lines) != page.records:
        raise LandingDamagedError(
            f"landed page {page.path} holds {len(read.lines)} records, its manifest says {page.records}; "
            "restore the file from a backup, or reject the batch and read the feed again"
        )
    return PageRows(read.hashes, read.rows)


def _lines(batch_id: int, pages: Iterable[tuple[Row[Any], PageRows]], chosen: RecordsToStage | None) -> Iterator[bytes]:
    for page, rows in pages:
        as_of = page.as_of.isoformat()
        for ordinal in range(1, len(rows.rows) + 1) if chosen is None else chosen.ordinals[page.page_no]:
            place = f"{batch_id}\t{page.page_no}\t{ordinal}\t{as_of}\t\\\\x{rows.hashes[ordinal - 1].hex()}\t"
            yield place.encode() + rows.rows[ordinal - 1] + b"\n"


def _resolve(connection: Connection, batch: Batch, feed: Feed) -> None:
    """Find units and states of the staged rows once; marks, rules and facts take them from there."""
    run(connection, f"ingest/{feed.name}/resolve.sql", {"batch_id": batch.batch_id, "source_id": batch.source_id})
    analyze(connection, f"staging.resolved_{feed.singular} (batch_id, page_no, ordinal)")


def _mark(connection: Connection, batch: Batch, feed: Feed, settings: Settings) -> None:
    run_text(
        connection,
        f"rules of {feed.name}",
        marking_statement(feed.name, f"staging.resolved_{feed.singular}"),
        {
            "batch_id": batch.batch_id,
            "source_id": batch.source_id,
            "clock_tolerance": dt.timedelta(minutes=settings.clock_tolerance_minutes),
        },
    )


def set_status(connection: Connection, batch_id: int, status: str, held_reason: str | None = None) -> None:
    """Move a batch forward; the reason of one that was held stays on it."""
    run(
        connection,
        "ingest/set_status.sql",
        {"batch_id": batch_id, "status": status, "held_reason": held_reason},
    )
