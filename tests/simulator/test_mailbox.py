"""The demo's mail box: what is sent to it lies in its folder and is shown on its page, where nothing of it runs."""

import email
import email.policy
import os
import re
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
import uvicorn

from simulator.mailbox import Mails, create_mailbox, mail_server

ROOT = Path(__file__).parents[2]
SUBJECT = "Bảng xếp hạng Tháng 9 năm 2026"
PLANTED = "<script>alert(1)</script>"


def mail(subject: str = SUBJECT) -> EmailMessage:
    """Return a mail with both parts and a file."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "thongbao@hue.example", "motcua.19753@hue.example", subject
    made["Message-ID"], made["Date"] = "<publication-7@hue.example>", "Thu, 01 Oct 2026 07:00:00 +0700"
    made.set_content("Kính gửi: Phường Thuận Hóa")
    made.add_alternative(f"<p>Kính gửi: Phường Thuận Hóa</p>{PLANTED}", subtype="html")
    made.add_attachment(b"\x50\x4b\x00", maintype="application", subtype="zip", filename="bảng-1.xlsx")
    return made


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def mails(tmp_path: Path) -> Mails:
    return Mails(tmp_path / "mails")


@pytest.fixture
def page(mails: Mails) -> Iterator[httpx.Client]:
    """A client of the page, which is served for as long as the test runs."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_mailbox(mails), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        wait_for(url)
        with httpx.Client(base_url=url) as client:
            yield client
        server.should_exit = True
        thread.join()


def test_a_mail_that_was_sent_lies_in_the_folder_as_it_came(mails: Mails, tmp_path: Path) -> None:
    port = free_port()
    with mail_server(mails, port), smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(mail())
    (path,) = (tmp_path / "mails").iterdir()
    kept = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert (kept["Subject"], kept["Message-ID"]) == (SUBJECT, "<publication-7@hue.example>")


def test_mails_that_come_at_once_are_all_kept(mails: Mails) -> None:
    port = free_port()

    def send(number: int) -> None:
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.send_message(mail(f"Thư {number}"))

    with mail_server(mails, port):
        threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert {mails.read(name)["Subject"] for name in mails.names()} == {f"Thư {number}" for number in range(8)}


def test_the_list_has_every_mail(mails: Mails, page: httpx.Client) -> None:
    assert "Chưa có thư nào." in page.get("/").text
    for number in range(2):
        mails.keep(mail(f"Thư {number} {PLANTED}").as_bytes())
    text = page.get("/").text
    links = re.findall(r'href="(/mails/[^"]+)">Thư (\d)', text)
    assert [number for _, number in links] == ["1", "0"], "the latest first"
    assert text.count("motcua.19753@hue.example") == 2
    assert PLANTED not in text


def test_a_mail_is_shown_in_a_frame_that_runs_nothing(mails: Mails, page: httpx.Client) -> None:
    mails.keep(mail().as_bytes())
    (name,) = mails.names()
    shown = page.get(f"/mails/{name}")
    assert f'<iframe sandbox title="Nội dung thư" src="/mails/{name}/html">' in shown.text
    assert "<pre>Kính gửi: Phường Thuận Hóa" in shown.text
    assert PLANTED not in shown.text
    framed = page.get(f"/mails/{name}/html")
    assert PLANTED in framed.text
    for answer in (shown, framed):
        rules = answer.headers["content-security-policy"].split("; ")
        assert "default-src 'none'" in rules
        assert not any(rule.startswith("script-src") for rule in rules)
    assert "sandbox" in framed.headers["content-security-policy"].split("; ")


def test_a_file_is_downloaded_not_shown(mails: Mails, page: httpx.Client) -> None:
    mails.keep(mail().as_bytes())
    (name,) = mails.names()
    answer = page.get(f"/mails/{name}/attachments/0")
    assert answer.content == b"\x50\x4b\x00"
    assert answer.headers["content-disposition"] == 'attachment; filename="bng-1.xlsx"'
    assert page.get(f"/mails/{name}/attachments/1").status_code == 404


@pytest.mark.parametrize(
    "path", ["/mails/x", "/mails/..%2F..%2Fetc%2Fpasswd", "/mails/.x/html", "/mails/x/attachments/0"]
)
def test_what_is_not_there_is_not_found(page: httpx.Client, path: str) -> None:
    assert page.get(path).status_code == 404


@pytest.mark.slow
def test_the_command_serves_both(tmp_path: Path) -> None:
    mail_port, port = free_port(), free_port()
    arguments = ["mailbox", "--mail-port", str(mail_port), "--port", str(port), "--folder", str(tmp_path)]
    command = [sys.executable, "-m", "simulator", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ}, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            with smtplib.SMTP("127.0.0.1", mail_port) as client:
                client.send_message(mail())
            assert SUBJECT in httpx.get(f"http://127.0.0.1:{port}/").text
        finally:
            server.terminate()


def wait_for(url: str) -> None:
    for _ in range(400):
        try:
            httpx.get(url)
        except httpx.ConnectError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the mail box did not start")
