"""The page is served as it lies there, and nothing else is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from embedded.site_server import SiteHandler
from onestop.config.settings import CHECKOUT


@pytest.fixture
def site(tmp_path: Path) -> Iterator[httpx.Client]:
    folder = tmp_path / "site"
    (folder / "weekly").mkdir(parents=True)
    (folder / ".secret").write_text("hidden", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("outside", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SiteHandler, directory=str(folder))) as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}", trust_env=False) as client:
            yield client
        server.shutdown()
        thread.join()


def publish(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / "site" / name).write_text(content, encoding="utf-8")


def test_the_page_comes_with_protective_headers(site: httpx.Client, tmp_path: Path) -> None:
    publish(tmp_path, "index.html", "<p>Xếp hạng</p>")
    response = site.get("/")
    assert response.text == "<p>Xếp hạng</p>"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert response.headers["Content-Security-Policy"] == policy
    assert policy in (CHECKOUT / "include/stack/site.caddyfile").read_text(encoding="utf-8"), "compose serves it alike"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Python" not in response.headers["Server"]


def test_before_the_first_publication_there_is_a_hint(site: httpx.Client) -> None:
    response = site.get("/")
    assert response.status_code == 404
    assert "make run" in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/weekly/", "/.secret", "/link.txt", "/../outside.txt", "/%2e%2e/outside.txt", "/no"])
def test_nothing_else_is_served(site: httpx.Client, path: str) -> None:
    response = site.get(path)
    assert response.status_code == 404
    assert "outside.txt" not in response.text
    assert "hidden" not in response.text


def test_nobody_writes(site: httpx.Client) -> None:
    assert site.put("/index.html", content="x").status_code == 501
