"""Writes a page to the landing folder after the allow-list: gzip NDJSON, named by its hash, written once."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from onestop.contract.pages import Records

_ENCODER = msgspec.json.Encoder(order="deterministic")


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


def land(folder: Path, source_id: str, feed: str, records: Records) -> LandedPage:
    """Write the lines of ``records``; the same content is the same file.

    Raises:
        OSError: the folder cannot be written (full, read-only).
    """
    landed = _write(folder, Path(source_id) / feed, records.lines)
    return replace(landed, unknown_fields=records.unknown_fields, field_counts=records.field_counts)


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
    return _write(folder, Path(source_id) / feed, [_ENCODER.encode(record) for record in kept], origin)


def read(folder: Path, path: str) -> Iterator[bytes]:
    """Yield each line of a page file, without its line feed.

    Raises:
        OSError: the file is missing or damaged.
    """
    with gzip.open(folder / path, "rb") as file:
        for line in file:
            yield line.rstrip(b"\n")


def _write(folder: Path, below: Path, lines: Sequence[bytes], origin: bytes = b"") -> LandedPage:
    content = b"".join(line + b"\n" for line in lines)
    page_hash = hashlib.sha256(origin + content).hexdigest()
    path = below / page_hash[:2] / f"{page_hash}.ndjson.gz"
    _write_once(folder / path, content)
    return LandedPage(str(path), page_hash, len(lines), len(content))


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
