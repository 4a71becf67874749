"""Write pages with the results of Great Expectations, for officials and for those who care for the data.

Each suite leaves its result as JSON and a page made of it; ``index.html`` lists them. They hold sentences, counts and
the keys of the first records, and nothing else of a record. The folder is part of the internal site.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2

from onestop import words
from onestop.files import write_whole
from onestop.quality.suites import Expectation, Suite
from onestop.words import labels

BESIDE_THE_PAGES = ("report.css", "icon.svg")
VALID_FOR = dt.timedelta(minutes=15)
"""How long a report is valid for figures that did not change."""

_TEMPLATES = Path(__file__).parent / "templates"

Result = Mapping[str, Any]
"""What was found of an expectation: ``name``, ``holds``, ``unexpected``, ``keys`` and ``observed``
(``examination.Examiner.examine``)."""


@dataclass(frozen=True, slots=True)
class BatchDetails:
    """What the page of a batch shows besides the results of Great Expectations.

    Attributes:
        source_id: who sent it.
        feed: what of.
        counts: ``staged``, ``quarantined``, ``flagged`` and ``repaired`` records.
        broken: by rule, how many ``records`` broke it, and the ``record_keys`` of the first of them.
    """

    source_id: str
    feed: str
    counts: Mapping[str, int]
    broken: Mapping[str, Mapping[str, Any]]


def write(
    folder: Path,
    suite: Suite,
    results: Sequence[Result],
    examined_at: dt.datetime,
    *,
    batch: BatchDetails | None = None,
    digest: str = "",
) -> list[str]:
    """Write result and page of a suite, and the list of all pages; each file appears whole or not at all.

    Args:
        folder: ``quality`` of the internal site.
        suite: what was looked at.
        results: of each expectation.
        examined_at: the business clock.
        batch: what the page of a batch tells besides; None for a publication.
        digest: identifies this check for ``has_passed``; empty if it is not needed.

    Returns:
        The names that stop the batch or the publication.

    Raises:
        OSError: the folder cannot be written.
    """
    expectations = {each.name: each for each in suite.expectations}
    shown = [_shown(each, expectations[each["name"]]) for each in results]
    wrong = [each["name"] for each in shown if each["stops"] and not each["holds"]]
    result = {
        "name": suite.name,
        "digest": digest,
        "title_vi": suite.title_vi,
        "is_batch": batch is not None,
        "examined_at": labels.day_and_time(examined_at),
        "wrong": wrong,
        "worth_a_look": [each["name"] for each in shown if not each["stops"] and not each["holds"]],
        "results": shown,
        "counts": _counts(batch) if batch else [],
        "broken": _broken(batch, expectations) if batch else [],
    }
    for name in BESIDE_THE_PAGES:
        write_whole(folder / name, (_TEMPLATES / name).read_bytes())
    write_whole(folder / f"{suite.name}.json", json.dumps(result, ensure_ascii=False, indent=1).encode())
    write_whole(page_of(folder, suite.name), _template("report.html.j2").render(result=result).encode())
    latest_first = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    known = [json.loads(path.read_text(encoding="utf-8")) for path in latest_first]
    write_whole(folder / "index.html", _template("index.html.j2").render(results=known).encode())
    return wrong


def digest_of(suite: Suite, state: str) -> str:
    """Return what identifies one check: the expectations, the rows, and their state."""
    return hashlib.sha256(json.dumps([asdict(suite), state]).encode()).hexdigest()


def has_passed(folder: Path, name: str, digest: str, now: dt.datetime) -> bool:
    """Return whether the latest report of a suite has this digest, is recent, and found nothing wrong.

    A suite with faults is always checked again: they may have been corrected.

    Args:
        folder: ``quality`` of the internal site.
        name: of the suite.
        digest: of the check.
        now: the wall clock.

    Raises:
        OSError: the report is there and cannot be read.
    """
    path = folder / f"{name}.json"
    try:
        earlier = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    is_recent = now.timestamp() - path.stat().st_mtime <= VALID_FOR.total_seconds()
    # A report of an earlier version has no digest.
    return bool(earlier.get("digest") == digest and is_recent and not earlier["wrong"])


@contextlib.contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait until nobody else on this machine looks at a publication: what that one finds need not be found twice."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".looking").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        yield


def page_of(folder: Path, name: str) -> Path:
    """Return where the page of a suite stands."""
    return folder / f"{name}.html"


def _shown(result: Result, expectation: Expectation) -> dict[str, Any]:
    """Return what was found with what was expected, in words."""
    of_rule = bool(expectation.disposition)
    sentence = expectation.sentence_vi
    return {
        **result,
        "observed": _figure(result["observed"]),
        "cases": labels.whole(result["unexpected"]),
        "stops": expectation.stops,
        "is_rule": of_rule,
        "sentence_vi": words.text("quality_page.rule_marked", sentence=sentence) if of_rule else sentence,
        "sentence_en": expectation.sentence_en,
    }


def _figure(observed: float | None) -> str:
    if observed is None:
        return ""
    return labels.whole(observed) if isinstance(observed, int) else labels.percent(Decimal(str(observed)))


def _counts(batch: BatchDetails) -> list[dict[str, str]]:
    """Return how many records there are, and what becomes of them, each with its share."""
    counts = batch.counts
    staged = counts["staged"]
    usable = staged - counts["quarantined"]
    shown = {
        "staged": staged,
        "usable": usable,
        **{name: counts[name] for name in ("quarantined", "flagged", "repaired")},
    }
    return [
        {
            "name": name,
            "name_vi": words.table("quality_count")[name],
            "records": labels.whole(records),
            "share": labels.percent(Decimal(records) / staged) if staged and name != "staged" else "",
        }
        for name, records in shown.items()
    ]


def _broken(batch: BatchDetails, expectations: Mapping[str, Expectation]) -> list[dict[str, Any]]:
    """Return the rules that records broke, the most broken one first."""
    staged = batch.counts["staged"]
    rows = sorted(batch.broken.values(), key=lambda row: (-row["records"], row["rule_id"]))
    return [
        {
            "name": row["rule_id"],
            "sentence_vi": expectations[row["rule_id"]].sentence_vi
            if row["rule_id"] in expectations
            else row["rule_id"],
            "disposition_vi": words.table("disposition").get(_disposition(row["rule_id"], expectations), ""),
            "is_quarantined": _disposition(row["rule_id"], expectations) == "quarantined",
            "records": labels.whole(row["records"]),
            "share": labels.percent(Decimal(row["records"]) / staged) if staged else "",
            "keys": row["record_keys"],
        }
        for row in rows
    ]


def _disposition(rule_id: str, expectations: Mapping[str, Expectation]) -> str:
    return expectations[rule_id].disposition if rule_id in expectations else ""


def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["text"] = words.text
    return environment.get_template(name)
