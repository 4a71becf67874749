"""Reading a clean source: every record once, the ledger balanced, nothing personal at rest."""

from __future__ import annotations

import gzip
from pathlib import Path

import httpx

from onestop.config.settings import SourceConnection
from onestop.contract.feeds import FEEDS, UNITS
from simulator.personal import personal_data
from simulator.testing import RunningSource
from tests.support.warehouse import Warehouse

LEDGER = """
    SELECT feed, sum(received), sum(inserted), sum(updated), sum(unchanged), sum(stale), sum(quarantined)
    FROM audit.batch WHERE status = 'published' GROUP BY feed
"""


def served(source: RunningSource, feed: str) -> int:
    """Count the records of a feed by paging through it, as any other client would."""
    records, cursor = 0, None
    with httpx.Client(base_url=source.url, headers={"Authorization": f"Bearer {source.token}"}) as client:
        while True:
            parameters = {"limit": 1000} | ({"cursor": cursor} if cursor else {})
            page = client.get(f"/v1/{feed}", params=parameters).json()
            records, cursor = records + len(page["data"]), page["next_cursor"]
            if cursor is None:
                return records


def test_every_record_of_every_feed_is_inserted_once(
    warehouse: Warehouse, hue: SourceConnection, source: RunningSource
) -> None:
    warehouse.register(hue)
    warehouse.read(hue, page_limit=100, batch_records=250)

    ledger = {row.feed: tuple(row)[1:] for row in warehouse.query(LEDGER)}
    assert list(ledger.keys() - {feed.name for feed in FEEDS}) == []
    for feed in FEEDS:
        records = served(source, feed.name)
        assert ledger[feed.name] == (records, records, 0, 0, 0, 0), feed.name
        table = "unit_record" if feed is UNITS else feed.singular
        assert warehouse.query(f"SELECT count(*) FROM core.{table}")[0][0] == records, feed.name
    dossiers = len(source.world.dossiers)
    for table in ("core.dossier", "core.dossier_version", 'core."case"'):
        assert warehouse.query(f"SELECT count(*) FROM {table}")[0][0] == dossiers, table
    assert warehouse.query("SELECT count(*) FROM audit.batch WHERE feed = 'dossiers'")[0][0] == -(-dossiers // 300)


def test_reading_again_changes_no_row_of_core_or_quarantine(warehouse: Warehouse, hue: SourceConnection) -> None:
    warehouse.register(hue)
    warehouse.read(hue)
    warehouse.refresh()
    before = warehouse.content("core", "mart", "quarantine")
    warehouse.read(hue)
    warehouse.refresh()
    assert warehouse.content("core", "mart", "quarantine") == before
    received, unchanged = warehouse.query(
        "SELECT received, unchanged FROM audit.batch WHERE feed = 'dossiers' ORDER BY batch_id DESC LIMIT 1"
    )[0]
    assert received == unchanged > 0, "the overlap is read again and found unchanged"


def test_staging_is_empty_afterwards(warehouse: Warehouse, hue: SourceConnection) -> None:
    warehouse.register(hue)
    warehouse.read(hue)
    for table in ("unit", "procedure", "dossier", "mark"):
        assert warehouse.query(f"SELECT count(*) FROM staging.{table}")[0][0] == 0, table


def test_no_personal_value_reaches_landing_or_database(
    warehouse: Warehouse, hue: SourceConnection, source: RunningSource
) -> None:
    warehouse.register(hue)
    warehouse.read(hue)

    personal = {value for dossier in source.world.dossiers[::7] for value in personal_data(dossier).values()}
    assert len(personal) > 500
    kept = landed_text(warehouse.settings.landing_dir)
    for table, rows in warehouse.content("staging", "core", "quarantine", "audit").items():
        kept += f"\n{table}\n{rows!r}"
    assert sorted(value for value in personal if value in kept) == []
    assert source.world.dossiers[0].code in kept, "the scan sees what is kept"


def landed_text(folder: Path) -> str:
    """Return the text of every landed page."""
    return "\n".join(gzip.decompress(path.read_bytes()).decode() for path in sorted(folder.rglob("*.gz")))


def test_the_manifest_names_every_landed_page_with_its_count_and_hash(
    warehouse: Warehouse, hue: SourceConnection
) -> None:
    warehouse.register(hue)
    warehouse.read(hue, page_limit=200)
    pages = warehouse.query("SELECT path, page_hash, records FROM audit.page ORDER BY batch_id, page_no")
    on_disk = {str(path.relative_to(warehouse.settings.landing_dir)) for path in landed_pages(warehouse)}
    assert {page.path for page in pages} == on_disk
    for page in pages:
        content = gzip.decompress((warehouse.settings.landing_dir / page.path).read_bytes())
        assert content.count(b"\n") == page.records
        assert page.page_hash in page.path


def landed_pages(warehouse: Warehouse) -> list[Path]:
    """Return the page files of the landing folder."""
    return sorted(path for path in warehouse.settings.landing_dir.rglob("*") if path.is_file())
