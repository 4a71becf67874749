"""The command line behind the Makefile: `python -m embedded up`."""

from __future__ import annotations

import argparse
import sys

from embedded import StackError, commands
from onestop.config.settings import SettingsError
from onestop.errors import TellableError


def main(arguments: list[str]) -> int:
    """Run one command; an error that the user can correct is one line, without a traceback."""
    parser = argparse.ArgumentParser(prog="onestop", description=__doc__)
    choices = parser.add_subparsers(dest="command", required=True)
    for name in ("up", "down", "demo", "status", "backup"):
        choices.add_parser(name, help=str(getattr(commands, name).__doc__))
    choices.add_parser("run", help=str(commands.run.__doc__)).add_argument("dag_id", nargs="?")
    terminal = choices.add_parser("psql", help=str(commands.psql.__doc__))
    terminal.add_argument("--plain", action="store_true", help="rows without headings, | between the columns")
    terminal.add_argument("statement", nargs="?")
    choices.add_parser("restore", help=str(commands.restore.__doc__)).add_argument("folder")
    options = parser.parse_args(arguments)
    try:
        if options.command == "psql":
            return commands.psql(options.statement, is_plain=options.plain)
        if options.command == "run":
            return commands.run(options.dag_id)
        if options.command == "restore":
            return commands.restore(options.folder)
        return int(getattr(commands, options.command)())
    except (StackError, SettingsError, TellableError) as error:
        sys.stderr.write(f"{options.command}: {error}\n")
    except PermissionError as error:
        sys.stderr.write(f"{options.command}: {error}. Run it as the user who brought the stack up.\n")
    except OSError as error:
        sys.stderr.write(f"{options.command}: {error}\n")
    except KeyboardInterrupt:
        sys.stderr.write(f"{options.command}: interrupted; what runs goes on running, `make down` stops it.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
