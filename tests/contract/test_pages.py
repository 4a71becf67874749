"""Records that are read together and records that are read by themselves come to the same, whatever they are."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.contract import allowlist, hints
from onestop.contract.copying import copy_line
from onestop.contract.feed import Feed
from onestop.contract.feeds import DOSSIERS, EVENTS, FEEDS, SURVEYS
from onestop.contract.pages import Records, read_landed, read_sent, sent_records
from onestop.contract.typed import SentRecords, decode, decode_page
from simulator.defects import Defects
from simulator.feeds import build_feeds
from simulator.planted import list_planted
from simulator.world import Scale, World, build_world
from tests.contract.strategies import FEW, JSON, records
from tests.contract.texts import GOOD_TEXTS, ODD_TEXTS
from tests.support.malformed import DATES, PAGE, TEXTS, Malformed, malformed_records

SEED = 1410
_TEXTS = msgspec.json.Decoder(list[msgspec.Raw])
_VALUES = msgspec.json.Decoder(list[Any])
EVERY_FEED = pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)


EVENT = {
    "MaSuKien": "SK1", "MaHoSo": "H57-1", "NguoiXuLy": "Cán bộ Giả Lập", "ChucDanh": "Công chức “Một cửa”",
    "ThoiDiemXuLy": "20261002091801", "MaDonViXuLy": "H57.31.03", "PhongBanXuLy": "Bộ phận Một cửa",
    "NoiDungXuLy": "x", "TrangThai": "10", "NgayBatDau": "", "NgayKetThucTheoQuyDinh": "", "DaXoa": "0",
    "CapNhatLuc": "2026-10-02T09:18:46+07:00",
}  # fmt: skip


def both_ways(texts: Sequence[str | bytes], feed: Feed) -> tuple[Records, Records]:
    """Read a page of JSON texts as a client decodes it, and each record by itself."""
    page = b"[" + b",".join(text if isinstance(text, bytes) else text.encode() for text in texts) + b"]"
    together = read_sent(sent_records(decode(page, _TEXTS), feed), feed)
    return together, read_sent(decode(page, _VALUES), feed)


def landed_by_itself(lines: Iterable[bytes], feed: Feed) -> Records:
    """Read landed lines one by one."""
    lines = list(lines)
    rows = [feed.to_row(msgspec.json.decode(line)) for line in lines]
    return Records(
        lines,
        [hashlib.sha256(line).digest() for line in lines],
        [row[0] for row in rows],
        [None if row[1] is None else dt.datetime.fromisoformat(row[1]) for row in rows],
        [copy_line(row)[:-1] for row in rows],
    )


def assert_same(texts: Sequence[str | bytes], feed: Feed) -> Records:
    together, one_by_one = both_ways(texts, feed)
    assert together == one_by_one
    assert read_landed(together.lines, feed) == landed_by_itself(together.lines, feed)
    assert without_counts(together) == read_landed(together.lines, feed)
    return together


def without_counts(read: Records) -> Records:
    return replace(read, unknown_fields=[], field_counts={})


@functools.cache
def simulated(*, is_dirty: bool) -> dict[str, list[bytes]]:
    """Return records of every feed as JSON, the payments with attempts and the dossiers with results among them."""
    return served(world(is_dirty=is_dirty))


@functools.cache
def world(*, is_dirty: bool) -> World:
    defects = Defects.profile() if is_dirty else Defects()
    return build_world(Scale(dossiers=800, communes=4, cross_references=True, defects=defects))


def served(world: World) -> dict[str, list[bytes]]:
    feeds = build_feeds(world, world.as_of)
    return {
        feed.name: [msgspec.json.encode(feeds[feed.name].record(item)) for _, _, item in feeds[feed.name].rows]
        for feed in FEEDS
    }


@EVERY_FEED
@pytest.mark.parametrize("is_dirty", [False, True], ids=["clean", "dirty"])
def test_simulated_records_come_to_the_same(feed: Feed, is_dirty: bool) -> None:
    texts = simulated(is_dirty=is_dirty)[feed.name]
    assert_same(texts, feed)
    for at in range(0, len(texts), 97):
        assert_same(texts[at : at + 97], feed)


@pytest.fixture
def read_by_themselves(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The records that were read by themselves."""
    seen: list[Any] = []
    keep = allowlist.keep

    def noted(record: Any, shape: allowlist.Shape, unknown: set[str]) -> dict[str, Any]:
        seen.append(record)
        return keep(record, shape, unknown)

    monkeypatch.setattr(allowlist, "keep", noted)
    return seen


@EVERY_FEED
def test_clean_records_are_read_together(feed: Feed, read_by_themselves: list[Any]) -> None:
    texts = simulated(is_dirty=False)[feed.name]
    lines = read_sent(sent_records(decode(b"[" + b",".join(texts) + b"]", _TEXTS), feed), feed).lines
    assert len(lines) == len(texts)
    assert read_by_themselves == []


