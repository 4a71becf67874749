"""Faults on request: what can go wrong between a source and its client, on a real socket.

A fault is queued for the requests of a feed, or of any feed. A request meets the first queued fault that is for
it, and every standing one (``times=None``). ``after`` lets so many requests through before a fault begins.
"""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec

from simulator.feeds import FEED_NAMES
from simulator.localtime import parse_rfc3339, rfc3339
from simulator.paging import decode_cursor
from simulator.source import Source

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Body = dict[str, Any]

_HTML = "<!doctype html><html><head><title>Đăng nhập</title></head><body>Phiên làm việc đã hết hạn</body></html>"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that goes wrong ``times`` times (None: until cleared) for a feed (None: for any feed).

    ``feed`` may also be health, counts or reconciliation. ``with_cursor`` says whether only requests that carry a
    cursor meet it, that is, all but the first of a reading.
    """

    feed: str | None = None
    times: int | None = 1
    after: int = 0
    with_cursor: bool = False


@dataclass(frozen=True)
class Refuse(Fault):
    """An answer with a status and no page: 429, 500, 502, 503 ...; ``retry_after`` is sent as it is given."""

    status: int
    retry_after: int | str | None = None


@dataclass(frozen=True)
class ExpiredToken(Fault):
    """401, though the token was right a moment ago."""


@dataclass(frozen=True, kw_only=True)
class ExpiredCursor(Fault):
    """410 to a request with a cursor."""

    with_cursor: bool = True


@dataclass(frozen=True)
class Reset(Fault):
    """The connection is reset (RST) in the middle of the body."""


@dataclass(frozen=True)
class Truncate(Fault):
    """The connection is closed in the middle of the body, which is shorter than announced."""


@dataclass(frozen=True)
class Html(Fault):
    """A login page with status 200."""


@dataclass(frozen=True)
class Drip(Fault):
    """The right answer, ``chunk`` bytes at a time with a pause between them."""

    pause: float = 0.05
    chunk: int = 64


@dataclass(frozen=True, kw_only=True)
class DuplicatePage(Fault):
    """The page that was served before is served again, its next_cursor included."""

    with_cursor: bool = True


@dataclass(frozen=True)
class ShufflePage(Fault):
    """The records of the page come in reverse order."""


@dataclass(frozen=True, kw_only=True)
class ChangeWhilePaged(Fault):
    """The last record of the page before is written again now, so it comes once more, further on."""

    with_cursor: bool = True


@dataclass(frozen=True)
class ShiftClock(Fault):
    """as_of is sent some seconds ahead (positive) or behind (negative)."""

    seconds: int


@dataclass(frozen=True)
class IgnoreSince(Fault):
    """updated_since is ignored: the feed begins at its beginning."""


@dataclass(frozen=True)
class NewerSchema(Fault):
    """schema_version 1.1: new fields in the envelope and in every record, nested ones too."""

    version: str = "1.1"


@dataclass(frozen=True)
class RemoveField(Fault):
    """A field is missing in the records at some places of the page (None: in all)."""

    name: str
    places: tuple[int, ...] | None = None


@dataclass(frozen=True)
class RetypeField(Fault):
    """A field has another value, of any type, in the records at some places of the page (None: in all)."""

    name: str
    value: Any = field(default_factory=lambda: {"giaTri": ["1"]})
    places: tuple[int, ...] | None = None


@dataclass(frozen=True)
class NoObject(Fault):
    """The records at some places of the page are something else than an object."""

    value: Any = "không có dữ liệu"
    places: tuple[int, ...] | None = (0,)


@dataclass(frozen=True, kw_only=True)
class SameTimestamps(Fault):
    """CapNhatLuc is cut to a multiple of ``seconds``, so that many records share it across pages.

    It stands until cleared.
    """

    seconds: int = 86_400
    times: None = None


class Faults:
    """The faults that wait for requests; may be filled from another thread while the source serves."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lock = Lock()
        self._waiting: list[tuple[Fault, list[int]]] = []
        self.met: list[Fault] = []
        """What has happened so far."""

    def add(self, *faults: Fault) -> None:
        """Queue faults, in this order; a bundling of timestamps begins at once."""
        for fault in faults:
            if isinstance(fault, SameTimestamps):
                for feed in FEED_NAMES if fault.feed is None else (fault.feed,):
                    self._source.bundle(feed, fault.seconds)
            else:
                with self._lock:
                    self._waiting.append((fault, [fault.after, -1 if fault.times is None else fault.times]))

    def clear(self) -> None:
        """Remove all faults; records that were written again stay so."""
        with self._lock:
            self._waiting.clear()
        for feed in FEED_NAMES:
            self._source.bundle(feed, None)

    def waiting(self) -> list[Fault]:
        """Return the faults that are still to come or stand."""
        with self._lock:
            return [fault for fault, _ in self._waiting]

    def take(self, feed: str, *, with_cursor: bool) -> list[Fault]:
        """Return what a request meets."""
        taken: list[Fault] = []
        with self._lock:
            queued = False
            for fault, left in list(self._waiting):
                suits = feed == fault.feed or (fault.feed is None and feed in FEED_NAMES)
                if not suits or (fault.with_cursor and not with_cursor) or (queued and left[1] > 0):
                    continue
                if left[0] > 0:
                    left[0] -= 1
                    continue
                taken.append(fault)
                if left[1] > 0:
                    queued = True
                    left[1] -= 1
                    if left[1] == 0:
                        self._waiting.remove((fault, left))
            self.met += taken
        return taken


