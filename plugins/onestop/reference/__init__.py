"""Reference data of the country: the working calendar, and the units with their history."""

from __future__ import annotations

from sqlalchemy.engine import Engine


def install(engine: Engine) -> None:
    """Bring calendar and units to the content of ``include/reference``; a second call finds nothing to do.

    Args:
        engine: a migrated warehouse, opened by a role that may write.

    Raises:
        ReferenceFileError: a file is wrong; nothing was installed.
        WarehouseError: a statement failed; what was installed before it stays.
    """
    from onestop.reference.calendar import install_calendar
    from onestop.reference.units import seed_units

    install_calendar(engine)
    seed_units(engine)
