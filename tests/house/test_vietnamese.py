"""What users read is Vietnamese, with its diacritics, and stands in one catalogue: all of it used, none elsewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import jinja2
import pytest
from jinja2 import nodes

from onestop.show.rendering import SCRIPT_SECTIONS, STATIC
from onestop.texts import folded
from onestop.words.catalogue import entries, places_of
from tests.house import scan

TEMPLATES = sorted((scan.PLUGINS / "onestop").glob("*/templates/**/*.j2"))
SCRIPTS = sorted(STATIC.glob("*.js"))
SENTENCES = sorted({*scan.sql_files("ingest/rules"), *scan.sql_files("quality/publication")})
CODE = scan.python_files("plugins", "dags", "embedded")

# What Vietnamese the code holds besides the catalogue: how much of it, and why.
IN_PYTHON = {
    "plugins/onestop/contract/feeds/payments.py": (9, "states as the sources write them"),
    "plugins/onestop/contract/hints.py": (2, "words by which test dossiers are known"),
    "plugins/onestop/texts.py": (5, "characters that nobody sees, and letters that look like others"),
    "plugins/onestop/contract/parsers.py": (2, "the letters and tones of the alphabet, in their order"),
    "plugins/onestop/links.py": (3, "buttons in Airflow: every parse of a DAG would read the catalogue for them"),
    "plugins/onestop/words/labels.py": (1, "the unit of amounts, as its rows have it"),
}
# The files of SQL that hold Vietnamese, and why. Migrations and the baseline are not asked: comments of their columns
# tell the word of the offices.
IN_SQL = {
    "audit/views/column_meaning.sql": "what columns hold, told with the word of the offices",
    "reference/views/dimensions.sql": "what a former district is called",
    "measure/list_indicators.sql": "the order of groups, by their names in the rows",
    **dict.fromkeys(
        ("ingest/units/settle_10_areas.sql", "ingest/views/resolution.sql"), "how sources begin the names of units"
    ),
    **dict.fromkeys(
        (f"ingest/gate/{name}.sql" for name in ("removed_fields", "shares", "unreadable_fields", "volume")),
        "why a batch is held: kept with the batch as it was told",
    ),
    **dict.fromkeys(
        ("publish/insert_publications.sql", "publish/insert_ranking.sql"), "reasons, frozen with the publication"
    ),
    **dict.fromkeys(
        (
            "measure/views/indicator_names.sql",
            "publish/views/forms.sql",
            "reconcile/views/reconciliation.sql",
            "sheets/views/sheets.sql",
        ),
        "columns of the mart in words, for people who read it with tools of their own",
    ),
    **dict.fromkeys(
        (f"show/{name}.sql" for name in ("read_continuity", "read_unit_forms", "read_values")),
        "the row that adds up, sorted and grouped by its name",
    ),
}

_VIETNAMESE = re.compile("(?!×)[\u00c0-\u1ef9]")
_WORD = re.compile(r"[^\W\d_]+")
_NOT_TEXT = re.compile(r"<style>.*?</style>|<script.*?</script>|<!--.*?-->|\{#.*?#\}", re.DOTALL)
_SHOWN = re.compile(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"')
_PLACE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_SQL_TEXT = re.compile(r"'(?:[^']|'')*'")
_SQL_DOCUMENTATION = re.compile(r"COMMENT ON .*? IS\s+(?:'(?:[^']|'')*'\s*)+;", re.DOTALL)
_SCRIPT_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_SCRIPT_TEXT = re.compile(r'"[^"\n]*"|`[^`]*`')
_ENVIRONMENT = jinja2.Environment(autoescape=True)
_FUNCTIONS = {"words.text": "text", "words.table": "table", "words.choices": "choices"}


def is_vietnamese(text: str) -> bool:
    return _VIETNAMESE.search(text) is not None


class Use(NamedTuple):
    """A place that asks the catalogue: for a text, with places, or for a section."""

    function: str
    key: str
    places: frozenset[str] = frozenset()


def texts_of_sql(sql: str) -> list[str]:
    """Return the Vietnamese texts of a statement, without those that document it."""
    bare = _SQL_DOCUMENTATION.sub("", scan.without_comments(sql))
    return [text for text in _SQL_TEXT.findall(bare) if is_vietnamese(text)]


def shown(template: str) -> str:
    """Return what a reader sees that the template itself says, an element a line."""
    page = _PLACE.sub("\n", _NOT_TEXT.sub("\n", template))
    return "\n".join([re.sub(r"<[^>]*>", "\n", page), *_SHOWN.findall(page)])


def texts_of_template(template: str) -> list[str]:
    """Return the words that a template says without the catalogue, in its text or in an expression."""
    said = [line.strip() for line in shown(template).splitlines() if _WORD.search(line)]
    constants = (str(node.value) for node in _ENVIRONMENT.parse(template).find_all(nodes.Const))
    return said + [text for text in constants if is_vietnamese(text) or (" " in text and len(_WORD.findall(text)) > 1)]


def texts_of_script(script: str) -> list[str]:
    return [text for text in _SCRIPT_TEXT.findall(_SCRIPT_COMMENT.sub("", script)) if is_vietnamese(text)]


def test_the_code_holds_no_words_of_its_own() -> None:
    found = {
        scan.named(path): (len(texts), texts)
        for path in CODE
        if (texts := [text for _, text in scan.texts(scan.parsed(path)) if is_vietnamese(text)])
    }
    unknown = {name: texts for name, (count, texts) in found.items() if IN_PYTHON.get(name, (0, ""))[0] != count}
    assert unknown == {}
    assert sorted(IN_PYTHON.keys() - found.keys()) == [], "no longer needed in the list"


def test_statements_hold_no_words_but_where_it_is_known_why() -> None:
    found = {
        name: texts
        for path in scan.sql_files()
        if not (name := scan.sql_name(path)).startswith(("migrations/", "baseline/"))
        and (texts := texts_of_sql(path.read_text("utf-8")))
    }
    assert {name: texts for name, texts in found.items() if name not in IN_SQL} == {}
    assert sorted(IN_SQL.keys() - found.keys()) == [], "no longer needed in the list"


@pytest.mark.parametrize("path", TEMPLATES, ids=scan.named)
def test_pages_and_mails_hold_no_words_of_their_own(path: Path) -> None:
    assert texts_of_template(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=scan.named)
def test_scripts_hold_no_words_of_their_own(path: Path) -> None:
    assert texts_of_script(path.read_text(encoding="utf-8")) == []


def test_the_scans_of_words_see() -> None:
    sql = "-- Cổng\nSELECT 'Đúng hạn', 'plain'; COMMENT ON VIEW a IS 'the view (số liệu)';"
    assert texts_of_sql(sql) == ["'Đúng hạn'"]
    assert texts_of_script('// "số"\nmake("p"); make("Đơn vị"); make(`Kỳ ${a}`);') == ['"Đơn vị"', "`Kỳ ${a}`"]
    source = '"""Số."""\na = "số"\nb = f"{a} đồng"\n'
    assert [text for _, text in scan.texts(ast.parse(source)) if is_vietnamese(text)] == ["số", " đồng"]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<h1>{{ text("page.title") }}</h1>', []),
        ("<h1>Bang xep hang</h1>", ["Bang xep hang"]),
        ('<div aria-label="Kỳ">{{ a }}: {{ b }}</div>', ["Kỳ"]),
        ("<div aria-label=\"{{ text('column.period') }}\">–</div>", []),
        ('<p>{{ head("Kỳ") }}{{ a or "not yet" }}</p>', ["Kỳ", "not yet"]),
        ("<style>body { margin: 0; }</style><!-- a --><p>1.234</p>{# b #}", []),
    ],
)
def test_the_scan_of_pages_sees(template: str, found: list[str]) -> None:
    assert texts_of_template(template) == found


def uses_in_python(tree: ast.Module, functions: dict[str, str]) -> Iterator[Use | int]:
    """Yield what a module asks the catalogue for; the line where that cannot be read."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or (function := functions.get(ast.unparse(node.func))) is None:
            continue
        match node.args:
            case [ast.Constant(value=str() as key)] if all(word.arg for word in node.keywords):
                yield Use(function, key, frozenset(str(word.arg) for word in node.keywords))
            case _:
                yield node.lineno


