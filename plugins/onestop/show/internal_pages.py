"""Makes the pages for offices only: the dossiers that need attention, who has them, how points can be won back.

They are in their own folder, which no public site serves. A page is written when its content has changed.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection, Engine

import onestop
from onestop import words
from onestop.config.settings import Settings
from onestop.files import write_whole
from onestop.show import dossier_pages, morning_list, rendering
from onestop.show.dossier_pages import Ranking, file_name
from onestop.show.morning_list import MorningList
from onestop.show.published import read_rows
from onestop.show.ranking_workbook import ranking_workbook
from onestop.show.risk_page import RISK_PAGE, risk_page
from onestop.warehouse.clock import read_clock
from onestop.warehouse.database import run, transaction
from onestop.words import labels

log = logging.getLogger(__name__)

Row = Mapping[str, Any]

UNITS, MENDING, WORKBOOKS = "don-vi", "lay-lai-diem", "xep-hang"
# Files that are removed once they are not needed any more.
REPLACED = (
    *(f"{UNITS}/*.html", f"{MENDING}/*/*.html", f"{WORKBOOKS}/*.xlsx", f"{morning_list.LETTERS}/*.docx"),
    *(f"{dossier_pages.RANKINGS}/*.html", f"{dossier_pages.FIGURES}/*/*.html"),
)


@dataclass
class Unit:
    """What the pages show of a unit.

    Attributes:
        code: its code.
        name: its name.
        attention: its dossiers that need attention, and those of other units that it has.
        recoverable: indicators with recoverable points, of the latest ranking of each scheme.
        objections: filed by it, those to the latest ranking first.
        late: figures that were entered after a ranking of their period was published.
        portal: figures of the national portal that differ from ours.
        is_ranked: whether the latest ranking of a scheme has figures of it.
    """

    code: str
    name: str
    attention: MorningList = field(default_factory=MorningList)
    recoverable: list[Row] = field(default_factory=list)
    objections: list[Row] = field(default_factory=list)
    late: list[Row] = field(default_factory=list)
    portal: list[Row] = field(default_factory=list)
    is_ranked: bool = False

    @property
    def path(self) -> str:
        """The path of its page below the site's folder."""
        return f"{UNITS}/{file_name(self.code)}"

    @property
    def has_something(self) -> bool:
        """Whether there is anything to show."""
        lists = (self.attention.own, self.attention.held, self.recoverable, self.objections, self.late, self.portal)
        return any(lists) or self.is_ranked

    @property
    def by_level(self) -> Counter[str]:
        """Its own dossiers by level."""
        return Counter(row["level"] for row in self.attention.own)

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
        opened: rankings whose figures can be followed to their dossiers.
    """

    checked_at: dt.datetime | None
    levels: Sequence[Row]
    areas: Mapping[str, Sequence[Unit]]
    units: Mapping[str, Unit]
    rankings: Sequence[Row]
    opened: Sequence[Ranking]


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
        pages |= _dossier_pages(connection, folder, site, assets)
        if (estimates := risk_page(connection, assets)) is not None:
            pages[RISK_PAGE] = estimates
    pages |= _letters(folder, site)
    opened = [ranking for ranking in site.opened if _is_made(folder, pages, ranking.path)]
    shown = {"site": site, "opened": opened, "mending_path": mending_path, "workbook_path": workbook_path}
    for unit in site.units.values():
        if unit.has_something or (folder / unit.path).exists():
            own = [each for each in opened if _is_made(folder, pages, each.unit_path(unit.code))]
            public = _public_page(site, settings, unit)
            pages[unit.path] = _page(assets, "unit", "../", unit=unit, own=own, public=public, **shown)
    has_reports = (settings.quality_dir / "index.html").exists()
    also = {"has_reports": has_reports, "risk_path": RISK_PAGE if RISK_PAGE in pages else None}
    pages["index.html"] = _page(assets, "index", "", levels=_levels_in_use(site), **also, **shown)
    for ranking in site.rankings:
        number = ranking["publication_id"]
        pages[workbook_path(number)] = ranking_workbook(engine, number, is_internal=True)
    written = sum(_write(folder / path, content) for path, content in pages.items())
    _remove_others(folder, site)
    log.info("wrote %d files of the internal site", written)
    return written


def mending_path(publication_id: int, unit_code: str) -> str:
    """Return the path of the list of dossiers by which a unit can win back points of a publication."""
    return f"{MENDING}/{publication_id}/{file_name(unit_code)}"


def workbook_path(publication_id: int) -> str:
    """Return the path of the workbook of a ranking with the dossiers that need attention."""
    return f"{WORKBOOKS}/{publication_id}.xlsx"


def _levels_in_use(site: Site) -> list[Row]:
    used = {row["level"] for unit in site.units.values() for row in unit.attention.own}
    return [level for level in site.levels if level["level"] in used]


def _read(connection: Connection) -> Site:
    units: dict[str, Unit] = {}

    def unit(code: str, name: str) -> Unit:
        return units.setdefault(code, Unit(code, name))

    areas: dict[str, list[Unit]] = {}
    for row in read_rows(connection, "show/list_area_units.sql", {"day": read_clock(connection).date()}):
        areas.setdefault(row["area_name"], []).append(unit(row["unit_code"], row["unit_name"]))
    members = set(units)
    for row in map(morning_list.shown, read_rows(connection, "show/list_attention.sql", {"publication_id": None})):
        unit(row["unit_code"], row["unit_name"]).attention.own.append(row)
        if row["holder_code"] not in (None, row["unit_code"]):
            unit(row["holder_code"], row["holder_name"]).attention.held.append(row)
    for row in read_rows(connection, "show/list_recoverable_points.sql"):
        unit(row["unit_code"], row["unit_name"]).recoverable.append(row)
    for row in read_rows(connection, "show/list_objections_of_units.sql"):
        unit(row["unit_code"], row["unit_name"]).objections.append(row)
    for row in read_rows(connection, "show/list_late_figures.sql"):
        shown = labels.entered(row["value"], row["value_unit"], row["null_reason"])
        unit(row["unit_code"], row["unit_name"]).late.append({**row, "shown": shown})
    for row in read_rows(connection, "show/list_portal_differences.sql"):
        unit(row["unit_code"], row["unit_name"]).portal.append({**row, **_both_figures(row)})
    opened = dossier_pages.read_rankings(connection)
    for ranking in opened:
        for code, items in ranking.items.items():
            unit(code, items[0]["unit_name"]).is_ranked = True
    if others := [unit for code, unit in units.items() if code not in members]:
        areas[words.text("internal_page.other_units")] = others
    return Site(
        checked_at=run(connection, "show/read_last_look.sql").scalar_one(),
        levels=read_rows(connection, "show/list_alert_levels.sql"),
        areas=areas,
        units=units,
        rankings=read_rows(connection, "show/list_latest_rankings.sql"),
        opened=opened,
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


def _dossier_pages(connection: Connection, folder: Path, site: Site, assets: Mapping[str, str]) -> dict[str, bytes]:
    """Return the missing pages of rankings and of the dossiers behind their figures, by path."""
    pages = {}
    moment = read_clock(connection)
    for ranking in dossier_pages.missing(site.opened, folder):
        dossiers = dossier_pages.read_dossiers(connection, ranking)
        shown = {"ranking": ranking, "dossiers": dossiers, "most": dossier_pages.MOST_DOSSIERS, "moment": moment}
        figures = dossier_pages.read_figures(connection, ranking)
        for code, items in figures.items():
            unit_page = f"{UNITS}/{file_name(code)}"
            content = _page(assets, "dossiers", "../../", code=code, items=items, unit_page=unit_page, **shown)
            pages[ranking.unit_path(code)] = content
        pages[ranking.path] = _page(assets, "ranking", "../", figures=figures, **shown)
    return pages


def _is_made(folder: Path, pages: Mapping[str, bytes], path: str) -> bool:
    return path in pages or (folder / path).exists()


def _letters(folder: Path, site: Site) -> dict[str, bytes]:
    """Return the missing letters of apology, by path."""
    existing = frozenset(str(path.relative_to(folder)) for path in folder.glob(f"{morning_list.LETTERS}/*.docx"))
    own = [row for unit in site.units.values() for row in unit.attention.own]
    return morning_list.letters(own, existing)


def _public_page(site: Site, settings: Settings, unit: Unit) -> str | None:
    """Return the address of the latest page of a unit on the public site."""
    urls = (ranking.public_url(settings, unit.code) for ranking in site.opened if unit.code in ranking.items)
    return next((url for url in urls if url), None)


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
    """Remove pages of unknown units, what belongs to rankings that are not the latest, and letters not needed now."""
    wanted = {unit.path for unit in site.units.values()} | {
        mending_path(row["publication_id"], unit.code) for unit in site.units.values() for row in unit.recoverable
    }
    wanted |= {workbook_path(row["publication_id"]) for row in site.rankings}
    wanted |= dossier_pages.paths_of(site.opened, folder)
    wanted |= {row["letter"] for unit in site.units.values() for row in unit.attention.own if row["letter"]}
    for path in [path for pattern in REPLACED for path in folder.glob(pattern)]:
        if str(path.relative_to(folder)) not in wanted:
            path.unlink()
