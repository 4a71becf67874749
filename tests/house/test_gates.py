"""The same gates everywhere: `make check`, the hooks before a commit and continuous integration read one list."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.house import scan

CHECK = scan.CHECKOUT / ".ci" / "check"


def parts() -> list[str]:
    return subprocess.run([CHECK, "--list"], capture_output=True, text=True, check=True).stdout.split()


def test_hooks_run_the_parts_of_the_check() -> None:
    config = yaml.safe_load((scan.CHECKOUT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    hooks = config["repos"][0]["hooks"]
    assert [hook["id"] for hook in hooks] == parts()
    for hook in hooks:
        assert hook == {
            "id": hook["id"],
            "name": hook["name"],
            "entry": f".ci/check {hook['id']}",
            "language": "system",
            "pass_filenames": False,
            "always_run": True,
        }


def test_every_part_of_the_check_is_known_and_a_failure_is_told() -> None:
    assert parts() == ["lock", "files", "secrets", "format", "lint", "imports", "sql", "prose", "types", "tests"]
    done = subprocess.run([CHECK, "lock", "nonsense"], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(r"lock: ok, \d+ s\nnonsense: FAILED, \d+ s\n", done.stdout)


@pytest.mark.parametrize("failing", [set(), {"mypy"}, {"python"}, {"mypy", "python"}])
def test_a_failure_beside_the_tests_is_a_failure(tmp_path: Path, failing: set[str]) -> None:
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    (tmp_path / ".ci").mkdir()
    copied = shutil.copy(CHECK, tmp_path / ".ci" / "check")
    for name in ("mypy", "python"):
        (programs / name).write_text(f"#!/bin/sh\nexit {int(name in failing)}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    done = subprocess.run([copied, "types", "tests"], capture_output=True, text=True, check=False)
    assert done.returncode == (1 if failing else 0)
    results = {"types": "mypy" in failing, "tests": "python" in failing}
    assert {line.partition(",")[0] for line in done.stdout.splitlines()} == {
        f"{part}: {'FAILED' if failed else 'ok'}" for part, failed in results.items()
    }


def test_continuous_integration_calls_make_only() -> None:
    workflow = yaml.safe_load((scan.CHECKOUT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    commands = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    assert commands == ["make check", "make sql docs && git diff --exit-code", "make test", "make audit"]
    targets = set(re.findall(r"^([a-z-]+):", (scan.CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {target for command in commands for target in re.findall(r"make (\w+)", command)} <= targets
