"""A browser for tests: Debian's Chromium, installed where it may be, else a message that says what is missing."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright

PACKAGES = ("chromium", "fonts-noto-core")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_LOCK = Path(tempfile.gettempdir()) / "onestop-chromium.lock"


class NoBrowserError(RuntimeError):
    """There is no Chromium, and it cannot be installed here."""


def chromium() -> str:
    """Return the path of Chromium; as root on Debian it is installed first if it is missing.

    Raises:
        NoBrowserError: it is missing; the message says what to install.
    """
    with _LOCK.open("w") as lock:
        # Several processes of a test run may ask at once; apt knows one at a time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = shutil.which("chromium")
        if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
            _install()
            found = shutil.which("chromium")
    if found is None:
        raise NoBrowserError(f"The tests of the site need a browser: apt-get install {' '.join(PACKAGES)}")
    return found


def _install() -> None:
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        # Whether it worked is seen by whether the browser is there.
        subprocess.run(["apt-get", *command], env=environ, capture_output=True, check=False, timeout=600)


@contextlib.contextmanager
def browser(playwright: Playwright, profile: Path, **options: object) -> Iterator[BrowserContext]:
    """Open a browser with a profile of its own; it asks nobody but the site for anything."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium(), args=list(ARGUMENTS), headless=True, **options
    )
    context.set_default_timeout(10_000)
    try:
        yield context
    finally:
        context.close()