@EVERY_FEED
def test_an_odd_record_does_not_take_its_page_with_it(feed: Feed, read_by_themselves: list[Any]) -> None:
    texts = simulated(is_dirty=True)[feed.name]
    read_sent(sent_records(decode(b"[" + b",".join(texts) + b"]", _TEXTS), feed), feed)
    spoilt = {(one.feed, one.record_key) for one in list_planted(world(is_dirty=True))}
    assert len(read_by_themselves) <= len([key for name, key in spoilt if name == feed.name])


MOMENTS = st.datetimes().map(
    lambda moment: moment.replace(year=1998 + moment.year % 104, month=moment.month % 12 + 1, day=moment.day % 28 + 1)
)
STRINGS = st.one_of(
    st.sampled_from([*GOOD_TEXTS, *ODD_TEXTS.values()]),
    st.sampled_from([text for text in TEXTS if text.isprintable()]),
    st.sampled_from(DATES),
    st.text(max_size=8),
    st.text(alphabet="0123456789.,-/ \\\"\t\n{[tTeEsS", max_size=14),
    MOMENTS.map(lambda moment: f"{moment:%Y%m%d%H%M%S}"),
    MOMENTS.map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}+07:00"),
    st.sampled_from([
        "Người kiểm thử", "TEST", "tEst", "Hồ sơ thư\u0309 nghiệm", "thỬ nghiệm", "000001", "0000000001", " 111111 ",
        "ă" * 995 + "...", "ă" * 4000, "[1.001193] Đăng ký", '["x"]', " {", "µ 5", "A·B", "a" * 101, "\\N", "Huế – 2",
    ]),
)  # fmt: skip


@st.composite
def nearly_usual(draw: st.DrawFn, feed: Feed) -> dict[str, Any]:
    """A simulated record with some of its values replaced by other texts, or left out, in nested lists too."""
    texts = simulated(is_dirty=draw(st.booleans()))[feed.name]
    record = copy.deepcopy(msgspec.json.decode(draw(st.sampled_from(texts))))
    for _ in range(draw(st.integers(0, 3))):
        _change(draw, record)
    return dict(record)


def _change(draw: st.DrawFn, record: dict[str, Any]) -> None:
    name = draw(st.sampled_from(sorted(record)))
    value = record[name]
    if isinstance(value, list) and value and isinstance(value[0], dict) and draw(st.booleans()):
        _change(draw, draw(st.sampled_from([entry for entry in value if isinstance(entry, dict)])))
        return
    way = draw(st.sampled_from(["text", "text", "text", "other", "gone", "value", "swap"]))
    if way == "text":
        record[name] = draw(STRINGS)
    elif way == "other":
        record[name] = draw(st.none() | st.just([]) | st.just("") | st.just([value]))
    elif way == "gone":
        del record[name]
        record.setdefault("CapNhatLuc", "2026-03-02T08:01:00+07:00")
    elif way == "swap":
        record[name] = record[draw(st.sampled_from(sorted(record)))]
    else:
        record[name] = draw(JSON)


@EVERY_FEED
def test_any_records_come_to_the_same(feed: Feed) -> None:
    @FEW
    @given(page=st.lists(nearly_usual(feed) | records(feed.shape) | JSON, max_size=6))
    def check(page: list[Any]) -> None:
        assert_same([msgspec.json.encode(record) for record in page], feed)
        assert_same([json.dumps(record) for record in page], feed)

    check()


@EVERY_FEED
def test_malformed_records_come_to_the_same(feed: Feed) -> None:
    for texts in malformed().pages(feed.name):
        assert len(texts) <= PAGE
        assert_same(texts, feed)
        for text in texts[::7]:
            assert_same([text], feed)


@functools.cache
def malformed() -> Malformed:
    return malformed_records(build_world(Scale(dossiers=600, communes=3, defects=Defects.profile())), 2000, SEED)


def test_a_page_can_be_read_twice() -> None:
    """What is dropped of typed records is dropped of those that were handed out only."""
    texts = simulated(is_dirty=True)["dossiers"]
    sent = sent_records(decode(b"[" + b",".join(texts) + b"]", _TEXTS), DOSSIERS)
    assert list(sent) == [msgspec.json.decode(text) for text in texts]
    assert read_sent(sent, DOSSIERS) == read_sent(sent, DOSSIERS)
    assert list(sent) == sent[:] == [msgspec.json.decode(text) for text in texts]


