"""Publishes what is due and not published yet; so a demo, a catch-up and a normal Monday are one code.

A period is publishable when it is closed and every configured source has been read past its end, with nothing
pending or held; a person may waive a source (see the view ``audit.publication_blocker``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.engine import Connection, Engine

import onestop
from onestop.stack.clock import read_clock, wall_clock
from onestop.stack.database import run, transaction

log = logging.getLogger(__name__)

_FREEZE = (
    "publish/freeze_values.sql",
    "publish/freeze_scores.sql",
    "publish/freeze_forms.sql",
    "publish/insert_ranking.sql",
    "publish/freeze_targets.sql",
    "publish/freeze_entries.sql",
)


Plan = Mapping[str, Any]
"""A row of ``publish/list_due.sql``: what is to be published; with the business clock, ``as_of`` and ``clock_on``."""
Check = Callable[[Plan], list[str]]
"""Takes what is to be published and returns, in Vietnamese, what does not hold of its figures."""


class UnsoundFiguresError(RuntimeError):
    """Figures did not pass the check, so these publications were not made; the others were."""


def unchecked(plan: Plan) -> list[str]:  # noqa: ARG001 - a check is given the plan
    """Find nothing wrong: the check of who leaves it to the constraints of the mart."""
    return []


def publish_pending(engine: Engine, check: Check = unchecked) -> list[int]:
    """Publish every ranking that is due, oldest period first, each in a transaction of its own.

    Of a closed period first the preliminary version; the official one when the days for objections are over and every
    objection is decided; then, at each cut-off, a correction if what changed since matters.

    Args:
        engine: the warehouse.
        check: is asked under the writer's lock, before figures are frozen; it sees what was committed.

    Returns:
        The ids of the new publications, in the order of publishing.

    Raises:
        UnsoundFiguresError: some did not pass the check; the message lists them, the others are published.
        WarehouseError: a statement failed; earlier publications of the call stay.
    """
    with transaction(engine) as connection:
        as_of = read_clock(connection)
        clock = {"as_of": as_of, "clock_on": as_of.date()}
        due = run(connection, "publish/list_due.sql", {"clock_on": as_of.date()})
        pending = [{**plan._asdict(), **clock} for plan in due]
    published: list[int] = []
    unsound: list[str] = []
    for plan in pending:
        try:
            publication_id = _publish(engine, plan, check)
        except UnsoundFiguresError as error:
            unsound.append(str(error))
        else:
            published += [] if publication_id is None else [publication_id]
    if unsound:
        raise UnsoundFiguresError("\n".join(unsound))
    return published


def has_pending(engine: Engine) -> bool:
    """Tell whether a ranking is due, or a publication waits for its page."""
    with transaction(engine) as connection:
        clock_on = {"clock_on": read_clock(connection).date()}
        return bool(run(connection, "publish/has_pending.sql", clock_on).scalar_one())


def waive_source(engine: Engine, connection_name: str, period_id: str, reason: str, waived_by_post: str) -> None:
    """Let a period be published without a source; units that it feeds are then not ranked, with this reason.

    Args:
        engine: the warehouse.
        connection_name: the source's connection, in lower case.
        period_id: for example ``month:2026-09-01:2026-09-30``.
        reason: a sentence for the ranking page, in Vietnamese.
        waived_by_post: the post (never the name) of who decided.

    Raises:
        WarehouseError: there is no such connection.
    """
    with transaction(engine) as connection:
        waiver = {
            "connection_name": connection_name,
            "period_id": period_id,
            "reason": reason,
            "waived_by_post": waived_by_post,
            "waived_at": wall_clock(),
        }
        run(connection, "publish/waive_source.sql", waiver)


def _publish(engine: Engine, plan: Plan, check: Check) -> int | None:
    """Freeze one publication with all its figures; None when another run did it first, or when it need not be."""
    with transaction(engine) as connection:
        # The figures must not move while they are frozen.
        run(connection, "measure/lock_writer.sql")
        changes = _changes(connection, plan)
        publication_id = _open(connection, plan, changes) if changes["is_due"] else None
        if plan["status"] == "correction":
            run(connection, "publish/record_check.sql", {**plan, **changes})
        if publication_id is None:
            return None
        if wrong := check(plan):
            raise UnsoundFiguresError(_refusal(plan, wrong))
        _freeze(connection, publication_id)
    log.info("published ranking %s of period %s: %s", publication_id, plan["period_id"], plan["status"])
    return publication_id


def _changes(connection: Connection, plan: Plan) -> Plan:
    """Return what a correction would change, and whether it matters; what is no correction is due as it is.

    The ranking is made, compared with the latest version, and undone: so nothing knows how to rank but the ranking.
    """
    changes = {"ranks_changed": 0, "points_changed": 0, "is_due": True}
    if plan["status"] != "correction":
        return changes
    attempt = connection.begin_nested()
    publication_id = _open(connection, plan, changes)
    if publication_id is None:
        attempt.rollback()
        return {**changes, "is_due": False}
    _freeze(connection, publication_id)
    both = {"publication_id": publication_id, "latest_publication_id": plan["latest_publication_id"]}
    changes = run(connection, "publish/compare_rankings.sql", both).one()._asdict()
    attempt.rollback()
    changes["is_due"] = changes["ranks_changed"] > 0 or changes["points_changed"] >= plan["correction_points"]
    log.info("ranking of %s for %s since its latest version: %s", plan["area_code"], plan["period_id"], changes)
    return changes


def _freeze(connection: Connection, publication_id: int) -> None:
    for file in _FREEZE:
        run(connection, file, {"publication_id": publication_id})


def _refusal(plan: Plan, wrong: list[str]) -> str:
    return (
        f"ranking of {plan['area_code']} for {plan['period_id']} is not published, its figures are not sound: "
        f"{' '.join(wrong)} See its report below var/internal/quality, mend the figures, then run again."
    )


def _open(connection: Connection, plan: Plan, changes: Plan) -> int | None:
    made = {"published_at": read_clock(connection), "software_version": onestop.__version__}
    opened = run(connection, "publish/insert_publication.sql", {**plan, **changes, **made})
    publication_id: int | None = opened.scalar()
    return publication_id
