"""The simulated source for tests: a real server on a free port, stopped at the end."""

import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Thread

import uvicorn

from simulator.faults import Fault, FaultLayer, Faults
from simulator.server import DEFAULT_SOURCE_SYSTEM, create_app
from simulator.source import Source
from simulator.world import World, build_world

_START_SECONDS, _STOP_SECONDS = 10.0, 10.0


@dataclass(frozen=True, slots=True)
class RunningSource:
    """A source that serves: where, with which token, what it tells, and what goes wrong on the way."""

    url: str
    token: str
    source: Source
    faults: Faults

    @property
    def world(self) -> World:
        """Return the world that is served."""
        return self.source.world

    def set_clock(self, as_of: datetime) -> None:
        """Move the source's clock forward."""
        self.source.set_clock(as_of)

    def fail_with(self, status: int) -> None:
        """Answer every request with an HTTP status until ``recover``."""
        self.source.fail_with(status)

    def recover(self) -> None:
        """End ``fail_with``."""
        self.source.recover()

    def fault(self, *faults: Fault) -> None:
        """Let faults happen to the requests to come, see ``simulator.faults``."""
        self.faults.add(*faults)

    def clear_faults(self) -> None:
        """End all faults."""
        self.faults.clear()


@contextmanager
def running_source(
    world: World | None = None, *, token: str | None = None, source_system: str = DEFAULT_SOURCE_SYSTEM
) -> Iterator[RunningSource]:
    """Serve a world, by default the usual one, on a free port of 127.0.0.1 for as long as the block runs.

    Without a ``token`` the source has a random one.
    """
    token = token or secrets.token_urlsafe(16)
    app = create_app(build_world() if world is None else world, token, source_system)
    layer = FaultLayer(app, app.state.source, lambda: list(server.server_state.connections))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(layer, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=2)
        )
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, name="simulated-source", daemon=True)
        thread.start()
        try:
            _wait_until_started(server, thread)
            yield RunningSource(f"http://127.0.0.1:{listener.getsockname()[1]}", token, app.state.source, layer.faults)
        finally:
            server.should_exit = True
            thread.join(_STOP_SECONDS)


def _wait_until_started(server: uvicorn.Server, thread: Thread) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the simulated source did not start")
        time.sleep(0.01)
