"""Start the stack: server, warehouse, clock, Airflow, pages, and in the demo its source and its mail box."""

from __future__ import annotations

import subprocess

from embedded import StackError
from embedded.output import say, step
from embedded.processes import ProcessSpec, require_free_port
from embedded.stack import AS_OF_VARIABLE, MAILBOX, SIMULATOR, EmbeddedStack


def bring_up(stack: EmbeddedStack) -> None:
    """Start what does not run yet, in the order in which one needs the other, and migrate both databases.

    Raises:
        StackError: something does not start, or the warehouse or the clock refuses the change.
    """
    with step("settings and connections"):
        _check_connections(stack.connections())
    with step("PostgreSQL"):
        start_server(stack)
    if stack.memory.is_demo:
        # It generates its dossiers while everything else starts.
        stack.table.launch(stack.simulator())
        _launch_mailbox(stack)
    else:
        stack.table.stop([SIMULATOR, MAILBOX])
    with step("warehouse"):
        _migrate_warehouse(stack)
        _install(stack.reference(), "Calendar and units")
    with step("catalogue"):
        changes = _install(stack.catalogue(), "The catalogue")
    for line in changes:
        say(f"  {line}")
    set_clock(stack)
    stack.memory.save(stack.var_dir)
    with step("Airflow's database"):
        stack.airflow.migrate()
    with step("Airflow"):
        stack.airflow.start()
    with step("pages"):
        sites = stack.sites()
        for site in sites:
            stack.table.launch(site)
        for site in sites:
            stack.table.await_answer(site)
    if stack.memory.is_demo:
        with step("simulated source, mail box"):
            stack.table.await_answer(stack.simulator())
            stack.table.await_answer(stack.mailbox())


def _check_connections(spec: ProcessSpec) -> None:
    done = subprocess.run(spec.argv, cwd=spec.cwd, env=dict(spec.environ), capture_output=True, text=True, check=False)
    if done.returncode:
        raise StackError(f"{done.stderr.strip()}\nNothing was changed.")


def start_server(stack: EmbeddedStack) -> None:
    """Start the database server, with its roles and an empty warehouse if there is none."""
    stack.server.start()
    stack.server.create_roles()
    stack.server.create_warehouse_database()


def _launch_mailbox(stack: EmbeddedStack) -> None:
    mailbox = stack.mailbox()
    if not stack.table.is_current(mailbox.spec):
        stack.table.stop([MAILBOX])
        require_free_port(stack.settings.mail_port, "the mail server of the demo", "ONESTOP_MAIL_PORT")
    stack.table.launch(mailbox)


def _migrate_warehouse(stack: EmbeddedStack) -> None:
    # Imported here: SQLAlchemy and Alembic take a second that `down` and `psql` need not pay.
    from onestop.warehouse.database import WarehouseError
    from onestop.warehouse.migrate import migrate

    try:
        migrate(stack.settings.owner_sqlalchemy_url)
    except WarehouseError as error:
        raise StackError(
            f"The warehouse could not be brought to this version and is as it was: {error}. Correct that file; "
            "`make psql` shows what the warehouse holds."
        ) from None


def _install(spec: ProcessSpec, what: str) -> list[str]:
    """Load files into the warehouse by a process of its own, and return the lines that it printed."""
    done = subprocess.run(spec.argv, cwd=spec.cwd, env=dict(spec.environ), capture_output=True, text=True, check=False)
    if done.returncode:
        raise StackError(
            f"{what} could not be installed:\n{done.stderr.strip()}\n"
            "The warehouse is migrated and otherwise as it was; correct the file and run the command again."
        )
    return done.stdout.splitlines()


def set_clock(stack: EmbeddedStack) -> None:
    """Write the business clock of the settings to the warehouse.

    Raises:
        StackError: it would go back.
    """
    from onestop.warehouse.clock import set_clock as write_clock
    from onestop.warehouse.database import WarehouseError

    try:
        write_clock(stack.settings)
    except WarehouseError as error:
        raise StackError(
            f"The business clock could not be set to {stack.settings.as_of}: {error}. It moves forward "
            f"only: change {AS_OF_VARIABLE}, and see audit.clock for what it says."
        ) from None
