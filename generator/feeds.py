"""The feeds as the templates take them: what is staged of each, what resolving adds, and what core takes of it.

A column of a feed is declared once, in ``onestop.contract.feeds``. Core takes it under its own name, unless ``FACTS``
says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onestop.contract.feed import Feed
from onestop.contract.feeds import DOSSIERS, EVENTS, FEEDBACK, FEEDS, INTERLINKED, PAYMENTS, PROCEDURES, SURVEYS, UNITS

_VERSION = ("is_deleted", "source_updated_at", "read_as_of", "record_hash")
_PARENT = frozenset({"record_key", "dossier_code"})
"""Columns that staging.record has for every feed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a staging table.

    Attributes:
        name: as the tables have it.
        type: PostgreSQL type.
    """

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a table of core keeps of the records of a feed.

    Attributes:
        feed: whose records.
        table: of core.
        records: what several of them are called.
        record: the grain of the table.
        resolved: what resolving adds to a staged row: type by column, in the order in which the statement finds them.
        unit_on: the moment that decides which unit ``unit_code`` means, where nothing else is resolved.
        key: what identifies a record within its source: values by column of core.
        left_out: columns of the feed that core does not take: they are for rules.
        instead: resolved columns that core takes in the place of a column of the feed.
        values: what core takes otherwise than it is staged, or beside it, as expressions over ``staged``.
        once: values that only the first version of a record gives.
        joins: what the expressions of ``once`` read beside ``staged``.
        number: what ``publish_seq`` of a row tells: ``known_seq``, the latest change that was published when it was
            decided on; or ``publish_seq``, the change that brought it, where it is written under the publish lock and
            records are judged by it.
    """

    feed: Feed
    table: str
    records: str
    record: str = "record"
    resolved: Mapping[str, str] = field(default_factory=dict)
    unit_on: str | None = None
    key: Mapping[str, str] = field(default_factory=lambda: {"record_key": "staged.record_key"})
    left_out: frozenset[str] = frozenset()
    instead: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    once: Mapping[str, str] = field(default_factory=dict)
    joins: str = ""
    number: str = "known_seq"

    @property
    def name(self) -> str:
        """Return the feed's name, which is that of the folder of its statements."""
        return self.feed.name

    @property
    def singular(self) -> str:
        """Return the name of the staging table."""
        return self.feed.singular

    @property
    def staged(self) -> list[Column]:
        """Return the columns that the staging table has besides those of every feed."""
        return [Column(name, cell.sql_type) for name, cell in self.feed.cells.items() if name not in _PARENT]

    @property
    def found(self) -> list[Column]:
        """Return the columns that resolving adds."""
        return [Column(name, type_) for name, type_ in self.resolved.items()]

    @property
    def updated(self) -> dict[str, str]:
        """Return what every version of a record says: expressions by column of core, without the key."""
        taken: dict[str, str] = {}
        for name in self.feed.columns:
            if name not in self.left_out | self.key.keys():
                column = self.instead.get(name, name)
                taken[column] = self.values.get(column, f"staged.{column}")
        version = {name: f"staged.{name}" for name in _VERSION} | {"publish_seq": f"%({self.number})s"}
        return taken | dict(self.values) | version

    @property
    def inserted(self) -> dict[str, str]:
        """Return what the first version of a record says: expressions by column of core."""
        return {"source_id": "%(source_id)s", **self.key, **self.once, **self.updated}


_UNIT: Mapping[str, str] = {"decided_on": "date", "unit_id": "integer"}
_UNIT_INSTEAD: Mapping[str, str] = {"unit_code": "unit_id"}

FACTS: Sequence[Facts] = (
    Facts(
        UNITS,
        "core.unit_record",
        "units",
        resolved={"listed_lives": "bigint", "is_name_not_listed": "boolean"},
        key={"agency_code": "staged.agency_code"},
        # The rest is in core.unit, core.unit_code and core.unit_alias, which all sources share.
        left_out=frozenset({"gso_code", "name", "name_sort", "kind", "valid_from", "valid_to"}),
        number="publish_seq",
    ),
    Facts(
        PROCEDURES,
        "core.procedure",
        "procedures",
        "procedure",
        key={"procedure_code": "staged.procedure_code", "valid_from": "staged.valid_from"},
        left_out=frozenset({"sector_name"}),
        number="publish_seq",
        values={name: f"coalesce(staged.{name}, FALSE)" for name in ("has_fee", "has_online_payment", "has_result")},
    ),
    Facts(
        DOSSIERS,
        "core.dossier",
        "dossiers",
        "dossier",
        resolved={
            "source_id": "text",
            "status": "smallint",
            "is_reception_missing": "boolean",
            "is_national_copy": "boolean",
            "decided_on": "date",
            "code_prefix": "text",
            "counted_received_at": "timestamptz",
            "ended_at": "timestamptz",
            "receiving_unit_id": "integer",
            "receiving_scheme": "text",
            "is_unit_ended": "boolean",
            "is_unit_from_code": "boolean",
            "is_outside": "boolean",
            "responsible_unit_id": "integer",
            "holding_unit_id": "integer",
            "procedure_forms": "text[]",
            "procedure_last_day": "date",
        },
        key={"dossier_code": "staged.dossier_code"},
        left_out=frozenset({"procedure_code_raw", "has_dummy_identity", "has_truncated_text", "has_copied_result"}),
        instead={
            "receiving_code": "receiving_unit_id",
            "responsible_code": "responsible_unit_id",
            "holding_code": "holding_unit_id",
            "status_raw": "status",
        },
        values={
            "received_at": "staged.counted_received_at",
            "received_on": "staged.counted_received_at::date",
            "ended_at": "staged.ended_at",
            "is_test": "coalesce(staged.is_test, FALSE)",
        },
        once={
            # A case of its own, unless dossiers are known that are about the same request: settle_40_members.
            "case_id": "md5(%(source_id)s || chr(31) || staged.dossier_code)::uuid",
            "is_national_copy": "staged.is_national_copy",
            "first_procedure_code": "coalesce(first_known.first_procedure_code, staged.procedure_code)",
            "first_received_on": "coalesce(first_known.first_received_on, staged.received_at::date)",
        },
        joins="LEFT JOIN first_known ON staged.page_no = first_known.page_no AND staged.ordinal = first_known.ordinal",
    ),
    Facts(
        EVENTS,
        "core.event",
        "events (tiến độ xử lý)",
        resolved={"status": "smallint", "decided_on": "date", "holding_unit_id": "integer"},
        left_out=frozenset({"event_key"}),
        instead={"status_raw": "status", "holding_code": "holding_unit_id"},
    ),
    Facts(
        PAYMENTS,
        "core.payment",
        "payment requests",
        resolved=_UNIT,
        unit_on="requested_at",
        instead=_UNIT_INSTEAD,
    ),
    Facts(SURVEYS, "core.survey", "survey answers", resolved=_UNIT, unit_on="rated_at", instead=_UNIT_INSTEAD),
    Facts(
        FEEDBACK,
        "core.feedback",
        "feedback and recommendations (PAKN)",
        resolved=_UNIT,
        unit_on="received_at",
        instead=_UNIT_INSTEAD,
    ),
    Facts(
        INTERLINKED,
        "core.interlinked",
        "interlinked requests (liên thông)",
        resolved=_UNIT,
        unit_on="received_at",
        instead=_UNIT_INSTEAD,
    ),
)
"""Every feed, in the order of the contract."""

FACTS_BY_FEED = {facts.name: facts for facts in FACTS}
assert list(FACTS_BY_FEED) == [feed.name for feed in FEEDS]  # noqa: S101 - holds whatever is installed
