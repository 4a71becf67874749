"""Makes the pages for offices only: the dossiers that need attention, who has them, how points can be won back.

They are in their own folder, which no public site serves. A page is written when its content has changed.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection, Engine

import onestop
from onestop import words
from onestop.config.settings import Settings
from onestop.files import write_whole
from onestop.show import rendering
from onestop.show.published import read_rows
from onestop.show.ranking_workbook import ranking_workbook, with_labels
from onestop.warehouse.clock import read_clock
from onestop.warehouse.database import run, transaction
from onestop.words import labels

log = logging.getLogger(__name__)

Row = Mapping[str, Any]

UNITS, MENDING, WORKBOOKS = "don-vi", "lay-lai-diem", "xep-hang"
# Files that are removed once they are not needed any more.
REPLACED = (f"{UNITS}/*.html", f"{MENDING}/*/*.html", f"{WORKBOOKS}/*.xlsx")
# How long dossiers are overdue, in working days: the last day of each group.
AGES = (0, 5, 10, 30)


@dataclass
class Unit:
    """What the pages show of a unit.

    Attributes:
        code: its code.
        name: its name.
        dossiers: that it received and that need attention, most urgent first.
        held: dossiers that need attention, received by another unit, now in this one.
        recoverable: indicators with recoverable points, of the latest ranking of each scheme.
        objections: filed by it, those to the latest ranking first.
        late: figures that were entered after a ranking of their period was published.
        portal: figures of the national portal that differ from ours.
    """

    code: str
    name: str
    dossiers: list[Row] = field(default_factory=list)
    held: list[Row] = field(default_factory=list)
    recoverable: list[Row] = field(default_factory=list)
    objections: list[Row] = field(default_factory=list)
    late: list[Row] = field(default_factory=list)
    portal: list[Row] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The path of its page below the site's folder."""
        return f"{UNITS}/{_file_name(self.code)}"

    @property
    def has_something(self) -> bool:
        """Whether there is anything to show."""
        return any((self.dossiers, self.held, self.recoverable, self.objections, self.late, self.portal))

    @property
    def by_level(self) -> Counter[str]:
        """Dossiers by level."""
        return Counter(row["level"] for row in self.dossiers)

    @property
    def by_age(self) -> list[tuple[str, int]]:
        """Overdue dossiers by how long they are overdue."""
        counts = Counter(_age(row) for row in self.dossiers if row["working_days_overdue"] is not None)
        return [(name, counts[age]) for age, name in words.table("age").items() if counts[age]]

    @property
    def by_holder(self) -> list[tuple[str, int]]:
        """Number of dossiers by holder, the largest first."""
        return _most_first(row["holder_name"] for row in self.dossiers)

    @property
    def by_step(self) -> list[tuple[str, int]]:
        """Number of dossiers by step, the largest first."""
        return _most_first(row["step_vi"] for row in self.dossiers)

    @property
    def recoverable_by_ranking(self) -> list[list[Row]]:
        """Its recoverable points, those of each ranking together."""
        return [list(rows) for _, rows in groupby(self.recoverable, key=lambda row: row["publication_id"])]


@dataclass(frozen=True)
class Site:
    """What all pages show, except for the dossiers to correct.

    Attributes:
        checked_at: when the dossiers that need attention were last determined; None if never.
        levels: levels of attention with what to do, most urgent first.
        areas: areas with their units; units in no area come last.
        units: all of them, by code.
        rankings: the latest of each area and scheme; their workbooks have the dossiers too.
    """

    checked_at: dt.datetime | None
    levels: Sequence[Row]
    areas: Mapping[str, Sequence[Unit]]
    units: Mapping[str, Unit]
    rankings: Sequence[Row]


def render_internal(engine: Engine, settings: Settings) -> int:
    """Bring the internal site up to date; each file appears whole or not at all, and only when its content changed.

    Explanations of a publication never change, so its lists of dossiers to correct are made once.

    Args:
        engine: the warehouse.
        settings: the folder of the site.

    Returns:
        How many files were written.

    Raises:
        OSError: the folder cannot be written.
        WarehouseError: a statement failed.
    """
    folder = settings.internal_dir
    assets = rendering.write_assets(folder)
    with transaction(engine) as connection:
        site = _read(connection)
        pages = _mending_pages(connection, folder, site, assets)
    for unit in site.units.values():
        if unit.has_something or (folder / unit.path).exists():
            pages[unit.path] = _page(assets, "unit", "../", site=site, unit=unit, mending_path=mending_path)
    levels = _levels_in_use(site)
    has_reports = (settings.quality_dir / "index.html").exists()
    shown = {"levels": levels, "workbook_path": workbook_path, "has_reports": has_reports}
    pages["index.html"] = _page(assets, "index", "", site=site, **shown)
    for ranking in site.rankings:
        number = ranking["publication_id"]
        pages[workbook_path(number)] = ranking_workbook(engine, number, is_internal=True)
    written = sum(_write(folder / path, content) for path, content in pages.items())
    _remove_others(folder, site)
    log.info("wrote %d files of the internal site", written)
    return written


def mending_path(publication_id: int, unit_code: str) -> str:
    """Return the path of the list of dossiers by which a unit can win back points of a publication."""
    return f"{MENDING}/{publication_id}/{_file_name(unit_code)}"


