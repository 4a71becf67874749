"""Define what Great Expectations checks: a suite for a staged batch, a suite for a publication.

A suite is plain text, so that it can be handed to another process. Great Expectations takes statements without
parameters. Values are therefore never put into them: each one is bound as a setting of the session
(``quality/bind_value.sql``), and where a statement of ours says ``%(name)s``, its text for Great Expectations says
``current_setting('onestop.name')``.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import msgspec

from onestop import words
from onestop.contract.feeds import FEEDS
from onestop.ingest.rules import EVERY_FEED, Rule, catalogue
from onestop.warehouse.database import SQL_ROOT, sql
from onestop.words import labels

USABLE_RECORDS = SQL_ROOT.parent / "quality" / "usable_records.yaml"
UNEXPECTED_ROWS = "UnexpectedRowsExpectation"
"""The kind for what is ours: a statement that gives the rows which should not be."""

USUAL_MARGIN = Decimal("0.05")
"""How much more of a batch than usual may go to quarantine before the report mentions it."""

_TYPES = {
    "batch_id": "bigint",
    "source_id": "text",
    "clock_tolerance": "interval",
    "area_ids": "integer[]",
    "period_id": "text",
    "bases": "text[]",
    "rule_ids": "text[]",
}
_PARAMETER = re.compile(r"%\((\w+)\)s")
# What SQLAlchemy would take for a parameter of its own.
_COLON = re.compile(r"(?<![:\w\\]):(?=\w)")
_HEADER = re.compile(r"-- (Severity|Vietnamese|English):\s+(.*)")
_UNKNOWN_MARKS = """
SELECT staged.record_name AS record_key
FROM (SELECT * FROM {batch}) AS staged
WHERE NOT staged.marked <@ %(rule_ids)s
ORDER BY staged.page_no, staged.ordinal
"""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be true of the rows of a suite.

    Attributes:
        name: the rule's id, the name of the statement file, or the feed and the name in ``usable_records.yaml``.
        severity: low, medium or high.
        disposition: what becomes of a record that breaks the rule; empty of what is no rule.
        sentence_vi: what is expected, or of a rule what was broken, for officials.
        sentence_en: the same for engineers.
        kind: the name of the expectation in Great Expectations.
        arguments: what it takes. ``{batch}`` in a statement stands for the rows of the suite.
        is_of_usable: leaves out records that go to quarantine.
        stops: the batch is held, or the publication not made, where it does not hold; otherwise it is only reported.
    """

    name: str
    severity: str
    disposition: str
    sentence_vi: str
    sentence_en: str
    kind: str
    arguments: Mapping[str, Any]
    is_of_usable: bool = False
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Suite:
    """Expectations about some rows, with the values that their statements read from the session.

    Attributes:
        name: names the report, so it is made of letters, digits, dots, dashes and underscores.
        title_vi: what is looked at, for officials.
        values: by name.
        rows: the statement that gives the rows.
        expectations: never empty.
    """

    name: str
    title_vi: str
    values: Mapping[str, str]
    rows: str
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class StagedBatch:
    """A staged batch that is looked at, a row of ``quality/read_due_batch.sql``.

    Attributes:
        batch_id: its number.
        source_id: who sent it.
        feed: what of.
        expected_rows: how many rows of it must be staged.
        usual_quarantined_share: of the records of the latest published batches of the feed; None where there are none.
    """

    batch_id: int
    source_id: str
    feed: str
    expected_rows: int
    usual_quarantined_share: Decimal | None = None


