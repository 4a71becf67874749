"""Who else loads the dossiers that were landed: plain COPY of ready lines, and dlt, which merges them by their code."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from onestop.stack.database import copy_line, copy_rows, transaction
from onestop.stack.settings import CHECKOUT
from tests.bench.changes import landed_lines
from tests.bench.results import Measured
from tests.support.warehouse import Warehouse

PART = "peers in the same run"
DLT = "dlt[postgres]==1.31.0"


def copy_plainly(warehouse: Warehouse) -> Measured:
    """Copy the landed dossiers as ready lines of text into a table of one column."""
    lines = [copy_line([record]) for record in landed_lines(warehouse)]
    warehouse.execute("CREATE TABLE public.plain (record text)")
    warehouse.execute("GRANT INSERT ON public.plain TO onestop_pipeline")
    start = time.perf_counter()
    with transaction(warehouse.engine) as connection:
        copy_rows(connection, "public.plain", ("record",), iter(lines))
    return Measured(PART, "plain COPY of ready lines", [time.perf_counter() - start], rows=len(lines))


def merge_with_dlt(warehouse: Warehouse, work: Path) -> Measured:
    """Let dlt merge the landed dossiers, in a virtual environment of its own that is kept for the next run."""
    environment = CHECKOUT / "var" / "bench" / DLT.replace("==", "-")
    python = str(environment / "bin" / "python")
    if not Path(python).exists():
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "--quiet", str(environment)], check=True)
        install = [*uv, "pip", "install", "--quiet", "--python", python, DLT, "psycopg2-binary"]
        subprocess.run(install, check=True)
    address = warehouse.owner_url.replace("postgresql+psycopg2", "postgresql")
    (folder,) = warehouse.settings.landing_dir.glob("*/dossiers")
    command = [python, "tests/bench/dlt_merge.py", str(folder), address, str(work)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, cwd=CHECKOUT).stdout.splitlines()[-1]
    told = json.loads(answer)
    return Measured(PART, f"{DLT} merge", [told["seconds"]], rows=told["rows"])
