"""A source that answers from memory, so that it is not what a bench measures: ``python -m tests.bench.recorded``.

The simulated source makes a record each time that it is asked for it. Here all records of a world are made once, kept
in a file, and served over HTTP by a process of its own: a page is a slice of encoded records with an envelope around
it. Pages are cut as they are asked for (``updated_since``, ``cursor``, ``limit``). ``PUT /as_of`` moves the clock of
the source, which tells the same records then.
"""

from __future__ import annotations

import argparse
import bisect
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import msgspec
import psutil

from onestop.config.settings import CHECKOUT, SourceConnection
from simulator.defects import Defects
from simulator.server import DEFAULT_SOURCE_SYSTEM
from simulator.source import SCHEMA_VERSION, Source
from simulator.world import Scale, build_world

RECORDED_PAGE = 1000
TOKEN = "bench"
USUAL = Scale()
PROVINCE = "H57"
"""Begins the codes of the simulated agencies and dossiers; another source has others."""


class Listing(msgspec.Struct):
    """The records of a feed in its order, each encoded, and their CapNhatLuc in seconds since 1970."""

    moments: list[float] = []
    records: list[bytes] = []

    def add(self, encoded: bytes) -> None:
        """Add the next record; one without a CapNhatLuc that can be read stands where the one before stands."""
        told = msgspec.json.decode(encoded).get("CapNhatLuc")
        try:
            moment = dt.datetime.fromisoformat(told).timestamp()
        except (TypeError, ValueError):
            moment = 0.0
        self.moments.append(max(moment, self.moments[-1] if self.moments else 0.0))
        self.records.append(encoded)


class Recording(msgspec.Struct):
    """Everything that a source tells at one moment of its clock."""

    source_system: str
    as_of: str
    feeds: dict[str, Listing]

    @classmethod
    def load(cls, path: Path) -> Recording:
        """Read a recording from its file."""
        return msgspec.msgpack.decode(path.read_bytes(), type=cls)

    def save(self, path: Path) -> None:
        """Write the recording into a file."""
        path.write_bytes(msgspec.msgpack.encode(self))

    def page(self, feed: str, query: Mapping[str, str]) -> tuple[bytes, int]:
        """Return the body of the answer to one request for a page, and how many records it holds."""
        listing = self.feeds[feed]
        if "cursor" in query:
            first = int(query["cursor"])
        elif "updated_since" in query:
            since = dt.datetime.fromisoformat(query["updated_since"]).timestamp()
            first = bisect.bisect_left(listing.moments, since)
        else:
            first = 0
        last = min(first + int(query.get("limit", RECORDED_PAGE)), len(listing.records))
        envelope = {
            "schema_version": SCHEMA_VERSION,
            "source_system": self.source_system,
            "as_of": self.as_of,
            "next_cursor": str(last) if last < len(listing.records) else None,
        }
        head = msgspec.json.encode(envelope)[:-1]
        data = b",".join(listing.records[first:last])
        return b"".join((head, b',"data":[', data, b"]}")), last - first


def record(source: Source, codes: str = PROVINCE) -> Recording:
    """Ask a simulated source for all pages of all feeds; ``codes`` takes the place of the first group of its codes."""
    own, other = PROVINCE.encode(), codes.encode()
    feeds = {}
    for feed in source.health()["feeds"]:
        listing, cursor, ended = Listing(), None, False
        while not ended:
            page = source.page(feed, None, cursor, RECORDED_PAGE, None)
            for encoded in page["data"]:
                listing.add(bytes(encoded).replace(own, other))
            cursor = page["next_cursor"]
            ended = cursor is None
        feeds[feed] = listing
    return Recording(source.source_system, source.as_of, feeds)


class _Server(ThreadingHTTPServer):
    def __init__(self, recording: Recording) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.recording = recording
        self.told = 0


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept
    disable_nagle_algorithm = True  # or the body would wait until its head was acknowledged
    server: _Server

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/told":
            self._answer(str(self.server.told).encode())
            return
        body, records = self.server.recording.page(address.path.rsplit("/", 1)[1], dict(parse_qsl(address.query)))
        self.server.told += records
        self._answer(body)

    def do_PUT(self) -> None:
        self.server.recording.as_of = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(b"{}")

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


class RecordedSource:
    """A recording that is served by a process of its own."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.url = url
        self._process = psutil.Process(process.pid)

    def connection(self, name: str) -> SourceConnection:
        """Return how the pipeline connects to it."""
        return SourceConnection(name, self.url, TOKEN)

    def set_clock(self, as_of: dt.datetime) -> None:
        """Move its clock."""
        httpx.put(f"{self.url}/as_of", content=as_of.isoformat()).raise_for_status()

    def told(self) -> int:
        """Return how many records it has told."""
        return int(httpx.get(f"{self.url}/told").raise_for_status().text)

    def cpu_seconds(self) -> float:
        """Return for how long its process has worked."""
        times = self._process.cpu_times()
        return float(times.user + times.system)


def make_recording(path: Path, dossiers: int, seed: int = USUAL.seed, codes: str = PROVINCE, system: str = "") -> None:
    """Record a world into a file, in a process of its own that takes its memory with it."""
    options = ("--dossiers", str(dossiers), "--seed", str(seed), "--codes", codes, "--source-system", system)
    subprocess.run(_command(path, *options), env=_environment(), cwd=CHECKOUT, check=True)


@contextmanager
def serving(path: Path) -> Iterator[RecordedSource]:
    """Serve the recording in a file for as long as the block runs."""
    command = _command(path, "--serve")
    with subprocess.Popen(command, env=_environment(), cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield RecordedSource(process, process.stdout.readline().strip())
        finally:
            process.terminate()


def _command(path: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "tests.bench.recorded", "--file", str(path), *options]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{CHECKOUT / 'plugins'}:{CHECKOUT}"}


def main() -> None:
    """Record a world into a file, or serve one that was recorded and print its address."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.recorded", description=__doc__)
    parser.add_argument("--file", type=Path, required=True, help="where the recording is kept")
    parser.add_argument("--serve", action="store_true", help="serve it on 127.0.0.1, on a free port that is printed")
    parser.add_argument("--dossiers", type=int, default=USUAL.dossiers)
    parser.add_argument("--seed", type=int, default=USUAL.seed, help="another seed is another world")
    parser.add_argument("--codes", default=PROVINCE, help="first group of the codes of agencies and dossiers")
    parser.add_argument("--source-system", default="", help="stable id of the source")
    parser.add_argument("--defects", action="store_true", help="records have the usual defects")
    options = parser.parse_args()
    if options.serve:
        with _Server(Recording.load(options.file)) as server:
            sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
            sys.stdout.flush()
            server.serve_forever()
    defects = Defects.profile() if options.defects else Defects()
    world = build_world(Scale(dossiers=options.dossiers, seed=options.seed, defects=defects))
    record(Source(world, options.source_system or DEFAULT_SOURCE_SYSTEM), options.codes).save(options.file)


if __name__ == "__main__":
    main()