def batch_suite(batch: StagedBatch, clock_tolerance_minutes: int) -> Suite:
    """Return the suite of a staged batch.

    For each rule of its feed that has a predicate, every record must be marked with it exactly if it breaks it. Beside
    the rules stand expectations of their own kind: the staged rows are as many as were received, what is used is what
    ``usable_records.yaml`` says, and not much more goes to quarantine than usual.
    """
    singular = next(each.singular for each in FEEDS if each.name == batch.feed)
    rules = [rule for rule in catalogue() if rule.feed == batch.feed and rule.predicate]
    return Suite(
        name=f"batch-{batch.batch_id}",
        title_vi=words.text(
            "quality_page.batch",
            batch_id=batch.batch_id,
            source=batch.source_id,
            feed=words.table("feed")[batch.feed],
        ),
        values={
            "batch_id": str(batch.batch_id),
            "source_id": batch.source_id,
            "clock_tolerance": f"{clock_tolerance_minutes} minutes",
            "rule_ids": _array(rule.rule_id for rule in rules),
        },
        rows=_staged_rows(singular),
        expectations=(
            *(_marked_as_broken(rule) for rule in rules),
            _marks_of_known_rules(),
            *_of_ledger(batch),
            *usable_records(batch.feed),
        ),
    )


class _UsableRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``usable_records.yaml``."""

    name: str
    expect: str
    arguments: dict[str, Any] = msgspec.field(name="with")
    vi: str
    en: str
    of: Literal["usable", "all"] = "usable"
    stops: bool = True


@functools.cache
def usable_records(feed: str) -> tuple[Expectation, ...]:
    """Return what ``usable_records.yaml`` expects of each feed and of this one.

    Raises:
        msgspec.ValidationError: an entry lacks something or has too much.
    """
    entries = msgspec.yaml.decode(USABLE_RECORDS.read_bytes(), type=dict[str, list[_UsableRecord]])
    return tuple(
        Expectation(
            name=f"{feed}_{each.name}",
            severity="high" if each.stops else "low",
            disposition="",
            sentence_vi=each.vi,
            sentence_en=each.en,
            kind=each.expect,
            arguments=each.arguments,
            is_of_usable=each.of == "usable",
            stops=each.stops,
        )
        for each in (*entries[EVERY_FEED], *entries[feed])
    )


def publication_suite(plans: Sequence[Mapping[str, Any]]) -> Suite:
    """Return the suite of what is due of a period, over the mart: an expectation for each file of the folder.

    Args:
        plans: ``area_id``, ``area_code``, ``period_id`` and ``basis`` of what is to be published of one period.
    """
    period_id = plans[0]["period_id"]
    _, start, end = period_id.split(":")
    areas = {plan["area_id"]: plan["area_code"] for plan in plans}
    which = next(iter(areas.values())) if len(areas) == 1 else "all"
    return Suite(
        # The area's code comes from a source, and this names a file.
        name=re.sub(r"[^\w.-]", "_", f"publication-{which}-{period_id}"),
        title_vi=words.text(
            "quality_page.publication", areas=", ".join(areas.values()), start=_day(start), end=_day(end)
        ),
        values={
            "area_ids": _array(areas),
            "period_id": period_id,
            "bases": _array(sorted({plan["basis"] for plan in plans})),
        },
        rows=_of_session(sql("quality/read_period.sql")),
        expectations=publication_expectations(),
    )


@functools.cache
def publication_expectations() -> tuple[Expectation, ...]:
    """Return what must hold of the mart before a publication, by name.

    Raises:
        ValueError: a file lacks one of its three sentences.
    """
    paths = sorted((SQL_ROOT / "quality" / "publication").glob("*.sql"))
    return tuple(_publication_expectation(path.stem, path.read_text(encoding="utf-8")) for path in paths)


def _array(values: Iterable[int | str]) -> str:
    """Return names and numbers of ours as the text of an array."""
    return f"{{{','.join(map(str, values))}}}"


def _day(iso: str) -> str:
    return labels.date(dt.date.fromisoformat(iso))


def _publication_expectation(name: str, text: str) -> Expectation:
    says = {match[1]: match[2] for line in text.splitlines() if (match := _HEADER.match(line))}
    missing = [label for label in ("Severity", "Vietnamese", "English") if not says.get(label)]
    if missing:
        msg = f"quality/publication/{name}.sql: header lines missing: {missing}"
        raise ValueError(msg)
    query = _without_braces(_of_session(text))
    return Expectation(name, says["Severity"], "", says["Vietnamese"], says["English"], UNEXPECTED_ROWS, _query(query))


def _staged_rows(singular: str) -> str:
    """Return the statement of the rows of a batch with their marks: one statement sees both as of one moment."""
    query = f"""
