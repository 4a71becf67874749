"""Compare one source with the warehouse: its counts feed by feed, then its payments with the payment platform."""

from __future__ import annotations

import logging

from sqlalchemy.engine import Engine

from onestop.config.settings import Settings, SourceConnection
from onestop.ingest.client import SourceClient
from onestop.reconcile.context import Context
from onestop.reconcile.counts import COUNTED_FEEDS, compare_counts
from onestop.reconcile.payments import ask_for_days, judge_payments
from onestop.warehouse.clock import read_clock
from onestop.warehouse.database import run, transaction

log = logging.getLogger(__name__)


def reconcile_source(engine: Engine, source: SourceConnection, settings: Settings) -> None:
    """Compare one source; a second run on the same business day with the same facts changes nothing.

    A source that was never read is skipped.

    Raises:
        SourceError: the source failed; feeds and days compared before it are kept.
        WarehouseError: a statement failed; only its own feed or day is rolled back.
    """
    with transaction(engine) as connection:
        clock = read_clock(connection)
        source_id = run(connection, "ingest/read_source_id.sql", {"connection_name": source.name}).scalar()
    if source_id is None:
        log.info("source %s was not read yet, so there is nothing to compare", source.name)
        return
    with SourceClient(source, settings) as client:
        context = Context(engine, client, source.name, source_id, clock, settings.reconcile_days)
        for feed in COUNTED_FEEDS:
            differing = compare_counts(context, feed)
            log.info("source %s: %d units and days differ in %s", source.name, differing, feed)
        log.info("source %s: the payment platform listed %d days", source.name, ask_for_days(context))
    judge_payments(context)
