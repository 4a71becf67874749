"""Select open records of quarantine, and close them: each once, with who decided and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy.engine import Connection, Row

from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import run


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of open records; an empty field does not restrict it.

    Attributes:
        source_id: the source that sent them.
        feed: the feed that they came in.
        rule_id: a rule that they broke.
        unit_code: 5-digit code or agency code of the unit that they name.
        record_keys: their own keys.
    """

    source_id: str = ""
    feed: str = ""
    rule_id: str = ""
    unit_code: str = ""
    record_keys: tuple[str, ...] = ()

    def parameters(self) -> dict[str, Any]:
        """Return the choice as parameters of a statement."""
        return {**asdict(self), "record_keys": list(self.record_keys)}


@dataclass(frozen=True, slots=True)
class Signature:
    """Why records are changed, and by whom.

    Attributes:
        reason: one sentence.
        decided_by_post: the post (never the name) of who decided.
    """

    reason: str
    decided_by_post: str


def list_open(connection: Connection, selection: Selection) -> list[Row[Any]]:
    """Return the open records of a selection, locked for this transaction, by source, feed and first sight."""
    return list(run(connection, "quarantine/list_open.sql", selection.parameters()))


def positions_of(records: Sequence[Row[Any]]) -> dict[str, list[Any]]:
    """Return the keys of records in quarantine, as parameters of a statement."""
    return {
        "page_hashes": [record.page_hash for record in records],
        "ordinals": [record.ordinal for record in records],
    }


def close_records(
    connection: Connection,
    records: Sequence[Row[Any]],
    decision: Literal["replayed", "dismissed"],
    signature: Signature,
    batch_id: int | None = None,
) -> None:
    """Close open records of one source and feed as was decided, and keep who decided it, why and when."""
    run(
        connection,
        "quarantine/settle_records.sql",
        {
            "source_id": records[0].source_id,
            "feed": records[0].feed,
            **positions_of(records),
            "decision": decision,
            **asdict(signature),
            "decided_at": wall_clock(),
            "batch_id": batch_id,
        },
    )


def group_by_feed(records: Sequence[Row[Any]]) -> list[list[Row[Any]]]:
    """Return the records grouped by source and feed, in the order in which feeds are read."""
    groups: dict[tuple[str, str], list[Row[Any]]] = {}
    for record in records:
        groups.setdefault((record.source_id, record.feed), []).append(record)
    return list(groups.values())
