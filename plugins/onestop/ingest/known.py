"""Finds the records of a batch that are known as they came: they leave before they are staged.

The warehouse holds exactly this version of such a record, nothing was noticed when it was read, and no rule says
anything of it (``core.settled_version``): staged, it would be decided ``unchanged``, and nothing else would come of it.
``audit.batch.unchanged`` counts these records from the staging of their batch on, the gate counts them among the
records on which it judges, and the ledger among the unchanged.

That holds as long as nothing else of the feed is published, or held: if that has changed when the batch is
published, the batch is staged once more, with all of its records. So it is if another run goes on
with the batch, and before it is held: what waits for a person is staged whole.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection, Row

from onestop.contract.feed import COMMON_COLUMNS
from onestop.ingest.kept_rows import PageRows
from onestop.warehouse.database import copy_rows, run

_COLUMNS = ("page_no", "ordinal", "record_hash", "record_key", "source_updated_at", "is_noted")
_NOTHING = [b"{}", b"{}"]


@dataclass(frozen=True, slots=True)
class FeedState:
    """What was published and held when the records of a batch were looked up.

    Attributes:
        published: the last change of the feed.
        held: how many batches of the feed were held.
    """

    published: int
    held: int


@dataclass(frozen=True, slots=True)
class RecordsToStage:
    """The records of a batch that are to be staged; all others are known as they came.

    Attributes:
        feed_state: what was published and held when they were looked up.
        ordinals: their places on each page, by number of the page.
    """

    feed_state: FeedState
    ordinals: Mapping[int, array[int]]


def find_records_to_stage(
    connection: Connection, where: Mapping[str, Any], pages: Iterable[tuple[Row[Any], PageRows]]
) -> RecordsToStage:
    """Look up every record of a batch, and return those that are to be staged.

    Args:
        connection: the transaction that stages the batch.
        where: ``batch_id``, ``source_id`` and ``feed``.
        pages: the manifest of the batch with the rows of each page.

    Raises:
        WarehouseError: a statement failed.
    """
    # Read before the lookup: what is published after it is noticed when the batch is published.
    feed_state = read_feed_state(connection, where)
    run(connection, "ingest/stage_arrived.sql")
    copy_rows(connection, "arrived", _COLUMNS, (line for page, rows in pages for line in _lines(page.page_no, rows)))
    unknown = run(connection, "ingest/stage_list_unknown.sql", where)
    return RecordsToStage(feed_state, {row.page_no: array("I", row.ordinals) for row in unknown})


def read_feed_state(connection: Connection, where: Mapping[str, Any]) -> FeedState:
    """Return what was published and held of a feed so far.

    Args:
        connection: a transaction.
        where: ``source_id`` and ``feed``.

    Raises:
        WarehouseError: the statement failed.
    """
    of_feed = {"source_id": where["source_id"], "feed": where["feed"]}
    row = run(connection, "ingest/stage_read_feed_state.sql", of_feed).one()
    return FeedState(row.published, row.held)


def _lines(page_no: int, page: PageRows) -> Iterator[bytes]:
    for ordinal, (record_hash, row) in enumerate(zip(page.hashes, page.rows, strict=True), start=1):
        key, updated_at, _, *noted, _ = row.split(b"\t", len(COMMON_COLUMNS))
        is_noted = b"f" if noted == _NOTHING else b"t"
        yield b"%d\t%d\t\\\\x%b\t%b\t%b\t%b\n" % (
            page_no, ordinal, record_hash.hex().encode(), key, updated_at, is_noted,
        )  # fmt: skip
