"""The check of prose catches each word to avoid and long sentences, in each kind of file, and nothing else."""

from __future__ import annotations

import pytest

from tests.support.ci import load_tool

prose = load_tool("prose")
WORDS = prose.words(prose.WORDS.read_text(encoding="utf-8"))
LONG = f"The pipeline reads {'one more dossier and ' * 10}then it stops.\n"


FORMS = [(word.rule, form) for word in WORDS for form in word.avoid]
TOLD = "A page.\n\nEach unit is told once.\n"
LONG_ONES = {
    "long.md": (f"# Title\n\n{LONG}", 3),
    "docstring.py": (f'"""{LONG}"""\n', 1),
    "comment.py": (f"x = 1\n# {LONG}", 2),
    "comment.sql": (f"SELECT 1;\n-- {LONG}", 2),
}
NAMES = {
    "names.md": "`told`, `whoever.sql` and told_before are names.\n\n```\ntold\n```\n",
    "names.py": 'told = "Whoever was told."\n# The parameter told_before, and ``told``.\n',
    "names.sql": "SELECT told FROM core.kin\n",
}
FILES = {
    "examples.md": "\n\n".join(word.example for word in WORDS),
    "forms.md": "\n\n".join(f"They say {form} here." for _, form in FORMS),
    **{name: text for name, (text, _) in LONG_ONES.items()},
    **NAMES,
    **dict.fromkeys(("first.md", "second.md"), TOLD),
}
Found = dict[str, list[tuple[str, int]]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Rule and line of what is refused in each file; one call of the check reads all of them."""
    folder = tmp_path_factory.mktemp("prose")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    refused: Found = {name: [] for name in FILES}
    for finding in prose.check([folder / name for name in FILES], WORDS):
        refused[finding.file.name].append((finding.rule, finding.line))
    return refused


def test_every_word_to_avoid_has_an_example_that_is_refused(found: Found) -> None:
    assert len(WORDS) > 10
    assert found["examples.md"] == [(word.rule, 1 + 2 * place) for place, word in enumerate(WORDS)]


def test_every_form_is_refused(found: Found) -> None:
    assert found["forms.md"] == [(rule, 1 + 2 * place) for place, (rule, _) in enumerate(FORMS)]


@pytest.mark.parametrize("name", LONG_ONES)
def test_a_long_sentence_is_refused(found: Found, name: str) -> None:
    assert found[name] == [("LongSentences", LONG_ONES[name][1])]


@pytest.mark.parametrize("name", NAMES)
def test_names_and_code_are_not_prose(found: Found, name: str) -> None:
    assert found[name] == []


def test_a_finding_names_its_own_file(found: Found) -> None:
    assert [[line for _, line in found[name]] for name in ("first.md", "second.md")] == [[3], [3]]
