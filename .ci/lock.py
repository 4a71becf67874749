"""Keeps requirements.txt true to requirements.in: resolves with uv, checks offline that it is up to date.

Usage: python .ci/lock.py check
       python .ci/lock.py write [--upgrade]
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The second is resolved within the first, so a change of the first makes it outdated too.
LOCKS = {"requirements": (), "requirements-dev": ("requirements.txt",)}
MARK = "# input-sha256: "
HEADER = "# Resolved from {name}.in by `make lock`; do not edit.\n"


def main(arguments: list[str]) -> int:
    """Check or write all locks."""
    match arguments:
        case ["check"]:
            return check(ROOT)
        case ["write", *options] if set(options) <= {"--upgrade"}:
            for name in LOCKS:
                write(ROOT, name, options)
            return 0
    sys.stderr.write(str(__doc__))
    return 2


def check(root: Path) -> int:
    """Tell what is wrong with the locks of a folder; 0 if nothing is."""
    problems = [problem for name in LOCKS for problem in _problems(root, name)]
    for problem in problems:
        sys.stderr.write(f"{problem} Run `make lock`.\n")
    return 1 if problems else 0


def write(root: Path, name: str, options: list[str]) -> None:
    """Resolve one lock, keep its versions without the option to upgrade, and note its input."""
    lock = root / f"{name}.txt"
    command = ["uv", "pip", "compile", f"{name}.in", "--output-file", lock.name, "--python-version", "3.11"]
    # No address of a package index in the lock: where packages come from is up to the place of installation.
    command += ["--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet", *options]
    subprocess.run(command, cwd=root, check=True)
    resolved = lock.read_text(encoding="utf-8")
    header = HEADER.format(name=name) + MARK + _digest(root, name) + "\n"
    lock.write_text(header + resolved, encoding="utf-8")


def _problems(root: Path, name: str) -> list[str]:
    lock = root / f"{name}.txt"
    if not lock.is_file():
        return [f"{lock.name} is missing."]
    text = lock.read_text(encoding="utf-8")
    problems = []
    if MARK + _digest(root, name) not in text.splitlines():
        problems.append(f"{lock.name} was resolved from another {name}.in.")
    pinned = {_normal(found) for found in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", text, flags=re.MULTILINE)}
    missing = sorted(_wanted(root / f"{name}.in") - pinned)
    problems += [f"{lock.name} does not pin {package} of {name}.in." for package in missing]
    if "://" in text:
        problems.append(f"{lock.name} names an address; a lock holds names and versions only.")
    return problems


def _digest(root: Path, name: str) -> str:
    files = [root / f"{name}.in", *(root / constraint for constraint in LOCKS[name])]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files if file.is_file())).hexdigest()


def _wanted(requirements: Path) -> set[str]:
    lines = (line.partition("#")[0].strip() for line in requirements.read_text(encoding="utf-8").splitlines())
    return {
        _normal(re.split(r"[\s\[<>=!~;]", line, maxsplit=1)[0]) for line in lines if line and not line.startswith("-")
    }


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
