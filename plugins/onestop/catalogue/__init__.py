"""The catalogue: what a province may override, as entries of YAML files, ours and the province's own."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import Engine

from onestop.config.settings import CHECKOUT

FOLDER = CHECKOUT / "include" / "catalogue"


def install(engine: Engine, own: Path | None = None, folder: Path = FOLDER) -> list[str]:
    """Update the warehouse from the files of the catalogue; a second call changes nothing.

    Args:
        engine: a migrated warehouse, opened by a role that may write.
        own: the folder of the province, whose entries go before ours; None: there is none.
        folder: where our files lie.

    Returns:
        A line for each entry that was entered, changed or taken out.

    Raises:
        CatalogueError: something is wrong; the message has a line for each fault, and nothing was changed.
        WarehouseError: a statement failed; nothing was changed.
    """
    from onestop.catalogue.applying import apply
    from onestop.catalogue.files import read_catalogue

    return apply(engine, read_catalogue(folder, own))
