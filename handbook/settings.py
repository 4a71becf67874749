"""The page of the settings: every environment variable, from `.env.example`, with what the code makes of it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from handbook import markdown
from onestop.config.settings import CHECKOUT, HOOK_PREFIX, MAIL_VARIABLE, SOURCE_PREFIX, Settings, variables

PAGE = Path("settings.md")
EXAMPLE = CHECKOUT / ".env.example"
_SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|_KEY\b")
_SECTION = re.compile(r"# --- (.+?) -+$")
_ASSIGNED = re.compile(r"# ([A-Z][A-Z0-9_]*)=(.*)")
_HEAD = """\
Set them in `.env` (copy [`.env.example`](../../.env.example)) or in the environment, which wins. One place reads them,
[`settings.py`](../../plugins/onestop/config/settings.py), checks them before anything else happens and says what is
wrong. *Read as* is the field of `Settings`, or the method of `Connections` that looks up what Airflow may also keep
elsewhere ([operations](../operations.md#connections)); what has none is for containers only. *Form* is an example where
the default does not show one. Relative folders start at the checkout.
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Variable:
    """A variable of `.env.example`: its section, its description, and the value or form that is shown."""

    name: str
    section: str
    text: str
    shown: str

    @property
    def is_secret(self) -> bool:
        """Whether its value holds a password, token or key."""
        return bool(_SECRET.search(self.name) or _SECRET.search(self.shown))


def pages() -> dict[Path, str]:
    """Return the page, from the example and the settings that are read from the variables."""
    variables = list(example(EXAMPLE.read_text(encoding="utf-8")))
    return {PAGE: render(variables, fields())}


def example(text: str) -> Iterator[Variable]:
    """Yield the variables of an example file; a comment holds for all variables that follow it without a gap."""
    section, comment, description = "", "", ""
    for line in text.splitlines():
        if heading := _SECTION.match(line):
            section, comment, description = heading.group(1), "", ""
        elif assigned := _ASSIGNED.match(line):
            description, comment = comment or description, ""
            yield Variable(assigned.group(1), section, description, assigned.group(2))
        elif line.startswith("# "):
            comment = f"{comment} {line.removeprefix('#').strip()}".strip()
        else:
            comment, description = "", ""


def fields() -> dict[str, str]:
    """Return by variable the field of the settings, or by prefix of variables the kind of connection, read from it."""
    return {**variables(), SOURCE_PREFIX: "source", HOOK_PREFIX: "hook", MAIL_VARIABLE: "mail"}


def field_of(variable: str, known: Mapping[str, str]) -> str | None:
    """Return the field that a variable is read into, by its name or its prefix; None: the code does not read it."""
    prefixes = (name for name in known if name.endswith("_") and variable.startswith(name))
    return known.get(variable) or next((known[prefix] for prefix in prefixes), None)


def default(name: str) -> str:
    """Return the default of a field as one would write it in the environment; empty where there is none."""
    names = {field.name for field in dataclasses.fields(Settings)}
    value = getattr(Settings(), name) if name in names else None
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, Path):
        return value.relative_to(CHECKOUT).as_posix()
    return str(value) if value else ""


def render(variables: Sequence[Variable], known: Mapping[str, str]) -> str:
    """Return the page, in the order of the example, a table a section."""
    header = ("variable", "what it does", "default", "form", "read as", "secret")
    parts = [_HEAD]
    for section in dict.fromkeys(variable.section for variable in variables):
        rows = (_row(variable, known) for variable in variables if variable.section == section)
        parts += [f"## {section}\n", markdown.table(header, rows)]
    return markdown.page("Settings", __name__, "`.env.example` and `plugins/onestop/config/settings.py`", *parts)


def _row(variable: Variable, known: Mapping[str, str]) -> list[str]:
    field = field_of(variable.name, known)
    standard = default(field) if field else ""
    cells = [standard, variable.shown if variable.shown != standard else "", field or ""]
    return [
        markdown.code(variable.name),
        variable.text,
        *(markdown.code(cell) if cell else "" for cell in cells),
        "yes" if variable.is_secret else "",
    ]
