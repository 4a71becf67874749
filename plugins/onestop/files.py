"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file in one step, readable by everybody; its folder is made if it is missing.

    Returns:
        The path.

    Raises:
        OSError: the folder cannot be written; what was there before stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        # mkstemp makes the file private; who reads it may be another user.
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder to write into, which becomes ``path`` in one step when the block ends well.

    A folder that is there already gives way to the new one. What a killed process left beside it is swept.

    Raises:
        OSError: the folder cannot be written.
    """
    temporary, former = (path.with_name(f".{path.name}.{what}") for what in ("part", "former"))
    for left in (temporary, former):
        shutil.rmtree(left, ignore_errors=True)
    temporary.mkdir(parents=True)
    try:
        yield temporary
        if path.exists():
            path.rename(former)
        temporary.rename(path)
    finally:
        for left in (temporary, former):
            shutil.rmtree(left, ignore_errors=True)
