"""Renders public and internal pages from templates; style and script are named by their content."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path

import jinja2

from onestop import words
from onestop.files import write_whole
from onestop.show import commune_page, indicator_page, views
from onestop.words import labels

STATIC = Path(__file__).parent / "static"
SCRIPT_SECTIONS = ("column", "figure", "script")
"""The sections of the catalogue whose texts a script may use."""


def template(name: str) -> jinja2.Template:
    """Return a template; it escapes text, and an unknown name is an error."""
    return _environment().get_template(name)


@functools.cache
def _environment() -> jinja2.Environment:
    """Return the environment of all templates, so that each is compiled once in a process."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= labels.FILTERS
    environment.globals |= {
        "target_result": views.target_result,
        "changed": indicator_page.changed,
        "better_or_worse": commune_page.better_or_worse,
        "text": words.text,
    }
    return environment


def write_assets(folder: Path) -> dict[str, str]:
    """Write style, script and icon below a site's folder, named by their hash, so that old pages keep theirs.

    Returns:
        Their names by suffix.

    Raises:
        OSError: the folder cannot be written.
    """
    names = {}
    for path in sorted(STATIC.iterdir()):
        content = _script(path) if path.suffix == ".js" else path.read_bytes()
        kind = path.suffix.removeprefix(".")
        names[kind] = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:8]}.{kind}"
        if not (folder / "static" / names[kind]).exists():
            write_whole(folder / "static" / names[kind], content)
    return names


def _script(path: Path) -> bytes:
    """Return a script together with its texts, so that old pages keep theirs."""
    texts = {key: text for section in SCRIPT_SECTIONS for key, text in words.table(section).items()}
    return f"const words = {json.dumps(texts, ensure_ascii=False)};\n".encode() + path.read_bytes()
