from collections.abc import Iterator

import httpx
import pytest

from simulator.testing import RunningSource, running_source
from simulator.world import Scale, World, build_world


@pytest.fixture(scope="session")
def year() -> World:
    """A whole year of all communes, a sixth of the usual size."""
    return build_world(Scale(dossiers=4_000))


@pytest.fixture(scope="session")
def small_world() -> World:
    return build_world(Scale(dossiers=60, communes=6))


@pytest.fixture(scope="module")
def source(small_world: World) -> Iterator[RunningSource]:
    with running_source(small_world) as running:
        yield running


@pytest.fixture(scope="module")
def client(source: RunningSource) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=source.url, headers={"Authorization": f"Bearer {source.token}"}) as connected:
        yield connected
