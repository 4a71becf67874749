"""One database server for the whole run; each test that asks gets a migrated warehouse of its own in a moment."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import make_url

from embedded.postgres import EmbeddedPostgres, roomy_memory_folder, throwaway_cluster
from onestop.config.settings import as_sqlalchemy
from simulator.testing import RunningSource, running_source
from simulator.world import Scale, World, build_world
from tests.support.minutes import Minutes
from tests.support.warehouse import Warehouse, migrate_warehouse, open_warehouse

TEMPLATE = "migrated_template"
_numbers = itertools.count(1)

# The same examples in every run, however slow the machine is: a red test stays red until it is mended.
settings.register_profile("house", derandomize=True, database=None, deadline=None)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much of what is generated is read."""
    parser.addoption("--malformed", type=int, default=2_000, help="malformed records to read (2000)")


def pytest_configure(config: pytest.Config) -> None:
    """Tell at the end what each kind of tests cost; keep what tests write in memory, where there is room."""
    config.pluginmanager.register(Minutes())
    folder = roomy_memory_folder()
    # Every landed page waits until the disk has it: of a slow disk that is minutes.
    if folder is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where no slow test is asked for, modules that are slow as a whole are not even read: one takes four seconds."""
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return True if "\npytestmark = pytest.mark.slow\n" in collection_path.read_text(encoding="utf-8") else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs a database server is slow, without saying so test by test."""
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    """A throwaway PostgreSQL with a migrated template database that has the working calendar."""
    with throwaway_cluster() as cluster:
        migrate_warehouse(as_sqlalchemy(cluster.create_warehouse_database(TEMPLATE)))
        yield cluster


@pytest.fixture
def warehouse(server: EmbeddedPostgres, tmp_path: Path) -> Iterator[Warehouse]:
    """A migrated, empty warehouse whose business clock stands at 7:00 on 1 October 2026."""
    yield from make_warehouse(server, tmp_path)


@pytest.fixture
def another_warehouse(server: EmbeddedPostgres, tmp_path: Path) -> Iterator[Warehouse]:
    """A second one, to compare with the first."""
    yield from make_warehouse(server, tmp_path / "another")


@pytest.fixture(scope="module")
def module_warehouse(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """One such warehouse for all tests of a module, which is filled once, by a fixture of the module."""
    yield from make_warehouse(server, tmp_path_factory.mktemp("module"))


@pytest.fixture
def copied(server: EmbeddedPostgres, tmp_path: Path) -> Iterator[Callable[[Warehouse], Warehouse]]:
    """Copies a warehouse that was filled for a module, once for a test that changes it."""
    with ExitStack() as stack:
        yield lambda original: stack.enter_context(contextmanager(copy_warehouse)(server, original, tmp_path / "copy"))


@pytest.fixture(scope="session")
def read_communes(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse with the months of two communes, 19753 and 00745, to copy; nothing of theirs is published."""
    from tests.sheets.handing_in import two_communes

    for made in make_warehouse(server, tmp_path_factory.mktemp("communes")):
        made.keep_periods("month")
        made.read_script(two_communes(), every_feed=True)
        made.refresh()
        yield made


@pytest.fixture
def communes(server: EmbeddedPostgres, read_communes: Warehouse, tmp_path: Path) -> Iterator[Warehouse]:
    """A warehouse with two communes, where figures are what a test gives them."""
    yield from copy_warehouse(server, read_communes, tmp_path)


@pytest.fixture(scope="session")
def small_world() -> World:
    """A year of six communes, clean."""
    return build_world(Scale(dossiers=900, communes=6))


@pytest.fixture
def source(small_world: World) -> Iterator[RunningSource]:
    """The small world, served over HTTP."""
    with running_source(small_world) as running:
        yield running


USUAL_CLOCK = dt.datetime(2026, 10, 1, 7, tzinfo=dt.timezone(dt.timedelta(hours=7)))
"""After the usual year of data; a clock cannot be moved back."""


def make_warehouse(server: EmbeddedPostgres, var_dir: Path, clock: dt.datetime = USUAL_CLOCK) -> Iterator[Warehouse]:
    """Make a database from the template, open it, set its clock, and drop it at the end."""
    for opened in _opened_copy(server, TEMPLATE, var_dir):
        opened.set_clock(clock)
        # Where a test wants one ranking, all would be made; tests/publish/test_every_ranking.py has them.
        opened.keep_plans("on_time_simple")
        yield opened


def copy_warehouse(server: EmbeddedPostgres, original: Warehouse, var_dir: Path) -> Iterator[Warehouse]:
    """Copy a warehouse with its folders, so that a test may change what others begin with; drop the copy at the end."""
    original.close()  # nobody may be connected to what is copied
    shutil.copytree(original.settings.var_dir, var_dir, dirs_exist_ok=True)
    yield from _opened_copy(server, str(make_url(original.owner_url).database), var_dir)


def _opened_copy(server: EmbeddedPostgres, template: str, var_dir: Path) -> Iterator[Warehouse]:
    name = f"warehouse_{next(_numbers)}"
    owner_url = as_sqlalchemy(server.create_warehouse_database(name, template))
    opened = open_warehouse(server.url("onestop_pipeline", name), owner_url, var_dir)
    yield opened
    opened.close()
    server.drop_database(name)
