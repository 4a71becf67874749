"""Remove landed pages that no batch has in its manifest any more.

A page is named by its content, and one that is landed again gets a new date. It may
be landed again between its check and its removal; so it is renamed first, checked again, and renamed back if new.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy.engine import Engine

from onestop.warehouse.database import run, transaction

FILES = 1_000
"""How many files are looked up at once."""
_ASIDE = ".old"


def remove_landed(engine: Engine, folder: Path, before: dt.datetime) -> int:
    """Remove the files that were landed before a moment and are in no manifest, leftovers of killed runs too.

    Returns:
        How many files were removed.

    Raises:
        OSError: a file cannot be removed.
        WarehouseError: the manifest cannot be read.
    """
    removed = 0
    files = _old_files(folder, before.timestamp())
    while portion := list(itertools.islice(files, FILES)):
        removed += sum(_remove(path, before.timestamp()) for path in _unlisted(engine, folder, portion))
    return removed


def _old_files(folder: Path, before: float) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        with contextlib.suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < before:
                yield path


def _unlisted(engine: Engine, folder: Path, files: Sequence[Path]) -> list[Path]:
    paths = {str(path.relative_to(folder)): path for path in files}
    with transaction(engine) as connection:
        listed = {row.path for row in run(connection, "operations/list_manifest_paths.sql", {"paths": list(paths)})}
    return [path for name, path in paths.items() if name not in listed]


def _remove(path: Path, before: float) -> bool:
    aside = path.with_name(path.name + _ASIDE)
    path.rename(aside)
    if aside.stat().st_mtime >= before:
        aside.rename(path)
        return False
    aside.unlink()
    return True
