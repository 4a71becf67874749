"""Read the files of the catalogue, ours and then a province's own; report every fault at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from onestop.catalogue.entry import CatalogueError, Entry, convert, key_of
from onestop.catalogue.kinds import KINDS, Kind
from onestop.config.settings import CHECKOUT

E = TypeVar("E", bound=Entry)

TAKEN_OUT = "taken_out"
"""The field by which an entry of a province removes ours."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and where it stands."""

    entry: Entry
    place: str
    is_derived: bool = False

    def fault(self, reason: str) -> str:
        """Return the line that reports what is wrong with it."""
        return f"{self.place}: {reason}"


@dataclass(slots=True)
class Catalogue:
    """The entries of all kinds by their keys, after all files were read."""

    entries: dict[str, dict[str, Placed]] = field(default_factory=lambda: {kind.name: {} for kind in KINDS})
    faults: list[str] = field(default_factory=list)

    def of(self, form: type[E]) -> dict[str, tuple[E, Placed]]:
        """Return the entries of a form by their keys, each with its place."""
        return {
            key: (placed.entry, placed)
            for entries in self.entries.values()
            for key, placed in entries.items()
            if isinstance(placed.entry, form)
        }


def read_catalogue(folder: Path, own: Path | None = None) -> Catalogue:
    """Read all files; the result contains the faults of single entries.

    Args:
        folder: our files, one for each kind.
        own: the files of a province, of any kinds; None: there are none.

    Raises:
        CatalogueError: a folder is not there.
    """
    catalogue = Catalogue()
    for layer in (folder, own):
        if layer is None:
            continue
        if not layer.is_dir():
            raise CatalogueError([f"{named(layer)}: there is no such folder. Make it, or leave ONESTOP_CATALOGUE out."])
        _add_layer(catalogue, layer, is_own=layer is own)
    return catalogue


def named(path: Path) -> str:
    """Return the name of a file in messages: relative to the checkout if it is inside."""
    return path.relative_to(CHECKOUT).as_posix() if path.is_relative_to(CHECKOUT) else str(path)


def _add_layer(catalogue: Catalogue, folder: Path, *, is_own: bool) -> None:
    files = {kind.file: kind for kind in KINDS}
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".yaml", ".yml"):
            continue
        if path.name not in files:
            catalogue.faults.append(f"{named(path)}: no file is called so. Name it one of {', '.join(sorted(files))}.")
            continue
        kind = files[path.name]
        if is_own and kind.only_ours:
            catalogue.faults.append(f"{named(path)}: {kind.only_ours}. Take the file away.")
            continue
        layer = _Layer(kind, catalogue.entries[kind.name], catalogue.faults)
        for place, content in _entries(path, catalogue.faults):
            layer.add(place, content)


@dataclass(slots=True)
class _Layer:
    """One file, whose entries replace those that were read before."""

    kind: Kind
    entries: dict[str, Placed]
    faults: list[str]
    said: dict[str, str] = field(default_factory=dict)

    def add(self, place: str, content: Any) -> None:
        """Add the content of one entry."""
        if not isinstance(content, dict):
            first = self.kind.form.KEY[0]
            self.faults.append(f"{place}: it is no entry; write each as `- {first}: ...` with its fields below")
        elif TAKEN_OUT in content:
            self._take_out(place, content)
        else:
            self._enter(place, content)

    def _enter(self, place: str, content: Mapping[str, Any]) -> None:
        try:
            entry = convert(content, self.kind.form)
        except msgspec.ValidationError as error:
            self.faults.append(f"{place} ({key_of(content, self.kind.form.KEY)}): {_message(error)}")
            return
        placed = Placed(entry, f"{place} ({entry.key})")
        self.faults += [placed.fault(fault) for fault in entry.faults()]
        if entry.key in self.said:
            self.faults.append(placed.fault(f"it stands at {self.said[entry.key]} already; leave one of them"))
        self.said[entry.key] = place
        self.entries[entry.key] = placed

    def _take_out(self, place: str, content: Mapping[str, Any]) -> None:
        form = self.kind.form
        defaults = {one.name: one.default for one in msgspec.structs.fields(form)}
        key = key_of({**{name: defaults[name] for name in form.KEY}, **content}, form.KEY)
        if content[TAKEN_OUT] != "true" or set(content) - {*form.KEY, TAKEN_OUT}:
            self.faults.append(
                f"{place} ({key}): to take an entry out, write {', '.join(form.KEY)} and {TAKEN_OUT}: true alone"
            )
        elif self.entries.pop(key, None) is None:
            self.faults.append(f"{place} ({key}): there is no such entry to take out")


def _message(error: msgspec.ValidationError) -> str:
    return str(error).replace(" - at `$.", " at `").replace("`$.", "`")


def _entries(path: Path, faults: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield each entry of a file with its place."""
    try:
        # Scalars stay texts: no code becomes a number, and a form says what is one.
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        contents = [(child.start_mark.line + 1, _content(child)) for child in _children(node)]
    except UnicodeDecodeError:
        faults.append(f"{named(path)}: it is not UTF-8. Save it as UTF-8.")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.append(f"{named(path)} line {line}: it is no YAML: {error.problem}")
    except yaml.YAMLError as error:
        faults.append(f"{named(path)}: it is no YAML: {error}")
    except CatalogueError as error:
        faults += [f"{named(path)} {fault}" for fault in error.faults]
    else:
        for line, content in contents:
            yield f"{named(path)} line {line}", content


def _children(node: Any) -> list[Any]:
    """Return the entries of a file; one of comments only has none."""
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise CatalogueError(["line 1: it is no list of entries; begin each with `- `"])
    return list(node.value)


def _content(node: Any) -> Any:
    """Return what a part of a file says: texts, lists and mappings."""
    if isinstance(node, yaml.SequenceNode):
        return [_content(child) for child in node.value]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    content: dict[str, Any] = {}
    for name, child in node.value:
        if name.value in content:
            line = name.start_mark.line + 1
            raise CatalogueError([f"line {line}: {name.value} stands there twice in one mapping; leave one"])
        content[str(name.value)] = _content(child)
    return content