def workbook_path(publication_id: int) -> str:
    """Return the path of the workbook of a ranking with the dossiers that need attention."""
    return f"{WORKBOOKS}/{publication_id}.xlsx"


def _file_name(unit_code: str) -> str:
    """Return the name of a unit's file, safe for any code that a source sends."""
    return f"{re.sub(r'[^0-9A-Za-z.-]', '_', unit_code).lstrip('.')}.html"


def _age(row: Row) -> str:
    return next((str(last) for last in AGES if row["working_days_overdue"] <= last), "more")


def _most_first(names: Iterable[str | None]) -> list[tuple[str, int]]:
    counts = Counter(name or words.text("internal_unit.unknown") for name in names)
    return sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))


def _levels_in_use(site: Site) -> list[Row]:
    used = {row["level"] for unit in site.units.values() for row in unit.dossiers}
    return [level for level in site.levels if level["level"] in used]


def _read(connection: Connection) -> Site:
    units: dict[str, Unit] = {}

    def unit(code: str, name: str) -> Unit:
        return units.setdefault(code, Unit(code, name))

    areas: dict[str, list[Unit]] = {}
    for row in read_rows(connection, "show/list_area_units.sql", {"day": read_clock(connection).date()}):
        areas.setdefault(row["area_name"], []).append(unit(row["unit_code"], row["unit_name"]))
    members = set(units)
    for row in map(with_labels, read_rows(connection, "show/list_attention.sql", {"publication_id": None})):
        unit(row["unit_code"], row["unit_name"]).dossiers.append(row)
        if row["holder_code"] not in (None, row["unit_code"]):
            unit(row["holder_code"], row["holder_name"]).held.append(row)
    for row in read_rows(connection, "show/list_recoverable_points.sql"):
        unit(row["unit_code"], row["unit_name"]).recoverable.append(row)
    for row in read_rows(connection, "show/list_objections_of_units.sql"):
        unit(row["unit_code"], row["unit_name"]).objections.append(row)
    for row in read_rows(connection, "show/list_late_figures.sql"):
        shown = labels.entered(row["value"], row["value_unit"], row["null_reason"])
        unit(row["unit_code"], row["unit_name"]).late.append({**row, "shown": shown})
    for row in read_rows(connection, "show/list_portal_differences.sql"):
        unit(row["unit_code"], row["unit_name"]).portal.append({**row, **_both_figures(row)})
    if others := [unit for code, unit in units.items() if code not in members]:
        areas[words.text("internal_page.other_units")] = others
    return Site(
        checked_at=run(connection, "show/read_last_look.sql").scalar_one(),
        levels=read_rows(connection, "show/list_alert_levels.sql"),
        areas=areas,
        units=units,
        rankings=read_rows(connection, "show/list_latest_rankings.sql"),
    )


def _both_figures(row: Row) -> dict[str, str]:
    """Return our figure and the portal's figure of an indicator, as text."""
    shown = {}
    for side, null_reason in (("here", row["null_reason_here"]), ("there", None)):
        value = labels.value(row[f"value_{side}"], row["unit_vi"], row["value_kind"], null_reason)
        parts = [row[f"numerator_{side}"], row[f"denominator_{side}"]]
        counts = "/".join(labels.exact(part) for part in parts if part is not None)
        shown[side] = value if row["value_kind"] == "count" or not counts else f"{counts} ({value})"
    return shown


def _mending_pages(connection: Connection, folder: Path, site: Site, assets: Mapping[str, str]) -> dict[str, bytes]:
    """Return the missing lists of dossiers to correct, by path."""
    missing: dict[int, list[tuple[Unit, list[Row]]]] = {}
    for unit in site.units.values():
        for ranking in unit.recoverable_by_ranking:
            number = ranking[0]["publication_id"]
            if not (folder / mending_path(number, unit.code)).exists():
                missing.setdefault(number, []).append((unit, ranking))
    pages = {}
    for number, wanted in missing.items():
        parameters = {"publication_id": number, "unit_codes": [unit.code for unit, _ in wanted]}
        found = read_rows(connection, "show/list_dossiers_to_mend.sql", parameters)
        dossiers = {code: list(rows) for code, rows in groupby(found, key=lambda row: row["unit_code"])}
        for unit, ranking in wanted:
            own = dossiers.get(unit.code, [])
            path = mending_path(number, unit.code)
            pages[path] = _page(assets, "mending", "../../", unit=unit, ranking=ranking, dossiers=own)
    return pages


def _page(assets: Mapping[str, str], name: str, root: str, **shown: object) -> bytes:
    template = rendering.template(f"internal/{name}.html.j2")
    return template.render(root=root, assets=assets, version=onestop.__version__, **shown).encode()


def _write(path: Path, content: bytes) -> bool:
    """Write a file unless it has this content; return whether it was written."""
    if path.is_file() and path.read_bytes() == content:
        return False
    write_whole(path, content)
    return True


def _remove_others(folder: Path, site: Site) -> None:
    """Remove pages of unknown units, and lists and workbooks of rankings that are not the latest."""
    wanted = {unit.path for unit in site.units.values()} | {
        mending_path(row["publication_id"], unit.code) for unit in site.units.values() for row in unit.recoverable
    }
    wanted |= {workbook_path(row["publication_id"]) for row in site.rankings}
    for path in [path for pattern in REPLACED for path in folder.glob(pattern)]:
        if str(path.relative_to(folder)) not in wanted:
            path.unlink()
