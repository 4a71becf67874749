"""From templates to statement files: ``templates/X.sql.j2`` becomes ``include/sql/X.sql``.

A template in ``templates/ingest/each_feed`` makes a file for each feed: ``ingest/<feed>/X.sql``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2

from generator.feeds import FACTS, FACTS_BY_FEED, Facts
from generator.measures import Measures, read_measures
from onestop.catalogue.measures import FACT_COLUMNS

TEMPLATES = Path(__file__).parent / "templates"
SUFFIX = ".j2"
EACH_FEED = Path("ingest/each_feed")


def rendered(measures: Measures | None = None) -> dict[Path, str]:
    """Return every generated file, by its path below ``include/sql``.

    Raises:
        jinja2.TemplateError: a template is wrong.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - SQL, from files of ours
    )
    environment.filters["quoted"] = quoted
    known: dict[str, Any] = {"measures": measures or read_measures(), "fact_columns": FACT_COLUMNS, "feeds": FACTS}
    names = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob(f"*.sql{SUFFIX}"))
    return {
        path: environment.get_template(name).render(known, facts=facts)
        for name in names
        for path, facts in _written(Path(name.removesuffix(SUFFIX)))
    }


def quoted(text: str) -> str:
    """Return a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _written(path: Path) -> list[tuple[Path, Facts | None]]:
    """Return the files that a template makes, each with the feed that it is about.

    A feed that has a template of its own under the same name gets none from the template for each feed.
    """
    if path.parent != EACH_FEED:
        return [(path, FACTS_BY_FEED.get(path.parent.name))]
    files = [(path.parents[1] / facts.name / path.name, facts) for facts in FACTS]
    return [(file, facts) for file, facts in files if not (TEMPLATES / f"{file}{SUFFIX}").exists()]
