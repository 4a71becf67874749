"""The generated statements are those of the measures as they are."""

from __future__ import annotations

import pytest

from generator.rendering import rendered
from onestop.warehouse.database import SQL_ROOT

FILES = rendered()


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_generated_file_is_current(path) -> None:
    assert (SQL_ROOT / path).read_text(encoding="utf-8") == FILES[path], "run `make sql`"
