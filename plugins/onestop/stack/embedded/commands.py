"""What the commands of the Makefile do."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from onestop.stack.embedded import StackError
from onestop.stack.embedded.airflow import COMPONENTS
from onestop.stack.embedded.postgres import PIPELINE
from onestop.stack.embedded.processes import require_free_port
from onestop.stack.embedded.run import WOKEN, run_pipeline
from onestop.stack.embedded.stack import (
    AS_OF_VARIABLE,
    DEMO_AS_OF,
    INTERNAL,
    MAILBOX,
    SIMULATOR,
    SITE,
    EmbeddedStack,
    Memory,
)
from onestop.stack.settings import CHECKOUT, environment

ENDS_SHOWN = 5
# What an interactive session takes from the caller; PGHOST and the like would lead it elsewhere.
TERMINAL_VARIABLES = ("TERM", "HOME", "PAGER", "LANG")
# What offices hand in in the demo: the figures that no feed carries, and who wants to receive what.
DEMO_SHEETS = ("manual_figures", "recipients")


def up() -> int:
    """Bring up the stack without a simulated source."""
    environ = environment()
    stack = EmbeddedStack(environ, Memory(as_of=environ.get(AS_OF_VARIABLE)))
    with stack.lock():
        _bring_up(stack)
    _say_where(stack)
    return 0


def demo() -> int:
    """Bring up the stack with a simulated source, run the pipeline, and show what it published."""
    environ = environment()
    known = EmbeddedStack(environ).memory
    as_of = environ.get(AS_OF_VARIABLE) or (known.as_of if known.is_demo else None) or DEMO_AS_OF
    stack = EmbeddedStack(environ, Memory(is_demo=True, as_of=as_of))
    with stack.lock():
        _bring_up(stack)
    succeeded = _run(stack) and _hand_in(stack)
    pages = _show_ranking(stack)
    _say_where(stack, pages)
    return 0 if succeeded and pages else 1


def down() -> int:
    """Stop all processes and keep the data. A wrong setting of something else must not stand in the way."""
    stack = EmbeddedStack({name: value for name, value in environment().items() if name == "ONESTOP_VAR"})
    if not stack.var_dir.is_dir():
        _say("Nothing to stop: the stack was never up here.")
        return 0
    with stack.lock():
        with _step("stop Airflow and the pages"):
            stack.table.stop(stack.table.names())
        with _step("stop PostgreSQL"):
            stack.server.stop()
    return 0


def run(dag_id: str | None = None) -> int:
    """Wake the pipeline of the running stack, or one of its DAGs, and wait until all that follows is done."""
    stack = _running_stack()
    _set_clock(stack)
    if as_of := environment().get(AS_OF_VARIABLE):
        replace(stack.memory, as_of=as_of).save(stack.var_dir)
    return 0 if _run(stack, (dag_id,) if dag_id else WOKEN) else 1


def backup() -> int:
    """Save what cannot be made again; what runs goes on running."""
    from onestop.stack.backup import save, say_saved

    stack = _running_stack()
    with stack.lock(), _step("backup"):
        folder = save(stack.settings)
    say_saved(folder)
    return 0


def restore(folder: str) -> int:
    """Put a backup into an empty place; `make up` goes on from there."""
    from onestop.stack.backup import restore as put_back
    from onestop.stack.backup import say_restored

    if not folder:
        raise StackError("Say which backup: `make restore FROM=var/backups/onestop-20261123-020000`.")
    stack = EmbeddedStack(environment())
    with stack.lock():
        if any(map(stack.table.is_running, stack.table.names())) or _has_server(stack):
            raise StackError("The stack runs here. Stop it with `make down`, and restore into an empty place.")
        with _step("PostgreSQL"):
            _start_server(stack)
        try:
            with _step("backup checked, folders, warehouse"):
                manifest = put_back(stack.settings, CHECKOUT / folder)
        finally:
            stack.server.stop()
    say_restored(manifest)
    _say("`make up` goes on from there.")
    return 0


def psql(statement: str | None) -> int:
    """Open the warehouse, or print the rows of one statement."""
    stack = _running_stack()
    command, environ = stack.server.psql(PIPELINE)
    if statement:
        command += ["-At", "-F", "|", "-v", "ON_ERROR_STOP=1", "-c", statement]
    terminal = {name: value for name, value in environment().items() if name in TERMINAL_VARIABLES}
    sys.stdout.flush()
    return subprocess.run(command, env={**terminal, **environ}, check=False).returncode


def status() -> int:
    """Tell which processes run, how far the work is, what is wrong and what to do; 0 if all is well."""
    stack = EmbeddedStack(environment())
    has_server = _has_server(stack)
    names = [*COMPONENTS, SITE, INTERNAL, *([SIMULATOR, MAILBOX] if stack.memory.is_demo else [])]
    parts = {"postgres": has_server} | {name: stack.table.is_running(name) for name in names}
    for name, runs in parts.items():
        _say(f"{name:<24} {'runs' if runs else 'is stopped'}")
    troubles = _show_work(stack) if has_server else 0
    return 0 if all(parts.values()) and not troubles else 1


def _show_work(stack: EmbeddedStack) -> int:
    """Print what there is and what is wrong; return how many troubles there are."""
    from onestop.stack.clock import read_clock, wall_clock
    from onestop.stack.database import opened, run, transaction

    with opened(stack.settings.sqlalchemy_url) as engine, transaction(engine) as connection:
        when = {"as_of": read_clock(connection), "at": wall_clock(), "stale_hours": stack.settings.stale_hours}
        work = list(run(connection, "watch/count_work.sql"))
        run(connection, "watch/take_troubles.sql", when)
        troubles = list(run(connection, "watch/list_troubles.sql"))
    _say("")
    for line in work:
        _say(f"{line.what:<24} {line.state}")
    summary = f"wrong: {len(troubles)}" if troubles else "nothing is wrong"
    _say(f"\n{summary}, business clock {when['as_of']:%Y-%m-%d %H:%M}")
    for trouble in troubles:
        since = f" since {trouble.since:%Y-%m-%d %H:%M}" if trouble.since else ""
        _say(f"  {trouble.kind}: {trouble.subject}{since}\n    {trouble.detail}\n    -> {trouble.advice}")
    return len(troubles)


def _bring_up(stack: EmbeddedStack) -> None:
    with _step("PostgreSQL"):
        _start_server(stack)
    if stack.memory.is_demo:
        # It makes its dossiers while everything else comes up.
        stack.table.launch(stack.simulator())
        _launch_mailbox(stack)
    else:
        stack.table.stop([SIMULATOR, MAILBOX])
    with _step("warehouse"):
        _migrate_warehouse(stack)
        _install_reference(stack)
    _set_clock(stack)
    stack.memory.save(stack.var_dir)
    with _step("Airflow's database"):
        stack.airflow.migrate()
    with _step("Airflow"):
        stack.airflow.start()
    with _step("pages"):
        sites = stack.sites()
        for site in sites:
            stack.table.launch(site)
        for site in sites:
            stack.table.await_answer(site)
    if stack.memory.is_demo:
        with _step("simulated source, mail box"):
            stack.table.await_answer(stack.simulator())
            stack.table.await_answer(stack.mailbox())


def _start_server(stack: EmbeddedStack) -> None:
    stack.server.start()
    stack.server.create_roles()
    stack.server.create_warehouse_database()


def _has_server(stack: EmbeddedStack) -> bool:
    return stack.var_dir.is_dir() and stack.server.is_running()


def _launch_mailbox(stack: EmbeddedStack) -> None:
    mailbox = stack.mailbox()
    if not stack.table.is_current(mailbox.spec):
        stack.table.stop([MAILBOX])
        require_free_port(stack.settings.mail_port, "the mail server of the demo", "ONESTOP_MAIL_PORT")
    stack.table.launch(mailbox)


def _show_ranking(stack: EmbeddedStack) -> Sequence[str]:
    """Print both ends of the latest ranking; return the paths of its page and of the page of its first commune."""
    from onestop.stack.database import opened, run, transaction

    with opened(stack.settings.sqlalchemy_url) as engine, transaction(engine) as connection:
        latest = run(connection, "show/find_latest_ranking.sql").one_or_none()
        if latest is None:
            _say("No ranking is published.")
            return ()
        rows = list(run(connection, "show/read_ranks.sql", {"publication_id": latest.publication_id}))
    shown = rows if len(rows) <= 2 * ENDS_SHOWN else [*rows[:ENDS_SHOWN], None, *rows[-ENDS_SHOWN:]]
    _say(f"\n{latest.title}, {len(rows)} ranked")
    for row in shown:
        _say("    ..." if row is None else "{:>6}  {:<6} {:<28} {:>7}".format(*row))
    _say("")
    return (latest.path, f"{latest.path.removesuffix('index.html')}don-vi/{rows[0].unit_code}.html")


def _migrate_warehouse(stack: EmbeddedStack) -> None:
    # Imported here: SQLAlchemy and Alembic take a second that `down` and `psql` need not pay.
    from onestop.stack.database import WarehouseError
    from onestop.stack.migrate import migrate

    try:
        migrate(stack.settings.owner_sqlalchemy_url)
    except WarehouseError as error:
        raise StackError(
            f"The warehouse could not be brought to this version and is as it was: {error}. Correct that file; "
            "`make psql` shows what the warehouse holds."
        ) from None


def _install_reference(stack: EmbeddedStack) -> None:
    """Install calendar and units in a process of its own: the launcher knows no room of the pipeline."""
    spec = stack.reference()
    done = subprocess.run(spec.argv, cwd=spec.cwd, env=dict(spec.environ), capture_output=True, text=True, check=False)
    if done.returncode:
        raise StackError(
            f"Calendar and units could not be installed: {done.stderr.strip()} "
            "The warehouse is migrated and otherwise as it was; correct the file and run the command again."
        )


def _set_clock(stack: EmbeddedStack) -> None:
    from onestop.stack.clock import set_clock
    from onestop.stack.database import WarehouseError

    try:
        set_clock(stack.settings)
    except WarehouseError as error:
        raise StackError(
            f"The business clock could not be set to {stack.settings.as_of}: {error}. It moves forward "
            f"only: change {AS_OF_VARIABLE}, and see audit.clock for what it says."
        ) from None


def _running_stack() -> EmbeddedStack:
    stack = EmbeddedStack(environment())
    if not _has_server(stack):
        raise StackError("The stack is not up here. Bring it up with `make up`, or with `make demo` for a source.")
    return stack


def _run(stack: EmbeddedStack, woken: Sequence[str] = WOKEN) -> bool:
    started = time.monotonic()

    def say(text: str) -> None:
        _say(f"  {time.monotonic() - started:6.1f} s  {text}")

    with _step("pipeline", is_long=True):
        return run_pipeline(stack.airflow, say, woken)


def _hand_in(stack: EmbeddedStack) -> bool:
    """Drop the sheets of the demo, as offices would; let them be read, the lists of the morning made and mails sent."""
    sheets = {
        stack.truth_dir() / f"{kind}.csv": stack.settings.sheets_dir / kind / "so-lieu-mo-phong.csv"
        for kind in DEMO_SHEETS
    }
    missing = {sheet: target for sheet, target in sheets.items() if sheet.is_file() and not target.is_file()}
    if not missing:
        return True
    for sheet, target in missing.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(sheet, target)
    with _step("sheets of offices, lists of the morning, mails", is_long=True):
        # One after the other: mails go to those whom the sheet names, and tell what the lists say.
        return all(
            run_pipeline(stack.airflow, lambda text: _say(f"  {text}"), (dag_id,))
            for dag_id in ("read_sheets", "raise_alerts", "deliver")
        )


@contextmanager
def _step(name: str, *, is_long: bool = False) -> Iterator[None]:
    """Tell what is being done while it is done, and then how long it took."""
    started = time.monotonic()
    _say(f"{name} ...", end="\n" if is_long else "")
    try:
        yield
    except BaseException:
        _say("" if is_long else " failed")
        raise
    took = f"{time.monotonic() - started:.1f} s"
    _say(f"{name}: {took}" if is_long else f" {took}")


def _say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


def _say_where(stack: EmbeddedStack, pages: Sequence[str] = ("",)) -> None:
    settings = stack.settings
    for name, path in zip(("rankings:", "commune:"), pages, strict=False):
        _say(f"{name:<9} {settings.page_url(path)}")
    _say(f"internal: {settings.internal_page_url()} (for offices only)")
    if stack.memory.is_demo:
        _say(f"mails:    http://127.0.0.1:{settings.mailbox_port}/")
    _say(f"Airflow:  http://127.0.0.1:{settings.airflow_port}/")
    _say(f"          user admin, password in {stack.airflow.password_file()}")
    _say("Stop with `make down`; the data stays.")
