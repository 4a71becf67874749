"""Records and pages as broken software sends them: sound ones of every feed, spoilt by chance from a seed.

Records are JSON text, not Python objects: some of what is sent here (half a pair of surrogates, the same name twice,
a number beyond every float) cannot be said in any other way.
"""

from __future__ import annotations

import base64
import copy
import gzip
import html
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.feeds import FEED_NAMES, build_feeds
from simulator.world import World
from tests.support.scripted import Answer, Script

Record = dict[str, Any]
Mutation = Callable[["Spoiler", Record], Any]

PAGE = 250
"""Records of a page."""
SHARES = {
    "units": 8,
    "procedures": 8,
    "dossiers": 32,
    "events": 14,
    "payments": 14,
    "surveys": 8,
    "feedback": 8,
    "interlinked": 8,
}
"""How many of a hundred malformed records are of each feed."""
KEYS = {
    "units": ("MaDonVi",),
    "procedures": ("MaTTHC", "HieuLucTu"),
    "dossiers": ("MaHoSo",),
    "events": ("MaSuKien", "MaHoSo", "ThoiDiemXuLy", "TrangThai"),
    "payments": ("MaYeuCau",),
    "surveys": ("MaDanhGia", "TieuChi"),
    "feedback": ("MaPAKN",),
    "interlinked": ("MaHoSoLT",),
}
"""What says which record one is."""

TEXTS = [
    "", " ", "\u00a0", "null", "None", "NaN", "-Infinity", "undefined", "true", "FALSE", "có", "0", "1", "-1", "00",
    "-0", "1e400", "0.000001", "1.5", "1,5", "9" * 18, "9" * 19, "9" * 400, "٣", "１２", "²", "½", "+84", "0x10",
    "1_000", "\0", "a\0b", "\ud83d", "\udc00a", "a\ud83d b\udc00", "\u200b", "H57\u200b.31.01", "\ufeff1", "\u202eH57",
    "\u200f1", "\u0301" * 50, "Phươ\u0300ng", "Tru\u031b\u01a1\u0300ng", "Trường Hợp\u00a0 2", "µ¶·¸ lÖ phÝ", "ßŒ",
    "\r\n", "\t", "\\", "\\N", "\\.", '"', "'", "''", "{", "}", "{,}", "{}", "[]", "[[[", '{"a":', '{"a": 1}', "[1, 2]",
    '[{"MaTTHC": "1"}]', "[null]", '"x"', "'; DROP TABLE core.dossier; --", "1 OR 1=1", "%(batch_id)s", "%s%%", "{0}",
    "$1", "{{ 7 * 7 }}", '=HYPERLINK("http://a.invalid")', "=1+1", "@SUM(A1)", "-2+3", "<script>alert(1)</script>",
    "../../etc/passwd", "|", "a|b|c", "@", "1.001193@2025-07-01", "\x1f", "H57 . 31 . 01", "h57.31.01", "1.001193 .000",
    "19753", "a" * 10_000, "🂡" * 3_000,
]  # fmt: skip
DATES = [
    "00010101000000", "99991231235959", "19991231235959", "20000101000000", "20991231235959", "21000101000000",
    "20240229080000", "20230229080000", "21000229000000", "20260631080000", "20260301240000", "20260301236000",
    "20260001", "20261301", "202603", "2026", "0", "00000000000000", "20260302080", "-20260302080000",
    "２０２６０３０２",
    "2026-03-01T24:00:00+07:00", "2026-02-30T08:00:00+07:00", "0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-14:00",
    "2099-12-31T23:59:59-12:00", "2000-01-01T00:00:00+14:00", "2026-03-01T08:00:00+25:00", "2026-03-01T08:00:00Z",
    "2026-03-01T08:00:00", "2026-03-01T08:00:00.123456789+07:00", "2026-W10-1", "20260302T080000", "2026-061",
    "01/03/2026", "1/3/2026", "13/13/2026", "29.02.2025 08:00", "31/12/2099 23:59:59", "1772420400", "1772420400000",
    "hôm qua", "2026-03-02 8h00", "20500101000000", "20010101",
]  # fmt: skip
NAMES = [
    "", " ", "MaHoSo ", "Ma\u200bHoSo", "HoTen\0Me", "\ud83d", "a" * 500, "_unusable", "_retyped", "_noticed",
    "__proto__", "Họ tên mẹ", "so dien thoai", "data", "🂡", "'; --", "%s",
]  # fmt: skip
"""Of fields that the contract does not know."""
RAW_NUMBERS = {"<1e400>": "1e400", "<-1e999>": "-1e999", "<5000 digits>": "7" * 5000, "<1E-400>": "1E-400"}
"""Numbers that are JSON and that no Python object makes ``json`` write, by what stands for them."""
AGAIN = "<again>"
"""At the end of a name: it is written without this, so that the same name stands twice."""


