"""Who else loads the dossiers that were landed: plain COPY of ready lines, and dlt, in each way that it offers.

dlt takes what was landed: what may not be kept is gone already. It checks no rule, keeps no history and no ledger.
"""

from __future__ import annotations

import gzip
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onestop.config.settings import CHECKOUT
from onestop.contract.copying import copy_line
from onestop.warehouse.database import connect, copy_rows, run_text, transaction

DLT = "dlt 1.31.0"
PACKAGES = (
    "dlt[postgres]==1.31.0",
    "psycopg2-binary==2.9.13",
    "pyarrow==26.0.1",
    "adbc-driver-postgresql==1.13.0",
    "adbc-driver-manager==1.13.0",
)
PLAIN = ("DROP TABLE IF EXISTS public.plain", "CREATE TABLE public.plain (record text)")
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Variant:
    """A way in which dlt loads.

    Attributes:
        records: how it gets them, as ``dicts`` or as ``arrow`` tables.
        format: of the files between its steps.
        strategy: how it merges; empty appends.
        workers: processes that normalize, and with more than one, files for each of them.
    """

    records: str
    format: str
    strategy: str = ""
    workers: int = 1

    def __str__(self) -> str:
        """Return what a table says of it."""
        workers = f"{self.workers} workers" if self.workers > 1 else ""
        return ", ".join(filter(None, (self.records, self.format, self.strategy, workers)))

    @property
    def settings(self) -> dict[str, str]:
        """The variables that dlt reads."""
        if self.workers == 1:
            return {}
        return {"NORMALIZE__WORKERS": str(self.workers), "SOURCES__DATA_WRITER__FILE_MAX_ITEMS": "5000"}


_WAYS = (
    ("dicts", "insert_values", 1),
    ("dicts", "csv", 1),
    ("dicts", "csv", 2),
    ("arrow", "csv", 1),
    ("arrow", "parquet", 1),
)
MERGES = tuple(
    Variant(records, file_format, strategy, workers)
    for strategy in ("delete-insert", "upsert")
    for records, file_format, workers in _WAYS
)
APPENDS = tuple(Variant(records, file_format, "", workers) for records, file_format, workers in _WAYS)


class PeerError(RuntimeError):
    """The peer could not load."""


def landed_pages(landing: Path) -> Iterator[list[str]]:
    """Give every page below a landing folder, as its lines of JSON."""
    for path in sorted(landing.rglob("*.ndjson.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield file.read().splitlines()


def copy_plainly(owner: str, landing: Path) -> float:
    """Copy landed records as ready lines of text into a table of one column, and return how long that took."""
    lines = [copy_line([record]) for page in landed_pages(landing) for record in page]
    engine = connect(owner)
    with transaction(engine) as connection:
        for statement in PLAIN:
            run_text(connection, "plain", statement)
    start = time.perf_counter()
    with transaction(engine) as connection:
        copy_rows(connection, "public.plain", ("record",), iter(lines))
    seconds = time.perf_counter() - start
    engine.dispose()
    return seconds


def interpreter() -> Path:
    """Return the Python of an environment that has dlt, which is made once and kept."""
    environment = CHECKOUT / "var" / "bench" / DLT.replace(" ", "-")
    python, complete = environment / "bin" / "python", environment / "complete"
    if not complete.exists() or complete.read_text(encoding="utf-8") != "\n".join(PACKAGES):
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "--quiet", "--clear", str(environment)], check=True)
        subprocess.run([*uv, "pip", "install", "--quiet", "--python", str(python), *PACKAGES], check=True)
        complete.write_text("\n".join(PACKAGES), encoding="utf-8")
    return python


def load_with_dlt(variant: Variant, owner: str, landing: Path) -> float:
    """Let dlt load landed records into a new table, and return how long that took.

    Raises:
        PeerError: it could not, or has not loaded as many rows as it should.
    """
    with tempfile.TemporaryDirectory(prefix="onestop-dlt-") as work:
        task = {
            "landing": str(landing),
            "address": owner.replace("postgresql+psycopg2", "postgresql"),
            "work": work,
            "dataset": f"dlt_bench_{next(_numbers)}",
            "records": variant.records,
            "format": variant.format,
            "strategy": variant.strategy,
            "settings": variant.settings,
        }
        done = subprocess.run(
            [str(interpreter()), str(Path(__file__).with_name("dlt_load.py"))],
            input=json.dumps(task) + "\n",
            check=False,
            capture_output=True,
            text=True,
        )
    if done.returncode:
        raise PeerError(f"dlt ({variant}): {done.stderr.strip().splitlines()[-1]}")
    told = json.loads(done.stdout.splitlines()[-1])
    records = sum(map(len, landed_pages(landing)))
    # Appending has the first hundred twice.
    if not records <= told["rows"] <= records + 100:
        raise PeerError(f"dlt ({variant}) has {told['rows']} rows of {records} records")
    return float(told["seconds"])
