"""The committed pages are exactly what code and migrations give: ``make docs`` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from handbook import catalogue, dags, indicators
from handbook.__main__ import INDEX, from_files, from_warehouse, stale, write
from handbook.markdown import REFERENCE
from handbook.tables import PAGE, SCHEMAS
from onestop.warehouse.database import transaction
from tests.support.warehouse import Warehouse


def differing(pages: Mapping[Path, str]) -> list[str]:
    """Return the pages whose committed text is another, or missing."""
    committed = {path: REFERENCE / path for path in pages}
    return [
        str(path)
        for path, text in pages.items()
        if not committed[path].is_file() or committed[path].read_text(encoding="utf-8") != text
    ]


def test_pages_from_files_are_current() -> None:
    assert differing(from_files()) == [], "run make docs"


def test_pages_from_the_warehouse_are_current(warehouse: Warehouse) -> None:
    with transaction(warehouse.engine) as connection:
        assert differing(from_warehouse(connection)) == [], "run make docs"


def test_no_page_is_left_over() -> None:
    made = {*from_files(), dags.PAGE, dags.ASSETS_PAGE, indicators.PAGE, catalogue.PAGE, PAGE}
    made |= {Path("tables") / f"{schema}.md" for schema in SCHEMAS}
    assert stale(dict.fromkeys(made, "")) == []
    index = (REFERENCE / INDEX).read_text(encoding="utf-8")
    assert sorted(str(page) for page in made if f"]({page.as_posix()})" not in index) == [], "missing in the index"


def test_writing_takes_away_what_nothing_makes_any_more(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    for name in ("old.md", "tables/old.md", "README.md"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    write({Path("tables/new.md"): "new"}, tmp_path)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md")) == [
        "README.md",
        "tables/new.md",
    ]
