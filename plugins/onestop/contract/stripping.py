"""Strips the typed records of a page to what may be kept of them, all at once: what `allowlist.keep` does for one.

Most of it is done by their types: an unknown field, a name in other case, a structure or a number where text belongs
make no typed record. What is left is to fill hints, to clear what is dropped, and to find texts that are noticed.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import compress, repeat
from typing import Any

import msgspec

from onestop.contract.allowlist import Shape, is_kept_as_sent
from onestop.contract.hints import Rare, Sent
from onestop.contract.typed import TypedPage

_ENCODER = msgspec.json.Encoder()
# Taken out of lines before anybody looks closer: everything that no text is noticed for, and that says nothing.
_PLAIN = bytes(set(range(0x20, 0x7F)) - set(b"\\{[")) + b"\n"
# What is usual in the rest: Latin letters of Europe and of Vietnam, all of them in NFC, in no older encoding and
# visible; the letters that look like a Vietnamese D with a stroke are left out. Others are often good, too, but deserve
# a closer look.
_UNUSUAL = re.compile(r"[^{\[\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u0188\u018a-\u01bf\u1e80-\u1eff]")


@dataclass(frozen=True, slots=True)
class Stripped:
    """What is kept of typed records.

    Attributes:
        lines: canonical JSON of each.
        unusual: the places of those that have to be read by themselves.
    """

    lines: list[bytes]
    unusual: set[int]


def strip(page: TypedPage, shape: Shape) -> Stripped:
    """Strip the records of a page; what is dropped is gone from them afterwards."""
    unusual: set[int] = set()
    for hint in shape.hints.values():
        unusual.update(hint.suspects(page) if isinstance(hint, Rare) else range(len(page.records)))
    _clear(page, shape)
    lines = list(map(_ENCODER.encode, page.records))
    if not _is_plain(b"\n".join(lines), page, shape):
        unusual.update(
            place
            for place, (line, record) in enumerate(zip(lines, page.records, strict=True))
            if not _is_plain(line, TypedPage([record]), shape) and not all(map(is_kept_as_sent, _texts(record, shape)))
        )
    return Stripped(lines, unusual)


def _clear(page: TypedPage, shape: Shape) -> None:
    for name, inner in shape.arrays.items():
        entries = page.entries(name)
        for key, hint in inner.hints.items():
            if isinstance(hint, Sent):
                _set(compress(entries.records, entries.values(hint.field)), key, "1")
        _clear(entries, inner)
    for name in shape.dropped:
        _set(iter(page.records), name, None)


def _set(records: Iterator[Any], name: str, value: str | None) -> None:
    collections.deque(map(setattr, records, repeat(name), repeat(value)), maxlen=0)


def _is_plain(lines: bytes, page: TypedPage, shape: Shape) -> bool:
    """Tell whether no text in the lines of the records can be noticed, or be taken for a structure."""
    rest = lines.translate(None, _PLAIN)
    objects, lists = _count(page, shape)
    # A text with a brace or a bracket makes more of them than there are objects and lists.
    return rest.count(b"{") == objects and rest.count(b"[") == lists and not _UNUSUAL.search(rest.decode())


def _count(page: TypedPage, shape: Shape) -> tuple[int, int]:
    """Return how many objects and lists the records have, themselves included."""
    objects, lists = len(page.records), 0
    for name, inner in shape.arrays.items():
        inner_objects, inner_lists = _count(page.entries(name), inner)
        objects += inner_objects
        lists += inner_lists + len(page.records) - page.values(name).count(None)
    return objects, lists


def _texts(record: Any, shape: Shape) -> Iterator[str]:
    for name in shape.scalars:
        if (text := getattr(record, name)) is not None:
            yield text
    for name, inner in shape.arrays.items():
        for entry in getattr(record, name) or ():
            yield from _texts(entry, inner)


def count_fields(page: TypedPage, shape: Shape, without: Collection[int]) -> collections.Counter[str]:
    """Return how many records of a page carry each field that may be kept, but for those at some places."""
    counts: collections.Counter[str] = collections.Counter()
    for name in (*shape.scalars, *shape.arrays):
        values = page.values(name)
        counts[name] = len(values) - (_count_absent(values) if name in shape.scalars else values.count(None))
        if without:
            counts[name] -= sum(values[place] is not None for place in without)
    return counts


def _count_absent(values: list[Any]) -> int:
    try:
        # Many times as fast as comparing each with None, and most records carry most fields.
        "".join(values)
    except TypeError:
        return values.count(None)
    return 0
