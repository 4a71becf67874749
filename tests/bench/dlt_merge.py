"""The peer dlt: merges landed pages of dossiers into a table of its own. Run by an interpreter that has dlt.

Arguments: the landing folder of the feed, the address of the database, a folder for its working files. Prints the
seconds and the rows. Nested lists go in as JSON, so that it writes one table as we do.
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


def records(landing: Path) -> Iterator[dict[str, Any]]:
    """Yield every landed record."""
    for path in sorted(landing.rglob("*.ndjson.gz")):
        with gzip.open(path, "rb") as file:
            for line in file:
                record = json.loads(line)
                yield {
                    name: json.dumps(value) if isinstance(value, list | dict) else value
                    for name, value in record.items()
                }


def main(landing: str, address: str, work: str) -> None:
    """Merge by MaHoSo, once into an empty table."""
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["RUNTIME__LOG_LEVEL"] = "CRITICAL"
    import dlt

    dossiers = dlt.resource(records(Path(landing)), name="dossier", write_disposition="merge", primary_key="MaHoSo")
    pipeline = dlt.pipeline(
        "bench",
        destination=dlt.destinations.postgres(address),
        dataset_name="dlt_bench",
        pipelines_dir=work,
    )
    start = time.perf_counter()
    pipeline.run(dossiers)
    seconds = time.perf_counter() - start
    rows = pipeline.last_trace.last_normalize_info.row_counts["dossier"]
    sys.stdout.write(json.dumps({"seconds": seconds, "rows": rows}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
