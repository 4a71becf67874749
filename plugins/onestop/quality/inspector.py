"""Ask Great Expectations whether a batch must be held, and what stops a publication.

The marks of a batch must be right: each rule is executed a second time and has to find the records that are marked with
it. The records that are used must fulfil ``usable_records.yaml``. How many records may be quarantined is left to the
gate. For a publication every expectation must hold.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy.engine import Engine

from onestop import words
from onestop.config.settings import Settings
from onestop.errors import InspectionError
from onestop.quality import SHOWN_KEYS, report
from onestop.quality.process import Process
from onestop.quality.report import Result
from onestop.quality.suites import StagedBatch, Suite, batch_suite, publication_suite
from onestop.warehouse.clock import read_clock, wall_clock
from onestop.warehouse.database import run, transaction

_PLUGINS = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-m", "onestop.quality")

__all__ = ["InspectionError", "Inspector"]


class Inspector:
    """Great Expectations for one run: its process starts when needed and ends with the ``with`` block."""

    def __init__(self, settings: Settings, command: Sequence[str] = _COMMAND) -> None:
        """Keep the settings; nothing is started yet.

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

    def why_held(self, engine: Engine, batch_id: int) -> str | None:
        """Return why a staged batch must wait for a person, in Vietnamese; None if it need not.

        Only batches that wait for the gate are checked, and of these the first of a source and feed, or those with
        ``quality_records`` or more. Rows and marks must be committed. No transaction is open during the check, so
        another run may judge the batch meanwhile; then the result is discarded.

        Raises:
            InspectionError: Great Expectations could not run.
            OSError: the report cannot be written.
        """
        batch = self._due(engine, batch_id) if self._settings.quality else None
        if batch is None:
            return None
        suite = batch_suite(batch, self._settings.clock_tolerance_minutes)
        found = self.examine(suite)
        if self._due(engine, batch_id) is None:
            return None
        wrong = self.report_batch(engine, batch, suite, found)
        if not wrong:
            return None
        page = report.page_of(self._folder, f"batch-{batch_id}")
        return words.text("quality_page.held", count=len(wrong), names=", ".join(wrong), report=page)

    def examine(self, suite: Suite) -> list[Result]:
        """Run a suite and return the result of each expectation.

        Raises:
            InspectionError: Great Expectations could not run it.
        """
        if self._process is None or not self._process.is_running:
            self._process = Process(self._command, _PLUGINS, self._settings.quality_seconds)
            self._process.ask("start", {"address": self._settings.sqlalchemy_url})
        results: list[Result] = self._process.ask(suite.name, asdict(suite))["results"]
        return results

    def report_batch(self, engine: Engine, batch: StagedBatch, suite: Suite, found: Sequence[Result]) -> list[str]:
        """Write the report of a staged batch, and return the expectations for which it must wait for a person.

        Raises:
            OSError: the report cannot be written.
        """
        which = {"batch_id": batch.batch_id}
        with transaction(engine) as connection:
            counts = run(connection, "quality/count_records.sql", which).one()._asdict()
            broken = run(connection, "quality/list_broken.sql", {**which, "shown": SHOWN_KEYS}).all()
            as_of = read_clock(connection)
        of_batch = report.BatchDetails(
            batch.source_id, batch.feed, counts, {row.rule_id: row._asdict() for row in broken}
        )
        return report.write(self._folder, suite, found, as_of, batch=of_batch)

    def _due(self, engine: Engine, batch_id: int) -> StagedBatch | None:
        which = {"batch_id": batch_id, "records": self._settings.quality_records}
        with transaction(engine) as connection:
            due = run(connection, "quality/read_due_batch.sql", which).one_or_none()
        return StagedBatch(**due._asdict()) if due else None

    def check_publication(self, plans: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return what does not hold of the mart for what is due of a period, in Vietnamese; write the report.

        Figures that did not change since a recent good report are not checked again.

        Args:
            plans: rows of ``publish/list_due.sql``, of one period, with the business clock ``as_of`` and
                ``figures_state``.

        Raises:
            InspectionError: Great Expectations could not run.
            OSError: the report cannot be written.
        """
        if not self._settings.quality:
            return []
        suite = publication_suite(plans)
        digest = report.digest_of(suite, plans[0]["figures_state"])
        with report.one_at_a_time(self._folder):
            if report.has_passed(self._folder, suite.name, digest, wall_clock()):
                return []
            wrong = report.write(self._folder, suite, self.examine(suite), plans[0]["as_of"], digest=digest)
        return [each.sentence_vi for each in suite.expectations if each.name in wrong]

    @property
    def _folder(self) -> Path:
        return self._settings.quality_dir
