"""Rows in the text format of COPY, in which staged records reach the warehouse."""

from __future__ import annotations

from collections.abc import Iterable

# PostgreSQL cannot store the character NUL, so it is left out.
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})


def copy_line(values: Iterable[str | None]) -> bytes:
    """Return one row in COPY text format; None is SQL null."""
    return ("\t".join("\\N" if value is None else value.translate(_ESCAPES) for value in values) + "\n").encode()