@dataclass(frozen=True)
class Malformed:
    """What the malformed source sends: JSON texts of records, by feed."""

    sound: dict[str, list[str]]
    spoilt: dict[str, list[str]]

    def pages(self, feed: str) -> list[list[str]]:
        """Return the pages of a feed: what is sound first, and then what is not."""
        texts = self.sound[feed] + self.spoilt[feed]
        return [texts[at : at + PAGE] for at in range(0, len(texts), PAGE)]


class RawScript(Script):
    """A script whose records are JSON texts."""

    def __init__(self, malformed: Malformed, **changed: Any) -> None:
        super().__init__(**changed)
        self._pages = {feed: malformed.pages(feed) for feed in FEED_NAMES}

    def answer(self, feed: str, cursor: str | None) -> Answer:
        """Return the page that a cursor names."""
        pages, number = self._pages[feed], int(cursor or 0)
        envelope = json.dumps(
            {
                "schema_version": "1.0",
                "source_system": self.source_system,
                "as_of": self.as_of,
                "next_cursor": str(number + 1) if number + 1 < len(pages) else None,
            }
        )
        return Answer(200, f'{envelope[:-1]}, "data": [{",".join(pages[number])}]}}'.encode())


def malformed_records(world: World, number: int, seed: int) -> Malformed:
    """Return the first records of a world and so many spoilt ones; the same seed gives the same texts."""
    feeds = build_feeds(world, world.as_of)
    sound = {
        name: [feeds[name].record(item) for _, _, item in sorted(feeds[name].rows, key=_place)[:PAGE]]
        for name in FEED_NAMES
    }
    spoilt: dict[str, list[str]] = {}
    for name, share in SHARES.items():
        spoiler = Spoiler(random.Random(f"{seed} {name}"), name, sound)
        spoilt[name] = [spoiler.spoil() for _ in range(number * share // 100)]
    return Malformed({name: [to_json(record) for record in records] for name, records in sound.items()}, spoilt)


def _place(row: tuple[int, str, Any]) -> tuple[int, str]:
    return row[:2]


def to_json(value: Any) -> str:
    """Return a value as JSON text in ASCII."""
    text = json.dumps(value).replace(AGAIN, "")
    for stands_for, number in RAW_NUMBERS.items():
        text = text.replace(f'"{stands_for}"', number)
    return text


class Spoiler:
    """Spoils records of one feed."""

    def __init__(self, chance: random.Random, feed: str, sound: Mapping[str, Sequence[Record]]) -> None:
        self.chance = chance
        self.feed = feed
        self.sound = sound
        self.before: list[Any] = []
        self._serial = 0

    def spoil(self) -> str:
        """Return the next record, spoilt in one to four ways, as JSON text."""
        sound = self.one_of(self.sound[self.feed])
        spoilt = sound
        while spoilt == sound:
            spoilt = copy.deepcopy(sound)
            # Half of them under a key of their own, or the catalogues would soon be nothing but malformed.
            if self.chance.random() < 0.5:
                self._renamed(spoilt)
            sound = copy.deepcopy(spoilt)
            ways, weights = list(MUTATIONS), list(MUTATIONS.values())
            for mutate in self.chance.choices(ways, weights, k=self.chance.choice((1, 1, 2, 4))):
                if isinstance(spoilt, dict):
                    spoilt = mutate(self, spoilt)
        self.before.append(spoilt)
        return to_json(spoilt)

    def one_of(self, choices: Sequence[Any]) -> Any:
        return self.chance.choice(choices)

    def field(self, record: Record) -> str:
        return str(self.one_of(list(record) or [""]))

    def value(self) -> Any:
        """Return any JSON value."""
        kind = self.chance.randrange(10)
        if kind < 4:
            return self.one_of(TEXTS)
        if kind < 6:
            return self.one_of(DATES)
        if kind == 6:
            return "".join(chr(self.chance.randrange(1, 0xD800)) for _ in range(self.chance.choice((3, 60, 4000))))
        if kind == 7:
            return self.nested(self.chance.choice((1, 2, 5, 300)))
        return self.one_of(
            [None, True, False, 0, -1, 1.5, 1e308, -0.0, 2**53 + 1, 2**64, 10**40, *RAW_NUMBERS, [], {}, [None], [[]],
             {"a": 1}, {"": ""}, ["x"] * 300]
        )  # fmt: skip

    def nested(self, depth: int) -> Any:
        """Return lists and objects in each other."""
        value: Any = self.one_of(TEXTS)
        for _ in range(depth):
            value = [value] if self.chance.random() < 0.5 else {"MaHoSo": value}
        return value

    def _renamed(self, record: Record) -> None:
        self._serial += 1
        name = KEYS[self.feed][0]
        if self.feed == "procedures":
            record[name] = f"{self._serial % 9 + 1}.{900_000 + self._serial:06}"
        elif record.get(name):
            record[name] = f"{record[name]}-{self._serial}"


def _drop(spoiler: Spoiler, record: Record) -> Record:
    for _ in range(spoiler.chance.choice((1, 1, 3, 12))):
        record.pop(spoiler.field(record), None)
    return record


def _double(spoiler: Spoiler, record: Record) -> Record:
    """The same field in other case, or once more as it is; mostly with another value."""
    name = spoiler.field(record)
    other = spoiler.one_of([name.upper(), name.lower(), name.swapcase(), name + AGAIN])
    record[other] = spoiler.one_of([record.get(name), spoiler.value()])
    return record


def _respell(spoiler: Spoiler, record: Record) -> Record:
    spell = spoiler.one_of([str.upper, str.lower, str.swapcase])
    return {spell(name): value for name, value in record.items()}


def _replace(spoiler: Spoiler, record: Record) -> Record:
    record[spoiler.field(record)] = spoiler.value()
    return record


def _replace_date(spoiler: Spoiler, record: Record) -> Record:
    dates = [
        name
        for name in record
        if name.startswith(("Ngay", "HieuLuc", "ThoiDiem", "ThoiGian", "Han", "CapNhat", "GiuTu"))
    ]
    record[spoiler.one_of(dates or ["CapNhatLuc"])] = spoiler.one_of(DATES)
    return record


def _replace_key(spoiler: Spoiler, record: Record) -> Record:
    record[spoiler.one_of(KEYS[spoiler.feed])] = spoiler.value()
    return record


def _take_key(spoiler: Spoiler, record: Record) -> Record:
    """The key of another record, sound or not, under the same CapNhatLuc or another."""
    other = spoiler.one_of(spoiler.before or spoiler.sound[spoiler.feed])
    if isinstance(other, dict):
        names = [*KEYS[spoiler.feed], *spoiler.one_of([[], ["CapNhatLuc"]])]
        record.update({name: other[name] for name in names if name in other})
    return record


def _touch(spoiler: Spoiler, record: Record) -> Record:
    """Another CapNhatLuc within the year, so that versions come in any order."""
    month, second = spoiler.chance.randrange(1, 10), spoiler.chance.randrange(60)
    record["CapNhatLuc"] = f"2026-{month:02}-15T08:00:{second:02}+07:00"
    return record


def _space(spoiler: Spoiler, record: Record) -> Record:
    name = spoiler.field(record)
    if isinstance(record.get(name), str):
        space = spoiler.one_of([" ", "\u00a0", "\u200b", "\t", "\u202e", "\u0000", "\u3000"])
        record[name] = space.join(record[name])
    return record


def _add(spoiler: Spoiler, record: Record) -> Record:
    record[spoiler.one_of(NAMES)] = spoiler.value()
    return record


def _swap(spoiler: Spoiler, record: Record) -> Record:
    one, other = spoiler.field(record), spoiler.field(record)
    record[one], record[other] = record.get(other), record.get(one)
    return record


def _spoil_list(spoiler: Spoiler, record: Record) -> Record:
    """What should be a list of objects is anything else, or holds anything else."""
    lists = [name for name, value in record.items() if isinstance(value, list)]
    if not lists:
        return record
    name = spoiler.one_of(lists)
    text = json.dumps(record[name])
    entries = [dict(entry) for entry in record[name] if isinstance(entry, dict)] or [{}]
    ways: list[Callable[[], Any]] = [
        lambda: spoiler.one_of([text, json.dumps(text), text[: len(text) // 2], text.replace('"', "'"), text + text]),
        lambda: spoiler.one_of(["[]", "null", [record[name]], entries * 50, [None, *entries]]),
        lambda: spoiler.one_of([spoiler.value(), [spoiler.value()]]),
        lambda: [spoiler.one_of([_replace, _double, _drop])(spoiler, entry) for entry in entries],
        lambda: [{field: spoiler.one_of(DATES) for field in entry} for entry in entries],
    ]
    record[name] = spoiler.one_of(ways)()
    return record


def _become_another(spoiler: Spoiler, _: Record) -> Any:
    return copy.deepcopy(spoiler.one_of(spoiler.sound[spoiler.one_of(FEED_NAMES)]))


def _become_anything(spoiler: Spoiler, _: Record) -> Any:
    return spoiler.value()


MUTATIONS: dict[Mutation, int] = {
    _drop: 8,
    _double: 5,
    _respell: 2,
    _replace: 20,
    _replace_date: 15,
    _replace_key: 6,
    _take_key: 6,
    _touch: 5,
    _space: 4,
    _add: 4,
    _swap: 4,
    _spoil_list: 8,
    _become_another: 2,
    _become_anything: 2,
}
"""Each way to spoil a record, and how often it is taken."""


WRONG_VALUES: dict[str, list[Any]] = {
    "schema_version": [None, True, 1, 1.5, [], {}, "", "1", "2.0", "một", "1.0\0", "1.0\n"],
    "source_system": [None, True, 1, [], {"ChuHoSo": "?"}],
    "as_of": [None, True, 1, 1.5, [], {}, "", "hôm qua", "20261001060000", "2026-02-30T06:00:00+07:00", "2026-10-01"],
    "data": [None, True, 1, "", "[]", {}, {"MaHoSo": "A-1"}],
    "next_cursor": [True, 1, 1.5, [], {}, "a\0b", "x" * 5000],
}
"""What the envelope may not say, by field."""


def malformed_pages(page: bytes, seed: int) -> list[bytes]:
    """Return bodies that are no page of the contract, made from one that is."""
    chance = random.Random(seed)
    return [*_cut(page, chance), *_corrupted(page, chance), *_wrong_envelopes(json.loads(page)), *_other_formats(page)]


def _cut(page: bytes, chance: random.Random) -> Iterator[bytes]:
    for _ in range(60):
        at = chance.randrange(len(page))
        yield page[:at]
        yield page[at + 1 :]


def _corrupted(page: bytes, chance: random.Random) -> Iterator[bytes]:
    """Bytes that JSON has nowhere, or that are no UTF-8, somewhere in the page."""
    for foreign in (
        b"\0",
        b"\x01",
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xf8\x88\x80\x80\x80",
        "Phường".encode("utf-16"),
    ):
        for _ in range(8):
            at = chance.randrange(len(page))
            yield page[:at] + foreign + page[at:]


def _wrong_envelopes(envelope: Record) -> Iterator[bytes]:
    for name in envelope:
        yield to_json({other: value for other, value in envelope.items() if other != name}).encode()
        yield to_json({name.upper() if other == name else other: value for other, value in envelope.items()}).encode()
    for name, values in WRONG_VALUES.items():
        yield from (to_json({**envelope, name: value}).encode() for value in values)
    for stranger in (None, 1, "trang", [], [envelope], envelope["data"], {}, {"page": envelope}):
        yield to_json(stranger).encode()


def _other_formats(page: bytes) -> Iterator[bytes]:
    text = page.decode()
    yield from (
        b"",
        b" ",
        b"\r\n",
        b"null",
        b"\0" * 50,
        text.encode("utf-16"),
        text.encode("utf-32"),
    )
    yield from (
        page + page,
        page + b"\n" + page,
        page + b";",
        b")]}',\n" + page,
        b"callback(" + page + b")",
        page.replace(b'"', b"'"),
    )
    yield from (
        page[:-1] + b",}",
        page[:-1] + b',"x":NaN}',
        page[:-1] + b',"x":0x1}',
        b"/* trang */" + page[:-1] + b",}",
    )
    yield from (
        gzip.compress(page),
        gzip.compress(page)[:20],
        base64.b64encode(page),
        text.encode("utf-7"),
        to_json(text).encode(),
    )
    yield from (text[:-1].encode() + b',"x":' + opening * 100_000 for opening in (b"[", b'{"a":'))
    for markup in (
        "<html><body>{}</body></html>",
        "<?xml version='1.0'?><trang>{}</trang>",
        "<!DOCTYPE html>\n<h1>502</h1>{}",
        "{}",
    ):
        yield markup.format(html.escape(text)).encode()
