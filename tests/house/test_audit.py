"""The audit of the locks, against a service of our own that knows of one vulnerability: nothing passes unasked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.ci import load_tool

pytestmark = pytest.mark.slow

audit = load_tool("audit")

VULNERABILITY = {
    "id": "GHSA-aaaa-bbbb-cccc",
    "aliases": ["CVE-2026-0001"],
    "summary": "reads more than it should",
    "affected": [
        {
            "package": {"name": "pandas", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.0"}]}],
        }
    ],
}
FOUND = "pandas 3.1.1: CVE-2026-0001, mended in 9.0\n"


class Service(BaseHTTPRequestHandler):
    """Answers as OSV does."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        vulnerabilities = [VULNERABILITY] if asked["package"]["name"] == "pandas" else []
        answer = json.dumps({"vulns": vulnerabilities} if vulnerabilities else {}).encode()
        self.send_response(200 if asked["package"]["name"] != "unasked" else 503)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()
        thread.join()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    file = tmp_path / "requirements.txt"
    file.write_text("# by make lock\nhttpx==0.28.1\n    # via x\npandas[excel]==3.1.1\n", encoding="utf-8")
    return file


def run(
    capsys: pytest.CaptureFixture[str], url: str, lock: Path, *waived: tuple[str, str, str]
) -> tuple[int, str, str]:
    waivers = lock.with_name("waivers.toml")
    waivers.write_text(
        "".join(
            f'[[waiver]]\nid = "{name}"\npackage = "{package}"\nreason = "it is never asked"\nuntil = {until}\n'
            for name, package, until in waived
        ),
        encoding="utf-8",
    )
    code = audit.main(["--osv-url", url, "--waivers", str(waivers), str(lock)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_vulnerability_fails(service: str, lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, service, lock) == (1, "2 packages, 0 waived: FAILED\n", FOUND)


def test_a_waiver_lets_it_pass(service: str, lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waived = ("GHSA-aaaa-bbbb-cccc", "Pandas", "2999-12-31")
    assert run(capsys, service, lock, waived) == (0, "2 packages, 1 waived: ok\n", "")


def test_a_waiver_runs_out(service: str, lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waived = ("CVE-2026-0001", "pandas", "2026-01-31")
    code, _, told = run(capsys, service, lock, waived)
    assert (code, told) == (1, "the waiver of CVE-2026-0001 ran out on 2026-01-31\n")


def test_a_waiver_that_nothing_needs_fails(service: str, lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waived = ("CVE-2026-0001", "httpx", "2999-12-31")
    code, _, told = run(capsys, service, lock, waived)
    assert (code, told) == (1, f"{FOUND}nothing needs the waiver of CVE-2026-0001 for httpx\n")


def test_who_cannot_ask_fails(lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, told = run(capsys, "http://127.0.0.1:1/v1/query", lock)
    assert (code, said) == (1, "2 packages, 0 waived: FAILED\n")
    assert told.startswith("NOT AUDITED: ")
    assert "Connection refused" in told


def test_a_service_that_breaks_off_fails(service: str, lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock.write_text("httpx==0.28.1\nunasked==1\n", encoding="utf-8")
    code, _, told = run(capsys, service, lock)
    assert code == 1
    assert told.startswith("NOT AUDITED: ")


def test_what_was_left_out_fails() -> None:
    report = [{"name": "httpx", "version": "0.28.1", "vulns": []}, {"name": "pandas", "skip_reason": "not found"}]
    wanted = {("httpx", "0.28.1"), ("pandas", "3.1.1")}
    assert audit.problems(report, wanted, [], audit.dt.date(2026, 10, 1)) == ["NOT AUDITED: pandas 3.1.1"]


def test_the_locks_are_read_whole() -> None:
    """As many packages as lines that pin one, in both."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (audit.ROOT / name).read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
        assert len(audit.pins(text)) == len(lines) > 20


def test_a_waiver_says_everything(tmp_path: Path) -> None:
    file = tmp_path / "waivers.toml"
    file.write_text('[[waiver]]\nid = "CVE-2026-0001"\npackage = "pandas"\nuntil = 2999-12-31\n', encoding="utf-8")
    with pytest.raises(TypeError, match="reason"):
        audit.read_waivers(file)
    ours = audit.read_waivers(audit.ROOT / ".ci" / "waivers.toml")
    assert [waiver.id for waiver in ours if len(waiver.reason.split()) < 3] == []
