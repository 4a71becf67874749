"""The source over a real socket."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from simulator.lifecycle import Dossier, Happening, Moment
from simulator.localtime import VIETNAM, moment_of, rfc3339
from simulator.testing import RunningSource, running_source
from simulator.world import Scale, World, build_world

pytestmark = pytest.mark.slow

FEEDS = ("units", "procedures", "dossiers", "events", "payments", "surveys", "feedback", "interlinked")


def get(client: httpx.Client, path: str, **parameters: Any) -> dict[str, Any]:
    answer = client.get(path, params={name: value for name, value in parameters.items() if value is not None})
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def read_all(client: httpx.Client, path: str = "/v1/dossiers", **parameters: Any) -> list[dict[str, Any]]:
    """All records; no page but the last may be shorter than the limit."""
    records: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = get(client, path, cursor=cursor, **parameters)
        records += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            return records
        assert len(page["data"]) == parameters.get("limit", 500)


def order(record: dict[str, Any]) -> tuple[str, str]:
    return record["CapNhatLuc"], record["MaHoSo"]


def connect(source: RunningSource) -> httpx.Client:
    return httpx.Client(base_url=source.url, headers={"Authorization": f"Bearer {source.token}"})


def test_every_page_size_yields_each_record_once_and_in_order(client: httpx.Client, small_world: World) -> None:
    codes = {dossier.code for dossier in small_world.dossiers}
    whole = read_all(client)
    assert {record["MaHoSo"] for record in whole} == codes
    assert whole == sorted(whole, key=order)
    for limit in (*range(1, len(codes) + 2), 1000):
        assert read_all(client, limit=limit) == whole


def test_the_envelope(client: httpx.Client) -> None:
    page = get(client, "/v1/dossiers", limit=7)
    assert set(page) == {
        "schema_version", "source_system", "as_of", "count_total_changed", "next_cursor", "data",
    }  # fmt: skip
    assert page["schema_version"] == "1.0"
    assert page["source_system"] == "hue-mot-cua"
    assert page["as_of"] == "2026-10-01T06:00:00+07:00"
    assert page["count_total_changed"] == 60


def test_nothing_is_newer_than_the_clock(client: httpx.Client) -> None:
    assert all(record["CapNhatLuc"] <= "2026-10-01T06:00:00+07:00" for record in read_all(client))


@pytest.mark.parametrize(("feed", "size"), [("units", 10), ("procedures", 34)])
def test_catalogues_share_one_time_stamp_and_are_paged_by_key(client: httpx.Client, feed: str, size: int) -> None:
    whole = read_all(client, f"/v1/{feed}")
    assert len(whole) == size
    assert len({record["CapNhatLuc"] for record in whole}) == 1
    assert read_all(client, f"/v1/{feed}", limit=3) == whole
    assert all(isinstance(value, str) for record in whole for value in record.values())


KEYS = {
    "events": lambda record: record["MaSuKien"] or f"{record['MaHoSo']}|{record['ThoiDiemXuLy']}|{record['TrangThai']}",
    "payments": lambda record: record["MaYeuCau"],
    "surveys": lambda record: f"{record['MaDanhGia']}|{record['TieuChi']}",
    "interlinked": lambda record: record["MaHoSoLT"],
}


@pytest.mark.parametrize("feed", KEYS)
def test_the_other_feeds_are_paged_by_time_and_key(client: httpx.Client, feed: str) -> None:
    whole = read_all(client, f"/v1/{feed}")
    places = [(record["CapNhatLuc"], KEYS[feed](record)) for record in whole]
    assert places == sorted(set(places))
    for limit in (1, 3, 7):
        assert read_all(client, f"/v1/{feed}", limit=limit) == whole
    middle = whole[len(whole) // 2]["CapNhatLuc"]
    assert read_all(client, f"/v1/{feed}", updated_since=middle) == [r for r in whole if r["CapNhatLuc"] >= middle]


def test_updated_since_is_inclusive(client: httpx.Client) -> None:
    whole = read_all(client)
    middle = whole[len(whole) // 2]["CapNhatLuc"]
    wanted = [record for record in whole if record["CapNhatLuc"] >= middle]
    assert read_all(client, updated_since=middle, limit=4) == wanted
    assert get(client, "/v1/dossiers", updated_since=middle)["count_total_changed"] == len(wanted)
    in_utc = datetime.fromisoformat(middle).astimezone(VIETNAM) - timedelta(hours=7)
    assert read_all(client, updated_since=f"{in_utc:%Y-%m-%dT%H:%M:%S}Z") == wanted


def test_the_unit_filter(client: httpx.Client) -> None:
    whole = read_all(client)
    unit = whole[0]["MaDonVi"]
    wanted = [record for record in whole if record["MaDonVi"] == unit]
    assert 0 < len(wanted) < len(whole)
    assert read_all(client, unit_code=unit, limit=3) == wanted
    assert read_all(client, unit_code="H57.99.99") == []
    assert [record["MaDonVi"] for record in read_all(client, "/v1/units", unit_code=unit)] == [unit]


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/v1/dossiers", {"cursor": "nonsense"}),
        ("/v1/dossiers", {"cursor": ""}),
        ("/v1/dossiers", {"limit": "0"}),
        ("/v1/dossiers", {"limit": "1001"}),
        ("/v1/dossiers", {"limit": "many"}),
        ("/v1/dossiers", {"updated_since": "2026-01-01T00:00:00"}),
        ("/v1/dossiers", {"updated_since": "yesterday"}),
        ("/v1/counts", {"feed": "dossiers", "from": "2026-01-01"}),
        ("/v1/counts", {"feed": "units", "from": "2026-01-01", "to": "2026-01-31"}),
        ("/v1/counts", {"feed": "dossiers", "from": "2026-13-01", "to": "2026-01-31"}),
        ("/v1/reconciliation", {}),
    ],
)
def test_malformed_requests(client: httpx.Client, path: str, parameters: dict[str, str]) -> None:
    assert client.get(path, params=parameters).status_code == 400


def test_a_cursor_belongs_to_its_feed(client: httpx.Client) -> None:
    cursor = get(client, "/v1/dossiers", limit=1)["next_cursor"]
    assert client.get("/v1/units", params={"cursor": cursor}).status_code == 400


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer wrong", "Basic dXNlcjpwYXNz", "bearer ạ"])
@pytest.mark.parametrize("path", ["/v1/health", "/v1/dossiers?limit=0", "/v1/counts", "/v1/reconciliation"])
def test_no_answer_without_the_token(source: RunningSource, path: str, authorization: str | None) -> None:
    headers: dict[bytes, bytes] = {} if authorization is None else {b"Authorization": authorization.encode()}
    answer = httpx.get(source.url + path, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("version", "status"), [("1.0", 200), ("1.7", 200), ("0.9", 409), ("2.0", 409), ("one", 400)])
def test_schema_versions(client: httpx.Client, version: str, status: int) -> None:
    answer = client.get("/v1/dossiers", params={"limit": 1}, headers={"Accept-Schema-Version": version})
    assert answer.status_code == status


@pytest.mark.parametrize("path", ["/v1/nothing", "/docs", "/v1/reconciliation?date=2026-10-01"])
def test_what_is_not_there(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_health_names_every_feed(client: httpx.Client) -> None:
    health = get(client, "/v1/health")
    assert health["status"] == "ok"
    assert health["feeds"] == dict.fromkeys(FEEDS, "2026-10-01T06:00:00+07:00")


def test_counts_are_by_unit_and_reception_day(client: httpx.Client) -> None:
    received = [record for record in read_all(client) if record["NgayTiepNhan"][:6] == "202608"]
    counted = get(client, "/v1/counts", feed="dossiers", **{"from": "2026-08-01", "to": "2026-08-31"})["data"]
    wanted = Counter((record["MaDonVi"], record["NgayTiepNhan"][:8]) for record in received)
    assert {(row["MaDonVi"], row["Ngay"]): int(row["SoLuong"]) for row in counted} == wanted
    fees = sum(int(fee["Gia"]) for record in received for fee in record["DanhSachLePhi"])
    assert sum(int(row["TongTien"]) for row in counted) == fees


def test_records_of_one_moment_are_not_lost_between_pages() -> None:
    template = build_world(Scale(dossiers=1))
    received = moment_of(datetime(2026, 3, 2, 8, tzinfo=VIETNAM))
    first = template.dossiers[0]
    dossiers = [
        Dossier(
            code=f"D-{number:02}",
            number=number,
            commune=first.commune,
            procedure=first.procedure,
            channel=first.channel,
            moments=(Moment(Happening.RECEIVED, received + number),),
            sync_every=3600,
        )
        for number in range(1, 12)
    ]
    world = World(template.as_of, template.communes, template.agencies, template.procedures, dossiers)
    with running_source(world) as source, connect(source) as client:
        whole = read_all(client)
        assert len({record["CapNhatLuc"] for record in whole}) == 1
        assert [record["MaHoSo"] for record in whole] == [dossier.code for dossier in dossiers]
        for limit in range(1, 12):
            assert read_all(client, limit=limit, updated_since="2026-03-02T09:00:00+07:00") == whole


def test_moving_the_clock_changes_what_happened_meanwhile_and_nothing_else() -> None:
    start, end = datetime(2026, 3, 4, 3, tzinfo=VIETNAM), datetime(2026, 3, 5, 9, 30, tzinfo=VIETNAM)
    world = build_world(Scale(dossiers=3_000, as_of=start))
    touched = {
        dossier.code
        for dossier in world.dossiers
        if any(moment_of(start) < dossier.recorded_at(one) <= moment_of(end) for one in dossier.moments)
    }
    with running_source(world) as source, connect(source) as client:
        before = {record["MaHoSo"]: record for record in read_all(client)}
        source.set_clock(end)
        after = {record["MaHoSo"]: record for record in read_all(client)}
        delta = read_all(client, updated_since=rfc3339(moment_of(start) + 1))
        assert get(client, "/v1/health")["as_of"] == "2026-03-05T09:30:00+07:00"
    assert {code for code, record in after.items() if before.get(code) != record} == touched
    assert {record["MaHoSo"] for record in delta} == touched
    assert set(before) < set(after)
    with pytest.raises(ValueError, match="forward"):
        source.set_clock(start)


def test_a_clock_that_moves_while_a_client_pages_loses_nothing() -> None:
    world = build_world(Scale(dossiers=600, communes=4, as_of=datetime(2026, 3, 4, 3, tzinfo=VIETNAM)))
    with running_source(world) as source, connect(source) as client:
        page = get(client, "/v1/dossiers", limit=50)
        read = page["data"]
        for day in range(5, 40):
            if page["next_cursor"] is None:
                break
            source.set_clock(datetime(2026, 3, 4, 9, tzinfo=VIETNAM) + timedelta(days=day))
            page = get(client, "/v1/dossiers", limit=50, cursor=page["next_cursor"])
            read += page["data"]
        assert page["next_cursor"] is None
        newest = {record["MaHoSo"]: record for record in read}
        assert newest == {record["MaHoSo"]: record for record in read_all(client)}
    assert read == sorted(read, key=order)
    assert len({order(record) for record in read}) == len(read)


def test_before_the_catalogue_was_loaded_there_is_nothing() -> None:
    world = build_world(Scale(dossiers=50, as_of=datetime(2025, 9, 1, tzinfo=VIETNAM)))
    with running_source(world) as source, connect(source) as client:
        assert all(get(client, f"/v1/{feed}")["data"] == [] for feed in FEEDS)


def test_a_source_fails_until_it_recovers(source: RunningSource, client: httpx.Client) -> None:
    source.fail_with(503)
    assert {client.get(f"/v1/{path}").status_code for path in (*FEEDS, "health", "counts")} == {503}
    source.recover()
    assert client.get("/v1/health").status_code == 200


def test_the_token_and_the_name_can_be_given(small_world: World) -> None:
    with running_source(small_world, token="given", source_system="other") as source:
        assert source.token == "given"
        with connect(source) as client:
            assert get(client, "/v1/health")["source_system"] == "other"
    with pytest.raises(httpx.ConnectError):
        httpx.get(source.url)
