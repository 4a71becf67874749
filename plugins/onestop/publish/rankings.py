"""Publishes what is publishable and not published yet; so a demo, a catch-up and a normal Monday are one code.

A period is publishable when it is closed and every configured source has been read past its end, with nothing
pending or held; a person may waive a source (see the view ``audit.publication_blocker``).
"""

from __future__ import annotations

import logging

from sqlalchemy.engine import Connection, Engine, RowMapping

from onestop.stack.clock import read_clock, wall_clock
from onestop.stack.database import run, transaction

log = logging.getLogger(__name__)

_FREEZE = (
    "publish/freeze_values.sql",
    "publish/freeze_scores.sql",
    "publish/freeze_forms.sql",
    "publish/insert_ranking.sql",
)


def publish_pending(engine: Engine) -> list[int]:
    """Publish every pending ranking, oldest period first, each in a transaction of its own.

    Returns:
        The ids of the new publications, in the order of publishing.

    Raises:
        WarehouseError: a statement failed; earlier publications of the call stay.
    """
    with transaction(engine) as connection:
        pending = list(run(connection, "publish/list_pending.sql").mappings())
    published = [_publish(engine, plan) for plan in pending]
    return [publication_id for publication_id in published if publication_id is not None]


def has_pending(engine: Engine) -> bool:
    """Tell whether a ranking waits to be published, or a publication for its page."""
    with transaction(engine) as connection:
        return bool(run(connection, "publish/has_pending.sql").scalar_one())


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


def _publish(engine: Engine, plan: RowMapping) -> int | None:
    """Freeze one publication with all its figures; None when another run did it first."""
    with transaction(engine) as connection:
        # The figures must not move while they are frozen.
        run(connection, "measure/lock_writer.sql")
        publication_id = _open(connection, plan)
        if publication_id is None:
            return None
        for file in _FREEZE:
            run(connection, file, {"publication_id": publication_id})
    log.info("published ranking %s of period %s", publication_id, plan["period_id"])
    return publication_id


def _open(connection: Connection, plan: RowMapping) -> int | None:
    published_at = read_clock(connection)
    opened = run(connection, "publish/insert_publication.sql", {**plan, "published_at": published_at})
    publication_id: int | None = opened.scalar()
    return publication_id
