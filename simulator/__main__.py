"""Command line of the simulated source: ``serve``, ``truth`` and ``mailbox``, see ``python -m simulator --help``."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import uvicorn

from simulator.defects import Defects
from simulator.localtime import moment_of
from simulator.mailbox import serve_mailbox
from simulator.server import DEFAULT_SOURCE_SYSTEM, create_app
from simulator.truth import write_truth
from simulator.world import Scale, World, build_world

_VARIABLE = "SIMULATOR_TOKEN"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command."""
    commands = command_line()
    options = commands.parse_args(arguments)
    if options.command == "mailbox":
        serve_mailbox(options.folder, options.mail_port, options.port)
        return
    serving = options.command == "serve"
    if serving and not options.token:
        commands.error(f"a token is needed: --token, or the environment variable {_VARIABLE}")
    world = build_world(scale_of(options))
    if options.truth:
        write_truth(world, options.truth)
    if serving:
        _serve(world, options)


def scale_of(options: argparse.Namespace) -> Scale:
    """Return the scale of the world that the options of a command ask for."""
    return Scale(
        dossiers=options.dossiers,
        seed=options.seed,
        communes=options.communes,
        as_of=options.as_of,
        cross_references=options.cross_references,
        defects=Defects.profile() if options.defects == "profile" else Defects(),
        rich_histories=options.rich_histories,
        own_procedures=options.own_procedures,
        outside_receptions=options.outside_receptions,
        first_month=options.first_month,
    )


def _serve(world: World, options: argparse.Namespace) -> None:
    app = create_app(world, options.token, options.source_system)
    sys.stdout.write(f"{len(world.dossiers)} dossiers, serving on http://127.0.0.1:{options.port}\n")
    sys.stdout.flush()
    uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="warning", access_log=False, lifespan="off")


def command_line() -> argparse.ArgumentParser:
    """Return the commands with their options."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A simulated commune one-stop source.")
    commands = parser.add_subparsers(dest="command", required=True)

    serve = commands.add_parser("serve", help="serve a world over HTTP on 127.0.0.1")
    serve.add_argument("--port", type=int, default=8090)
    serve.add_argument(
        "--token",
        default=os.environ.get(_VARIABLE),
        help=f"bearer token; by default the environment variable {_VARIABLE}",
    )
    serve.add_argument("--source-system", default=DEFAULT_SOURCE_SYSTEM, help="stable id of the source")
    serve.add_argument("--truth", type=Path, metavar="DIR", help="write the truth there before serving")

    truth = commands.add_parser("truth", help="only write what a correct count must give")
    truth.add_argument("--out", dest="truth", type=Path, metavar="DIR", required=True)

    mailbox = commands.add_parser("mailbox", help="take mails on 127.0.0.1 and show them on a page")
    mailbox.add_argument("--mail-port", type=int, default=8770)
    mailbox.add_argument("--port", type=int, default=8771, help="of the page")
    mailbox.add_argument("--folder", type=Path, metavar="DIR", required=True, help="where the mails are kept")

    for command in (serve, truth):
        _add_scale(command)
    return parser


def _add_scale(command: argparse.ArgumentParser) -> None:
    default = Scale()
    command.add_argument("--dossiers", type=int, default=default.dossiers)
    command.add_argument("--seed", type=int, default=default.seed, help="another seed is another world")
    command.add_argument("--communes", type=int, default=default.communes, help="only the first ones by code")
    command.add_argument(
        "--as-of",
        type=_timestamp,
        default=default.as_of,
        metavar="RFC3339",
        help="the source's clock, with an offset",
    )
    command.add_argument(
        "--defects",
        choices=("none", "profile"),
        default="none",
        help="what is wrong with the records; the truth then has a list of it",
    )
    command.add_argument(
        "--cross-references",
        action="store_true",
        help="dossiers of interlinked requests carry the code of the request",
    )
    command.add_argument(
        "--own-procedures",
        action="store_true",
        help="some offices keep interlinked dossiers under the groups' own procedures, some send no record",
    )
    command.add_argument(
        "--outside-receptions",
        action="store_true",
        help="some dossiers since July 2026 are received at another commune than the competent one",
    )
    command.add_argument(
        "--rich-histories",
        action="store_true",
        help="some dossiers wait for a payment, go to another agency and back, or are reopened",
    )
    command.add_argument(
        "--first-month",
        type=_month,
        default=default.first_month,
        metavar="YYYY-MM",
        help="twelve months from then on; before 2025-07 the communes of before the reform receive dossiers",
    )


def _month(text: str) -> tuple[int, int]:
    first = datetime.strptime(text, "%Y-%m")  # noqa: DTZ007 - a month has no zone
    return first.year, first.month


def _timestamp(text: str) -> datetime:
    when = datetime.fromisoformat(text)
    moment_of(when)
    return when


if __name__ == "__main__":
    main()
