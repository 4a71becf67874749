"""The commands that others rely on exist, tell what they do, and take a statement as it was typed."""

from __future__ import annotations

import subprocess

import pytest

from onestop.config.settings import CHECKOUT

COMMANDS = ("demo", "up", "down", "run", "status", "psql", "test", "check", "docs", "bench", "lock")
COMMANDS += ("backup", "restore", "version", "release")


def make(*arguments: str) -> str:
    done = subprocess.run(["make", *arguments], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return done.stdout


def test_help_lists_every_command() -> None:
    listed = {line.split()[1] for line in make("help").splitlines()}
    assert set(COMMANDS) <= listed


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_a_target(command: str) -> None:
    assert make("--dry-run", command)


def test_one_dag_is_started_by_its_name() -> None:
    assert make("--dry-run", "run", "DAG=reconcile").splitlines()[-1].endswith("embedded run reconcile")
    assert make("--dry-run", "run").splitlines()[-1].rstrip().endswith("embedded run")


def test_rows_come_with_headings_unless_they_are_wanted_plain() -> None:
    assert make("--dry-run", "psql", "SQL=SELECT 1").splitlines()[-1].endswith('embedded psql "$SQL"')
    plain = make("--dry-run", "psql", "PLAIN=1", "SQL=SELECT 1")
    assert plain.splitlines()[-1].endswith('embedded psql --plain "$SQL"')


def test_down_installs_nothing() -> None:
    assert "pip" not in make("--dry-run", "--always-make", "down")


def test_continuous_integration_runs_all_tests() -> None:
    script = CHECKOUT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text(encoding="utf-8").splitlines()[-1] == "exec make test"
