"""Pages on which nothing may go wrong, and what a screen reader would stumble over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page


@contextmanager
def careful(context: BrowserContext, url: str) -> Iterator[Page]:
    """Open a page that allows no error, no refusal by the policy, and no request to anybody but the site."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on("request", lambda request: None if request.url.startswith(url) else wrong.append(request.url))
    page.add_init_script("addEventListener('securitypolicyviolation', (e) => console.error(e.violatedDirective))")
    yield page
    page.close()
    assert wrong == []


def see(page: Page, address: str) -> None:
    """Open an address and wait until everything that it asks for is there."""
    page.goto(address)
    page.wait_for_load_state("networkidle")


def serious_findings(page: Page, **options: Any) -> list[tuple[str, str]]:
    """Return what axe finds serious or critical: the rule, and the first element."""
    violations = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    serious = [each for each in violations if each["impact"] in {"serious", "critical"}]
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in serious]
