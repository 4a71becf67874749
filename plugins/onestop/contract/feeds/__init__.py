"""The feeds of a source, a module each: what may be kept of a record, and what its columns are."""

from __future__ import annotations

from onestop.contract.feeds.dossiers import DOSSIERS
from onestop.contract.feeds.events import EVENTS
from onestop.contract.feeds.feedback import FEEDBACK
from onestop.contract.feeds.interlinked import INTERLINKED
from onestop.contract.feeds.payments import PAYMENTS
from onestop.contract.feeds.procedures import PROCEDURES
from onestop.contract.feeds.surveys import SURVEYS
from onestop.contract.feeds.units import UNITS

FEEDS = (UNITS, PROCEDURES, DOSSIERS, EVENTS, PAYMENTS, SURVEYS, FEEDBACK, INTERLINKED)
"""Every feed, each after those that it refers to."""

FEED_BY_NAME = {feed.name: feed for feed in FEEDS}
"""The same by name, in the same order."""

__all__ = [
    "DOSSIERS",
    "EVENTS",
    "FEEDBACK",
    "FEEDS",
    "FEED_BY_NAME",
    "INTERLINKED",
    "PAYMENTS",
    "PROCEDURES",
    "SURVEYS",
    "UNITS",
]
