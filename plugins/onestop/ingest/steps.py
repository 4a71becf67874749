"""The steps of the publish protocol, in order, and what a run reports of them.

A run calls its observer after each step. The observer logs in production; the tests use it to kill the process
between any two steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.engine import Engine

from onestop.config.settings import Settings

Step = Literal[
    "page landed",
    "pages in place",
    "batch registered",
    "batch repeated",
    "rows copied",
    "batch staged",
    "batch inspected",
    "batch judged",
    "own facts written",
    "change numbered",
    "facts merged",
    "ledger written",
    "batch published",
    "staging cleared",
]
Observer = Callable[[Step, str], None]
"""Receives the step and what it was done to (feed and batch), never data of a record."""

Inspection = Callable[[Engine, int], str | None]
"""A second opinion on a staged batch, asked for while no transaction is open: why a person has to look at it, in
Vietnamese, or None."""


def no_inspection(_: Engine, __: int) -> None:
    """Give no second opinion."""


@dataclass(frozen=True, slots=True)
class Context:
    """What every step of a run needs."""

    engine: Engine
    settings: Settings
    observe: Observer
    inspect: Inspection = no_inspection
