"""``python -m handbook``: write every page into docs/reference, and remove those that nothing makes any more."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import Connection

from handbook import catalogue as catalogue_page
from handbook import commands, dags, indicators, markdown, rules, settings, tables
from onestop import catalogue
from onestop.warehouse.database import connect, transaction

INDEX = Path("README.md")


def from_files() -> dict[Path, str]:
    """Return the pages that are made from files of the checkout."""
    return {**rules.pages(), **settings.pages(), **commands.pages()}


def from_warehouse(connection: Connection) -> dict[Path, str]:
    """Return the pages that are made from a migrated warehouse.

    Raises:
        WarehouseError: a statement failed.
    """
    return {**tables.pages(connection), **indicators.pages(connection), **catalogue_page.pages(connection)}


def stale(pages: Mapping[Path, str], folder: Path = markdown.REFERENCE) -> list[Path]:
    """Return the pages in a folder that are not among these; the index is written by hand."""
    present = {path.relative_to(folder) for path in folder.rglob("*.md")}
    return sorted(present - pages.keys() - {INDEX})


def write(pages: Mapping[Path, str], folder: Path = markdown.REFERENCE) -> None:
    """Write pages into a folder and remove the stale ones."""
    for path, text in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    for path in stale(pages, folder):
        (folder / path).unlink()


def main() -> None:
    """Make all pages; those of tables and indicators from a throwaway database.

    Raises:
        StackError: the database server does not start.
        WarehouseError: a statement failed.
    """
    from embedded.postgres import throwaway_cluster
    from onestop.config.settings import as_sqlalchemy
    from onestop.warehouse.migrate import migrate

    with throwaway_cluster() as cluster:
        url = as_sqlalchemy(cluster.create_warehouse_database("handbook"))
        migrate(url)
        engine = connect(url)
        catalogue.install(engine)
        with transaction(engine) as connection:
            pages = from_warehouse(connection)
        engine.dispose()
    write({**pages, **from_files(), **dags.pages(dags.parsed_dags())})


if __name__ == "__main__":
    main()
