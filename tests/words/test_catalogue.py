"""The catalogue: what it gives, and how it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onestop import words
from onestop.catalogue import FOLDER
from onestop.warehouse.database import SQL_ROOT
from onestop.words import catalogue


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A catalogue of a few words; what was read of it is forgotten afterwards."""
    path = tmp_path / "vi.toml"
    path.write_text(
        '[mail]\ntitle = "Kỳ {period}: {count} hồ sơ"\nplain = "Đơn vị"\n'
        '[sheet.unit]\nheading = "Mã đơn vị"\n[choice.scope]\nunit = ["đơn vị", "cơ quan"]\narea = ["địa bàn"]\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(catalogue, "CATALOGUE", path)
    forget()
    yield path
    forget()


def forget() -> None:
    for function in (catalogue.entries, catalogue.table, catalogue.choices):
        function.cache_clear()


@pytest.mark.usefixtures("small")
def test_a_text_with_its_places_filled_in() -> None:
    assert words.text("mail.title", period="Tháng 9", count=3) == "Kỳ Tháng 9: 3 hồ sơ"
    assert words.text("mail.plain") == "Đơn vị"
    assert words.text("mail.title", period="{count}", count="{period}") == "Kỳ {count}: {period} hồ sơ"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("key", "places", "message"),
    [
        ("mail.subject", {}, "the catalogue has no text 'mail.subject'"),
        ("mail", {}, "the catalogue has no text 'mail'"),
        ("choice.scope.unit", {}, "the catalogue has no text 'choice.scope.unit'"),
        ("mail.title", {"period": 1}, r"has the places \['count', 'period'\], given are \['period'\]"),
        ("mail.plain", {"period": 1}, r"has the places \[\], given are \['period'\]"),
    ],
    ids=["unknown", "a section", "a list of words", "a place missing", "a place too many"],
)
def test_a_text_is_refused(key: str, places: dict[str, object], message: str) -> None:
    with pytest.raises(words.WordsError, match=message):
        words.text(key, **places)


@pytest.mark.usefixtures("small")
def test_sections() -> None:
    assert words.table("sheet.unit") == {"heading": "Mã đơn vị"}
    assert words.choices("choice.scope") == {
        "đơn vị": "unit",
        "cơ quan": "unit",
        "unit": "unit",
        "địa bàn": "area",
        "area": "area",
    }
    for function in (words.table, words.choices):
        with pytest.raises(words.WordsError, match="no section 'sheets'"):
            function("sheets")


def test_what_is_neither_text_nor_words_is_refused(small: Path) -> None:
    small.write_text("[mail]\ncount = 3\n", encoding="utf-8")
    with pytest.raises(words.WordsError, match=r"mail\.count is neither a text nor a list of words"):
        words.text("mail.count")


def test_causes_of_objections_are_called_as_causes_of_delays() -> None:
    text = (FOLDER / "objection_causes.yaml").read_text(encoding="utf-8")
    assert [said for said in words.table("cause").values() if f"name_vi: {said}\n" not in text] == []


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("measure/views/indicator_names.sql", words.table("no_value").values()),
        ("publish/views/forms.sql", [words.text("column.total")]),
        ("show/read_continuity.sql", [words.text("column.total")]),
        ("show/read_values.sql", [words.text("indicator_page.whole_area")]),
    ],
)
def test_what_sql_says_too_it_says_alike(file: str, said: list[str]) -> None:
    sql = (SQL_ROOT / file).read_text(encoding="utf-8")
    assert [text for text in said if f"'{text}'" not in sql] == []
