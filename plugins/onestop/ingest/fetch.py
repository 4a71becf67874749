"""Step 1, fetch: pages of one feed go to the landing folder, then manifest and position move in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy.engine import Connection, Engine

from onestop.contract.feed import Feed
from onestop.contract.pages import Records, read_sent
from onestop.ingest import landing, sources
from onestop.ingest.client import CursorExpiredError, Page, SourceClient
from onestop.ingest.landing import LandedPage
from onestop.ingest.steps import Context, Step
from onestop.stack.clock import wall_clock
from onestop.stack.database import run, transaction
from onestop.stack.settings import Settings


@dataclass(frozen=True, slots=True)
class Position:
    """Where the reading of a feed stands.

    Attributes:
        generation: counts the moves, so that two readers cannot both make the same one.
        updated_since: lower bound of the walk under way, inclusive; None reads from the beginning.
        cursor: where the walk under way goes on; None begins a new walk.
        high_water: latest CapNhatLuc seen, never later than the source's own clock; while a window of the past is read
            again, how far that has got.
        as_of: the source's clock at its earliest on the pages of the walk under way; None where there are none yet.
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
class Move:
    """A move of the fetched position: from the generation that was read to where the walk now stands.

    Attributes:
        source_id: the source.
        feed: the feed.
        generation: the position as it was read.
        walk: where the walk now stands.
        ended: the feed was read to its end.
        may_repeat: a whole walk was read, from where the one before ended.
    """

    source_id: str
    feed: str
    generation: int
    walk: Position
    ended: bool
    may_repeat: bool


@dataclass(frozen=True, slots=True)
class Fetched:
    """Outcome of one fetch.

    Attributes:
        ended: the feed was read to its end.
        registered: the position was moved; False means that another run moved it first.
    """

    ended: bool
    registered: bool


def fetch(context: Context, client: SourceClient, name: str, feed: Feed) -> Fetched:
    """Land pages up to the batch bound and register them as one batch.

    Pages that are those of the latest batch, and nothing else, make no batch: that one was read to a later moment.

    Raises:
        SourceError: the source failed; what was landed before is not registered and will be read again.
    """
    settings = context.settings
    with transaction(context.engine) as connection:
        source_id = sources.bound_source_id(connection, name)
        position = _read_position(connection, source_id, feed.name)
    entries: list[ManifestEntry] = []
    walk, ended = position, False
    while not ended and sum(entry.landed.records for entry in entries) < settings.batch_records:
        page, walk = _next_page(client, feed.name, walk, settings)
        if page.source_system != source_id:
            source_id = _bind(context.engine, name, page)
        records = read_sent(page.records, feed)
        landed = landing.land(settings.landing_dir, source_id, feed.name, records)
        entries.append(ManifestEntry(landed, page.as_of, page.schema_version))
        walk, ended = _advance(walk, page, records, settings), page.next_cursor is None
        context.observe("page landed", f"{feed.name} page {len(entries)}")
    # Who reads a feed from its beginning wants all of it decided once more, whatever it brings.
    begins_anew = position.updated_since is None and any(entry.landed.records for entry in entries)
    may_repeat = ended and position.cursor is None and not begins_anew
    move = Move(source_id or "", feed.name, position.generation, walk, ended, may_repeat)
    step = _register(context.engine, move, entries)
    if step is not None:
        context.observe(step, feed.name)
    return Fetched(ended, step is not None)


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


def _next_page(client: SourceClient, feed: str, walk: Position, settings: Settings) -> tuple[Page, Position]:
    """Read the next page; an expired cursor begins a new walk a little before the latest record seen."""
    try:
        return client.page(feed, walk.updated_since, walk.cursor, settings.page_limit), walk
    except CursorExpiredError:
        restart = replace(walk, cursor=None, updated_since=_overlapped(walk.high_water, settings))
        return client.page(feed, restart.updated_since, None, settings.page_limit), restart


def _bind(engine: Engine, name: str, page: Page) -> str:
    with transaction(engine) as connection:
        sources.bind(connection, name, page.source_system)
    return page.source_system


def _advance(walk: Position, page: Page, records: Records, settings: Settings) -> Position:
    # While the clock of the source is slow, its latest records are refused as from the future. None of them may count
    # as seen then, even if the clock is right again on a later page.
    as_of = min(page.as_of, walk.as_of or page.as_of)
    seen = [moment for moment in records.updated_at if moment is not None and moment <= as_of]
    if walk.high_water is not None:
        seen.append(min(walk.high_water, as_of))
    walk = replace(walk, cursor=page.next_cursor, high_water=max(seen, default=None), as_of=as_of)
    return walk if walk.cursor is not None else replace(walk, updated_since=_overlapped(walk.high_water, settings))


def _overlapped(high_water: dt.datetime | None, settings: Settings) -> dt.datetime | None:
    """Sources commit late, so every walk begins a little before the latest record seen."""
    return None if high_water is None else high_water - dt.timedelta(minutes=settings.overlap_minutes)


def _register(engine: Engine, move: Move, entries: list[ManifestEntry]) -> Step | None:
    """Move the position and write batch and manifest in one transaction; None if somebody else moved it first."""
    fetched_at = wall_clock()
    with transaction(engine) as connection:
        moved = run(
            connection,
            "ingest/move_position.sql",
            {
                "source_id": move.source_id,
                "feed": move.feed,
                "generation": move.generation,
                "updated_since": move.walk.updated_since,
                "cursor": move.walk.cursor,
                "high_water": move.walk.high_water,
                "as_of": move.walk.as_of,
            },
        )
        if moved.rowcount == 0:
            return None
        if move.may_repeat and _repeats(connection, move, entries):
            return "batch repeated"
        batch_id = run(
            connection,
            "ingest/register_batch.sql",
            {
                "source_id": move.source_id,
                "feed": move.feed,
                "as_of": entries[-1].as_of,
                "ends_feed": move.ended,
                "started_at": fetched_at,
                "received": sum(entry.landed.records for entry in entries),
            },
        ).scalar_one()
        register_pages(connection, batch_id, entries, fetched_at)
    return "batch registered"


def _repeats(connection: Connection, move: Move, entries: list[ManifestEntry]) -> bool:
    """Note on the latest batch of the feed that exactly its pages came again; False if something else came."""
    pages = [[entry.landed.page_hash, entry.schema_version, entry.landed.unknown_fields] for entry in entries]
    latest = {
        "source_id": move.source_id,
        "feed": move.feed,
        "as_of": entries[-1].as_of,
        "pages": msgspec.json.encode(pages).decode(),
    }
    return run(connection, "ingest/repeat_batch.sql", latest).rowcount > 0


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
