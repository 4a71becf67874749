"""Whoever lets a checker look away says why, on the line."""

from __future__ import annotations

import io
import re
import tokenize

import pytest

from tests.house import scan

CHECKED = ("plugins", "dags", "embedded", "simulator", "tests", ".ci")
WAIVER = re.compile(r"#\s*(noqa\b|type:\s*ignore|pragma:)", re.IGNORECASE)
# What is waived by its name, then two words at least.
REASONED = re.compile(
    r"# (noqa: [A-Z]+\d+(, [A-Z]+\d+)* - |type: ignore\[[a-z, -]+\]  # |pragma: allowlist secret - )\S+ \S+"
)


def waivers(source: str) -> list[tuple[int, str]]:
    """Return line and text of each comment that tells a checker to look away."""
    # Most files have none, and taking one apart costs a hundredth of a second.
    tokens = tokenize.generate_tokens(io.StringIO(source if WAIVER.search(source) else "").readline)
    return [
        (token.start[0], token.string)
        for token in tokens
        if token.type == tokenize.COMMENT and WAIVER.search(token.string)
    ]


def without_reason(source: str) -> list[str]:
    """Return the waivers that do not say what they let pass, or not why."""
    return [f"line {line}: {text}" for line, text in waivers(source) if not REASONED.match(text)]


def test_every_waiver_has_a_reason() -> None:
    sources = {scan.named(path): path.read_text(encoding="utf-8") for path in scan.python_files(*CHECKED)}
    assert {name: found for name, source in sources.items() if (found := without_reason(source))} == {}
    assert sum(len(waivers(source)) for source in sources.values()) > 10


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: S608 - a name of ours",
        "# noqa: S105, S106 - opens nothing",
        "# type: ignore[misc]  # types are not read",
        "# pragma: allowlist secret - opens nothing",
    ],
)
def test_a_reason_is_seen(comment: str) -> None:
    assert waivers(f"x = 1  {comment}\n") == [(1, comment)]
    assert without_reason(f"x = 1  {comment}\n") == []


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa: S608",
        "#noqa:S608 - a name of ours",
        "# noqa: S608 - why",
        "# noqa - a name of ours",
        "# type: ignore",
        "# type: ignore[misc]",
        "# type: ignore  # types are not read",
        "# pragma: allowlist secret",
    ],
)
def test_a_waiver_without_reason_is_seen(comment: str) -> None:
    assert without_reason(f"x = '# noqa'\ny = 1  {comment}\n") == [f"line 2: {comment}"]
