"""Steps 2 and 3: stage a batch from its landed pages, mark the rules it breaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection, Row

from onestop.contract.feed import COMMON_COLUMNS, Feed
from onestop.contract.pages import read_landed
from onestop.ingest import landing
from onestop.ingest.rules import marking_statement
from onestop.ingest.steps import Context
from onestop.stack.database import copy_rows, run, run_text, transaction
from onestop.stack.errors import TellableError
from onestop.stack.settings import Settings

_PLACE_COLUMNS = ("batch_id", "page_no", "ordinal", "read_as_of", "record_hash")
_STAGEABLE = {"fetched", "staged", "passed"}


class LandingDamagedError(TellableError):
    """A landed page file does not hold what the manifest says."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that is locked for this transaction."""

    batch_id: int
    source_id: str
    kind: str
    status: str
    received: int


def stage(context: Context, batch_id: int, feed: Feed) -> None:
    """Fill staging from the landed pages and mark the rows, unless that is done and still there.

    Staging is unlogged: a crash of the server may empty it, and then this fills it again.

    Raises:
        LandingDamagedError: a page file is short of what the manifest says.
        WarehouseError: a statement failed; the batch stays as it was.
    """
    with transaction(context.engine) as connection:
        batch = lock(connection, batch_id)
        if batch.status not in _STAGEABLE:
            return
        if batch.status != "fetched" and is_staged(connection, batch):
            # Rules ask the warehouse too, and units or procedures may have been published since an earlier try marked.
            clear_found(connection, batch_id)
            _resolve(connection, batch, feed)
            _mark(connection, batch, feed, context.settings)
            return
        clear(connection, batch_id)
        columns = _PLACE_COLUMNS + COMMON_COLUMNS + feed.columns
        pages = manifest(connection, batch_id)
        copy_rows(connection, feed.table, columns, _lines(pages, batch_id, feed, context.settings))
        context.observe("rows copied", f"{feed.name} batch {batch_id}")
        run(connection, f"ingest/{feed.name}/analyze.sql")
        _resolve(connection, batch, feed)
        _mark(connection, batch, feed, context.settings)
        if batch.status == "fetched":
            set_status(connection, batch_id, "staged")
    context.observe("batch staged", f"{feed.name} batch {batch_id}")


def lock(connection: Connection, batch_id: int) -> Batch:
    """Take a batch for the rest of the transaction; waits for whoever has it."""
    row = run(connection, "ingest/lock_batch.sql", {"batch_id": batch_id}).one()
    return Batch(batch_id, row.source_id, row.kind, row.status, row.received)


def is_staged(connection: Connection, batch: Batch) -> bool:
    """Tell whether staging holds as many rows of the batch as its manifest says."""
    staged = run(connection, "ingest/count_staged.sql", {"batch_id": batch.batch_id}).scalar_one()
    return bool(staged == batch.received)


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


def _lines(pages: Sequence[Row[Any]], batch_id: int, feed: Feed, settings: Settings) -> Iterator[bytes]:
    for page in pages:
        read = read_landed(landing.read(settings.landing_dir, page.path), feed)
        if len(read.lines) != page.records:
            raise LandingDamagedError(
                f"landed page {page.path} holds {len(read.lines)} records, its manifest says {page.records}; "
                "restore the file from a backup, or reject the batch and read the feed again"
            )
        for ordinal, (record_hash, row) in enumerate(zip(read.hashes, read.rows, strict=True), start=1):
            place = f"{batch_id}\t{page.page_no}\t{ordinal}\t{page.as_of.isoformat()}\t\\\\x{record_hash.hex()}\t"
            yield place.encode() + row + b"\n"


def _resolve(connection: Connection, batch: Batch, feed: Feed) -> None:
    """Find units and states of the staged rows once; marks, rules and facts take them from there."""
    run(connection, f"ingest/{feed.name}/resolve.sql", {"batch_id": batch.batch_id, "source_id": batch.source_id})
    run(connection, f"ingest/{feed.name}/analyze_resolved.sql")


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
