"""The lock check notices, without a network, when what is installed is no longer what was asked for."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import ModuleType

import pytest

from onestop.config.settings import CHECKOUT
from tests.support.ci import load_tool


@pytest.fixture(scope="module")
def lock() -> ModuleType:
    return load_tool("lock")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    wanted = "# reasons\nPandas>=3  # sheets\nPsycopg2_binary\n"
    development = "-c requirements.txt\npytest\n"
    (tmp_path / "requirements.in").write_text(wanted, encoding="utf-8")
    (tmp_path / "requirements-dev.in").write_text(development, encoding="utf-8")
    text = f"# input-sha256: {sha256(wanted)}\npandas==3.1.1\npsycopg2-binary==2.9.13\n"
    (tmp_path / "requirements.txt").write_text(text, encoding="utf-8")
    mark = f"# input-sha256: {sha256(development + text)}\n"
    (tmp_path / "requirements-dev.txt").write_text(f"{mark}pytest==9.2.0\n", encoding="utf-8")
    return tmp_path


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_our_locks_are_up_to_date(lock: ModuleType) -> None:
    assert lock.check(CHECKOUT) == 0


def test_a_true_lock_passes(lock: ModuleType, folder: Path) -> None:
    assert lock.check(folder) == 0


def test_a_changed_input_is_noticed(lock: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(folder / "requirements.in", "msgspec\n")
    assert lock.check(folder) == 1
    message = capsys.readouterr().err
    assert "requirements.txt was resolved from another requirements.in." in message
    assert "does not pin msgspec" in message
    assert "make lock" in message


def test_a_changed_constraint_makes_the_second_lock_outdated(
    lock: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(folder / "requirements.txt", "numpy==2.4.6\n")
    assert lock.check(folder) == 1
    assert capsys.readouterr().err.startswith("requirements-dev.txt was resolved from another")


def test_a_lock_names_no_address(lock: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(folder / "requirements-dev.txt", "--index-url https://packages.example/simple\n")
    assert lock.check(folder) == 1
    assert "names an address" in capsys.readouterr().err


def test_a_missing_lock_is_named(lock: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "requirements-dev.txt").unlink()
    assert lock.check(folder) == 1
    assert "requirements-dev.txt is missing" in capsys.readouterr().err
