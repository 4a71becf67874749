"""Update the warehouse from the catalogue: write new, changed and removed entries, keep those in use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection, Engine

from onestop.catalogue import checking
from onestop.catalogue.entry import CatalogueError, Entry
from onestop.catalogue.files import Catalogue, Placed
from onestop.catalogue.forms import Scheme
from onestop.catalogue.kinds import KINDS, Kind
from onestop.catalogue.rankings import expand
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import run, transaction
from onestop.warehouse.locks import Lock, take_lock


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as the warehouse has it."""

    entry: Entry
    is_in_use: bool


@dataclass(slots=True)
class Difference:
    """What is to be written of one kind."""

    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def describe(self, kind: Kind) -> Iterator[str]:
        """Yield a line for each entry."""
        for what, entries in (("new", self.new), ("changed", self.changed), ("taken out", self.gone)):
            for entry in entries:
                yield f"{kind.name}: {entry.key} is {what}"


def apply(engine: Engine, catalogue: Catalogue) -> list[str]:
    """Check the whole catalogue, and write the differences to the warehouse, all or nothing.

    Returns:
        A line for each entry that was entered, changed or taken out.

    Raises:
        CatalogueError: something is wrong; the message has a line for each fault.
        WarehouseError: a statement failed.
    """
    with transaction(engine) as connection:
        # Areas are numbered one after the other, as a publish under way numbers them.
        take_lock(connection, Lock.PUBLISH)
        rows = expand(catalogue)
        listed = {kind.name: _stored(connection, kind) for kind in KINDS if kind.lists}
        differences = {name: difference(stored, rows[name]) for name, stored in listed.items()}
        faults = [
            *catalogue.faults,
            *checking.faults(catalogue),
            *_unknown_units(connection, rows["clusters"].values()),
            *(fault for found in differences.values() for fault in found.faults),
        ]
        if faults:
            raise CatalogueError(faults)
        return _write(connection, rows, differences)


def difference(stored: Mapping[str, Stored], wanted: Mapping[str, Placed]) -> Difference:
    """Return the entries that must be written to the warehouse.

    An entry in use that is missing in the files stays; one in use with other content is a fault.
    """
    found = Difference()
    for key, placed in wanted.items():
        if key not in stored:
            found.new.append(placed.entry)
        elif keeps_published_form(stored[key], placed):
            continue
        elif fields := changed_fields(stored[key].entry, placed.entry):
            found.changed.append(placed.entry)
            may_change = placed.entry.MAY_CHANGE
            fixed = sorted(fields - may_change) if may_change is not None else []
            if stored[key].is_in_use and fixed:
                found.faults.append(
                    placed.fault(
                        f"{placed.entry.IN_USE}, so it stays as it is ({', '.join(fixed)} would change). "
                        "Its next version is a new entry beside it."
                    )
                )
    found.gone += [one.entry for key, one in stored.items() if key not in wanted and not one.is_in_use]
    return found


def keeps_published_form(stored: Stored, placed: Placed) -> bool:
    """Return whether a scheme made of one indicator keeps its published form, since only words were corrected."""
    old, new = stored.entry, placed.entry
    return (
        stored.is_in_use
        and placed.is_derived
        and isinstance(old, Scheme)
        and isinstance(new, Scheme)
        and new.ranks_like(old)
    )


def changed_fields(one: Entry, other: Entry) -> set[str]:
    """Return the names of the fields in which two entries of a form differ."""
    return {name for name in one.__struct_fields__ if getattr(one, name) != getattr(other, name)}


def _stored(connection: Connection, kind: Kind) -> dict[str, Stored]:
    if kind.lists is None:
        return {}
    listed = (Stored(kind.row.of_row(row.entry), row.is_in_use) for row in run(connection, kind.lists))
    return {one.entry.key: one for one in listed}


def _unknown_units(connection: Connection, clusters: Iterable[Placed]) -> Iterator[str]:
    """Yield the units of clusters that nobody knows, and clusters that are called as another area is."""
    placed = {one.entry.key: one for one in clusters}
    entries = _as_json(one.entry for one in placed.values())
    for row in run(connection, "catalogue/list_unknown_members.sql", {"entries": entries}):
        reason = (
            f"there is no commune {row.unit_code} on any of its days" if row.unit_code else "another area has the code"
        )
        yield placed[f"{row.area_code} {row.valid_from}"].fault(f"{reason}; correct the code")


def _write(
    connection: Connection, rows: Mapping[str, Mapping[str, Placed]], differences: Mapping[str, Difference]
) -> list[str]:
    """Enter what is new or changed, then take out what is gone, what refers to others before what it refers to.

    Cases that an entry may let count as something else are gathered, and touched once.
    """
    lines: list[str] = []
    run(connection, "catalogue/create_affected.sql")
    for kind in KINDS:
        found = differences.get(kind.name)
        if found is None:
            _run_all(connection, kind.writes, (placed.entry for placed in rows[kind.name].values()), ())
            continue
        lines += found.describe(kind)
        if found.new or found.changed:
            _run_all(connection, kind.writes, [*found.new, *found.changed], ())
    for kind in reversed(KINDS):
        found = differences.get(kind.name)
        if found is not None and found.gone:
            _run_all(connection, kind.writes, (), found.gone)
    for kind in KINDS:
        found = differences.get(kind.name)
        if found is not None and (found.new or found.changed or found.gone):
            for statement in kind.follows:
                run(connection, statement)
    run(connection, "catalogue/touch_affected.sql", {"recorded_at": wall_clock()})
    return lines


def _run_all(
    connection: Connection, statements: Iterable[str], entries: Iterable[Entry], gone: Iterable[Entry]
) -> None:
    parameters = {"entries": _as_json(entries), "gone": _as_json(gone)}
    for statement in statements:
        run(connection, statement, parameters)


def _as_json(entries: Iterable[Entry]) -> str:
    return json.dumps([entry.row() for entry in entries], ensure_ascii=False)
