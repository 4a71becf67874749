"""Makes the public site: a folder of pages for each publication, which never changes, and lists of publications.

All pages are readable without script. Nothing internal is read here: no dossier, holder or cause.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection, Engine

import onestop
from onestop import words
from onestop.config.settings import RANKING_WORKBOOK, Settings
from onestop.files import whole_folder, write_whole
from onestop.show import areas, commune_page, comparisons, indicator_page, rendering, views
from onestop.show.published import Fields, Published, read_published, read_rows
from onestop.show.ranking_workbook import workbook_of
from onestop.warehouse.clock import read_clock, wall_clock
from onestop.warehouse.database import run, transaction
from onestop.warehouse.locks import Lock, take_lock
from onestop.words import labels

log = logging.getLogger(__name__)

VALUES_FILE = "chi-tieu.csv"
"""The values of all units and indicators of an overview, below its folder."""
AT_ONCE = 2
"""So many publications are made at once: one writes its pages while the other waits for the server."""

Observer = Callable[[str, str], None]
"""Gets each step after it was done, and the path of the page."""


def log_step(step: str, path: str) -> None:
    """Log a step."""
    log.debug("%s: %s", step, path)


def render_pages(engine: Engine, settings: Settings, observe: Observer = log_step) -> list[str]:
    """Make the folders of publications that are missing, then the lists; each appears whole or not at all.

    Args:
        engine: the warehouse.
        settings: the folders of both sites, and when a source is stale.
        observe: is called after each step; an exception of it stops the run there.

    Returns:
        Paths of the new ranking pages, relative to the site's folder.

    Raises:
        OSError: the folder cannot be written.
        WarehouseError: a statement failed; what was made before stays.
    """
    with transaction(engine) as guard:
        take_lock(guard, Lock.SITE)
        site = _Site(engine, settings, observe, read_clock(guard))
        publications = read_rows(guard, "show/list_pages.sql")
        sources = read_rows(guard, "show/list_area_sources.sql")
        site.sources = {code: list(rows) for code, rows in groupby(sources, key=lambda row: row["area_code"])}
        made = site.publish_all(publications)
        site.overviews = areas.read_overviews(guard, publications)
        site.list_publications(publications)
    log.info("made %d folders of %d publications", len(made), len(publications))
    return made


def page_path(publication: Fields) -> str:
    """Return the path of a publication's ranking page below the site's folder; each publication has its own folder."""
    return f"{_area_folder(publication)}/{_folder(publication)}/index.html"


def _area_folder(publication: Fields) -> str:
    return str(publication["area_code"]).lower()


def _folder(publication: Fields) -> str:
    """Return the folder of a publication below that of its area."""
    period = publication["period_id"].replace(":", "_")
    return f"{publication['scheme_code']}/{period}-v{publication['version']}"


def stale_notes(sources: Sequence[Fields], as_of: dt.datetime, stale_hours: int) -> list[str]:
    """Return a sentence for each source that was not read to its end for this many hours.

    Args:
        sources: rows of ``show/list_area_sources.sql``, by source.
        as_of: the business clock.
        stale_hours: hours from which on a source is stale.
    """
    oldest = as_of - dt.timedelta(hours=stale_hours)
    notes = []
    for source_id, rows in groupby(sources, key=lambda row: row["source_id"]):
        read_to = [row["as_of"] for row in rows]
        known = [moment for moment in read_to if moment is not None]
        if len(known) < len(read_to):
            notes.append(words.text("page.source_unread", source=source_id))
        elif min(known) < oldest:
            notes.append(words.text("page.source_stale", source=source_id, moment=labels.moment(min(known))))
    return notes


class _Site:
    """The folder of the site in one run."""

    def __init__(self, engine: Engine, settings: Settings, observe: Observer, as_of: dt.datetime) -> None:
        self._engine = engine
        self._settings = settings
        self._observe = observe
        self._as_of = as_of
        self._folder = settings.site_dir
        self._assets = rendering.write_assets(self._folder)
        self.sources: Mapping[str, Sequence[Fields]] = {}
        self.overviews: Mapping[str, areas.Overview] = {}

    def publish_all(self, publications: Sequence[Fields]) -> list[str]:
        """Make the missing folders, some in parallel; return the paths of the new pages in the given order."""
        makers = ThreadPoolExecutor(AT_ONCE)
        try:
            return [path for path in makers.map(self.publish, publications) if path]
        finally:
            # After a failure no further folder is begun; running ones end first.
            makers.shutdown(cancel_futures=True)

    def publish(self, publication: Fields) -> str | None:
        """Make the folder of a publication and record it; None if it is there already."""
        path = page_path(publication)
        target = self._folder / path
        if publication["path"] == path and target.exists():
            return None
        with transaction(self._engine) as connection:
            published = read_published(connection, publication)
            digest = hashlib.sha256()
            with whole_folder(target.parent) as folder:
                for name, content in self._pages(connection, published):
                    digest.update(f"{name}\0{len(content)}\0".encode() + content)
                    _write(folder / name, content)
                self._observe("folder written", path)
            self._observe("folder in place", path)
            page = {
                "publication_id": publication["publication_id"],
                "path": path,
                "page_hash": digest.hexdigest(),
                "rendered_at": wall_clock(),
            }
            run(connection, "show/record_page.sql", page)
        self._observe("page recorded", path)
        return path

    def list_publications(self, publications: Sequence[Fields]) -> None:
        """Write the front page, and of each area its page and the list of its publications, for people and scripts."""
        listed = []
        for _, rows in groupby(publications, key=lambda row: row["area_code"]):
            of_area = list(rows)
            area = self._area(of_area)
            self._list_area(of_area, area)
            listed.append(area)
        # A tile for each commune of the country is too much for one page.
        has_map = sum(area["kind"] == "province" for area in listed) == 1
        write_whole(self._folder / "index.html", self._render("index", "", areas=listed, has_map=has_map))

    def _area(self, publications: Sequence[Fields]) -> dict[str, Any]:
        """Return what the front page and the page of an area say of it."""
        first = publications[0]
        sources = self.sources.get(first["area_code"], [])
        overview = self.overviews.get(first["area_code"])
        return {
            "name": first["area_name"],
            "kind": first["area_kind"],
            "folder": _area_folder(first),
            "latest": _latest(publications),
            "overview": overview.view() if overview else None,
            "link": f"{_area_folder(first)}/{_folder(overview.publication)}/" if overview else "",
            "stale": stale_notes(sources, self._as_of, self._settings.stale_hours),
            "freshness": areas.freshness(sources),
        }

    def _list_area(self, publications: Sequence[Fields], area: Mapping[str, Any]) -> None:
        first = publications[0]
        sources, stale = self.sources.get(first["area_code"], []), area["stale"]
        folder = self._folder / area["folder"]
        overview = self.overviews.get(first["area_code"])
        link = f"{_folder(overview.publication)}/" if overview else ""
        shown = {"area_name": first["area_name"], "stale": stale, "freshness": area["freshness"]}
        families = areas.group_periods(publications)
        of_area = {**shown, "latest": area["latest"], "families": families, "overview": area["overview"], "link": link}
        write_whole(folder / "index.html", self._render("area", "../", **of_area))
        of_sources = self._render("area_sources", "../", **shown, sources=sources, as_of=self._as_of)
        write_whole(folder / "nguon-du-lieu.html", of_sources)
        self._write_maps(folder / "ban-do", overview, area_name=first["area_name"], link=f"../{link}")
        index = {
            "area_code": first["area_code"],
            "area": first["area_name"],
            "as_of": self._as_of.isoformat(),
            "stale": stale,
            "sources": [_source(row) for row in sources],
            "publications": [_entry(row) for row in publications],
        }
        write_whole(folder / "index.json", json.dumps(index, ensure_ascii=False, indent=1).encode())

    def _write_maps(self, folder: Path, overview: areas.Overview | None, **shown: Any) -> None:
        """Write the tiles of each scored indicator; pages of indicators that are no longer scored are removed."""
        names = set()
        for code, view in overview.maps() if overview else ():
            names.add(f"{code}.html")
            page = self._render("area_map", "../../", overview=view, code=code, name=view["name"], **shown)
            write_whole(folder / f"{code}.html", page)
        for path in folder.glob("*.html"):
            if path.name not in names:
                path.unlink()

    def _pages(self, connection: Connection, published: Published) -> Iterator[tuple[str, bytes]]:
        """Yield every file of a publication's folder with its name."""
        publication = published.publication
        sources = self.sources.get(publication["area_code"], [])

        def page(template: str, name: str, view: views.View) -> tuple[str, bytes]:
            here = "../" * name.count("/")
            text = self._render(template, f"{here}../../../", here=here, page=name, publication=publication, **view)
            return name, text

        fresh = {
            "as_of": self._as_of,
            "sources": sources,
            "stale": stale_notes(sources, self._as_of, self._settings.stale_hours),
        }
        yield page("ranking", "index.html", {**views.ranking(published), **fresh})
        for unit_code, view in commune_page.Communes(published):
            name = f"don-vi/{unit_code}.html"
            yield page("commune", name, {**view, "internal_url": self._settings.internal_page_url(name)})
        for code, view in indicator_page.Pages(published):
            yield page("indicator", f"chi-tieu/{code}.html", view)
        if publication["is_overview"]:
            yield page("units_compared", "so-sanh.html", comparisons.units_compared(published))
            yield page("periods_compared", "so-sanh-ky.html", comparisons.periods_compared(published))
            yield VALUES_FILE, comparisons.values_file(published)
        groups = [row._asdict() for row in published.groups]
        yield RANKING_WORKBOOK, workbook_of(connection, publication, groups, published.rows)

    def _render(self, template: str, root: str, **shown: Any) -> bytes:
        common = {"root": root, "assets": self._assets, "version": onestop.__version__, "path": _path}
        return rendering.template(f"{template}.html.j2").render(**common, **shown).encode()


