"""A database server of this room's own: its tests stop and kill it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from embedded.postgres import EmbeddedPostgres, throwaway_cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[EmbeddedPostgres]:
    with throwaway_cluster() as server:
        yield server