SELECT
    staged.*,
    coalesce(staged.record_key, staged.page_no || '/' || staged.ordinal) AS record_name,
    coalesce(broken.rule_ids, '{{}}') AS marked,
    coalesce(broken.is_refused, FALSE)::integer AS is_refused
FROM staging.resolved_{singular} AS staged
LEFT JOIN (
    SELECT
        mark.page_no,
        mark.ordinal,
        array_agg(mark.rule_id) AS rule_ids,
        bool_or(rule.disposition = 'quarantined') AS is_refused
    FROM staging.mark
    LEFT JOIN audit.rule ON mark.rule_id = rule.rule_id
    WHERE mark.batch_id = %(batch_id)s
    GROUP BY mark.page_no, mark.ordinal
) AS broken ON staged.page_no = broken.page_no AND staged.ordinal = broken.ordinal
WHERE staged.batch_id = %(batch_id)s
"""  # noqa: S608 - a name of ours
    return _of_session(query)


def _marked_as_broken(rule: Rule) -> Expectation:
    """Expect that a record carries the mark of a rule exactly if it breaks it."""
    predicate = _without_braces(_of_session(rule.predicate))
    return Expectation(
        rule.rule_id,
        rule.severity,
        rule.disposition,
        rule.reason_vi,
        rule.reason_en,
        UNEXPECTED_ROWS,
        _query(_differing(rule.rule_id, predicate)),
    )


def _differing(rule_id: str, predicate: str) -> str:
    return f"""
SELECT staged.record_name AS record_key
FROM (SELECT * FROM {{batch}}) AS staged
WHERE coalesce(({predicate}), FALSE) <> ('{rule_id}' = ANY(staged.marked))
ORDER BY staged.page_no, staged.ordinal
"""  # noqa: S608 - rule and predicate are text of this repository


def _marks_of_known_rules() -> Expectation:
    """Expect that no record carries the mark of a rule that its feed does not have."""
    return Expectation(
        "marks_of_known_rules",
        "high",
        "",
        words.text("quality_page.marks_of_known_rules"),
        "No record is marked with a rule that its feed does not have.",
        UNEXPECTED_ROWS,
        _query(_of_session(_UNKNOWN_MARKS)),
    )


def _of_ledger(batch: StagedBatch) -> Iterator[Expectation]:
    """Expect as many rows as the ledger says, and not much more for quarantine than in the batches before."""
    yield Expectation(
        "rows_as_received",
        "high",
        "",
        words.text("quality_page.rows_as_received", records=batch.expected_rows),
        "As many rows are staged as were received.",
        "ExpectTableRowCountToEqual",
        {"value": batch.expected_rows},
    )
    if batch.usual_quarantined_share is not None:
        most = min(Decimal(1), batch.usual_quarantined_share + USUAL_MARGIN)
        yield Expectation(
            "quarantine_as_usual",
            "low",
            "",
            words.text(
                "quality_page.quarantine_as_usual",
                usual=labels.percent(batch.usual_quarantined_share),
                most=labels.percent(most),
            ),
            "Not much more goes to quarantine than in the batches before.",
            "ExpectColumnMeanToBeBetween",
            {"column": "is_refused", "max_value": float(most)},
            stops=False,
        )


def _query(statement: str) -> dict[str, str]:
    return {"unexpected_rows_query": statement}


def _of_session(statement: str) -> str:
    """Return a statement with its parameters read from the session, as SQLAlchemy's ``text`` wants it."""
    bare = re.sub(r"^--.*\n", "", statement, flags=re.MULTILINE)
    read = _PARAMETER.sub(lambda match: f"current_setting('onestop.{match[1]}')::{_TYPES[match[1]]}", bare)
    return _COLON.sub(r"\\:", read.replace("%%", "%"))


def _without_braces(statement: str) -> str:
    """Return a statement in which Great Expectations finds no placeholder."""
    return statement.replace("{", "{{").replace("}", "}}")
