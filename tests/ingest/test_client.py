"""What a source may answer instead of a page: what is tried again and how, what is kept and said of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import hashlib
import json
import random
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from onestop.config.settings import Settings, SourceConnection
from onestop.ingest.client import SourceClient, SourceError
from onestop.ingest.reading import read_source
from onestop.ingest.retries import GIVE_UP_AFTER
from onestop.ingest.transport import RateLimiter, Timing
from tests.support.scripted import Answer, Script, dossier, script_of, scripted_source
from tests.support.warehouse import Warehouse


@dataclass
class StoppedClock:
    """A clock that moves only when somebody sleeps."""

    at: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    @property
    def timing(self) -> Timing:
        wall = dt.datetime(2026, 10, 1, 7, tzinfo=dt.UTC)
        return Timing(lambda: self.at, self.sleep, lambda: wall)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@contextlib.contextmanager
def client_of(script: Script, timing: Timing, **settings: Any) -> Iterator[SourceClient]:
    """A client of a scripted source, without a warehouse."""
    with scripted_source(script) as connection, SourceClient(connection, Settings(**settings), timing) as client:
        yield client


def read_page(client: SourceClient) -> list[Any]:
    return client.page("dossiers", None, None, 1000).records


def fail_page(script: Script, timing: Timing, **settings: Any) -> str:
    """Ask for one page that does not come and return the message."""
    with client_of(script, timing, **settings) as client, pytest.raises(SourceError) as raised:
        read_page(client)
    return str(raised.value)


def fail(warehouse: Warehouse, script: Script, name: str = "scripted") -> str:
    """Read a source that fails, once, and return what it is said to have done."""
    with scripted_source(script, name) as connection:
        warehouse.register(connection)
        with pytest.raises(SourceError) as raised:
            warehouse.read(connection, page_tries=1)
    kept = warehouse.query("SELECT last_error FROM audit.source WHERE connection_name = %(name)s", {"name": name})
    assert kept[0].last_error == str(raised.value)
    return str(raised.value)


REFUSALS = {
    401: "token is missing, wrong or expired",
    403: "may not read this",
    409: "no schema version that we know",
    400: "malformed",
    404: "will be asked again",
    429: "will be asked again",
    500: "will be asked again",
    503: "will be asked again",
}


@pytest.mark.parametrize(("status", "advice"), REFUSALS.items(), ids=map(str, REFUSALS))
def test_a_refusal_names_source_address_status_and_what_to_do(warehouse: Warehouse, status: int, advice: str) -> None:
    message = fail(warehouse, script_of([], answers=[(status, b"Nguyen Van A")]))
    assert message.startswith(f"source scripted: /v1/units answered {status}; ")
    assert advice in message
    assert "Nguyen" not in message


BODIES = {
    "html": (b"<html>Bao tri</html>", 0),
    "cut off": (b'{"schema_version":"1.0","data":[{"ChuHoSo":"Nguyen Van A"', None),
    "not UTF-8": (b'{"schema_version":"\xff"}', None),
    "nested without end": (b"[" * 100_000, None),
    "no envelope": (b'{"rows":[]}', None),
    "empty": (b"", None),
}


@pytest.mark.parametrize(("body", "offset"), BODIES.values(), ids=BODIES.keys())
def test_an_answer_that_is_no_page_keeps_hash_length_and_status_only(
    warehouse: Warehouse, body: bytes, offset: int | None
) -> None:
    message = fail(warehouse, script_of([], answers=[(200, body)]))
    assert "is no page of the contract" in message
    assert "Nguyen" not in message
    kept = warehouse.query("SELECT * FROM audit.undecodable_page")[0]
    assert (kept.feed, kept.http_status, kept.bytes) == ("units", 200, len(body))
    assert kept.page_hash == hashlib.sha256(body).hexdigest()
    if offset is not None:
        assert kept.error_offset == offset


def test_no_answer_at_all(warehouse: Warehouse) -> None:
    with scripted_source(Script()) as gone:
        pass
    warehouse.register(gone)
    with pytest.raises(SourceError, match=r"did not answer \(ConnectError\)"):
        warehouse.read(gone, page_tries=1)


def test_what_was_published_before_a_failure_stays_and_the_next_run_goes_on(warehouse: Warehouse) -> None:
    script = script_of([dossier("A-1")], [dossier("A-2")])
    with scripted_source(script) as connection:
        warehouse.register(connection)
        reached: list[str] = []

        def fail_after_first_batch(step: str, what: str) -> None:
            if step == "page landed" and what.startswith("dossiers") and not reached:
                reached.append(what)
                script.answers.append((503, b""))

        with pytest.raises(SourceError):
            warehouse.read(connection, fail_after_first_batch, batch_records=1, page_tries=1)
        assert [row.dossier_code for row in warehouse.query("SELECT dossier_code FROM core.dossier")] == ["A-1"]
        script.requests.clear()
        warehouse.read(connection)
    codes = warehouse.query("SELECT dossier_code FROM core.dossier ORDER BY 1")
    assert [row.dossier_code for row in codes] == ["A-1", "A-2"]
    assert [cursor for feed, cursor in script.requests if feed == "dossiers"] == ["1"], "it went on at its cursor"
    assert warehouse.query("SELECT last_error FROM audit.source")[0].last_error is None


def test_an_expired_cursor_begins_again_a_little_before_the_latest_record(warehouse: Warehouse) -> None:
    script = script_of([dossier("A-1")], [dossier("A-2", CapNhatLuc="2026-03-02T09:00:00+07:00")])
    with scripted_source(script) as connection:
        warehouse.register(connection)

        def expire(step: str, what: str) -> None:
            if step == "page landed" and what.startswith("dossiers") and len(script.requests) == 3:
                script.answers.append((410, b""))

        warehouse.read(connection, expire, batch_records=1)
    assert [cursor for feed, cursor in script.requests if feed == "dossiers"] == [None, "1", None, "1"]
    codes = warehouse.query("SELECT dossier_code FROM core.dossier ORDER BY 1")
    assert [row.dossier_code for row in codes] == ["A-1", "A-2"]


def test_a_cursor_that_stands_still_stops_with_a_message(warehouse: Warehouse) -> None:
    page = {"schema_version": "1.0", "source_system": "scripted", "as_of": "2026-10-01T06:00:00+07:00", "data": []}
    stuck = json.dumps({**page, "next_cursor": "here"}).encode()
    message = fail(warehouse, Script(answers=[(200, stuck), (200, stuck)]))
    assert "the feed would never end" in message


def test_a_source_that_renames_itself_stops(warehouse: Warehouse) -> None:
    warehouse.read_script(script_of([]), every_feed=True)
    message = fail(warehouse, script_of([], source_system="renamed"))
    assert "renamed" in message
    assert "bound to another id" in message


def test_two_connections_to_one_source_stop(warehouse: Warehouse) -> None:
    warehouse.read_script(script_of([]), every_feed=True)
    assert "another connection already reads" in fail(warehouse, script_of([]), "second")


@pytest.mark.parametrize("name", ["../up", "", "a" * 65, "có dấu"], ids=["a path", "empty", "too long", "not ASCII"])
def test_a_source_id_that_is_no_plain_name_is_refused(warehouse: Warehouse, name: str) -> None:
    assert "source_system must be" in fail(warehouse, script_of([], source_system=name))
    assert not warehouse.settings.landing_dir.exists()


def test_a_clock_without_its_offset_is_refused(warehouse: Warehouse) -> None:
    assert "as_of without an offset" in fail(warehouse, script_of([], as_of="2026-10-01T06:00:00"))


def test_the_token_is_in_no_message(warehouse: Warehouse) -> None:
    with scripted_source(script_of([], answers=[(401, b"")])) as connection:
        secret = SourceConnection("scripted", connection.url, "s3cr3t-token")
        warehouse.register(secret)
        with pytest.raises(SourceError) as raised:
            warehouse.read(secret)
    assert "s3cr3t" not in str(raised.value)
    assert "s3cr3t" not in repr(warehouse.query("SELECT * FROM audit.source"))


WHOLE = script_of([dossier("A-1")]).answer("dossiers", None).body
PASSING = {
    **{str(status): Answer(status) for status in (429, 500, 502, 503, 504)},
    "HTML": Answer(200, b"<html>Bao tri</html>"),
    "half a page": Answer(200, WHOLE[: len(WHOLE) // 2]),
    "less than announced": Answer(200, WHOLE[:-9], {"Content-Length": str(len(WHOLE))}),
    "reset in the body": Answer(200, WHOLE, reset_after=40),
    "reset before the body": Answer(200, WHOLE, reset_after=0),
    "no gzip": Answer(200, WHOLE, {"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("answer", PASSING.values(), ids=PASSING.keys())
def test_what_may_pass_is_tried_again(clock: StoppedClock, answer: Answer) -> None:
    script = script_of([dossier("A-1")], answers=[answer, answer])
    with client_of(script, clock.timing) as client:
        assert [record["MaHoSo"] for record in read_page(client)] == ["A-1"]
    assert len(script.requests) == 3
    assert len(clock.slept) == 2


@pytest.mark.parametrize("at", range(0, len(WHOLE), len(WHOLE) // 10))
def test_never_half_a_page(clock: StoppedClock, at: int) -> None:
    script = script_of([dossier("A-1")], answers=[(200, WHOLE[:at])])
    with client_of(script, clock.timing) as client:
        assert len(read_page(client)) == 1
        assert [body.size for body in client.take_refused()] == [at]


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 409])
def test_what_will_not_pass_fails_at_once(clock: StoppedClock, status: int) -> None:
    script = script_of([], answers=[(status, b"Nguyen Van A")])
    message = fail_page(script, clock.timing)
    assert message.startswith(f"source scripted: /v1/dossiers answered {status}; ")
    assert message.endswith(" (tried once in 0 s)")
    assert len(script.requests) == 1
    assert clock.slept == []


def test_a_message_says_who_what_how_often_and_what_next(clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "uniform", longest)
    message = fail_page(script_of([], answers=[(503, b"Nguyen Van A")] * 9), clock.timing)
    assert message == (
        "source scripted: /v1/dossiers answered 503; it will be asked again at the next run (tried 5 times in 8 s)"
    )


def test_a_source_that_is_gone_is_tried_as_often(clock: StoppedClock) -> None:
    with scripted_source(Script()) as gone:
        pass
    with (
        SourceClient(gone, Settings(), clock.timing) as client,
        pytest.raises(SourceError, match=r"did not answer \(ConnectError\).*tried 5 times"),
    ):
        read_page(client)


def longest(_: float, high: float) -> float:
    """The longest of the pauses that chance may choose."""
    return high


def test_pauses_double_up_to_a_bound(clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "uniform", longest)
    fail_page(script_of([], answers=[(500, b"")] * 8), clock.timing, page_tries=8)
    assert clock.slept == [0.5, 1, 2, 4, 8, 15, 15]


def test_pauses_are_chance_from_nothing_to_the_bound(clock: StoppedClock) -> None:
    script = script_of([], answers=[(500, b""), (200, WHOLE)] * 20)
    with client_of(script, clock.timing, requests_per_second=100) as client:
        for _ in range(20):
            read_page(client)
    assert all(0 <= pause <= 0.5 for pause in clock.slept)
    assert len(set(clock.slept)) > 10


ANSWERED = "Thu, 01 Oct 2026 03:00:00 GMT"
RETRY_AFTER = {
    "seconds": ({"Retry-After": "7"}, 7),
    "a date by the source's clock": ({"Retry-After": "Thu, 01 Oct 2026 03:00:09 GMT", "Date": ANSWERED}, 9),
    "a date by ours": ({"Retry-After": "Thu, 01 Oct 2026 07:00:11 GMT"}, 11),
    "a date without a zone": ({"Retry-After": "Thu, 01 Oct 2026 07:00:13 -0000"}, 13),
    "none": ({}, 0.5),
    "sooner than we would": ({"Retry-After": "0"}, 0.5),
    "a date that has passed": ({"Retry-After": "Wed, 30 Sep 2026 00:00:00 GMT"}, 0.5),
    "nonsense": ({"Retry-After": "soon"}, 0.5),
    "not seconds": ({"Retry-After": "-5"}, 0.5),
}


@pytest.mark.parametrize(("headers", "pause"), RETRY_AFTER.values(), ids=RETRY_AFTER.keys())
@pytest.mark.parametrize("status", [429, 503])
def test_a_source_is_left_alone_for_as_long_as_it_asks(
    clock: StoppedClock, monkeypatch: pytest.MonkeyPatch, status: int, headers: dict[str, str], pause: float
) -> None:
    monkeypatch.setattr(random, "uniform", longest)
    script = script_of([dossier("A-1")], answers=[Answer(status, headers=headers)])
    with client_of(script, clock.timing) as client:
        read_page(client)
    assert clock.slept == [pause]


@pytest.mark.parametrize("wish", ["3600", "99999999999999", "Fri, 02 Oct 2026 07:00:00 GMT"])
def test_a_wish_beyond_the_time_for_the_page_ends_it_at_once(clock: StoppedClock, wish: str) -> None:
    script = script_of([], answers=[Answer(503, headers={"Retry-After": wish})] * 9)
    message = fail_page(script, clock.timing)
    assert "answered 503 with Retry-After " in message
    assert "asked again at the next run (tried once in 0 s)" in message
    assert (len(script.requests), clock.slept) == (1, [])


def test_tries_and_pauses_share_the_time_for_the_page(clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "uniform", longest)
    message = fail_page(script_of([], answers=[(500, b"")] * 9), clock.timing, page_tries=9, page_seconds=3)
    assert clock.slept == [0.5, 1]
    assert message.endswith("(tried 3 times in 2 s)")


# Sent byte by byte it takes longer than a test may: only the deadline can end it.
ENDLESS = WHOLE + b" " * 100_000
SLOW = {
    "silence": Answer(silent=True),
    "a head that trickles": Answer(200, ENDLESS, pause=0.02, pause_in_head=True),
    "a body that trickles": Answer(200, ENDLESS, pause=0.02),
    "a body that ends with its connection": Answer(200, ENDLESS, {"Content-Length": ""}, pause=0.02),
}


@pytest.mark.parametrize("answer", SLOW.values(), ids=SLOW.keys())
def test_a_page_ends_with_its_time_however_it_comes(answer: Answer) -> None:
    message = fail_page(script_of([], answers=[answer]), Timing(), page_seconds=0.2)
    assert "/v1/dossiers needed more than 0.2 s for one page; it will be asked again at the next run" in message


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_accepts_and_never_says_a_word_is_left(scheme: str) -> None:
    """Without a deadline this would wait for ever."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        mute = SourceConnection("mute", f"{scheme}://127.0.0.1:{server.getsockname()[1]}", "token")
        with (
            SourceClient(mute, Settings(page_seconds=0.2, page_tries=2), Timing()) as client,
            pytest.raises(SourceError, match=r"source mute: /v1/dossiers .* \(tried once"),
        ):
            read_page(client)