def uses_in_template(template: str) -> Iterator[Use | int]:
    for call in _ENVIRONMENT.parse(template).find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or call.node.name != "text":
            continue
        match call.args:
            case [nodes.Const(value=str() as key)] if not call.dyn_kwargs:
                yield Use("text", key, frozenset(word.key for word in call.kwargs))
            case _:
                yield call.lineno


def uses_in_script(script: str) -> set[str]:
    return set(re.findall(r"\bwords\.(\w+)", _SCRIPT_COMMENT.sub("", script)))


def every_use() -> Iterator[tuple[str, Use | int]]:
    for path in CODE:
        here = {name.removeprefix("words."): function for name, function in _FUNCTIONS.items()}
        functions = here if path.name == "labels.py" else _FUNCTIONS
        yield from ((scan.named(path), use) for use in uses_in_python(scan.parsed(path), functions))
    for path in TEMPLATES:
        yield from ((scan.named(path), use) for use in uses_in_template(path.read_text(encoding="utf-8")))


def known_uses() -> list[tuple[str, Use]]:
    return [(name, use) for name, use in every_use() if isinstance(use, Use)]


def test_keys_are_written_out() -> None:
    """Those of a script stand in it: it is handed whole sections."""
    assert [name for name, use in every_use() if isinstance(use, int)] == ["plugins/onestop/show/rendering.py"]


