"""Every fault over a real socket."""

import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import httpx
import pytest

from simulator.faults import (
    ChangeWhilePaged,
    Drip,
    DuplicatePage,
    ExpiredCursor,
    ExpiredToken,
    Html,
    IgnoreSince,
    NewerSchema,
    NoObject,
    Refuse,
    RemoveField,
    Reset,
    RetypeField,
    SameTimestamps,
    ShiftClock,
    ShufflePage,
    Truncate,
)
from simulator.testing import RunningSource, running_source
from simulator.world import World

pytestmark = pytest.mark.slow

Json = dict[str, Any]


@pytest.fixture
def source(small_world: World) -> Iterator[RunningSource]:
    with running_source(small_world) as running:
        yield running


@pytest.fixture
def client(source: RunningSource) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=source.url, headers={"Authorization": f"Bearer {source.token}"}) as connected:
        yield connected


def page(client: httpx.Client, feed: str = "dossiers", **parameters: str | int) -> Json:
    answer = client.get(f"/v1/{feed}", params=parameters)
    assert answer.status_code == 200, answer.text
    body: Json = answer.json()
    return body


def pages(client: httpx.Client, feed: str = "dossiers", limit: int = 20) -> list[Json]:
    read = [page(client, feed, limit=limit)]
    while read[-1]["next_cursor"]:
        read.append(page(client, feed, limit=limit, cursor=read[-1]["next_cursor"]))
        assert len(read) < 100
    return read


def codes(body: Json) -> list[str]:
    return [record["MaHoSo"] for record in body["data"]]


def test_refusals_come_in_their_order_and_then_end(source: RunningSource, client: httpx.Client) -> None:
    source.fault(Refuse(429, retry_after=3), Refuse(429), Refuse(500), Refuse(502, times=2), Refuse(503, "later"))
    answers = [client.get("/v1/dossiers") for _ in range(7)]
    assert [answer.status_code for answer in answers] == [429, 429, 500, 502, 502, 503, 200]
    assert [answer.headers.get("Retry-After") for answer in answers[:6]] == ["3", None, None, None, None, "later"]
    assert source.faults.waiting() == []
    assert len(source.faults.met) == 6


def test_a_fault_is_for_a_feed_and_may_wait(source: RunningSource, client: httpx.Client) -> None:
    source.fault(Refuse(503, feed="events", after=1), Refuse(500, feed="health"))
    asked = ("dossiers", "events", "health", "events", "events", "health")
    assert [client.get(f"/v1/{feed}").status_code for feed in asked] == [200, 200, 500, 503, 200, 200]


def test_a_standing_fault_ends_when_it_is_cleared(source: RunningSource, client: httpx.Client) -> None:
    source.fault(Refuse(503, times=None))
    assert {client.get("/v1/units").status_code for _ in range(5)} == {503}
    source.clear_faults()
    assert client.get("/v1/units").status_code == 200


def test_a_token_and_a_cursor_expire(source: RunningSource, client: httpx.Client) -> None:
    source.fault(ExpiredToken(), ExpiredCursor(feed="dossiers"))
    answer = client.get("/v1/dossiers")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    cursor = page(client, limit=20)["next_cursor"]
    assert client.get("/v1/dossiers", params={"cursor": cursor}).status_code == 410
    assert client.get("/v1/dossiers", params={"cursor": cursor}).status_code == 200


def test_a_connection_is_reset_within_the_body(source: RunningSource, client: httpx.Client) -> None:
    source.fault(Reset())
    with pytest.raises(httpx.ReadError):
        client.get("/v1/dossiers")
    assert client.get("/v1/dossiers").status_code == 200


def test_a_body_is_cut_off(source: RunningSource, client: httpx.Client) -> None:
    source.fault(Truncate())
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        client.get("/v1/dossiers")
    assert client.get("/v1/dossiers").status_code == 200


def test_a_login_page_comes_with_status_200(source: RunningSource, client: httpx.Client) -> None:
    source.fault(Html())
    answer = client.get("/v1/dossiers")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.text.startswith("<!doctype html>")
    assert page(client)["data"]


