"""From templates to statement files: ``templates/X.sql.j2`` becomes ``include/sql/X.sql``."""

from __future__ import annotations

from pathlib import Path

import jinja2

from generator.measures import Measures, read_measures
from onestop.catalogue.measures import FACT_COLUMNS

TEMPLATES = Path(__file__).parent / "templates"
SUFFIX = ".j2"


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
    known = {"measures": measures or read_measures(), "fact_columns": FACT_COLUMNS}
    names = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob(f"*.sql{SUFFIX}"))
    return {Path(name.removesuffix(SUFFIX)): environment.get_template(name).render(known) for name in names}


def quoted(text: str) -> str:
    """Return a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
