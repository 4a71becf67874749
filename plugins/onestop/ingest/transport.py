"""Send one request at a time to a source, with limits of rate, of size, and of time up to the last byte."""

from __future__ import annotations

import collections
import contextlib
import datetime as dt
import email.utils
import functools
import logging
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from onestop.config.settings import Settings
from onestop.warehouse.clock import wall_clock

CONNECT_SECONDS = 5.0
"""Longest time that opening a connection may take."""
SILENCE_SECONDS = 20.0
"""Longest time without a byte. A source that hangs longer is asked again while there is time for the page."""

# At DEBUG it logs the headers of every answer, and they may hold personal data.
logging.getLogger("httpcore").setLevel(logging.INFO)


@dataclass(frozen=True, slots=True)
class Timing:
    """The clocks and the sleep function of requests; tests give their own.

    Attributes:
        monotonic: seconds that never go back.
        sleep: waits for some seconds.
        now: the wall clock.
    """

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], dt.datetime] = wall_clock


REAL_TIME = Timing()


class FailedTryError(Exception):
    """One request failed.

    Attributes:
        what: what the source did; messages put it behind the source's name and the path. Never a part of a body.
        advice: what to do about it; None if the only thing to do is to ask again.
        is_retryable: whether the same request may succeed later.
        retry_after: seconds that the source asks to wait; None if it did not say.
    """

    def __init__(
        self, what: str, advice: str | None = None, *, is_retryable: bool = True, retry_after: float | None = None
    ) -> None:
        """Keep what happened and what to do about it."""
        super().__init__(what)
        self.what = what
        self.advice = advice
        self.is_retryable = is_retryable
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer: its status, its decompressed body, and the seconds of Retry-After if it has one."""

    status: int
    body: bytearray = field(repr=False)
    retry_after: float | None


class RateLimiter:
    """Let at most so many requests begin within any second; wait only where one more would be too many."""

    def __init__(self, per_second: int, timing: Timing) -> None:
        """Begin with none."""
        self._timing = timing
        self._begun: collections.deque[float] = collections.deque(maxlen=per_second)

    def wait(self) -> None:
        """Return as soon as the next request may begin, and count it as begun."""
        if len(self._begun) == self._begun.maxlen:
            early = self._begun[0] + 1.0 - self._timing.monotonic()
            if early > 0:
                self._timing.sleep(early)
        self._begun.append(self._timing.monotonic())


class _Deadline:
    """End a request at its deadline, whatever it is waiting for: a timer thread shuts its socket down.

    A timeout of httpx starts again with every byte. Checking the clock between parts of the body would miss headers
    that arrive byte by byte, and a source that never answers.
    """

    def __init__(self) -> None:
        self.has_passed = False
        self._socket: socket.socket | None = None

    @contextlib.contextmanager
    def after(self, seconds: float) -> Iterator[None]:
        """Give the block this much time."""
        self.has_passed = False
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # it must not shut the socket of the next request

    def note_connection(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the socket of a connection that was opened; httpx calls this for every event."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")
            if self.has_passed:
                self._shut()

    def _expire(self) -> None:
        self.has_passed = True
        self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # `shutdown` of an SSL socket would also drop the TLS state that the reading thread uses.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


@functools.cache
def _trusted_certificates() -> ssl.SSLContext:
    """Load the trusted certificates once: loading them takes longer than a request for a page."""
    return httpx.create_ssl_context()


class Transport:
    """The connections to one source."""

    def __init__(self, url: str, headers: Mapping[str, str], settings: Settings, timing: Timing) -> None:
        """Prepare requests below ``url``; nothing is sent yet."""
        self._settings = settings
        self._timing = timing
        self._rate = RateLimiter(settings.requests_per_second, timing)
        self._deadline = _Deadline()
        self._http = httpx.Client(
            base_url=url, headers=dict(headers), follow_redirects=False, verify=_trusted_certificates()
        )

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def get(self, path: str, parameters: Mapping[str, str | int], end: float) -> Answer:
        """Ask once and return the answer, whatever its status.

        Args:
            path: address below that of the source.
            parameters: of the query.
            end: moment of the monotonic clock at which the last byte must be here.

        Raises:
            FailedTryError: no whole answer came in time, or a larger one than ``page_bytes``.
        """
        self._rate.wait()
        seconds = max(0.001, end - self._timing.monotonic())
        # While a connection is being opened there is no socket that the timer could shut down.
        timeout = httpx.Timeout(SILENCE_SECONDS, connect=min(CONNECT_SECONDS, seconds))
        with self._deadline.after(seconds):
            return self._receive(path, parameters, timeout)

    def _receive(self, path: str, parameters: Mapping[str, str | int], timeout: httpx.Timeout) -> Answer:
        body = bytearray()
        extensions = {"trace": self._deadline.note_connection}
        try:
            with self._http.stream("GET", path, params=parameters, timeout=timeout, extensions=extensions) as response:
                for part in response.iter_bytes():
                    body += part
                    self._check_size(body)
        except httpx.HTTPError as error:
            self._check_time()
            raise _no_answer(error, len(body)) from None
        # A body without a length ends with its connection, so one that the timer cut looks complete.
        self._check_time()
        return Answer(response.status_code, body, self._retry_after(response.headers))

    def _check_time(self) -> None:
        if self._deadline.has_passed:
            limit = self._settings.page_seconds
            raise FailedTryError(f"needed more than {limit:g} s for one page", is_retryable=False) from None

    def _check_size(self, body: bytearray) -> None:
        if len(body) > self._settings.page_bytes:
            raise FailedTryError(
                f"sent more than {self._settings.page_bytes} bytes",
                "ask for smaller pages (ONESTOP_PAGE_LIMIT), or allow larger ones (ONESTOP_PAGE_BYTES)",
                is_retryable=False,
            )

    def _retry_after(self, headers: Mapping[str, str]) -> float | None:
        text = headers.get("Retry-After", "").strip()
        if re.fullmatch("[0-9]+", text):
            return float(text)
        until = _http_date(text)
        if until is None:
            return None
        # The source's clock may differ from ours, so its own Date says when it answered.
        answered = _http_date(headers.get("Date", "")) or self._timing.now()
        return max(0.0, (until - answered).total_seconds())


def _no_answer(error: httpx.HTTPError, received: int) -> FailedTryError:
    if received:
        return FailedTryError(f"broke off its answer after {received} bytes ({type(error).__name__})")
    return FailedTryError(f"did not answer ({type(error).__name__}), it may be down or unreachable")


def _http_date(text: str) -> dt.datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
