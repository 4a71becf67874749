"""The environment, and the file `.env` beside it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


class SettingsError(ValueError):
    """A setting or a connection is missing or wrong; the message names it and says what to do, and quotes no secret."""


def environment(env_file: Path = CHECKOUT / ".env", environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables of the environment and those of `.env`; the environment wins."""
    return {**read_env_file(env_file), **environ}


def read_env_file(path: Path) -> dict[str, str]:
    """Return the variables of a file; a missing file has none.

    Raises:
        SettingsError: a line is no KEY=VALUE line.
    """
    from dotenv.parser import parse_stream

    if not path.is_file():
        return {}
    values: dict[str, str] = {}
    with path.open(encoding="utf-8") as file:
        for line in parse_stream(file):
            if line.error or (line.key is not None and line.value is None):
                raise SettingsError(
                    f"{path.name} line {line.original.line} is no KEY=VALUE line. Correct it, or begin it with '#'."
                )
            if line.key is not None:
                values[line.key] = line.value or ""
    return values


def variable(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the text of a variable of this process, empty where it is not set."""
    return environ.get(name, "").strip()
