"""Which report of a publication is relied on, and the list of all of them. No test here needs Great Expectations."""

from __future__ import annotations

import datetime as dt
import html
import json
import multiprocessing
import os
from pathlib import Path
from typing import Any

from onestop.quality import report
from onestop.quality.suites import Suite, publication_suite
from tests.quality.test_suites import PLAN

SUITE = publication_suite([PLAN])
EARLIER: dict[str, Any] = {
    "name": "batch-1",
    "title_vi": "Lô 1",
    "is_batch": True,
    "examined_at": "30/09/2026 07:00",
    "wrong": [],
    "results": [],
}
"""A report as version 1.0.0 left it."""


def write(folder: Path, suite: Suite = SUITE, state: str = "{}", wrong: str = "") -> dt.datetime:
    """Write the report of a look at a suite; return when that was."""
    found = [
        {"name": each.name, "holds": each.name != wrong, "unexpected": 0, "keys": [], "observed": None}
        for each in suite.expectations
    ]
    stopping = report.write(folder, suite, found, PLAN["as_of"], digest=report.digest_of(suite, state))
    assert stopping == ([wrong] if wrong else [])
    path = folder / f"{suite.name}.json"
    # Whole seconds: a moment knows microseconds only, a file system more.
    made = int(path.stat().st_mtime)
    os.utime(path, (made, made))
    return dt.datetime.fromtimestamp(made, dt.UTC)


def test_a_report_is_relied_on_if_it_is_of_the_same_look_recent_and_good(tmp_path: Path) -> None:
    digest = report.digest_of(SUITE, "{}")
    assert not report.has_passed(tmp_path, SUITE.name, digest, PLAN["as_of"]), "there is none"
    made = write(tmp_path)
    assert report.has_passed(tmp_path, SUITE.name, digest, made)
    assert report.has_passed(tmp_path, SUITE.name, digest, made + report.VALID_FOR)
    assert not report.has_passed(tmp_path, SUITE.name, digest, made + report.VALID_FOR + dt.timedelta(seconds=1))
    assert not report.has_passed(tmp_path, SUITE.name, report.digest_of(SUITE, "{moved}"), made)
    made = write(tmp_path, wrong="unit_not_valid")
    assert not report.has_passed(tmp_path, SUITE.name, digest, made), "what was wrong may have been mended"


def test_another_expectation_or_another_area_is_another_look() -> None:
    fewer = Suite(SUITE.name, SUITE.title_vi, SUITE.values, SUITE.rows, SUITE.expectations[1:])
    elsewhere = publication_suite([{**PLAN, "area_id": 2}])
    digests = {report.digest_of(suite, "{}") for suite in (SUITE, fewer, elsewhere)}
    assert len(digests) == 3


def test_reports_of_earlier_versions_stay_listed_and_are_not_relied_on(tmp_path: Path) -> None:
    for name in ("batch-1", SUITE.name):
        (tmp_path / f"{name}.json").write_text(json.dumps({**EARLIER, "name": name}), encoding="utf-8")
    assert not report.has_passed(tmp_path, SUITE.name, report.digest_of(SUITE, "{}"), PLAN["as_of"])
    write(tmp_path)
    assert '<a href="batch-1.html">Lô 1</a>' in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_list_of_reports_says_what_is_wrong_in_words(tmp_path: Path) -> None:
    write(tmp_path, wrong="unit_not_valid")
    wrong = next(each for each in SUITE.expectations if each.name == "unit_not_valid")
    page = html.unescape((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert wrong.sentence_vi in page
    assert "unit_not_valid" not in page


def _look(folder: Path) -> None:
    with report.one_at_a_time(folder), (folder / "order").open("a") as order:
        order.write("second")


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    second = multiprocessing.get_context("spawn").Process(target=_look, args=(tmp_path,))
    with report.one_at_a_time(tmp_path):
        second.start()
        second.join(0.5)
        (tmp_path / "order").write_text("first ")
    second.join(60)
    assert (tmp_path / "order").read_text() == "first second"
