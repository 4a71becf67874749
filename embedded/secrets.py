"""Passwords and keys of the stack: made once, kept in files that only their owner can read."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SecretStore:
    """A folder with one secret a file."""

    directory: Path

    def password(self, name: str) -> str:
        """Return the password of that name, made at the first call; needs no escaping in an address."""
        return self._get(name, lambda: secrets.token_urlsafe(24))

    def fernet_key(self, name: str) -> str:
        """Return the key of that name in the form that Fernet wants: 32 random bytes in URL-safe base64."""
        return self._get(name, lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())

    def path(self, name: str) -> Path:
        """Return the file of that secret."""
        return self.directory / name

    def write(self, name: str, content: str) -> Path:
        """Put content into a file that nobody else could read at any moment."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        path, fresh = self.path(name), self.path(f".{name}.new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
        fresh.replace(path)
        return path

    def _get(self, name: str, make: Callable[[], str]) -> str:
        path = self.path(name)
        if not path.is_file():
            self.write(name, make())
        return path.read_text(encoding="utf-8").strip()
