"""The documents: every link leads somewhere, every path that is named exists, every page is reached from README.md."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house import scan

PAGES = sorted(
    path
    for folder in (
        scan.CHECKOUT,
        *(scan.CHECKOUT / name for name in ("docs", ".github", "include", "plugins", "tests")),
    )
    for path in (folder.glob("*.md") if folder == scan.CHECKOUT else folder.rglob("*.md"))
)
START = "README.md"
# Nobody links to it: whoever opens a pull request has it before them.
FOUND_WITHOUT_LINK = {".github/pull_request_template.md"}

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?^ {0,3}\1[^\n]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_LINK = re.compile(
    r"\]\(\s*([^()\s]+(?:\([^()]*\))?)[^()]*\)|^\[[^]]+\]:\s+(\S+)|\b(?:href|src)=\"([^\"]+)\"", re.MULTILINE
)
_MERMAID = re.compile(r"```mermaid\n(.*?)```", re.DOTALL)
_HEADING = re.compile(r"^#{1,6} +(.+?)(?: +#+)?$", re.MULTILINE)
_PATH = re.compile(r"\.?/?((?:plugins|include|tests|docs|dags|simulator|\.ci|\.github)/[\w./-]*)")
# Names that stand for others; the migrations and the rule of the examples, which the reader makes.
_EXAMPLE = re.compile(r"[<>{}*…]|/0099_|/dossier_due_date_far\.sql$")


def prose(text: str) -> str:
    """Return a page without its fenced code, its lines kept."""
    return _FENCE.sub(lambda match: "\n" * match.group().count("\n"), text)


def links(text: str) -> list[str]:
    """Return where the links of a page lead, those to other hosts left out."""
    found = _LINK.findall(_CODE.sub("code", prose(text)))
    targets = ["".join(groups) for groups in found]
    return [target for target in targets if not re.match(r"[a-z]+:", target)]


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as a reader on the web has them."""
    found: set[str] = set()
    for heading in _HEADING.findall(prose(text)):
        words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w -]", "", words).replace(" ", "-")
        number = 0
        while (anchor := f"{slug}-{number}" if number else slug) in found:
            number += 1
        found.add(anchor)
    return found


def paths_named(text: str) -> list[str]:
    """Return the paths of the repository that a page names in backticks; examples are none."""
    codes = [code.strip() for _, code in _CODE.findall(prose(text)) if not _EXAMPLE.search(code)]
    return [match.group(1) for code in codes if (match := _PATH.fullmatch(code.partition("::")[0]))]


def dead_links(page: Path, root: Path = scan.CHECKOUT) -> list[str]:
    """Return the links of a page that lead nowhere within the repository."""
    dead = []
    for link in links(page.read_text(encoding="utf-8")):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        is_there = target.exists() and target.is_relative_to(root)
        if not is_there or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            dead.append(link)
    return dead


def missing_paths(page: Path, root: Path = scan.CHECKOUT) -> list[str]:
    """Return the paths that a page names and that do not exist."""
    return [name for name in paths_named(page.read_text(encoding="utf-8")) if not (root / name).exists()]


def unreached(pages: Iterable[Path], start: Path) -> set[Path]:
    """Return the pages to which no chain of links leads; a link to a folder leads to its pages."""
    pages = set(pages)
    reached: set[Path] = set()
    waiting = {start}
    while waiting:
        page = waiting.pop()
        reached.add(page)
        names = {link.partition("#")[0] for link in links(page.read_text(encoding="utf-8"))}
        targets = {(page.parent / name).resolve() for name in names if name}
        waiting |= {other for other in pages - reached if other in targets or other.parent in targets}
    return pages - reached


@pytest.mark.parametrize("page", PAGES, ids=scan.named)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert dead_links(page) == []


@pytest.mark.parametrize("page", PAGES, ids=scan.named)
def test_every_path_that_is_named_exists(page: Path) -> None:
    assert missing_paths(page) == []


def test_every_page_is_reached_from_the_first() -> None:
    lost = {scan.named(page) for page in unreached(PAGES, scan.CHECKOUT / START)}
    assert lost - FOUND_WITHOUT_LINK == set()


PAGE = """# Read me

[there](docs/there.md), [here](#read-me), [gone](docs/gone.md), [folder](docs), [out](../x.md), [web](https://a.example)
[heading](docs/there.md#what-is-it-1), [no heading](docs/there.md#what-is-it-2), `[code](docs/code.md)`
`docs/there.md`, `docs/gone.md`, `tests/x.py::test_x`, `docs/<name>.md`, `include/sql/migrations/0099_x.sql`, `a/docs/x`

```
[fenced](docs/fenced.md) `docs/fenced.md`
```
"""
THERE = "## What `is` it?\n\n## What is it\n\n[back](../README.md#read-me) ![picture](picture.png)\n"


def test_the_scan_of_pages_sees(tmp_path: Path) -> None:
    (tmp_path / "docs" / "more").mkdir(parents=True)
    page, there = tmp_path / "README.md", tmp_path / "docs" / "there.md"
    lost, folder = tmp_path / "docs" / "more" / "lost.md", tmp_path / "docs" / "beside.md"
    page.write_text(PAGE, encoding="utf-8")
    there.write_text(THERE, encoding="utf-8")
    for other in (lost, folder):
        other.write_text("No links.\n", encoding="utf-8")
    assert dead_links(page, tmp_path) == ["docs/gone.md", "../x.md", "docs/there.md#what-is-it-2"]
    assert dead_links(there, tmp_path) == ["picture.png"]
    assert missing_paths(page, tmp_path) == ["docs/gone.md", "tests/x.py"]
    assert unreached([page, there, lost, folder], page) == {lost}


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("# Who may import whom", "who-may-import-whom"),
        ("### `sheets/kinds.py`: [what](x.md) is there?", "sheetskindspy-what-is-there"),
        ("## Đúng hạn – quá hạn", "đúng-hạn--quá-hạn"),
        ("## 06_a, 2018", "06_a-2018"),
    ],
)
def test_anchors_are_those_of_the_web(heading: str, anchor: str) -> None:
    assert anchors(heading) == {anchor}


def test_messages_of_a_sequence_diagram_have_no_semicolon() -> None:
    """A semicolon ends a statement of Mermaid, so the forge would show an error instead of the diagram."""
    diagrams = [(page, diagram) for page in PAGES for diagram in _MERMAID.findall(page.read_text())]
    assert diagrams
    assert [(page.name, line) for page, diagram in diagrams for line in diagram.splitlines() if ";" in line] == []
