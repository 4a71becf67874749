"""Identify this software: version, schema and, where it is known, commit."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

import onestop
from onestop.config.settings import CHECKOUT


@dataclass(frozen=True, slots=True)
class Software:
    """The software that made a figure, a page or a backup.

    Attributes:
        version: that of the changelog.
        revision: the latest migration that this code knows.
        commit: the short hash, with ``-dirty`` where files were changed since; empty if it is unknown.
    """

    version: str
    revision: str
    commit: str

    def __str__(self) -> str:
        """Return all three in one line."""
        commit = f", commit {self.commit}" if self.commit else ""
        return f"onestop {self.version}, schema {self.revision}{commit}"


def software(commit: str = "") -> Software:
    """Return which software runs.

    Args:
        commit: the one that an image was built from; a checkout has its own.
    """
    from onestop.warehouse.migrate import known_revisions

    return Software(onestop.__version__, known_revisions()[0], commit or _checked_out())


def _checked_out() -> str:
    """Return the commit of the checkout; empty where there is none, or no git to ask."""
    if not (CHECKOUT / ".git").exists():
        return ""
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    try:
        done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip()