class FaultLayer:
    """An ASGI application around the source's own that lets faults happen.

    ``connections`` tells the server's open connections, for those faults that end one.
    """

    def __init__(
        self,
        app: Callable[[Scope, Receive, Send], Awaitable[None]],
        source: Source,
        connections: Callable[[], Iterable[Any]],
    ) -> None:
        self.faults = Faults(source)
        self._app, self._source, self._connections = app, source, connections
        self._last_page: dict[str, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        feed = scope["path"].rpartition("/")[2]
        query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        faults = self.faults.take(feed, with_cursor="cursor" in query)
        for fault in faults:
            if isinstance(fault, Refuse | ExpiredToken | ExpiredCursor):
                await _refuse(fault, send)
                return
            if isinstance(fault, ChangeWhilePaged):
                self._source.write_again(feed, decode_cursor(feed, query["cursor"]).key)
        if any(isinstance(fault, IgnoreSince) for fault in faults):
            query.pop("updated_since", None)
            scope = {**scope, "query_string": urlencode(query).encode()}
        answer = _Answer()
        await self._app(scope, receive, answer.take)
        if answer.status == 200:
            answer.body = self._spoilt(answer.body, feed, faults)
            self._last_page[feed] = answer.body
        sender = next((fault for fault in faults if isinstance(fault, Reset | Truncate | Html | Drip)), None)
        await self._deliver(answer, sender, scope, send)

    def _spoilt(self, encoded: bytes, feed: str, faults: list[Fault]) -> bytes:
        if not faults:
            return encoded
        if any(isinstance(fault, DuplicatePage) for fault in faults):
            encoded = self._last_page.get(feed, encoded)
        body = msgspec.json.decode(encoded)
        changed = [_spoil(body, fault) for fault in faults] if isinstance(body, dict) else []
        return msgspec.json.encode(body) if any(changed) else encoded

    async def _deliver(self, answer: "_Answer", fault: Fault | None, scope: Scope, send: Send) -> None:
        if isinstance(fault, Html):
            answer.body, answer.content_type = _HTML.encode(), b"text/html; charset=utf-8"
        await send(answer.start())
        match fault:
            case Drip():
                for start in range(0, len(answer.body), fault.chunk):
                    await _part(send, answer.body[start : start + fault.chunk])
                    await asyncio.sleep(fault.pause)
                await _part(send, b"", more=False)
            case Reset() | Truncate():
                await _part(send, answer.body[: len(answer.body) // 2])
                await self._break(scope, abruptly=isinstance(fault, Reset))
            case _:
                await _part(send, answer.body, more=False)

    async def _break(self, scope: Scope, *, abruptly: bool) -> None:
        """End the connection of a request once what was written has left."""
        transport = next(c.transport for c in self._connections() if c.client == tuple(scope["client"]))
        while transport.get_write_buffer_size():
            await asyncio.sleep(0.001)
        if abruptly:
            linger = struct.pack("ii", 1, 0)  # On, for no time: closing sends RST instead of FIN.
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()
        await asyncio.sleep(0.01)


class _Answer:
    """The answer of the application, held back."""

    def __init__(self) -> None:
        self.status, self.body, self.content_type = 500, b"", b"application/json"
        self._headers: list[tuple[bytes, bytes]] = []

    async def take(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status, self._headers = message["status"], list(message["headers"])
            self.content_type = dict(self._headers).get(b"content-type", self.content_type)
        else:
            self.body += message.get("body", b"")

    def start(self) -> dict[str, Any]:
        replaced = (b"content-length", b"content-type")
        headers = [(name, value) for name, value in self._headers if name not in replaced]
        headers += [(b"content-type", self.content_type), (b"content-length", str(len(self.body)).encode())]
        return {"type": "http.response.start", "status": self.status, "headers": headers}


async def _part(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _refuse(fault: Refuse | ExpiredToken | ExpiredCursor, send: Send) -> None:
    headers: list[tuple[bytes, bytes]] = []
    match fault:
        case Refuse():
            status = fault.status
            if fault.retry_after is not None:
                headers.append((b"retry-after", str(fault.retry_after).encode()))
        case ExpiredToken():
            status, headers = 401, [(b"www-authenticate", b"Bearer")]
        case ExpiredCursor():
            status = 410
    body = msgspec.json.encode({"detail": "a fault on purpose"})
    headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await _part(send, body, more=False)


def _spoil(body: Body, fault: Fault) -> bool:
    """Change a decoded page in place; False if the fault is none of a page's content."""
    records = body.get("data", [])
    match fault:
        case ShufflePage():
            records.reverse()
        case ShiftClock():
            body["as_of"] = rfc3339(parse_rfc3339(body["as_of"]) + fault.seconds)
        case NewerSchema():
            body |= {"schema_version": fault.version, "MoiTruong": "thu-nghiem"}
            for record in records:
                record |= {"TruongMoi": "1", "KhoiMoi": {"MaMoi": "a", "DanhSachMoi": [{"MaCon": "b"}]}}
        case RemoveField():
            for place in _places(records, fault.places):
                records[place].pop(fault.name, None)
        case RetypeField():
            for place in _places(records, fault.places):
                records[place][fault.name] = fault.value
        case NoObject():
            for place in _places(records, fault.places):
                records[place] = fault.value
        case _:
            return False
    return True


def _places(records: list[Any], places: tuple[int, ...] | None) -> list[int]:
    wanted = range(len(records)) if places is None else places
    return [place for place in wanted if place < len(records)]
