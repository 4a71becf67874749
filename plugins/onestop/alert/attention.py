"""Find which open dossiers need attention at a moment, and why."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.engine import Connection

from onestop.measure.facts import compute_histories
from onestop.warehouse.database import analyze, run


def find_attention(connection: Connection, as_of: dt.datetime) -> None:
    """Fill the temporary table ``attention``, with the columns of ``mart.overdue_dossier``.

    Only open dossiers are read. Their histories are computed by the statements that compute them for the figures, so
    the two cannot disagree.

    Args:
        connection: its transaction; the tables are gone at its end.
        as_of: the moment; what happened later is not taken back.
    """
    moment = {"as_of": as_of}
    run(connection, "alert/find_10_open_dossiers.sql", moment)
    run(connection, "alert/find_20_received_cases.sql")
    analyze(connection, "touched_case")
    compute_histories(connection)
    run(connection, "alert/find_30_received.sql", moment)
    run(connection, "alert/find_40_levels.sql", moment)
    run(connection, "alert/find_50_submitted.sql")
    run(connection, "alert/find_60_attention.sql", moment)
