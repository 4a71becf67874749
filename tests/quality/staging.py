"""Batches that were put into staging by hand and marked by the rules, as reading would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from onestop.contract.feeds import FEEDS
from onestop.ingest.rules import marking_statement
from onestop.warehouse.database import run, run_text, transaction
from tests.quality.examples import AS_OF
from tests.support.warehouse import Warehouse

SOURCE = "scripted"


def stage(
    warehouse: Warehouse,
    feed: str,
    rows: list[Mapping[str, Any]],
    source_id: str = SOURCE,
    *,
    status: str = "rejected",
) -> int:
    """Put a batch of these rows into staging and mark it; return its number. Rejected, it holds up no publication."""
    which = {"source_id": source_id, "feed": feed, "as_of": AS_OF, "n": len(rows), "status": status}
    batch_id = warehouse.query(
        """
        INSERT INTO audit.batch (source_id, feed, status, as_of, ends_feed, started_at, received)
        VALUES (%(source_id)s, %(feed)s, %(status)s, %(as_of)s, TRUE, %(as_of)s, %(n)s) RETURNING batch_id
        """,
        which,
    )[0].batch_id
    page = {**which, "batch_id": batch_id}
    singular = next(each.singular for each in FEEDS if each.name == feed)
    with transaction(warehouse.engine) as connection:
        run_text(
            connection,
            "page",
            """
            INSERT INTO audit.page (
                batch_id, page_no, page_hash, path, records, bytes, as_of, schema_version, unknown_fields, fetched_at
            ) VALUES (%(batch_id)s, 1, 'x', 'x', %(n)s, 1, %(as_of)s, '1.0', '{}', %(as_of)s)
            """,
            page,
        )
        for row in rows:
            staged = {"batch_id": batch_id, **row}
            places = ", ".join(f"%({name})s" for name in staged)
            run_text(
                connection, "row", f"INSERT INTO staging.{singular} ({', '.join(staged)}) VALUES ({places})", staged
            )
        run(connection, f"ingest/{feed}/resolve.sql", {"batch_id": batch_id, "source_id": source_id})
        values = {"batch_id": batch_id, "source_id": source_id, "clock_tolerance": dt.timedelta(minutes=10)}
        run_text(connection, "marks", marking_statement(feed, f"staging.resolved_{singular}"), values)
    return int(batch_id)


def marks_of(warehouse: Warehouse, batch_id: int) -> dict[int, set[str]]:
    """Return the rules that each record of a batch breaks, by its place; a clean one is not in it."""
    found: dict[int, set[str]] = {}
    for row in warehouse.query("SELECT ordinal, rule_id FROM staging.mark WHERE batch_id = %(b)s", {"b": batch_id}):
        found.setdefault(row.ordinal, set()).add(row.rule_id)
    return found
