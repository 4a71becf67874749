"""Where a bench measures: a source in a process of its own, and a warehouse on a durable embedded server."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from embedded.postgres import OWNER, PIPELINE, EmbeddedPostgres
from embedded.processes import free_port
from onestop.config.settings import Settings, SourceConnection, as_sqlalchemy
from onestop.reference.units import seed_units
from tests.bench.recorded import make_recording, serving
from tests.support.warehouse import Warehouse, migrate_warehouse, open_warehouse


@contextlib.contextmanager
def source(dossiers: int) -> Iterator[SourceConnection]:
    """Record a world and serve it from memory, by a process of its own."""
    with tempfile.TemporaryDirectory(prefix="onestop-recorded-") as folder:
        pages = Path(folder) / "pages"
        make_recording(pages, dossiers)
        with serving(pages) as recorded:
            yield recorded.connection("bench")


@contextlib.contextmanager
def embedded_warehouse(folder: Path) -> Iterator[Warehouse]:
    """Start a durable server below ``folder`` and open a warehouse as it is installed, the country's units in it."""
    settings = replace(Settings.from_env({"ONESTOP_VAR": str(folder)}), postgres_port=free_port())
    server = EmbeddedPostgres.of_checkout(settings)
    server.start()
    try:
        server.create_roles()
        server.create_warehouse_database()
        owner_url = as_sqlalchemy(server.url(OWNER))
        migrate_warehouse(owner_url)
        warehouse = open_warehouse(server.url(PIPELINE), owner_url, folder)
        seed_units(warehouse.engine)
        yield warehouse
    finally:
        server.stop()
        # Where the server's account cannot enter the folder, its data lie elsewhere, and nobody else takes them away.
        shutil.rmtree(server.home, ignore_errors=True)
