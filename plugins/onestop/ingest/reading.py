"""Reads one source from where it stands to the end of every feed, batch by batch.

Pages that were landed and not published come first, then new ones. The pages of the next batch, of the same feed or of
the next one, are fetched while one is settled. Two runs at once help each other: the run that
has locked a batch stages and publishes it, the first run that finished fetching moves the position.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Sequence

from sqlalchemy.engine import Engine

from onestop.config.settings import Settings, SourceConnection
from onestop.contract.feed import Feed
from onestop.contract.feeds import FEEDS
from onestop.errors import TellableError
from onestop.ingest import sources
from onestop.ingest.ahead import FetchingAhead
from onestop.ingest.client import SourceClient
from onestop.ingest.fetch import Fetched, Registered, begin_reread, fetch, register
from onestop.ingest.kept_rows import KeptRows
from onestop.ingest.settle import settle
from onestop.ingest.steps import Context, Inspection, Observer, Step, no_inspection
from onestop.ingest.transport import REAL_TIME, Timing
from onestop.warehouse.database import WarehouseError, run, transaction

log = logging.getLogger(__name__)


def log_step(step: Step, what: str) -> None:
    """Write a step to the log; the observer of production."""
    log.info("%s: %s", step, what)


def read_source(
    engine: Engine,
    source: SourceConnection,
    settings: Settings,
    observe: Observer = log_step,
    timing: Timing = REAL_TIME,
    *,
    inspect: Inspection = no_inspection,
    feeds: Sequence[Feed] = FEEDS,
) -> None:
    """Read every feed of ``source``, or ``feeds``, in order of dependency, until nothing is left.

    Raises:
        TellableError: the source failed (`SourceError`), a landed page is not what it was (`LandingDamagedError`), a
            statement failed (`WarehouseError`), or the inspection could not look.

    Whatever it was, what was published before stays, and ``audit.source`` says what went wrong.
    """
    context = Context(engine, settings, observe, inspect)
    try:
        with SourceClient(source, settings, timing) as client:
            _read_feeds(context, client, source.name, feeds)
    except Exception as error:
        # A warehouse that is away cannot take the note either; the task's own failure then has to do.
        with contextlib.suppress(WarehouseError), transaction(engine) as connection:
            sources.record_attempt(connection, source.name, _message_of(error))
        raise
    with transaction(engine) as connection:
        sources.record_attempt(connection, source.name, None)


def _message_of(error: Exception) -> str:
    """Return what may be stored of an error: the text of our own messages, of any other only its kind."""
    if isinstance(error, TellableError):
        return str(error)
    return f"{type(error).__name__}; see the log of the task that read this source"


def has_unmeasured(engine: Engine) -> bool:
    """Tell whether published changes of any run wait for the measures."""
    with transaction(engine) as connection:
        return bool(run(connection, "ingest/has_unmeasured.sql").scalar_one())


def _read_feeds(context: Context, client: SourceClient, name: str, feeds: Sequence[Feed]) -> None:
    """Read feeds one after the other; while a batch is settled the next one is fetched, of whichever feed."""

    def fetch_batch(feed: Feed, stopped: threading.Event) -> Fetched:
        try:
            return fetch(context, client, name, feed, stopped=stopped)
        finally:
            _keep_refused(context, client, name, feed)

    if not feeds:
        return
    with FetchingAhead(fetch_batch) as ahead:
        ahead.begin(feeds[0])
        for feed, next_feed in zip(feeds, [*feeds[1:], None], strict=True):
            _settle(context, name, feed)
            has_ended = False
            while not has_ended:
                fetched = ahead.next()
                registered = register(context, fetched)
                has_ended = fetched.ended and registered is not None and not begin_reread(context, name, feed)
                coming = next_feed if has_ended else feed
                if coming is not None:
                    ahead.begin(coming)
                _settle(context, name, feed, registered, fetched.arrived)


def _keep_refused(context: Context, client: SourceClient, name: str, feed: Feed) -> None:
    """Write down every answer that was no page, also those after which a further try succeeded."""
    refused = client.take_refused()
    if refused:
        with transaction(context.engine) as connection:
            for body in refused:
                sources.record_undecodable(connection, name, feed.name, body)


def _settle(
    context: Context, name: str, feed: Feed, registered: Registered | None = None, arrived: KeptRows | None = None
) -> None:
    """Bring every landed batch of the feed to its end: published, or held for a person.

    Args:
        context: of the run.
        name: of the connection.
        feed: the feed.
        registered: what was just registered.
        arrived: the rows of that.
    """
    with transaction(context.engine) as connection:
        source_id = sources.bound_source_id(connection, name)
        where = {"source_id": source_id, "feed": feed.name}
        unsettled = [row.batch_id for row in run(connection, "ingest/list_unsettled.sql", where)]
    for batch_id in unsettled:
        is_new = registered is not None and batch_id == registered.batch_id
        settle(context, batch_id, feed, arrived if is_new else None)
