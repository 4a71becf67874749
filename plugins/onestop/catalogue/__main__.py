"""Bring the warehouse of the environment to what the catalogue says: ``python -m onestop.catalogue``."""

from __future__ import annotations

import sys

from onestop.catalogue import install
from onestop.config.settings import Settings, SettingsError
from onestop.errors import TellableError
from onestop.warehouse.database import opened

MANY = 20


def main() -> int:
    """Do it and tell each change; 1 and a message when something is wrong."""
    try:
        settings = Settings.from_env()
        with opened(settings.sqlalchemy_url) as engine:
            told = install(engine, settings.catalogue_dir)
    except (TellableError, SettingsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in summary(told)))
    return 0


def summary(told: list[str]) -> list[str]:
    """Return the lines that somebody should look at: each change, and how many entries are new if they are many."""
    new = [line for line in told if line.endswith(" is new")]
    if len(new) <= MANY:
        return told
    return [f"{len(new)} entries of the catalogue are new", *(line for line in told if line not in new)]


if __name__ == "__main__":
    sys.exit(main())
