"""What officials read is Vietnamese, with its diacritics."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from onestop.sheets.kinds import KINDS
from tests.house import scan

TEMPLATES = sorted((scan.PLUGINS / "onestop").glob("*/templates/**/*.j2"))
SENTENCES = sorted({*scan.sql_files("ingest/rules"), *scan.sql_files("quality/publication")})
SHEETS = scan.python_files("plugins/onestop/sheets")
_NOT_TEXT = re.compile(r"<style>.*?</style>|<script.*?</script>|<!--.*?-->|\{#.*?#\}", re.DOTALL)
_SHOWN = re.compile(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"')
_PLACE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")


def bare_sentences(text: str) -> list[str]:
    """Return the sentences of two words or more that have no letter beyond ASCII."""
    sentences = re.split(r"[.!?;:\n]\s|\n", text)
    return [part.strip() for part in sentences if len(_WORD.findall(part)) > 1 and part.isascii()]


def shown(template: str) -> str:
    """Return what a reader of the page sees, an element a line; what is put in parts a text as an element does."""
    page = _PLACE.sub("\n", _NOT_TEXT.sub("\n", template))
    return "\n".join([re.sub(r"<[^>]*>", "\n", page), *_SHOWN.findall(page)])


@pytest.mark.parametrize("path", TEMPLATES, ids=scan.named)
def test_pages_have_diacritics(path: Path) -> None:
    assert bare_sentences(shown(path.read_text(encoding="utf-8"))) == []


def test_reasons_of_rules_have_diacritics() -> None:
    found = {
        scan.sql_name(path): bare
        for path in SENTENCES
        if (bare := bare_sentences(dict(scan.header(path.read_text(encoding="utf-8"))).get("Vietnamese", "")))
    }
    assert found == {}


def test_reasons_of_rules_are_sentences() -> None:
    for path in SENTENCES:
        texts = dict(scan.header(path.read_text(encoding="utf-8")))
        for language in ("Vietnamese", "English"):
            assert texts[language][0].isupper() or not texts[language][0].islower(), scan.sql_name(path)
            assert texts[language].endswith("."), scan.sql_name(path)


def told_in(source: str) -> str:
    """Return the texts of a module that tell what is wrong with a sheet."""
    tree = ast.parse(source)
    raised = {
        text
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"CellError", "Fault", "blame"}
        for argument in node.args[-1:]
        for _, text in scan.texts(argument)
        if not text.startswith("%")  # how a date is written
    }
    return "\n".join(sorted(raised))


@pytest.mark.parametrize("path", SHEETS, ids=scan.named)
def test_what_is_wrong_with_a_sheet_has_diacritics(path: Path) -> None:
    assert bare_sentences(told_in(path.read_text(encoding="utf-8"))) == []


def test_columns_of_sheets_have_diacritics() -> None:
    texts = [text for kind in KINDS for column in kind.columns for text in (column.heading, column.explanation)]
    assert len(texts) > 50
    assert bare_sentences("\n".join(texts)) == []


def test_the_scan_of_sheets_sees() -> None:
    source = 'raise CellError("so am; hay sua.")\nrow.blame("value", "số âm")\nFault(1, "x", f"o {x} bi gop")'
    assert sorted(bare_sentences(told_in(source))) == ["bi gop", "hay sua", "so am"]


@pytest.mark.parametrize(
    ("template", "bare"),
    [
        ("<h1>Bảng xếp hạng</h1>", []),
        ("<h1>Bang xep hang</h1>", ["Bang xep hang"]),
        ('<div aria-label="Bang xep hang">Đúng hạn</div>', ["Bang xep hang"]),
        ("<p>Kỳ: tháng này. Ho so qua han</p>", ["Ho so qua han"]),
        ("<p>{{ row.unit_name }} {% if a %}onestop{% endif %}</p>", []),
        ("<style>body { margin: 0 auto; }</style><p>Kỳ</p>", []),
    ],
)
def test_the_scan_of_pages_sees(template: str, bare: list[str]) -> None:
    assert bare_sentences(shown(template)) == bare
