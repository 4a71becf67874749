"""Where a bench measures: a source in a process of its own, and a warehouse on a durable embedded server."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx

from onestop.reference.units import seed_units
from onestop.stack.embedded.postgres import OWNER, PIPELINE, EmbeddedPostgres
from onestop.stack.embedded.processes import free_port
from onestop.stack.settings import CHECKOUT, Settings, SourceConnection, as_sqlalchemy
from tests.support.warehouse import Warehouse, migrate_warehouse, open_warehouse

TOKEN = "bench"


@contextlib.contextmanager
def source(dossiers: int) -> Iterator[SourceConnection]:
    """Serve a world from a process of its own; wait until it answers."""
    port = free_port()
    command = [sys.executable, "-m", "simulator", "serve", "--port", str(port), "--dossiers", str(dossiers)]
    environ = {**os.environ, "SIMULATOR_TOKEN": TOKEN, "PYTHONPATH": str(CHECKOUT)}
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        while process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{address}/v1/health", headers={"Authorization": f"Bearer {TOKEN}"})
                break
            time.sleep(0.2)
        yield SourceConnection("bench", address, TOKEN)
    finally:
        process.terminate()
        process.wait()


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
