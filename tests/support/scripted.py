"""A source that sends exactly what a test wrote, over a real socket: for records and answers no honest source has."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from onestop.config.settings import SourceConnection
from onestop.contract.feeds import FEEDS

Record = dict[str, Any]

FEED_NAMES = (*(feed.name for feed in FEEDS), "counts", "reconciliation")
"""What a source is asked for: the feeds, its own counts, and the payments that the platform lists."""


class Answer(NamedTuple):
    """An answer, and the way in which it is sent; a plain pair of status and body will do for an honest one.

    Attributes:
        headers: besides Content-Length, which can be made to lie here; an empty one is not sent.
        pause: seconds before each single byte; 0 sends all at once.
        pause_in_head: the head trickles too, not only the body.
        reset_after: bytes of the body after which the connection is reset.
        silent: nothing is sent at all, until the client hangs up.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = {}
    pause: float = 0.0
    pause_in_head: bool = False
    reset_after: int | None = None
    silent: bool = False


@dataclass
class Script:
    """What the source sends.

    Attributes:
        feeds: pages by feed, each a list of records; a feed without pages sends an empty one.
        as_of: the source's clock, sent with every page.
        source_system: the id it gives itself.
        schema_version: the version of the contract that it says it speaks.
        answers: what to send instead of the next page of a feed, used up one by one.
        requests: the feeds and cursors asked for so far.
    """

    feeds: dict[str, list[list[Record]]] = field(default_factory=dict)
    as_of: str = "2026-10-01T06:00:00+07:00"
    source_system: str = "scripted"
    schema_version: str = "1.0"
    answers: list[Answer | tuple[int, bytes]] = field(default_factory=list)
    requests: list[tuple[str, str | None]] = field(default_factory=list)

    def answer(self, feed: str, cursor: str | None) -> Answer:
        """Return the answer to one request."""
        self.requests.append((feed, cursor))
        if self.answers:
            return Answer(*self.answers.pop(0))
        pages = self.feeds.get(feed) or [[]]
        number = int(cursor or 0)
        envelope = {
            "schema_version": self.schema_version,
            "source_system": self.source_system,
            "as_of": self.as_of,
            "data": pages[number],
            "next_cursor": str(number + 1) if number + 1 < len(pages) else None,
        }
        return Answer(200, json.dumps(envelope, ensure_ascii=False).encode())


