"""Writes pages to the landing folder after the allow-list: gzip NDJSON, named by its hash, written once."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import itertools
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from onestop.contract.pages import Records

_ENCODER = msgspec.json.Encoder(order="deterministic")
# Level 1 takes an eighth less time and a fifth more of the disk; level 4 takes twice the time.
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class LandedPage:
    """A page file.

    Attributes:
        path: the file, relative to the landing folder.
        page_hash: SHA-256 of the uncompressed lines (of a replay: behind the places that they come from), hexadecimal.
        records: number of lines.
        size: bytes of the uncompressed lines.
        unknown_fields: ``name:type`` of fields that the contract does not know, sorted.
        field_counts: how many of the records carry each field at their top level.
    """

    path: str
    page_hash: str
    records: int
    size: int
    unknown_fields: list[str] = field(default_factory=list)
    field_counts: Mapping[str, int] = field(default_factory=dict)


class PageFiles:
    """The page files of one batch, to be used as a context manager: written as the pages come, put in place together.

    Until the block ends a page lies beside its place, under a temporary name. At its end every file is synced, then all
    get their names, then the folders are synced. So a name in a folder always means a whole page, and pages that
    are registered afterwards outlive a loss of power. If the block fails, nothing of it is left.
    """

    def __init__(self, folder: Path) -> None:
        """Begin with no page; ``folder`` is the landing folder."""
        self._folder = folder
        self._temporary: dict[Path, Path] = {}
        self._folders: set[Path] = set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="land")
        self._writing: Future[None] | None = None

    def __enter__(self) -> Self:
        """Return the files."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Put the pages in place, or remove them if the block failed.

        Raises:
            OSError: the landing folder cannot be written.
        """
        try:
            if error is None:
                self._wait()
                self._put_in_place()
        finally:
            self._thread.shutdown()
            for temporary in self._temporary.values():
                temporary.unlink(missing_ok=True)

    def land(self, source_id: str, feed: str, records: Records) -> LandedPage:
        """Write the lines of ``records``; the same content is the same file.

        Raises:
            OSError: the folder cannot be written (full, read-only).
        """
        landed = self._write(Path(source_id) / feed, records.lines)
        return replace(landed, unknown_fields=records.unknown_fields, field_counts=records.field_counts)

    def land_again(self, source_id: str, feed: str, kept: Sequence[dict[str, Any]], origin: bytes) -> LandedPage:
        """Write records that were landed before, as they were kept then: what the allow-list noted of them stays.

        Args:
            source_id: where they came from.
            feed: what they are.
            kept: the records.
            origin: tells where they were quarantined; the page has another name than one that the source sent.

        Raises:
            OSError: the folder cannot be written (full, read-only).
        """
        return self._write(Path(source_id) / feed, [_ENCODER.encode(record) for record in kept], origin)

    def _write(self, below: Path, lines: Sequence[bytes], origin: bytes = b"") -> LandedPage:
        content = b"\n".join([*lines, b""])
        page_hash = hashlib.sha256(origin + content).hexdigest()
        path = below / page_hash[:2] / f"{page_hash}.ndjson.gz"
        self._write_once(self._folder / path, content)
        return LandedPage(str(path), page_hash, len(lines), len(content))

    def _write_once(self, target: Path, content: bytes) -> None:
        self._folders.update(itertools.takewhile(lambda parent: parent != self._folder, target.parents))
        if target in self._temporary:
            return
        # A page that is landed again is as good as new: what removes old ones goes by the date.
        with contextlib.suppress(FileNotFoundError):
            os.utime(target)
            return
        # While a page is compressed the next one is read; no further, so that two are in memory at most.
        self._wait()
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, suffix=".part")
        self._temporary[target] = Path(temporary)
        self._writing = self._thread.submit(_compress, descriptor, content)

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def _put_in_place(self) -> None:
        for temporary in self._temporary.values():
            _sync(temporary)
        for target, temporary in self._temporary.items():
            temporary.replace(target)
        for folder in sorted({*self._folders, self._folder}):
            _sync(folder)


def read(folder: Path, path: str) -> Iterator[bytes]:
    """Yield each line of a page file, without its line feed.

    Raises:
        OSError: the file is missing or damaged.
    """
    with gzip.open(folder / path, "rb") as file:
        for line in file:
            yield line.rstrip(b"\n")


def _compress(descriptor: int, content: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(gzip.compress(content, compresslevel=_LEVEL, mtime=0))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
