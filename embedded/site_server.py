"""A static server for the pages, public or internal: loopback, read only, no listing of folders."""

from __future__ import annotations

import argparse
import io
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

HEADERS = {
    # A page is text with the site's own style, script and images; whatever else slipped into it stays dead.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    # A correction replaces a figure: a browser asks each time whether its copy is still the published one.
    "Cache-Control": "no-cache",
}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class SiteHandler(SimpleHTTPRequestHandler):
    """Files below one folder, `index.html` for a folder, nothing else."""

    server_version = "onestop"
    sys_version = ""
    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES

    def end_headers(self) -> None:
        """Add the protective headers to every answer, refusals included."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def translate_path(self, path: str) -> str:
        """Return the file for a path of an address; a link that leads out of the folder leads nowhere."""
        wanted = super().translate_path(path)
        root = Path(self.directory).resolve()
        return wanted if Path(wanted).resolve().is_relative_to(root) else str(root / "outside")

    def list_directory(self, path: str) -> io.BytesIO | None:  # type: ignore[override]  # a path is text here
        """Refuse to list: a folder without a page has nothing to show."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND, "Nothing is here yet", "Let the pipeline run first: make run")
        return None

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Open what is asked for, never a hidden file."""
        if any(part.startswith(".") for part in self.path.split("?", 1)[0].split("/")):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()


def serve(folder: Path, port: int) -> None:
    """Serve the folder on the loopback interface until the process gets a signal to end."""
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadingHTTPServer(("127.0.0.1", port), partial(SiteHandler, directory=str(folder))) as server:
        server.serve_forever()


def main(arguments: list[str]) -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="the folder to serve")
    parser.add_argument("--port", type=int, required=True, help="the loopback port to listen on")
    options = parser.parse_args(arguments)
    serve(options.folder, options.port)


if __name__ == "__main__":
    main(sys.argv[1:])
