"""The example of the environment, the code that reads it and the containers know the same variables."""

from __future__ import annotations

import re

import pytest
import yaml

from handbook.settings import EXAMPLE, Variable, default, example, field_of, fields
from onestop.config.settings import CHECKOUT

EXAMPLES = list(example(EXAMPLE.read_text(encoding="utf-8")))
KNOWN = fields()
COMPOSE = (CHECKOUT / "docker-compose.yaml").read_text(encoding="utf-8")
NEEDED_THERE = set(re.findall(r"(?<!\$)\$\{(\w+)", COMPOSE))


def test_the_example_shows_every_variable_that_the_code_reads() -> None:
    shown = {variable.name for variable in EXAMPLES}
    assert len(KNOWN) > 30
    assert sorted(name for name in KNOWN if not any(each.startswith(name) for each in shown)) == []


def test_code_or_containers_read_every_variable_that_the_example_shows() -> None:
    assert [each.name for each in EXAMPLES if not field_of(each.name, KNOWN) and each.name not in NEEDED_THERE] == []


def test_the_example_shows_every_variable_that_the_containers_need() -> None:
    assert sorted(NEEDED_THERE - {variable.name for variable in EXAMPLES}) == []


def test_the_containers_pass_on_nothing_unknown() -> None:
    shown = {variable.name for variable in EXAMPLES}
    scripts = "".join(path.read_text(encoding="utf-8") for path in (CHECKOUT / "include" / "stack").iterdir())
    passed = {
        name
        for service in yaml.safe_load(COMPOSE)["services"].values()
        for name in service.get("environment", {})
        if name.startswith(("ONESTOP_", "AIRFLOW_CONN_"))
    }
    assert passed
    assert (
        sorted(name for name in passed if not field_of(name, KNOWN) and name not in shown and name not in scripts) == []
    )


def test_every_variable_is_explained_and_stands_once() -> None:
    assert [variable.name for variable in EXAMPLES if not variable.text or not variable.section] == []
    names = [variable.name for variable in EXAMPLES]
    assert len(names) == len(set(names))


def test_what_is_shown_as_a_default_is_the_default() -> None:
    shown = {each.name: each.shown for each in EXAMPLES if each.name in KNOWN}
    other = {name: text for name, text in shown.items() if default(KNOWN[name]) not in ("", text)}
    assert other == {}


def test_secrets_are_told_apart() -> None:
    secret = {variable.name for variable in EXAMPLES if variable.is_secret}
    assert {"AIRFLOW_CONN_ONESTOP_HUE", "AIRFLOW_CONN_HOOK_IOC", "AIRFLOW_CONN_SMTP_DEFAULT"} <= secret
    assert {"AIRFLOW_FERNET_KEY", "POSTGRES_PASSWORD", "ONESTOP_OWNER_URL", "AIRFLOW_JWT_SECRET"} <= secret
    assert not secret & {"ONESTOP_AS_OF", "ONESTOP_INTERNAL_USER", "ONESTOP_SITE_URL"}


def test_the_reading_of_the_example_sees() -> None:
    text = """# Of the whole file.

# --- Ports ---------
# One port,
# on loopback.
# A_PORT=1
# B_PORT=2

# C=https://:TOKEN@x
# --- Folders ---
# Here.
D=var
"""
    assert list(example(text)) == [
        Variable("A_PORT", "Ports", "One port, on loopback.", "1"),
        Variable("B_PORT", "Ports", "One port, on loopback.", "2"),
        Variable("C", "Ports", "", "https://:TOKEN@x"),
    ]


def test_a_variable_is_known_by_its_name_or_its_prefix() -> None:
    known = {"ONESTOP_PAGES": "pages", "AIRFLOW_CONN_ONESTOP_": "sources"}
    assert field_of("AIRFLOW_CONN_ONESTOP_HUE", known) == "sources"
    assert field_of("ONESTOP_PAGES", known) == "pages"
    assert field_of("ONESTOP_PAGES_MORE", known) is None


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("batch_records", "50000"),
        ("quality", "on"),
        ("allows_private_hooks", "off"),
        ("site_dir", "var/site"),
        ("sources", ""),
    ],
)
def test_a_default_as_one_would_write_it(field: str, text: str) -> None:
    assert default(field) == text


@pytest.mark.parametrize("method", ["source", "hook", "mail"])
def test_what_a_method_reads_has_no_default(method: str) -> None:
    assert default(method) == ""
