"""Takes the pictures of the documents: ``python -m tests.browser.pictures --site URL --internal URL --to docs/images``.

Each page is taken at the width of a desktop and of a phone, in light and dark; mails are given as files of HTML.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import browser

SIZES = {"": (1366, 900), "-phone": (390, 844)}


def pages_of(site: str, internal: str, ranking: str, unit: str, mail: str) -> dict[str, str]:
    """Return the address of each page that a picture is taken of, by the name of the picture.

    Args:
        site: address of the public site, empty to leave it out.
        internal: address of the pages for offices, empty to leave them out.
        ranking: folder of a ranking below the site.
        unit: code of a commune.
        mail: path of a mail's HTML, empty to leave it out.
    """
    found = {}
    if site:
        found["front"] = f"{site}/index.html"
        found["area"] = f"{site}/{ranking.split('/', 1)[0]}/index.html"
        found["ranking"] = f"{site}/{ranking}/index.html"
        found["commune"] = f"{site}/{ranking}/don-vi/{unit}.html"
    if internal:
        found["morning"] = f"{internal}/don-vi/{unit}.html"
    if mail:
        found["mail"] = Path(mail).resolve().as_uri()
    return found


def take(page: Page, address: str, path: Path, *, whole: bool, scheme: str) -> None:
    """Open a page and take its picture.

    Args:
        page: of a browser.
        address: of the page.
        path: of the picture.
        whole: take the page to its end, not only what fits on the screen.
        scheme: light or dark.
    """
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path, full_page=whole)


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="", help="address of the public site, without a slash at the end")
    parser.add_argument("--internal", default="", help="address of the pages for offices")
    parser.add_argument("--mail", default="", help="a file with the HTML of a mail")
    parser.add_argument("--ranking", default="h57/qd766_commune/month_2026-09-01_2026-09-30-v1")
    parser.add_argument("--unit", default="19813", help="code of a commune")
    parser.add_argument("--to", type=Path, default=Path("docs/images"), help="folder of the pictures")
    parser.add_argument("--whole", action="store_true", help="take each page to its end")
    parser.add_argument("--dark", action="store_true", help="take each page in the dark too")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    found = pages_of(options.site, options.internal, options.ranking, options.unit, options.mail)
    with (
        tempfile.TemporaryDirectory() as profile,
        sync_playwright() as driver,
        browser(driver, Path(profile)) as context,
    ):
        page = context.new_page()
        for name, address in found.items():
            for size, (width, height) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                for scheme in ("light", "dark") if options.dark else ("light",):
                    path = options.to / f"{name}{size}{'-dark' if scheme == 'dark' else ''}.png"
                    take(page, address, path, whole=options.whole, scheme=scheme)


if __name__ == "__main__":
    main()
