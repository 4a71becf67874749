"""Views, functions and triggers: the files that create them, in the order in which one needs the other.

``include/sql/<room>/views``, ``functions`` and ``triggers`` say what these objects are now, with ``CREATE OR REPLACE``;
``tables`` holds the tables and columns that follow from declarations. A file goes after those that create what its
header's *Reads* names.
"""

from __future__ import annotations

import functools
import graphlib
import hashlib
import operator
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onestop.errors import TellableError
from onestop.warehouse.database import SQL_ROOT, sql

FOLDERS = ("tables", "functions", "views", "triggers")
_NAME = r"\b(?:core|mart|audit|staging|quarantine)\.\w+"
_CREATED = re.compile(rf"^CREATE OR REPLACE (VIEW|FUNCTION) ({_NAME})", re.MULTILINE)
_TRIGGER = re.compile(rf"^CREATE OR REPLACE TRIGGER (\w+)\s[^;]*?\bON\s+({_NAME})", re.MULTILINE)


class ObjectError(TellableError):
    """The files of views, functions and triggers do not fit each other, or what the warehouse has."""


@dataclass(frozen=True)
class Names:
    """Names of objects, by kind.

    Attributes:
        views: each as schema.view.
        functions: each as schema.function, without its arguments.
        triggers: each as schema.table.trigger.
    """

    views: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    triggers: frozenset[str] = frozenset()

    def __or__(self, other: Names) -> Names:
        """Return the names of both."""
        return Names(self.views | other.views, self.functions | other.functions, self.triggers | other.triggers)

    def __sub__(self, other: Names) -> Names:
        """Return the names that the other does not have."""
        return Names(self.views - other.views, self.functions - other.functions, self.triggers - other.triggers)

    def parameters(self) -> dict[str, list[str]]:
        """Return them as parameters of a statement."""
        return {kind: sorted(getattr(self, kind)) for kind in ("views", "functions", "triggers")}


@dataclass(frozen=True)
class ObjectFile:
    """A file that creates objects.

    Attributes:
        name: its path below ``include/sql``.
        text: its statements.
        digest: SHA-256 of the text, hexadecimal.
        creates: the objects that it creates.
        makes: relations and functions that exist once it has run, also tables.
        reads: relations and functions that its header names under Reads.
    """

    name: str
    text: str = field(repr=False)
    digest: str
    creates: Names
    makes: frozenset[str]
    reads: frozenset[str]

    @property
    def is_of_tables(self) -> bool:
        """Whether it holds tables and columns, which cannot be replaced like a view."""
        return "/tables/" in self.name

    @classmethod
    def parse(cls, name: str, text: str) -> ObjectFile:
        """Read the header and the CREATE statements of a file."""
        created = _CREATED.findall(text)
        creates = Names(
            frozenset(found for kind, found in created if kind == "VIEW"),
            frozenset(found for kind, found in created if kind == "FUNCTION"),
            frozenset(f"{table}.{trigger}" for trigger, table in _TRIGGER.findall(text)),
        )
        makes = creates.views | creates.functions
        if "/tables/" in name:
            makes |= _named_in_header(text, "Writes")  # they are altered, or created in a loop of a template
        reads = _named_in_header(text, "Reads") - makes
        return cls(name, text, hashlib.sha256(text.encode()).hexdigest(), creates, makes, reads)


def _named_in_header(text: str, label: str) -> frozenset[str]:
    """Return the relations and functions that a line of the header names, its continuation lines included."""
    found = re.search(rf"^-- {label}:((?:.*\n)(?:--\s{{5,}}\S.*\n)*)", text, re.MULTILINE)
    return frozenset(re.findall(_NAME, found[1].replace('"', ""))) if found else frozenset()


def in_order(files: Iterable[ObjectFile]) -> list[ObjectFile]:
    """Return the files in an order in which each finds what it reads; the same files always in the same order.

    Raises:
        ObjectError: two files create the same object, or files read each other in a circle.
    """
    by_name = {file.name: file for file in sorted(files, key=lambda file: file.name)}
    maker: dict[str, str] = {}
    for file in by_name.values():
        for name in sorted(file.creates.views | file.creates.functions):
            if maker.setdefault(name, file.name) != file.name:
                raise ObjectError(f"Both {maker[name]} and {file.name} create {name}.")
        for name in file.makes:
            maker.setdefault(name, file.name)
    before = {name: sorted({maker[read] for read in file.reads if read in maker}) for name, file in by_name.items()}
    try:
        return [by_name[name] for name in graphlib.TopologicalSorter(before).static_order()]
    except graphlib.CycleError as error:
        raise ObjectError(f"These files read each other in a circle: {', '.join(error.args[1])}.") from None


def needed(files: Iterable[ObjectFile]) -> dict[str, str]:
    """Return what files read and none of them makes: the warehouse must have it. To each name, a file that reads it."""
    files = list(files)
    made = frozenset[str]().union(*(file.makes for file in files))
    return {name: file.name for file in files for name in sorted(file.reads - made)}


def affected(
    files: Iterable[ObjectFile], digests: Mapping[str, str], *, tables_changed: bool = False
) -> list[ObjectFile]:
    """Return the files that changed, and those that read what one of them makes, directly or through others.

    Args:
        files: all files, in order.
        digests: the digest of each file when it was run last; a file that is missing here has changed.
        tables_changed: migrations change tables, so that every view and function is affected; a changed file of tables
            has the same effect.
    """
    files = list(files)
    changed = {file.name for file in files if digests.get(file.name) != file.digest}
    tables_changed |= any(file.is_of_tables for file in files if file.name in changed)
    found: list[ObjectFile] = []
    made: set[str] = set()
    for file in files:
        if file.name in changed or file.reads & made or (tables_changed and not file.is_of_tables):
            found.append(file)
            made |= file.makes
    return found


def all_names(files: Iterable[ObjectFile]) -> Names:
    """Return the names of everything that files create."""
    return functools.reduce(operator.or_, (file.creates for file in files), Names())


@functools.cache
def object_files() -> tuple[ObjectFile, ...]:
    """Return the files of this version, in order."""
    paths = [path for folder in FOLDERS for path in SQL_ROOT.glob(f"*/{folder}/*.sql")]
    names = [path.relative_to(SQL_ROOT).as_posix() for path in paths]
    return tuple(in_order(ObjectFile.parse(name, sql(name)) for name in names))
