"""Changes of so many dossiers: how long the figures take to follow, and how long publishing them took before."""

from __future__ import annotations

import datetime as dt
import json
import time

from onestop.config.settings import SourceConnection
from onestop.contract.feeds.dossiers import DOSSIERS
from onestop.measure.writer import refresh
from onestop.warehouse.database import run_text, transaction
from tests.bench.peers import landed_pages
from tests.support.scripted import Record, Script, scripted_source
from tests.support.warehouse import Warehouse

START = dt.datetime.fromisoformat("2026-10-01T06:10:00+07:00")
"""The first changes that are sent again have this CapNhatLuc: after all that the source has told."""
RECORDS_OF_A_PAGE = 1000
RECENT_DAYS = 60
RECENT_SHARE = 0.9
COUNTED = "received_on IS NOT NULL AND NOT is_test AND NOT is_deleted"
SCATTERED = f"""
SELECT case_id FROM core.dossier WHERE {COUNTED}
ORDER BY md5(dossier_code || %(seed)s::text) LIMIT %(number)s
"""
# Of the last days nine in ten, as offices work; the others lie anywhere before.
RECENT = f"""
(
    SELECT case_id FROM core.dossier WHERE {COUNTED} AND received_on > %(since)s
    ORDER BY md5(dossier_code || %(seed)s::text) LIMIT %(recent)s
)
UNION ALL
(
    SELECT case_id FROM core.dossier WHERE {COUNTED} AND received_on <= %(since)s
    ORDER BY md5(dossier_code || %(seed)s::text) LIMIT %(number)s - %(recent)s
)
"""
FORM_PEER = """
SELECT
    receiving_unit_id,
    date_trunc('month', received_on) AS month,
    sector_code,
    count(*) AS received,
    count(*) FILTER (WHERE channel = 2) AS received_online,
    count(*) FILTER (WHERE status IN (9, 10)) AS resolved,
    count(*) FILTER (WHERE status IN (9, 10) AND ended_at <= due_at) AS resolved_on_time,
    count(*) FILTER (WHERE ended_at > due_at) AS resolved_overdue,
    count(*) FILTER (WHERE status IN (3, 7, 8)) AS ended_otherwise,
    count(*) FILTER (WHERE ended_at IS NULL) AS in_progress,
    count(*) FILTER (WHERE due_at IS NULL) AS no_due_date,
    count(*) FILTER (WHERE coalesce(digitized_count, 0) > 0) AS digitized,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY ended_at - received_at) AS median_time
FROM core.dossier
WHERE received_on IS NOT NULL AND NOT is_test AND NOT is_deleted
GROUP BY receiving_unit_id, date_trunc('month', received_on), sector_code
"""
"""The peer: nine columns of the form and a median for every commune, month and sector, counted again from the facts."""


ON_ONE_CORE = "SET LOCAL max_parallel_workers_per_gather = 0"
STORED = "CREATE TEMPORARY TABLE form_peer ON COMMIT DROP AS"
"""With it the peer keeps its rows, in a temporary table without an index, which costs no write-ahead log."""


def seconds_of_group_by(warehouse: Warehouse, *, on_one_core: bool = False, is_stored: bool = False) -> float:
    """Return how long the server takes for the peer, without sending its rows: as fast as it can, or within bounds."""
    statement = f"{STORED} {FORM_PEER}" if is_stored else FORM_PEER
    with transaction(warehouse.owner) as connection:
        if on_one_core:
            run_text(connection, "bench", ON_ONE_CORE)
        told = run_text(connection, "bench", f"EXPLAIN (ANALYZE, TIMING OFF, SUMMARY ON, FORMAT JSON) {statement}")
        return float(told.scalar_one()[0]["Execution Time"]) / 1000


def seconds_of_refresh(warehouse: Warehouse) -> float:
    """Let the figures follow, and return how long that took."""
    start = time.perf_counter()
    refresh(warehouse.engine)
    return time.perf_counter() - start


def change(warehouse: Warehouse, number: int, seed: int, *, is_recent: bool) -> None:
    """Let so many dossiers have come by another channel, scattered over the year or nine in ten of the last days."""
    latest = warehouse.query(f"SELECT max(received_on) AS day FROM core.dossier WHERE {COUNTED}")[0].day
    which = {
        "number": number,
        "seed": seed,
        "since": latest - dt.timedelta(days=RECENT_DAYS),
        "recent": max(1, round(number * RECENT_SHARE)),
    }
    warehouse.change_channels(RECENT if is_recent else SCATTERED, which)


def publish_changed(warehouse: Warehouse, connection: SourceConnection, number: int, repetition: int) -> float:
    """Send so many recent dossiers again with another channel, and return how long they took from pages to facts."""
    (system,) = warehouse.query(
        "SELECT source_id FROM audit.source WHERE connection_name = %(name)s", {"name": connection.name}
    )
    records = _changed(warehouse, number, START + dt.timedelta(minutes=repetition))
    pages = [records[at : at + RECORDS_OF_A_PAGE] for at in range(0, len(records), RECORDS_OF_A_PAGE)]
    as_of = START + dt.timedelta(minutes=repetition + 1)
    script = Script({"dossiers": pages}, as_of.isoformat(), system.source_id)
    latest = warehouse.query("SELECT max(batch_id) AS id FROM audit.batch")[0].id
    with scripted_source(script, connection.name) as changed:
        warehouse.register(changed)
        warehouse.read(changed, feeds=[DOSSIERS])
        warehouse.register(connection)
    row = warehouse.query(
        "SELECT sum(updated) AS updated, sum(extract(epoch FROM finished_at - started_at)) AS seconds "
        "FROM audit.batch WHERE batch_id > %(latest)s",
        {"latest": latest},
    )[0]
    assert row.updated == len(records), f"{row.updated} of {len(records)} changed dossiers were published"
    return float(row.seconds)


def _changed(warehouse: Warehouse, number: int, updated_at: dt.datetime) -> list[Record]:
    """Return so many of the latest dossiers as they were landed, with another channel than they have."""
    latest = warehouse.query(
        "SELECT dossier_code, mod(channel, 3) + 1 AS channel FROM core.dossier "
        f"WHERE {COUNTED} AND channel IS NOT NULL AND strpos(dossier_code, '~') = 0 "
        "ORDER BY received_on DESC, dossier_code LIMIT %(number)s",
        {"number": number},
    )
    channels = {row.dossier_code: str(row.channel) for row in latest}
    (folder,) = warehouse.settings.landing_dir.glob("*/dossiers")
    landed = (json.loads(line) for page in landed_pages(folder) for line in page)
    found = {record["MaHoSo"]: record for record in landed if record["MaHoSo"] in channels}
    return [
        {**record, "KenhThucHien": channels[code], "CapNhatLuc": updated_at.isoformat()}
        for code, record in found.items()
    ]
