"""Step 1, fetch: pages of one feed go to the landing folder, then manifest and position move in one transaction."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy.engine import Connection, Engine

from onestop.config.settings import Settings
from onestop.contract.feed import Feed
from onestop.contract.pages import Records, read_sent
from onestop.ingest import sources
from onestop.ingest.client import CursorExpiredError, Page, SourceClient
from onestop.ingest.kept_rows import KeptRows
from onestop.ingest.landing import LandedPage, PageFiles
from onestop.ingest.steps import Context
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import run, transaction


@dataclass(frozen=True, slots=True)
class Position:
    """Where the reading of a feed stands.

    Attributes:
        generation: counts the moves, so that two readers cannot both make the same one.
        updated_since: lower bound of the reading under way, inclusive; None reads from the beginning.
        cursor: where the reading under way goes on; None begins a new one.
        high_water: latest CapNhatLuc seen, never later than the source's own clock; while a window of the past is read
            again, how far that has got.
        as_of: the source's clock at its earliest on the pages of the reading under way; None where there are none yet.
    """

    generation: int = 0
    updated_since: dt.datetime | None = None
    cursor: str | None = None
    high_water: dt.datetime | None = None
    as_of: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """A landed page with what its envelope said; the records themselves are let go."""

    landed: LandedPage
    as_of: dt.datetime
    schema_version: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """Landed pages up to the batch bound, which are not registered yet.

    Attributes:
        source_id: the source.
        feed: the feed.
        begun: the position from which they were read.
        reached: the position after them, still of the generation of ``begun``.
        ended: the feed was read to its end.
        entries: the pages, in order.
        arrived: their rows.
    """

    source_id: str
    feed: str
    begun: Position
    reached: Position
    ended: bool
    entries: list[ManifestEntry]
    arrived: KeptRows

    @property
    def received(self) -> int:
        """How many records the pages hold."""
        return sum(entry.landed.records for entry in self.entries)

    @property
    def may_repeat(self) -> bool:
        """Tell whether the feed was read from where the reading before ended to its end."""
        # Who reads a feed from its beginning wants all of it decided once more, whatever it brings.
        begins_anew = self.begun.updated_since is None and self.received > 0
        return self.ended and self.begun.cursor is None and not begins_anew


@dataclass(frozen=True, slots=True)
class Registered:
    """A move of the position: the batch that it registered, or None where the pages were those of the latest batch."""

    batch_id: int | None


def fetch(
    context: Context,
    client: SourceClient,
    name: str,
    feed: Feed,
    *,
    stopped: threading.Event | None = None,
) -> Fetched:
    """Land pages up to the batch bound, from where the position stands; the next page is requested while one is read.

    Args:
        context: of the run.
        client: asks the source; nobody else may use it meanwhile.
        name: of the connection.
        feed: what to read.
        stopped: once it is set no further page is asked for, and what is returned is not to be used.

    Raises:
        SourceError: the source failed; what was landed before is not registered and will be read again.
        OSError: the landing folder cannot be written.
    """
    with transaction(context.engine) as connection:
        source_id = sources.bound_source_id(connection, name)
        begun = _read_position(connection, source_id, feed.name)
    # Who reads from the beginning wants all of it staged.
    arrived = KeptRows(may_be_known=begun.updated_since is not None)
    entries: list[ManifestEntry] = []
    position, received, is_last = begun, 0, False
    settings = context.settings
    with PageRequests(client, feed.name, settings) as requests, PageFiles(settings.landing_dir) as files:
        requests.send(position)
        while not is_last:
            page, position = requests.receive(position)
            if page.source_system != source_id:
                source_id = _bind(context.engine, name, page)
            received += len(page.records)
            is_stopped = stopped is not None and stopped.is_set()
            is_last = page.next_cursor is None or received >= settings.batch_records or is_stopped
            if not is_last:
                requests.send(replace(position, cursor=page.next_cursor))
            records = read_sent(page.records, feed)
            landed = files.land(source_id, feed.name, records)
            arrived.add(records)
            entries.append(ManifestEntry(landed, page.as_of, page.schema_version))
            position = _advance(position, page, records, settings)
            context.observe("page landed", f"{feed.name} page {len(entries)}")
    context.observe("pages in place", feed.name)
    return Fetched(source_id or "", feed.name, begun, position, page.next_cursor is None, entries, arrived)


class PageRequests:
    """Requests pages in a thread of its own, one at a time: the next one comes while one is read."""

    def __init__(self, client: SourceClient, feed: str, settings: Settings) -> None:
        """Ask ``client`` for pages of a feed; nothing is asked for yet."""
        self._client = client
        self._feed = feed
        self._settings = settings
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ask")
        self._coming: Future[Page]

    def __enter__(self) -> PageRequests:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for the answer under way, if any."""
        self._thread.shutdown(cancel_futures=True)

    def send(self, position: Position) -> None:
        """Request the page at a position."""
        self._coming = self._thread.submit(
            self._client.page, self._feed, position.updated_since, position.cursor, self._settings.page_limit
        )

    def receive(self, position: Position) -> tuple[Page, Position]:
        """Return the requested page; after an expired cursor the one from a little before the latest record on.

        Args:
            position: after all pages before.

        Raises:
            SourceError: the source failed.
        """
        try:
            return self._coming.result(), position
        except CursorExpiredError:
            restart = replace(position, cursor=None, updated_since=_overlapped(position.high_water, self._settings))
            self.send(restart)
            return self._coming.result(), restart


