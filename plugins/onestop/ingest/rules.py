"""The rule catalogue: one file a rule in ``include/sql/ingest/rules/<feed>/<rule_id>.sql``.

A rule in ``rules/every_feed/<name>.sql`` holds for each feed, as ``<singular of the feed>_<name>``; its Vietnamese
sentence says ``{record}`` or ``{Record}`` for what a record of the feed is called.

A file holds a header (disposition, severity, the sentence for officials in Vietnamese and for engineers in
English) and a predicate over one staged row (alias ``staged``, parameters ``source_id`` and ``clock_tolerance``)
that is true where the rule is broken. What reading noticed of a record (``contract.notices``) is in
``staged.noticed``, by the name of the rule that tells of it. A file without a predicate names a rule that is applied
while publishing, against what the warehouse knows.
"""

from __future__ import annotations

import functools
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from sqlalchemy.engine import Connection

from onestop import words
from onestop.contract.feeds import FEEDS
from onestop.warehouse.database import SQL_ROOT, run

Disposition = Literal["repaired", "flagged", "quarantined"]
HEADERS = ("Disposition", "Severity", "Vietnamese", "English")
EVERY_FEED = "every_feed"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue."""

    rule_id: str
    feed: str
    disposition: Disposition
    severity: str
    reason_vi: str
    reason_en: str
    predicate: str


@functools.cache
def catalogue() -> tuple[Rule, ...]:
    """Return every rule, by feed and id.

    Raises:
        ValueError: a file lacks a header or names an unknown disposition.
    """
    folder = SQL_ROOT / "ingest" / "rules"
    special = [
        _parse(path.parent.name, path.stem, path) for path in folder.glob("*/*.sql") if path.parent.name != EVERY_FEED
    ]
    general = [
        _parse(feed.name, f"{feed.singular}_{path.stem}", path)
        for path in (folder / EVERY_FEED).glob("*.sql")
        for feed in FEEDS
    ]
    return tuple(sorted(special + general, key=lambda rule: (rule.feed, rule.rule_id)))


def load_catalogue(connection: Connection) -> None:
    """Write the catalogue to ``audit.rule``; a rule that was there keeps its rows and takes the new texts."""
    rules = json.dumps([asdict(rule) for rule in catalogue()])
    run(connection, "audit/upsert_rules.sql", {"rules": rules})


def marking_statement(feed: str, staged_rows: str) -> str:
    """Return the statement that marks every staged record of a batch with the rules it breaks, in one scan.

    Args:
        feed: whose rules to apply.
        staged_rows: the relation to scan, written in our code.
    """
    rules = [rule for rule in catalogue() if rule.feed == feed and rule.predicate]
    broken = ",\n        ".join(f"CASE WHEN {rule.predicate} THEN '{rule.rule_id}' END" for rule in rules)
    # Most records break no rule: to ask for that first costs less than an array for each record.
    any_broken = "\n    OR ".join(f"({rule.predicate})" for rule in rules)
    return f"""
INSERT INTO staging.mark (batch_id, page_no, ordinal, rule_id)
SELECT staged.batch_id, staged.page_no, staged.ordinal, broken.rule_id
FROM {staged_rows} AS staged
CROSS JOIN LATERAL unnest(array_remove(ARRAY[
        {broken}
    ], NULL)) AS broken (rule_id)
WHERE staged.batch_id = %(batch_id)s AND (
    {any_broken}
)
"""  # noqa: S608 - every part is text of this repository; values come as parameters


def _about(feed: str, sentence: str) -> str:
    record = words.table("record")[feed]
    return sentence.replace("{record}", record).replace("{Record}", record[0].upper() + record[1:])


def _parse(feed: str, rule_id: str, path: Path) -> Rule:
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = {
        name: line.removeprefix(f"-- {name}:").strip()
        for line in lines
        for name in HEADERS
        if line.startswith(f"-- {name}:")
    }
    missing = [name for name in HEADERS if not comments.get(name)]
    disposition = comments.get("Disposition")
    if missing or disposition not in get_args(Disposition):
        msg = f"rule {path.parent.name}/{path.name}: header lines missing or wrong: {missing or ['Disposition']}"
        raise ValueError(msg)
    predicate = "\n".join(line for line in lines if not line.startswith("--")).strip()
    return Rule(
        rule_id,
        feed,
        cast(Disposition, disposition),
        comments["Severity"],
        _about(feed, comments["Vietnamese"]),
        comments["English"],
        predicate,
    )
