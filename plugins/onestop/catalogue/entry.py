"""Define what all entries of the catalogue have in common: a key, checks, and a form in files and in rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, TypeVar

import msgspec

from onestop.errors import TellableError

E = TypeVar("E", bound="Entry")

Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$")]
"""A name in the code: small letters, digits and underscores."""
Text = Annotated[str, msgspec.Meta(min_length=1)]
"""A text that is not empty."""
Version = Annotated[int, msgspec.Meta(ge=1)]
Place = Annotated[int, msgspec.Meta(ge=1, le=32767)]
"""A place in a list, from 1 on."""
Days = Annotated[int, msgspec.Meta(ge=0, le=32767)]


def about(what: str, **limits: Any) -> msgspec.Meta:
    """Describe a field that is no column, for the reference page, with the limits that msgspec checks."""
    return msgspec.Meta(description=what, **limits)


class CatalogueError(TellableError):
    """The catalogue is wrong; the message has a line for each fault: file, entry, reason. Nothing was changed."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults, in the order in which they were found."""
        self.faults = faults
        super().__init__("\n".join(faults))


class Duration:
    """A length of time in whole months and days, like an interval of PostgreSQL: a month is no number of days."""

    __slots__ = ("days", "months")

    def __init__(self, months: int, days: int) -> None:
        """Keep months and days apart."""
        self.months = months
        self.days = days

    def __eq__(self, other: object) -> bool:
        """Return whether both have the same length."""
        return isinstance(other, Duration) and (self.months, self.days) == (other.months, other.days)

    def __hash__(self) -> int:
        """Return the same hash for equal durations."""
        return hash((self.months, self.days))

    @classmethod
    def read(cls, text: str) -> Duration:
        """Read ``3 years``, ``14 months``, ``4 weeks``, ``35 days`` or several of them.

        Raises:
            ValueError: it is no such text.
        """
        found = re.findall(r"(\d+) (year|mon|month|week|day)s?", text)
        if not found or " ".join(re.findall(r"\d+ [a-z]+", text)) != text:
            msg = f"{text!r} is no length of time: write it as 3 years, 14 months, 4 weeks or 35 days"
            raise ValueError(msg)
        months = {"year": 12, "mon": 1, "month": 1}
        days = {"week": 7, "day": 1}
        return cls(
            sum(int(number) * months.get(unit, 0) for number, unit in found),
            sum(int(number) * days.get(unit, 0) for number, unit in found),
        )

    def __str__(self) -> str:
        """Return the text that PostgreSQL reads."""
        return f"{self.months} months {self.days} days"


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a file. Fields that a table has are named like its columns."""

    KEY: ClassVar[tuple[str, ...]] = ()
    """The fields of the key: an entry of a province with the same key replaces ours."""
    MAY_CHANGE: ClassVar[frozenset[str] | None] = None
    """The fields that may change in an entry in use; None for all."""
    IN_USE: ClassVar[str] = ""
    """Why an entry is in use, for the message."""

    @property
    def key(self) -> str:
        """The key as messages show it."""
        return key_of({field: getattr(self, field) for field in self.KEY}, self.KEY)

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        yield from ()

    def row(self) -> dict[str, Any]:
        """Return it as the statements take it."""
        row: dict[str, Any] = msgspec.to_builtins(self, enc_hook=_written)
        return row

    @classmethod
    def of_row(cls: type[E], row: Mapping[str, Any]) -> E:
        """Return the entry that a row of the warehouse holds."""
        return convert({name: value for name, value in row.items() if value is not None}, cls)


class Dated(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry that holds between two days, both inclusive; its rows have them as one span."""

    valid_from: Annotated[dt.date, about("First day on which it holds.")]
    valid_to: Annotated[dt.date | None, about("Last day, inclusive; without it: until another one.")] = None

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        if self.valid_to is not None and self.valid_to < self.valid_from:
            yield f"valid_to {self.valid_to} is before valid_from {self.valid_from}; both days are inclusive"

    def overlaps(self, other: Dated) -> bool:
        """Return whether both are valid on a common day."""
        last, others_last = self.valid_to or dt.date.max, other.valid_to or dt.date.max
        return self.valid_from <= others_last and other.valid_from <= last

    def row(self) -> dict[str, Any]:
        """Return it as the statements take it."""
        row = super().row()
        return {**row, "valid": f"[{self.valid_from},{self.valid_to or ''}]"}

    @classmethod
    def of_row(cls: type[E], row: Mapping[str, Any]) -> E:
        """Return the entry that a row of the warehouse holds."""
        first, before = row["valid"].strip("[)").split(",")
        last = dt.date.fromisoformat(before) - dt.timedelta(days=1) if before else None
        rest = {name: value for name, value in row.items() if name != "valid" and value is not None}
        return convert({**rest, "valid_from": first, **({"valid_to": last} if last else {})}, cls)


def key_of(content: Mapping[str, Any], fields: tuple[str, ...]) -> str:
    """Return the key that the content of an entry has."""
    return " ".join(str(content.get(field, "?")) for field in fields)


def convert(content: Any, form: type[E]) -> E:
    """Turn what a file or row says into an entry of a form; numbers and days may be texts.

    Raises:
        msgspec.ValidationError: it has another form; the text says where.
    """
    return msgspec.convert(content, form, strict=False, dec_hook=_read)


def _read(kind: type, said: Any) -> Any:
    if kind is Duration and isinstance(said, str):
        return Duration.read(said)
    raise NotImplementedError(kind)


def _written(value: Any) -> Any:
    if isinstance(value, Duration):
        return str(value)
    raise NotImplementedError(type(value))