@pytest.mark.parametrize("foreign", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80"])
@pytest.mark.parametrize("name", ["MaSuKien", "NguoiXuLy", "Moi"], ids=["kept", "dropped", "unknown"])
def test_what_is_no_utf_8_is_refused_wherever_it_stands(name: str, foreign: bytes) -> None:
    page = msgspec.json.encode([EVENT, EVENT | {name: "<here>"}]).replace(b"<here>", foreign)
    with pytest.raises(UnicodeDecodeError):
        sent_records(decode(page, _TEXTS), EVENTS)


def from_deeper(calls: int, sent: SentRecords) -> Records:
    return from_deeper(calls - 1, sent) if calls else read_sent(sent, EVENTS)


@pytest.mark.parametrize("field", ["MaSuKien", "NguoiXuLy", "Moi"])
def test_what_was_not_too_deep_can_be_read_from_further_calls(field: str) -> None:
    refused, read = 0, []
    for depth in range(100, 1000, 50):
        body = bytearray(msgspec.json.encode([EVENT | {field: "<deep>"}]))
        body = body.replace(b'"<deep>"', b"[" * depth + b"]" * depth)
        try:
            texts = decode_page(body, _TEXTS)
        except RecursionError:
            refused += 1
            continue
        read.append(from_deeper(250, sent_records(texts, EVENTS)))
    assert refused > 0
    assert len(read) > 0
    assert all(page == read[0] for page in read)


def test_an_empty_page() -> None:
    assert assert_same([], SURVEYS) == Records([], [], [], [], [])


@EVERY_FEED
def test_every_hint_can_be_told_of_many_records_at_once(feed: Feed) -> None:
    assert all(isinstance(hint, hints.Rare) for hint in feed.shape.hints.values())
    for inner in feed.shape.arrays.values():
        assert all(isinstance(hint, hints.Sent) for hint in inner.hints.values())
        assert not inner.arrays


def test_what_is_landed_of_a_record_is_what_it_was_before() -> None:
    """Another line has another hash, and every record of every source would be changed after an upgrade."""
    paper = {"TepDinhKemId": "60", "TenTepDinhKem": "x", "DuongDanTaiTepTin": "https://x/1", "IsDeleted": "False"}
    dossier = {
        "TenTTHC": "Đăng ký", "MaHoSo": "H57-1", "ChuHoSo": "x", "TaiLieuNop": [paper, {}], "DanhSachGiaHan": [],
        "CapNhatLuc": "2026-10-02T09:18:46+07:00", "DaXoa": "0",
    }  # fmt: skip
    odd = {**dossier, "MaHoSo": 7, "NgayTra": ["x"], "Moi": 1, "ChuHoSo": "test"}
    read = assert_same([json.dumps(dossier), json.dumps(odd)], DOSSIERS)
    assert [line.decode() for line in read.lines] == [
        '{"CapNhatLuc":"2026-10-02T09:18:46+07:00","DaXoa":"0","DanhSachGiaHan":[],"MaHoSo":"H57-1",'
        '"TaiLieuNop":[{"IsDeleted":"False","TepDinhKemId":"60","_has_file":"1"},{}],"TenTTHC":"Đăng ký"}',
        '{"CapNhatLuc":"2026-10-02T09:18:46+07:00","DaXoa":"0","DanhSachGiaHan":[],"MaHoSo":7,'
        '"TaiLieuNop":[{"IsDeleted":"False","TepDinhKemId":"60","_has_file":"1"},{}],"TenTTHC":"Đăng ký",'
        '"_noticed":["scalar_retyped"],"_retyped":["NgayTra"],"_test_record":"1"}',
    ]
    assert [line_hash.hex()[:16] for line_hash in read.hashes] == ["b129ccecd1c6f257", "2598778fc90060a0"]
    assert (read.keys, read.unknown_fields) == (["H57-1", "7"], ["Moi:int"])
    assert read.field_counts == {
        "CapNhatLuc": 2, "DaXoa": 2, "DanhSachGiaHan": 2, "MaHoSo": 2, "NgayTra": 1, "TaiLieuNop": 2, "TenTTHC": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "is_odd"),
    [
        ({}, False),
        ({"PhongBanXuLy": 'Bộ phận "Một cửa"'}, False),
        ({"PhongBanXuLy": "Diện tích 100 m² – “µg”, №, [1] (2)"}, False),
        ({"NguoiXuLy": None}, False),
        ({"NguoiXuLy": [{"a": 1}]}, False),
        ({"NguoiXuLy": "Pho\u0300ng {"}, False),
        ({"MaSuKien": "sk 1"}, False),
        ({"ThoiDiemXuLy": "0"}, False),
        ({"PhongBanXuLy": None}, True),
        ({"PhongBanXuLy": "a\\b"}, True),
        ({"PhongBanXuLy": "Pho\u0300ng"}, True),
        ({"PhongBanXuLy": '["x"'}, True),
        ({"ThoiDiemXuLy": "20261002"}, True),
        ({"ThoiDiemXuLy": "20261302091801"}, True),
        ({"CapNhatLuc": "2026-10-02T09:18:46Z"}, True),
        ({"phongbanxuly": "x"}, True),
        ({"Moi": "x"}, True),
        ({"_noticed": ["x"]}, True),
    ],
    ids=str,
)
def test_which_records_are_read_by_themselves(
    changed: dict[str, Any], is_odd: bool, read_by_themselves: list[Any]
) -> None:
    page = [EVENT, EVENT | changed, EVENT | {"MaSuKien": "SK2"}]
    text = msgspec.json.encode(page)
    read = read_sent(sent_records(decode(text, _TEXTS), EVENTS), EVENTS)
    assert read_by_themselves == ([EVENT | changed] if is_odd else [])
    assert [read.keys[0], read.keys[2]] == ["SK1", "SK2"]
    assert read == read_sent(page, EVENTS)
