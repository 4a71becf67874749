"""One version: in the code, in the changelog, on the tag; and a release where they agree only."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import onestop
from onestop.config.settings import CHECKOUT
from onestop.operations.version import software
from onestop.warehouse.migrate import known_revisions

CHANGELOG = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
VERSIONS = re.findall(r"^## \[(\d+)\.(\d+)\.(\d+)\] - (\S+)$", CHANGELOG, flags=re.MULTILINE)


def test_the_changelog_begins_with_the_version_of_the_code() -> None:
    assert ".".join(VERSIONS[0][:3]) == onestop.__version__


def test_versions_and_days_only_fall_from_top_to_bottom() -> None:
    assert len(VERSIONS) == CHANGELOG.count("\n## ")
    numbers = [tuple(map(int, version[:3])) for version in VERSIONS]
    days = [dt.date.fromisoformat(version[3]) for version in VERSIONS]
    assert numbers == sorted(set(numbers), reverse=True)
    assert days == sorted(days, reverse=True)


def test_every_version_says_how_to_come_to_it() -> None:
    sections = CHANGELOG.split("\n## ")[1:]
    assert [section.split("\n", 1)[0] for section in sections if "\n### Upgrade\n\n- " not in section] == []


def test_every_migration_belongs_to_a_version() -> None:
    named = re.findall(r"^- .*?[Mm]igrations? (?:\((\d{4})\)|(\d{4}) to (\d{4}))|\((\d{4})\)", CHANGELOG, re.MULTILINE)
    spans = sorted((int(one or first or other), int(one or last or other)) for one, first, last, other in named)
    covered = [number for first, last in spans for number in range(first, last + 1)]
    known = [int(revision) for revision in sorted(known_revisions())]
    assert covered == list(range(1, known[-1] + 1))
    assert known == covered[known[0] - 1 :]


def test_the_command_tells_version_schema_and_commit() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "onestop", "--version"],
        env={"PYTHONPATH": str(CHECKOUT / "plugins"), "ONESTOP_COMMIT": "abc1234"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"onestop {onestop.__version__}, schema {known_revisions()[0]}, commit abc1234\n"


def test_where_nothing_tells_the_commit_none_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("onestop.operations.version.CHECKOUT", tmp_path)
    assert str(software()) == f"onestop {onestop.__version__}, schema {known_revisions()[0]}"


@pytest.fixture(scope="module")
def release() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", CHECKOUT / ".ci" / "release.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed tree with a version and a changelog that agree."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Văn phòng")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "office@onestop.example")
    (tmp_path / "plugins" / "onestop").mkdir(parents=True)
    (tmp_path / "plugins" / "onestop" / "__init__.py").write_text('__version__ = "1.2.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## [1.2.0] - 2026-12-01\n", encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    return tmp_path


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.strip()


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "chore: a commit")


def test_a_release_is_an_annotated_tag_made_once(
    release: ModuleType, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release.main([], repository) == 0
    assert git(repository, "cat-file", "-t", "v1.2.0") == "tag"
    assert git(repository, "rev-parse", "v1.2.0^{commit}") == git(repository, "rev-parse", "HEAD")
    assert release.main([], repository) == 1
    assert "v1.2.0 is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changelog", "said"),
    [
        ("## [1.1.0] - 2026-12-01\n", "CHANGELOG.md begins with 1.1.0, the code says 1.2.0"),
        ("## [1.2.0]\n", "has none with a date"),
    ],
    ids=["another version", "no date"],
)
def test_a_release_that_disagrees_is_refused(
    release: ModuleType, repository: Path, capsys: pytest.CaptureFixture[str], changelog: str, said: str
) -> None:
    (repository / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    commit(repository)
    assert release.main([], repository) == 1
    assert said in capsys.readouterr().err
    assert git(repository, "tag") == ""


def test_a_release_of_a_changed_tree_is_refused(
    release: ModuleType, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "new.txt").write_text("", encoding="utf-8")
    assert release.main([], repository) == 1
    assert "The tree is not clean" in capsys.readouterr().err
    assert git(repository, "tag") == ""
