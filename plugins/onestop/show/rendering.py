"""How pages are made, public and internal: of templates, with a style and a script named by their content."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import jinja2

from onestop.show import views
from onestop.stack.files import write_whole
from onestop.words import labels

STATIC = Path(__file__).parent / "static"


@functools.cache
def template(name: str) -> jinja2.Template:
    """Return a template: text is escaped, a name that it does not know is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= labels.FILTERS
    environment.globals |= {"met": views.met}
    return environment.get_template(name)


def write_assets(folder: Path) -> dict[str, str]:
    """Write style, script and icon below a site's folder, named by their hash, so that old pages keep theirs.

    Returns:
        Their names by suffix.

    Raises:
        OSError: the folder cannot be written.
    """
    names = {}
    for path in sorted(STATIC.iterdir()):
        content = path.read_bytes()
        kind = path.suffix.removeprefix(".")
        names[kind] = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:8]}.{kind}"
        if not (folder / "static" / names[kind]).exists():
            write_whole(folder / "static" / names[kind], content)
    return names
