"""Ask a source for pages of a feed, decode them, and note the answers that are not pages of the contract."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Self, TypeVar

import msgspec
from msgspec import Meta

from onestop.config.settings import Settings, SourceConnection
from onestop.contract.feeds import FEED_BY_NAME
from onestop.contract.pages import sent_records
from onestop.contract.typed import UNDECODABLE, decode, decode_page, without_mark
from onestop.ingest.retries import Retries, SourceError
from onestop.ingest.transport import REAL_TIME, Answer, FailedTryError, Timing, Transport
from onestop.ingest.walk import Walk

__all__ = ["CursorExpiredError", "Page", "RefusedBody", "SourceClient", "SourceError", "WholeAnswer"]

SCHEMA_VERSION = "1.0"


class CursorExpiredError(SourceError):
    """The source no longer knows the cursor (410); the caller reads again from the latest known update time."""


@dataclass(frozen=True, slots=True)
class RefusedBody:
    """What is stored of an answer that is not a page; the body itself is dropped.

    Attributes:
        fetched_at: when it arrived.
        http_status: status of the answer.
        size: its length in bytes.
        digest: SHA-256 of the body, hexadecimal.
        offset: byte at which decoding failed, where known.
    """

    fetched_at: dt.datetime
    http_status: int
    size: int
    digest: str
    offset: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a feed as received. It still holds personal data: never store or log it."""

    schema_version: str
    source_system: str
    as_of: dt.datetime
    records: Sequence[Any]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """All rows of an answer without pages, as received: never store or log them as they are.

    The contract requires the rows only; a source may leave out its id and its clock.
    """

    source_system: str | None
    as_of: dt.datetime | None
    rows: list[Any]


class _Envelope(msgspec.Struct):
    schema_version: Annotated[str, Meta(pattern=r"^1\.[0-9]{1,9}\Z")]
    source_system: str
    as_of: dt.datetime
    data: list[msgspec.Raw]
    # It becomes part of a URL and is stored, and PostgreSQL cannot store NUL.
    next_cursor: Annotated[str, Meta(pattern=r"^[^\0]*\Z", max_length=4096)] | None


class _Rows(msgspec.Struct):
    data: list[Any]
    source_system: str | None = None
    as_of: dt.datetime | None = None


T = TypeVar("T", Page, WholeAnswer)

_PAGE = msgspec.json.Decoder(_Envelope)
_WHOLE = msgspec.json.Decoder(_Rows)
_YEARS = range(2000, 2100)
_OK, _NOT_FOUND, _GONE = 200, 404, 410
_RETRYABLE = {429, 500, 502, 503, 504}
_MOVED = "it has another address now, which is not followed: correct host and path of the connection"
_ADVICE = {
    400: "it takes the cursor or a parameter for malformed: ask the source what it changed",
    401: "the token is missing, wrong or expired: renew the password of the connection",
    403: "the token may not read this: ask the source for the right",
    301: _MOVED,
    302: _MOVED,
    303: _MOVED,
    307: _MOVED,
    308: _MOVED,
    409: f"it speaks no schema version that we know ({SCHEMA_VERSION})",
}


