"""Makes pages of what Great Expectations found, for those who look after the data.

Each suite leaves its result as JSON and a page made of it; ``index.html`` lists them. They hold sentences, counts and
the keys of the first records, and nothing else of a record. The folder is part of the internal site.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

from onestop import words
from onestop.quality.suites import Suite
from onestop.stack.files import write_whole
from onestop.words import labels

STYLE = "report.css"
_TEMPLATES = Path(__file__).parent / "templates"


def write(
    folder: Path, suite: Suite, results: Sequence[Mapping[str, Any]], wrong: Sequence[str], examined_at: dt.datetime
) -> None:
    """Write result and page of a suite, and the list of all pages; each file appears whole or not at all.

    Args:
        folder: ``quality`` of the internal site.
        suite: what was looked at.
        results: ``name``, ``unexpected`` and ``keys`` of each expectation; for a batch also ``marked``.
        wrong: the names that stop the batch or the publication.
        examined_at: the business clock.

    Raises:
        OSError: the folder cannot be written.
    """
    expectations = {each.name: each for each in suite.expectations}
    result = {
        "name": suite.name,
        "title_vi": suite.title_vi,
        "is_batch": "batch_id" in suite.values,
        "examined_at": labels.day_and_time(examined_at),
        "wrong": list(wrong),
        "results": [
            {
                **each,
                "sentence_vi": expectations[each["name"]].sentence_vi,
                "disposition_vi": words.table("disposition").get(expectations[each["name"]].disposition, ""),
            }
            for each in results
        ],
    }
    write_whole(folder / STYLE, (_TEMPLATES / STYLE).read_bytes())
    write_whole(folder / f"{suite.name}.json", json.dumps(result, ensure_ascii=False, indent=1).encode())
    write_whole(page_of(folder, suite.name), _template("report.html.j2").render(result=result).encode())
    latest_first = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    known = [json.loads(path.read_text(encoding="utf-8")) for path in latest_first]
    write_whole(folder / "index.html", _template("index.html.j2").render(results=known).encode())


def page_of(folder: Path, name: str) -> Path:
    """Return where the page of a suite stands."""
    return folder / f"{name}.html"


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