def wrong(use: Use) -> str:
    """Return what is wrong with a use, empty if nothing is."""
    if use.function != "text":
        is_there = any(key.startswith(f"{use.key}.") for key in entries())
        return "" if is_there else f"no section {use.key}"
    said = entries().get(use.key)
    if not isinstance(said, str):
        return f"no text {use.key}"
    if use.places != places_of(said):
        return f"{use.key} has {sorted(places_of(said))}, given are {sorted(use.places)}"
    return ""


def test_what_is_asked_for_is_there_with_its_places() -> None:
    assert len(known_uses()) > 400
    assert [f"{name}: {fault}" for name, use in known_uses() if (fault := wrong(use))] == []


def test_every_text_is_used() -> None:
    texts = {use.key for _, use in known_uses() if use.function == "text"}
    sections = {use.key for _, use in known_uses() if use.function != "text"}
    script = set.union(*(uses_in_script(path.read_text(encoding="utf-8")) for path in SCRIPTS))
    texts |= {f"{section}.{key}" for section in SCRIPT_SECTIONS for key in script}
    assert sorted(key for key in entries().keys() - texts if key.rpartition(".")[0] not in sections) == []


def test_what_scripts_write_is_there() -> None:
    known = {key for section in SCRIPT_SECTIONS for key in _keys_of(section)}
    for path in SCRIPTS:
        assert sorted(uses_in_script(path.read_text(encoding="utf-8")) - known) == []


def test_no_two_sections_of_scripts_share_a_key() -> None:
    keys = [key for section in SCRIPT_SECTIONS for key in _keys_of(section)]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def _keys_of(section: str) -> list[str]:
    return [key.removeprefix(f"{section}.") for key in entries() if key.startswith(f"{section}.")]


def test_the_scans_of_uses_see() -> None:
    source = 'words.text("a.b", c=1)\nwords.table("d")\nwords.text(key)\nwords.text("a.b", **places)\nother.text("x")'
    found = [Use("text", "a.b", frozenset({"c"})), Use("table", "d"), 3, 4]
    assert sorted(map(str, uses_in_python(ast.parse(source), _FUNCTIONS))) == sorted(map(str, found))
    template = '{{ text("a.b", c=1 | whole) }}{{ text(key) }}{{ other("x") }}'
    assert list(uses_in_template(template)) == [Use("text", "a.b", frozenset({"c"})), 1]
    assert uses_in_script("// words.no\nmake(words.open, fill(words.count, {}))") == {"open", "count"}
    assert [
        wrong(use)
        for use in (
            Use("text", "ranking_mail.link"),
            Use("text", "ranking_mail.to"),
            Use("text", "ranking_mail"),
            Use("table", "x"),
        )
    ] == ["", "ranking_mail.to has ['area'], given are []", "no text ranking_mail", "no section x"]


def bare_sentences(text: str) -> list[str]:
    """Return the sentences of two words or more that have no letter beyond ASCII."""
    sentences = re.split(r"[.!?;:\n]\s|\n", text)
    return [part.strip() for part in sentences if len(_WORD.findall(part)) > 1 and part.isascii()]


def test_the_catalogue_has_diacritics() -> None:
    found = {
        key: bare
        for key, said in entries().items()
        if isinstance(said, str) and not key.endswith(".example")
        if (bare := bare_sentences(re.sub(r"\{[^}]*\}", "1", said)))
    }
    assert found == {}
    assert bare_sentences("Kỳ: tháng này. Ho so qua han") == ["Ho so qua han"]


def test_words_of_cells_are_in_small_letters() -> None:
    """A cell is folded before it is compared with them."""
    spelled = [word for said in entries().values() if isinstance(said, tuple) for word in said]
    assert len(spelled) > 50
    assert [word for word in spelled if word != folded(word)] == []


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
