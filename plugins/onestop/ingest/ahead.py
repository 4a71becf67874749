"""Fetches the pages of the next batch, of the same feed or of the next one, while a batch is settled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from onestop.contract.feed import Feed
from onestop.ingest.fetch import Fetched

Fetch = Callable[[Feed, threading.Event], Fetched]
"""Fetches a batch of a feed from where the reading stands, until the event tells it to stop."""


class FetchingAhead:
    """Fetches one batch at a time in a thread of its own, to be used as a context manager.

    The next one is begun once the position of the one before is registered, and not further: so two batches are in
    memory at most.
    """

    def __init__(self, fetch: Fetch) -> None:
        """Prepare to fetch; nothing is fetched yet."""
        self._fetch = fetch
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="fetch")
        self._stopped = threading.Event()
        self._coming: Future[Fetched]

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop after the page under way, and wait for it."""
        self._stopped.set()
        self._thread.shutdown()

    def begin(self, feed: Feed) -> None:
        """Begin to fetch the next batch of a feed."""
        self._coming = self._thread.submit(self._fetch, feed, self._stopped)

    def next(self) -> Fetched:
        """Return the batch that was begun, once it is fetched.

        Raises:
            Exception: whatever stopped the fetch.
        """
        return self._coming.result()
