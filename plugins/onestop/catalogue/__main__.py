"""Bring the warehouse of the environment to what the catalogue says: ``python -m onestop.catalogue``."""

from __future__ import annotations

import sys

from onestop.catalogue import install
from onestop.stack.database import opened
from onestop.stack.errors import TellableError
from onestop.stack.settings import Settings, SettingsError


def main() -> int:
    """Do it and tell each change; 1 and a message when something is wrong."""
    try:
        settings = Settings.from_env()
        with opened(settings.sqlalchemy_url) as engine:
            told = install(engine, settings.catalogue_dir)
    except (TellableError, SettingsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
