"""Step 5, publish: facts, versions, touched cases and the ledger row become visible in one transaction.

It has two halves. What concerns the rows of the own source alone is written beside other sources; then the publish lock
is taken, and what other sources have a part in follows: the number, shared units, cases of several dossiers, touches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy.engine import Connection, Row

from onestop.config.settings import Settings
from onestop.contract.copying import copy_line
from onestop.contract.feed import Feed
from onestop.ingest import landing
from onestop.ingest.known import FeedState
from onestop.ingest.stage import is_staged, is_still_known, lock, manifest
from onestop.ingest.steps import Context
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import SQL_ROOT, analyze, copy_rows, run, transaction
from onestop.warehouse.locks import Lock, take_lock

WITH_THE_LOCK: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        # Units, their codes and areas are written by several sources.
        "units": frozenset({"inserted", "updated"}),
        # Records are judged by the catalogue: a row of it tells which change brought it.
        "procedures": frozenset({"inserted", "updated"}),
        # Another source's dossier may move a known one into its case.
        "dossiers": frozenset({"updated"}),
        # What a request was about before is touched first.
        "interlinked": frozenset({"updated"}),
    }
)
"""What of a feed is written under the publish lock, since rows of other sources have a part in it."""

_STATEMENTS = ("inserted", "updated")


def publish(context: Context, batch_id: int, feed: Feed, feed_state: FeedState | None = None) -> bool:
    """Publish a passed batch; exactly one of several tries does it, the others find it done.

    Nothing that a source writes before the publish lock can be wanted by another source, so that two of them never wait
    for each other in a circle.

    Args:
        context: of the run.
        batch_id: the batch.
        feed: what it holds.
        feed_state: what the records depend on that were not staged, as `stage` returned it.

    Returns:
        False if the staged rows were lost, or a record that was not staged may be decided otherwise by now, so that the
        batch must be staged again; otherwise True.

    Raises:
        WarehouseError: a statement failed; nothing of the batch is visible.
    """
    what = f"{feed.name} batch {batch_id}"
    with transaction(context.engine) as connection:
        batch = lock(connection, batch_id)
        if batch.status != "passed":
            return True
        if not is_staged(connection, batch):
            return False
        parameters: dict[str, Any] = {"batch_id": batch_id, "source_id": batch.source_id, "feed": feed.name}
        run(connection, "ingest/lock_source.sql", parameters)
        if not is_still_known(connection, batch, feed, feed_state):
            return False
        parameters["known_seq"] = run(connection, "ingest/read_latest_change.sql").scalar_one()
        _decide(connection, feed, parameters)
        ledger = _write_own(connection, feed, parameters, context.settings)
        context.observe("own facts written", what)
        take_lock(connection, Lock.PUBLISH)
        parameters["publish_seq"] = _number(connection, batch_id)
        context.observe("change numbered", what)
        ledger |= _write_shared(connection, feed, parameters)
        context.observe("facts merged", what)
        run(connection, "ingest/settle_batch.sql", {**parameters, **ledger, "finished_at": wall_clock()})
        context.observe("ledger written", what)
    context.observe("batch published", what)
    with transaction(context.engine) as connection:
        run(connection, "ingest/clear_settled.sql")
        run(connection, "ingest/clear_settled_resolved.sql")
        run(connection, "ingest/clear_settled_marks.sql")
    context.observe("staging cleared", what)
    return True


def _decide(connection: Connection, feed: Feed, parameters: dict[str, Any]) -> None:
    """Decide of each staged record what becomes of it."""
    _run_all(connection, feed, "mark", parameters)
    run(connection, "ingest/decide.sql", parameters)
    analyze(connection, "decision (page_no, ordinal, record_key, outcome)")
    run(connection, "ingest/mark_silent_edits.sql", {**parameters, "rule_id": f"{feed.singular}_silent_edit"})


def _write_own(connection: Connection, feed: Feed, parameters: dict[str, Any], settings: Settings) -> dict[str, int]:
    """Write what concerns the source alone; return the ledger terms so far, each counted where it happens."""
    terms = [term for term in _STATEMENTS if term not in WITH_THE_LOCK.get(feed.name, ())]
    ledger = dict.fromkeys(_STATEMENTS, 0) | _write_facts(connection, feed, parameters, terms)
    _run_all(connection, feed, "own", parameters)
    run(connection, "ingest/replace_flags.sql", parameters)
    run(connection, "ingest/record_feed_days.sql", parameters)
    quarantined = _quarantine(connection, parameters, settings)
    counts = run(connection, "ingest/count_decisions.sql", parameters).mappings().one()
    return {**ledger, "quarantined": quarantined, **counts}


def _number(connection: Connection, batch_id: int) -> int | None:
    """Give the batch the next publish sequence; None if it changes nothing, and so nobody has to follow."""
    if not run(connection, "ingest/changes_facts.sql").scalar_one():
        return None
    change = {"kind": "batch", "batch_id": batch_id, "recorded_at": wall_clock()}
    publish_seq: int = run(connection, "ingest/next_change.sql", change).scalar_one()
    return publish_seq


def _write_shared(connection: Connection, feed: Feed, parameters: dict[str, Any]) -> dict[str, int]:
    """Write, under the publish lock, what other sources' rows have a part in; return the ledger terms of it."""
    _run_all(connection, feed, "prepare", parameters)
    terms = [term for term in _STATEMENTS if term in WITH_THE_LOCK.get(feed.name, ())]
    ledger = _write_facts(connection, feed, parameters, terms)
    _run_all(connection, feed, "settle", parameters)
    run(connection, "ingest/touch_cases.sql", parameters)
    return ledger


