"""One request at a time to a source: at most so many a second, and bounded in size and in time to its last byte."""

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
from dataclasses import dataclass
from typing import Any

import httpx

from onestop.config.settings import Settings
from onestop.warehouse.clock import wall_clock

CONNECT_SECONDS = 5.0
"""Longest time for a connection."""
SILENCE_SECONDS = 20.0
"""Longest time without a byte, so that a source that hangs can be asked again within the time for the page."""

# At DEBUG it tells the headers of every answer, and they may hold anything.
logging.getLogger("httpcore").setLevel(logging.INFO)


@dataclass(frozen=True, slots=True)
class Timing:
    """The clocks and the sleep that requests go by; tests give their own.

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
        what: what the source did, to be put behind its name and the path; never a part of a body.
        advice: what to do about it; None where asking again is all.
        again: whether the same request may do better.
        retry_after: seconds for which the source wants to be left alone, where it said so.
    """

    def __init__(
        self, what: str, advice: str | None = None, *, again: bool = True, retry_after: float | None = None
    ) -> None:
        """Keep what happened and what may be done about it."""
        super().__init__(what)
        self.what = what
        self.advice = advice
        self.again = again
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: status, body after decompression, and the seconds of its Retry-After, if it had one."""

    status: int
    body: bytearray
    retry_after: float | None


class Pace:
    """Lets at most so many requests begin within any second, and waits only where one more would be too many."""

    def __init__(self, per_second: int, timing: Timing) -> None:
        """Begin with none."""
        self._timing = timing
        self._begun: collections.deque[float] = collections.deque(maxlen=per_second)

    def wait(self) -> None:
        """Return as soon as the next request may begin; it counts as begun then."""
        if len(self._begun) == self._begun.maxlen:
            early = self._begun[0] + 1.0 - self._timing.monotonic()
            if early > 0:
                self._timing.sleep(early)
        self._begun.append(self._timing.monotonic())


class _Deadline:
    """Ends a request at its moment, wherever it stands, by shutting its socket down from another thread.

    A timeout of httpx begins anew with every byte, and looking at the clock between parts of the body sees neither
    headers that trickle in nor a source that never answers.
    """

    def __init__(self) -> None:
        self.has_passed = False
        self._socket: socket.socket | None = None

    @contextlib.contextmanager
    def after(self, seconds: float) -> Iterator[None]:
        """Let the block take so long."""
        self.has_passed = False
        timer = threading.Timer(seconds, self._pass)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # what it does at the last moment belongs to this request, not to the next

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of a connection that was opened; httpx calls this with all that it does."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")
            if self.has_passed:
                self._shut()

    def _pass(self) -> None:
        self.has_passed = True
        self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # Not that of an SSL socket, which would change what the reading thread works with.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Return whom connections trust: to load the certificates takes longer than to ask for a page."""
    return httpx.create_ssl_context()


class Transport:
    """The connections to one source."""

    def __init__(self, url: str, headers: Mapping[str, str], settings: Settings, timing: Timing) -> None:
        """Prepare requests below ``url``; nothing is sent yet."""
        self._settings = settings
        self._timing = timing
        self._pace = Pace(settings.requests_per_second, timing)
        self._deadline = _Deadline()
        self._http = httpx.Client(base_url=url, headers=dict(headers), follow_redirects=False, verify=_trusted())

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
        self._pace.wait()
        seconds = max(0.001, end - self._timing.monotonic())
        # A connection under way, its TLS included, has no socket yet that could be shut down.
        timeout = httpx.Timeout(SILENCE_SECONDS, connect=min(CONNECT_SECONDS, seconds))
        with self._deadline.after(seconds):
            return self._receive(path, parameters, timeout)

    def _receive(self, path: str, parameters: Mapping[str, str | int], timeout: httpx.Timeout) -> Answer:
        body = bytearray()
        watched = {"trace": self._deadline.watch}
        try:
            with self._http.stream("GET", path, params=parameters, timeout=timeout, extensions=watched) as response:
                for part in response.iter_bytes():
                    body += part
                    self._check_size(body)
        except httpx.HTTPError as error:
            self._check_time()
            raise _no_answer(error, len(body)) from None
        # Where only the end of the connection ends a body, one that we ended looks whole.
        self._check_time()
        return Answer(response.status_code, body, self._retry_after(response.headers))

    def _check_time(self) -> None:
        if self._deadline.has_passed:
            limit = self._settings.page_seconds
            raise FailedTryError(f"needed more than {limit:g} s for one page", again=False) from None

    def _check_size(self, body: bytearray) -> None:
        if len(body) > self._settings.page_bytes:
            raise FailedTryError(
                f"sent more than {self._settings.page_bytes} bytes",
                "ask for smaller pages (ONESTOP_PAGE_LIMIT), or allow larger ones (ONESTOP_PAGE_BYTES)",
                again=False,
            )

    def _retry_after(self, headers: Mapping[str, str]) -> float | None:
        text = headers.get("Retry-After", "").strip()
        if re.fullmatch("[0-9]+", text):
            return float(text)
        until = _http_date(text)
        if until is None:
            return None
        # The source's own clock says when it answered; ours may be another.
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
