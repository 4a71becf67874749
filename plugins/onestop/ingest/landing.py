"""Writes a page to the landing folder after the allow-list: gzip NDJSON, named by its hash, written once."""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
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
        page_hash: SHA-256 of the uncompressed lines, hexadecimal.
        records: number of lines.
        size: bytes of the uncompressed lines.
        unknown_fields: ``name:type`` of fields that the contract does not know, sorted.
    """

    path: str
    page_hash: str
    records: int
    size: int
    unknown_fields: list[str]


def land(folder: Path, source_id: str, feed: str, records: list[Any], shape: Shape) -> LandedPage:
    """Write what may be kept of ``records``; the same content is the same file.

    Raises:
        OSError: the folder cannot be written (full, read-only).
    """
    unknown: set[str] = set()
    lines = [_ENCODER.encode(allowlist.keep(record, shape, unknown)) for record in records]
    content = b"".join(line + b"\n" for line in lines)
    page_hash = hashlib.sha256(content).hexdigest()
    path = Path(source_id) / feed / page_hash[:2] / f"{page_hash}.ndjson.gz"
    _write_once(folder / path, content)
    return LandedPage(str(path), page_hash, len(lines), len(content), sorted(unknown))


def read(folder: Path, path: str) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Yield the hash (SHA-256 of the canonical line) and the record of each line of a page file.

    Raises:
        OSError: the file is missing or damaged.
    """
    with gzip.open(folder / path, "rb") as file:
        for line in file:
            bare = line.rstrip(b"\n")
            yield hashlib.sha256(bare).digest(), _DECODER.decode(bare)


def _write_once(target: Path, content: bytes) -> None:
    if target.exists():
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
