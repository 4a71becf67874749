"""Carries out what a person decides on a held batch: publish it after all, or never use it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.engine import Connection, Row

from onestop.contract.feeds import FEED_BY_NAME
from onestop.ingest.settle import settle
from onestop.ingest.stage import set_status
from onestop.ingest.steps import Context
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import run, transaction

log = logging.getLogger(__name__)

Verdict = Literal["release", "reject"]


class DecisionError(ValueError):
    """The batch is none on which one can decide; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a held batch.

    Attributes:
        batch_id: the batch.
        verdict: ``release`` publishes it with its bad records in quarantine, ``reject`` never uses it.
        reason: one sentence.
        decided_by_post: the post (never the name) of who decided.
    """

    batch_id: int
    verdict: Verdict
    reason: str
    decided_by_post: str


def decide(context: Context, decision: Decision, *, dry_run: bool = False) -> str:
    """Carry out a decision; the same one again goes on where the first try stopped.

    Returns:
        What the batch is now: ``held`` (dry run only), ``published`` or ``rejected``.

    Raises:
        DecisionError: there is no such batch, it is not held, or the other decision was taken before.
        LandingDamagedError: a page file is short of what the manifest says; the batch stays released.
        WarehouseError: a statement failed; a decision that was recorded stays.
    """
    with transaction(context.engine) as connection:
        batch = run(connection, "ingest/lock_batch.sql", {"batch_id": decision.batch_id}).one_or_none()
        if batch is None:
            raise DecisionError(f"there is no batch {decision.batch_id}; look for held ones in audit.batch")
        _check(connection, decision, batch)
        log.info(
            "batch %s of %s from %s with %s records was held: %s",
            decision.batch_id, batch.feed, batch.source_id, batch.received, batch.held_reason,
        )  # fmt: skip
        if dry_run:
            return str(batch.status)
        if batch.status == "held":
            _record(connection, decision)
    if decision.verdict == "release":
        settle(context, decision.batch_id, FEED_BY_NAME[batch.feed])
        return "published"
    return "rejected"


def _check(connection: Connection, decision: Decision, batch: Row[tuple[object, ...]]) -> None:
    if batch.status == "held":
        return
    before = run(connection, "ingest/read_decision.sql", {"batch_id": decision.batch_id}).scalar()
    if before != decision.verdict:
        raise DecisionError(
            f"batch {decision.batch_id} is {batch.status}, not held"
            + (f": somebody chose to {before} it" if before else "; only held batches wait for a decision")
        )


def _record(connection: Connection, decision: Decision) -> None:
    decided_at = wall_clock()
    run(
        connection,
        "ingest/record_decision.sql",
        {
            "batch_id": decision.batch_id,
            "decision": decision.verdict,
            "reason": decision.reason,
            "decided_by_post": decision.decided_by_post,
            "decided_at": decided_at,
        },
    )
    if decision.verdict == "release":
        set_status(connection, decision.batch_id, "passed")
    else:
        run(connection, "ingest/reject_batch.sql", {"batch_id": decision.batch_id, "finished_at": decided_at})
