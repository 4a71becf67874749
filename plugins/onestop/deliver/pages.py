"""Makes one plain page of each publication, and the list of them; readable without script, style within the page."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import os
import tempfile
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import jinja2
from sqlalchemy.engine import Connection, Engine, RowMapping

import onestop
from onestop.contract.parsers import LOCAL
from onestop.stack.clock import wall_clock
from onestop.stack.database import run, transaction

log = logging.getLogger(__name__)

STATUS_LABELS = {"preliminary": "Dự kiến", "official": "Chính thức"}
PERIOD_LABELS = {"month": "Tháng", "quarter": "Quý"}


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
    index = _environment().get_template("index.html.j2").render(publications=publications, path=page_path)
    _write(site_dir / "index.html", index)
    log.info("made %d pages of %d publications", len(made), len(publications))
    return made


def page_path(publication: RowMapping) -> str:
    """Return where a publication's page stands below the site's folder; versions never share a page."""
    area, kind = publication["area_code"].lower(), publication["period_kind"]
    return f"{area}/{kind}-{publication['period_start']:%Y-%m-%d}-v{publication['version']}.html"


def _render(engine: Engine, site_dir: Path, publication: RowMapping, path: str) -> None:
    with transaction(engine) as connection:
        text = _page(connection, publication)
        _write(site_dir / path, text)
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
        _environment()
        .get_template("ranking.html.j2")
        .render(
            publication=publication,
            rows=list(run(connection, "deliver/read_ranking.sql", which).mappings()),
            definitions=list(run(connection, "deliver/read_definitions.sql", which).mappings()),
            version=onestop.__version__,
        )
    )


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "whole": vietnamese_whole,
        "decimal": vietnamese_decimal,
        "percent": lambda ratio: "–" if ratio is None else f"{vietnamese_decimal(ratio * 100)}%",
        "date": lambda day: f"{day:%d/%m/%Y}",
        "moment": vietnamese_moment,
        "period": period_label,
        "status": status_label,
        "movement": movement,
    }
    return environment


def vietnamese_whole(number: int | None) -> str:
    """Return 1234 as ``1.234``; a dash where there is no figure."""
    return "–" if number is None else f"{number:,}".replace(",", ".")


def vietnamese_decimal(number: Decimal | None) -> str:
    """Return 97.284 as ``97,28``: two decimals, half up; a dash where there is no figure."""
    if number is None:
        return "–"
    rounded = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def vietnamese_moment(moment: dt.datetime) -> str:
    """Return a moment as officials write it: ``6 giờ 00 ngày 01/10/2026``, in +07:00."""
    local = moment.astimezone(LOCAL)
    return f"{local.hour} giờ {local:%M} ngày {local:%d/%m/%Y}"


def period_label(period: Mapping[str, Any]) -> str:
    """Return the period as titled on pages: ``Tháng 9 năm 2026``, ``Quý III năm 2026``."""
    start: dt.date = period["period_start"]
    number = str(start.month) if period["period_kind"] == "month" else ("I", "II", "III", "IV")[start.month // 3]
    return f"{PERIOD_LABELS[period['period_kind']]} {number} năm {start.year}"


def status_label(publication: Mapping[str, Any]) -> str:
    """Return the status as offices say it: Dự kiến, Chính thức, Đính chính lần n."""
    label = STATUS_LABELS.get(publication["status"])
    return label or f"Đính chính lần {publication['version'] - 2}"


def movement(row: Mapping[str, Any]) -> str:
    """Return how a rank moved against the period before: ``▲ 3``, ``▼ 2``, ``=``; a dash without one."""
    rank, previous = row["rank"], row["previous_rank"]
    if rank is None or previous is None:
        return "–"
    if rank == previous:
        return "="
    return f"▲ {previous - rank}" if rank < previous else f"▼ {rank - previous}"


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    # mkstemp makes the file private; the site's server may be another user.
    Path(temporary).chmod(0o644)
    Path(temporary).replace(target)
