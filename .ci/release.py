"""Tags a release where all agrees: a clean tree, the changelog's latest version, no such tag yet.

Usage: python .ci/release.py
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Tag the commit that is checked out; 1 and what is wrong where it must not be."""
    if arguments:
        sys.stderr.write(str(__doc__))
        return 2
    version = re.search(r'^__version__ = "(.+)"$', _read(root / "plugins/onestop/__init__.py"), flags=re.MULTILINE)
    latest = re.search(r"^## \[(.+?)\] - (\S+)$", _read(root / "CHANGELOG.md"), flags=re.MULTILINE)
    if version is None or latest is None:
        sys.stderr.write("plugins/onestop/__init__.py names no version, or CHANGELOG.md has none with a date.\n")
        return 1
    tag = f"v{version[1]}"
    problems = _problems(root, tag, latest[1], version[1])
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if problems:
        return 1
    subprocess.run(["git", "tag", "-a", tag, "-m", f"onestop {version[1]}"], cwd=root, check=True)
    sys.stdout.write(f"tagged: {tag}. It leaves this machine by `git push origin {tag}`.\n")
    return 0


def _problems(root: Path, tag: str, latest: str, version: str) -> list[str]:
    problems = []
    if _git(root, "status", "--porcelain"):
        problems.append("The tree is not clean: commit or put aside what is changed.")
    if latest != version:
        problems.append(f"CHANGELOG.md begins with {latest}, the code says {version}: make them agree.")
    if _git(root, "tag", "--list", tag):
        problems.append(f"{tag} is there already: a release is never made twice. Raise the version.")
    return problems


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.strip()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