class SourceClient:
    """A connection to one source for one run, to be used as a context manager."""

    def __init__(self, source: SourceConnection, settings: Settings, timing: Timing = REAL_TIME) -> None:
        """Prepare requests to ``source``; nothing is sent yet.

        Args:
            source: where it listens, and its token.
            settings: how often, how long and how large.
            timing: clocks and sleep.
        """
        headers = {"Authorization": f"Bearer {source.token}", "Accept-Schema-Version": SCHEMA_VERSION}
        self._name = source.name
        self._timing = timing
        self._transport = Transport(source.url, headers, settings, timing)
        self._retries = Retries(source.name, settings, timing)
        self._refused: list[RefusedBody] = []
        self._expired: set[tuple[str, dt.datetime | None]] = set()
        self._walks: dict[str, Walk] = {}

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._transport.close()

    def page(self, feed: str, updated_since: dt.datetime | None, cursor: str | None, limit: int) -> Page:
        """Read one page; retry failures that may be temporary.

        Args:
            feed: name of the feed.
            updated_since: read records changed at or after this moment; None reads from the beginning.
            cursor: where the previous page ended; None asks for the first page.
            limit: largest number of records.

        Raises:
            CursorExpiredError: the cursor is too old.
            SourceError: the source sent no valid page, or one that repeats the cursor or lies before ``updated_since``.
        """
        path = f"/v1/{feed}"
        parameters: dict[str, str | int] = {"limit": limit}
        if updated_since is not None:
            parameters["updated_since"] = updated_since.isoformat()
        if cursor is not None:
            parameters["cursor"] = cursor

        def request(end: float) -> Page:
            answer = self._transport.get(path, parameters, end)
            if answer.status == _GONE and cursor is not None:
                raise self._expired_error(path, updated_since)
            self._check(answer)
            page = self._decode(answer, lambda body: _page(body, feed))
            self._check_walk(path, page, updated_since, cursor)
            return page

        return self._retries.run(path, request)

    def counts(self, feed: str, first_day: dt.date, last_day: dt.date) -> WholeAnswer:
        """Ask for the source's own counts of a feed, by unit and day; both days are included.

        Raises:
            SourceError: the source sent no valid answer.
        """
        path = "/v1/counts"
        parameters: dict[str, str | int] = {"feed": feed, "from": first_day.isoformat(), "to": last_day.isoformat()}

        def request(end: float) -> WholeAnswer:
            return self._whole(self._transport.get(path, parameters, end))

        return self._retries.run(path, request)

    def platform_day(self, day: dt.date) -> WholeAnswer | None:
        """Ask for the payment platform's transactions of a day; None (404) while the day is not closed there.

        Raises:
            SourceError: the source sent no valid answer.
        """
        path = "/v1/reconciliation"

        def request(end: float) -> WholeAnswer | None:
            answer = self._transport.get(path, {"date": day.isoformat()}, end)
            return None if answer.status == _NOT_FOUND else self._whole(answer)

        return self._retries.run(path, request)

    def take_refused(self) -> list[RefusedBody]:
        """Return what to store of invalid answers since the previous call, failed tries included."""
        refused, self._refused = self._refused, []
        return refused

    def _expired_error(self, path: str, updated_since: dt.datetime | None) -> SourceError:
        """Return the error for an expired cursor; the second time from the same start, reading cannot go on."""
        if (path, updated_since) in self._expired:
            return SourceError(
                f"source {self._name}: {path} answered {_GONE}, its cursor expired, as it did when the reading was here"
                " before; ask the source to keep cursors for longer, or ask for larger pages (ONESTOP_PAGE_LIMIT)"
            )
        self._expired.add((path, updated_since))
        return CursorExpiredError(f"source {self._name} no longer knows the cursor of {path}")

    def _check_walk(self, path: str, page: Page, updated_since: dt.datetime | None, cursor: str | None) -> None:
        """Refuse a page that would repeat the reading, or make it endless."""
        if updated_since is not None and page.as_of < updated_since:
            since = updated_since.astimezone(page.as_of.tzinfo)
            raise FailedTryError(
                f"says that its clock stands at {page.as_of.isoformat()}, but was to be read from "
                f"{since.isoformat()} on",
                "its clock went back: have it set right",
            )
        if cursor is None or path not in self._walks:
            self._walks[path] = Walk()
        self._walks[path].step(cursor, page.next_cursor, is_empty=not page.records)

    def _check(self, answer: Answer) -> None:
        status = answer.status
        if status == _OK:
            return
        rest = "" if answer.retry_after is None else f" with Retry-After {answer.retry_after:.0f} s"
        raise FailedTryError(
            f"answered {status}{rest}",
            _ADVICE.get(status),
            is_retryable=status in _RETRYABLE,
            retry_after=answer.retry_after,
        )

    def _whole(self, answer: Answer) -> WholeAnswer:
        self._check(answer)
        return self._decode(answer, _whole)

    def _decode(self, answer: Answer, decode_body: Callable[[bytearray], T]) -> T:
        try:
            decoded = decode_body(without_mark(answer.body))
        except UNDECODABLE as error:
            self._refused.append(self._refused_body(answer, error))
            raise FailedTryError(
                f"answered {answer.status} with what is no page of the contract "
                f"({_kind(answer.body)}, {type(error).__name__}, {len(answer.body)} bytes), nothing of it was used"
            ) from None
        as_of = decoded.as_of
        if as_of is not None and as_of.tzinfo is None:
            raise FailedTryError(
                "sent an as_of without an offset, so its clock is unknown",
                "ask the source to send one",
                is_retryable=False,
            )
        if as_of is not None and as_of.year not in _YEARS:
            raise FailedTryError(
                f"sent an as_of outside {_YEARS[0]} to {_YEARS[-1]}, so its clock is wrong",
                "ask the source to set its clock",
                is_retryable=False,
            )
        return decoded

    def _refused_body(self, answer: Answer, error: Exception) -> RefusedBody:
        digest = hashlib.sha256(answer.body).hexdigest()
        return RefusedBody(self._timing.now(), answer.status, len(answer.body), digest, _offset(error))


def _page(body: bytearray, feed: str) -> Page:
    envelope = decode_page(body, _PAGE)
    records = sent_records(envelope.data, FEED_BY_NAME[feed])
    return Page(
        envelope.schema_version,
        envelope.source_system,
        envelope.as_of,
        records,
        (envelope.next_cursor or "").strip() or None,
    )


def _whole(body: bytearray) -> WholeAnswer:
    rows = decode(body, _WHOLE)
    return WholeAnswer(rows.source_system, rows.as_of, rows.data)


_KINDS = {
    b"<": "it begins like HTML or XML",
    b"\xff\xfe": "it is UTF-16",
    b"\xfe\xff": "it is UTF-16",
    b"\x1f\x8b": "it is gzip in gzip",
}


def _kind(body: bytearray) -> str:
    """Tell what an answer is by its first bytes, never by what it says."""
    begin = bytes(body[:64]).lstrip()
    known = (said for mark, said in _KINDS.items() if begin.startswith(mark))
    return next(known, "it is empty" if not begin else "it is no JSON of the wanted form")


def _offset(error: Exception) -> int | None:
    place = re.search(r"\(byte (\d+)\)", str(error))
    return int(place.group(1)) if place else None
