"""Keeps the rows of a batch that was just read in memory, up to a bound.

A page beyond the bound is read back from the landing folder, as all of them are after a kill.
"""

from __future__ import annotations

from dataclasses import dataclass

from onestop.contract.pages import Records

MOST_BYTES = 24 << 20
"""Of one batch; two are in memory at most, one until it is staged and the one that is read meanwhile."""
_OF_A_ROW = 150
"""What Python takes for a row and its hash beside the bytes of the row, roughly."""


@dataclass(frozen=True, slots=True)
class PageRows:
    """The rows of a page, as in `Records`: the hash of each record, and its row in COPY text format."""

    hashes: list[bytes]
    rows: list[bytes]


class KeptRows:
    """The pages of a batch, in the order in which they came."""

    def __init__(self, *, may_be_known: bool) -> None:
        """Begin with none.

        Args:
            may_be_known: their records may be in the warehouse already, so it is worth asking for them.
        """
        self.may_be_known = may_be_known
        self._pages: list[PageRows | None] = []
        self._bytes = 0

    def add(self, records: Records) -> None:
        """Keep the rows of the next page, if they fit in memory."""
        size = sum(map(len, records.rows)) + _OF_A_ROW * len(records.rows)
        has_room = self._bytes + size <= MOST_BYTES
        self._pages.append(PageRows(records.hashes, records.rows) if has_room else None)
        self._bytes += size if has_room else 0

    def page(self, page_no: int) -> PageRows | None:
        """Return a page by its number, which begins with 1; None if it has to be read back."""
        return self._pages[page_no - 1]

    def release(self) -> None:
        """Forget every page; a later step that needs one reads it back."""
        self._pages = [None] * len(self._pages)
