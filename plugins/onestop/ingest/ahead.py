"""Fetches the pages of a feed one batch ahead of who registers and settles them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from onestop.ingest.fetch import Fetched, Position

Fetch = Callable[[Position | None, threading.Event], Fetched]
"""Fetches from a position, without one from where the reading stands, until the event tells it to stop."""


class FetchingAhead:
    """Fetches in a thread of its own, to be used as a context manager.

    While one batch is settled, the pages of the next one are fetched, and no further: so two batches are in memory at
    most. The next one begins where the one before will have moved the position. If somebody else moves it first, what
    was fetched ahead is thrown away.
    """

    def __init__(self, fetch: Fetch) -> None:
        """Begin to fetch from where the reading stands."""
        self._fetch = fetch
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="fetch")
        self._begin(None)

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop after the page under way, and wait for it."""
        self._stopped.set()
        self._thread.shutdown()

    def next(self) -> Fetched:
        """Return the next batch once it is fetched, and begin with the one after it.

        Raises:
            Exception: whatever stopped the fetch.
        """
        fetched = self._coming.result()
        if not fetched.ended:
            self._begin(fetched.next_position)
        return fetched

    def begin_anew(self) -> None:
        """Throw away what was fetched ahead, and begin from where the reading stands."""
        self._stopped.set()
        self._begin(None)

    def _begin(self, position: Position | None) -> None:
        # Of its own: the thread gets to this fetch once the one before has stopped.
        self._stopped = threading.Event()
        self._coming: Future[Fetched] = self._thread.submit(self._fetch, position, self._stopped)
