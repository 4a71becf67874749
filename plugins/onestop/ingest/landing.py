"""Writes a page to the landing folder after the allow-list: gzip NDJSON, named by its hash, written once."""

from __future__ import annotations

import collections
import contextlib
import gzip
import hashlib
import itertools
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from onestop.contract import allowlist
from onestop.contract.allowlist import Shape

_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder()


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


def land(folder: Path, source_id: str, feed: str, records: list[Any], shape: Shape) -> LandedPage:
    """Write what may be kept of ``records``; the same content is the same file.

    Raises:
        OSError: the folder cannot be written (full, read-only).
    """
    unknown: set[str] = set()
    kept = [allowlist.keep(record, shape, unknown) for record in records]
    carried = collections.Counter(itertools.chain.from_iterable(kept))
    carried.update(itertools.chain.from_iterable(record.get(allowlist.RETYPED, ()) for record in kept))
    landed = _write(folder, Path(source_id) / feed, kept)
    counts = {name: count for name, count in sorted(carried.items()) if not name.startswith("_")}
    return replace(landed, unknown_fields=sorted(unknown), field_counts=counts)


def land_again(folder: Path, source_id: str, feed: str, kept: Sequence[dict[str, Any]], origin: bytes) -> LandedPage:
    """Write records that were landed before, as they were kept then: what the allow-list noted of them stays.

    Args:
        folder: the landing folder.
        source_id: where they came from.
        feed: what they are.
        kept: the records.
        origin: tells where they were quarantined; the page has another name than one that the source sent.

    Raises:
        OSError: the folder cannot be written (full, read-only).
    """
    return _write(folder, Path(source_id) / feed, kept, origin)


def read(folder: Path, path: str) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Yield the hash (SHA-256 of the canonical line) and the record of each line of a page file.

    Raises:
        OSError: the file is missing or damaged.
    """
    with gzip.open(folder / path, "rb") as file:
        for line in file:
            bare = line.rstrip(b"\n")
            yield hashlib.sha256(bare).digest(), _DECODER.decode(bare)


def _write(folder: Path, below: Path, kept: Sequence[dict[str, Any]], origin: bytes = b"") -> LandedPage:
    content = b"".join(_ENCODER.encode(record) + b"\n" for record in kept)
    page_hash = hashlib.sha256(origin + content).hexdigest()
    path = below / page_hash[:2] / f"{page_hash}.ndjson.gz"
    _write_once(folder / path, content)
    return LandedPage(str(path), page_hash, len(kept), len(content))


def _write_once(target: Path, content: bytes) -> None:
    # A page that is landed again is as good as new: what removes old ones goes by the date.
    with contextlib.suppress(FileNotFoundError):
        os.utime(target)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(gzip.compress(content, compresslevel=3, mtime=0))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
