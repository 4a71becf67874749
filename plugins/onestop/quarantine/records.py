"""Which quarantined records are meant, and how they leave: each once, with who decided and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy.engine import Connection, Row

from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import run


@dataclass(frozen=True, slots=True)
class Selection:
    """Which open records are meant; what is empty leaves the choice open.

    Attributes:
        source_id: of the source that sent them.
        feed: what they are.
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
        """Return the choice as statements take it."""
        return {**asdict(self), "record_keys": list(self.record_keys)}


@dataclass(frozen=True, slots=True)
class Signature:
    """Why something is done to records, and by whom.

    Attributes:
        reason: one sentence.
        decided_by_post: the post (never the name) of who decided.
    """

    reason: str
    decided_by_post: str


def list_open(connection: Connection, selection: Selection) -> list[Row[Any]]:
    """Return the open records that are meant, locked for this transaction, by source, feed and first sight."""
    return list(run(connection, "quarantine/list_open.sql", selection.parameters()))


def places(records: Sequence[Row[Any]]) -> dict[str, list[Any]]:
    """Return where records stand in quarantine, as statements take it."""
    return {
        "page_hashes": [record.page_hash for record in records],
        "ordinals": [record.ordinal for record in records],
    }


def leave(
    connection: Connection,
    records: Sequence[Row[Any]],
    decision: Literal["replayed", "dismissed"],
    signature: Signature,
    batch_id: int | None = None,
) -> None:
    """Move open records of one source and feed to what was decided, and keep who, why and when."""
    run(
        connection,
        "quarantine/settle_records.sql",
        {
            "source_id": records[0].source_id,
            "feed": records[0].feed,
            **places(records),
            "decision": decision,
            **asdict(signature),
            "decided_at": wall_clock(),
            "batch_id": batch_id,
        },
    )


def by_feed(records: Sequence[Row[Any]]) -> list[list[Row[Any]]]:
    """Return the records in groups of one source and feed, in the order in which feeds are read."""
    groups: dict[tuple[str, str], list[Row[Any]]] = {}
    for record in records:
        groups.setdefault((record.source_id, record.feed), []).append(record)
    return list(groups.values())
