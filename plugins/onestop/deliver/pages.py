"""Makes one plain page of each publication, and the list of them; readable without script, style within the page."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import jinja2
from sqlalchemy.engine import Connection, Engine, RowMapping

import onestop
from onestop.deliver.labels import FILTERS
from onestop.stack.clock import wall_clock
from onestop.stack.database import run, transaction
from onestop.stack.files import write_whole

log = logging.getLogger(__name__)


def render_pages(engine: Engine, site_dir: Path) -> list[str]:
    """Make the pages that are missing, then the list; each file appears whole or not at all.

    Args:
        engine: the warehouse.
        site_dir: the folder that the site serves.

    Returns:
        Paths of the new pages, relative to ``site_dir``.

    Raises:
        OSError: the folder cannot be written.
    """
    with transaction(engine) as connection:
        publications = list(run(connection, "deliver/list_pages.sql").mappings())
    made = []
    for publication in publications:
        path = page_path(publication)
        if publication["path"] is None or not (site_dir / path).exists():
            _render(engine, site_dir, publication, path)
            made.append(path)
    index = environment().get_template("index.html.j2").render(publications=publications, path=page_path)
    write_whole(site_dir / "index.html", index.encode())
    log.info("made %d pages of %d publications", len(made), len(publications))
    return made


def page_path(publication: RowMapping) -> str:
    """Return where a publication's page stands below the site's folder; no two publications share a page."""
    folder = f"{publication['area_code'].lower()}/{publication['scheme_code']}"
    return f"{folder}/{publication['period_id'].replace(':', '_')}-v{publication['version']}.html"


def _render(engine: Engine, site_dir: Path, publication: RowMapping, path: str) -> None:
    with transaction(engine) as connection:
        text = _page(connection, publication)
        write_whole(site_dir / path, text.encode())
        page = {
            "publication_id": publication["publication_id"],
            "path": path,
            "page_hash": hashlib.sha256(text.encode()).hexdigest(),
            "rendered_at": wall_clock(),
        }
        run(connection, "deliver/record_page.sql", page)


def _page(connection: Connection, publication: RowMapping) -> str:
    which = {"publication_id": publication["publication_id"]}
    return (
        environment()
        .get_template("ranking.html.j2")
        .render(
            publication=publication,
            rows=list(run(connection, "deliver/read_ranking.sql", which).mappings()),
            groups=list(run(connection, "deliver/read_groups.sql", which).mappings()),
            explained=list(run(connection, "deliver/read_explained.sql", which).mappings()),
            definitions=list(run(connection, "deliver/read_definitions.sql", which).mappings()),
            version=onestop.__version__,
        )
    )


def environment() -> jinja2.Environment:
    """Return what makes pages of the templates: text is escaped, a name that a template does not know is an error."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= FILTERS
    return made
