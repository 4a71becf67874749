"""Check the settings and connections of the environment: ``python -m onestop.config``."""

from __future__ import annotations

import sys

from onestop.config.connections import HOOK_ID, MAIL_ID, SOURCE_ID, variable_of
from onestop.config.environ import SettingsError, variable
from onestop.config.settings import Settings


def main() -> int:
    """Look up every connection that a variable of the environment holds; return 1 where one is wrong.

    Connections that are kept elsewhere are not looked up: the task that uses one says what is wrong with it.
    """
    try:
        settings = Settings.from_env()
        for prefix, listed, look_up in (
            (SOURCE_ID, settings.sources, settings.source),
            (HOOK_ID, settings.hooks, settings.hook),
            (MAIL_ID, ("",), lambda _: settings.connections.mail()),
        ):
            for name in listed:
                if variable(variable_of(prefix + name)):
                    look_up(name)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
