"""The context of a comparison, which every step needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.engine import Engine

from onestop.ingest.client import SourceClient, SourceError, WholeAnswer


@dataclass(frozen=True, slots=True)
class Context:
    """One comparison of one source.

    Attributes:
        engine: the warehouse.
        client: asks the source.
        name: the connection.
        source_id: the id to which the connection is bound.
        clock: the business clock, read once.
        days: how many days to compare; the last one is the day before the business day.
    """

    engine: Engine
    client: SourceClient
    name: str
    source_id: str
    clock: dt.datetime
    days: int

    @property
    def clock_on(self) -> dt.date:
        """Return the business day."""
        return self.clock.date()

    @property
    def first_day(self) -> dt.date:
        """Return the first day of the window."""
        return self.days_ago(self.days)

    @property
    def last_day(self) -> dt.date:
        """Return the last day of the window."""
        return self.days_ago(1)

    def days_ago(self, days: int) -> dt.date:
        """Return the day so many days before the business day."""
        return self.clock_on - dt.timedelta(days=days)

    def answered_as_of(self, answer: WholeAnswer) -> dt.datetime:
        """Return the source's clock in an answer; our own if it sends none.

        Raises:
            SourceError: another source answered.
        """
        if answer.source_system not in (None, self.source_id):
            raise SourceError(
                f"source {self.name}: its answers now say another source_system than its pages did; they were "
                "not used. Give a different source a connection of its own, or have the source keep its id"
            )
        return answer.as_of or self.clock
