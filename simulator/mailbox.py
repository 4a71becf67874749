"""A mail server that keeps what it gets, and a page that shows it: where the demo's mails go.

Mails are files in a folder (``.eml``). A part that was sent as HTML is shown in a frame that runs nothing and fetches
nothing; what is attached can be downloaded.
"""

import asyncio
import email
import email.policy
import functools
import html
import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from threading import Lock

import uvicorn
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from fastapi import FastAPI, HTTPException, Response

from simulator.localtime import VIETNAM

_CLOSED = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_PAGE_RULES = f"{_CLOSED}; frame-src 'self'; frame-ancestors 'none'"
_MAIL_RULES = f"{_CLOSED}; frame-ancestors 'self'; sandbox"


class Mails:
    """The mails of a folder."""

    def __init__(self, folder: Path) -> None:
        """Use a folder; it is made if it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = Lock()

    def keep(self, content: bytes) -> None:
        """Keep a mail under the moment at which it came."""
        with self._lock:
            moment = f"{datetime.now(VIETNAM):%Y%m%d-%H%M%S}"
            names = (f"{moment}-{number:03}" for number in itertools.count(1))
            name = next(name for name in names if not (self._folder / f"{name}.eml").exists())
            unfinished = self._folder / f".{name}.part"
            unfinished.write_bytes(content)
            unfinished.rename(self._folder / f"{name}.eml")

    def names(self) -> list[str]:
        """Return the names of the mails, the latest first."""
        return sorted((path.stem for path in self._folder.glob("[!.]*.eml")), reverse=True)

    def read(self, name: str) -> EmailMessage:
        """Return a mail.

        Raises:
            KeyError: there is none of this name.
        """
        if name not in self.names():
            raise KeyError(name)
        content = (self._folder / f"{name}.eml").read_bytes()
        mail = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)  # noqa: S101 - that policy makes no other
        return mail


class _Handler:
    """Accepts every mail; the names and arguments are those that the server looks for."""

    def __init__(self, mails: Mails) -> None:
        self._mails = mails

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as the server calls it
        content = envelope.content
        kept = content.encode() if isinstance(content, str) else content or b""
        await asyncio.to_thread(self._mails.keep, kept)
        return "250 OK"


@contextmanager
def mail_server(mails: Mails, port: int) -> Iterator[None]:
    """Take mails on a port of the loopback address for as long as the block runs."""
    server = Controller(_Handler(mails), hostname="127.0.0.1", port=port, server_hostname="mailbox.example")
    server.start()
    try:
        yield
    finally:
        server.stop()


def create_mailbox(mails: Mails) -> FastAPI:
    """Return the application that shows the mails."""
    app = FastAPI(openapi_url=None)

    def found(name: str) -> EmailMessage:
        try:
            return mails.read(name)
        except KeyError:
            raise HTTPException(404) from None

    @app.get("/")
    def show_list() -> Response:
        return _page("Hộp thư thử nghiệm", _list(mails))

    @app.get("/mails/{name}")
    def show_mail(name: str) -> Response:
        mail = found(name)
        return _page(_head(mail, "Subject"), _mail(name, mail))

    @app.get("/mails/{name}/html")
    def show_html(name: str) -> Response:
        content = _part(found(name), "html")
        return Response(content, media_type="text/html", headers=_headers(_MAIL_RULES))

    @app.get("/mails/{name}/attachments/{number}")
    def download(name: str, number: int) -> Response:
        files = list(found(name).iter_attachments())
        if not 0 <= number < len(files):
            raise HTTPException(404)
        file_name = "".join(letter for letter in _file_name(files[number]) if letter.isalnum() or letter in "._-")
        headers = {"Content-Disposition": f'attachment; filename="{file_name.encode("ascii", "ignore").decode()}"'}
        content = files[number].get_payload(decode=True)
        return Response(content, media_type="application/octet-stream", headers=_headers(_MAIL_RULES) | headers)

    return app


def serve_mailbox(folder: Path, mail_port: int, port: int) -> None:
    """Take mails on one port of 127.0.0.1 and show them on another, until the process ends."""
    mails = Mails(folder)
    with mail_server(mails, mail_port):
        sys.stdout.write(f"mails to 127.0.0.1:{mail_port}, shown on http://127.0.0.1:{port}\n")
        sys.stdout.flush()
        uvicorn.run(
            create_mailbox(mails), host="127.0.0.1", port=port, log_level="warning", access_log=False, lifespan="off"
        )


def _list(mails: Mails) -> str:
    lines = [_line(mails, name) for name in mails.names()]
    if not lines:
        return "<p>Chưa có thư nào.</p>"
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Thời gian", "Nơi nhận", "Tiêu đề", "Tệp kèm"))
    return f"<p>{len(lines)} thư</p><table><thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


@functools.cache
def _line(mails: Mails, name: str) -> str:
    """Return the line of a mail; no mail ever changes, and to parse hundreds of them takes seconds."""
    mail = mails.read(name)
    return (
        f"<tr><td>{_escaped(_head(mail, 'Date'))}</td><td>{_escaped(_head(mail, 'To'))}</td>"
        f'<th scope="row"><a href="/mails/{name}">{_escaped(_head(mail, "Subject"))}</a></th>'
        f"<td>{len(list(mail.iter_attachments()))}</td></tr>"
    )


def _mail(name: str, mail: EmailMessage) -> str:
    heads = "".join(
        f"<dt>{label}</dt><dd>{_escaped(_head(mail, head))}</dd>"
        for label, head in (("Từ", "From"), ("Đến", "To"), ("Thời gian", "Date"), ("Mã thư", "Message-ID"))
    )
    files = "".join(
        f'<li><a href="/mails/{name}/attachments/{number}">{_escaped(_file_name(file))}</a></li>'
        for number, file in enumerate(mail.iter_attachments())
    )
    framed = f'<iframe sandbox title="Nội dung thư" src="/mails/{name}/html"></iframe>' if _part(mail, "html") else ""
    return (
        f'<p><a href="/">Tất cả thư</a></p><dl>{heads}</dl><h2>Tệp kèm</h2><ul>{files or "<li>Không có</li>"}</ul>'
        f"{framed}<details><summary>Bản chữ</summary><pre>{_escaped(_part(mail, 'plain'))}</pre></details>"
    )


def _page(title: str, content: str) -> Response:
    page = (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{_escaped(title)}</title><style>'
        "body{font-family:sans-serif;margin:1.5rem;line-height:1.5}table{border-collapse:collapse}"
        "th,td{border:1px solid #767676;padding:.3rem .6rem;text-align:left}iframe{width:100%;height:70vh}"
        "dt{font-weight:bold}pre{white-space:pre-wrap}</style></head>"
        f"<body><main><h1>{_escaped(title)}</h1>{content}</main></body></html>"
    )
    return Response(page, media_type="text/html", headers=_headers(_PAGE_RULES))


def _headers(rules: str) -> dict[str, str]:
    return {"Content-Security-Policy": rules, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def _head(mail: EmailMessage, name: str) -> str:
    return str(mail[name] or "")


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part else ""


def _file_name(part: EmailMessage) -> str:
    return part.get_filename() or "tep"


def _escaped(text: str) -> str:
    return html.escape(text)
