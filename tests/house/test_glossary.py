"""One word for one thing: the glossary names each term once, and each label is Vietnamese."""

from __future__ import annotations

import pytest

from tests.support.glossary import Term, glossary, terms


def test_every_term_stands_once() -> None:
    names = [term.english.casefold() for term in glossary()]
    assert len(names) > 100
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_a_term_is_explained_or_has_a_label() -> None:
    assert [term.english for term in glossary() if not term.english or not (term.vietnamese or term.meaning)] == []


def test_labels_have_diacritics() -> None:
    assert [term.vietnamese for term in glossary() if term.vietnamese and term.vietnamese.isascii()] == []


PAGE = """# Words

## Things

| English | Vietnamese | meaning |
|---|---|---|
| case | | what is counted |
| received | số hồ sơ | `received_count` |

| another | table |
|---|---|
| not | read |
"""


def test_the_reading_sees() -> None:
    assert list(terms(PAGE)) == [
        Term("case", "", "what is counted", "Things"),
        Term("received", "số hồ sơ", "`received_count`", "Things"),
    ]
    assert [term.code for term in terms(PAGE)] == [None, "received_count"]
    with pytest.raises(ValueError, match="three cells are wanted"):
        list(terms(PAGE.replace("| what is counted", "")))
