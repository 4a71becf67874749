"""The peer dlt: loads landed pages of dossiers into a table of its own. Run by an interpreter that has dlt.

The task is a line of JSON on the input: the landing folder of the feed, the address of the database, a folder for
working files, a dataset that is new, and how dlt is to load (``peers.Variant``). Prints the seconds and the rows.
Nested values go in as text of JSON, so that it writes one table as we do. What is timed is one run of a pipeline that
has already loaded a hundred records: everything is imported, tables and schema are there, and a merge finds records
to take the place of.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FEW = 100
SETTINGS = {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__LOG_LEVEL": "CRITICAL",
    # Both make it faster here: no time goes into compressing files that are read a moment later.
    "NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION": "true",
    "SOURCES__DATA_WRITER__DISABLE_COMPRESSION": "true",
}


def pages(landing: Path) -> Iterator[list[dict[str, Any]]]:
    """Yield the landed records, a page at a time."""
    import orjson

    for path in sorted(landing.rglob("*.ndjson.gz")):
        with gzip.open(path, "rb") as file:
            yield [orjson.loads(line) for line in file.read().splitlines()]


def as_text(value: Any) -> str | None:
    """Return a value as text, which all values of the feed are but nested ones."""
    import orjson

    return value if isinstance(value, str) or value is None else orjson.dumps(value).decode()


def dicts(page: list[dict[str, Any]], _: list[str]) -> list[dict[str, Any]]:
    """Give dlt a page as dictionaries."""
    return [{name: as_text(value) for name, value in record.items()} for record in page]


def arrow(page: list[dict[str, Any]], names: list[str]) -> Any:
    """Give dlt a page as an Arrow table, all columns being text."""
    import pyarrow as pa

    columns = {name: pa.array([as_text(record.get(name)) for record in page], pa.string()) for name in names}
    return pa.table(columns)


def load(task: dict[str, Any]) -> dict[str, Any]:
    """Load a few records, then all of them, and tell what the latter took."""
    import dlt

    landing = Path(task["landing"])
    names = sorted({name for page in pages(landing) for record in page for name in record})
    give = {"dicts": dicts, "arrow": arrow}[task["records"]]
    merges = {"disposition": "merge", "strategy": task["strategy"]}
    pipeline = dlt.pipeline(
        "bench",
        destination=dlt.destinations.postgres(task["address"]),
        dataset_name=task["dataset"],
        pipelines_dir=task["work"],
    )

    def resource(told: Iterator[list[dict[str, Any]]]) -> Any:
        return dlt.resource(
            (give(page, names) for page in told),
            name="dossier",
            write_disposition=merges if task["strategy"] else "append",
            primary_key="MaHoSo",
        )

    pipeline.run(resource(iter([next(pages(landing))[:FEW]])), loader_file_format=task["format"])
    start = time.perf_counter()
    pipeline.run(resource(pages(landing)), loader_file_format=task["format"])
    seconds = time.perf_counter() - start
    with pipeline.sql_client() as client, client.execute_query("SELECT count(*) FROM dossier") as cursor:
        return {"seconds": seconds, "rows": cursor.fetchone()[0]}


if __name__ == "__main__":
    given = json.loads(sys.stdin.readline())
    os.environ.update({**SETTINGS, **given["settings"]})
    sys.stdout.write("\n" + json.dumps(load(given)) + "\n")
