"""Asks a vulnerability service about every package of the locks; what is not waived, or was not audited, fails.

Usage: python .ci/audit.py [--osv-url URL] [--waivers FILE] [LOCK ...]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SERVICE = "https://api.osv.dev/v1/query"


@dataclass(frozen=True)
class Waiver:
    """A vulnerability that we live with until the end of a day."""

    id: str
    package: str
    reason: str
    until: dt.date


def main(arguments: list[str]) -> int:
    """Audit the locks; 0 if every package was audited and nothing is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--osv-url", default=SERVICE)
    parser.add_argument("--waivers", type=Path, default=ROOT / ".ci" / "waivers.toml")
    parser.add_argument(
        "locks", nargs="*", type=Path, default=[ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
    )
    options = parser.parse_args(arguments)
    waivers = read_waivers(options.waivers)
    wanted = {package for lock in options.locks for package in pins(lock.read_text(encoding="utf-8"))}
    try:
        report = ask(options.osv_url, options.locks)
    except RuntimeError as error:
        found = [f"NOT AUDITED: {error}"]
    else:
        found = problems(report, wanted, waivers, dt.datetime.now(dt.UTC).date())
    for problem in found:
        sys.stderr.write(f"{problem}\n")
    sys.stdout.write(f"{len(wanted)} packages, {len(waivers)} waived: {'FAILED' if found else 'ok'}\n")
    return 1 if found else 0


def read_waivers(file: Path) -> list[Waiver]:
    """Return the waivers of a file.

    Raises:
        TypeError: one says too little or too much.
    """
    return [Waiver(**entry) for entry in tomllib.loads(file.read_text(encoding="utf-8")).get("waiver", [])]


def pins(lock: str) -> set[tuple[str, str]]:
    """Return name and version of each package of a lock."""
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", lock, flags=re.MULTILINE)
    return {(_normal(name), version) for name, version in found}


def ask(url: str, locks: list[Path]) -> list[dict[str, Any]]:
    """Return what pip-audit says of each package of the locks.

    Raises:
        RuntimeError: it could not ask.
    """
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off"]
    command += ["--vulnerability-service", "osv", "--osv-url", url, "--format", "json", "--desc", "off"]
    command += [argument for lock in locks for argument in ("--requirement", str(lock))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        dependencies: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = (done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]
        raise RuntimeError(last) from None
    return dependencies


def problems(
    report: list[dict[str, Any]], wanted: set[tuple[str, str]], waivers: list[Waiver], today: dt.date
) -> list[str]:
    """Return what is wrong: packages not audited, vulnerabilities, waivers that ran out or that nothing needs."""
    audited = {(_normal(entry["name"]), entry["version"]) for entry in report if "version" in entry}
    found = [f"NOT AUDITED: {name} {version}" for name, version in sorted(wanted - audited)]
    needed: set[Waiver] = set()
    for entry in report:
        for vulnerability in entry.get("vulns", []):
            names = {vulnerability["id"], *vulnerability.get("aliases", [])}
            waived = {w for w in waivers if w.id in names and _normal(w.package) == _normal(entry["name"])}
            needed |= waived
            if not waived:
                mended = ", ".join(vulnerability["fix_versions"]) or "no version"
                found.append(f"{entry['name']} {entry['version']}: {vulnerability['id']}, mended in {mended}")
    found += [f"the waiver of {w.id} ran out on {w.until}" for w in waivers if w in needed and w.until < today]
    return found + [f"nothing needs the waiver of {w.id} for {w.package}" for w in waivers if w not in needed]


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