def test_bytes_drip(source: RunningSource, client: httpx.Client) -> None:
    whole = client.get("/v1/units").content
    source.fault(Drip(pause=0.02, chunk=len(whole) // 10))
    begun = time.monotonic()
    with client.stream("GET", "/v1/units") as answer:
        parts = list(answer.iter_raw())
    assert time.monotonic() - begun > 0.2
    assert len(parts) > 5
    assert b"".join(parts) == whole


def test_a_page_comes_twice(source: RunningSource, client: httpx.Client) -> None:
    clean = pages(client)
    source.fault(DuplicatePage(after=1))
    read = pages(client)
    assert read == [clean[0], clean[1], clean[1], *clean[2:]]


def test_a_page_is_shuffled(source: RunningSource, client: httpx.Client) -> None:
    clean = page(client, limit=20)
    source.fault(ShufflePage())
    shuffled = page(client, limit=20)
    assert codes(shuffled) == codes(clean)[::-1]
    assert shuffled["next_cursor"] == clean["next_cursor"]


@pytest.mark.parametrize("feed", ["dossiers", "events", "surveys", "units"])
def test_a_record_changes_while_it_is_paged(source: RunningSource, client: httpx.Client, feed: str) -> None:
    clean = pages(client, feed, limit=4)
    source.fault(ChangeWhilePaged(feed=feed))
    read = pages(client, feed, limit=4)
    records = [record for part in read for record in part["data"]]
    last_of_first = clean[0]["data"][-1]
    again = records[-1]
    assert len(records) == sum(len(part["data"]) for part in clean) + 1
    assert again == last_of_first | {"CapNhatLuc": source.source.as_of}
    assert records[:-1] == [record for part in clean for record in part["data"]]


def test_the_same_timestamp_goes_across_pages(source: RunningSource, client: httpx.Client) -> None:
    whole = [record for part in pages(client) for record in part["data"]]
    source.fault(SameTimestamps(seconds=90 * 86_400, feed="dossiers"))
    read = pages(client, limit=3)
    assert any(a["data"][-1]["CapNhatLuc"] == b["data"][0]["CapNhatLuc"] for a, b in pairwise(read))
    records = [record for part in read for record in part["data"]]
    assert sorted(codes({"data": records})) == sorted(codes({"data": whole}))
    assert records == sorted(records, key=lambda record: (record["CapNhatLuc"], record["MaHoSo"]))
    assert len({record["CapNhatLuc"] for record in records}) <= 6
    source.clear_faults()
    assert [record for part in pages(client) for record in part["data"]] == whole


@pytest.mark.parametrize(
    ("seconds", "as_of"), [(3600, "2026-10-01T07:00:00+07:00"), (-7 * 3600, "2026-09-30T23:00:00+07:00")]
)
def test_the_clock_is_wrong(source: RunningSource, client: httpx.Client, seconds: int, as_of: str) -> None:
    source.fault(ShiftClock(seconds, times=2))
    assert [page(client)["as_of"] for _ in range(3)] == [as_of, as_of, "2026-10-01T06:00:00+07:00"]


def test_updated_since_is_ignored(source: RunningSource, client: httpx.Client) -> None:
    source.fault(IgnoreSince())
    since = "2026-08-01T00:00:00+07:00"
    assert len(page(client, updated_since=since)["data"]) == 60
    assert 0 < len(page(client, updated_since=since)["data"]) < 60


def test_a_newer_version_adds_fields(source: RunningSource, client: httpx.Client) -> None:
    clean = page(client)
    source.fault(NewerSchema())
    newer = page(client)
    assert newer["schema_version"] == "1.1"
    assert set(newer) - set(clean) == {"MoiTruong"}
    assert all(
        set(new) - set(old) == {"TruongMoi", "KhoiMoi"} for new, old in zip(newer["data"], clean["data"], strict=True)
    )


def test_fields_are_removed_and_retyped_and_records_are_none(source: RunningSource, client: httpx.Client) -> None:
    source.fault(RemoveField("MaHoSo"), RemoveField("TrangThaiHoSo", places=(1, 99)))
    assert not any("MaHoSo" in record for record in page(client)["data"])
    assert ["TrangThaiHoSo" in record for record in page(client)["data"]][:3] == [True, False, True]
    source.fault(RetypeField("MaTTHC", places=(0,)), RetypeField("NgayHenTra", 20260305))
    assert [type(record["MaTTHC"]) for record in page(client)["data"]][:2] == [dict, str]
    assert {record["NgayHenTra"] for record in page(client)["data"]} == {20260305}
    source.fault(NoObject(), NoObject(None, places=(2,)))
    assert [type(record) for record in page(client)["data"]][:2] == [str, dict]
    assert page(client)["data"][2] is None


def test_without_faults_nothing_is_touched(source: RunningSource, client: httpx.Client) -> None:
    assert client.get("/v1/dossiers", params={"cursor": ""}).status_code == 400
    assert source.faults.met == []
