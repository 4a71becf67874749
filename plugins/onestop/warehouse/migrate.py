"""Bring the warehouse to this version, in one transaction.

A new warehouse gets the tables of ``include/sql/baseline``, and then the migrations that came after it. A warehouse
that exists gets the files of ``include/sql/migrations`` that it lacks, in the order of their numbers. Views, functions
and triggers (see `onestop.warehouse.objects`) are replaced where they or what they read changed. Views of others and
what they granted are kept.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection, Row

from onestop.errors import TellableError
from onestop.warehouse.database import SQL_ROOT, WarehouseError, opened, run, run_text, sql, transaction
from onestop.warehouse.locks import Lock, take_lock
from onestop.warehouse.objects import Names, ObjectError, ObjectFile, affected, all_names, needed, object_files

FIRST_REVISION = "0031"
"""The schema of version 1.0.0, the oldest that is brought to this version."""
BASELINE = "0044"
"""The migration after which a warehouse has the tables of the baseline."""

_COMMENT = re.compile(r"^COMMENT ON .*;$", re.MULTILINE)
# PostgreSQL refuses to change a view or function in place: a column goes or has another type, the result is another,
# or something still depends on what is dropped.
_NOT_IN_PLACE = ("42P16", "42P13", "42809", "2BP01", "0A000")

# What 1.0.0 or a version after it created before audit.object_file listed what is ours.
_FORMER = Names(
    views=frozenset(
        (
            "core.case_count", "core.case_life", "core.counted_unit", "core.entered_part", "core.interlinked_whole",
            "core.record_count", "mart.late_entry", "staging.resolved_dossier", "staging.resolved_event",
            "staging.resolved_feedback", "staging.resolved_interlinked", "staging.resolved_payment",
            "staging.resolved_procedure", "staging.resolved_survey", "staging.resolved_unit",
        )
    ),
    functions=frozenset(
        (
            "core.attention", "core.find_moved_days", "core.move_measures", "mart.among_of", "mart.entered_of",
            "mart.figure_rows", "mart.good_of", "mart.spread_rows",
        )
    ),
)  # fmt: skip


class MigrationError(TellableError):
    """The warehouse cannot be brought to this version; the text says what to do. Nothing was changed."""


def migrate(owner_url: str) -> None:
    """Apply every change that the warehouse lacks, all or nothing; a second call finds nothing to do.

    Args:
        owner_url: SQLAlchemy address (``postgresql+psycopg2://``) of the role that owns the warehouse.

    Raises:
        MigrationError: the warehouse is of a version that this code does not know, or something of others depends on
            what changes and cannot be created again.
        ObjectError: the files of views and functions do not fit each other.
        WarehouseError: a statement failed.
    """
    with opened(owner_url) as engine, transaction(engine) as connection:
        take_lock(connection, Lock.MIGRATION)
        revision = revision_of(connection)
        if revision is None:
            _create(connection)
        else:
            _upgrade(connection, _pending(revision))


def _describe(connection: Connection) -> None:
    """Write the meanings of all columns and the revision that the warehouse has now."""
    run(connection, "audit/describe_columns.sql")
    run(connection, "audit/write_revision.sql", {"revision": known_revisions()[0]})


def known_revisions() -> list[str]:
    """Return the revisions that this code knows, the latest first."""
    return [*(_revision(file) for file in reversed(_migrations())), FIRST_REVISION]


def revision_of(connection: Connection) -> str | None:
    """Return the number of the latest migration of a warehouse; None: it is empty."""
    if not run(connection, "audit/find_schema_tables.sql").one().has_revision:
        return None
    return run(connection, "audit/read_revision.sql").scalar()


def _migrations() -> list[Path]:
    return sorted((SQL_ROOT / "migrations").glob("*.sql"))


def _revision(file: Path) -> str:
    return file.name.split("_", maxsplit=1)[0]


def _pending(revision: str) -> list[Path]:
    """Return the migrations that a warehouse of a revision lacks, in order."""
    if revision in known_revisions():
        return [file for file in _migrations() if _revision(file) > revision]
    if revision < FIRST_REVISION:
        raise MigrationError(
            f"The warehouse has schema {revision}, which is older than version 1.0.0 ({FIRST_REVISION}). "
            "Bring it to version 1.0.0 with the code of 1.0.0 (`make up`), then to this version."
        )
    raise MigrationError(
        f"The warehouse has schema {revision}, which this version does not know; its latest is {known_revisions()[0]}. "
        "Run the version that migrated it last, or restore a backup that was saved before."
    )


def _create(connection: Connection) -> None:
    """Create the tables of a new warehouse, and everything that stands on them."""
    for name in _baseline():
        run_text(connection, name, sql(name))
    _run_migrations(connection, _pending(BASELINE))
    _run_objects(connection, object_files())
    _describe(connection)


def _baseline() -> list[str]:
    return [f"baseline/{file.name}" for file in sorted((SQL_ROOT / "baseline").glob("*.sql"))]


def _run_migrations(connection: Connection, pending: Sequence[Path]) -> None:
    """Run numbered files; at the baseline, tables of an older warehouse get the comments that a new one has."""
    for file in pending:
        name = f"migrations/{file.name}"
        run_text(connection, name, sql(name))
        if _revision(file) == BASELINE:
            for text in map(sql, _baseline()):
                run_text(connection, "baseline", "\n".join(_COMMENT.findall(text)))


def _upgrade(connection: Connection, pending: Sequence[Path]) -> None:
    """Run the pending migrations, and replace what they or another text of a file change."""
    files = object_files()
    digests, former = _read_former(connection)
    changed = affected(files, digests, tables_changed=bool(pending))
    retired = former - all_names(files)
    if not changed and retired == Names():
        return
    run(connection, "audit/clear_column_meanings.sql")
    with_tables = bool(pending) or any(file.is_of_tables for file in changed)
    is_in_place = not (with_tables or retired.views or retired.functions)
    if not (is_in_place and _replace_in_place(connection, changed, retired)):
        dropped = retired | all_names(changed)
        with _views_of_others_kept(connection, dropped, with_tables=with_tables):
            _drop(connection, dropped)
            _run_migrations(connection, pending)
            _run_objects(connection, changed)
    _describe(connection)


def _read_former(connection: Connection) -> tuple[dict[str, str], Names]:
    """Return the digest of each file that the latest migration ran, and the names of what it created."""
    if not run(connection, "audit/find_schema_tables.sql").one().has_object_files:
        return {}, _FORMER | all_names(object_files())
    rows = run(connection, "audit/read_object_files.sql").all()
    former = Names()
    for row in rows:
        former |= Names(frozenset(row.views), frozenset(row.functions), frozenset(row.triggers))
    return {row.file: row.digest for row in rows}, former


def _replace_in_place(connection: Connection, changed: Sequence[ObjectFile], retired: Names) -> bool:
    """Replace views and functions without dropping one; return False where PostgreSQL refuses, with nothing changed."""
    try:
        with connection.begin_nested():
            _drop(connection, retired)
            _run_objects(connection, changed)
    except WarehouseError as error:
        if error.sqlstate not in _NOT_IN_PLACE:
            raise
        return False
    return True


def _drop(connection: Connection, names: Names) -> None:
    for (statement,) in run(connection, "audit/list_drop_statements.sql", names.parameters()).all():
        run_text(connection, "audit/list_drop_statements.sql", statement)


def _run_objects(connection: Connection, files: Sequence[ObjectFile]) -> None:
    """Run files in order, and record what they create."""
    readers = needed(object_files())
    missing = run(connection, "audit/list_missing_names.sql", {"names": sorted(readers)}).scalars().all()
    if missing:
        told = "; ".join(f"{readers[name]} reads {name}" for name in missing)
        raise ObjectError(f"The warehouse has no table, and no file creates, what these headers name: {told}.")
    for file in files:
        run_text(connection, file.name, file.text)
        row = {"file": file.name, "digest": file.digest, **file.creates.parameters()}
        run(connection, "audit/write_object_file.sql", row)
    run(connection, "audit/forget_object_files.sql", {"files": [file.name for file in object_files()]})


@contextlib.contextmanager
def _views_of_others_kept(connection: Connection, dropped: Names, *, with_tables: bool) -> Iterator[None]:
    """Drop the views of others that stand on what changes, and create them and the grants to others again afterwards.

    Args:
        connection: the transaction of the migration.
        dropped: what the block drops.
        with_tables: the block changes tables, too.

    Raises:
        MigrationError: something cannot be created again.
    """
    grants = run(connection, "audit/list_foreign_grants.sql").scalars().all()
    parameters = {"views": sorted(dropped.views), "functions": sorted(dropped.functions), "with_tables": with_tables}
    views = run(connection, "audit/list_foreign_views.sql", parameters).all()
    stuck = [f"{view.name} of {view.owner}" for view in views if not view.is_restorable]
    if stuck:
        raise MigrationError(
            "These depend on views, functions or tables that change, and the migration may not create them again: "
            f"{', '.join(stuck)}. Let onestop_owner act for the owner of a view (GRANT <owner of the view> TO "
            "onestop_owner), or drop it and create it again afterwards. Nothing was changed."
        )
    statements = {
        view: run(connection, "audit/list_view_statements.sql", {"view_id": view.object_id}).all() for view in views
    }
    for view in reversed(views):
        _run_as(connection, view, [one.statement for one in statements[view] if not one.is_of_creation])
    yield
    for grant in grants:
        with _explained(f"The grant `{grant}`"):
            run_text(connection, "grant", grant)
    for view in views:
        with _explained(f"The {view.name} of {view.owner}"):
            _run_as(connection, view, [one.statement for one in statements[view] if one.is_of_creation])


def _run_as(connection: Connection, view: Row[Any], statements: Iterable[str]) -> None:
    """Run statements as the owner of a view."""
    run(connection, "audit/set_role.sql", {"role": view.owner})
    for statement in statements:
        run_text(connection, view.name, statement)
    run(connection, "audit/set_role.sql", {"role": "none"})


@contextlib.contextmanager
def _explained(what: str) -> Iterator[None]:
    """Say of a statement that fails what it should have created again, and what to do."""
    try:
        yield
    except WarehouseError as error:
        raise MigrationError(
            f"{what} does not fit this version: {error}. Drop or revoke it, migrate again, and then create it as it "
            "shall be. Nothing was changed."
        ) from None
