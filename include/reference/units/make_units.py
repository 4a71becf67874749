"""Make the two files of this folder from the wheel of vietnamadminunits; not needed at run time.

Usage: python include/reference/units/make_units.py path/to/vietnamadminunits-1.0.4-py3-none-any.whl
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LAST_OLD_DAY, FIRST_NEW_DAY = "2025-06-30", "2025-07-01"
UNIT_COLUMNS = ("kind", "code", "name", "parent_code", "valid_from", "valid_to")
SUCCESSION_COLUMNS = ("predecessor_kind", "predecessor_code", "successor_code", "kind")
NEW = "SELECT provinceCode, province, wardCode, ward, provinceKey, wardKey FROM admin_units"
OLD = """
SELECT
    provinceCode, province, districtCode, district, wardCode, ward,
    provinceKey, districtKey, coalesce(wardKey, '') AS wardKey
FROM admin_units_legacy
"""

Row = dict[str, str]


def main(wheel: Path) -> None:
    """Read the wheel and write units.csv.gz and succession.csv.gz, the same bytes from the same wheel."""
    with zipfile.ZipFile(wheel) as archive, tempfile.NamedTemporaryFile(suffix=".db") as file:
        file.write(archive.read("vietnamadminunits/data/dataset.db"))
        file.flush()
        connection = sqlite3.connect(file.name)
        connection.row_factory = sqlite3.Row
        old, new = ([dict(row) for row in connection.execute(query)] for query in (OLD, NEW))
        connection.close()
        converter = json.loads(archive.read("vietnamadminunits/data/converter_2025.json"))
    write("units.csv.gz", UNIT_COLUMNS, sorted({*old_units(old), *new_units(new)}))
    write("succession.csv.gz", SUCCESSION_COLUMNS, sorted(successions(old, new, converter)))


def old_units(old: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """Yield provinces, districts and communes of before; five island districts had no communes."""
    for row in old:
        yield "province", row["provinceCode"], row["province"], "", "", LAST_OLD_DAY
        yield "district", row["districtCode"], row["district"], row["provinceCode"], "", LAST_OLD_DAY
        if row["wardCode"]:
            yield "commune", row["wardCode"], row["ward"], row["districtCode"], "", LAST_OLD_DAY


def new_units(new: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """Yield provinces and communes of today."""
    for row in new:
        yield "province", row["provinceCode"], row["province"], "", FIRST_NEW_DAY, ""
        yield "commune", row["wardCode"], row["ward"], row["provinceCode"], FIRST_NEW_DAY, ""


def successions(old: Iterable[Row], new: Iterable[Row], converter: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield which unit of before went into which of today, whole or split; of an island district itself."""
    today = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    before = {
        f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey']}": (
            ("commune", row["wardCode"]) if row["wardCode"] else ("district", row["districtCode"])
        )
        for row in old
    }
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, keys in wards.items():
            yield from ((*before[key], today[province, ward], "whole") for key in keys)
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, wards in divided.items():
            yield from ((*before[key], today[province, ward["newWardKey"]], "split") for ward in wards)


def write(name: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write compressed CSV without a time stamp."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    (HERE / name).write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
