"""A mail server and a webhook receiver over real sockets, each with a log of what it accepted; both can misbehave."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import email
import email.policy
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from onestop.config.settings import HookConnection, MailConnection

SENDER = "thongbao@hue.example"
SECRET = "một bí mật"

Act = Callable[[], None]


class Mailbox(Controller):
    """A mail server; what it accepted is in ``accepted``, in the order of acceptance.

    Attributes:
        behaviour: ok, temporary (451), permanent (550), hang (no answer), drop (accepts, hangs up before it says so).
        only: the mail box that the behaviour is for; every one if empty.
        on_acceptance: is called once a mail was accepted, before the answer.
    """

    def __init__(self, port: int = 0) -> None:
        self.accepted: list[tuple[str, EmailMessage]] = []
        self.behaviour = "ok"
        self.only = ""
        self.connections = 0
        self.on_acceptance: Act = lambda: None
        self._released = threading.Event()
        super().__init__(
            handler=self, hostname="127.0.0.1", port=port or free_port(), server_hostname="receiver.example"
        )

    def factory(self) -> SMTP:
        self.connections += 1
        return super().factory()

    # The names and arguments are those that the server looks for.
    async def handle_RCPT(  # noqa: N802 - as the server calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        behaviour = self._behaviour_for(address)
        if behaviour == "temporary":
            return "451 4.7.1 try again later, says motcua"
        if behaviour == "permanent":
            return "550 5.1.1 no such user, says motcua"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        behaviour = self._behaviour_for(envelope.rcpt_tos[0])
        if behaviour == "hang":
            await asyncio.get_running_loop().run_in_executor(None, self._released.wait)
            return "451 released"
        mail = email.message_from_bytes(envelope.content or b"", policy=email.policy.SMTP)
        assert isinstance(mail, EmailMessage)
        self.accepted.append((envelope.rcpt_tos[0], mail))
        self.on_acceptance()
        if behaviour == "drop":
            server.transport.abort()
        return "250 OK"

    def _behaviour_for(self, address: str) -> str:
        return self.behaviour if self.only in ("", address) else "ok"

    @property
    def log(self) -> list[tuple[str, str]]:
        """Mail box and Message-ID of each mail that was accepted."""
        return [(address, str(mail["Message-ID"]).strip("<>")) for address, mail in self.accepted]

    @property
    def connection(self) -> MailConnection:
        """How to reach it."""
        return MailConnection("127.0.0.1", self.port, SENDER, "none")

    def stop(self, no_assert: bool = False) -> None:
        self._released.set()
        super().stop(no_assert=no_assert)


@contextlib.contextmanager
def mailbox(port: int = 0) -> Iterator[Mailbox]:
    """Serve a mail server, on a port or a free one."""
    box = Mailbox(port)
    box.start()
    box.connections = 0  # the controller tries its own server
    try:
        yield box
    finally:
        box.stop()


@dataclass
class Receiver:
    """A webhook receiver.

    Attributes:
        port: where it listens.
        behaviour: ok, a status such as 500 or 302, hang (no answer), drop (accepts, hangs up before it says so).
        accepted: id and content of each request that it accepted.
        requests: paths and headers of every request that reached it.
    """

    port: int
    behaviour: str = "ok"
    accepted: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def log(self) -> list[str]:
        """Ids of what was accepted."""
        return [message_id for message_id, _ in self.accepted]

    def connection(self, name: str) -> HookConnection:
        """How to reach it."""
        return HookConnection(name, f"http://127.0.0.1:{self.port}/hook", SECRET)


@contextlib.contextmanager
def receiver() -> Iterator[Receiver]:
    """Serve a webhook receiver on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            state.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            if state.behaviour == "hang":
                state.released.wait()
                return
            status = self._status(body)
            if 200 <= status < 300:
                state.accepted.append((self.headers["webhook-id"], json.loads(body)))
            if state.behaviour == "drop":
                return
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"http://127.0.0.1:{state.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _status(self, body: bytes) -> int:
            if not is_signed(SECRET, dict(self.headers.items()), body):
                return 401
            return int(state.behaviour) if state.behaviour.isdecimal() else 202

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state = Receiver(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Tell whether a request carries the signature of Standard Webhooks, reckoned here once more."""
    known = {name.lower(): value for name, value in headers.items()}
    content = b".".join((known["webhook-id"].encode(), known["webhook-timestamp"].encode(), body))
    digest = hmac.new(secret.encode(), content, hashlib.sha256).digest()
    return hmac.compare_digest(known["webhook-signature"], f"v1,{base64.b64encode(digest).decode()}")


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
