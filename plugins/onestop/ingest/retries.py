"""Retry failed requests to a source: growing random pauses, its Retry-After, one deadline, and a limit of failures."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, wait_random_exponential

from onestop.config.settings import Settings
from onestop.errors import TellableError
from onestop.ingest.transport import FailedTryError, Timing

FIRST_PAUSE = 0.5
"""Longest pause before the second try, in seconds; it doubles with every try."""
LONGEST_PAUSE = 15.0
"""Longest pause of all, in seconds. Only the source itself can ask for a longer one, with Retry-After."""
GIVE_UP_AFTER = 10
"""After this many failed requests in a row, on whatever pages, the source is not asked again in this run."""

T = TypeVar("T")
log = logging.getLogger(__name__)


class SourceError(TellableError):
    """The source could not be read; the text says which source, what happened, how many tries and what to do."""


class Retries:
    """The retries of one run at one source."""

    def __init__(self, source: str, settings: Settings, timing: Timing) -> None:
        """Begin with no failures; ``source`` is the name for messages."""
        self._source = source
        self._settings = settings
        self._timing = timing
        self._failed_in_a_row = 0
        # Full jitter: connections that failed at the same time do not retry at the same time.
        self._backoff = wait_random_exponential(multiplier=FIRST_PAUSE, max=LONGEST_PAUSE)

    def run(self, path: str, request: Callable[[float], T]) -> T:
        """Return what ``request`` returns; call it again after each failure that may be temporary.

        Args:
            path: what is asked for, for messages.
            request: makes one try; gets the moment of the monotonic clock at which the time for all tries ends.

        Raises:
            SourceError: the failure is permanent, tries or time are used up, or too many requests failed in a row.
        """
        if self._is_given_up():
            raise SourceError(f"source {self._source}: {path} was not asked for; {self._advice()}")
        begun = self._timing.monotonic()
        end = begun + self._settings.page_seconds
        tried = 0

        def request_once() -> T:
            nonlocal tried
            tried += 1
            return self._counted(request, end)

        try:
            return self._retrying(path, end)(request_once)
        except FailedTryError as error:
            seconds = self._timing.monotonic() - begun
            often = "once" if tried == 1 else f"{tried} times"
            raise SourceError(
                f"source {self._source}: {path} {error.what}; {error.advice or self._advice()} "
                f"(tried {often} in {seconds:.0f} s)"
            ) from None

    def _counted(self, request: Callable[[float], T], end: float) -> T:
        try:
            result = request(end)
        except FailedTryError:
            self._failed_in_a_row += 1
            raise
        self._failed_in_a_row = 0
        return result

    def _retrying(self, path: str, end: float) -> Retrying:
        def should_stop(state: RetryCallState) -> bool:
            # A pause that would pass the deadline is not begun; the next run asks again.
            out_of_time = self._timing.monotonic() + state.upcoming_sleep >= end
            return state.attempt_number >= self._settings.page_tries or out_of_time or self._is_given_up()

        def warn(state: RetryCallState) -> None:
            log.warning(
                "source %s: %s %s; try %d of %d failed, the next one in %.1f s",
                self._source,
                path,
                _failure(state),
                state.attempt_number,
                self._settings.page_tries,
                state.upcoming_sleep,
            )

        return Retrying(
            sleep=self._timing.sleep,
            retry=retry_if_exception(lambda error: isinstance(error, FailedTryError) and error.is_retryable),
            wait=self._pause,
            stop=should_stop,
            before_sleep=warn,
            reraise=True,
        )

    def _pause(self, state: RetryCallState) -> float:
        failure = _failure(state)
        asked_for = failure.retry_after if isinstance(failure, FailedTryError) else None
        return max(self._backoff(state), asked_for or 0.0)

    def _is_given_up(self) -> bool:
        return self._failed_in_a_row >= GIVE_UP_AFTER

    def _advice(self) -> str:
        again = "it will be asked again at the next run"
        if self._is_given_up():
            return f"given up for this run after {self._failed_in_a_row} failed requests in a row, {again}"
        return again


def _failure(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
