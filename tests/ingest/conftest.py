"""Connections to the simulated source, and what a batch's ledger row says."""

from __future__ import annotations

import pytest

from onestop.config.settings import SourceConnection
from simulator.testing import RunningSource


@pytest.fixture
def hue(source: RunningSource) -> SourceConnection:
    """The connection to the small world."""
    return SourceConnection("hue", source.url, source.token)
