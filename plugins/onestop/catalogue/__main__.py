"""Update the warehouse of the environment from the catalogue: ``python -m onestop.catalogue``."""

from __future__ import annotations

import sys

from onestop.catalogue import install
from onestop.config.settings import Settings, SettingsError
from onestop.errors import TellableError
from onestop.warehouse.database import opened

MANY = 20


def main() -> int:
    """Update the warehouse and print each change; return 1 and print a message if something is wrong."""
    try:
        settings = Settings.from_env()
        with opened(settings.sqlalchemy_url) as engine:
            changes = install(engine, settings.catalogue_dir)
    except (TellableError, SettingsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in summary(changes)))
    return 0


def summary(changes: list[str]) -> list[str]:
    """Return the lines to print: each change, and only the number of new entries if there are many."""
    new = [line for line in changes if line.endswith(" is new")]
    if len(new) <= MANY:
        return changes
    return [f"{len(new)} entries of the catalogue are new", *(line for line in changes if line not in new)]


if __name__ == "__main__":
    sys.exit(main())
