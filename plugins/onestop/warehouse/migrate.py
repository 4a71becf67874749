"""Bring the warehouse to this version: numbered changes once (Alembic), replaceable objects whenever they differ.

``include/sql/migrations/NNNN_<change>.sql`` run once each, in order; a revision file of the same name calls each.
``include/sql/objects`` holds views, functions and triggers, replaced as a whole when a file differs from what was
run last.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from alembic import command, op
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from onestop.warehouse.database import SQL_ROOT, opened, run, run_text, sql, transaction


def migrate(owner_url: str) -> None:
    """Apply every change that the warehouse lacks, all or nothing; a second call finds nothing to do.

    Args:
        owner_url: SQLAlchemy address (``postgresql+psycopg2://``) of the role that owns the warehouse.

    Raises:
        WarehouseError: a statement failed; nothing was changed.
    """
    with opened(owner_url) as engine, transaction(engine) as connection:
        run(connection, "audit/lock_migration.sql")
        _run_revisions(connection)
        _replace_objects(connection)


def run_migration(file: str) -> None:
    """Execute one numbered file on the connection of the migration under way; called by its revision."""
    run_text(op.get_bind(), f"migrations/{file}", sql(f"migrations/{file}"))


def known_revisions() -> list[str]:
    """Return the revisions that this code knows, the latest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


def revision_of(connection: Connection) -> str | None:
    """Return the revision that a warehouse has; None: it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _run_revisions(connection: Connection) -> None:
    """Run what is missing; the objects go first, since a table that a view reads cannot be changed."""
    config = _config()
    config.attributes["connection"] = connection
    at = revision_of(connection)
    if at is None or at == ScriptDirectory.from_config(config).get_current_head():
        command.upgrade(config, "head")
        return
    run(connection, "audit/drop_objects.sql")
    run(connection, "audit/forget_objects_digest.sql")
    command.upgrade(config, "head")


def _replace_objects(connection: Connection) -> None:
    files = sorted((SQL_ROOT / "objects").glob("*.sql"))
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    if run(connection, "audit/read_objects_digest.sql").scalar() == digest:
        return
    run(connection, "audit/drop_objects.sql")
    for file in files:
        name = f"objects/{file.name}"
        run_text(connection, name, sql(name))
    run(connection, "audit/write_objects_digest.sql", {"digest": digest})
