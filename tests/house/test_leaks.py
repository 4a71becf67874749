"""The search for secrets finds what is planted, says where, and never what. None is written here in one piece."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.ci import load_tool

leaks = load_tool("leaks")

PLANTED = {
    "private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "key of a cloud": "AKIA" + "Q3EGRIHXQ6QT5EXA",
    "token in an address": "AIRFLOW_CONN_X=http://:" + "tr0ub4dorandmore@source.example",
    "password in an address": "AIRFLOW_CONN_X=smtp://box:" + "tr0ub4dor@mail.example",
    "token of a web session": "eyJhbGciOiJIUzI1NiJ9"
    + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0"
    + ".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "token of a forge": "ghp_" + "a1B2c3D4e5F6g7H8i9" + "J0k1L2m3N4o5P6q7R8",
    "quoted key in hexadecimals": 'KEY = "' + "9f86d081884c7d65" + "9a2feaa0c55ad015" + 'a3bf4f1b2b0b822c"',
    "quoted key in base 64": "KEY = '" + "k7Xq9PzL2mVb" + "4RtY8wNc6JhF" + "3sGd1aQe5UoI" + "0xKp'",
}


@pytest.mark.parametrize("line", PLANTED.values(), ids=PLANTED)
def test_what_is_planted_is_found(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "settings.txt"
    file.write_text(f"first line\n{line}\n", encoding="utf-8")
    assert leaks.main([str(file)]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"{file}:2: ")
    assert not any(part in told for part in line.split() if len(part) > 8)
    file.write_text(f"first line\n{line}  # pragma: allowlist secret - opens nothing\n", encoding="utf-8")
    assert leaks.main([str(file)]) == 0
    file.write_text(f"first line\n{line}  # pragma: allowlist secret\n", encoding="utf-8")
    assert leaks.main([str(file)]) == 1


@pytest.mark.parametrize(
    "line",
    [
        "postgres://USER:PASSWORD@HOST/DATABASE",
        'digest = "803e98b9304871a8"',
        "http://host:8080/x@y",
        "password = given",
    ],
)
def test_what_is_none_is_let_pass(line: str) -> None:
    assert leaks.secrets(line) == []


def test_every_file_of_the_repository_is_looked_at() -> None:
    listed = set(leaks.files())
    assert {".env.example", ".ci/leaks.py", "include/stack/10-roles.sql", "tests/house/test_leaks.py"} <= listed
    assert not any(name.startswith((".venv", "var/")) for name in listed)
