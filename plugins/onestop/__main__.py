"""Which software this is: ``python -m onestop --version``."""

from __future__ import annotations

import argparse
import sys

from onestop.config.settings import Settings
from onestop.operations.version import software


def main(arguments: list[str]) -> None:
    """Print the version, the schema that it knows and, where it is known, the commit."""
    parser = argparse.ArgumentParser(prog="onestop", description=__doc__)
    parser.add_argument("--version", action="version", version=str(software(Settings.from_env().commit)))
    parser.parse_args(arguments)
    parser.print_help()


if __name__ == "__main__":
    main(sys.argv[1:])
