"""This checkout and one of a commit before it, whose packages run the same program of a bench."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onestop.config.settings import CHECKOUT
from tests.e2e.conftest import bare_environment

PROGRAM = Path(__file__).with_name("reader.py")


@dataclass(frozen=True, slots=True)
class Checkout:
    """A folder with the software as it was at a commit.

    Attributes:
        name: how a table calls it.
        folder: where its files are.
    """

    name: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What its processes get: its own packages, and nothing of a stack that runs beside."""
        paths = f"{self.folder / 'plugins'}:{self.folder}"
        return {**bare_environment(os.environ), "PYTHONPATH": paths}

    @property
    def stack(self) -> str:
        """The module that brings up its stack; commits before 1.1.0 have it within the product's package."""
        return "embedded" if (self.folder / "embedded").is_dir() else "onestop.stack.embedded"

    def start(self, task: Mapping[str, Any]) -> Child:
        """Start a process that runs the bench's own program with the packages of this checkout."""
        # Not the folder of the program, where other modules lie, but PYTHONPATH comes first.
        process = subprocess.Popen(
            [sys.executable, "-P", str(PROGRAM)],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        child = Child(process)
        child.tell(task)
        return child


class Child:
    """A process that takes and gives one line of JSON at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Wait for a line.

        Raises:
            RuntimeError: the process ended without one; it has said why on its standard error.
        """
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self.end()
            msg = f"a process of the bench ended with {self._process.returncode}"
            raise RuntimeError(msg)
        heard: dict[str, Any] = json.loads(line)
        return heard

    def ask(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Send a line and wait for the answer."""
        self.tell(message)
        return self.hear()

    def end(self) -> None:
        """Close its input, which ends it, and wait for that."""
        # Closing it sends what waits to be sent, which nobody reads any more if the process is gone.
        with contextlib.suppress(BrokenPipeError):
            self._process.communicate()


def _as_name(commit: str) -> str:
    """Return what names a commit, as a part of a path: branches have slashes."""
    return commit.replace("/", "-")


@contextmanager
def before(commit: str) -> Iterator[Checkout]:
    """Check out a commit beside this checkout for as long as the block runs."""
    folder = CHECKOUT / "var" / "bench" / f"at-{_as_name(commit)}"
    git = ["git", "-C", str(CHECKOUT), "worktree"]
    subprocess.run([*git, "remove", "--force", str(folder)], check=False, capture_output=True)
    subprocess.run([*git, "add", "--force", "--quiet", "--detach", str(folder), commit], check=True)
    try:
        yield Checkout(commit, folder)
    finally:
        subprocess.run([*git, "remove", "--force", str(folder)], check=True)


NOW = Checkout("now", CHECKOUT)
