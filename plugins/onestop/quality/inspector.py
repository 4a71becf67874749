"""Asks Great Expectations, and says what follows: whether a batch is held, what stops a publication.

For a batch the verdict is parity. The rules are executed twice, as one statement over the batch (``staging.mark``) and
as a suite; where the two do not find the same number of records, one of them is wrong and a person has to look. How
many records may be quarantined is left to the gate. For a publication every expectation must hold.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy.engine import Connection

from onestop import words
from onestop.quality import report
from onestop.quality.process import InspectionError, Process
from onestop.quality.suites import Suite, batch_suite, publication_suite
from onestop.stack.clock import read_clock
from onestop.stack.database import run
from onestop.stack.settings import Settings

_PLUGINS = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-m", "onestop.quality")

__all__ = ["InspectionError", "Inspector"]


class Inspector:
    """Great Expectations for one run: its process starts at the first need and ends with the ``with`` block."""

    def __init__(self, settings: Settings, command: Sequence[str] = _COMMAND) -> None:
        """Say where the warehouse is and where reports go; nothing is started yet.

        Args:
            settings: ``quality`` false switches everything off.
            command: what to start, executed in the folder of our packages.
        """
        self._settings = settings
        self._command = command
        self._process: Process | None = None

    def __enter__(self) -> Inspector:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.close()

    def why_held(self, connection: Connection, batch_id: int) -> str | None:
        """Return why a staged batch must wait for a person, in Vietnamese; None if it need not.

        Batches are looked at that are the first of their source and feed, or have ``quality_records`` or more. Rows
        and marks must be committed.

        Raises:
            InspectionError: Great Expectations could not look; nothing is said about the batch then.
            OSError: the report cannot be written.
        """
        if not self._settings.quality:
            return None
        which = {"batch_id": batch_id, "records": self._settings.quality_records}
        due = run(connection, "quality/read_due_batch.sql", which).one_or_none()
        if due is None:
            return None
        rules = self.disagreements(connection, batch_id, due.feed, due.source_id)
        if not rules:
            return None
        page = report.page_of(self._folder, f"batch-{batch_id}")
        return words.text("quality_page.held", count=len(rules), rules=", ".join(rules), report=page)

    def disagreements(self, connection: Connection, batch_id: int, feed: str, source_id: str) -> list[str]:
        """Return the rules for which Great Expectations finds more or fewer records than are marked; write the report.

        Args:
            connection: reads the marks.
            batch_id: a staged batch.
            feed: of the batch.
            source_id: of the batch.

        Raises:
            InspectionError: Great Expectations could not look.
            OSError: the report cannot be written.
        """
        suite = batch_suite(batch_id, feed, source_id, self._settings.clock_tolerance_minutes)
        found = self._examine(suite)
        marks = run(connection, "quality/count_marks.sql", {"batch_id": batch_id})
        marked = {mark.rule_id: mark.records for mark in marks}
        # A mark of a rule that the suite does not know is a disagreement too.
        unknown = sorted(marked.keys() - {each["name"] for each in found})
        wrong = [each["name"] for each in found if each["unexpected"] != marked.get(each["name"], 0)] + unknown
        results = [{**each, "marked": marked.get(each["name"], 0)} for each in found]
        report.write(self._folder, suite, results, wrong, read_clock(connection))
        return wrong

    def check_publication(self, plans: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return what does not hold of the mart for what is due of a period, in Vietnamese; write the report.

        Args:
            plans: rows of ``publish/list_due.sql``, of one period, and the business clock ``as_of``.

        Raises:
            InspectionError: Great Expectations could not look.
            OSError: the report cannot be written.
        """
        if not self._settings.quality:
            return []
        suite = publication_suite(plans)
        found = self._examine(suite)
        wrong = [each["name"] for each in found if each["unexpected"]]
        report.write(self._folder, suite, found, wrong, plans[0]["as_of"])
        return [each.sentence_vi for each in suite.expectations if each.name in wrong]

    @property
    def _folder(self) -> Path:
        return self._settings.quality_dir

    def _examine(self, suite: Suite) -> list[dict[str, Any]]:
        if self._process is None or not self._process.is_running:
            self._process = Process(self._command, _PLUGINS, self._settings.quality_seconds)
            self._process.ask("start", {"address": self._settings.sqlalchemy_url})
        results: list[dict[str, Any]] = self._process.ask(suite.name, asdict(suite))["results"]
        return results
