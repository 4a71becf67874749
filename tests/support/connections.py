"""The connections of a test, in place of those that Airflow knows; and the one to a simulated source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onestop.config.settings import Connections, HookConnection, MailConnection, SourceConnection
from simulator.testing import RunningSource


@dataclass(frozen=True)
class GivenConnections(Connections):
    """A mail server and webhooks by name; without any, messages wait."""

    server: MailConnection | None = None
    hooks: Mapping[str, HookConnection] = field(default_factory=dict)

    def mail(self) -> MailConnection | None:
        return self.server

    def hook(self, name: str) -> HookConnection:
        return self.hooks[name]


def connection_to(source: RunningSource, name: str = "hue") -> SourceConnection:
    """Return the connection to a simulated source that runs."""
    return SourceConnection(name, source.url, source.token)
