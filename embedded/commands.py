"""What the commands of the Makefile do."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from embedded import StackError
from embedded.airflow import COMPONENTS
from embedded.output import say, say_verdict, say_where, show_ranking, show_work, step
from embedded.postgres import PIPELINE
from embedded.run import TRIGGERED, run_pipeline
from embedded.stack import (
    AS_OF_VARIABLE,
    DEMO_AS_OF,
    INTERNAL,
    MAILBOX,
    SIMULATOR,
    SITE,
    EmbeddedStack,
    Memory,
)
from embedded.startup import bring_up, set_clock, start_server
from onestop.config.settings import CHECKOUT, environment

# Variables that an interactive session takes from the caller; PGHOST and the like would change the server.
TERMINAL_VARIABLES = ("TERM", "HOME", "PAGER", "LANG")
# Sheets of the demo: first the figures that no feed has, so that the first publication contains them. Recipients come
# after the past rankings are published, so that nobody is notified of those.
DEMO_FIGURES = ("manual_figures",)
DEMO_RECIPIENTS = ("recipients",)


def up() -> int:
    """Bring up the stack without a simulated source."""
    environ = environment()
    stack = EmbeddedStack(environ, Memory(as_of=environ.get(AS_OF_VARIABLE)))
    with stack.lock():
        bring_up(stack)
    say_where(stack)
    return 0


def demo() -> int:
    """Bring up the stack with a simulated source, run the pipeline, and show what it published."""
    environ = environment()
    known = EmbeddedStack(environ).memory
    as_of = environ.get(AS_OF_VARIABLE) or (known.as_of if known.is_demo else None) or DEMO_AS_OF
    stack = EmbeddedStack(environ, Memory(is_demo=True, as_of=as_of))
    with stack.lock():
        bring_up(stack)
    _place_sheets(stack, DEMO_FIGURES)
    succeeded = _run(stack) and _send_first_mails(stack)
    pages = show_ranking(stack)
    say_where(stack, pages)
    return 0 if succeeded and pages else 1


def down() -> int:
    """Stop all processes and keep the data. A wrong setting of something else must not prevent that."""
    stack = EmbeddedStack({name: value for name, value in environment().items() if name == "ONESTOP_VAR"})
    if not stack.var_dir.is_dir():
        say("Nothing to stop: the stack was never up here.")
        return 0
    with stack.lock():
        with step("stop Airflow and the pages"):
            stack.table.stop(stack.table.names())
        with step("stop PostgreSQL"):
            stack.server.stop()
    return 0


def run(dag_id: str | None = None) -> int:
    """Trigger the pipeline of the running stack, or one of its DAGs, and wait until all that follows is done."""
    stack = _running_stack()
    set_clock(stack)
    if as_of := environment().get(AS_OF_VARIABLE):
        replace(stack.memory, as_of=as_of).save(stack.var_dir)
    return 0 if _run(stack, (dag_id,) if dag_id else TRIGGERED) else 1


def backup() -> int:
    """Save what cannot be made again; the stack goes on running."""
    from onestop.operations.backup import save, say_saved

    stack = _running_stack()
    with stack.lock(), step("backup"):
        folder = save(stack.settings)
    say_saved(folder)
    return 0


def restore(folder: str) -> int:
    """Put a backup into an empty place; `make up` goes on from there."""
    from onestop.operations.backup import restore as restore_backup
    from onestop.operations.backup import say_restored

    if not folder:
        raise StackError("Say which backup: `make restore FROM=var/backups/onestop-20261123-020000`.")
    stack = EmbeddedStack(environment())
    with stack.lock():
        if any(map(stack.table.is_running, stack.table.names())) or _has_server(stack):
            raise StackError("The stack runs here. Stop it with `make down`, and restore into an empty place.")
        with step("PostgreSQL"):
            start_server(stack)
        try:
            with step("backup checked, folders, warehouse"):
                manifest = restore_backup(stack.settings, CHECKOUT / folder)
        finally:
            stack.server.stop()
    say_restored(manifest)
    say("`make up` goes on from there.")
    return 0


def psql(statement: str | None, *, is_plain: bool = False) -> int:
    """Open the warehouse, or print the rows of one statement: as a table, or plain with `|` between the columns."""
    stack = _running_stack()
    command, environ = stack.server.psql(PIPELINE)
    if statement:
        command += ["-v", "ON_ERROR_STOP=1", "-P", "pager=off", "-c", statement]
        if is_plain:
            command += ["-At", "-F", "|"]
    terminal = {name: value for name, value in environment().items() if name in TERMINAL_VARIABLES}
    sys.stdout.flush()
    return subprocess.run(command, env={**terminal, **environ}, check=False).returncode


def status() -> int:
    """Print which processes run, the state of the work, what is wrong and what to do; return 0 if all is well."""
    stack = EmbeddedStack(environment())
    has_server = _has_server(stack)
    names = [*COMPONENTS, SITE, INTERNAL, *([SIMULATOR, MAILBOX] if stack.memory.is_demo else [])]
    parts = {"postgres": has_server} | {name: stack.table.is_running(name) for name in names}
    for name, runs in parts.items():
        say(f"{name:<24} {'runs' if runs else 'is stopped'}")
    stopped = [name for name, runs in parts.items() if not runs]
    troubles = show_work(stack) if has_server else 0
    say_verdict(troubles, stopped, stack.memory.is_demo)
    return 1 if stopped or troubles else 0


def _has_server(stack: EmbeddedStack) -> bool:
    return stack.var_dir.is_dir() and stack.server.is_running()


def _running_stack() -> EmbeddedStack:
    stack = EmbeddedStack(environment())
    if not _has_server(stack):
        raise StackError("The stack is not up here. Bring it up with `make up`, or with `make demo` for a source.")
    return stack


def _run(stack: EmbeddedStack, dag_ids: Sequence[str] = TRIGGERED) -> bool:
    started = time.monotonic()

    def say_when(text: str) -> None:
        say(f"  {time.monotonic() - started:6.1f} s  {text}")

    with step("pipeline", is_long=True):
        return run_pipeline(stack.airflow, say_when, dag_ids, _expected_dossiers(stack))


def _expected_dossiers(stack: EmbeddedStack) -> int:
    """Return how many dossiers the simulated source has, 0 for sources that are not ours."""
    return stack.settings.demo_dossiers if stack.memory.is_demo else 0


def _place_sheets(stack: EmbeddedStack, kinds: Sequence[str]) -> bool:
    """Copy sheets of the demo into the folder where offices put them; return whether any was new."""
    sheets = {
        stack.truth_dir() / f"{kind}.csv": stack.settings.sheets_dir / kind / "so-lieu-mo-phong.csv" for kind in kinds
    }
    missing = {sheet: target for sheet, target in sheets.items() if sheet.is_file() and not target.is_file()}
    for sheet, target in missing.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(sheet, target)
    return bool(missing)


def _send_first_mails(stack: EmbeddedStack) -> bool:
    """Hand in the recipients and run the DAGs that read them, make the morning's lists and send mails."""
    if not _place_sheets(stack, DEMO_RECIPIENTS):
        return True
    with step("sheets of offices, lists of the morning, mails", is_long=True):
        # In this order: mails go to the recipients of the sheet and contain the lists.
        return all(
            run_pipeline(stack.airflow, lambda text: say(f"  {text}"), (dag_id,))
            for dag_id in ("read_sheets", "raise_alerts", "deliver")
        )
