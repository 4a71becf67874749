"""Webhooks: signed, posted to the very address that was checked, and nowhere else."""

from __future__ import annotations

import datetime as dt
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from onestop.config.settings import HookConnection, SettingsError
from onestop.deliver.channels import DeliveryError, Message, RefusedError, Timing, UnreachableError
from onestop.deliver.webhook import HookChannel, as_body, is_public
from tests.deliver.receivers import SECRET, Receiver, free_port, is_signed, receiver

NOW = dt.datetime(2026, 10, 1, 7, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
MESSAGE = Message("ranking.published", NOW, "Bảng xếp hạng", "", "", {"area_name": "Huế", "units": [{"rank": 1}]})
NOT_PUBLIC = "the webhook's address is not public: correct its connection, or set ONESTOP_PRIVATE_HOOKS=on"


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def post(url: str, *, allows_private: bool = True, now: dt.datetime = NOW) -> None:
    channel = HookChannel(
        {"hue": HookConnection("hue", url, SECRET)}.get,
        allows_private=allows_private,
        timing=Timing(hook_step=0.5, hook=1),
    )
    channel.send("publication-7-0123456789abcdef@hue.example", "hue", MESSAGE, now)


def test_what_is_posted(hook: Receiver) -> None:
    post(f"http://127.0.0.1:{hook.port}/hook")
    ((message_id, content),) = hook.accepted
    assert message_id == "publication-7-0123456789abcdef@hue.example"
    assert content == {
        "schema_version": "1.1",
        "type": "ranking.published",
        "id": message_id,
        "timestamp": "2026-10-01T07:30:00+07:00",
        "data": {"area_name": "Huế", "units": [{"rank": 1}]},
    }
    ((path, headers),) = hook.requests
    assert path == "/hook"
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["host"] == f"127.0.0.1:{hook.port}"


def test_the_signature_is_of_id_moment_and_body(hook: Receiver) -> None:
    post(f"http://127.0.0.1:{hook.port}/hook")
    headers, body = hook.requests[0][1], as_body("publication-7-0123456789abcdef@hue.example", MESSAGE)
    assert is_signed(SECRET, headers, body)
    assert not is_signed("another", headers, body)
    assert not is_signed(SECRET, headers, body + b" ")
    assert not is_signed(SECRET, {**headers, "webhook-timestamp": "1790000000"}, body)
    assert not is_signed(SECRET, {**headers, "webhook-id": "x"}, body)


def test_receivers_of_version_1_0_0_know_the_signature(hook: Receiver) -> None:
    """What 1.0.0 wrote of this message at this moment; in another zone the moment is the same."""
    for now in (NOW, NOW.astimezone(dt.UTC)):
        post(f"http://127.0.0.1:{hook.port}/hook", now=now)
    signatures = {headers["webhook-signature"] for _, headers in hook.requests}
    assert signatures == {"v1,VIsn8KljZehqNDXu/pSw6K3jisKAYG9nh7Itgeg9v6E="}


def test_a_receiver_may_check_with_the_library(hook: Receiver) -> None:
    post(f"http://127.0.0.1:{hook.port}/hook", now=dt.datetime.now(dt.UTC))
    headers, body = hook.requests[0][1], as_body("publication-7-0123456789abcdef@hue.example", MESSAGE)
    assert Webhook(SECRET.encode()).verify(body, headers) == hook.accepted[0][1]
    with pytest.raises(WebhookVerificationError, match="No matching signature found"):
        Webhook(b"another").verify(body, headers)


def test_another_try_has_the_same_id_and_body_and_a_moment_of_its_own(hook: Receiver) -> None:
    for minutes in (0, 5):
        post(f"http://127.0.0.1:{hook.port}/hook", now=NOW + dt.timedelta(minutes=minutes))
    assert hook.accepted[0] == hook.accepted[1]
    first, second = (headers for _, headers in hook.requests)
    assert first["webhook-timestamp"] != second["webhook-timestamp"]
    assert first["webhook-signature"] != second["webhook-signature"]


def test_a_name_is_posted_to_under_its_own_name(hook: Receiver) -> None:
    post(f"http://localhost:{hook.port}/hook")
    assert hook.requests[0][1]["host"] == f"localhost:{hook.port}"


PRIVATE = ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0",
           "[::1]", "[::ffff:127.0.0.1]", "[fd00::1]", "[fe80::1]", "localhost", "224.0.0.1"]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_an_address_that_is_not_public_is_refused(hook: Receiver, host: str) -> None:
    with pytest.raises(RefusedError) as refused:
        post(f"http://{host}:{hook.port}/hook", allows_private=False)
    assert str(refused.value) == NOT_PUBLIC
    assert hook.requests == []