def begin_reread(context: Context, name: str, feed: Feed) -> bool:
    """Step back to the start of a window of the past that is due to be read again (``audit.reread_window``).

    Sources edit records without a new CapNhatLuc, and commit late; an edit of a record in the window is found so.

    Returns:
        True if there is such a window: the feed is to be read to its end once more.
    """
    with transaction(context.engine) as connection:
        where = {"source_id": sources.bound_source_id(connection, name), "feed": feed.name}
        return run(connection, "ingest/begin_reread.sql", where).rowcount > 0


def _read_position(connection: Connection, source_id: str | None, feed: str) -> Position:
    if source_id is None:
        return Position()
    row = run(connection, "ingest/read_position.sql", {"source_id": source_id, "feed": feed}).one_or_none()
    return Position(*row) if row else Position()


def _bind(engine: Engine, name: str, page: Page) -> str:
    with transaction(engine) as connection:
        sources.bind(connection, name, page.source_system)
    return page.source_system


def _advance(position: Position, page: Page, records: Records, settings: Settings) -> Position:
    # While the clock of the source is slow, its latest records are refused as from the future. None of them may count
    # as seen then, even if the clock is right again on a later page.
    as_of = min(page.as_of, position.as_of or page.as_of)
    seen = [moment for moment in records.updated_at if moment is not None and moment <= as_of]
    if position.high_water is not None:
        seen.append(min(position.high_water, as_of))
    position = replace(position, cursor=page.next_cursor, high_water=max(seen, default=None), as_of=as_of)
    if position.cursor is not None:
        return position
    return replace(position, updated_since=_overlapped(position.high_water, settings))


def _overlapped(high_water: dt.datetime | None, settings: Settings) -> dt.datetime | None:
    """Sources commit late, so every reading begins a little before the latest record seen."""
    return None if high_water is None else high_water - dt.timedelta(minutes=settings.overlap_minutes)


def register(context: Context, fetched: Fetched) -> Registered | None:
    """Move the position and write batch and manifest in one transaction; None if somebody else moved it first.

    Pages that are those of the latest batch, and nothing else, make no batch: that one was read to a later moment.

    Raises:
        WarehouseError: a statement failed; nothing was registered.
    """
    fetched_at = wall_clock()
    with transaction(context.engine) as connection:
        if not _move(connection, fetched):
            return None
        is_repeated = fetched.may_repeat and _repeats(connection, fetched)
        batch_id = None if is_repeated else _open_batch(connection, fetched, fetched_at)
    context.observe("batch repeated" if is_repeated else "batch registered", fetched.feed)
    return Registered(batch_id)


def _move(connection: Connection, fetched: Fetched) -> bool:
    """Move the position from the generation that was read; False if it is no longer there."""
    move = {
        "source_id": fetched.source_id,
        "feed": fetched.feed,
        "generation": fetched.begun.generation,
        "updated_since": fetched.reached.updated_since,
        "cursor": fetched.reached.cursor,
        "high_water": fetched.reached.high_water,
        "as_of": fetched.reached.as_of,
    }
    return run(connection, "ingest/move_position.sql", move).rowcount > 0


def _repeats(connection: Connection, fetched: Fetched) -> bool:
    """Note on the latest batch of the feed that exactly its pages came again; False if something else came."""
    pages = [[entry.landed.page_hash, entry.schema_version, entry.landed.unknown_fields] for entry in fetched.entries]
    latest = {
        "source_id": fetched.source_id,
        "feed": fetched.feed,
        "as_of": fetched.entries[-1].as_of,
        "pages": msgspec.json.encode(pages).decode(),
    }
    return run(connection, "ingest/repeat_batch.sql", latest).rowcount > 0


def _open_batch(connection: Connection, fetched: Fetched, fetched_at: dt.datetime) -> int:
    batch = {
        "source_id": fetched.source_id,
        "feed": fetched.feed,
        "as_of": fetched.entries[-1].as_of,
        "ends_feed": fetched.ended,
        "started_at": fetched_at,
        "received": fetched.received,
    }
    batch_id: int = run(connection, "ingest/register_batch.sql", batch).scalar_one()
    register_pages(connection, batch_id, fetched.entries, fetched_at)
    return batch_id


def register_pages(
    connection: Connection, batch_id: int, entries: Sequence[ManifestEntry], fetched_at: dt.datetime
) -> None:
    """Write the manifest of a batch, in the transaction that opens the batch."""
    for number, entry in enumerate(entries, start=1):
        run(
            connection,
            "ingest/register_page.sql",
            {
                "batch_id": batch_id,
                "page_no": number,
                "page_hash": entry.landed.page_hash,
                "path": entry.landed.path,
                "records": entry.landed.records,
                "bytes": entry.landed.size,
                "as_of": entry.as_of,
                "schema_version": entry.schema_version,
                "unknown_fields": entry.landed.unknown_fields,
                "field_counts": msgspec.json.encode(entry.landed.field_counts).decode(),
                "fetched_at": fetched_at,
            },
        )
