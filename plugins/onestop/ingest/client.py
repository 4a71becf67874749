"""Reads pages of a feed over HTTP: bearer token, bounded time and size, one exception for what a source did wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import time
from dataclasses import dataclass
from typing import Any, Self

import httpx
import msgspec

from onestop.stack.settings import SourceConnection

PAGE_SECONDS = 60.0
"""Longest time for one page, from the request to its last byte."""
PAGE_BYTES = 64 * 1024 * 1024
"""Largest page; the contract's largest page of 1,000 dossiers has some 3 MB."""
SCHEMA_VERSION = "1.0"


class SourceError(RuntimeError):
    """The source could not be read; the text says which, what happened and what to do."""


class CursorExpiredError(SourceError):
    """The source no longer knows the cursor (410): read again from the last stored moment."""


class UndecodablePageError(SourceError):
    """The answer was no page of the contract. Carries what may be kept of it.

    Attributes:
        http_status: status of the answer.
        size: its length in bytes.
        digest: SHA-256 of the body, hexadecimal.
        offset: byte at which decoding failed, where known.
    """

    def __init__(self, message: str, http_status: int, body: bytes, offset: int | None) -> None:
        """Keep status, length, hash and place of the error; the body itself is dropped."""
        super().__init__(message)
        self.http_status = http_status
        self.size = len(body)
        self.digest = hashlib.sha256(body).hexdigest()
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a feed as it came, not yet stripped of personal data: it must not be stored or logged."""

    schema_version: str
    source_system: str
    as_of: dt.datetime
    records: list[Any]
    next_cursor: str | None


class _Envelope(msgspec.Struct):
    schema_version: str
    source_system: str
    as_of: dt.datetime
    data: list[Any]
    next_cursor: str | None


_DECODER = msgspec.json.Decoder(_Envelope)
_ADVICE = {
    401: "the token is missing, wrong or expired: renew the password of the connection",
    403: "the token may not read this: ask the source for the right",
    409: f"it speaks no schema version that we know ({SCHEMA_VERSION})",
}


class SourceClient:
    """A connection to one source, to be used as a context manager."""

    def __init__(self, source: SourceConnection) -> None:
        """Prepare requests to ``source``; nothing is sent yet."""
        self._source = source
        self._http = httpx.Client(
            base_url=source.url,
            headers={"Authorization": f"Bearer {source.token}", "Accept-Schema-Version": SCHEMA_VERSION},
            timeout=httpx.Timeout(20.0, connect=5.0),
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._http.close()

    def page(self, feed: str, updated_since: dt.datetime | None, cursor: str | None, limit: int) -> Page:
        """Read one page.

        Args:
            feed: name of the feed.
            updated_since: read records changed at or after this moment; None reads from the beginning.
            cursor: where the page before ended; with it ``updated_since`` says nothing new but is sent again.
            limit: most records of the page.

        Raises:
            CursorExpiredError: the cursor is too old.
            UndecodablePageError: the answer is no page.
            SourceError: no answer, or one that is not 200.
        """
        parameters: dict[str, str | int] = {"limit": limit}
        if updated_since is not None:
            parameters["updated_since"] = updated_since.isoformat()
        if cursor is not None:
            parameters["cursor"] = cursor
        status, body = self._get(f"/v1/{feed}", parameters)
        self._check(feed, status)
        return self._decode(feed, status, body)

    def _get(self, path: str, parameters: dict[str, str | int]) -> tuple[int, bytes]:
        deadline = time.monotonic() + PAGE_SECONDS
        body = bytearray()
        try:
            with self._http.stream("GET", path, params=parameters) as response:
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > PAGE_BYTES:
                        raise self._error(path, f"sent more than {PAGE_BYTES} bytes; ask for smaller pages")
                    if time.monotonic() > deadline:
                        raise self._error(path, f"needed more than {PAGE_SECONDS:.0f} s for one page")
                return response.status_code, bytes(body)
        except httpx.HTTPError as error:
            raise self._error(path, f"did not answer ({type(error).__name__}); is it running and reachable?") from None

    def _check(self, feed: str, status: int) -> None:
        path = f"/v1/{feed}"
        if status == httpx.codes.OK:
            return
        if status == httpx.codes.GONE:
            raise CursorExpiredError(f"source {self._source.name} no longer knows the cursor of {path}")
        advice = _ADVICE.get(status, "it will be asked again next time")
        raise self._error(path, f"answered {status}; {advice}")

    def _decode(self, feed: str, status: int, body: bytes) -> Page:
        try:
            envelope = _DECODER.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise UndecodablePageError(
                f"source {self._source.name}: the answer of /v1/{feed} is no page of the contract "
                f"({type(error).__name__}, {len(body)} bytes); nothing of it was used, it will be asked for again",
                status,
                body,
                _offset(error),
            ) from None
        if envelope.as_of.tzinfo is None:
            raise self._error(f"/v1/{feed}", "sent an as_of without an offset, so its clock is unknown")
        return Page(
            envelope.schema_version,
            envelope.source_system,
            envelope.as_of,
            envelope.data,
            envelope.next_cursor,
        )

    def _error(self, path: str, what: str) -> SourceError:
        return SourceError(f"source {self._source.name}: {path} {what}")


def _offset(error: Exception) -> int | None:
    place = re.search(r"\(byte (\d+)\)", str(error))
    return int(place.group(1)) if place else None