def test_what_is_public() -> None:
    assert [is_public(place) for place in ("8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8")] == [True] * 3
    assert [is_public(place) for place in ("fe80::1%eth0", "ff02::1", "198.18.0.1", "::")] == [False] * 4


def test_a_name_that_means_another_address_the_second_time_helps_nobody(
    hook: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is resolved once: what was checked is what is connected to."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: Any, *rest: Any, **named: Any) -> Any:
        asked.append(str(host))
        return real("127.0.0.1" if asked.count("rebinding.example") == 1 else "203.0.113.1", *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    post(f"http://rebinding.example:{hook.port}/hook")
    assert asked.count("rebinding.example") == 1
    assert hook.requests[0][1]["host"] == f"rebinding.example:{hook.port}"


def test_a_redirect_is_not_followed(hook: Receiver) -> None:
    hook.behaviour = "302"
    with pytest.raises(RefusedError, match="302, a redirect, which is not followed"):
        post(f"http://127.0.0.1:{hook.port}/hook")
    assert [path for path, _ in hook.requests] == ["/hook"]


def test_a_proxy_of_the_environment_is_not_asked(hook: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{free_port()}")
    post(f"http://127.0.0.1:{hook.port}/hook")
    assert len(hook.accepted) == 1


def test_a_wrong_secret_is_refused_by_the_receiver(hook: Receiver) -> None:
    channel = HookChannel(
        {"hue": HookConnection("hue", f"http://127.0.0.1:{hook.port}", "wrong")}.get,
        allows_private=True,
        timing=Timing(),
    )
    with pytest.raises(RefusedError, match="the webhook answers 401"):
        channel.send("x", "hue", MESSAGE, NOW)
    assert hook.accepted == []


def test_a_webhook_whose_connection_is_wrong_waits_until_it_is_corrected() -> None:
    def find(name: str) -> HookConnection:
        raise SettingsError(f"the connection hook_{name} has no password")

    with pytest.raises(UnreachableError, match="the connection hook_hue has no password"):
        HookChannel(find, allows_private=True, timing=Timing()).send("x", "hue", MESSAGE, NOW)


def test_an_answer_without_an_end_takes_no_longer_than_the_deadline() -> None:
    """Each part comes in time; the whole does not."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def trickle() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\n")
                for _ in range(1000):
                    try:
                        connection.sendall(b"x: y\r\n")
                    except OSError:
                        return
                    released.wait(0.05)

        released = threading.Event()
        thread = threading.Thread(target=trickle)
        thread.start()
        try:
            with pytest.raises(UnreachableError, match="TimeoutError"):
                post(f"http://127.0.0.1:{server.getsockname()[1]}/")
        finally:
            released.set()
            thread.join()


def test_nothing_listening_is_unreachable() -> None:
    with pytest.raises(UnreachableError, match="the webhook cannot be reached: ConnectError"):
        post(f"http://127.0.0.1:{free_port()}/")


def test_a_host_that_is_none_is_unreachable() -> None:
    with pytest.raises(UnreachableError, match="the webhook cannot be reached: gaierror"):
        post("http://nowhere.invalid/")


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503])
def test_what_may_pass_is_tried_again(hook: Receiver, status: int) -> None:
    hook.behaviour = str(status)
    with pytest.raises(DeliveryError) as failed:
        post(f"http://127.0.0.1:{hook.port}/hook")
    assert type(failed.value) is DeliveryError


def test_errors_name_no_secret_and_no_address(hook: Receiver) -> None:
    hook.behaviour = "500"
    with pytest.raises(DeliveryError) as failed:
        post(f"http://127.0.0.1:{hook.port}/hook?token=geheim")
    assert str(failed.value) == "the webhook answers 500"
    assert SECRET not in repr(HookConnection("hue", "http://x", SECRET))


def test_the_body_is_read_by_any_client() -> None:
    assert json.loads(as_body("x", MESSAGE))["data"]["area_name"] == "Huế"
    assert httpx.Response(200, content=as_body("x", MESSAGE)).json()["id"] == "x"