def _latest(publications: Sequence[Fields]) -> list[tuple[str, list[Fields]]]:
    """Return of each scheme the latest publication of each kind of period, with what the scheme is called."""
    latest: dict[str, dict[str, Fields]] = {}
    for row in publications:
        latest.setdefault(row["scheme_name"], {}).setdefault(row["period_kind"], row)
    return [
        (name, sorted(kinds.values(), key=lambda row: row["period_ordinal"])) for name, kinds in sorted(latest.items())
    ]


def _source(row: Fields) -> dict[str, Any]:
    read_to = row["as_of"].isoformat() if row["as_of"] else None
    return {
        "source": row["source_id"],
        "feed": row["feed"],
        "name": labels.feed(row["feed"]),
        "read_to": read_to,
    }


def _entry(row: Fields) -> dict[str, Any]:
    return {
        "id": row["publication_id"],
        "scheme": row["scheme_code"],
        "scheme_name": row["scheme_name"],
        "kind": row["period_kind"],
        "period_id": row["period_id"],
        "period": labels.period(row),
        "version": row["version"],
        "status": labels.status(row),
        "late": row["late_figures_vi"],
        "url": f"{_folder(row)}/",
    }


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    # The server may run as another user.
    path.chmod(0o644)


def _path(publication: Fields, root: str) -> str:
    return f"{root}{page_path(publication)}"
