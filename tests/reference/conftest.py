"""Files of a calendar, to change in a test, and the connection to the simulated source."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from onestop.config.settings import SourceConnection
from onestop.reference.calendar import CALENDAR_FOLDER
from simulator.testing import RunningSource
from tests.support.connections import connection_to


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the shipped calendar files."""
    return Path(shutil.copytree(CALENDAR_FOLDER, tmp_path / "calendar"))


@pytest.fixture
def hue(source: RunningSource) -> SourceConnection:
    """The connection to the small world."""
    return connection_to(source)
