"""Whatever records and pages broken software sends: nothing stops, nothing is lost, nothing is said of their content.

`make test` reads 2,000 malformed records, `make test-long` 100,000.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import logging
import re
import secrets
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.config.settings import Settings
from onestop.contract.feed import Feed
from onestop.contract.feeds import DOSSIERS, FEEDS
from onestop.contract.pages import read_landed, read_sent
from onestop.ingest import landing
from onestop.ingest.client import SourceClient, SourceError
from onestop.ingest.transport import Timing
from simulator.defects import Defects
from simulator.world import Scale, build_world
from tests.conftest import make_warehouse
from tests.support.malformed import Malformed, RawScript, malformed_pages, malformed_records
from tests.support.scripted import COMMUNE, PROVINCE, Answer, Script, dossier, script_of, scripted_source
from tests.support.warehouse import Warehouse

SEED = 766
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
LEDGER = """
    SELECT
        feed, count(*) AS batches, array_agg(DISTINCT status) AS statuses, sum(received)::int AS received,
        sum(inserted)::int AS inserted, sum(updated)::int AS updated, sum(unchanged)::int AS unchanged,
        sum(stale)::int AS stale, sum(quarantined)::int AS quarantined
    FROM audit.batch GROUP BY feed
"""
SEEN = "SELECT feed, sum(times_seen)::int AS seen FROM quarantine.record GROUP BY feed"


class Reading(NamedTuple):
    """A warehouse that has read and measured every page of a malformed source twice.

    Attributes:
        sent: what the source sent, each time.
        ledgers: the sums of the ledger by feed, after the first and the second time.
        contents: every row of core and mart, likewise.
    """

    warehouse: Warehouse
    sent: Malformed
    ledgers: list[dict[str, Any]]
    contents: list[dict[str, Any]]


@pytest.fixture(scope="module", params=[SEED], ids=lambda seed: f"seed {seed}")
def reading(
    request: pytest.FixtureRequest, server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reading]:
    """The first records of a dirty world, then as many malformed ones as asked for, in batches of some pages."""
    world = build_world(Scale(dossiers=600, communes=3, defects=Defects.profile()))
    number = request.config.getoption("malformed")
    sent = malformed_records(world, number, request.param)
    with scripted_source(RawScript(sent)) as connection:
        for warehouse in make_warehouse(server, tmp_path_factory.mktemp("malformed")):
            warehouse.keep_periods("month")
            warehouse.hold_nothing()
            warehouse.register(connection)
            read = Reading(warehouse, sent, [], [])
            for _ in range(2):
                warehouse.read(connection, batch_records=max(500, number // 20))
                warehouse.refresh()
                read.ledgers.append({row.feed: row for row in warehouse.query(LEDGER)})
                read.contents.append(warehouse.content("core", "mart"))
            yield read


def test_every_record_is_counted_once(reading: Reading) -> None:
    records = {feed: len(reading.sent.sound[feed]) + len(reading.sent.spoilt[feed]) for feed in reading.sent.sound}
    assert sum(map(len, reading.sent.spoilt.values())) >= 2000
    for time, ledger in enumerate(reading.ledgers, start=1):
        assert {feed: row.received for feed, row in ledger.items()} == {feed: time * records[feed] for feed in records}
        for feed, row in ledger.items():
            assert row.statuses == ["published"], feed
            assert row.received == row.inserted + row.updated + row.unchanged + row.stale + row.quarantined, feed
            assert min(row.inserted, row.stale, row.quarantined) > 0, f"{feed}: records of too few kinds"
    assert max(row.batches for row in reading.ledgers[0].values()) > 1


def test_every_refused_record_says_why_in_vietnamese(reading: Reading) -> None:
    refused = reading.warehouse.query("""
        SELECT
            record.feed, record.reason,
            array_agg(rule.rule_id) FILTER (WHERE rule.disposition = 'quarantined') AS rules
        FROM quarantine.record
        LEFT JOIN quarantine.broken_rule USING (source_id, feed, page_hash, ordinal)
        LEFT JOIN audit.rule USING (rule_id)
        GROUP BY record.source_id, record.feed, record.page_hash, record.ordinal
    """)
    assert [row.feed for row in refused if not row.rules] == []
    assert [row.reason for row in refused if not VIETNAMESE.search(row.reason)] == []
    seen = {row.feed: row.seen for row in reading.warehouse.query(SEEN)}
    assert seen == {feed: row.quarantined for feed, row in reading.ledgers[-1].items()}


def usable_keys(warehouse: Warehouse, feed: Feed) -> set[str | None]:
    """Return the keys of the landed records that are not in quarantine."""
    refused = {
        bytes(row.record_hash)
        for row in warehouse.query(
            "SELECT record_hash FROM quarantine.record WHERE feed = %(feed)s", {"feed": feed.name}
        )
    }
    pages = warehouse.query(
        "SELECT path FROM audit.page INNER JOIN audit.batch USING (batch_id) WHERE feed = %(feed)s",
        {"feed": feed.name},
    )
    landed = [read_landed(landing.read(warehouse.settings.landing_dir, page.path), feed) for page in pages]
    return {
        key
        for records in landed
        for key, record_hash in zip(records.keys, records.hashes, strict=True)
        if record_hash not in refused
    }


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_every_usable_key_is_one_row(reading: Reading, feed: Feed) -> None:
    rows = reading.warehouse.query(
        "SELECT record_key FROM core.known_version WHERE feed = %(feed)s", {"feed": feed.name}
    )
    keys = Counter(row.record_key for row in rows)
    assert set(keys) == usable_keys(reading.warehouse, feed)
    assert keys.total() == len(keys) == reading.ledgers[-1][feed.name].inserted


def test_the_form_balances(reading: Reading) -> None:
    form = reading.warehouse.query("""
        SELECT
            count(*) AS rows, sum(received_total) AS received,
            count(*) FILTER (
                WHERE received_total + transferred_in
                    <> resolved_total + in_progress_total + withdrawn + refused + stopped + transferred_out
            ) AS unbalanced
        FROM mart.form_ii06a
    """)[0]
    assert form.rows > 0
    assert form.received > 0
    assert form.unbalanced == 0


def test_the_same_pages_again_change_nothing(reading: Reading) -> None:
    once, twice = reading.contents
    assert [table for table in twice if twice[table] != once[table]] == []


def entropy(length: int) -> str:
    """Return text that no compression makes short enough for an index."""
    return secrets.token_hex(length // 2)


OLD_COMMUNE = {
    **COMMUNE,
    "MaDonVi": "H57.31.90",
    "TenDonVi": "Phường Vỹ Dạ",
    "HieuLucTu": "20200101",
    "HieuLucDen": "20250630",
}
MOMENT = "2026-03-02T08:00:00+07:00"
EVENT = {"MaHoSo": "A-1", "ThoiDiemXuLy": "20260302080000", "TrangThai": "4"}
PROCEDURE = {
    "MaTTHC": "1.000001",
    "TenTTHC": "Đăng ký",
    "MaLinhVuc": "CTR",
    "TenLinhVuc": "Cư trú",
    "HieuLucTu": "20250701",
}
NEIGHBOUR = {**COMMUNE, "MaDonVi": "H57.31.91", "MaXaGSO": "19791", "TenDonVi": "Phường An Cựu"}
HOME = {**PROVINCE, "MaDonVi": "H57.90", "MaDonViCha": "H57.91"}
ONE_BAD_RECORD: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "a dossier code too long for an index": ("dossiers", [dossier(entropy(9_000))]),
    "a second code too long for an index": ("dossiers", [dossier("A-2", MaHoSoKhac=entropy(9_000))]),
    "a status too long for an index": ("events", [{**EVENT, "TrangThai": entropy(9_000)}]),
    "a sector too long for an index": ("procedures", [{**PROCEDURE, "MaLinhVuc": entropy(9_000)}]),
    "a unit that ends before it begins": ("units", [{**NEIGHBOUR, "HieuLucDen": "20250101"}]),
    "a procedure that ends before it begins": ("procedures", [{**PROCEDURE, "HieuLucDen": "20250101"}]),
    "a unit that spans two others of its code": (
        "units",
        [OLD_COMMUNE, {**COMMUNE, "MaDonVi": "H57.31.92", "HieuLucTu": "20240101"}],
    ),
    "an agency with the code of a commune": ("units", [{**PROVINCE, "MaDonVi": COMMUNE["MaXaGSO"], "CapDonVi": "2"}]),
    "a unit whose parent is itself": ("units", [{**NEIGHBOUR, "MaDonViCha": NEIGHBOUR["MaDonVi"]}]),
    "a province whose parent is itself": (
        "units",
        [{**PROVINCE, "MaDonViCha": PROVINCE["MaDonVi"], "HieuLucTu": "20260101"}],
    ),
    "two units that are each other's parent": (
        "units",
        [HOME, {**HOME, "MaDonVi": HOME["MaDonViCha"], "MaDonViCha": HOME["MaDonVi"]}],
    ),
}


@pytest.mark.parametrize(("feed", "records"), ONE_BAD_RECORD.values(), ids=ONE_BAD_RECORD)
def test_one_bad_record_does_not_stop_a_feed(warehouse: Warehouse, feed: str, records: list[dict[str, Any]]) -> None:
    script = script_of([dossier("A-1"), dossier("A-3", MaDonVi=COMMUNE["MaXaGSO"])], events=[])
    script.feeds[feed] = [script.feeds[feed][0] + [{"CapNhatLuc": MOMENT, **record} for record in records]]
    with scripted_source(script) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
        warehouse.refresh()
        before = warehouse.content("core", "mart")
        warehouse.read(connection)
        warehouse.refresh()
    assert warehouse.content("core", "mart") == before
    assert {"A-1", "A-3"} <= {row.dossier_code for row in warehouse.query("SELECT dossier_code FROM core.dossier")}
    assert {row.status for row in warehouse.query("SELECT status FROM audit.batch")} == {"published"}


def test_a_unit_that_ends_before_it_begins_stops_nothing_whatever_the_planner_knows(warehouse: Warehouse) -> None:
    """With other statistics its span was built before anybody looked that it is in quarantine."""
    warehouse.execute("ANALYZE core.unit, core.unit_code, core.unit_alias")
    ended = {**NEIGHBOUR, "HieuLucDen": "20250101", "CapNhatLuc": MOMENT}
    warehouse.read_script(script_of([dossier("A-1")], more_units=[ended]))
    refused = warehouse.query("SELECT feed, record_key FROM quarantine.record")
    assert [tuple(row) for row in refused] == [("units", NEIGHBOUR["MaDonVi"])]
    assert [row.dossier_code for row in warehouse.query("SELECT dossier_code FROM core.dossier")] == ["A-1"]


def test_a_code_that_was_given_anew_means_either_unit_in_its_time(warehouse: Warehouse) -> None:
    """Nearly all statistical codes of July 2025 had been those of other communes before."""
    old = {**OLD_COMMUNE, "CapNhatLuc": MOMENT}
    warehouse.read_script(script_of([dossier("A-1", MaDonVi="19753")], more_units=[old]))
    found = warehouse.query("""
        SELECT unit.name, dossier.dossier_code
        FROM core.unit
        LEFT JOIN core.dossier ON unit.unit_id = dossier.receiving_unit_id
        WHERE unit.unit_code = '19753'
        ORDER BY unit.name
    """)
    assert [tuple(row) for row in found] == [("Phường Thuận Hóa", "A-1"), ("Phường Vỹ Dạ", None)]


def test_which_dossier_owns_a_code_does_not_change_with_reading_again(warehouse: Warehouse) -> None:
    """The first version says whose code it is, whatever later versions changed one by one."""
    versions = [
        dossier("A-1", CapNhatLuc="2026-03-02T08:01:00+07:00"),
        dossier("A-1", NgayTiepNhan="20260303080000", CapNhatLuc="2026-03-03T08:01:00+07:00"),
        dossier("A-1", NgayTiepNhan="20260303080000", MaTTHC="2.000815", CapNhatLuc="2026-03-04T08:01:00+07:00"),
    ]
    with scripted_source(script_of(*([version] for version in versions))) as connection:
        warehouse.register(connection)
        warehouse.read(connection, batch_records=1)
        before = warehouse.content("core")
        warehouse.read(connection, batch_records=1)
    assert warehouse.content("core") == before
    seen = [row.times_seen for row in warehouse.query("SELECT times_seen FROM quarantine.record")]
    assert seen == [2], "the third version is another dossier, each time"


def test_which_dossier_owns_a_code_is_known_from_versions_that_did_not_win(warehouse: Warehouse) -> None:
    """The first version is beaten in its own batch; what it said is kept, so the third is refused again and again."""
    versions = [
        dossier("A-1", CapNhatLuc="2026-03-02T08:01:00+07:00"),
        dossier("A-1", NgayTiepNhan="20260303080000", CapNhatLuc="2026-03-03T08:01:00+07:00"),
        dossier("A-1", NgayTiepNhan="20260303080000", MaTTHC="2.000815", CapNhatLuc="2026-03-04T08:01:00+07:00"),
    ]
    with scripted_source(script_of(versions)) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
        before = warehouse.content("core")
        warehouse.read(connection)
    assert warehouse.content("core") == before
    assert [row.procedure_code for row in warehouse.query("SELECT procedure_code FROM core.dossier")] == ["1.004194"]
    assert [row.times_seen for row in warehouse.query("SELECT times_seen FROM quarantine.record")] == [2]


SECRET = "Nguyễn Thị Kín 046099123456"
PARTS = ("Nguy", "K\u00edn", "K\\xc3", "Ki\u0301n", "046099")
DEEP_FIELDS = ("ChuHoSo", "TrichYeuHoSo", "MaHoSo", "DinhDanhCHS", "TaiLieuNop", "Moi", "CapNhatLuc")
WHOLE = script_of([dossier("A-1", ChuHoSo=SECRET, DiaChi=SECRET)]).answer("dossiers", None).body
PATIENT = Timing(lambda: 1000.0, lambda _: None)
MESSAGE = re.compile(r"source scripted: /v1/dossiers [^;]+; [^;]+ \(tried once in 0 s\)")


@contextlib.contextmanager
def client_of(script: Script, tries: int = 1) -> Iterator[SourceClient]:
    """A client of a scripted source, without a warehouse and without pauses."""
    with scripted_source(script) as connection, SourceClient(connection, Settings(page_tries=tries), PATIENT) as client:
        yield client


def read_page(client: SourceClient) -> list[Any]:
    return client.page("dossiers", None, None, 1000).records


def fail_page(client: SourceClient, caplog: pytest.LogCaptureFixture) -> str:
    """Ask for a page that does not come and return the message; neither it nor the log tells of the content."""
    with pytest.raises(SourceError) as raised:
        read_page(client)
    told = "".join(traceback.format_exception(raised.value)) + caplog.text
    assert not any(part in told for part in PARTS), told[:500]
    caplog.clear()
    return str(raised.value)


@pytest.mark.slow
def test_a_body_that_is_no_page_is_refused_or_asked_for_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bodies = malformed_pages(WHOLE, SEED)
    assert len({*bodies}) >= 200
    strict, patient = Script(), Script()
    with client_of(strict) as once, client_of(patient, tries=2) as twice:
        for number, body in enumerate(bodies):
            about = f"body {number} of seed {SEED}: {body[:60]!r}"
            strict.answers = [(200, body), (200, WHOLE)]
            assert MESSAGE.fullmatch(fail_page(once, caplog)), about
            refused = once.take_refused()
            kept = (200, len(body), hashlib.sha256(body).hexdigest())
            assert [(each.http_status, each.size, each.digest) for each in refused] == [kept], about
            assert all(each.offset is None or 0 <= each.offset <= len(body) for each in refused), about
            read_page(once)

            patient.answers = [(200, body), (200, WHOLE)]
            assert [record["MaHoSo"] for record in read_page(twice)] == ["A-1"], about
            assert [each.digest for each in twice.take_refused()] == [kept[2]], about


def test_where_decoding_failed_is_mostly_known() -> None:
    with client_of(Script(answers=[(200, WHOLE.replace(b'"as_of"', b"as_of"))])) as client:
        with pytest.raises(SourceError):
            read_page(client)
        assert [refused.offset for refused in client.take_refused()] == [WHOLE.index(b'"as_of"')]


def envelope(**changed: Any) -> bytes:
    return json.dumps({**json.loads(WHOLE), **changed}).encode()


WRONG_CLOCKS = {
    "no offset": "2026-10-01T06:00:00",
    "year 1": "0001-01-01T00:00:00+14:00",
    "year 1999": "1999-12-31T23:59:59+07:00",
    "year 2100": "2100-01-01T00:00:00+07:00",
    "year 9999": "9999-12-31T23:59:59-14:00",
}


@pytest.mark.parametrize("as_of", WRONG_CLOCKS.values(), ids=WRONG_CLOCKS)
def test_a_page_whose_clock_cannot_be_right_is_not_used(caplog: pytest.LogCaptureFixture, as_of: str) -> None:
    with client_of(Script(answers=[(200, envelope(as_of=as_of))]), tries=5) as client:
        message = fail_page(client, caplog)
        assert client.take_refused() == []
    assert MESSAGE.fullmatch(message)
    assert "as_of" in message


GARBLED = {
    "no gzip": Answer(200, WHOLE, {"Content-Encoding": "gzip"}),
    "half a gzip": Answer(200, b"\x1f\x8b\x08\0\0\0\0\0" + WHOLE, {"Content-Encoding": "gzip"}),
    "no deflate": Answer(200, WHOLE, {"Content-Encoding": "deflate"}),
    "more than announced": Answer(200, WHOLE, {"Content-Length": str(len(WHOLE) - 40)}),
    "a length that is none": Answer(200, WHOLE, {"Content-Length": SECRET.encode().hex()}),
    "a header that is none": Answer(200, WHOLE, {"X-\x01": "1"}),
}


@pytest.mark.parametrize("answer", GARBLED.values(), ids=GARBLED)
def test_a_garbled_answer_is_asked_for_again(caplog: pytest.LogCaptureFixture, answer: Answer) -> None:
    caplog.set_level(logging.DEBUG)
    with client_of(Script(answers=[answer])) as client:
        assert MESSAGE.fullmatch(fail_page(client, caplog))
    with client_of(Script(answers=[answer, Answer(200, WHOLE)]), tries=2) as client:
        assert [record["MaHoSo"] for record in read_page(client)] == ["A-1"]


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (r'"\ud83d"', "?"),
        (r'"nh\udc00a"', "nh?a"),
        (r'"\ud83c\udfe0"', "\U0001f3e0"),
        (r'"\\ud83d"', r"\ud83d"),
        ("1e400", "1e400"),
        ("-1E999", "-1E999"),
        ("7" * 4300, int("7" * 4300)),
        ("7" * 4301, "7" * 4301),
    ],
    ids=[
        "half a character",
        "the other half",
        "both halves",
        "only like one",
        "too large",
        "too small",
        "long",
        "too long",
    ],
)
def test_what_json_allows_costs_no_page(tmp_path: Path, sent: str, read: Any) -> None:
    """One text that was cut within a character, or one number beyond all bounds, and the records around it."""
    body = WHOLE.replace(b'"data": [', f'"data": [{{"MaHoSo": {sent}}}, '.encode())
    with client_of(Script(answers=[(200, body)])) as client:
        records = read_page(client)
    assert [record["MaHoSo"] for record in records] == [read, "A-1"]
    with landing.PageFiles(tmp_path) as files:
        page = files.land("scripted", "dossiers", read_sent(records, DOSSIERS))
    assert [msgspec.json.decode(line)["MaHoSo"] for line in landing.read(tmp_path, page.path)] == [read, "A-1"]


@pytest.mark.slow
def test_a_page_is_read_however_deep_it_is_or_refused(tmp_path: Path) -> None:
    """How deep is deep depends on the stack; there is no depth at which decoding works and the rest does not."""
    outcomes = set()
    script = Script()
    with client_of(script) as client:
        for depth, field in itertools.product((100, *range(800, 1000, 11), 5_000), DEEP_FIELDS):
            deep = "[" * depth + "]" * depth
            script.answers = [(200, envelope(data=["deep"]).replace(b'"deep"', f'{{"{field}": {deep}}}'.encode()))]
            with contextlib.suppress(SourceError):
                records = read_page(client)
                with landing.PageFiles(tmp_path) as files:
                    page = files.land("scripted", "dossiers", read_sent(records, DOSSIERS))
                assert read_landed(landing.read(tmp_path, page.path), DOSSIERS).rows
                outcomes.add("read")
            if client.take_refused():
                outcomes.add("refused")
                script.answers = [(200, WHOLE)]
                read_page(client)
    assert outcomes == {"read", "refused"}
