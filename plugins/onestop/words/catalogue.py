"""The catalogue of what users read: every text in ``vi.toml``, by section and key.

Code asks for a text by a literal key, so that a test finds keys that are missing or unused.
"""

from __future__ import annotations

import functools
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

CATALOGUE = Path(__file__).with_name("vi.toml")

Entry = str | tuple[str, ...]
"""A text, or words that mean the same."""


class WordsError(LookupError):
    """The catalogue has no such text, or the text has other places than are filled in."""


def text(key: str, **places: object) -> str:
    """Return a text with its places filled in.

    Args:
        key: section and key, ``ranking_mail.title``.
        places: what replaces each ``{name}`` of the text.

    Raises:
        WordsError: there is no such text, or it has other places.
    """
    value = entries().get(key)
    if not isinstance(value, str):
        msg = f"the catalogue has no text {key!r}"
        raise WordsError(msg)
    if places.keys() != places_of(value):
        msg = f"text {key!r} has the places {sorted(places_of(value))}, given are {sorted(places)}"
        raise WordsError(msg)
    return value.format_map(places) if places else value


@functools.cache
def table(section: str) -> Mapping[str, str]:
    """Return the texts of a section by their keys: what each code of a list is called.

    Raises:
        WordsError: there is no such section of texts.
    """
    return MappingProxyType({key: value for key, value in _section(section).items() if isinstance(value, str)})


@functools.cache
def choices(section: str) -> Mapping[str, str]:
    """Return what each word means that a cell may hold; the code itself is understood too.

    Raises:
        WordsError: there is no such section.
    """
    meant = _section(section)
    return MappingProxyType({word: code for code, value in meant.items() for word in (*value, code)})


def _section(name: str) -> dict[str, Entry]:
    found = {key.removeprefix(f"{name}."): value for key, value in entries().items() if key.startswith(f"{name}.")}
    if not found:
        msg = f"the catalogue has no section {name!r}"
        raise WordsError(msg)
    return found


@functools.cache
def entries() -> Mapping[str, Entry]:
    """Return the whole catalogue by section and key.

    Raises:
        WordsError: something in the file is neither a text nor a list of words.
    """
    with CATALOGUE.open("rb") as file:
        return MappingProxyType(dict(_flat(tomllib.load(file), "")))


def _flat(part: Mapping[str, object], above: str) -> Iterator[tuple[str, Entry]]:
    for key, value in part.items():
        name = f"{above}{key}"
        match value:
            case str():
                yield name, value
            case list():
                yield name, tuple(str(word) for word in value)
            case dict():
                yield from _flat(value, f"{name}.")
            case _:
                msg = f"{name} is neither a text nor a list of words"
                raise WordsError(msg)


@functools.cache
def places_of(value: str) -> frozenset[str]:
    """Return the names of the places of a text."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(value) if name is not None)
