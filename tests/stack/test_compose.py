"""The container stack keeps the internal pages apart, and serves pages as the embedded stack does."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from onestop.stack.embedded.site_server import HEADERS
from onestop.stack.settings import CHECKOUT

COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
AIRFLOW = ["airflow-init", "airflow-apiserver", "airflow-scheduler", "airflow-dag-processor"]


def caddyfile(name: str) -> str:
    return (CHECKOUT / "include" / "stack" / f"{name}.caddyfile").read_text(encoding="utf-8")


def volumes(service: str) -> set[str]:
    """Return the named volumes of a service."""
    named = {volume.split(":")[0] for volume in SERVICES[service]["volumes"]}
    return named & set(COMPOSE["volumes"])


def test_public_and_internal_pages_share_no_volume() -> None:
    assert (volumes("site"), volumes("internal")) == ({"site"}, {"internal"})


@pytest.mark.parametrize("service", AIRFLOW)
def test_the_pipeline_writes_both(service: str) -> None:
    assert {"site", "internal"} <= volumes(service)
    folder = SERVICES[service]["environment"]["ONESTOP_INTERNAL"]
    assert f"internal:{folder}" in SERVICES[service]["volumes"]
    assert SERVICES[service]["environment"]["ONESTOP_INTERNAL_PASSWORD_HASH"] == ""


def test_nobody_sees_the_internal_pages_without_a_password() -> None:
    environment = SERVICES["internal"]["environment"]
    for name in ("ONESTOP_INTERNAL_USER", "ONESTOP_INTERNAL_PASSWORD_HASH"):
        assert environment[name].startswith(f"${{{name}:?")
        assert f"{{${name}}}" in caddyfile("internal")
        assert f"\n# {name}=" in (CHECKOUT / ".env.example").read_text(encoding="utf-8")
    assert re.search(r":8080 \{\s+basic_auth \{", caddyfile("internal"))
    assert "./include/stack/internal.caddyfile:/etc/caddy/Caddyfile:ro" in SERVICES["internal"]["volumes"]
    assert not {name for name in SERVICES["site"]["environment"] if "INTERNAL" in name}


@pytest.mark.parametrize(("service", "port"), [("site", 8767), ("internal", 8769)])
def test_ports_are_bound_to_this_machine(service: str, port: int) -> None:
    (bound,) = SERVICES[service]["ports"]
    assert re.fullmatch(rf"127\.0\.0\.1:\$\{{ONESTOP_{service.upper()}_PORT:-{port}\}}:8080", bound)


def test_both_servers_send_the_headers_of_the_embedded_stack() -> None:
    for name in ("public", "internal"):
        assert "import site.caddyfile" in caddyfile(name)
    sent = dict(re.findall(r"^\t([A-Z][\w-]+) \"?(.*?)\"?$", caddyfile("site"), flags=re.MULTILINE))
    assert sent == HEADERS
