"""JSON of a source, decoded: into typed records where they are as the contract says, else into plain values.

A typed record holds what the contract knows of a record and nothing else. A record becomes one only if every field is
known and of the usual type: text, or a list of objects of text. Any other is left to the reader that takes anything.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from types import GenericAlias
from typing import Annotated, Any, TypeVar, overload

import msgspec

from onestop.contract.allowlist import Shape

T = TypeVar("T")
UNDECODABLE = (msgspec.MsgspecError, ValueError, RecursionError)
"""What decoding raises for bytes that are no JSON, or no such JSON as was wanted."""

_ROOM = 300
"""Calls that may be under way when a part of an answer is decoded, beyond those when it came."""
_LONGEST_NUMBER = 4300
"""Digits of a whole number that Python and the decoder take."""
_VALUE = msgspec.json.Decoder()
# No text matches: a source cannot send what is ours to say.
_Never = Annotated[str, msgspec.Meta(pattern="(?!)")]


_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def without_mark(body: bytearray) -> bytearray:
    """Return an answer without the byte order mark that .NET and other systems put before UTF-8 (RFC 8259 §8.1)."""
    return body.removeprefix(_BYTE_ORDER_MARK)


def decode_page(body: bytearray, decoder: msgspec.json.Decoder[T], room: int = _ROOM) -> T:
    """Decode an answer whose parts are decoded later: as `decode`, but what is nearly too deep is refused, too.

    How deep is too deep depends on the calls under way. Nobody knows from where the parts will be decoded, so there
    must be calls to spare now.
    """
    return decode_page(body, decoder, room - 1) if room else decode(body, decoder)


def decode(text: bytes | bytearray | msgspec.Raw, decoder: msgspec.json.Decoder[T]) -> T:
    """Decode JSON; one value must not cost all of it, as long as the whole is JSON.

    The decoder takes neither half a pair of surrogates, which is left where software cuts a text within a character,
    nor numbers beyond its own. JSON has both, so what is refused is looked at again, more slowly.

    Raises:
        msgspec.MsgspecError: it is no JSON, or not of the decoder's type.
        UnicodeDecodeError: it is no UTF-8.
        RecursionError: it is too deep.
    """
    try:
        return decoder.decode(text)
    except msgspec.MsgspecError as error:
        try:
            return decoder.decode(_within_bounds(bytes(text)))
        except UNDECODABLE:
            raise error from None


def _within_bounds(body: bytes) -> bytes:
    """Return the same JSON with question marks for half characters, and as text the numbers that are too large."""
    page = json.loads(body.decode(), parse_int=_whole, parse_float=_fraction, parse_constant=_refuse)
    return json.dumps(page, ensure_ascii=False).encode(errors="replace")


def _whole(number: str) -> int | str:
    return int(number) if len(number) <= _LONGEST_NUMBER else number


def _fraction(number: str) -> float | str:
    return value if math.isfinite(value := float(number)) else number


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def sent_type(name: str, shape: Shape, *, is_entry: bool = False) -> type[msgspec.Struct]:
    """Return the type of a record as it is sent.

    Its fields are in the order of canonical JSON, and an absent one is None and is not encoded: a record without its
    dropped fields encodes to what is kept of it. An entry of a nested list has its hints as fields too.
    """
    types: dict[str, Any] = dict.fromkeys(shape.scalars, str)
    types |= {field: _list_of(sent_type(field, inner, is_entry=True)) | None for field, inner in shape.arrays.items()}
    types |= dict.fromkeys(shape.dropped, msgspec.Raw)  # passed over, whatever it is
    types |= dict.fromkeys(shape.texts_for_hints, str | None)
    types |= dict.fromkeys(shape.lists_for_hints, list[dict[str, str]] | None)
    if is_entry:
        types |= dict.fromkeys(shape.hints, _Never)
    return _struct(name, types)


def landed_type(name: str, shape: Shape, *, is_entry: bool = False) -> type[msgspec.Struct]:
    """Return the type of a record as it was landed; a record with a hint or a note about all of it has none."""
    types: dict[str, Any] = dict.fromkeys(shape.scalars, str)
    types |= {field: _list_of(landed_type(field, inner, is_entry=True)) for field, inner in shape.arrays.items()}
    if is_entry:
        types |= dict.fromkeys(shape.hints, str)
    return _struct(name, types)


def _list_of(entry: type[msgspec.Struct]) -> GenericAlias:
    return GenericAlias(list, (entry,))


def _struct(name: str, types: Mapping[str, Any]) -> type[msgspec.Struct]:
    fields = [(field, types[field], None) for field in sorted(types)]
    # Records hold no references to each other, so the garbage collector need not look at them.
    return msgspec.defstruct(name, fields, omit_defaults=True, forbid_unknown_fields=True, gc=False)


def decode_each(texts: Sequence[bytes | msgspec.Raw], decode_one: Callable[[Any], Any]) -> list[Any]:
    """Return each JSON text as a typed record, or None where it is none."""
    records: list[Any] = []
    rest = iter(texts)
    while len(records) < len(texts):
        try:
            records.extend(map(decode_one, rest))
        except UNDECODABLE:
            # What was decoded before stays; the text that failed has been taken from the rest.
            records.append(None)
    return records


class SentRecords(Sequence[Any]):
    """The records of a page as they were sent: JSON values, decoded when somebody looks at them.

    They hold personal data: they must not be stored or logged.
    """

    def __init__(self, texts: Sequence[msgspec.Raw], decoder: msgspec.json.Decoder[Any]) -> None:
        """Take records.

        Args:
            texts: JSON of each, as `decode` returned it.
            decoder: of typed records.

        Raises:
            UnicodeDecodeError: one is no UTF-8, which the decoder does not see in what it passes over.
        """
        for text in texts:
            str(text, "utf-8")
        self._texts = texts
        self._decoder = decoder

    def typed(self, part: slice) -> list[Any]:
        """Return typed records that belong to the caller, None where a record is none."""
        return decode_each(self._texts[part], self._decoder.decode)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._texts)

    @overload
    def __getitem__(self, place: int) -> Any: ...

    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...

    def __getitem__(self, place: int | slice) -> Any:
        """Return the JSON value at a place, or those of a slice."""
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        return decode(self._texts[place], _VALUE)

    def __iter__(self) -> Iterator[Any]:
        """Yield each JSON value."""
        return (self[place] for place in range(len(self)))


class TypedPage:
    """The typed records of a page, looked at by field."""

    def __init__(self, records: Sequence[Any]) -> None:
        """Begin with the records, or with entries of nested lists; nothing of them is looked at yet."""
        self.records = records
        self._values: dict[str, list[Any]] = {}
        self._entries: dict[str, TypedPage] = {}

    def values(self, name: str) -> list[Any]:
        """Return what each record holds in a field; None where it is absent."""
        if name not in self._values:
            self._values[name] = list(map(attrgetter(name), self.records))
        return self._values[name]

    def entries(self, name: str) -> TypedPage:
        """Return the entries of a nested list, those of all records behind each other."""
        if name not in self._entries:
            self._entries[name] = TypedPage(list(chain.from_iterable(filter(None, self.values(name)))))
        return self._entries[name]
