"""Everything that a run leaves behind, place by place, as bytes to search."""

from __future__ import annotations

import gzip
import logging
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded.postgres import EmbeddedPostgres
from onestop.warehouse.database import connect, run_text, transaction
from tests.privacy.planting import Planter
from tests.support.warehouse import Warehouse

Piece = tuple[str, bytes]
"""A place and some of its content."""

TABLES = """
    SELECT format('%I.%I', relnamespace::regnamespace, relname) AS name
    FROM pg_class
    WHERE relkind IN ('r', 'p', 'm')
        AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    ORDER BY 1
"""


def files(place: str, folder: Path) -> Iterator[Piece]:
    """Yield every file below a folder with its path, unpacked where it is packed."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        yield place, str(path.relative_to(folder)).encode() + b"\n" + content
        if path.suffix == ".gz":
            yield place, gzip.decompress(content)
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                yield from ((place, book.read(name)) for name in book.namelist())


def cluster(server: EmbeddedPostgres) -> Iterator[Piece]:
    """Yield the files of a stopped cluster: data, write-ahead log, what the server wrote to its log."""
    for _, content in files("cluster", server.home):
        yield "write-ahead log" if content.startswith(b"data/pg_wal/") else "cluster", content
    yield "log of the server", server.log.read_bytes()


def tables(warehouse: Warehouse) -> Iterator[Piece]:
    """Yield every row of every table as text: in the files, long values are compressed."""
    owner = connect(warehouse.owner_url)
    with transaction(owner) as connection:
        for table in [row.name for row in run_text(connection, "tables", TABLES)]:
            rows = run_text(connection, table, f"SELECT content::text FROM {table} AS content")
            yield table, "\n".join(row[0] for row in rows).encode()
    owner.dispose()


def search(pieces: Iterable[Piece], planter: Planter) -> dict[str, set[str]]:
    """Return the marks found, by the place where they lie."""
    found: dict[str, set[str]] = defaultdict(set)
    for place, content in pieces:
        if marks := planter.found_in(content):
            found[place] |= marks
    return dict(found)


class _Keeper(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def everything_logged() -> Iterator[list[str]]:
    """Collect what all loggers say, tracebacks included, down to DEBUG."""
    root, keeper = logging.getLogger(), _Keeper()
    level = root.level
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    try:
        yield keeper.lines
    finally:
        root.setLevel(level)
        root.removeHandler(keeper)
