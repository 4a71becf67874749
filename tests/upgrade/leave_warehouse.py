"""Make ``warehouse-1.0.0.sql.xz``: the warehouse as version 1.0.0 leaves it, dumped.

It runs with the code of version 1.0.0 (commit abcca65), unpacked somewhere, and takes only ``told.py`` from here:

    mkdir /tmp/onestop-1.0.0 && git archive abcca65 | tar -x -C /tmp/onestop-1.0.0
    here=$PWD; cd /tmp/onestop-1.0.0
    PYTHONPATH=plugins:.:$here $here/.venv/bin/python $here/tests/upgrade/leave_warehouse.py

What it does is what an installation does in two months: it reads a source at three dates, publishes what is due, and
takes in sheets (figures, a target, an objection and its decision, a form that is confirmed and signed).
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import lzma
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import sqlalchemy as sa

from embedded.postgres import throwaway_cluster
from onestop.config.settings import as_sqlalchemy
from onestop.operations.programs import installed_programs
from onestop.publish.rankings import publish_pending
from onestop.reference.units import UNITS_FOLDER, seed_units
from onestop.sheets.objections import decision_sheet, objection_sheet
from tests.sheets.handing_in import CONFIRMATION, MANUAL, SIGNATURE, TARGET, as_csv, hand_in, saved
from tests.support.scripted import Script, scripted_source
from tests.support.warehouse import Warehouse, migrate_warehouse, open_warehouse
from tests.upgrade.told import ZONE, told_by

KEPT_PERIODS = ("month", "report_quarter")


def main(target: Path) -> None:
    """Make the dump."""
    with throwaway_cluster() as cluster, tempfile.TemporaryDirectory() as folder:
        url = as_sqlalchemy(cluster.create_warehouse_database("left"))
        migrate_warehouse(url)
        warehouse = open_warehouse(cluster.url("onestop_pipeline", "left"), url, Path(folder) / "var")
        seed_units(warehouse.engine, _list_of_hue(Path(folder) / "units"))
        # Fewer kinds of periods, or the dump would be several times as large.
        warehouse.keep_periods(*KEPT_PERIODS)
        _live(warehouse, Path(folder) / "sheets")
        warehouse.close()
        content = _dump(url)
    target.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    sys.stderr.write(f"{target}: {target.stat().st_size} bytes, {len(content)} unpacked\n")


def _live(warehouse: Warehouse, sheets: Path) -> None:
    _read(warehouse, "2026-09-01")
    first = _publish(warehouse)
    units = warehouse.query(
        "SELECT unit_code FROM mart.ranking INNER JOIN mart.publication USING (publication_id) "
        "WHERE publication_id = %(id)s ORDER BY unit_code",
        {"id": _preliminary_of_august(warehouse)},
    )
    _object(warehouse, sheets, _preliminary_of_august(warehouse), units[0].unit_code)
    for name, row in {
        "manual_figures": {**MANUAL, "Kỳ": "Tháng 8/2026"},
        "targets": TARGET,
        "form_confirmations": {**CONFIRMATION, "Kỳ": "Tháng 8/2026"},
        "form_signatures": {**SIGNATURE, "Kỳ": "Tháng 8/2026", "Ngày văn bản": "01/09/2026"},
    }.items():
        _accepted(hand_in(warehouse, sheets, f"{name}/a.csv", as_csv(row)))
    _read(warehouse, "2026-09-07")
    second = _publish(warehouse)
    _read(warehouse, "2026-10-01")
    third = _publish(warehouse)
    quarantined = warehouse.query("SELECT count(*) AS n FROM quarantine.record WHERE status = 'open'")[0].n
    sys.stderr.write(f"published: {len(first)}, {len(second)}, {len(third)}; quarantined: {quarantined}\n")


def _read(warehouse: Warehouse, date: str) -> None:
    as_of = dt.datetime.fromisoformat(f"{date}T06:00:00").replace(tzinfo=ZONE)
    warehouse.set_clock(as_of + dt.timedelta(hours=1))
    feeds = {feed: [records] for feed, records in told_by(as_of).items()}
    with scripted_source(Script(feeds, as_of=as_of.isoformat(), source_system="hue-mot-cua"), "hue") as connection:
        warehouse.register(connection)
        warehouse.read(connection)
    warehouse.refresh()


def _publish(warehouse: Warehouse) -> list[int]:
    return publish_pending(warehouse.engine)


def _preliminary_of_august(warehouse: Warehouse) -> int:
    rows = warehouse.query(
        "SELECT publication_id FROM mart.publication WHERE period_id = 'month:2026-08-01:2026-08-31' AND version = 1"
    )
    return int(rows[0].publication_id)


def _object(warehouse: Warehouse, sheets: Path, publication_id: int, unit_code: str) -> None:
    sheet = objection_sheet(warehouse.engine, publication_id, unit_code)
    objection = {
        "Nguyên nhân": "Cơ quan khác giữ hồ sơ", "Minh chứng": "Công văn 8/UBND",
        "Chức danh người kiến nghị": "Chủ tịch UBND phường",
    }  # fmt: skip
    _accepted(hand_in(warehouse, sheets, "objections/a.xlsx", _first_filled(sheet, objection)))
    decision = {
        "Kết luận": "Chấp nhận", "Lý do": "Có văn bản của Công an xã",
        "Chức danh người kết luận": "Trưởng phòng Kiểm soát TTHC",
    }  # fmt: skip
    sheet = decision_sheet(warehouse.engine, publication_id)
    _accepted(hand_in(warehouse, sheets, "objection_decisions/a.xlsx", _first_filled(sheet, decision)))


def _first_filled(sheet: bytes, cells: dict[str, str]) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(sheet))
    page = workbook.worksheets[0]
    heads = {cell.value: cell.column for cell in page[1]}
    for heading, text in cells.items():
        page.cell(2, heads[heading], text)
    return saved(workbook)


def _accepted(outcome: dict[str, int]) -> None:
    if outcome.get("accepted") != 1:
        raise SystemExit(f"a sheet was not accepted: {outcome}")


def _list_of_hue(folder: Path) -> Path:
    """Return a copy of the country's list with the province of Huế alone: the whole list would be most of the dump."""
    folder.mkdir()
    units = _lines(UNITS_FOLDER / "units.csv.gz")
    head = next(units)
    rows = [line.split(",") for line in units]
    codes = {row[1] for row in rows if row[0] == "province" and row[1] == "46"}
    for _ in range(2):
        codes |= {row[1] for row in rows if row[3] in codes}
    kept = [row for row in rows if row[3] in codes or (row[0] == "province" and row[1] in codes)]
    (folder / "units.csv.gz").write_bytes(gzip.compress("\n".join([head, *(",".join(row) for row in kept)]).encode()))
    communes = {row[1] for row in kept}
    lines = _lines(UNITS_FOLDER / "succession.csv.gz")
    kept_lines = [next(lines), *(line for line in lines if set(line.split(",")[1:3]) <= communes)]
    (folder / "succession.csv.gz").write_bytes(gzip.compress("\n".join(kept_lines).encode()))
    return folder


def _lines(path: Path) -> Iterator[str]:
    yield from gzip.decompress(path.read_bytes()).decode().splitlines()


def _dump(url: str) -> bytes:
    address = sa.make_url(url)
    where = (f"--host={address.host}", f"--port={address.port or 5432}", f"--username={address.username}")
    options = (
        "--format=plain",
        "--no-owner",
        "--no-comments",
        "--no-unlogged-table-data",
        f"--dbname={address.database}",
    )
    return subprocess.run(
        [str(installed_programs() / "pg_dump"), *where, *options],
        env={"PATH": os.defpath, "PGPASSWORD": str(address.password or "")},
        capture_output=True,
        check=True,
    ).stdout


if __name__ == "__main__":
    main(Path(__file__).with_name("warehouse-1.0.0.sql.xz"))
