"""``python -m generator``: write the generated statements into include/sql."""

from __future__ import annotations

from generator.rendering import rendered
from onestop.warehouse.database import SQL_ROOT

if __name__ == "__main__":
    for path, text in rendered().items():
        (SQL_ROOT / path).write_text(text, encoding="utf-8")