def test_a_slow_page_that_keeps_its_time_is_read() -> None:
    with client_of(script_of([], answers=[Answer(200, WHOLE, pause=0.0005)]), Timing(), page_seconds=200) as client:
        assert len(read_page(client)) == 1


LARGE = {
    "as it comes": Answer(200, b" " * 5000),
    "unpacked": Answer(200, gzip.compress(b" " * 5000), {"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("answer", LARGE.values(), ids=LARGE.keys())
def test_a_page_that_is_too_large_is_not_asked_for_again(clock: StoppedClock, answer: Answer) -> None:
    script = script_of([], answers=[answer])
    message = fail_page(script, clock.timing, page_bytes=4999)
    assert "/v1/dossiers sent more than 4999 bytes; ask for smaller pages" in message
    assert len(script.requests) == 1


def test_a_page_of_just_the_size_is_read(clock: StoppedClock) -> None:
    with client_of(script_of([dossier("A-1")]), clock.timing, page_bytes=len(WHOLE)) as client:
        assert len(read_page(client)) == 1


def test_a_source_that_fails_on_and_on_is_given_up(clock: StoppedClock) -> None:
    script = script_of([], answers=[(503, b"")] * (GIVE_UP_AFTER + 5))
    messages = []
    with client_of(script, clock.timing, page_tries=4) as client:
        for _ in range(4):
            with pytest.raises(SourceError) as raised:
                read_page(client)
            messages.append(str(raised.value))
    assert len(script.requests) == GIVE_UP_AFTER
    given_up = "given up for this run after 10 failed requests in a row, it will be asked again at the next run"
    assert [given_up in message for message in messages] == [False, False, True, True]
    assert messages[2].startswith("source scripted: /v1/dossiers answered 503; given up")
    assert messages[3] == f"source scripted: /v1/dossiers was not asked for; {given_up}"


def test_a_page_in_between_keeps_a_source_from_being_given_up(clock: StoppedClock) -> None:
    failing = [(503, b"")] * (GIVE_UP_AFTER // 2)
    script = script_of([], answers=[*failing, (200, WHOLE), *failing, (200, WHOLE), *failing])
    with client_of(script, clock.timing, page_tries=6) as client:
        pages = [read_page(client) for _ in range(3)]
    assert [len(page) for page in pages] == [1, 1, 0], "the last is the page that the script has itself"
    assert len(script.requests) == 3 * (len(failing) + 1)


PACES = {
    "as fast as allowed": (3, [0, 0, 0], []),
    "one too many": (3, [0, 0, 0, 0], [1.0]),
    "far too many": (3, [0] * 9, [1.0, 1.0]),
    "some time later": (3, [0, 0.25, 0.5, 0], [0.25]),
    "slow": (3, [0.5] * 20, []),
    "a single one": (1, [0, 0, 0], [1.0, 1.0]),
}


@pytest.mark.parametrize(("per_second", "gaps", "slept"), PACES.values(), ids=PACES.keys())
def test_within_any_second_so_many_requests_begin(
    clock: StoppedClock, per_second: int, gaps: list[float], slept: list[float]
) -> None:
    rate, begun = RateLimiter(per_second, clock.timing), []
    for gap in gaps:
        clock.at += gap
        rate.wait()
        begun.append(clock.at)
    assert clock.slept == slept
    assert all(later - early >= 1 for early, later in zip(begun, begun[per_second:], strict=False))


def test_tries_count_for_the_pace(clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "uniform", lambda low, _: low)
    script = script_of([dossier("A-1")], answers=[(500, b"")] * 2)
    with client_of(script, clock.timing, requests_per_second=2) as client:
        read_page(client)
        read_page(client)
    assert len(script.requests) == 4
    assert [pause for pause in clock.slept if pause] == [1.0]


def test_tries_are_logged_without_token_and_body(clock: StoppedClock, caplog: pytest.LogCaptureFixture) -> None:
    script = script_of([], answers=[(500, b"Nguyen Van A"), (200, b"Nguyen Van A")])
    with scripted_source(script) as connection:
        secret = SourceConnection("hue", connection.url, "s3cr3t-token")
        with SourceClient(secret, Settings(), clock.timing) as client:
            read_page(client)
    warnings = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len(warnings) == 2
    assert warnings[0].startswith("source hue: /v1/dossiers answered 500; try 1 of 5 failed, the next one in 0.")
    assert "Nguyen" not in caplog.text
    assert "s3cr3t" not in caplog.text


HTML = b"<html>Nguyen Van A</html>"


@pytest.mark.parametrize("rest", [[], [(503, b"")], [(401, b"")]], ids=["then a page", "then 503", "then 401"])
def test_every_answer_that_is_no_page_is_kept(
    warehouse: Warehouse, clock: StoppedClock, rest: list[tuple[int, bytes]]
) -> None:
    script = script_of([dossier("A-1")], answers=[(200, HTML), (200, WHOLE[:50]), *rest * 3])
    outcome: Callable[[], Any] = contextlib.nullcontext if not rest else lambda: pytest.raises(SourceError)
    with scripted_source(script) as connection:
        warehouse.register(connection)
        with outcome():
            read_source(warehouse.engine, connection, warehouse.settings, timing=clock.timing)
    kept = warehouse.query("SELECT * FROM audit.undecodable_page ORDER BY undecodable_page_id")
    assert [(row.feed, row.bytes, row.page_hash) for row in kept] == [
        ("units", len(body), hashlib.sha256(body).hexdigest()) for body in (HTML, WHOLE[:50])
    ]
    assert kept[0].fetched_at == clock.timing.now()
