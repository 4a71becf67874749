"""Which fields of a record may be written anywhere: a hand-written list per feed, nested ones too.

Everything else is dropped in memory, before a page reaches the disk. What the contract marks as personal or free
text is named here only to tell it from fields that nobody has heard of: of those, name and type are kept.
Where a rule or an indicator needs to know that a dropped value was there, a hint (its name begins with ``_``)
takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNUSABLE = "_unusable"
"""Key of a record that was no JSON object; its value says what it was."""
RETYPED = "_retyped"
"""Key that lists fields which should hold one value and held a structure; the structure is dropped."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The allowed part of one kind of object.

    Attributes:
        scalars: fields that hold one value and may be kept.
        arrays: fields that hold a list of objects, with the shape of those.
        dropped: fields that the contract knows and that must not be kept.
        hints: name of the hint, and the dropped field of which it says "1" (there was a value) or "0".
    """

    scalars: frozenset[str]
    arrays: Mapping[str, Shape] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    hints: Mapping[str, str] = field(default_factory=dict)


def keep(record: Any, shape: Shape, unknown: set[str]) -> dict[str, Any]:
    """Return what may be kept of ``record``.

    Args:
        record: a decoded JSON value, normally an object.
        shape: what is allowed.
        unknown: receives ``name:type`` of each field that the contract does not know.

    Returns:
        A new object. A record that was no object becomes ``{"_unusable": type}``, so that it is counted and ends
        in quarantine instead of vanishing.
    """
    if not isinstance(record, dict):
        return {UNUSABLE: type(record).__name__}
    kept: dict[str, Any] = {}
    retyped: list[str] = []
    for name, value in record.items():
        if name in shape.scalars:
            if isinstance(value, dict | list):
                retyped.append(name)
            else:
                kept[name] = _storable(value) if isinstance(value, str) else value
        elif name in shape.arrays:
            if isinstance(value, list):
                kept[name] = [keep(item, shape.arrays[name], unknown) for item in value]
            elif value not in (None, ""):
                retyped.append(name)
        elif name not in shape.dropped:
            unknown.add(f"{_storable(name)}:{type(value).__name__}")
    for hint, name in shape.hints.items():
        kept[hint] = "1" if record.get(name) else "0"
    if retyped:
        kept[RETYPED] = sorted(retyped)
    return kept


def _storable(text: str) -> str:
    """Return ``text`` without the character NUL, which PostgreSQL stores neither in text nor in JSON."""
    return text.replace("\0", "")
