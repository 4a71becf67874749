"""Which fields of a record may be written anywhere: a hand-written list per feed, nested ones too.

Everything else is dropped in memory, before a page reaches the disk. What the contract marks as personal or free
text is named here only to tell it from fields that nobody has heard of: of those, name and type are kept.

Names are matched without regard to upper and lower case, and nested lists are understood as JSON text too, so
that nothing personal passes in another guise. What is kept has the contract's names.

Where a rule or an indicator needs to know something about a dropped value, a hint takes its place: a key that
begins with ``_`` and is there, as "1", only where it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from onestop.contract.notices import Notice
from onestop.texts import is_tidy

UNUSABLE = "_unusable"
"""Key of a record that was no JSON object; its value says what it was."""
RETYPED = "_retyped"
"""Key that lists fields which should hold one value and held a structure, as JSON text too; it is dropped."""
NOTICED = "_noticed"
"""Key that lists what was noticed in the whole record (`Notice`) and cannot be seen in what is kept of it."""

_LARGEST_EXACT = 2**53
"""Fractions up to this are exact where they are whole."""

NAMELESS = "?"
"""Stands for an unknown field whose name is no identifier: that is data, and may be a person's."""

_FIELD_NAME = re.compile("[A-Za-z_][A-Za-z0-9_]{0,63}")
# Text that begins like a JSON object, or a list with an object, list or text in it, also behind characters that nobody
# sees.
_FIRST_LOOK = frozenset(" [{")
_STRUCTURE = re.compile(r'[\s\0\u200b-\u200d\u2060\ufeff]*(?:\{|\[[^\]]*[\[{"])')

Object = dict[str, Any]
Hint = Callable[[Object], bool]
"""Looks at an object with all its fields, under the contract's names, and says whether the hint holds."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The allowed part of one kind of object.

    Attributes:
        scalars: fields that hold one value and may be kept.
        arrays: fields that hold a list of objects, with the shape of those.
        dropped: fields that the contract knows and that must not be kept.
        texts_for_hints: those of them that hints read, and that hold text.
        lists_for_hints: those of them that hints read, and that hold a list of objects of text.
        hints: what is to be known about dropped fields, by the hint's key.
        names: every field that the contract knows.
        spelling: the contract's spelling of each, by the name in lower case.
    """

    scalars: frozenset[str]
    arrays: Mapping[str, Shape] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    texts_for_hints: frozenset[str] = frozenset()
    lists_for_hints: frozenset[str] = frozenset()
    hints: Mapping[str, Hint] = field(default_factory=dict)
    names: frozenset[str] = field(init=False)
    spelling: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Derive what follows from the names."""
        names = self.scalars | self.arrays.keys() | self.dropped
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "spelling", {name.lower(): name for name in names})


def keep(record: Any, shape: Shape, unknown: set[str]) -> Object:
    """Return what may be kept of ``record``.

    Args:
        record: a decoded JSON value, normally an object.
        shape: what is allowed.
        unknown: receives ``name:type`` of each field that the contract does not know.

    Returns:
        A new object. A record that was no object becomes ``{"_unusable": type}``, so that it is counted and ends
        in quarantine instead of vanishing.
    """
    noticed: set[Notice] = set()
    kept = _kept(_understood(record, shape, unknown, noticed), shape, noticed)
    if noticed:
        kept[NOTICED] = sorted(noticed)
    return kept


def _understood(record: Any, shape: Shape, unknown: set[str], noticed: set[Notice]) -> Any:
    """Return an object with the contract's names, its nested lists decoded; any other value as it is."""
    if not isinstance(record, dict):
        return record
    if not shape.names.issuperset(record):
        record = _respelled(record, shape, unknown, noticed)
    lists: Object = {}
    for name, inner in shape.arrays.items():
        if value := record.get(name):
            entries = _listed(value, inner, noticed)
            if isinstance(entries, list):
                entries = [_understood(entry, inner, unknown, noticed) for entry in entries]
            lists[name] = entries
    return record | lists if lists else record


