"""What Great Expectations is to look at: a suite for a staged batch, a suite for a publication.

A suite is plain text, so that it can be handed to another process. Great Expectations takes statements without
parameters. Values are therefore never put into them: each one is bound as a setting of the session
(``quality/bind_value.sql``), and where a statement of ours says ``%(name)s``, its text for Great Expectations says
``current_setting('onestop.name')``.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onestop import words
from onestop.contract.feeds import FEEDS
from onestop.ingest.rules import Rule, catalogue
from onestop.stack.database import SQL_ROOT, sql

_TYPES = {
    "batch_id": "bigint",
    "source_id": "text",
    "clock_tolerance": "interval",
    "area_ids": "integer[]",
    "period_id": "text",
    "bases": "text[]",
}
_PARAMETER = re.compile(r"%\((\w+)\)s")
# What SQLAlchemy would take for a parameter of its own.
_COLON = re.compile(r"(?<![:\w\\]):(?=\w)")
_HEADER = re.compile(r"-- (Severity|Vietnamese|English):\s+(.*)")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What no row may be, or a rule that rows may break.

    Attributes:
        name: the rule's id, or the name of the statement file.
        severity: low, medium or high.
        disposition: what becomes of a record that breaks the rule; empty for a publication.
        sentence_vi: what is expected or was broken, for officials.
        sentence_en: the same for engineers.
        query: gives ``record_key`` of each unexpected row; ``{batch}`` stands for the rows of the suite.
    """

    name: str
    severity: str
    disposition: str
    sentence_vi: str
    sentence_en: str
    query: str


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


def batch_suite(batch_id: int, feed: str, source_id: str, clock_tolerance_minutes: int) -> Suite:
    """Return the suite of a staged batch: an expectation for each rule of its feed that has a predicate."""
    singular = next(each.singular for each in FEEDS if each.name == feed)
    return Suite(
        name=f"batch-{batch_id}",
        title_vi=words.text("quality_page.batch", batch_id=batch_id, source=source_id, feed=feed),
        values={
            "batch_id": str(batch_id),
            "source_id": source_id,
            "clock_tolerance": f"{clock_tolerance_minutes} minutes",
        },
        rows=_staged_rows(singular),
        expectations=tuple(
            Expectation(
                rule.rule_id,
                rule.severity,
                rule.disposition,
                rule.reason_vi,
                rule.reason_en,
                _broken_by(rule),
            )
            for rule in catalogue()
            if rule.feed == feed and rule.predicate
        ),
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
    return f"{dt.date.fromisoformat(iso):%d/%m/%Y}"


def _publication_expectation(name: str, text: str) -> Expectation:
    says = {match[1]: match[2] for line in text.splitlines() if (match := _HEADER.match(line))}
    missing = [label for label in ("Severity", "Vietnamese", "English") if not says.get(label)]
    if missing:
        msg = f"quality/publication/{name}.sql: header lines missing: {missing}"
        raise ValueError(msg)
    query = _without_braces(_of_session(text))
    return Expectation(name, says["Severity"], "", says["Vietnamese"], says["English"], query)


def _staged_rows(singular: str) -> str:
    query = f"SELECT * FROM staging.resolved_{singular} WHERE batch_id = %(batch_id)s"  # noqa: S608 - a name of ours
    return _of_session(query)


def _broken_by(rule: Rule) -> str:
    # A record without a key is named by its place.
    predicate = _without_braces(_of_session(rule.predicate))
    return f"""
SELECT coalesce(staged.record_key, staged.page_no || '/' || staged.ordinal) AS record_key
FROM (SELECT * FROM {{batch}}) AS staged
WHERE {predicate}
ORDER BY staged.page_no, staged.ordinal
"""  # noqa: S608 - the predicate is text of this repository


def _of_session(statement: str) -> str:
    """Return a statement with its parameters read from the session, as SQLAlchemy's ``text`` wants it."""
    bare = re.sub(r"^--.*\n", "", statement, flags=re.MULTILINE)
    read = _PARAMETER.sub(lambda match: f"current_setting('onestop.{match[1]}')::{_TYPES[match[1]]}", bare)
    return _COLON.sub(r"\\:", read.replace("%%", "%"))


def _without_braces(statement: str) -> str:
    """Return a statement in which Great Expectations finds no placeholder."""
    return statement.replace("{", "{{").replace("}", "}}")