@contextlib.contextmanager
def scripted_source(script: Script, name: str = "scripted") -> Iterator[SourceConnection]:
    """Serve a script on a free port of the loopback address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            cursor = parse_qs(address.query).get("cursor", [None])[0]
            answer = script.answer(address.path.rsplit("/", 1)[1], cursor)
            with contextlib.suppress(ConnectionError):
                _send(self, answer)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield SourceConnection(name, f"http://127.0.0.1:{server.server_port}", "token")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    if answer.silent:
        handler.rfile.read(1)
        return
    headers = {"Content-Length": str(len(answer.body)), **answer.headers}
    lines = [f"HTTP/1.0 {answer.status} scripted", *(f"{name}: {value}" for name, value in headers.items() if value)]
    _write(handler, "\r\n".join([*lines, "", ""]).encode(), answer.pause if answer.pause_in_head else 0.0)
    _write(handler, answer.body[: answer.reset_after], answer.pause)
    if answer.reset_after is not None:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        for end in (handler.wfile, handler.rfile, handler.connection):
            end.close()


def _write(handler: BaseHTTPRequestHandler, data: bytes, pause: float) -> None:
    for part in (data[at : at + 1] for at in range(len(data))) if pause else [data]:
        time.sleep(pause)
        handler.wfile.write(part)


PROVINCE = {"MaDonVi": "H57", "TenDonVi": "UBND thành phố Huế", "CapDonVi": "1", "HieuLucTu": "20250701"}
COMMUNE = {
    "MaDonVi": "H57.31.01",
    "TenDonVi": "Phường Thuận Hóa",
    "CapDonVi": "3",
    "MaDonViCha": "H57",
    "MaXaGSO": "19753",
    "HieuLucTu": "20250701",
}
FORMER_COMMUNE = {
    **COMMUNE,
    "MaDonVi": "H57.21.01",
    "TenDonVi": "Phường Tây Lộc",
    "MaXaGSO": "19750",
    "HieuLucTu": "20150101",
    "HieuLucDen": "20250630",
}
BY_DAY = {
    "MaTTHC": "1.004194",
    "TenTTHC": "Đăng ký tạm trú",
    "MaLinhVuc": "CTR",
    "TenLinhVuc": "Cư trú",
    "ThoiGianGiaiQuyet": "3",
    "DonViTinh": "ngay_lam_viec",
    "HieuLucTu": "20250701",
}
BY_HOUR = {
    "MaTTHC": "2.000815",
    "TenTTHC": "Chứng thực bản sao từ bản chính",
    "MaLinhVuc": "CT",
    "TenLinhVuc": "Chứng thực",
    "ThoiGianGiaiQuyet": "8",
    "DonViTinh": "gio",
    "HieuLucTu": "20250701",
}
ENDED = {**BY_DAY, "MaTTHC": "1.000001", "TenTTHC": "Đăng ký tạm trú (cũ)", "HieuLucDen": "20251231"}
CATALOGUE_MOMENT = "2025-09-01T08:00:00+07:00"


def catalogue() -> dict[str, list[list[Record]]]:
    """Return the units and procedures that the scripted dossiers refer to."""
    units = [{**unit, "CapNhatLuc": CATALOGUE_MOMENT} for unit in (PROVINCE, COMMUNE)]
    procedures = [{**procedure, "CapNhatLuc": CATALOGUE_MOMENT} for procedure in (BY_DAY, BY_HOUR, ENDED)]
    return {"units": [units], "procedures": [procedures]}


def commune(agency: str, code: str, name: str, **fields: Any) -> Record:
    """Return a commune of the province by its agency code, its code in statistics and its name, with fields changed."""
    return {**COMMUNE, "MaDonVi": agency, "MaXaGSO": code, "TenDonVi": name, **fields}


def dossier(code: str, **fields: Any) -> Record:
    """Return a dossier received on 2 March 2026 at 8:00 and due on 5 March at 8:00, with fields changed."""
    return {
        "MaHoSo": code,
        "MaTTHC": "1.004194",
        "MaDonVi": "H57.31.01",
        "KenhThucHien": "1",
        "TrangThaiHoSo": "4",
        "NgayNopHoSo": "20260302080000",
        "NgayTiepNhan": "20260302080000",
        "NgayHenTra": "20260305080000",
        "CapNhatLuc": "2026-03-02T08:01:00+07:00",
        **fields,
    }


def dossiers(number: int, prefix: str = "A", first: int = 0, **fields: Any) -> list[Record]:
    """Return so many dossiers, numbered from ``first``, with fields changed."""
    return [dossier(f"{prefix}-{place}", **fields) for place in range(first, first + number)]


def ended(code: str, at: str, status: str = "10", **fields: Any) -> Record:
    """Return a dossier that ended at a moment, resolved unless another status is given; told on 31 March 2026."""
    return dossier(
        code, **{"TrangThaiHoSo": status, "NgayKetThucXuLy": at, "CapNhatLuc": "2026-03-31T17:00:00+07:00", **fields}
    )


def event(code: str, at: str, status: str = "4", holder: str = "", **fields: Any) -> Record:
    """Return a step of a dossier, known by its moment, after which a unit has it."""
    return {
        "MaSuKien": f"{code}/{at}",
        "MaHoSo": code,
        "ThoiDiemXuLy": at,
        "TrangThai": status,
        "MaDonViXuLy": holder,
        **fields,
    }


def supplement(asked: str, answered: str = "", due: tuple[str, str] | None = None) -> Record:
    """Return a request for papers as a dossier lists it; ``due``: the due dates before and after the answer."""
    moved = {"NgayHenTraTruoc": due[0], "NgayHenTraMoi": due[1]} if due else {}
    return {"NgayBoSung": asked, "NgayTiepNhanBoSung": answered, **moved}


def extension(at: str, before: str, after: str) -> Record:
    """Return an apology as a dossier lists it: its moment, and the due dates before and after it."""
    return {"NgayXinLoi": at, "NgayHenTraTruoc": before, "NgayHenTraMoi": after}


def script_of(*pages: Sequence[Record], more_units: Sequence[Record] = (), **said: Any) -> Script:
    """Return a script that sends the catalogue and these pages of dossiers.

    Args:
        pages: records of dossiers, page by page.
        more_units: units beside the province and its commune.
        said: the records of other feeds by feed, on one page each; and what a script says of itself, such as ``as_of``.
            Units and procedures that are given take the place of the usual ones.
    """
    given = {feed: said.pop(feed) for feed in FEED_NAMES if feed in said}
    feeds = {**catalogue(), "dossiers": [list(page) for page in pages], **{feed: [list(given[feed])] for feed in given}}
    feeds["units"][0].extend(more_units)
    for feed in ("units", "procedures"):
        feeds[feed] = [[{"CapNhatLuc": CATALOGUE_MOMENT, **record} for record in page] for page in feeds[feed]]
    return Script(feeds, **said)
