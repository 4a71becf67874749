"""The environment and `.env`: look-ups by kind, each with a message that says what to do about a wrong value."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


class SettingsError(ValueError):
    """An environment variable is missing or wrong; the message names it and says what to do."""


def environment(env_file: Path = CHECKOUT / ".env", environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment over the lines of `.env`: what both name, the environment decides."""
    return {**read_env_file(env_file), **environ}


def read_env_file(path: Path) -> dict[str, str]:
    """Read KEY=VALUE lines; a missing file is empty, quotes around a value are taken off."""
    if not path.is_file():
        return {}
    values: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        key, equals, value = text.removeprefix("export ").partition("=")
        if not equals or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key.strip()):
            raise SettingsError(f"{path.name} line {number} is no KEY=VALUE line. Correct it, or begin it with '#'.")
        values[key.strip()] = _unquoted(value.strip())
    return values


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value


class Environment:
    """Typed look-ups in an environment; an empty variable counts as not set."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Look into these variables."""
        self._environ = environ

    def named(self, prefix: str) -> list[str]:
        """Return the variables that are set and begin so, in order."""
        return sorted(name for name in self._environ if name.startswith(prefix) and self.text(name))

    def text(self, name: str) -> str | None:
        """Return what a variable says, None where it is not set."""
        return self._environ.get(name, "").strip() or None

    def integer(self, name: str, default: int, lowest: int, highest: int) -> int:
        """Return a whole number within bounds."""
        text = self.text(name)
        if text is None:
            return default
        if not re.fullmatch(r"\d+", text, flags=re.ASCII) or not lowest <= int(text) <= highest:
            raise SettingsError(
                f"{name} is {text!r}. Give it a whole number from {lowest} to {highest}, or leave it out for {default}."
            )
        return int(text)

    def switch(self, name: str, *, default: bool) -> bool:
        """Return whether a variable says `on`."""
        usual = "on" if default else "off"
        text = self.text(name) or usual
        if text not in ("on", "off"):
            raise SettingsError(f"{name} is {text!r}. Set it to 'on' or 'off', or leave it out for {usual!r}.")
        return text == "on"

    def directory(self, name: str, default: Path) -> Path:
        """Return a folder; a relative one is the same wherever a process was started."""
        text = self.text(name)
        return default if text is None else CHECKOUT / Path(text).expanduser()

    def moment(self, name: str) -> datetime | None:
        """Return a moment with its offset from UTC."""
        text = self.text(name)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise SettingsError(
                f"{name} is {text!r}. Give it a date and time with its offset, such as "
                "2026-10-01T07:00:00+07:00, or leave it out for the real time."
            )
        return moment
