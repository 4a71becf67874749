"""The catalogue of what users read: every text in ``vi.toml``, by section and key.

Whoever shows a text asks for it by a key that is written out, so that a test can tell which ones are missing or unused.
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
        places: what stands in place of each ``{name}`` of the text.

    Raises:
        WordsError: there is no such text, or it has other places.
    """
    said = entries().get(key)
    if not isinstance(said, str):
        msg = f"the catalogue has no text {key!r}"
        raise WordsError(msg)
    if places.keys() != places_of(said):
        msg = f"text {key!r} has the places {sorted(places_of(said))}, given are {sorted(places)}"
        raise WordsError(msg)
    return said.format_map(places) if places else said


@functools.cache
def table(section: str) -> Mapping[str, str]:
    """Return the texts of a section by their keys: what each code of a list is called.

    Raises:
        WordsError: there is no such section of texts.
    """
    return MappingProxyType({key: said for key, said in _section(section).items() if isinstance(said, str)})


@functools.cache
def choices(section: str) -> Mapping[str, str]:
    """Return what each word means that a cell may hold; the code itself is understood too.

    Raises:
        WordsError: there is no such section.
    """
    meant = _section(section)
    return MappingProxyType({word: code for code, said in meant.items() for word in (*said, code)})


def _section(name: str) -> dict[str, Entry]:
    found = {key.removeprefix(f"{name}."): said for key, said in entries().items() if key.startswith(f"{name}.")}
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
    for key, said in part.items():
        name = f"{above}{key}"
        match said:
            case str():
                yield name, said
            case list():
                yield name, tuple(str(word) for word in said)
            case dict():
                yield from _flat(said, f"{name}.")
            case _:
                msg = f"{name} is neither a text nor a list of words"
                raise WordsError(msg)


@functools.cache
def places_of(said: str) -> frozenset[str]:
    """Return the names of the places of a text."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(said) if name is not None)
