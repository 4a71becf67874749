"""What the public site of the whole country costs: ``python -m tests.bench.site --communes 3321``.

The country's 34 provinces get figures straight in the mart, the month is frozen as it always is, and one run makes the
pages. Figures are arbitrary but of usual size; several months can be frozen, so that trends have something to draw, and
the pages of the last one are measured.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import resource
import sys
import tempfile
import time
from pathlib import Path

from onestop.reference.units import seed_units
from onestop.show.pages import render_pages
from onestop.warehouse.database import connect, run, transaction
from tests.bench.places import embedded_warehouse
from tests.support.warehouse import Warehouse

PARTS = (
    "find_subjects",
    "analyze_subjects",
    "compute_values",
    "analyze_values",
    "freeze_values",
    "compute_scores",
    "freeze_scores",
    "freeze_forms",
    "sum_points",
    "insert_ranking",
)
AREAS = """
INSERT INTO core.area (area_id, area_code, kind, name)
SELECT coalesce((SELECT max(area.area_id) FROM core.area), 0) + row_number() OVER (ORDER BY unit.unit_code),
    'P' || unit.unit_code, 'province', unit.name
FROM core.unit WHERE unit.kind = 'province' AND unit.valid @> '2026-09-01'::date
"""
MEMBERS = """
INSERT INTO core.area_member (area_id, unit_id, valid)
SELECT area.area_id, commune.unit_id, daterange('2025-07-01', NULL)
FROM (
    SELECT unit.* FROM core.unit WHERE unit.kind = 'commune' AND unit.valid @> '2026-09-01'::date
    ORDER BY unit.parent_code, unit.unit_code LIMIT %(communes)s
) AS commune
INNER JOIN core.area ON area.area_code = 'P' || commune.parent_code AND area.kind = 'province'
"""
FIGURES = """
INSERT INTO mart.figure
SELECT (
    jsonb_populate_record(
        NULL::mart.figure,
        (
            SELECT jsonb_object_agg(
                measure.measure, 1 + mod(abs(hashtext(measure.measure || area_member.unit_id || %(period_id)s)), 400)
            )
            FROM mart.measure WHERE measure.kind IN ('flow', 'stock', 'opening')
        ) || jsonb_build_object(
            'period_no', period.period_no, 'basis', 'receiving', 'subject_kind', 'unit',
            'subject_id', area_member.unit_id, 'sector_code', sector.code
        )
    )
).*
FROM core.area_member INNER JOIN core.area USING (area_id)
CROSS JOIN unnest(ARRAY['*', 'HT', 'CT', 'DD', 'KD', 'XH', 'GD']) AS sector (code)
INNER JOIN mart.period ON period_id = %(period_id)s WHERE area.kind = 'province'
"""
PERIOD = """
INSERT INTO mart.period (period_id, kind, period_start, period_end, state, counted_to)
VALUES (%(period_id)s, 'month', %(first)s, %(last)s, 'closed', %(last)s)
"""
PUBLICATION = """
INSERT INTO mart.publication (
    kind, area_id, period_id, scheme_code, scheme_version, version, status, data_as_of, publish_seq, reason,
    published_at, previous_publication_id
)
SELECT 'ranking', area.area_id, %(period_id)s, %(scheme)s, 1, 1, 'preliminary', '2026-10-01T06:00:00+07:00', 1,
    'Công bố lần đầu sau khi kỳ kết thúc', '2026-10-01T07:00:00+07:00',
    (SELECT max(earlier.publication_id) FROM mart.publication AS earlier WHERE earlier.area_id = area.area_id)
FROM core.area
WHERE area.kind = 'province' AND EXISTS (SELECT 1 FROM core.area_member WHERE area_member.area_id = area.area_id)
RETURNING publication_id
"""


def fill(warehouse: Warehouse, communes: int) -> None:
    """Enter the country, with one source that has read everything."""
    seed_units(warehouse.engine)
    warehouse.execute(AREAS)
    warehouse.execute(MEMBERS, {"communes": communes})
    warehouse.execute(
        "INSERT INTO audit.source (connection_name, source_id, is_configured) VALUES ('bench', 'bench', TRUE)"
    )
    # Numbers at random do not balance.
    warehouse.execute("ALTER TABLE mart.figure DROP CONSTRAINT figure_balances")
    warehouse.execute("ALTER TABLE mart.published_form DROP CONSTRAINT form_balances")
    warehouse.execute("ANALYZE")


def freeze(warehouse: Warehouse, first: dt.date, scheme: str) -> int:
    """Give every commune a month of figures and freeze it for every province; return how many provinces."""
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    which = {"period_id": f"month:{first}:{last}", "first": first, "last": last, "scheme": scheme}
    for statement in (PERIOD, FIGURES):
        warehouse.execute(statement, which)
    warehouse.execute("ANALYZE")
    owner = connect(warehouse.owner_url)
    with transaction(owner) as connection:
        made = connection.exec_driver_sql(PUBLICATION, which).scalars().all()
        for part in PARTS:
            run(connection, f"publish/{part}.sql", {"publication_ids": made, "period_id": which["period_id"]})
    owner.dispose()
    warehouse.execute("ANALYZE")
    return len(made)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communes", type=int, default=3321)
    parser.add_argument("--months", type=int, default=1, help="how many months are frozen; the last one is measured")
    parser.add_argument("--scheme", default="on_time_simple")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, embedded_warehouse(Path(folder)) as warehouse:
        warehouse.set_clock("2026-10-01T07:00:00+07:00")
        fill(warehouse, options.communes)
        site = warehouse.settings.site_dir
        for month in range(10 - options.months, 10):
            render_pages(warehouse.engine, warehouse.settings)
            before = set(site.rglob("*"))
            start = time.perf_counter()
            provinces = freeze(warehouse, dt.date(2026, month, 1), options.scheme)
            _print(f"month {month} frozen for {provinces} provinces in {time.perf_counter() - start:.1f} s")
        start, cpu = time.perf_counter(), time.process_time()
        render_pages(warehouse.engine, warehouse.settings)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        files = [path for path in site.rglob("*") if path.is_file() and path not in before]
        contents = [path.read_bytes() for path in files]
        size, packed = sum(map(len, contents)), sum(len(gzip.compress(content, 6)) for content in contents)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        units = len([path for path in files if path.parent.name == "don-vi"])
        _print(
            f"{units} communes by {options.scheme}: {seconds:.1f} s ({cpu:.1f} s in this process), peak {peak:.0f} MB"
        )
        _print(f"{len(files)} files, {size / 1e6:.1f} MB, gzip {packed / 1e6:.1f} MB")


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