def _respelled(record: Object, shape: Shape, unknown: set[str], noticed: set[Notice]) -> Object:
    """Return the known fields under the contract's names; one that is spelled so goes before any other."""
    respelled: Object = {}
    for name, value in record.items():
        known = shape.spelling.get(name.lower())
        if known is None:
            unknown.add(f"{name if _FIELD_NAME.fullmatch(name) else NAMELESS}:{type(value).__name__}")
        elif known != name:
            noticed.add(Notice.FIELD_NAME_CASE)
            respelled[known] = value
    return respelled | {name: value for name, value in record.items() if name in shape.names}


def _listed(value: Any, inner: Shape, noticed: set[Notice]) -> Any:
    """Return a nested list; one that came as text is decoded, and lost (None) when that fails."""
    if isinstance(value, dict):
        return _entries(value, inner, noticed)
    if not isinstance(value, str):
        return value
    if value.isspace():
        return None
    try:
        decoded = msgspec.json.decode(value)
    except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
        decoded = value
    if isinstance(decoded, dict):
        decoded = _entries(decoded, inner, noticed)
    if isinstance(decoded, list | None):
        noticed.add(Notice.NESTED_JSON_TEXT)
        return decoded
    noticed.add(Notice.NESTED_JSON_UNREADABLE)
    return None


def _entries(value: Object, inner: Shape, noticed: set[Notice]) -> Any:
    """Return the entries of an object in the place of a list: itself, the only one (XML), or those by number (PHP)."""
    if any(name.lower() in inner.spelling for name in value):
        entries = [value]
    elif all(name.isdecimal() for name in value):
        entries = list(value.values())
    else:
        return value
    noticed.add(Notice.NESTED_OBJECT)
    return entries


def _kept(record: Any, shape: Shape, noticed: set[Notice]) -> Object:
    """Return the allowed part of an object that is understood."""
    if not isinstance(record, dict):
        return {UNUSABLE: type(record).__name__}
    kept: Object = {}
    retyped: list[str] = []
    scalars = shape.scalars
    for name, value in record.items():
        if name in scalars:
            if isinstance(value, str) and _is_plain(value):
                kept[name] = value
            elif _is_structure(value):
                retyped.append(name)
            else:
                kept[name] = _noticed_in(value, noticed)
        elif name in shape.arrays:
            if isinstance(value, list):
                kept[name] = [_kept(entry, shape.arrays[name], noticed) for entry in value]
            elif value not in (None, "", {}):
                retyped.append(name)
    for hint, holds in shape.hints.items():
        if holds(record):
            kept[hint] = "1"
    if retyped:
        kept[RETYPED] = sorted(retyped)
    return kept


def is_kept_as_sent(text: str) -> bool:
    """Tell whether a text is kept as it is, with nothing noticed."""
    return _is_plain(text) or (is_tidy(text) and not _is_structure(text))


def _is_plain(text: str) -> bool:
    """Tell whether a text needs no second look, as by far the most; NUL is not printable either."""
    return text.isascii() and text.isprintable() and text[:1] not in _FIRST_LOOK


def _is_structure(value: Any) -> bool:
    return isinstance(value, dict | list) or (isinstance(value, str) and _STRUCTURE.match(value) is not None)


def _noticed_in(value: Any, noticed: set[Notice]) -> Any:
    if not isinstance(value, str):
        noticed.add(Notice.SCALAR_RETYPED)
        # Software that keeps every number as a fraction says 20260131083000.0.
        is_whole = isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_EXACT
        return int(value) if is_whole else value
    if not is_tidy(value):
        noticed.add(Notice.TEXT_NOT_NORMALISED)
    return _without_nul(value)


def _without_nul(text: str) -> str:
    """Return ``text`` without the character NUL, which PostgreSQL stores neither in text nor in JSON."""
    return text.replace("\0", "")
