"""Install calendar and units in the warehouse of the environment: ``python -m onestop.reference``."""

from __future__ import annotations

import logging
import sys

from onestop.config.settings import Settings, SettingsError
from onestop.errors import TellableError
from onestop.reference import install
from onestop.warehouse.database import opened


def main() -> int:
    """Do it; 1 and a message when something is wrong."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        with opened(Settings.from_env().sqlalchemy_url) as engine:
            install(engine)
    except (TellableError, SettingsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
