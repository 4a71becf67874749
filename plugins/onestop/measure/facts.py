"""Compute the facts of touched cases: the history of each, and the one typed row by which it is counted."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from onestop.warehouse.database import run

_HISTORIES = (
    "measure/facts/05_main_dossiers.sql",
    "measure/facts/08_laws.sql",
    "measure/facts/10_dossiers.sql",
    "measure/facts/15_steps.sql",
    "measure/facts/20_ends.sql",
    "measure/facts/25_holders.sql",
    "measure/facts/30_waits.sql",
    "measure/facts/35_due_dates.sql",
    "measure/facts/40_clocks.sql",
)

_COUNTED = (
    "measure/facts/45_states.sql",
    "measure/facts/50_portal.sql",
    "measure/facts/55_interlinked.sql",
    "measure/facts/60_moments.sql",
    "measure/facts/65_payments.sql",
    "measure/facts/68_stretches.sql",
)

_OF_REQUESTS = (
    "measure/facts/72_requests.sql",
    "measure/facts/73_request_steps.sql",
    "measure/facts/74_request_wholes.sql",
    "measure/facts/76_request_moments.sql",
)


def compute_histories(connection: Connection) -> None:
    """Compute the histories of the cases in ``touched_case``: procedure, law, steps, end, holders, waits, due dates.

    The results are temporary tables, which figures and alerts use.
    """
    for file in _HISTORIES:
        run(connection, file)


def compute_facts(connection: Connection) -> None:
    """Fill the temporary table ``fresh_fact`` for the cases and records in ``touched_case``.

    Each statement handles all cases at once and adds one part to the results of the statements before it.
    """
    compute_histories(connection)
    for file in _COUNTED:
        run(connection, file)
    run(connection, "measure/facts/70_records.sql")
    if run(connection, "measure/facts/71_touched_requests.sql").rowcount:
        for file in _OF_REQUESTS:
            run(connection, file)
    run(connection, "measure/facts/80_facts.sql")
    run(connection, "measure/facts/85_record_facts.sql")
