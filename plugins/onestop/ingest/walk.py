"""Bounds the reading of a feed: a source that never says that a feed has ended is noticed."""

from __future__ import annotations

import hashlib

from onestop.ingest.transport import FailedTryError

MOST_EMPTY_PAGES = 100
"""Pages without a record one after the other; a source that filters behind its paging sends some."""
_ASK = "ask the source to mend its paging"


class Walk:
    """The cursors of one reading of a feed, from its first page on."""

    def __init__(self) -> None:
        """Begin before the first page."""
        self._asked_with: dict[bytes, bytes] = {}
        self._empty_in_turn: set[bytes] = set()

    def step(self, cursor: str | None, next_cursor: str | None, *, is_empty: bool) -> None:
        """Take a page; the same one may be asked for again.

        Args:
            cursor: it was asked for with this one.
            next_cursor: the page names this one as the next; None where the feed has ended.
            is_empty: whether the page has no record.

        Raises:
            FailedTryError: the reading would go round in a circle, or is full of empty pages.
        """
        if next_cursor is None:
            return
        asked, following = _digest(cursor), _digest(next_cursor)
        if asked == following:
            raise FailedTryError("answered with the cursor that it was asked for, so the feed would never end")
        # Retried, a page may name another cursor, but no cursor may come behind two different pages.
        if self._asked_with.setdefault(following, asked) != asked:
            raise FailedTryError(
                f"answered with a cursor that it gave before, after {len(self._asked_with)} different ones, so the "
                "feed would never end",
                _ASK,
            )
        if not is_empty:
            self._empty_in_turn.clear()
            return
        self._empty_in_turn.add(asked)
        if len(self._empty_in_turn) > MOST_EMPTY_PAGES:
            raise FailedTryError(
                f"sent more than {MOST_EMPTY_PAGES} pages in turn that are empty and name a next one", _ASK
            )


def _digest(cursor: str | None) -> bytes:
    """Return what is remembered of a cursor, which may be long."""
    return hashlib.blake2b((cursor or "").encode(), digest_size=16).digest()
