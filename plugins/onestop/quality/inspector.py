"""Asks Great Expectations, and says what follows: whether a batch is held, what stops a publication.

A batch must be marked right: each rule is executed a second time, and has to find the very records that are marked with
it. And what is left for use must be what it should be, whichever rule saw to it (``usable_records.yaml``). How many
records may be quarantined is left to the gate. For a publication every expectation must hold.
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
from onestop.quality import report
from onestop.quality.process import Process
from onestop.quality.report import Result
from onestop.quality.suites import StagedBatch, Suite, batch_suite, publication_suite
from onestop.warehouse.clock import read_clock, wall_clock
from onestop.warehouse.database import run, transaction

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

    def why_held(self, engine: Engine, batch_id: int) -> str | None:
        """Return why a staged batch must wait for a person, in Vietnamese; None if it need not.

        Batches are looked at that are the first of their source and feed, or have ``quality_records`` or more, while
        they wait for the gate. Rows and marks must be committed. No transaction is open while Great Expectations
        looks, so another run may bring the batch further meanwhile; nothing is said about it then.

        Raises:
            InspectionError: Great Expectations could not look; nothing is said about the batch then.
            OSError: the report cannot be written.
        """
        batch = self._due(engine, batch_id) if self._settings.quality else None
        if batch is None:
            return None
        found = self.examine_batch(batch)
        if self._due(engine, batch_id) is None:
            return None
        wrong = self.tell(engine, batch, found)
        if not wrong:
            return None
        page = report.page_of(self._folder, f"batch-{batch_id}")
        return words.text("quality_page.held", count=len(wrong), names=", ".join(wrong), report=page)

    def examine_batch(self, batch: StagedBatch) -> list[Result]:
        """Return what Great Expectations found of each expectation about a staged batch.

        Raises:
            InspectionError: it could not look.
        """
        return self._examine(batch_suite(batch, self._settings.clock_tolerance_minutes))

    def tell(self, engine: Engine, batch: StagedBatch, found: Sequence[Result]) -> list[str]:
        """Write the report of a staged batch, and return the expectations for which it must wait for a person.

        Raises:
            OSError: the report cannot be written.
        """
        suite = batch_suite(batch, self._settings.clock_tolerance_minutes)
        which = {"batch_id": batch.batch_id}
        with transaction(engine) as connection:
            counts = run(connection, "quality/count_records.sql", which).one()._asdict()
            broken = run(connection, "quality/list_broken.sql", {**which, "shown": report.SHOWN_KEYS}).all()
            as_of = read_clock(connection)
        of_batch = report.OfBatch(batch.source_id, batch.feed, counts, {row.rule_id: row._asdict() for row in broken})
        return report.write(self._folder, suite, found, as_of, batch=of_batch)

    def _due(self, engine: Engine, batch_id: int) -> StagedBatch | None:
        which = {"batch_id": batch_id, "records": self._settings.quality_records}
        with transaction(engine) as connection:
            due = run(connection, "quality/read_due_batch.sql", which).one_or_none()
        return StagedBatch(**due._asdict()) if due else None

    def check_publication(self, plans: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return what does not hold of the mart for what is due of a period, in Vietnamese; write the report.

        Figures that did not move since a recent report found them sound are not looked at again.

        Args:
            plans: rows of ``publish/list_due.sql``, of one period, with the business clock ``as_of`` and
                ``figures_state``.

        Raises:
            InspectionError: Great Expectations could not look.
            OSError: the report cannot be written.
        """
        if not self._settings.quality:
            return []
        suite = publication_suite(plans)
        digest = report.digest_of(suite, plans[0]["figures_state"])
        with report.one_at_a_time(self._folder):
            if report.has_passed(self._folder, suite.name, digest, wall_clock()):
                return []
            wrong = report.write(self._folder, suite, self._examine(suite), plans[0]["as_of"], digest=digest)
        return [each.sentence_vi for each in suite.expectations if each.name in wrong]

    @property
    def _folder(self) -> Path:
        return self._settings.quality_dir

    def _examine(self, suite: Suite) -> list[Result]:
        if self._process is None or not self._process.is_running:
            self._process = Process(self._command, _PLUGINS, self._settings.quality_seconds)
            self._process.ask("start", {"address": self._settings.sqlalchemy_url})
        results: list[Result] = self._process.ask(suite.name, asdict(suite))["results"]
        return results
