"""Looks for keys, tokens and passwords in every file that is tracked or could be; says where, never what.

Usage: python .ci/leaks.py [FILE ...]

A line that holds none says so: "pragma: allowlist secret - why".
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from detect_secrets.plugins.aws import AWSKeyDetector
from detect_secrets.plugins.azure_storage_key import AzureStorageKeyDetector
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.plugins.basic_auth import BasicAuthDetector
from detect_secrets.plugins.github_token import GitHubTokenDetector
from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
from detect_secrets.plugins.high_entropy_strings import Base64HighEntropyString, HexHighEntropyString
from detect_secrets.plugins.jwt import JwtTokenDetector
from detect_secrets.plugins.npm import NpmDetector
from detect_secrets.plugins.openai import OpenAIDetector
from detect_secrets.plugins.private_key import PrivateKeyDetector
from detect_secrets.plugins.pypi_token import PypiTokenDetector
from detect_secrets.plugins.sendgrid import SendGridDetector
from detect_secrets.plugins.slack import SlackDetector
from detect_secrets.plugins.stripe import StripeDetector
from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector

ROOT = Path(__file__).resolve().parents[1]


class TokenInAddress(RegexBasedDetector):
    """Finds a source's token: an address with a password and no user. Those of tests are shorter."""

    secret_type = "Token in an address"  # noqa: S105 - what it is called
    denylist = (re.compile(r"://:([^:/?#@{}$\s]{12,})@"),)


# What has a form of its own, and quoted texts of chance. Names like "password" are left to ruff: they are noise in SQL
# and documents. A digest of 16 digits, as in tests, is below the limit of hexadecimal ones; a key is above it.
DETECTORS = (
    AWSKeyDetector(),
    AzureStorageKeyDetector(),
    BasicAuthDetector(),
    GitHubTokenDetector(),
    GitLabTokenDetector(),
    JwtTokenDetector(),
    NpmDetector(),
    OpenAIDetector(),
    PrivateKeyDetector(),
    PypiTokenDetector(),
    SendGridDetector(),
    SlackDetector(),
    StripeDetector(),
    TelegramBotTokenDetector(),
    TokenInAddress(),
    Base64HighEntropyString(limit=4.5),
    HexHighEntropyString(limit=3.5),
)
# Of an address in documents, and of one in tests.
PLACEHOLDERS = {"PASSWORD", "p"}
ALLOWED = re.compile(r"pragma: allowlist secret - \S+ \S+")


def main(arguments: list[str]) -> int:
    """Look into some files, or into all."""
    found = [
        f"{path}:{line}: {kind}"
        for path in (arguments or list(files()))
        for line, kind in secrets((ROOT / path).read_text(encoding="utf-8", errors="ignore"))
    ]
    for place in found:
        sys.stderr.write(
            f"{place}. Take it out and revoke it; if it is none, say why: pragma: allowlist secret - why\n"
        )
    return 1 if found else 0


def files() -> Iterator[str]:
    """Yield the files that are tracked, or new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return (name for name in listed.split("\0") if name and (ROOT / name).is_file())


def secrets(text: str) -> list[tuple[int, str]]:
    """Return line and kind of what looks like a secret."""
    # The whole text is fast and the lines are exact: most files need no second look.
    suspicious = [detector for detector in DETECTORS if any(_values(detector, text))]
    if not suspicious:
        return []
    return [
        (number, detector.secret_type)
        for number, line in enumerate(text.splitlines(), start=1)
        if not ALLOWED.search(line)
        for detector in suspicious
        if any(_values(detector, line))
    ]


def _values(detector: object, text: str) -> Iterator[str]:
    for value in detector.analyze_string(text):
        limit = getattr(detector, "entropy_limit", None)
        if value not in PLACEHOLDERS and (limit is None or detector.calculate_shannon_entropy(value) > limit):
            yield value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