def _write_facts(
    connection: Connection, feed: Feed, parameters: dict[str, Any], terms: Sequence[str]
) -> dict[str, int]:
    ledger = {}
    if "inserted" in terms:
        ledger["inserted"] = run(connection, f"ingest/{feed.name}/insert.sql", parameters).rowcount
    if "updated" in terms:
        ledger["updated"] = run(connection, f"ingest/{feed.name}/update.sql", parameters).rowcount
    return ledger


def _run_all(connection: Connection, feed: Feed, phase: str, parameters: dict[str, Any]) -> None:
    for file in sorted((SQL_ROOT / "ingest" / feed.name).glob(f"{phase}_*.sql")):
        run(connection, f"ingest/{feed.name}/{file.name}", parameters)


def _quarantine(connection: Connection, parameters: dict[str, Any], settings: Settings) -> int:
    refused = {tuple(row) for row in run(connection, "ingest/list_quarantined.sql")}
    if refused:
        run(connection, "ingest/create_kept_payload.sql")
        pages = manifest(connection, parameters["batch_id"])
        lines = _payload_lines(pages, refused, settings)
        copy_rows(connection, "kept_payload", ("page_no", "ordinal", "payload"), lines)
        quarantined: int = run(connection, "ingest/insert_quarantined.sql", parameters).scalar_one()
        run(connection, "ingest/insert_broken_rules.sql", parameters)
    else:
        quarantined = 0
    run(connection, "ingest/supersede_quarantined.sql", parameters)
    return int(quarantined)


def _payload_lines(pages: Sequence[Row[Any]], refused: set[tuple[Any, ...]], settings: Settings) -> Iterator[bytes]:
    """Read what was kept of the refused records from the landed pages that hold any."""
    pages_with_refused = {page_no for page_no, _ in refused}
    for page in pages:
        if page.page_no not in pages_with_refused:
            continue
        for ordinal, line in enumerate(landing.read(settings.landing_dir, page.path), start=1):
            if (page.page_no, ordinal) in refused:
                yield copy_line([str(page.page_no), str(ordinal), line.decode()])
