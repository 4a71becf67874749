"""The check of prose catches each word to avoid and long sentences, in each kind of file, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.ci import load_tool

prose = load_tool("prose")
WORDS = prose.words(prose.WORDS.read_text(encoding="utf-8"))
LONG = f"The pipeline reads {'one more dossier and ' * 10}then it stops.\n"


def found(folder: Path, name: str, text: str) -> list[tuple[str, int]]:
    """Return rule and line of what is refused in one file."""
    (folder / name).write_text(text, encoding="utf-8")
    return [(finding.rule, finding.line) for finding in prose.check([folder / name], WORDS)]


def test_every_word_to_avoid_has_an_example_that_is_refused(tmp_path: Path) -> None:
    assert len(WORDS) > 10
    page = "\n\n".join(word.example for word in WORDS)
    assert found(tmp_path, "page.md", page) == [(word.rule, 1 + 2 * place) for place, word in enumerate(WORDS)]


def test_every_form_is_refused(tmp_path: Path) -> None:
    forms = [(word.rule, form) for word in WORDS for form in word.avoid]
    page = "\n\n".join(f"They say {form} here." for _, form in forms)
    assert found(tmp_path, "page.md", page) == [(rule, 1 + 2 * place) for place, (rule, _) in enumerate(forms)]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("page.md", f"# Title\n\n{LONG}", 3),
        ("module.py", f'"""{LONG}"""\n', 1),
        ("module.py", f"x = 1\n# {LONG}", 2),
        ("statement.sql", f"SELECT 1;\n-- {LONG}", 2),
    ],
)
def test_a_long_sentence_is_refused(tmp_path: Path, name: str, text: str, line: int) -> None:
    assert found(tmp_path, name, text) == [("LongSentences", line)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page.md", "`told`, `whoever.sql` and told_before are names.\n\n```\ntold\n```\n"),
        ("module.py", 'told = "Whoever was told."\n# The parameter told_before, and ``told``.\n'),
        ("statement.sql", "SELECT told FROM core.kin\n"),
    ],
)
def test_names_and_code_are_not_prose(tmp_path: Path, name: str, text: str) -> None:
    assert found(tmp_path, name, text) == []


def test_a_finding_names_its_own_file(tmp_path: Path) -> None:
    for name in ("first.md", "second.md"):
        (tmp_path / name).write_text("A page.\n\nEach unit is told once.\n", encoding="utf-8")
    findings = prose.check([tmp_path / "first.md", tmp_path / "second.md"], WORDS)
    assert [(finding.file.name, finding.line) for finding in findings] == [("first.md", 3), ("second.md", 3)]
